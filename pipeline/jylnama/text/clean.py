"""Raw text to clean text, each character of which knows where it stood.

Texts copied out of PDFs break lines inside paragraphs, hyphenate at line ends and break pages in the
middle of a sentence; OCR and hasty typing mix Latin letters into Cyrillic words. ``clean`` repairs what
would mislead the extractors and keeps a map, so that spans can be reported in the original's offsets.

In clean text a newline is a *hard* break (paragraph, heading, list item); every other white space is one
blank. Dashes are ``–`` and hyphens ``-``, whatever the source had; letters and their marks are composed (NFC), without stress marks.
"""

from __future__ import annotations

import bisect
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import regex

from jylnama.text.data import data_lines, data_rows

# one character for another: no offset moves
_SAME_LENGTH = str.maketrans(
    dict.fromkeys("‐‑", "-")
    | dict.fromkeys("‒–—―−", "–")
    | dict(data_rows(__package__, "fonts.tsv"))
    | dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v", " ")
)
_SAME_LENGTH_CHARACTER = regex.compile(f"[{''.join(map(chr, _SAME_LENGTH))}]")
_COMMON_EDITS = (
    r"(?P<joint>(?<=[\w)])[-\u00ad¬][ ]*(?:[\r\n\f]+[ ]*)+(?=\w))"
    r"|(?P<space>[ \r\n\f\u0085\u2028\u2029]{2,}|[\r\n\f\u0085\u2028\u2029])"
    r"|(?P<drop>[\u00ad\u200b-\u200f\u2060\ufeff\ufffe]+|(?<=\p{Cyrillic})[\u0301\u0300]+|(?<=\p{Ll})¬(?=\p{Ll}))"
)
_LATIN_LETTERS = "A-Za-zəɵƏƟı"
_LATIN = f"[{_LATIN_LETTERS}]"
_EITHER = rf"[\p{{Cyrillic}}{_LATIN_LETTERS}]"
_RARE_EDITS = (
    r"|(?P<compose>\w[\u0302-\u036f]+)"
    rf"|(?P<mixed>(?<!{_EITHER})(?:\p{{Cyrillic}}+{_LATIN}|{_LATIN}+\p{{Cyrillic}}){_EITHER}*)"
)
_EDITS = regex.compile(_COMMON_EDITS + _RARE_EDITS)
# the same, five times as fast, for texts without what the rare edits repair
_EDITS_OF_MOST = regex.compile(_COMMON_EDITS)
_COMBINING = regex.compile(r"[\u0302-\u036f]")
_MIXED = regex.compile(rf"(?<=\p{{Cyrillic}}){_LATIN}|{_LATIN}(?=\p{{Cyrillic}})")
_NEWLINE = regex.compile(r"\r\n?|[\n\f\u0085\u2028\u2029]")
_ITEM = regex.compile(r"(?:[-–•*·▪●○]|\(?\d{1,2}[.)]|\(?[а-яәіa-z]\)|=+|#+)[ \w=]")
_SECTION = regex.compile(
    r"(?:Аңдатпа|Аннотация|Түйіндеме|Abstract|Summary|Кіріспе|Введение|Introduction|Қорытынды|Түйін сөздер|Кілт сөздер|Ключевые слова"
    r"|Keywords|Key words|Әдебиет(?:тер)?|References|Дереккөздер)(?: тізімі)?[.:]?(?:\s|$)"
    r"|(?:Дәйексөз үшін|Сілтеме жасау үшін|Для\s+цитирования|For\s+citation)\s*:"
)
_TERMINAL = regex.compile(r"[.!?…:;][\"»”’)\]]*$")
# 1917 жылғы | 25 қазанда: a year that a day goes on with, and an attribute, which ends no line by itself
_YEAR_BEFORE = regex.compile(r"\d{3,4}[ -]?(?:жылы|ж\.)$")
_DAY_BEHIND = regex.compile(r"\d{1,2}[ -]?(?:\(\d|[–-][ ]?\d|\p{Ll}{3,})")
# words and signs that end no paragraph: what stands on the next line belongs to them
_UNFINISHED = regex.compile(
    r"(?i)(?:,|(?<!\p{L})(?:және|мен|пен|бен|үшін|туралы|жайлы|бойынша|арқылы|сияқты|секілді|жөніндегі|ол|бұл|сол|осы|оның|бірақ|алайда|себебі|өйткені|яғни)"
    r"|\p{Ll}{3}(?:[нтд][ыі]ң|[дт]ағы|[дт]егі|атын|етін))$"
)
_NAME_GOES_ON = regex.compile(r"(?:(?<![\p{L}.])(?:\p{Lu}\.\s?){1,3}|\((?:б|большевиктер)\))$")
_ATTRIBUTE_BEFORE = regex.compile(r"\d[ -]?(?:жылғы|жылдың|ғасырдың|жылдан|ғасырдан)$")
_PAGE_NUMBER = regex.compile(r"[–-]?\s?\d{1,4}\s?[–-]?|[ivxlc]{1,6}")
_DIGITS = regex.compile(r"^\d+\s*|\s*\d+$")
_HYPHEN_ADJECTIVE = regex.compile(r"\w{2,}(?:[лдт][ыі]қ|[лдт]ік|ш[ыі]л|[лдт][ыі]|и)$")
_HYPHENATED = regex.compile(r"\w+(?:-\w+)*")
_LAST_WORD, _FIRST_WORD = regex.compile(r"\w+$"), regex.compile(r"\w+")
_ROMAN = frozenset("IVXLCDMІХСМ")


