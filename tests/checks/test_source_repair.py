"""What the checks suggest where one day of a pair is in no month."""

from __future__ import annotations

import pytest

from jylnama.checks.source import repair


@pytest.mark.parametrize(
    ("old", "new", "days"),
    [
        ((1731, 2, 19), (1731, 2, 30), ("1731-02-19", "1731-03-02")),  # 19 (30) ақпан
        ((1731, 2, 30), (1731, 3, 13), ("1731-03-02", "1731-03-13")),
    ],
)
def test_the_day_that_is_one_tells_the_other(old: tuple[int, int, int], new: tuple[int, int, int], days: tuple[str, str]) -> None:
    suggestion = repair((old, new))
    assert suggestion is not None
    assert all(day in suggestion for day in days)


def test_nothing_is_suggested_where_neither_is_a_day() -> None:
    assert repair(((1731, 2, 31), (1731, 2, 30))) is None
