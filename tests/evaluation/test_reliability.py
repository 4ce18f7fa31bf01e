"""The table of event scores, against scikit-learn's figures by hand."""

from __future__ import annotations

import pytest

from jylnama.evaluation.reliability import table


def test_a_calibrated_score_has_no_error() -> None:
    found = table([(0.75, i < 3) for i in range(4)])
    assert (found.ece, found.events, len(found.bins)) == (0.0, 4, 1)
    assert found.brier == pytest.approx(0.1875)


def test_bins_hold_what_belongs_to_them() -> None:
    found = table([(0.0, False), (0.1, True), (0.19, False), (0.95, True), (1.0, False)])
    assert [(b.low, b.high, b.events, b.right) for b in found.bins] == [(0.0, 0.1, 1, 0), (0.1, 0.2, 2, 1), (0.9, 1.0, 2, 1)]
    assert found.bins[1].mean_score == pytest.approx(0.145)
    assert found.ece == pytest.approx(0.2 * 0 + 0.4 * abs(0.5 - 0.145) + 0.4 * abs(0.5 - 0.975), abs=1e-4)


def test_without_scores_there_is_no_table() -> None:
    found = table([], unscored=3)
    assert (found.bins, found.ece, found.brier, found.unscored) == ([], None, None, 3)
