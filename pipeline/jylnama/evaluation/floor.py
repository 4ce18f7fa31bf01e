"""The regression gate: scores that the system has reached on gold, and may not fall below.

The file (annotations/floor.json) names the sets, each a folder of gold and one of texts, relative to the file, and
holds a history of recorded F1. The floor of a set is its newest record. ``slack`` says by how much a measure may be
below it: the arithmetic of the model of names differs a little between processors.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

from jylnama.document import Document
from jylnama.errors import UserError
from jylnama.evaluation.scores import evaluate
from jylnama.exchange.jsonl import read
from jylnama.exchange.texts import TextError, find_texts

# what the gate watches
WATCHED = (
    "sentences.exact", "dates.exact", "dates.value", "dates.pair", "congresses.exact", "congresses.tuple",
    "persons.exact", "persons.name", "events.trigger_type", "events.type", "events.date", "events.slots",
)  # fmt: skip


class FloorError(UserError):
    """The floor file cannot be used, or would fall; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A named set of the floor file: folders of its gold and its texts."""

    name: str
    gold: Path
    texts: Path


@dataclass(frozen=True, slots=True)
class Reached:
    """F1 by measure on a set, and a fingerprint of its gold."""

    scores: dict[str, float]
    gold: str


def read_floor(path: Path) -> dict[str, Any]:
    """The floor file. Raises FloorError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        for name, places in data["sets"].items():
            _ = name, places["gold"], places["texts"]
        _ = {name: float(slack) for name, slack in data.get("slack", {}).items()}
        for record in data["history"]:
            _ = record["scores"], record["date"], record["gold"]
    except OSError as error:
        raise FloorError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FloorError(f"{path}: not a floor file ({error!r}); it needs sets (gold, texts) and a history") from error
    return dict(data)


def gold_sets(path: Path, floor: dict[str, Any]) -> list[GoldSet]:
    """The sets of the file, in its order."""
    return [GoldSet(name, path.parent / p["gold"], path.parent / p["texts"]) for name, p in floor["sets"].items()]


def floor_of(floor: dict[str, Any], name: str) -> Reached | None:
    """The newest record of a set; None where there is none yet."""
    for record in reversed(floor["history"]):
        if name in record["scores"]:
            return Reached(record["scores"][name], record["gold"].get(name, ""))
    return None


def reach(gold_set: GoldSet, predict: Callable[[str, str], Document]) -> Reached:
    """Score the set's gold now; ``predict`` takes (doc_id, text).

    Raises FloorError where a text of the gold is not there.
    """
    gold = read(gold_set.gold)
    try:
        texts = find_texts(gold, [gold_set.texts])
    except TextError as error:
        raise FloorError(f"{gold_set.name}: {error}") from error
    result = evaluate(gold, [predict(document.doc_id, texts[document.sha256]) for document in gold], samples=0)
    scores = {name: result.scores[name].f1 for name in WATCHED}
    return Reached({name: round(f1, 4) for name, f1 in scores.items() if not isnan(f1)}, _fingerprint(gold))


def _fingerprint(gold: list[Document]) -> str:
    data = json.dumps([d.to_dict() for d in sorted(gold, key=lambda d: d.doc_id)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()[:12]


def fallen(floor: Reached, reached: Reached, slack: Mapping[str, float] | None = None) -> list[str]:
    """What is below the floor by more than its slack, a line each. A measure that the gold has no longer has fallen too."""
    note = "" if floor.gold == reached.gold else " (the gold has changed since)"
    return [
        f"{name}: {reached.scores.get(name, 'not measured')}, recorded {least}{note}"
        for name, least in floor.scores.items()
        if reached.scores.get(name, -1.0) < least - (slack or {}).get(name, 0.0)
    ]


def record(floor: dict[str, Any], reached: dict[str, Reached], *, version: str, date: str, lower: str = "") -> bool:
    """Add what was reached to the history; False where nothing is new.

    A score may fall where the set's gold has changed, or where ``lower`` says why; else FloorError is raised.
    date: ISO 8601.
    """
    new: dict[str, Reached] = {}
    problems = []
    for name, now in reached.items():
        old = floor_of(floor, name)
        if old == now:
            continue
        new[name] = now
        if old and old.gold == now.gold and not lower:
            problems += [f"{name}: {line}" for line in fallen(old, now)]
    if problems:
        raise FloorError("scores have fallen, nothing is recorded (--lower REASON records them): " + "; ".join(problems))
    if not new:
        return False
    entry: dict[str, Any] = {"date": date, "version": version}
    if lower:
        entry["lowered"] = lower
    entry["gold"] = {name: r.gold for name, r in new.items()}
    entry["scores"] = {name: r.scores for name, r in new.items()}
    floor["history"].append(entry)
    return True
