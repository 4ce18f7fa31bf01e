"""How sure an event is: the share of events with the same evidence that were right on hand-labelled gold.

``scores.csv`` counts them (``jylnama evaluate … --calibrate`` writes it); an evidence with few counts leans on
those of its kind: each level of the path ``probability/link/source/form`` is shrunk towards the level above it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from jylnama.text.data import data_csv

WEIGHT = 5.0  # counts that the level above is worth


@cache
def score(evidence: str) -> float:
    """The probability, 0 to 1 in two decimals, that an event with this evidence is right (sentence, type, date)."""
    counts = _counts()
    parts = evidence.split("/")
    estimate = 0.5
    for depth in range(len(parts) + 1):
        right, of = counts.get("/".join(parts[:depth]), (0, 0))
        estimate = (right + WEIGHT * estimate) / (of + WEIGHT)
    return round(estimate, 2)


@cache
def _counts() -> dict[str, tuple[int, int]]:
    """Right ones and all, for every evidence and every beginning of one."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in data_csv(__package__, "scores.csv"):
        parts = row["evidence"].split("/")
        for depth in range(len(parts) + 1):
            total = sums["/".join(parts[:depth])]
            total[0] += int(row["right"])
            total[1] += int(row["of"])
    return {key: (right, of) for key, (right, of) in sums.items()}
