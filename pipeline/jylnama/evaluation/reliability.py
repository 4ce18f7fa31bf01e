"""How far an event's score can be believed: predicted scores against the share of events that are right."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jylnama.errors import UserError
from jylnama.evaluation.measures import matched_events
from jylnama.evaluation.sides import Side
from jylnama.files import write_text

BINS = 10


@dataclass(slots=True)
class Bin:
    """Events whose score is in [low, high) (the last bin holds 1.0 too): how many, their mean score, how many are right."""

    low: float
    high: float
    events: int
    mean_score: float
    right: int


@dataclass(slots=True)
class Reliability:
    """Bins that hold events, the expected calibration error and the Brier score (both None without scored events).

    unscored: events to which the system gave no score. evidence: for each kind of it, right events and all.
    """

    bins: list[Bin]
    events: int
    unscored: int
    ece: float | None
    brier: float | None
    evidence: dict[str, tuple[int, int]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {
            "events": self.events, "unscored": self.unscored, "ece": self.ece, "brier": self.brier,
            "bins": [
                {"low": b.low, "high": b.high, "events": b.events, "mean_score": round(b.mean_score, 4),
                 "right": b.right, "share_right": round(b.right / b.events, 4)}
                for b in self.bins
            ],
        }  # fmt: skip


def reliability(sides: Iterable[tuple[Side, Side]]) -> Reliability:
    """The table of (gold, predicted) sides. An event is right where gold has one with its sentence, type and date."""
    scored: list[tuple[float, bool]] = []
    unscored = 0
    evidence: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for gold, predicted in sides:
        right = {id(ours) for _, ours in matched_events(gold, predicted)}
        for event in predicted.events:
            counts = evidence[event.event.evidence]
            counts[0] += id(event) in right
            counts[1] += 1
            if event.event.score is None:
                unscored += 1
            else:
                scored.append((event.event.score, id(event) in right))
    found = table(scored, unscored)
    found.evidence = {name: (right, of) for name, (right, of) in sorted(evidence.items()) if name}
    return found


def table(scored: list[tuple[float, bool]], unscored: int = 0) -> Reliability:
    """Ten bins of equal width over pairs (score in 0 … 1, right).

    ECE = Σ over bins of (events in the bin / all) · \\|share right - mean score\\| (Naeini, Cooper, Hauskrecht 2015);
    Brier score = mean of (score - right)².
    """
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for score, right in scored:
        groups[min(BINS - 1, max(0, int(score * BINS)))].append((score, right))
    bins = [
        Bin(i / BINS, (i + 1) / BINS, len(group), sum(s for s, _ in group) / len(group), sum(r for _, r in group))
        for i, group in enumerate(groups)
        if group
    ]
    if not scored:
        return Reliability([], 0, unscored, None, None)
    ece = sum(b.events / len(scored) * abs(b.right / b.events - b.mean_score) for b in bins)
    brier = sum((score - right) ** 2 for score, right in scored) / len(scored)
    return Reliability(bins, len(scored), unscored, round(ece, 4), round(brier, 4))


def write_counts(evidence: dict[str, tuple[int, int]], path: Path) -> None:
    """A CSV (evidence, right, of) for ``linking/scores.csv``.

    Of an older file its comments stay, and the rows that evaluation does not count: those without a ``/`` in their evidence.
    Raises UserError where the older file is no such CSV.
    """
    comments, kept = read_kept(path)
    body = [f"{name},{right},{of}" for name, (right, of) in sorted((kept | evidence).items())]
    write_text(path, "\n".join([*comments, "evidence,right,of", *body]) + "\n")


def read_kept(path: Path) -> tuple[list[str], dict[str, tuple[int, int]]]:
    """What ``write_counts`` keeps of a file, nothing where there is none: comments and rows. Raises UserError."""
    if not path.exists():
        return [], {}
    try:
        lines = path.read_text("utf-8").splitlines()
        rows = {
            row["evidence"]: (int(row["right"]), int(row["of"]))
            for row in csv.DictReader(line for line in lines if not line.startswith("#"))
        }
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path}: not a file of counts (evidence,right,of): {error!r}") from error
    return [line for line in lines if line.startswith("#")], {name: counts for name, counts in rows.items() if "/" not in name}