@dataclass(frozen=True, slots=True)
class CleanText:
    """Clean ``text`` of a ``source``; ``to_source`` maps spans of the former to spans of the latter."""

    source: str
    text: str
    _clean_starts: list[int]
    _pieces: list[tuple[int, int, bool]]  # source start, source end, is one-to-one

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in ``source`` of the non-empty span ``text[start:end]``; half open, code points."""
        if end <= start:
            raise ValueError(f"empty span {start}:{end}")
        return self._source_range(start)[0], self._source_range(end - 1)[1]

    def _source_range(self, position: int) -> tuple[int, int]:
        index = bisect.bisect_right(self._clean_starts, position) - 1
        start, end, one_to_one = self._pieces[index]
        if not one_to_one:
            return start, end
        at = start + position - self._clean_starts[index]
        return at, at + 1


def clean(source: str) -> CleanText:
    """Clean a raw text, in time linear in its length."""
    text = _SAME_LENGTH_CHARACTER.sub(lambda match: match.group().translate(_SAME_LENGTH), source)
    return _assemble(source, text, _edits(text))


def _assemble(source: str, text: str, edits: Iterable[tuple[int, int, str]]) -> CleanText:
    parts: list[str] = []
    starts: list[int] = []
    pieces: list[tuple[int, int, bool]] = []
    at = length = 0

    def add(part: str, start: int, end: int, one_to_one: bool) -> None:
        nonlocal length
        if part:
            parts.append(part)
            starts.append(length)
            pieces.append((start, end, one_to_one))
            length += len(part)

    for start, end, replacement in edits:
        add(text[at:start], at, start, True)
        add(replacement, start, end, len(replacement) == end - start)
        at = end
    add(text[at:], at, len(text), True)
    return CleanText(source, "".join(parts), starts, pieces)


def _edits(text: str) -> Iterator[tuple[int, int, str]]:
    layout: _Layout | None = None
    pattern = _EDITS if _COMBINING.search(text) or _MIXED.search(text) else _EDITS_OF_MOST
    for match in pattern.finditer(text):
        start, end = match.span()
        kind = match.lastgroup
        piece = match.group()
        if kind == "space":
            if piece.isspace() and not _NEWLINE.search(piece):
                replacement = " "
            else:
                layout = layout or _Layout(text)
                replacement = layout.break_at(start, end)
            if start == 0 or end == len(text):
                replacement = replacement.strip() or replacement[:0]
        elif kind == "joint":
            layout = layout or _Layout(text)
            replacement = layout.joint_at(start, end, piece)
        elif kind == "drop":
            replacement = ""
        elif kind == "compose":
            replacement = unicodedata.normalize("NFC", piece)
        else:
            replacement = _unmix(piece)
        if replacement != piece:
            yield start, end, replacement


class _Layout:
    """What the lines of a text look like, and so what a line break in it means."""

    def __init__(self, text: str) -> None:
        self.text = text
        lines = [line.strip() for line in _NEWLINE.split(text)]
        full = [line for line in lines if line]
        self.width = statistics.median(map(len, full)) if full else 0
        self.wrapped = len(full) >= 4 and self.width <= 140 and _go_on(full)
        blank_after = sum(1 for a, b in zip(lines, lines[1:], strict=False) if a and not b)
        self.double_spaced = self.wrapped and blank_after >= 0.6 * (len(full) - 1)
        self.heads = _running_heads(full)
        # a hyphenating layout breaks a word on every fifth line or so; elsewhere the hyphens are the words' own
        self.hyphenating = sum(line[-1] in "-\u00ad" for line in full) >= 0.06 * len(full)

    @cached_property
    def words(self) -> Counter[str]:
        """Words, hyphenated ones too, that stand unbroken in the text."""
        return Counter(_HYPHENATED.findall(self.text.lower()))

    def break_at(self, start: int, end: int) -> str:
        """A blank for a break inside a paragraph, a newline for a hard one."""
        before = self.text[max(0, start - 400) : start].rstrip()
        before = _NEWLINE.split(before)[-1].strip() if before else ""
        after = self.text[end : end + 40].lstrip()
        if not before or not after:
            return "\n" if before or after else ""
        breaks = len(_NEWLINE.findall(self.text[start:end]))
        following = _NEWLINE.split(self.text[end : end + 200].lstrip())[0].strip()
        if self._is_page_mark(before) or self._is_page_mark(following):
            return "\n"
        if breaks > 1 and _is_capitals(before) != _is_capitals(following):
            return "\n"  # a heading in capitals
        finished = _TERMINAL.search(before) is not None
        item = _ITEM.match(after) is not None
        if before.endswith("==") or _SECTION.match(after) or (item and (finished or not after[0].isdigit())):
            return "\n"
        near = breaks <= (2 if self.double_spaced else 1)
        if not finished and (after[0].islower() or near and (after[0] in "([" or after[0].isdigit() and self.wrapped)):
            return " "
        goes_on = _YEAR_BEFORE.search(before) and _DAY_BEHIND.match(after) or _ATTRIBUTE_BEFORE.search(before)
        if breaks == 1 and (goes_on or _UNFINISHED.search(before) or _NAME_GOES_ON.search(before)):
            return " "
        if not self.wrapped or not near:
            return "\n"
        page_break = self.double_spaced and breaks == 1
        short = 0.8 if finished or page_break else 0.6
        return "\n" if len(before) < short * self.width else " "

    def _is_page_mark(self, line: str) -> bool:
        """A page number, or a running head: no line of a paragraph is a bare number, the next word would have fitted."""
        if _PAGE_NUMBER.fullmatch(line):
            return self.width > 20
        return bool(self.heads) and _DIGITS.sub("", line) in self.heads

    def joint_at(self, start: int, end: int, piece: str) -> str:
        """What a hyphen at a line's end becomes: nothing, or a hyphen that belongs to the word."""
        if piece[0] in "\u00ad¬":
            return ""
        first = _word_before(self.text, start)
        second = _word_after(self.text, end)
        if _PAGE_NUMBER.fullmatch(_NEWLINE.split(self.text[end : end + 40])[0].strip()) and self.width > 20:
            return "-\n"  # the page breaks within the word
        if not first.isalpha() or second[:1].isdigit() or second[:1].isupper():
            return "-"
        words = self.words
        hyphenated, joined = words[f"{first}-{second}".lower()], words[(first + second).lower()]
        if hyphenated or joined:
            return "-" if hyphenated > joined else ""
        if not self.hyphenating or first.lower() in _compounds() or _is_adjective_pair(first, second):
            return "-"
        return ""


