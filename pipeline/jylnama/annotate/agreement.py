"""Agreement of two annotators who labelled the same texts, by document objects alone.

Neither side is gold, so every measure is symmetric. A measure is a vector of counts a document and a function of
their sum: figures are pooled over documents, and their 95 % intervals are percentiles of a bootstrap over documents.

================================  ======================================================================================
measure                           what it says
================================  ======================================================================================
``span, exact``                   F1 of spans of a label: ``2 · both / (A + B)``
``span, overlap``                 the same, spans that overlap are paired one to one
``start``                         of sentences: F1 of their first characters
``type, date`` …                  of events: F1 of what a historian reads; see ``_EVENT_KEYS``
``units``                         Cohen's κ [1]_ over the units of the text: bears the label or not
``all labels``                    Cohen's κ over the units, the category being the set of labels that a unit bears
``spans``                         γ (see ``gamma.py``), where asked for
``… given the span``              of spans that both have exactly: the share with the same value; κ where the value is one
                                  of a closed list
================================  ======================================================================================

Units are the characters of the text up to the last annotated one, or its words and punctuation marks where the texts
are given. As in the scores of ``jylnama evaluate``, what stands in a citation and events whose time is carried are left
out (of the side that says so); how far both agree on *that* is a value given the span.

.. [1] J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960).
"""

from __future__ import annotations

import bisect
import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import regex

from jylnama.annotate.matching import LABELS, Item, Pair, items, match
from jylnama.document import MENTIONS, Document, DocumentError

Counts = npt.NDArray[np.int64]
Statistic = Callable[[npt.NDArray[Any]], float]

_SPANS = LABELS[1:]  # what is compared by units: all but sentences
_CLOSED = frozenset(
    {"precision", "calendar", "relative", "approximate", "kind", "body_id", "type", "language", "zone", "carried"}
)
# the parts of an event that have to be the same, besides the sentence that its trigger stands in
_EVENT_KEYS: dict[str, tuple[str, ...]] = {
    "sentence, type": ("type",),
    "sentence, type, date": ("type", "dates"),
    "sentence, type, date, congress": ("type", "dates", "congresses"),
    "sentence, all slots": ("type", *MENTIONS),
}


