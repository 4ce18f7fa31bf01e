"""What a model finds, and its places and organisations with their base forms."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

import regex

from jylnama.names.things import is_common, thing_base_form, without_surroundings

PERSON = "PERSON"
PLACES = ("GPE", "LOCATION", "FACILITY")
ORGANISATIONS = ("ORGANISATION",)
NAMED = 0.5  # places and organisations
# in names: a capital, a word, a capital word behind, a small word behind
CAPITAL = regex.compile(r"\p{Lu}")
WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}’'.-]*")
CAPITAL_BEHIND = regex.compile(r"\s[(«]?\p{Lu}")
NEXT_WORD = regex.compile(r"\s(\p{Ll}+)")
_PARTY = regex.compile(r"(?:^|\s)\p{Lu}+\(б\)П$|(?:^|\s)\p{Lu}{2,}П$")


class Entity(Protocol):
    """What the model found: ``start_char:end_char`` of the text, a class of KazNERD, a score from 0 to 1."""

    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def score(self) -> float: ...


class FoundName(NamedTuple):
    """A place or an organisation: its span in the clean text and its base form."""

    start: int
    end: int
    name: str
    label: str
    score: float


class Touching:
    """Of spans that do not overlap each other: those that touch a given one, in logarithmic time."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]

    def __call__(self, start: int, end: int) -> list[int]:
        """Indices into ``spans``."""
        first = max(0, bisect_right(self.starts, start) - 1)
        return [i for i in range(first, bisect_left(self.starts, end)) if self.spans[i][1] > start]


def united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that may overlap, in order, as spans that do not."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            start, end = united[-1][0], max(end, united.pop()[1])
        united.append((start, end))
    return united


def one_line(name: str) -> str:
    return " ".join(name.split())


def find_names(
    text: str, entities: Iterable[Entity], labels: Collection[str], taken: Sequence[tuple[int, int]] = ()
) -> list[FoundName]:
    """The model's entities of some classes with their base forms. taken: spans that they may not touch (persons)."""
    touches = Touching(taken)
    found = []
    wanted = [e for e in entities if e.label in labels and e.score >= NAMED]
    for start, end, entity in _joined(text, wanted):
        named = without_surroundings(text[start:end])
        span = _quotes_balanced(text, start, start + len(named))
        if span is None or not CAPITAL.search(text[slice(*span)]) or is_common(text[slice(*span)]) or touches(*span):
            continue
        found.append(FoundName(*span, thing_base_form(one_line(text[slice(*span)])), entity.label, entity.score))
    return found


def _joined(text: str, entities: Sequence[Entity]) -> list[tuple[int, int, Entity]]:
    """Spans of entities; ``РК(б)П`` and ``Орталық Комитеті`` behind it are one."""
    spans: list[tuple[int, int, Entity]] = []
    for entity in entities:
        start, end = entity.start_char, entity.end_char
        if (
            spans
            and text[spans[-1][1] : start] == " "
            and _PARTY.search(text[spans[-1][0] : spans[-1][1]])
            and text[start].isupper()
        ):
            start = spans.pop()[0]
        spans.append((start, end, entity))
    return spans


def _quotes_balanced(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without loose signs at the ends; with the quotation mark that a name in the middle of it needs."""
    piece = text[start:end]
    for opening, closing in ("«»", "“”", "()"):
        if piece.count(opening) > piece.count(closing) and text[end : end + 1] == closing:
            end += 1
        elif piece.count(closing) > piece.count(opening) and start and text[start - 1] == opening:
            start -= 1
    piece = text[start:end]
    if piece[:1] in "«“(" and piece[-1:] in "»”)" and piece.count(piece[:1]) == 1:
        start, end = start + 1, end - 1
    stripped = text[start:end].strip(" \n,;:–—-")
    if not stripped:
        return None
    start += text[start:end].index(stripped)
    return start, start + len(stripped)


__all__ = [
    "CAPITAL",
    "CAPITAL_BEHIND",
    "NEXT_WORD",
    "ORGANISATIONS",
    "PERSON",
    "PLACES",
    "WORD",
    "Entity",
    "FoundName",
    "Touching",
    "find_names",
    "one_line",
    "united",
]
