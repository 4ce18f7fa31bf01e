"""Scores of predicted document objects against gold ones.

Every measure is a set of *keys* a document on either side; what is in both is right. Precision, recall and F1
are pooled over documents (micro average); intervals are percentiles of a bootstrap over documents.

=================  ==================================================================================
measure            key
=================  ==================================================================================
sentences          (start_char, end_char)
dates              (start_char, end_char): exact span
dates overlap      the gold span that a predicted one touches, each once
dates value        span, start, end: both right
dates pair         span, os_start, os_end, ns_start, ns_end, pair_status of pairs in either style
congresses         span, numbers, kind, body_id
persons            (start_char, end_char); ``persons overlap`` likewise
persons name       span and base form
events             (sentence, type, dates' values): the event as a historian reads it; ``trigger``, ``type`` looser,
                   ``all slots`` stricter
=================  ==================================================================================

What stands in citations, and events whose time is carried, is left out on both sides. Accuracy of values *given*
the span is reported beside. The exact, partial and type scores of SemEval'13 come from ``nervaluate``.
"""

from __future__ import annotations

import bisect
import random
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from jylnama.document import Document, Event, Mention

Key = tuple[Hashable, ...]
KeyFunction = Callable[[Document], list[Key]]


@dataclass(slots=True)
class Score:
    """Counts of one measure; ``low`` and ``high`` bound the 95 % interval of F1."""

    right: int
    predicted: int
    gold: int
    low: float = 0.0
    high: float = 0.0

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 1.0 if not self.gold else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0 if not self.predicted else 0.0

    @property
    def f1(self) -> float:
        total = self.predicted + self.gold
        return 2 * self.right / total if total else 1.0

    def to_dict(self) -> dict[str, Any]:
        return {
            "precision": round(self.precision, 4), "recall": round(self.recall, 4), "f1": round(self.f1, 4),
            "f1_low": round(self.low, 4), "f1_high": round(self.high, 4),
            "right": self.right, "predicted": self.predicted, "gold": self.gold,
        }  # fmt: skip


@dataclass(slots=True)
class Difference:
    """One miss or extra: where it is and what either side says."""

    doc_id: str
    measure: str
    kind: str  # miss, extra
    start_char: int
    end_char: int
    text: str
    detail: str

    def in_context(self, sentences: list[tuple[int, int, str]]) -> str:
        """The sentence that it begins in, with the stretch marked ``⟦…⟧``; empty where no sentence holds it.

        sentences: (start, end, text) of the document's sentences, in order.
        """
        place = bisect.bisect_right(sentences, (self.start_char, float("inf"), "")) - 1
        if place < 0 or self.start_char >= sentences[place][1]:
            return ""
        start, _, text = sentences[place]
        first, last = self.start_char - start, min(self.end_char - start, len(text))
        return " ".join(f"{text[:first]}⟦{text[first:last]}⟧{text[last:]}".split())


@dataclass(slots=True)
class Evaluation:
    """All scores, per measure and per document and measure, and the differences behind them."""

    scores: dict[str, Score]
    documents: dict[str, dict[str, Score]]
    accuracy: dict[str, tuple[int, int]]  # given the span: right, of how many
    differences: list[Difference] = field(default_factory=list)
    nervaluate: dict[str, Any] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        return {
            "scores": {name: score.to_dict() for name, score in self.scores.items()},
            "accuracy_given_span": {
                name: {"right": right, "of": of, "accuracy": round(right / of, 4) if of else None}
                for name, (right, of) in self.accuracy.items()
            },
            "documents": {d: {n: s.to_dict() for n, s in by.items()} for d, by in self.documents.items()},
            "nervaluate": self.nervaluate,
            "differences": [
                {"doc_id": d.doc_id, "measure": d.measure, "kind": d.kind, "start_char": d.start_char,
                 "end_char": d.end_char, "text": d.text, "detail": d.detail}
                for d in self.differences
            ],
            "documents_without_prediction": self.unmatched,
        }  # fmt: skip


def evaluate(gold: Iterable[Document], predicted: Iterable[Document], *, samples: int = 1000, seed: int = 0) -> Evaluation:
    """Score predictions on the gold documents; a gold document without a prediction counts as all missed.

    Documents are paired by ``doc_id``; a prediction without gold is ignored. samples: bootstrap draws.
    Raises ValueError where texts differ (``sha256``), for offsets would not compare.
    """
    by_id = {document.doc_id: document for document in predicted}
    pairs = []
    unmatched = []
    for document in sorted(gold, key=lambda d: d.doc_id):
        other = by_id.get(document.doc_id)
        if other is None:
            unmatched.append(document.doc_id)
            other = Document(document.doc_id, document.sha256)
        elif other.sha256 != document.sha256:
            raise ValueError(f"{document.doc_id}: gold and prediction are of different texts (sha256 differs)")
        pairs.append((document, other))
    documents = {g.doc_id: {name: _count(g, p, name) for name in MEASURES} for g, p in pairs}
    scores = {name: _pooled([by[name] for by in documents.values()], samples, seed) for name in MEASURES}
    differences = [d for g, p in pairs for d in _differences(g, p)]
    return Evaluation(scores, documents, _accuracy(pairs), differences, _nervaluate(pairs), unmatched)


