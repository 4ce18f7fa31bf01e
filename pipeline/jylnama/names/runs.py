"""Runs: stretches of capitalised words, initials and the small words that stand inside names, and their parts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import regex

from jylnama.kazakh.endings import base_form
from jylnama.kazakh.surnames import suffixes
from jylnama.names import shapes
from jylnama.names.lexicon import Word, lexicon, word

FATHERS = regex.compile(rf"\p{{L}}(?:{suffixes('son', 'daughter', 'son_old')})$", regex.IGNORECASE)
PLURAL_TITLE = regex.compile(r"[лдт][ае]р")
_RUSSIAN_SUFFIX = regex.compile(rf"(?:{suffixes('ov', 'ova', 'in', 'ina')})$")
# what tells a surname made from a Kazakh name
_KAZAKH_SURNAME = regex.compile(rf"(?i)(?:[әғқңөұүһі]\p{{L}}*(?:{suffixes('ov', 'in')})|{suffixes('kazakh')})а?$")


class FoundPerson(NamedTuple):
    """A person's name: its span in the clean text and its base form; ``score`` is how sure the evidence is."""

    start: int
    end: int
    name: str
    score: float = 0.9


class Part(NamedTuple):
    """One element of a run: an initial block, a capitalised word, a small word, a Roman numeral."""

    kind: str  # initials, word, small, roman
    start: int
    end: int
    text: str
    word: Word


class Run(NamedTuple):
    """Parts that stand together; ``small``, ``title``: the patronymic word and the title behind them, or ''."""

    text: str
    parts: list[Part]
    end: int
    small: str = ""
    title: str = ""

    def part(self, index: int) -> Part | None:
        return self.parts[index] if index < len(self.parts) else None


def runs_of(match: regex.Match[str], sentence_starts: Sequence[int]) -> list[Run]:
    """The run of a match, cut where a sentence starts inside it."""
    stop = match.start("small") if match["small"] else match.start("title") if match["title"] else match.end()
    parts = _parts(match.string, match.start(), stop)
    last = Run(match.string, parts, match.end(), match["small"] or "", match["title"] or "")
    first_start = bisect_right(sentence_starts, match.start())
    if first_start >= len(sentence_starts) or sentence_starts[first_start] >= match.end():
        return [last]
    groups: dict[int, list[Part]] = {}
    for part in parts:
        groups.setdefault(bisect_right(sentence_starts, part.start), []).append(part)
    runs = [Run(match.string, group, group[-1].end) for group in groups.values()]
    if runs and bisect_right(sentence_starts, match.end() - 1) == max(groups):
        runs[-1] = Run(match.string, runs[-1].parts, match.end(), last.small, last.title)
    return runs


def _parts(text: str, start: int, stop: int) -> list[Part]:
    """The parts of a run that is ``text[start:stop]``."""
    written = text[start:stop]
    if written.isalpha() and written[1:].islower() and written[0].isupper():  # most are one word
        return [Part("word", start, stop, written, word(written))]
    parts = []
    # one letter more, for the patterns look ahead
    for match in shapes.part_pattern().finditer(text, start, stop + 1):
        start, written = match.start(), match.group().rstrip()
        if start + len(written) <= stop:
            parts.append(Part(str(match.lastgroup), start, start + len(written), written, word(written)))
    return parts


def person_at(text: str, start: int, end: int, score: float) -> FoundPerson:
    while text[end - 1] in " ,\n":
        end -= 1
    written = " ".join(text[start:end].split())
    return FoundPerson(start, end, base_form(written, lexicon()), score)


def post_before(run: Run, index: int) -> bool:
    return shapes.post_in_front(run.text, run.parts[index].start)


def is_kazakh_surname(name: Word) -> bool:
    """``Сәтбаев``, ``Бердиева``: by its letters, or by the name that it is made from."""
    stem = _RUSSIAN_SUFFIX.sub("", name.base)
    return name.decisive and (_KAZAKH_SURNAME.search(name.base) is not None or stem != name.base and word(stem).nameable)


__all__ = [
    "FATHERS",
    "PLURAL_TITLE",
    "FoundPerson",
    "Part",
    "Run",
    "is_kazakh_surname",
    "person_at",
    "post_before",
    "runs_of",
]
