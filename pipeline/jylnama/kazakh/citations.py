"""Bibliographic citations and reference lists: what stands there is neither a date nor a person of the story."""

from __future__ import annotations

import regex

from jylnama.text.data import data_toml

_WORDS = data_toml(__package__, "words.toml")["citations"]
# headings that open a reference list; it runs to the end of the text or to another abstract's heading
_LIST_HEADING = regex.compile(rf"(?im)^\s*(?:(?:{_WORDS['used']})\s+)?(?:{_WORDS['list']})\s*:?\s*$")
_LIST_ON_LINE = regex.compile(rf"(?im)^ *(?:{_WORDS['used']})\s+(?:{_WORDS['list']})\s*:\s*\S.*$")
_HOW_TO_CITE = regex.compile(rf"(?im)^\s*(?:{_WORDS['how_to_cite']})\s*:.*$")
# the references of an encyclopedia's entry: Әдеб.: …; Шығ.: …
_ENTRY_REFERENCES = regex.compile(rf"(?m)(?:^|(?<=[.!?)] ))(?:{_WORDS['entry']})\.?\s?:.*$")
_BRACKETED = regex.compile(r"\[[^\[\]\n]{1,200}\]|\([^()\n]{1,200}(?:\([^()\n]{0,60}\)[^()\n]{0,140})?\)")
_HAS_PAGES = regex.compile(
    rf"\d+(?:\s*[–-]\s*\d+)?\s*-?\s*(?:{_WORDS['page_behind']}|{_WORDS['page_possessed']})\b"
    rf"|(?<![\p{{L}}.])(?<!{_WORDS['no_page']}\.\s)(?:{_WORDS['page_before']})\.\s*\d+"
    r"|:\s*\d+(?:\s*[–-]\s*\d+)?\s*(?:[;\])]|$)|//"
    rf"|№\s*\d+\s*[.,]\s*(?:{_WORDS['issue_behind']}|\d)|{_WORDS['edition']}\."
)
# [Ленин, 1963: 205], [Смутное время, 2014], [Ильин, 2011; Пайпс, 2005: 17]
_AUTHOR_YEAR = regex.compile(r"\[\s*[\p{Lu}«\"][^\d\[\]]{1,80},?\s*(?:1[5-9]|20)\d\d\p{Ll}?(?:\s*[,:;][^\]]*)?\s*\]")
_NUMBERED = regex.compile(
    rf"\[\s*\d{{1,3}}(?:\s*[,;–-]\s*\d{{1,3}}|\s*,?\s*\d+\s*-?\s*(?:{_WORDS['page_in_brackets']})\.?)*\s*\]"
)
_NAME_ONLY = regex.compile(r"\[\s*\p{Lu}[\p{L}.\-\s]{1,60}(?:,\s*[\d\s–-]+)?\s*\]")
_AUTHOR_YEAR_ROUND = regex.compile(r"\(\s*\p{Lu}[\p{L}.\-\s]{1,60},\s*(?:1[5-9]|20)\d\d\p{Ll}?\s*:\s*\d+[^)]*\)")

# («Дала», 1936 жыл, 18 маусым), («Дала» газеті, № 5, 1913 ж.), («Дала» газеті, Сапаров – 31.07.2014 ж.): an issue of a newspaper
_TITLE = rf"\(\s*[«“\"][^«»“”\"()\n]{{2,60}}[»”\"](?:\s(?:{_WORDS['press']}))?,\s*"
_YEAR = rf"(?:1[89]|20)\d\d(?:\s?(?:{_WORDS['year']}))?"
_DAY = r"\d{1,2}\s?\p{Ll}{3,9}|№\s?\d+(?:\s?\(\d+\))?"
_ISSUE = regex.compile(
    rf"{_TITLE}(?:{_YEAR},?\s*(?:{_DAY})|(?:{_DAY}),?\s*{_YEAR}|(?:[^()\d\n]{{2,60}}[\s–-]+)?\d{{1,2}}\.\d{{1,2}}\.{_YEAR})\.?\s*\)"
)
# Сапаров Б.А. Дала. – Алматы: Жазушы, 1926. – 40 б.: a book on a line of its own
_BOOK = regex.compile(
    r"(?m)^ *(?:\d{1,3}[.)]\s*)?\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?,?\s\p{Lu}\.\s?(?:\p{Lu}\.)?[^\n]{3,200}?[.!?»]\s?[–-]\s?"
    r"\p{Lu}[\p{L}-]*\.?(?:\s?:\s?[^.,\n]{2,40})?,\s?(?:1[5-9]|20)\d\d(?:[.;,]|\s?[–-]\s?\d|\s*$).*$"
)


def cited_lines(text: str) -> list[tuple[int, int]]:
    """Lines that cite (``Дәйексөз үшін: …``, ``Әдеб.: …``) or name a book: each is one sentence, whatever its periods."""
    return sorted(
        match.span() for pattern in (_LIST_ON_LINE, _HOW_TO_CITE, _ENTRY_REFERENCES, _BOOK) for match in pattern.finditer(text)
    )


def citation_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans of citations in a clean text, sorted, not overlapping."""
    spans = cited_lines(text)
    heading = _LIST_HEADING.search(text)
    if heading and heading.start() > len(text) * 0.3:
        spans.append((heading.start(), len(text)))
    brackets = list(_BRACKETED.finditer(text))
    sure = [match for match in brackets if _is_citation(match.group())]
    spans += [match.span() for match in sure]
    # where authors cite in square brackets, a bare name in them is a citation too
    if sum(match.group()[0] == "[" for match in sure) >= 2:
        spans += [match.span() for match in brackets if _NAME_ONLY.fullmatch(match.group())]
    return _merge(spans)


def _is_citation(piece: str) -> bool:
    if piece[0] == "[":
        return bool(_AUTHOR_YEAR.fullmatch(piece) or _NUMBERED.fullmatch(piece) or _HAS_PAGES.search(piece))
    return bool(_AUTHOR_YEAR_ROUND.fullmatch(piece) or _ISSUE.fullmatch(piece) or _HAS_PAGES.search(piece))


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