def _go_on(full: list[str]) -> bool:
    """Whether many of a text's lines break inside a sentence: half end in one, a quarter begin in the middle of one."""
    unfinished = sum(1 for line in full[:-1] if not _TERMINAL.search(line))
    # paragraphs and headings do not begin so
    going_on = sum(1 for line in full[1:] if line[0].islower() or line[0] in "([")
    return unfinished >= 0.5 * (len(full) - 1) and going_on >= 0.25 * (len(full) - 1)


def _running_heads(full: list[str]) -> frozenset[str]:
    """The same short line on page after page, with or without the page's number (which is left out here)."""
    heads = Counter(_DIGITS.sub("", line) for line in full if len(line) <= 90)
    return frozenset(line for line, count in heads.items() if count >= 3 and sum(c.isalpha() for c in line) >= 5)


def _is_capitals(line: str) -> bool:
    return line.isupper() and sum(c.isalpha() for c in line) >= 6


@cache
def _compounds() -> frozenset[str]:
    return frozenset(data_lines(__package__, "compounds.txt"))


@cache
def _confusables() -> dict[str, str]:
    return dict(data_rows(__package__, "confusables.tsv"))


def _word_before(text: str, end: int) -> str:
    match = _LAST_WORD.search(text[max(0, end - 40) : end])
    return match.group() if match else ""


def _word_after(text: str, start: int) -> str:
    match = _FIRST_WORD.match(text[start : start + 40])
    return match.group() if match else ""


def _is_adjective_pair(first: str, second: str) -> bool:
    return len(first) > 4 and all(_HYPHEN_ADJECTIVE.search(word.lower()) for word in (first, second))


def _unmix(word: str) -> str:
    """Cyrillic letters for the Latin look-alikes in a word that is otherwise Cyrillic."""
    table = _confusables()
    latin = [letter for letter in word if not "\u0400" <= letter <= "\u052f"]
    if all(letter in _ROMAN for letter in latin) and not word.isupper() and word[0] in latin:
        return word  # a Roman numeral with an ending, as in XIXғасыр
    if len(latin) * 2 > len(word) or any(letter not in table for letter in latin):
        return word
    fixed = "".join(table.get(letter, letter) for letter in word)
    return "Һ" + fixed[1:] if word[0] == "H" and word[1:].islower() else fixed
