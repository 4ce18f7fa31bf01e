"""From label scores of words to entities: the best path that is valid IOB2."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jylnama.ner.labels import LABELS

Floats = NDArray[np.floating[Any]]
_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Entity:
    """A labelled stretch of words ``words[start:end]``; score: the geometric mean of its words' label probabilities."""

    start: int
    end: int
    label: str
    score: float


@cache
def allowed() -> NDArray[np.float64]:
    """[labels, labels]: 0 where the second label may follow the first in IOB2, a large negative number elsewhere."""
    table = np.zeros((len(LABELS), len(LABELS)))
    for j, after in enumerate(LABELS):
        if after.startswith("I-"):
            for i, before in enumerate(LABELS):
                if before[2:] != after[2:]:
                    table[i, j] = _NEVER
    return table


def best_path(log_probabilities: Floats) -> list[int]:
    """Ids of the labels of the most probable valid sequence (Viterbi).

    log_probabilities: [words, labels]. Where the label-wise best is valid already, that is it.
    """
    greedy = log_probabilities.argmax(1)
    inside = greedy % 2 == 0  # even ids but 0 are I-
    before = np.concatenate([[0], greedy[:-1]])
    if not bool(np.any(inside & (greedy > 0) & (before != greedy) & (before != greedy - 1))):
        return [int(i) for i in greedy]
    moves = allowed()
    score = log_probabilities[0] + moves[0]
    came: list[NDArray[np.intp]] = []
    for row in log_probabilities[1:]:
        paths = score[:, None] + moves
        came.append(paths.argmax(0))
        score = paths.max(0) + row
    path = [int(score.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return path[::-1]


def log_softmax(logits: Floats) -> NDArray[np.float64]:
    """Row-wise, in float64."""
    x = logits.astype(np.float64)
    x -= x.max(1, keepdims=True)
    result: NDArray[np.float64] = x - np.log(np.exp(x).sum(1, keepdims=True))
    return result


def entities(logits: Floats) -> list[Entity]:
    """Entities of one sentence. logits: [words, labels]."""
    if not len(logits):
        return []
    scores = log_softmax(logits)
    path = best_path(scores)
    found: list[Entity] = []
    start = 0
    while start < len(path):
        end = start + 1
        if path[start]:
            while end < len(path) and path[end] == path[start] + 1 and path[start] % 2:
                end += 1
            sure = float(np.exp(np.mean([scores[i, path[i]] for i in range(start, end)])))
            found.append(Entity(start, end, LABELS[path[start]][2:], round(sure, 4)))
        start = end
    return found
