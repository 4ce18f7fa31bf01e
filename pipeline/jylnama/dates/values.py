"""What a date means: pure intervals of days, their precision and their EDTF string. No spaCy here.

Conventions (parts of a year, a century, …) are those of the annotation scheme, given as data below.
"""

from __future__ import annotations

from typing import NamedTuple

from jylnama.dates.calendars import Day, iso, month_length

# first and last month of a part of a year; day of a month; year of a decade; year of a century (1-based)
YEAR_PARTS = {"begin": (1, 4), "middle": (5, 8), "end": (9, 12)}
MONTH_PARTS = {"begin": (1, 10), "middle": (11, 20), "end": (21, 31)}
DECADE_PARTS = {"begin": (0, 3), "middle": (4, 6), "end": (7, 9)}
CENTURY_PARTS = {"begin": (1, 30), "middle": (31, 70), "end": (71, 100)}
MILLENNIUM_PARTS = {"begin": (1, 300), "middle": (301, 700), "end": (701, 1000)}
YEAR_EDGES = {"first days": ((1, 1), (1, 10)), "last days": ((12, 21), (12, 31))}  # months and days
SEASON_PARTS = {"begin": 0, "middle": 1, "end": 2}  # each of its months
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 14)}


class Interval(NamedTuple):
    """Days from ``first`` to ``last``, both meant, as the text writes them."""

    first: Day
    last: Day
    precision: str

    @property
    def start(self) -> str:
        return iso(self.first)

    @property
    def end(self) -> str:
        return iso(self.last)

    def until(self, other: Interval) -> Interval:
        """The stretch from the first day of this to the last day of the other, with this one's precision."""
        return Interval(self.first, other.last, self.precision)


def day(year: int, month: int, mday: int) -> Interval:
    return Interval((year, month, mday), (year, month, mday), "day")


def month(year: int, number: int, part: str | None = None) -> Interval:
    length = month_length(year, number)
    first, last = MONTH_PARTS[part] if part else (1, length)
    return Interval((year, number, first), (year, number, min(last, length)), "month")


def month_fraction(year: int, number: int, index: int, of: int) -> Interval:
    """The ``index``-th (from 1) half (15 days and the rest) or third (10, 10 and the rest) of a month."""
    size = 30 // of
    last = month_length(year, number) if index == of else index * size
    return Interval((year, number, (index - 1) * size + 1), (year, number, last), "month")


def year(number: int, part: str | None = None) -> Interval:
    if part in YEAR_EDGES:
        (m1, d1), (m2, d2) = YEAR_EDGES[part]
        return Interval((number, m1, d1), (number, m2, d2), "year")
    first, last = YEAR_PARTS[part] if part else (1, 12)
    return Interval((number, first, 1), (number, last, month_length(number, last)), "year")


def year_fraction(number: int, index: int, of: int) -> Interval:
    """The ``index``-th (from 1) half, third or quarter of a year."""
    size = 12 // of
    last = index * size
    return Interval((number, last - size + 1, 1), (number, last, month_length(number, last)), "year")


def season(number: int, name: str, part: str | None = None) -> Interval:
    """A season; its parts are its months. Winter begins in December of its year."""
    first, last = SEASONS[name]
    if part:
        first = last = first + SEASON_PARTS[part]
    (y1, m1), (y2, m2) = ((number + (m > 12), m - 12 * (m > 12)) for m in (first, last))
    return Interval((y1, m1, 1), (y2, m2, month_length(y2, m2)), "season")


def is_in_season(number: int, name: str) -> bool:
    """Whether a month is one of a season's."""
    first, last = SEASONS[name]
    return first <= number <= last or first <= number + 12 <= last


def decade(first_year: int, part: str | None = None) -> Interval:
    low, high = DECADE_PARTS[part] if part else (0, 9)
    return Interval((first_year + low, 1, 1), (first_year + high, 12, 31), "decade")


def century(number: int, part: str | None = None) -> Interval:
    """Century ``number``; negative numbers are centuries BCE (-1 is 100–1 BCE)."""
    low, high = CENTURY_PARTS[part] if part else (1, 100)
    return _century_years(number, low, high)


def century_fraction(number: int, index: int, of: int) -> Interval:
    """The ``index``-th (from 1) half, third, quarter or tenth of a century."""
    return _century_years(number, (index - 1) * 100 // of + 1, index * 100 // of)


def century_edge(number: int, years: int, *, last: bool) -> Interval:
    """The first or the last so many years of a century."""
    years = min(years, 100)
    return _century_years(number, 101 - years, 100) if last else _century_years(number, 1, years)


def millennium(number: int, part: str | None = None) -> Interval:
    """Millennium ``number``, negative before our era; the scheme's coarsest precision is the century."""
    low, high = MILLENNIUM_PARTS[part] if part else (1, 1000)
    base = (number - 1) * 1000 if number > 0 else number * 1000
    return Interval((base + low, 1, 1), (base + high, 12, 31), "century")


def millennium_fraction(number: int, index: int, of: int) -> Interval:
    """The ``index``-th (from 1) half or quarter of a millennium."""
    whole = millennium(number)
    base, size = whole.first[0] - 1, 1000 // of
    return Interval((base + (index - 1) * size + 1, 1, 1), (base + index * size, 12, 31), "century")


def _century_years(number: int, low: int, high: int) -> Interval:
    base = (number - 1) * 100 if number > 0 else number * 100
    return Interval((base + low, 1, 1), (base + high, 12, 31), "century")


def edtf(interval: Interval, *, approximate: bool = False) -> str:
    """EDTF (ISO 8601-2, levels 0–2) string that denotes exactly the interval.

    Whole years, months and decades are written as such; ``~`` marks what the text calls approximate.
    """
    mark = "~" if approximate else ""
    (y1, m1, d1), (y2, m2, d2) = interval.first, interval.last
    whole_months = d1 == 1 and d2 == month_length(y2, m2) and interval.precision != "day"
    whole_years = whole_months and m1 == 1 and m2 == 12
    if whole_years and interval.precision == "decade" and y1 > 0 and y1 % 10 == 0 and y2 == y1 + 9:
        return f"{y1 // 10:03d}X{mark}"
    length = 1 if whole_years else 2 if whole_months else 3
    ends = [_edtf_point(point, length) for point in (interval.first, interval.last)]
    if ends[0] == ends[1]:
        return ends[0] + mark
    return f"{ends[0]}{mark}/{ends[1]}{mark}"


def _edtf_point(point: Day, length: int) -> str:
    year_number, month_number, day_number = point
    sign = "-" if year_number < 0 else ""
    return "-".join([f"{sign}{abs(year_number):04d}", f"{month_number:02d}", f"{day_number:02d}"][:length])