def _body(mentions: Iterable[Any]) -> list[Any]:
    return [m for m in mentions if m.zone == "body"]


def _span(mention: Mention) -> Key:
    return mention.start_char, mention.end_char


def _told(document: Document) -> list[Event]:
    return [event for event in document.events if not event.carried]


def _event_dates(document: Document, event: Event) -> frozenset[Key]:
    dates = {d.id: (d.start, d.end) for d in document.dates}
    return frozenset(dates[i] for i in event.dates if i in dates)


def _event_when(document: Document, event: Event) -> Hashable:
    """The dates' values; where an event has only a congress, its numbers."""
    numbers = {c.id: (c.kind, tuple(c.numbers)) for c in document.congresses}
    return _event_dates(document, event) or frozenset(numbers[i] for i in event.congresses if i in numbers)


def _event_keys(document: Document, *parts: str) -> list[Key]:
    """Keys of events. The sentence is told by its place in the gold's own sentences: see ``_aligned``."""
    names = {p.id: p.name for p in document.persons}
    congresses = {c.id: (c.kind, tuple(c.numbers), c.body_id) for c in document.congresses}
    keys = []
    for event in _told(document):
        values: dict[str, Hashable] = {
            "trigger": (event.trigger.start_char, event.trigger.end_char),
            "position": event.trigger.start_char,
            "type": event.type,
            "when": _event_when(document, event),
            "congresses": frozenset(congresses[i] for i in event.congresses if i in congresses),
            "persons": frozenset(names[i] for i in event.persons if i in names),
        }
        keys.append(tuple(values[part] for part in parts))
    return keys


MEASURES: dict[str, KeyFunction] = {
    "sentences": lambda d: [(s.start_char, s.end_char) for s in d.sentences],
    "dates": lambda d: [_span(m) for m in _body(d.dates)],
    "dates overlap": lambda d: [_span(m) for m in _body(d.dates)],
    "dates value": lambda d: [(*_span(m), m.start, m.end) for m in _body(d.dates)],
    "dates pair": lambda d: [
        (*_span(m), m.os_start, m.os_end, m.ns_start, m.ns_end, m.pair_status) for m in _body(d.dates) if m.pair_status
    ],
    "congresses": lambda d: [(*_span(m), tuple(m.numbers), m.kind, m.body_id) for m in _body(d.congresses)],
    "congresses overlap": lambda d: [_span(m) for m in _body(d.congresses)],
    "persons": lambda d: [_span(m) for m in _body(d.persons)],
    "persons overlap": lambda d: [_span(m) for m in _body(d.persons)],
    "persons name": lambda d: [(*_span(m), m.name) for m in _body(d.persons)],
    "events trigger": lambda d: _event_keys(d, "trigger"),
    "events type": lambda d: _event_keys(d, "position", "type"),
    "events": lambda d: _event_keys(d, "position", "type", "when"),
    "events all slots": lambda d: _event_keys(d, "position", "type", "when", "congresses", "persons"),
}


def _keys(gold: Document, document: Document, measure: str) -> list[Key]:
    """Keys of either side; an event's position becomes the gold sentence it falls in."""
    keys = MEASURES[measure](document)
    if measure in ("events", "events type", "events all slots"):
        starts = [s.start_char for s in gold.sentences]
        return [(bisect.bisect_right(starts, int(str(key[0]))), *key[1:]) for key in keys]
    return keys


def _count(gold: Document, predicted: Document, measure: str) -> Score:
    ours, theirs = _keys(gold, predicted, measure), _keys(gold, gold, measure)
    if measure.endswith("overlap"):
        return Score(_overlapping(theirs, ours), len(ours), len(theirs))
    return Score(_common(ours, theirs), len(ours), len(theirs))


def _common(ours: list[Key], theirs: list[Key]) -> int:
    rest = list(theirs)
    count = 0
    for key in ours:
        if key in rest:
            rest.remove(key)
            count += 1
    return count


def _overlapping(gold: list[Any], predicted: list[Any]) -> int:
    rest = sorted(predicted)
    count = 0
    for start, end in sorted(gold):
        hit = next((span for span in rest if span[0] < end and span[1] > start), None)
        if hit:
            rest.remove(hit)
            count += 1
    return count


