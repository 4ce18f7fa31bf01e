"""Pure calendar arithmetic: Julian, Gregorian and Hijri, by ``convertdate``.

Years are astronomical (0 is 1 BCE), so that ISO 8601 strings order and subtract as they should.
"""

from __future__ import annotations

from collections.abc import Callable

from convertdate import gregorian, islamic, julian

Day = tuple[int, int, int]  # year, month, day


def iso(day: Day) -> str:
    """ISO 8601, four digits at least: ``(1917, 11, 6)`` is ``1917-11-06``, 100 BCE is ``-0099-…``."""
    year, month, mday = day
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{mday:02d}"


def parse_iso(text: str) -> Day:
    """The inverse of ``iso``. Raises ValueError for anything else."""
    sign, rest = (-1, text[1:]) if text.startswith("-") else (1, text)
    year, month, day = rest.split("-")
    return sign * int(year), int(month), int(day)


def month_length(year: int, month: int, *, is_julian: bool = False) -> int:
    """Days of a month in the Gregorian (proleptic) or the Julian calendar."""
    if month == 2:
        leap = year % 4 == 0 if is_julian else year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def is_day(day: Day, *, is_julian: bool = False) -> bool:
    """Whether such a day exists in the calendar."""
    year, month, mday = day
    return 1 <= month <= 12 and 1 <= mday <= month_length(year, month, is_julian=is_julian)


def julian_to_gregorian(day: Day) -> Day:
    """The Gregorian name of a Julian day. Raises ValueError where there is no such Julian day."""
    if not is_day(day, is_julian=True):
        raise ValueError(f"no such day in the Julian calendar: {iso(day)}")
    year, month, mday = julian.to_gregorian(*day)
    return year, month, mday


def gregorian_to_julian(day: Day) -> Day:
    """The Julian name of a Gregorian day. Raises ValueError where there is no such Gregorian day."""
    if not is_day(day):
        raise ValueError(f"no such day in the Gregorian calendar: {iso(day)}")
    year, month, mday = julian.from_gregorian(*day)
    return year, month, mday


def renamed(rename: Callable[[Day], Day], day: Day) -> Day | None:
    """A day's name in the other calendar, by ``julian_to_gregorian`` or the reverse; None where there is no such day."""
    try:
        return rename(day)
    except ValueError:
        return None


def hijri_year(year: int) -> tuple[Day, Day]:
    """First and last Gregorian day of a Hijri year (tabular Islamic calendar, as in ``convertdate``)."""
    first = islamic.to_gregorian(year, 1, 1)
    last_jd = gregorian.to_jd(*islamic.to_gregorian(year + 1, 1, 1)) - 1
    last = gregorian.from_jd(last_jd)
    return (first[0], first[1], first[2]), (last[0], last[1], last[2])
