"""Bibliographic citations and reference lists: what stands there is neither a date nor a person of the story."""

from __future__ import annotations

import regex

# headings that open a reference list; it runs to the end of the text or to another abstract's heading
_LIST_HEADING = regex.compile(
    r"(?im)^\s*(?:пайдаланылған\s+)?(?:әдебиет(?:тер)?(?:\s+тізімі)?|дереккөздер(?:\s+тізімі)?|сілтемелер|деректер\s+тізімі"
    r"|список\s+(?:использованной\s+)?литературы|литература|источники|references|bibliography)\s*:?\s*$"
)
_HOW_TO_CITE = regex.compile(r"(?im)^\s*(?:дәйексөз үшін|сілтеме жасау үшін|для цитирования|for\s+citation)\s*:.*$")
# the references of an encyclopedia's entry: Әдеб.: …; Шығ.: …
_ENTRY_REFERENCES = regex.compile(r"(?m)(?:^|(?<=[.!?)] ))(?:Әдеб|Шығ|Соч|Лит)\.?\s?:.*$")
_BRACKETED = regex.compile(r"\[[^\[\]\n]{1,200}\]|\([^()\n]{1,200}(?:\([^()\n]{0,60}\)[^()\n]{0,140})?\)")
_PAGES = r"(?:\d+(?:\s*[–-]\s*\d+)?\s*-?\s*(?:бб?|бет|беттер|с|p)\b|(?<![\p{L}.])(?<!з\.\s)(?:С|с|P|p|Pp|pp|Б|б|Т|Vol)\.\s*\d+|:\s*\d+(?:\s*[–-]\s*\d+)?\s*(?:[;\])]|$)|//|№\s*\d+\s*[.,]\s*(?:С|Б|\d)|изд\.)"
_HAS_PAGES = regex.compile(_PAGES)
# [Ленин, 1963: 205], [Смутное время, 2014], [Ильин, 2011; Пайпс, 2005: 17]
_AUTHOR_YEAR = regex.compile(r"\[\s*[\p{Lu}«\"][^\d\[\]]{1,80},?\s*(?:1[5-9]|20)\d\d\p{Ll}?(?:\s*[,:;][^\]]*)?\s*\]")
_NUMBERED = regex.compile(r"\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3}|\s*,?\s*\d+\s*-?\s*(?:бб?|бет|с)\.?)*\s*\]")
_NAME_ONLY = regex.compile(r"\[\s*\p{Lu}[\p{L}.\-\s]{1,60}(?:,\s*[\d\s–-]+)?\s*\]")
_AUTHOR_YEAR_ROUND = regex.compile(r"\(\s*\p{Lu}[\p{L}.\-\s]{1,60},\s*(?:1[5-9]|20)\d\d\p{Ll}?\s*:\s*\d+[^)]*\)")


def cited_lines(text: str) -> list[tuple[int, int]]:
    """Lines that cite (``Дәйексөз үшін: …``, ``Әдеб.: …``): each is one sentence, whatever its periods."""
    return sorted(match.span() for pattern in (_HOW_TO_CITE, _ENTRY_REFERENCES) for match in pattern.finditer(text))


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
    return bool(_AUTHOR_YEAR_ROUND.fullmatch(piece) or _HAS_PAGES.search(piece))


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
