"""The table of event scores, against figures by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from jylnama.evaluation.reliability import table, write_counts


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


def test_counts_keep_what_evaluation_leaves_out(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("# about\nevidence,right,of\ncarried,3,4\n0.8/shared/verb/finite,1,1\n", "utf-8")
    write_counts({"0.9/clause/lexicon/finite": (9, 10)}, path)
    assert path.read_text("utf-8") == "# about\nevidence,right,of\n0.9/clause/lexicon/finite,9,10\ncarried,3,4\n"
