"""Old Style and New Style of single days: what a text's own use of the styles settles, and the order of mixed dates.

Russia and its dominions changed from the Julian (Old Style) to the Gregorian calendar (New Style) on 14 February 1918.
A single day before that may be meant in either. It is settled here only by what the text itself says:

1. a style told at the date (``1917 ж. 25 қазанда (ескіше)``): its ``calendar`` is julian or gregorian;
2. the other end of a stretch of which one end is written in both styles: ``26 шілде (8 тамыз) – 3 тамыз``;
3. a day that the same document elsewhere writes in both styles, consistently, as the Old Style of a pair, and never as
   the New Style of one.

Anything else (the time, the place, a register) settles nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jylnama.dates.calendars import iso, julian_to_gregorian, parse_iso, renamed
from jylnama.document import DateMention

REFORM = "1918-02-14"  # the first day that the new calendar had in Soviet Russia


def day_number(day: str) -> int:
    """Days from 1970-01-01 to an ISO 8601 day in the proleptic Gregorian calendar; negative before it, years BCE too.

    29 February of a Julian leap year that the Gregorian calendar does not have counts as 1 March.
    """
    year, month, mday = parse_iso(day)
    first = np.datetime64(f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-01", "D")
    return int(first.astype(np.int64)) + mday - 1


def gregorian_span(
    start: str, end: str, precision: str, calendar: str, ns_start: str | None, ns_end: str | None
) -> tuple[int, int]:
    """First and last day of a date as day numbers, for sorting mixed styles and precisions on one line.

    A New Style day, written or inferred, is taken; else a day that the text calls Julian is converted; else the day
    stands as written. Units wider than a day are never moved.
    """
    if precision != "day":
        return day_number(start), day_number(end)
    first = ns_start or _moved(start, calendar)
    last = ns_end or _moved(end, calendar)
    return day_number(first), max(day_number(first), day_number(last))


def _moved(day: str, calendar: str) -> str:
    return day if calendar != "julian" else _new_style(day) or day


def infer_new_style(dates: Sequence[DateMention]) -> None:
    """Fill ``ns_start`` and ``ns_end`` of single days whose style the text settles, with ``ns_inferred`` set.

    ``pair_status`` stays empty: it belongs to pairs that are written. Units wider than a day and impossible days are
    left alone, and from the reform on all days that are not told to be Old Style.
    """
    pairs = [date for date in dates if date.pair_status == "consistent"]
    old_days = {day for pair in pairs for day in (pair.os_start, pair.os_end) if day}
    new_days = {day for pair in pairs for day in (pair.ns_start, pair.ns_end) if day}
    for date in dates:
        if date.precision != "day" or date.impossible:
            continue
        if date.pair_status == "consistent":
            _fill_other_end(date)
        elif date.pair_status is None and date.ns_start is None:
            told = date.calendar if date.calendar != "unstated" else _of_pair(date, old_days, new_days)
            if told == "julian":
                _set(date, _new_style(date.start), _new_style(date.end))
            elif told == "gregorian" and date.start < REFORM:
                _set(date, date.start, date.end)


def _fill_other_end(date: DateMention) -> None:
    """One end of a stretch is written in both styles: what stands for the other is Old Style too."""
    if date.ns_start and not date.ns_end and date.end > date.start:
        new = _new_style(date.end)
        if new:
            date.ns_end, date.ns_inferred = new, True
    elif date.ns_end and not date.ns_start and date.end > date.start:
        new = _new_style(date.start)
        if new:
            date.ns_start, date.ns_inferred = new, True


def _of_pair(date: DateMention, old_days: set[str], new_days: set[str]) -> str | None:
    """Julian where all of its ends stand as Old Style in written pairs, and none as New Style."""
    ends = {date.start, date.end}
    return "julian" if ends <= old_days and not ends & new_days else None


def _new_style(day: str) -> str | None:
    new = renamed(julian_to_gregorian, parse_iso(day))
    return iso(new) if new else None


def _set(date: DateMention, start: str | None, end: str | None) -> None:
    if start and end:
        date.ns_start, date.ns_end, date.ns_inferred = start, end, True


__all__ = ["REFORM", "day_number", "gregorian_span", "infer_new_style"]