@dataclass(slots=True)
class Measure:
    """One figure. ``counts`` are what it was made of; ``low``, ``high`` its 95 % interval; NaN where undefined."""

    label: str
    name: str
    statistic: str  # F1, kappa, share, gamma
    value: float
    low: float
    high: float
    counts: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        numbers = {"value": self.value, "low": self.low, "high": self.high}
        rounded = {key: None if math.isnan(number) else round(number, 4) for key, number in numbers.items()}
        return {"label": self.label, "measure": self.name, "statistic": self.statistic, **rounded, **self.counts}


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where the two differ; ``a`` or ``b`` is None where that side has nothing.

    ``kind``: ``only A``, ``only B``, ``boundaries`` (the spans overlap), ``values`` (the span is the same).
    """

    doc_id: str
    label: str
    kind: str
    a: Item | None
    b: Item | None

    def to_dict(self) -> dict[str, Any]:
        return {"doc_id": self.doc_id, "label": self.label, "kind": self.kind, "a": _side(self.a), "b": _side(self.b)}

    def values_of(self, item: Item | None) -> dict[str, str]:
        """The values of one side: those that differ, or all where only one side has the span."""
        if item is None:
            return {}
        other = self.b if item is self.a else self.a
        return {name: value for name, value in item.values if other is None or other.value(name) != value}


@dataclass(slots=True)
class Agreement:
    """All figures, pooled and a document each, the differences, and the documents that only one side has."""

    units: str
    documents: list[str]
    measures: list[Measure]
    by_document: dict[str, dict[str, float]]
    differences: list[Difference]
    only_a: list[str] = field(default_factory=list)
    only_b: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        return {
            "units": self.units,
            "documents": self.documents,
            "only_a": self.only_a,
            "only_b": self.only_b,
            "measures": [measure.to_dict() for measure in self.measures],
            "by_document": {
                doc_id: {name: None if math.isnan(value) else round(value, 4) for name, value in figures.items()}
                for doc_id, figures in self.by_document.items()
            },
            "differences": [difference.to_dict() for difference in self.differences],
        }


def agreement(
    a: Iterable[Document],
    b: Iterable[Document],
    *,
    texts: Mapping[str, str] | None = None,
    gamma: bool = False,
    samples: int = 1000,
    seed: int = 0,
) -> Agreement:
    """Compare two annotators' document objects, paired by ``doc_id``; those that one side lacks are left out.

    texts: by sha256; where given, κ is over words and punctuation marks instead of characters.
    gamma: γ too, which takes its time and the extra ``jylnama[gamma]`` (ImportError without it).
    samples: bootstrap draws. Raises DocumentError where two objects of one ``doc_id`` are of different texts, an
    object is there twice, a span is none, or nothing is in both.
    """
    left, right = _by_id(a, "A"), _by_id(b, "B")
    shared = sorted(left.keys() & right.keys())
    for doc_id in shared:
        if left[doc_id].sha256 != right[doc_id].sha256:
            raise DocumentError(
                f"{doc_id}: A and B are of different texts (sha256 {left[doc_id].sha256} and {right[doc_id].sha256})"
            )
    if not shared:
        raise DocumentError("no document is in both A and B (documents are paired by doc_id)")
    compared = [_Compared(left[i], right[i], None if texts is None else texts[left[i].sha256]) for i in shared]
    tables = _tables(compared, seed if gamma else None)
    weights = np.random.default_rng(seed).multinomial(len(shared), [1 / len(shared)] * len(shared), samples)
    return Agreement(
        "characters" if texts is None else "words and punctuation marks",
        shared,
        [table.measure(weights) for table in tables],
        {doc_id: {f"{t.label}: {t.name}": t.of(t.counts[i]) for t in tables} for i, doc_id in enumerate(shared)},
        [difference for c in compared for difference in c.differences()],
        sorted(left.keys() - right.keys()),
        sorted(right.keys() - left.keys()),
    )


def _by_id(documents: Iterable[Document], side: str) -> dict[str, Document]:
    found: dict[str, Document] = {}
    for document in documents:
        if document.doc_id in found:
            raise DocumentError(f"{document.doc_id}: is there twice on side {side}")
        for item in items(document):
            if not (isinstance(item.start, int) and isinstance(item.end, int) and 0 <= item.start < item.end):
                raise DocumentError(
                    f"{document.doc_id}, side {side}: {item.label} {item.text!r}: no span: {item.start}, {item.end}"
                )
        found[document.doc_id] = document
    return found


class _Compared:
    """One document of both sides: its items by label, matched, and its units."""

    def __init__(self, a: Document, b: Document, text: str | None) -> None:
        self.doc_id = a.doc_id
        self.all_items: list[dict[str, list[Item]]] = [{label: [] for label in LABELS} for _ in "ab"]
        for side, document in zip(self.all_items, (a, b), strict=True):
            for item in items(document):
                side[item.label].append(item)
        self.items = [{label: [i for i in side[label] if not i.aside] for label in LABELS} for side in self.all_items]
        self.pairs = {label: match(*self.both(label)) for label in LABELS}
        self.text = text

    def both(self, label: str) -> tuple[list[Item], list[Item]]:
        return self.items[0][label], self.items[1][label]

    def same_span(self, label: str) -> list[tuple[Item, Item]]:
        return [(a, b) for a, b in self.pairs[label] if a and b and a.span == b.span]

    def same_span_anywhere(self, label: str) -> list[tuple[Item, Item]]:
        """Also of what one or both sides leave out of the scores."""
        pairs = match(self.all_items[0][label], self.all_items[1][label])
        return [(a, b) for a, b in pairs if a and b and a.span == b.span]

    def event_keys(self, parts: tuple[str, ...]) -> tuple[Counter[Hashable], Counter[Hashable]]:
        """Events by sentence and parts. A sentence lies between starts that both sides have, so that neither's
        segmentation counts for more."""
        starts_a, starts_b = ({item.start for item in side} for side in self.both("sentence"))
        starts = sorted(starts_a & starts_b)
        a, b = (
            Counter[Hashable]((bisect.bisect_right(starts, e.start), *(e.value(part) for part in parts)) for e in side)
            for side in self.both("event")
        )
        return a, b

    def masks(self) -> tuple[Counts, Counts]:
        """For each unit the set of labels that it bears, as bits; shape (units,) on either side."""
        length = max((item.end for side in self.all_items for pool in side.values() for item in pool), default=0)
        if self.text is not None:
            length = len(self.text)
        masks = np.zeros((2, length), np.uint8)
        for mask, side in zip(masks, self.items, strict=True):
            for bit, label in enumerate(_SPANS):
                for item in side[label]:
                    mask[item.start : item.end] |= 1 << bit
        if self.text is not None:
            cuts = [cut for token in _TOKEN.finditer(self.text) for cut in token.span()]
            if not cuts:
                masks = masks[:, :0]
            else:
                # from a token's start to its end, then from there to the next one's start, of which we want none
                padded = np.pad(masks, ((0, 0), (0, 1)))
                masks = np.bitwise_or.reduceat(padded, cuts, axis=1)[:, ::2]
        return masks[0].astype(np.int64), masks[1].astype(np.int64)

    def differences(self) -> list[Difference]:
        found = [
            Difference(self.doc_id, label, kind, a, b)
            for label, pairs in self.pairs.items()
            for a, b in pairs
            if (kind := _kind(a, b))
        ]
        return sorted(found, key=_difference_place)


_TOKEN = regex.compile(r"\w+|[^\w\s]")


def _kind(a: Item | None, b: Item | None) -> str:
    if b is None:
        return "only A"
    if a is None:
        return "only B"
    if a.span != b.span:
        return "boundaries"
    return "values" if a.values != b.values else ""


def _difference_place(difference: Difference) -> tuple[int, int, str]:
    first = difference.a or difference.b
    assert first is not None
    return first.start, first.end, difference.label


def _side(item: Item | None) -> dict[str, Any] | None:
    if item is None:
        return None
    return {"start_char": item.start, "end_char": item.end, "text": item.text, **dict(item.values)}


@dataclass(slots=True)
class _Table:
    """Counts of one measure, shape (documents, counts), and what is made of their sum."""

    label: str
    name: str
    statistic: str
    counts: npt.NDArray[Any]
    names: tuple[str, ...] = ()

    def of(self, counts: npt.NDArray[Any]) -> float:
        return _STATISTICS[self.statistic](counts)

    def measure(self, weights: npt.NDArray[Any]) -> Measure:
        total = self.counts.sum(axis=0)
        draws = np.array([self.of(row) for row in weights @ self.counts])
        draws = draws[~np.isnan(draws)]
        low, high = np.percentile(draws, [2.5, 97.5]) if len(draws) else (math.nan, math.nan)
        numbers = (
            {name: round(total[i].item(), 3) for i, name in enumerate(self.names)} if self.names else {"n": total.sum().item()}
        )
        return Measure(self.label, self.name, self.statistic, self.of(total), float(low), float(high), numbers)


def f1(counts: npt.NDArray[Any]) -> float:
    """F1 of counts (both, A, B); NaN where neither side has anything."""
    both, a, b = counts
    return float(2 * both / (a + b)) if a + b else math.nan


def share(counts: npt.NDArray[Any]) -> float:
    """Share of counts (same, of); NaN of none."""
    same, of = counts
    return float(same / of) if of else math.nan


def kappa(counts: npt.NDArray[Any]) -> float:
    """Cohen's κ of a flattened square table, row A's category, column B's; NaN where chance alone agrees fully."""
    size = math.isqrt(len(counts))
    table = counts.reshape(size, size)
    total = table.sum()
    if not total:
        return math.nan
    observed = np.trace(table) / total
    expected = (table.sum(axis=0) / total) @ (table.sum(axis=1) / total)
    return float((observed - expected) / (1 - expected)) if expected < 1 else math.nan


