"""Readings of days and months, alone or as the ends of a stretch, written in words or in figures, told or referred to."""

from __future__ import annotations

from jylnama.dates import values
from jylnama.dates.calendars import Day, is_day, month_length
from jylnama.dates.pairs import numeric_day, read_pair
from jylnama.dates.reading import Anchor, Parts, Reading
from jylnama.dates.values import Interval
from jylnama.document import PRECISIONS

FIRST_YEAR, LAST_YEAR = 100, 2100

_LAST_DAY = 39  # 32 қаңтар is a slip of the pen, 45 наурыз is not read as a day


def read_days(parts: Parts, first_year: int, last_year: int, anchor: Anchor) -> Reading | None:
    d1, d2 = parts["d1"], parts["d2"] if "d2" in parts else parts["d1"]
    m1 = parts["m1"] if "m1" in parts else parts["m2"]
    if m1 is None and "y1" not in parts:  # 16-нан 17-не қараған түні: in the month of the text before
        m1 = anchor.month
    if "my" in parts:
        m1 = parts["my"][0]
    m2 = parts["m2"] if "m2" in parts else m1
    if m1 is None or not (1 <= d1 <= _LAST_DAY and 1 <= d2 <= _LAST_DAY):
        return None
    if "yt" in parts and m2 < m1 and first_year == last_year:
        first_year -= 1
    elif m2 < m1 and first_year == last_year and m1 >= 10 and m2 <= 3:
        last_year += 1
    os_first, os_last = (first_year, m1, d1), (last_year, m2, d2)
    if any(key in parts for key in ("nd1", "nd2", "nx1", "nx2", "nb1")):
        return read_pair(parts, os_first, os_last)
    impossible = not (is_day(os_first, is_julian=True) and is_day(os_last, is_julian=True))
    calendar = ("gregorian" if parts.is_new_style("st0") else "julian") if "st0" in parts else "unstated"
    if impossible:
        stretch = values.month(first_year, m1).until(values.month(last_year, m2))
        return Reading(stretch, calendar=calendar, impossible=True)
    return Reading(Interval(_eve(os_first) if "nq" in parts else os_first, os_last, "day"), calendar=calendar)


def _eve(day: Day) -> Day:
    """The day before: ``3 наурызға қараған түні`` is the night from the second to the third."""
    year, month, mday = day
    if mday > 1:
        return year, month, mday - 1
    year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return year, month, month_length(year, month)


def read_months(parts: Parts, first: int, last: int) -> Reading | None:
    if "m2" not in parts:
        if "h1" in parts:
            return Reading(values.month_fraction(first, parts["m1"], *parts.fraction("1", (2, 3))))
        return Reading(values.month(first, parts["m1"], parts.part("p1", "month")))
    if last == first and parts["m2"] < parts["m1"]:
        # `желтоқсан – қаңтар`: into the next year; a year written behind is the last one
        first, last = (first - 1, last) if "yt" in parts else (first, last + 1)
    p1, p2 = parts.part("p1", "month"), parts.part("p2", "month")
    return Reading(values.month(first, parts["m1"], p1).until(values.month(last, parts["m2"], p2)))


def read_mixed(parts: Parts, first_year: int, last_year: int) -> Reading | None:
    """A stretch whose ends are told unlike: ``1894 – 10 ақпан 1938``; it has the precision of the coarser one."""
    first, last = _end(parts, "1", first_year), _end(parts, "2", last_year)
    if first is None or last is None:
        return None
    coarser = max(first.precision, last.precision, key=PRECISIONS.index)
    return Reading(first.until(last)._replace(precision=coarser))


def _end(parts: Parts, number: str, year: int) -> Interval | None:
    """One end of a stretch, as exactly as it is told; None for a day that is none."""
    month, mday = parts["m" + number], parts["d" + number]
    if mday is not None:
        return values.day(year, month, mday) if is_day((year, month, mday), is_julian=True) else None
    return values.month(year, month) if month is not None else values.year(year, parts.part("p" + number, "year"))


def read_numeric(parts: Parts) -> Reading | None:
    years = {"x1": parts["y1"] or parts["yt"], "x2": parts["y2"]}
    days = []
    for key, written in years.items():
        if key in parts:
            year, month, mday = numeric_day(parts[key])
            days.append((year or written, month, mday))
    if "x0" in parts:  # 23.II – 2.III.1954
        _, month, mday = numeric_day(parts["x0"])
        days.insert(0, (days[0][0], month, mday))
    elif "d1" in parts:  # 21–26.07.1917
        days.insert(0, (*days[0][:2], parts["d1"]))
    if not all(FIRST_YEAR <= year <= LAST_YEAR for year, _, _ in days):
        return None
    if "nx1" in parts:
        return read_pair(parts, days[0], days[-1])
    if all(is_day(d, is_julian=True) for d in days):
        return Reading(Interval(days[0], days[-1], "day"))
    if parts.atoms["x1"].letter == "F" or "-" in parts["x1"]:
        return None  # 1917-23-11 is no date that went wrong
    if all(1 <= month <= 12 for _, month, _ in days):
        stretch = values.month(*days[0][:2]).until(values.month(*days[-1][:2]))
        return Reading(stretch, impossible=True)
    return Reading(values.year(days[0][0]).until(values.year(days[-1][0])), impossible=True)


def read_anaphoric_day_or_month(parts: Parts, anchor: Anchor) -> Reading | None:
    if anchor.year is None or anchor.month is None:
        return None
    if parts.atoms["aw"].letter == "m":
        index = anchor.year * 12 + anchor.month - 1 + parts["an"]
        year, month = divmod(index, 12)
        if "d1" in parts:
            day = (year, month + 1, parts["d1"])
            return Reading(Interval(day, day, "day"), relative=True) if is_day(day, is_julian=True) else None
        if "h1" in parts:
            return Reading(values.month_fraction(year, month + 1, *parts.fraction("1", (2, 3))), relative=True)
        return Reading(values.month(year, month + 1, parts.part("p1", "month")), relative=True)
    return day_after(anchor, parts["an"]) if parts["an"] >= 0 else None


def day_after(anchor: Anchor, days: int) -> Reading | None:
    """``келесі күні``, ``ертесіне``: counted from the day told before."""
    if anchor.year is None or anchor.month is None or anchor.day is None:
        return None
    year, month, mday = anchor.year, anchor.month, anchor.day + days
    if mday > month_length(year, month):
        year, month, mday = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
    return Reading(Interval((year, month, mday), (year, month, mday), "day"), relative=True)
