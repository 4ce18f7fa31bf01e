"""What one document says, resolved for comparison: mentions of the running text, events with the values behind their ids.

A *side* is gold's or the system's half of a comparison. Both halves know sentences by the gold's numbering, so that
an event's place does not depend on how the system cuts sentences.
"""

from __future__ import annotations

import bisect
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from jylnama.document import (
    MENTIONS,
    CongressMention,
    DateMention,
    Document,
    Event,
    NamedMention,
    PersonMention,
)

Span = tuple[int, int]
_M = TypeVar("_M", DateMention, CongressMention, PersonMention, NamedMention)


@dataclass(slots=True)
class EventFacts:
    """An event that is told (not carried), its ids replaced by what they stand for.

    dates: their values (start, end); congresses: (kind, numbers, body_id); persons: base forms of their names.
    """

    event: Event
    sentence: int
    dates: frozenset[tuple[str, str]]
    congresses: frozenset[tuple[str, tuple[int, ...], str]]
    persons: frozenset[str]

    @property
    def span(self) -> Span:
        return self.event.trigger.start_char, self.event.trigger.end_char

    @property
    def key(self) -> tuple[Hashable, ...]:
        """The event as a historian reads it: sentence, type, date (where it has none: kind and numbers of its congresses)."""
        return self.sentence, self.event.type, self.dates or frozenset((kind, numbers) for kind, numbers, _ in self.congresses)


@dataclass(slots=True)
class Side:
    """Spans are (start_char, end_char) in code points of the original text, half open."""

    doc_id: str
    sentences: list[Span] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    congresses: list[CongressMention] = field(default_factory=list)
    persons: list[PersonMention] = field(default_factory=list)
    places: list[NamedMention] = field(default_factory=list)
    organisations: list[NamedMention] = field(default_factory=list)
    events: list[EventFacts] = field(default_factory=list)


def make_side(document: Document, starts: list[int]) -> Side:
    """What a document says, without what stands in citations and without events whose time is carried.

    starts: where the gold's sentences start, ascending.
    """
    side = Side(document.doc_id, [(s.start_char, s.end_char) for s in document.sentences])
    side.dates, side.congresses, side.persons = _body(document.dates), _body(document.congresses), _body(document.persons)
    side.places, side.organisations = _body(document.places), _body(document.organisations)
    dates = {d.id: (d.start, d.end) for d in document.dates}
    congresses = {c.id: (c.kind, tuple(c.numbers), c.body_id) for c in document.congresses}
    persons = {p.id: p.name for p in document.persons}
    for event in document.events:
        if not event.carried:
            side.events.append(
                EventFacts(
                    event,
                    bisect.bisect_right(starts, event.trigger.start_char),
                    frozenset(dates[i] for i in event.dates if i in dates),
                    frozenset(congresses[i] for i in event.congresses if i in congresses),
                    frozenset(persons[i] for i in event.persons if i in persons),
                )  # fmt: skip
            )
    return side


def make_pair(gold: Document, predicted: Document) -> tuple[Side, Side]:
    """Gold's and the system's side of one document, with the gold's sentences as places (else the system's)."""
    starts = sorted(s.start_char for s in gold.sentences or predicted.sentences)
    return make_side(gold, starts), make_side(predicted, starts)


def by_sentence(gold: Side, predicted: Side) -> list[tuple[Side, Side]]:
    """Cut one pair of sides at the gold's sentences: each item goes where it starts, nothing is lost."""
    starts = sorted(start for start, _ in gold.sentences)
    return list(zip(_cut(gold, starts), _cut(predicted, starts), strict=True))


def _cut(side: Side, starts: list[int]) -> list[Side]:
    """Parts of a side: what stands before the first start, then one for each start."""
    parts = [Side(side.doc_id) for _ in range(len(starts) + 1)]
    for span in side.sentences:
        parts[bisect.bisect_right(starts, span[0])].sentences.append(span)
    for name in MENTIONS:
        for mention in getattr(side, name):
            getattr(parts[bisect.bisect_right(starts, mention.start_char)], name).append(mention)
    for event in side.events:
        parts[bisect.bisect_right(starts, event.span[0])].events.append(event)
    return parts


def _body(mentions: Iterable[_M]) -> list[_M]:
    return [m for m in mentions if m.zone == "body"]


def mention_span(mention: Any) -> Span:
    """(start_char, end_char) of a mention."""
    return mention.start_char, mention.end_char