def _sum(scores: Iterable[Score]) -> Score:
    total = Score(0, 0, 0)
    for score in scores:
        total.right += score.right
        total.predicted += score.predicted
        total.gold += score.gold
    return total


def _pooled(scores: list[Score], samples: int, seed: int) -> Score:
    """Micro average with the 95 % interval of a bootstrap over documents."""
    total = _sum(scores)
    if scores and samples:
        rng = random.Random(seed)
        draws = sorted(_sum(rng.choices(scores, k=len(scores))).f1 for _ in range(samples))
        total.low, total.high = draws[int(0.025 * samples)], draws[min(samples - 1, int(0.975 * samples))]
    return total


def _accuracy(pairs: list[tuple[Document, Document]]) -> dict[str, tuple[int, int]]:
    """Of mentions whose span is right: how many have the right value."""
    found: dict[str, tuple[int, int]] = {}
    for name, pool, value in (
        ("date value", "dates", lambda m: (m.start, m.end)),
        ("date precision", "dates", lambda m: m.precision),
        ("date relative", "dates", lambda m: m.relative),
        ("congress tuple", "congresses", lambda m: (tuple(m.numbers), m.kind, m.body_id)),
        ("person name", "persons", lambda m: m.name),
    ):
        right = of = 0
        for gold, predicted in pairs:
            values = {_span(m): value(m) for m in _body(getattr(gold, pool))}
            for mention in _body(getattr(predicted, pool)):
                if _span(mention) in values:
                    of += 1
                    right += values[_span(mention)] == value(mention)
        found[name] = (right, of)
    return found


def _differences(gold: Document, predicted: Document) -> list[Difference]:
    found: list[Difference] = []
    for measure, pool, detail in (
        ("dates value", "dates", lambda m: f"{m.start}..{m.end}"),
        ("congresses", "congresses", lambda m: f"{m.numbers} {m.kind} {m.body_id}"),
        ("persons name", "persons", lambda m: m.name),
    ):
        theirs = dict(zip(MEASURES[measure](gold), _body(getattr(gold, pool)), strict=True))
        ours = dict(zip(MEASURES[measure](predicted), _body(getattr(predicted, pool)), strict=True))
        for kind, one, other in (("miss", theirs, ours), ("extra", ours, theirs)):
            found += [
                Difference(gold.doc_id, measure, kind, m.start_char, m.end_char, m.text, detail(m))
                for key, m in one.items()
                if key not in other
            ]
    theirs_spans, ours_spans = (set(MEASURES["sentences"](d)) for d in (gold, predicted))
    for kind, one_spans, other_spans in (("miss", theirs_spans, ours_spans), ("extra", ours_spans, theirs_spans)):
        found += [
            Difference(gold.doc_id, "sentences", kind, int(str(a)), int(str(b)), "", "") for a, b in one_spans - other_spans
        ]
    found += _event_differences(gold, predicted)
    return sorted(found, key=lambda d: (d.doc_id, d.start_char, d.measure, d.kind, d.end_char))


def _event_differences(gold: Document, predicted: Document) -> list[Difference]:
    theirs, ours = _keys(gold, gold, "events"), _keys(gold, predicted, "events")
    found = []
    for kind, keys, other, document in (("miss", theirs, ours, gold), ("extra", ours, theirs, predicted)):
        for key, event in zip(keys, _told(document), strict=True):
            if key not in other:
                dates = ", ".join("..".join(map(str, pair)) for pair in sorted(_event_dates(document, event)))
                trigger = event.trigger
                found.append(
                    Difference(gold.doc_id, "events", kind, trigger.start_char, trigger.end_char, trigger.text, f"{event.type} {dates}")
                )
    return found


def _nervaluate(pairs: list[tuple[Document, Document]]) -> dict[str, Any]:
    """SemEval'13 scores (strict, exact, partial, type) of dates, congresses and persons together."""
    from nervaluate.evaluator import Evaluator

    def entities(document: Document) -> list[dict[str, Any]]:
        return [
            {"label": label, "start": m.start_char, "end": m.end_char}
            for label, pool in (("date", document.dates), ("congress", document.congresses), ("person", document.persons))
            for m in _body(pool)
        ]

    gold, predicted = [entities(g) for g, _ in pairs], [entities(p) for _, p in pairs]
    if not any(gold):
        return {}
    results = Evaluator(gold, predicted, tags=["date", "congress", "person"], loader="dict").evaluate()["overall"]
    return {
        name: {"precision": round(r.precision, 4), "recall": round(r.recall, 4), "f1": round(r.f1, 4)}
        for name, r in results.items()
    }
