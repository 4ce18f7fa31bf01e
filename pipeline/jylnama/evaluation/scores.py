"""Scores of predicted document objects against gold: every measure over all documents and by document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from math import isnan, nan
from typing import Any

import numpy as np

from jylnama.document import Document
from jylnama.errors import UserError
from jylnama.evaluation.bootstrap import Floats, intervals, macro
from jylnama.evaluation.differences import Difference, differences
from jylnama.evaluation.match import common
from jylnama.evaluation.measures import MEASURES
from jylnama.evaluation.reliability import Reliability, reliability
from jylnama.evaluation.sides import Side, by_sentence, make_pair

SCHEMA = "jylnama-evaluation/1"
_NAMES = {measure.name: number for number, measure in enumerate(MEASURES)}


@dataclass(slots=True)
class Score:
    """Counts of one measure, pooled over documents (micro); ``macro`` is the mean of the documents' F1.

    ``low``, ``high`` bound the 95 % interval of F1, ``macro_low``, ``macro_high`` that of the macro average.
    All are NaN where there is nothing to score (neither side has such an item) or no draw was asked for.
    """

    right: float
    predicted: int
    gold: int
    low: float = nan
    high: float = nan
    macro: float = nan
    macro_low: float = nan
    macro_high: float = nan

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else nan if not self.gold else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else nan if not self.predicted else 0.0

    @property
    def f1(self) -> float:
        total = self.predicted + self.gold
        return 2 * self.right / total if total else nan

    def to_dict(self, *, counts_only: bool = False) -> dict[str, Any]:
        """JSON form; NaN becomes null. counts_only: without intervals and macro average."""
        data: dict[str, Any] = {
            "right": _whole(self.right),
            "predicted": self.predicted, "gold": self.gold,
            "precision": figure(self.precision), "recall": figure(self.recall), "f1": figure(self.f1),
        }  # fmt: skip
        if not counts_only:
            data |= {
                "f1_low": figure(self.low), "f1_high": figure(self.high), "macro_f1": figure(self.macro),
                "macro_f1_low": figure(self.macro_low), "macro_f1_high": figure(self.macro_high),
            }  # fmt: skip
        return data


def _whole(right: float) -> float:
    """A count that partial matches may make half a number."""
    return int(right) if right == int(right) else right


def figure(value: float) -> float | None:
    """Four decimals; None for NaN."""
    return None if isnan(value) else round(float(value), 4)


@dataclass(slots=True)
class Evaluation:
    """All scores of one system and what is behind them.

    documents: scores by document and measure, where either side has something to score.
    by_type: (sentence, type, date) score of the events of each type; by_precision: exact dates of each precision.
    counts: (units, measures, 3), the draws' units in order; ``unit`` says whether they are documents or sentences.
    """

    scores: dict[str, Score]
    documents: dict[str, dict[str, Score]]
    by_type: dict[str, Score]
    by_precision: dict[str, Score]
    reliability: Reliability
    differences: list[Difference]
    counts: Floats
    unit: str
    unmatched: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """JSON form, described in docs/evaluation.md."""
        return {
            "documents_without_prediction": self.unmatched,
            "resampled": self.unit,
            "scores": {name: score.to_dict() for name, score in self.scores.items()},
            "events_by_type": {name: score.to_dict(counts_only=True) for name, score in self.by_type.items()},
            "dates_by_precision": {name: score.to_dict(counts_only=True) for name, score in self.by_precision.items()},
            "documents": {
                doc_id: {name: [_whole(s.right), s.predicted, s.gold, figure(s.f1)] for name, s in scores.items()}
                for doc_id, scores in self.documents.items()
            },
            "reliability": self.reliability.to_dict(),
            "differences": [d.to_dict() for d in self.differences],
        }


def evaluate(gold: Iterable[Document], predicted: Iterable[Document], *, samples: int = 1000, seed: int = 0) -> Evaluation:
    """Score predictions on the gold documents; a gold document without a prediction counts as all missed.

    Documents are paired by ``doc_id``; a prediction without gold is ignored. samples: bootstrap draws, 0 for none.
    Places and organisations, which gold may leave out, are scored where some gold document has them.
    Raises UserError where texts differ (``sha256``), for offsets would not compare, where an id is there twice,
    and where there is no gold.
    """
    golds = sorted(gold, key=lambda d: d.doc_id)
    if not golds:
        raise UserError("no gold documents to score against")
    pairs, unmatched = _pair_up(golds, predicted)
    sides = [make_pair(g, p) for g, p in pairs]
    for label in ("places", "organisations"):
        if not any(getattr(g, label) for g, _ in sides):
            for _, ours in sides:
                setattr(ours, label, [])
    units, unit = (by_sentence(*sides[0]), "sentences") if len(sides) == 1 else (sides, "documents")
    counts = _counts(units)
    scores = _scores(counts, samples, seed)
    if unit == "sentences":  # the mean over sentences is not the mean over documents
        for score in scores.values():
            score.macro, score.macro_low, score.macro_high = score.f1, nan, nan
    documents = {
        g.doc_id: _of_document(counts.sum(axis=0) if unit == "sentences" else counts[number])
        for number, (g, _) in enumerate(sides)
    }
    return Evaluation(
        scores, documents, _by_group(sides, lambda s: [(e.event.type, e.key) for e in s.events]),
        _by_group(sides, lambda s: [(d.precision, (d.start_char, d.end_char)) for d in s.dates]),
        reliability(sides), [d for pair in sides for d in differences(*pair)], counts, unit, unmatched,
    )  # fmt: skip


def _pair_up(golds: list[Document], predicted: Iterable[Document]) -> tuple[list[tuple[Document, Document]], list[str]]:
    by_id = _unique(predicted, "predictions")
    _unique(golds, "gold")
    pairs, unmatched = [], []
    for document in golds:
        other = by_id.get(document.doc_id)
        if other is None:
            unmatched.append(document.doc_id)
            other = Document(document.doc_id, document.sha256)
        elif other.sha256 != document.sha256:
            raise UserError(f"{document.doc_id}: gold and prediction are of different texts (sha256 differs)")
        pairs.append((document, other))
    return pairs, unmatched


def _unique(documents: Iterable[Document], what: str) -> dict[str, Document]:
    by_id: dict[str, Document] = {}
    for document in documents:
        if document.doc_id in by_id:
            raise UserError(f"{document.doc_id}: there twice among the {what}; ids must be unique")
        by_id[document.doc_id] = document
    return by_id


def _counts(units: list[tuple[Side, Side]]) -> Floats:
    counts = np.zeros((len(units), len(MEASURES), 3))
    for row, (gold, predicted) in enumerate(units):
        for column, measure in enumerate(MEASURES):
            counts[row, column] = measure.count(gold, predicted)
    return counts


def _scores(counts: Floats, samples: int, seed: int) -> dict[str, Score]:
    micro_bounds, macro_bounds = intervals(counts, samples, seed)
    means, sums = macro(counts), counts.sum(axis=0)
    return {
        name: Score(
            float(sums[i, 0]), int(sums[i, 1]), int(sums[i, 2]), float(micro_bounds[0, i]), float(micro_bounds[1, i]),
            float(means[i]), float(macro_bounds[0, i]), float(macro_bounds[1, i]),
        )
        for name, i in _NAMES.items()
    }  # fmt: skip


def _of_document(counts: Floats) -> dict[str, Score]:
    return {
        name: Score(float(counts[i, 0]), int(counts[i, 1]), int(counts[i, 2]))
        for name, i in _NAMES.items()
        if counts[i, 1] or counts[i, 2]
    }


def _by_group(sides: list[tuple[Side, Side]], keyed: Any) -> dict[str, Score]:
    """Score of the items of each group; ``keyed`` gives (group, key) of a side's items."""
    groups: dict[str, Score] = defaultdict(lambda: Score(0, 0, 0))
    for gold, predicted in sides:
        parts: list[dict[str, list[Hashable]]] = []
        for side in (gold, predicted):
            part: dict[str, list[Hashable]] = defaultdict(list)
            for group, key in keyed(side):
                part[group].append(key)
            parts.append(part)
        for group in parts[0].keys() | parts[1].keys():
            theirs, ours = parts[0].get(group, []), parts[1].get(group, [])
            score = groups[group]
            score.right += common(ours, theirs)
            score.predicted += len(ours)
            score.gold += len(theirs)
    return dict(sorted(groups.items(), key=lambda item: (-item[1].gold, item[0])))