def gamma_of(disorders: npt.NDArray[Any]) -> float:
    """γ of summed disorders (observed, expected); NaN where chance alone has none."""
    observed, expected = disorders
    return float(1 - observed / expected) if expected else math.nan


_STATISTICS: dict[str, Statistic] = {"F1": f1, "share": share, "kappa": kappa, "gamma": gamma_of}


def _tables(compared: list[_Compared], gamma_seed: int | None) -> list[_Table]:
    tables = []
    masks = [document.masks() for document in compared]
    for label in LABELS:
        if not any(side[label] for c in compared for side in c.all_items):
            continue
        tables.append(_f1_table(label, "span, exact", [_exact(c.both(label), c.same_span(label)) for c in compared]))
        if label == "sentence":
            tables.append(_f1_table(label, "start", [_starts(*c.both(label)) for c in compared]))
        else:
            bit = 1 << _SPANS.index(label)
            tables.append(_f1_table(label, "span, overlap", [_overlapping(c.both(label), c.pairs[label]) for c in compared]))
            binary = [(a & bit > 0, b & bit > 0) for a, b in masks]
            tables.append(_Table(label, "units", "kappa", _confusions(binary), ("neither", "only B", "only A", "both")))
            if gamma_seed is not None:
                tables.append(_gamma_table(label, [c.both(label) for c in compared], gamma_seed))
        if label == "event":
            for name, parts in _EVENT_KEYS.items():
                tables.append(_f1_table(label, name, [_common(*c.event_keys(parts)) for c in compared]))
        tables += _value_tables(label, compared)
    tables.append(_Table("all labels", "units", "kappa", _confusions(masks)))
    if gamma_seed is not None:
        everything = [([*chain(*(side[label] for label in _SPANS))] for side in c.items) for c in compared]
        tables.append(_gamma_table("all labels", [(a, b) for a, b in everything], gamma_seed))
    return tables


