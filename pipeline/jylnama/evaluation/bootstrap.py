"""Uncertainty of scores: the bootstrap over documents, and two systems' difference under it.

All functions take *counts*: an array of shape (units, measures, 3) with ``right, predicted, gold`` of each unit
(a document; a sentence where there is one document only). The same seed gives the same draws.

Sources: Efron, Tibshirani (1993), An Introduction to the Bootstrap, ch. 13 (percentile intervals) and ch. 16;
Noreen (1989), Computer-Intensive Methods for Testing Hypotheses (approximate randomisation); Yeh (2000),
More accurate tests for the statistical significance of result differences, https://aclanthology.org/C00-2137/
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_ROWS = 200  # draws worked on at a time, for memory


def f1(counts: Floats) -> Floats:
    """F1 of counts (…, 3); NaN where neither side has anything."""
    with np.errstate(invalid="ignore", divide="ignore"):
        scores: Floats = 2 * counts[..., 0] / (counts[..., 1] + counts[..., 2])
    return scores


def macro(counts: Floats) -> Floats:
    """Mean of the units' F1, by measure (measures,): of units where either side has something."""
    scores = f1(counts)
    told = ~np.isnan(scores)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = np.where(told, scores, 0.0).sum(axis=0) / told.sum(axis=0)
    return mean


def _weights(units: int, samples: int, seed: int) -> Iterator[Floats]:
    """How often each unit is drawn: arrays of (up to _ROWS draws, units), all draws together ``samples``."""
    rng = np.random.default_rng(seed)
    for done in range(0, samples, _ROWS):
        size = min(_ROWS, samples - done)
        yield rng.multinomial(units, np.full(units, 1 / units), size=size).astype(np.float64)


def _drawn(weights: Floats, counts: Floats) -> Floats:
    """Counts of each draw: (draws, measures, 3)."""
    return np.tensordot(weights, counts, axes=1)


def _percentiles(draws: Floats) -> Floats:
    """Bounds of the 95 % interval, (2, measures); NaN where no draw has a score."""
    bounds = np.full((2, draws.shape[1]), np.nan)
    for column in range(draws.shape[1]):
        told = draws[:, column][~np.isnan(draws[:, column])]
        if told.size:
            bounds[:, column] = np.quantile(told, [0.025, 0.975])
    return bounds


def intervals(counts: Floats, samples: int, seed: int) -> tuple[Floats, Floats]:
    """95 % percentile intervals of micro F1 and of macro F1, each (2, measures), from ``samples`` draws of units."""
    nothing = np.full((2, counts.shape[1]), np.nan)
    if not samples or not len(counts):
        return nothing, nothing
    scores = f1(counts)
    told = (~np.isnan(scores)).astype(np.float64)
    filled = np.where(told > 0, scores, 0.0)
    micro_draws, macro_draws = [], []
    with np.errstate(invalid="ignore", divide="ignore"):
        for weights in _weights(len(counts), samples, seed):
            micro_draws.append(f1(_drawn(weights, counts)))
            macro_draws.append((weights @ filled) / (weights @ told))
    return _percentiles(np.concatenate(micro_draws)), _percentiles(np.concatenate(macro_draws))


def difference_interval(ours: Floats, theirs: Floats, samples: int, seed: int) -> Floats:
    """95 % interval of ``F1(ours) - F1(theirs)``, (2, measures), both systems on the same drawn units."""
    if not samples or not len(ours):
        return np.full((2, ours.shape[1]), np.nan)
    draws = [f1(_drawn(w, ours)) - f1(_drawn(w, theirs)) for w in _weights(len(ours), samples, seed)]
    return _percentiles(np.concatenate(draws))


def randomisation_test(ours: Floats, theirs: Floats, samples: int, seed: int) -> Floats:
    """Two-sided p of the F1 difference by measure: (measures,), by approximate randomisation.

    Each draw swaps the two systems' output on each unit with probability one half. p is the share of draws, with
    the one observed added, whose difference is at least as large as the observed one; NaN where there is no score.
    """
    observed = np.abs(f1(ours.sum(axis=0)) - f1(theirs.sum(axis=0)))
    if not samples or not len(ours):
        return np.full(observed.shape, np.nan)
    rng = np.random.default_rng(seed)
    total, change = ours.sum(axis=0) + theirs.sum(axis=0), theirs - ours
    first = ours.sum(axis=0)
    reached = np.zeros(observed.shape)
    for done in range(0, samples, _ROWS):
        swapped = rng.integers(0, 2, size=(min(_ROWS, samples - done), len(ours))).astype(np.float64)
        one = first + _drawn(swapped, change)
        reached += (np.abs(f1(one) - f1(total - one)) >= observed - 1e-12).sum(axis=0)
    p: Floats = np.where(np.isnan(observed), np.nan, (reached + 1) / (samples + 1))
    return p
