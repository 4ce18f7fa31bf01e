"""What is measured: a table of named functions, each counting one pair of sides. docs/evaluation.md defines them in words.

A measure returns ``(right, predicted, gold)``. Counts of several documents are added up, and give

    precision = right / predicted,  recall = right / gold,  F1 = 2 · right / (predicted + gold).

An *accuracy* looks only at mentions whose span both sides have; there ``predicted`` and ``gold`` are their number,
so that precision, recall and F1 are all the share of them that is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from jylnama.document import MENTIONS
from jylnama.evaluation.match import common, equal_pairs, touching_pairs
from jylnama.evaluation.semeval import Labelled, semeval
from jylnama.evaluation.sides import EventFacts, Side, mention_span

Count = tuple[float, int, int]
Value = Callable[[Any], Hashable]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: ``name`` is ``label.measure``, ``count`` takes gold's side and the system's."""

    name: str
    count: Callable[[Side, Side], Count]
    accuracy: bool = False

    @property
    def label(self) -> str:
        return self.name.partition(".")[0]


def date_value(date: Any) -> Hashable:
    return date.start, date.end


def pair_value(date: Any) -> Hashable:
    return date.os_start, date.os_end, date.ns_start, date.ns_end, date.pair_status


def congress_tuple(congress: Any) -> Hashable:
    return tuple(congress.numbers), congress.kind, congress.body_id


def _keys(label: str, value: Value | None = None, only: Value | None = None) -> Callable[[Side, Side], Count]:
    """Equal spans (and values) on both sides; ``only`` keeps some of the mentions."""

    def keys(side: Side) -> list[Hashable]:
        mentions = getattr(side, label)
        return [(mention_span(m), value(m) if value else None) for m in mentions if only is None or only(m)]

    def count(gold: Side, predicted: Side) -> Count:
        theirs, ours = keys(gold), keys(predicted)
        return common(ours, theirs), len(ours), len(theirs)

    return count


def _overlap(label: str, value: Value | None = None, only: Value | None = None) -> Callable[[Side, Side], Count]:
    """Spans that share a code point (and have the same value), each mention once; ``only`` keeps some of the mentions."""

    def grouped(mentions: Iterable[Any]) -> dict[Hashable, list[Any]]:
        groups: dict[Hashable, list[Any]] = defaultdict(list)
        for mention in mentions:
            groups[value(mention) if value else None].append(mention)
        return groups

    def count(gold: Side, predicted: Side) -> Count:
        theirs, ours = ([m for m in getattr(side, label) if only is None or only(m)] for side in (gold, predicted))
        groups, others = grouped(theirs), grouped(ours)
        right = sum(len(touching_pairs(group, others[key], mention_span)) for key, group in groups.items() if key in others)
        return right, len(ours), len(theirs)

    return count


def _accuracy(label: str, value: Value, only: Value | None = None) -> Callable[[Side, Side], Count]:
    """Of mentions with equal spans (where ``only`` holds on either side): how many have the same value."""

    def count(gold: Side, predicted: Side) -> Count:
        pairs = equal_pairs(getattr(gold, label), getattr(predicted, label), mention_span)
        pairs = [(g, p) for g, p in pairs if only is None or only(g) or only(p)]
        return sum(value(g) == value(p) for g, p in pairs), len(pairs), len(pairs)

    return count


def _sentences(gold: Side, predicted: Side) -> Count:
    return common(predicted.sentences, gold.sentences), len(predicted.sentences), len(gold.sentences)


def _semeval(schema: str, *labels: str) -> Callable[[Side, Side], Count]:
    def labelled(side: Side) -> list[Labelled]:
        return [(mention_span(m), label) for label in labels for m in getattr(side, label)]

    return lambda gold, predicted: semeval(labelled(gold), labelled(predicted), schema)


def _events(key: Callable[[EventFacts], Hashable]) -> Callable[[Side, Side], Count]:
    def count(gold: Side, predicted: Side) -> Count:
        right = common(map(key, predicted.events), map(key, gold.events))
        return right, len(predicted.events), len(gold.events)

    return count


def matched_events(gold: Side, predicted: Side) -> list[tuple[EventFacts, EventFacts]]:
    """Pairs (gold, predicted) of events with the same sentence, type and date; among equals the same trigger first."""
    exact = equal_pairs(gold.events, predicted.events, lambda e: (e.key, e.span))
    done = {id(event) for pair in exact for event in pair}
    rest, others = ([event for event in side.events if id(event) not in done] for side in (gold, predicted))
    return exact + equal_pairs(rest, others, lambda e: e.key)


def _participants(gold: Side, predicted: Side) -> Count:
    pairs = matched_events(gold, predicted)
    return (
        sum(len(g.persons & p.persons) for g, p in pairs),
        sum(len(p.persons) for _, p in pairs), sum(len(g.persons) for g, _ in pairs),
    )  # fmt: skip


def _mention_measures(label: str, value_name: str | None, value: Value | None) -> list[Measure]:
    """The measures that every label has; with a value, the exact and the lenient score of span and value."""
    found = [
        Measure(f"{label}.exact", _keys(label)),
        Measure(f"{label}.partial", _semeval("partial", label)),
        Measure(f"{label}.overlap", _overlap(label)),
    ]
    if value:
        found.append(Measure(f"{label}.{value_name}", _keys(label, value)))
        found.append(Measure(f"{label}.{value_name}_overlap", _overlap(label, value)))
    return found


def _accuracies(label: str, values: dict[str, Value], only: dict[str, Value] | None = None) -> list[Measure]:
    return [
        Measure(f"{label}.accuracy.{name}", _accuracy(label, value, (only or {}).get(name)), accuracy=True)
        for name, value in values.items()
    ]


MEASURES: tuple[Measure, ...] = (
    Measure("sentences.exact", _sentences),
    *_mention_measures("dates", "value", date_value),
    Measure("dates.pair", _keys("dates", pair_value, only=lambda d: d.pair_status)),
    Measure("dates.pair_overlap", _overlap("dates", pair_value, only=lambda d: d.pair_status)),
    *_accuracies(
        "dates",
        {
            "value": date_value, "start": lambda d: d.start, "end": lambda d: d.end, "precision": lambda d: d.precision,
            "calendar": lambda d: d.calendar, "pair": pair_value, "relative": lambda d: d.relative,
            "approximate": lambda d: d.approximate,
        },
        only={"pair": lambda d: d.pair_status},
    ),
    *_mention_measures("congresses", "tuple", congress_tuple),
    Measure("congresses.tuple_body", _keys("congresses", lambda c: (congress_tuple(c), c.body))),
    *_accuracies(
        "congresses",
        {"tuple": congress_tuple, "numbers": lambda c: tuple(c.numbers), "kind": lambda c: c.kind,
         "body_id": lambda c: c.body_id, "body": lambda c: c.body},
    ),
    *_mention_measures("persons", "name", lambda p: p.name),
    *_accuracies("persons", {"name": lambda p: p.name}),
    *_mention_measures("places", None, None),
    *_mention_measures("organisations", None, None),
    *(Measure(f"mentions.{schema}", _semeval(schema, *MENTIONS)) for schema in ("strict", "exact", "partial", "type")),
    Measure("events.trigger", _events(lambda e: e.span)),
    Measure("events.trigger_type", _events(lambda e: (e.span, e.event.type))),
    Measure("events.type", _events(lambda e: (e.sentence, e.event.type))),
    Measure("events.date", _events(lambda e: e.key)),
    Measure("events.slots", _events(lambda e: (e.key, e.congresses, e.persons))),
    Measure("events.participants", _participants),
)  # fmt: skip