def _gamma_table(label: str, sides: list[tuple[list[Item], list[Item]]], seed: int) -> _Table:
    from jylnama.annotate.gamma import disorders

    return _Table(label, "spans", "gamma", np.array([disorders(a, b, seed) for a, b in sides]), ("observed", "expected"))


def _f1_table(label: str, name: str, counts: list[tuple[int, int, int]]) -> _Table:
    return _Table(label, name, "F1", np.array(counts, np.int64), ("both", "A", "B"))


def _exact(sides: tuple[list[Item], list[Item]], same: list[tuple[Item, Item]]) -> tuple[int, int, int]:
    return len(same), len(sides[0]), len(sides[1])


def _overlapping(sides: tuple[list[Item], list[Item]], pairs: list[Pair]) -> tuple[int, int, int]:
    return sum(a is not None and b is not None for a, b in pairs), len(sides[0]), len(sides[1])


def _starts(a: list[Item], b: list[Item]) -> tuple[int, int, int]:
    return _common(Counter(item.start for item in a), Counter(item.start for item in b))


def _common(a: Counter[Any], b: Counter[Any]) -> tuple[int, int, int]:
    return (a & b).total(), a.total(), b.total()


def _value_tables(label: str, compared: list[_Compared]) -> list[_Table]:
    """For every value of a label: how often it is the same where the span is; κ for closed lists."""
    pairs = [[(dict(a.values), dict(b.values)) for a, b in c.same_span(label)] for c in compared]
    names = list(dict.fromkeys(name for document in pairs for a, _ in document for name in a))
    aside = {"event": "carried"}.get(label, "zone")
    columns = {name: [[(a[name], b[name]) for a, b in document] for document in pairs] for name in names}
    if label not in ("sentence", "person", "place", "organisation"):
        everywhere = [c.same_span_anywhere(label) for c in compared]
        columns[aside] = [[(str(a.aside), str(b.aside)) for a, b in document] for document in everywhere]
    tables = []
    for name, column in columns.items():
        same = np.array([(sum(a == b for a, b in document), len(document)) for document in column], np.int64)
        tables.append(_Table(label, f"{name}, given the span", "share", same, ("same", "of")))
        if name in _CLOSED:
            tables.append(_Table(label, f"{name}, given the span", "kappa", _nominal(column)))
    return tables


def _nominal(column: list[list[tuple[str, str]]]) -> Counts:
    codes = {value: code for code, value in enumerate(sorted({v for document in column for pair in document for v in pair}))}
    coded = [np.array([[codes[a], codes[b]] for a, b in document], np.int64).reshape(-1, 2).T for document in column]
    return _confusions([(a, b) for a, b in coded])


def _confusions(columns: list[tuple[npt.NDArray[Any], npt.NDArray[Any]]]) -> Counts:
    """Flattened tables of A's category against B's, one row a document, over the categories that occur."""
    present = np.unique(np.concatenate([np.zeros(0, np.int64), *(side.astype(np.int64) for pair in columns for side in pair)]))
    if columns and columns[0][0].dtype == bool:
        present = np.array([0, 1])
    size = len(present)
    return np.array([
        np.bincount(np.searchsorted(present, a) * size + np.searchsorted(present, b), minlength=size * size)
        for a, b in columns
    ], np.int64).reshape(len(columns), size * size)  # fmt: skip
