"""Two systems on the same gold: differences of F1 with intervals and paired tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jylnama.evaluation.bootstrap import difference_interval, randomisation_test
from jylnama.evaluation.measures import MEASURES
from jylnama.evaluation.scores import Evaluation, figure


@dataclass(slots=True)
class Comparison:
    """One measure: F1 of either system, ``delta`` = ours - theirs with its 95 % interval, two-sided ``p``."""

    ours: float
    theirs: float
    low: float
    high: float
    p: float

    @property
    def delta(self) -> float:
        return self.ours - self.theirs

    def to_dict(self) -> dict[str, Any]:
        return {
            "f1": figure(self.ours), "against_f1": figure(self.theirs), "delta": figure(self.delta),
            "delta_low": figure(self.low), "delta_high": figure(self.high), "p": figure(self.p),
        }  # fmt: skip


def compare(ours: Evaluation, theirs: Evaluation, *, samples: int = 1000, seed: int = 0) -> dict[str, Comparison]:
    """Compare by measure: interval of the difference by paired bootstrap, p by approximate randomisation.

    The p values are of single measures: whoever looks for any difference among many corrects for that.
    Raises ValueError where the two were not evaluated on the same gold.
    """
    if list(ours.documents) != list(theirs.documents) or len(ours.counts) != len(theirs.counts):
        raise ValueError("the two systems were not evaluated on the same gold documents")
    bounds = difference_interval(ours.counts, theirs.counts, samples, seed)
    p = randomisation_test(ours.counts, theirs.counts, samples, seed)
    return {
        measure.name: Comparison(
            ours.scores[measure.name].f1, theirs.scores[measure.name].f1, float(bounds[0, i]), float(bounds[1, i]), float(p[i])
        )
        for i, measure in enumerate(MEASURES)
    }
