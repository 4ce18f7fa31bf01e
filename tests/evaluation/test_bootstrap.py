"""Intervals and tests against closed forms and against scipy."""

from __future__ import annotations

import numpy as np
import pytest

from jylnama.document import DateMention, Document, Sentence
from jylnama.evaluation import compare, evaluate
from jylnama.evaluation.bootstrap import difference_interval, f1, intervals, macro, randomisation_test


def counts(*rows: tuple[float, int, int]) -> np.ndarray:
    return np.array(rows, dtype=float)[:, None, :]


def test_f1_and_macro() -> None:
    data = counts((1, 2, 2), (0, 0, 0), (3, 3, 3))
    assert f1(data)[:, 0].tolist()[::2] == [0.5, 1.0]
    assert np.isnan(f1(data)[1, 0])
    assert macro(data)[0] == 0.75


def test_no_spread_no_width() -> None:
    micro, means = intervals(counts(*[(1, 2, 2)] * 9), 200, 0)
    assert micro[:, 0].tolist() == means[:, 0].tolist() == [0.5, 0.5]


def test_interval_is_that_of_a_binomial() -> None:
    """100 documents of one item each, half of them right: the share's standard error is 0.05."""
    micro, means = intervals(counts(*[(i % 2, 1, 1) for i in range(100)]), 4000, 0)
    assert micro[:, 0] == pytest.approx([0.40, 0.60], abs=0.015)
    assert means[:, 0] == pytest.approx(micro[:, 0])


def test_nothing_to_score_has_no_interval() -> None:
    assert np.isnan(intervals(counts((0, 0, 0), (0, 0, 0)), 50, 0)[0]).all()
    assert np.isnan(intervals(counts((1, 1, 1)), 0, 0)[0]).all()
    assert np.isnan(randomisation_test(counts((0, 0, 0)), counts((0, 0, 0)), 50, 0)).all()


def test_more_draws_than_a_block_are_all_drawn() -> None:
    data = counts(*[(i % 3, 2, 2) for i in range(12)])
    assert not np.array_equal(intervals(data, 200, 0)[0], intervals(data, 1001, 0)[0])


def test_randomisation_is_the_exact_test_where_all_swaps_are_few() -> None:
    """Ours is right on all six documents, theirs on none: 2 of the 64 swaps differ as much."""
    p = randomisation_test(counts(*[(1, 1, 1)] * 6), counts(*[(0, 1, 1)] * 6), 20_000, 0)
    assert p[0] == pytest.approx(2 / 64, abs=0.005)


def test_equal_systems_do_not_differ() -> None:
    data = counts((1, 2, 3), (2, 2, 2), (0, 1, 0))
    assert randomisation_test(data, data, 100, 0)[0] == 1.0
    assert difference_interval(data, data, 100, 0)[:, 0].tolist() == [0.0, 0.0]


def test_p_agrees_with_scipy() -> None:
    """On documents of one item each the test is scipy's paired permutation test of the mean."""
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(3)
    ours, theirs = rng.integers(0, 2, 40), (rng.random(40) < 0.3).astype(int)
    expected = stats.permutation_test(
        (ours, theirs), lambda a, b: a.mean() - b.mean(), permutation_type="samples", n_resamples=20_000, rng=1
    ).pvalue
    p = randomisation_test(*(counts(*[(x, 1, 1) for x in side]) for side in (ours, theirs)), 20_000, 0)
    assert p[0] == pytest.approx(expected, abs=0.015)


def _documents(found: list[bool]) -> list[Document]:
    """One date a document; the system has it, or has nothing."""
    return [
        Document(
            f"d{i}",
            "",
            sentences=[Sentence(0, 9)],
            dates=[DateMention("d0", 0, 4, "1917", "1917-01-01", "1917-12-31")] if there else [],
        )
        for i, there in enumerate(found)
    ]


def test_a_better_system_is_found_better() -> None:
    gold = _documents([True] * 30)
    ours = evaluate(gold, _documents([i % 10 > 0 for i in range(30)]), samples=200)
    theirs = evaluate(gold, _documents([i % 3 == 0 for i in range(30)]), samples=200)
    found = compare(ours, theirs)["dates.value"]
    assert found.delta == pytest.approx(54 / 57 - 20 / 40)
    assert 0 < found.low < found.delta < found.high
    assert found.p < 0.01
    assert compare(theirs, ours)["dates.value"].delta == -found.delta


def test_other_gold_is_refused() -> None:
    one, other = (evaluate(gold, gold, samples=0) for gold in (_documents([True] * 3), _documents([True] * 4)))
    with pytest.raises(ValueError, match="same gold"):
        compare(one, other)
