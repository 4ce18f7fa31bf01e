"""From label scores to entities."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from jylnama.ner.decode import allowed, best_path, entities, log_softmax
from jylnama.ner.labels import CLASSES, LABEL_IDS, LABELS


def logits(*rows: dict[str, float]) -> np.ndarray:
    out = np.full((len(rows), len(LABELS)), -5.0, np.float32)
    for i, row in enumerate(rows):
        for label, value in row.items():
            out[i, LABEL_IDS[label]] = value
    return out


def test_labels_are_those_of_kaznerd() -> None:
    assert len(CLASSES) == 25
    assert len(LABELS) == 51 == len(set(LABELS))


def test_entities_and_their_score() -> None:
    found = entities(logits({"B-PERSON": 9}, {"I-PERSON": 9}, {"O": 9}, {"B-GPE": 9}, {"B-GPE": 9}))
    assert [(e.start, e.end, e.label) for e in found] == [(0, 2, "PERSON"), (3, 4, "GPE"), (4, 5, "GPE")]
    assert all(0.99 < e.score <= 1 for e in found)
    assert entities(logits()) == []


def test_an_inside_label_never_begins_an_entity() -> None:
    """Where the best label of each word makes no IOB2, the best valid sequence is taken as a whole."""
    scores = logits({"O": 3, "B-PERSON": 2.9}, {"I-PERSON": 5, "O": 0})
    assert [(e.start, e.end, e.label) for e in entities(scores)] == [(0, 2, "PERSON")]
    scores = logits({"O": 9}, {"I-PERSON": 2.1, "O": 2})
    assert entities(scores) == []


@pytest.mark.parametrize("seed", range(5))
def test_best_path_is_the_best_of_all(seed: int) -> None:
    """Against exhaustive search, over the labels of two classes."""
    rng = np.random.default_rng(seed)
    few = [0, *(LABEL_IDS[p + c] for c in ("PERSON", "GPE") for p in ("B-", "I-"))]
    scores = np.full((4, len(LABELS)), -1e6)
    scores[:, few] = rng.normal(size=(4, len(few)))
    moves = allowed()

    def value(path: tuple[int, ...]) -> float:
        begin = moves[0, path[0]] + scores[0, path[0]]
        return float(begin + sum(moves[a, b] + scores[i, b] for i, (a, b) in enumerate(zip(path, path[1:], strict=False), 1)))

    assert tuple(best_path(scores)) == max(product(few, repeat=4), key=value)


def test_probabilities_sum_to_one() -> None:
    assert np.allclose(np.exp(log_softmax(np.array([[1e4, 0.0, -1e4], [3.0, 3.0, 3.0]], np.float32))).sum(1), 1)
