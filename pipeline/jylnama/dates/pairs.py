"""The two styles of one day: which of two written days is the Old Style one, and whether they are one day at all."""

from __future__ import annotations

import regex

from jylnama.dates import values
from jylnama.dates.calendars import Day, gregorian_to_julian, is_day, iso, julian_to_gregorian, parse_iso, renamed
from jylnama.dates.reading import Parts, Reading
from jylnama.dates.styles import day_number
from jylnama.dates.values import Interval
from jylnama.kazakh.numerals import roman_value

# days in two styles are written down to the year of the reform; a slip of the pen in one is a day or two
_LAST_PAIRS, _SLIP_DAYS = 1918, 2
_YEAR_FIRST = regex.compile(r"\d{4}\.")


def read_pair(parts: Parts, first: Day, last: Day) -> Reading | None:
    """Old Style days with the New Style ones in brackets (or, by the text's word or the arithmetic, the reverse)."""
    single = "d2" not in parts
    other_first = _other_style(parts, "1", first)
    other_last = other_first if single else _other_style(parts, "2", last)
    if other_first is None and other_last is None:
        return None
    written = [(first, other_first), (last, other_last)]
    both = [(a, b) for a, b in written if b is not None]
    if "st0" in parts:
        reverse = parts.is_new_style("st0")
    else:
        reverse = not parts.is_new_style("st1") if "st1" in parts else _reads_reversed(both)
    if reverse:
        both = [(b, a) for a, b in both]
        written = [(b if b else a, a if b else None) for a, b in written]
    consistent = all(_same_day(a, b) for a, b in both)
    if all(a == b for a, b in both) or not all(_may_be_pair(a, b) for a, b in both):
        return None
    os_first, os_last = written[0][0], written[1][0]
    impossible = not all(is_day(d, is_julian=True) for d in (os_first, os_last))
    interval = (
        values.month(os_first[0], os_first[1]).until(values.month(os_last[0], os_last[1]))
        if impossible
        else Interval(os_first, os_last, "day")
    )
    ns_days = [b for _, b in written]
    os_iso = (iso(os_first), iso(os_last))
    ns_iso = (iso(ns_days[0]) if ns_days[0] else None, iso(ns_days[1]) if ns_days[1] else None)
    return Reading(
        interval, calendar="julian", os=os_iso, ns=ns_iso, impossible=impossible,
        pair_status="consistent" if consistent else "inconsistent",
    )  # fmt: skip


def _other_style(parts: Parts, end: str, own: Day) -> Day | None:
    if f"nx{end}" in parts:
        year, month, mday = numeric_day(parts[f"nx{end}"])
    elif f"nd{end}" in parts:
        year, mday = parts[f"ny{end}"], parts[f"nd{end}"]
        month = parts[f"nm{end}"]
        if month is None:  # the month of the other end in the same bracket, or that of the day outside
            other = "2" if end == "1" else "1"
            ends = (f"nd{min(end, other)}", f"nd{max(end, other)}")
            shared = f"nm{other}" in parts and ends[1] in parts and parts.same_bracket(*ends)
            month = parts[f"nm{other}"] if shared else own[1]
    elif f"nb{end}" in parts:  # 2 наурызда (15): only if that is the other name of the day
        names = [renamed(julian_to_gregorian, own), renamed(gregorian_to_julian, own)]
        return next((day for day in names if day and day[2] == parts[f"nb{end}"]), None)
    else:
        return None
    if year is None:
        year = own[0] + (1 if month < own[1] - 6 else -1 if month > own[1] + 6 else 0)
    return (year, month, mday) if 1 <= mday <= 31 and 1 <= month <= 12 else None


def numeric_day(text: str) -> tuple[int | None, int, int]:
    """Year (if written), month, day of ``01.09.1939``, ``1939-09-01``, ``12/IX-1921``, ``12/IX``, ``7.11``."""
    fields = text.rstrip(".").replace(" ", "").replace("/", ".").replace("-", ".").split(".")
    if len(fields[0]) == 4:
        fields.reverse()
    month = int(fields[1]) if fields[1].isdigit() else roman_value(fields[1]) or 0
    if _YEAR_FIRST.match(text) and month > 12 >= int(fields[0]):
        return int(fields[2]), int(fields[0]), month  # 2005.27.07, as registers of laws have it
    return int(fields[2]) if len(fields) > 2 else None, month, int(fields[0])


def _may_be_pair(old: Day, new: Day) -> bool:
    """Whether a slip of the pen parts the two, a month off at most, or the year alone: farther days are two dates."""
    year, month, day = renamed(julian_to_gregorian, old) or old
    near = abs((year - new[0]) * 372 + (month - new[1]) * 31 + day - new[2]) <= 45
    return near or any(_same_day((old[0] + shift, *old[1:]), new) for shift in (-1, 1))


def _reads_reversed(pairs: list[tuple[Day, Day]]) -> bool:
    """Whether every bracketed day is the Old Style name of the day before it, and none the New Style name.

    Where a slip of the pen parts them and the bracketed days are the earlier ones: whether it takes fewer slips so.
    """
    if all(_same_day(other, own) and not _same_day(own, other) for own, other in pairs):
        return True
    if any(_same_day(own, other) or other >= own for own, other in pairs):
        return False
    ways = [(pair_slips(own, other), pair_slips(other, own)) for own, other in pairs]
    if any(not (is_day(own) and is_day(other)) or None in way for (own, other), way in zip(pairs, ways, strict=True)):
        return False
    return sum(reverse or 0 for _, reverse in ways) < sum(plain or 0 for plain, _ in ways)


def _same_day(old: Day, new: Day) -> bool:
    return renamed(julian_to_gregorian, old) == new


def is_slip(reading: Reading) -> bool:
    """Whether each pair that is no one day misses it by few days: nobody writes two different days that way."""
    written = [(parse_iso(a), parse_iso(b)) for a, b in zip(reading.os or (), reading.ns or (), strict=True) if a and b]
    return bool(written) and all(_is_nearly_right(old, new) for old, new in written)


def _is_nearly_right(old: Day, new: Day) -> bool:
    right = renamed(julian_to_gregorian, old)
    if right is None or not is_day(new) or old[0] > _LAST_PAIRS:
        return False
    return abs(day_number(iso(right)) - day_number(iso(new))) <= _SLIP_DAYS


def pair_slips(old: Day, new: Day) -> int | None:
    """The fewest slips that explain an Old Style and a New Style day that are not the same; None where neither is a day."""
    rights = [(new, renamed(julian_to_gregorian, old)), (old, renamed(gregorian_to_julian, new))]
    return min((slips(written, right) for written, right in rights if right is not None), default=None)


def slips(written: Day, right: Day) -> int:
    """How many slips of the pen make a day of another one: year, month, and the day's digits; the next day is one slip."""
    digits = sum(a != b for a, b in zip(f"{written[2]:02d}", f"{right[2]:02d}", strict=True))
    days = 1 if abs(written[2] - right[2]) == 1 else digits
    return (written[0] != right[0]) + (written[1] != right[1]) + days
