"""From a form that fits a run to what it means: an interval, and the two styles of a pair.

One general reading serves all forms: what an end leaves out it takes from the other end (``17 – 19 шілде``,
``1905 – 07``), years go forward, months backward. Nothing is guessed: a reading that makes no calendar sense
is refused with None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import regex

from jylnama.dates import values
from jylnama.dates.calendars import (
    Day,
    gregorian_to_julian,
    hijri_year,
    is_day,
    iso,
    julian_to_gregorian,
    month_length,
    parse_iso,
    renamed,
)
from jylnama.dates.grammar import Fit
from jylnama.dates.lexer import Run
from jylnama.dates.styles import day_number
from jylnama.dates.values import Interval
from jylnama.document import PRECISIONS
from jylnama.kazakh.numerals import roman_value

FIRST_YEAR, LAST_YEAR = 100, 2100
# `80-жылдары` before any century is named: Kazakh prose means the twentieth
OWN_CENTURY = 20
_BRONZE_AGE = 15  # centuries that count down from one later than this (XIX–XVIII) are rather a slip
_LAST_DAY = 39  # 32 қаңтар is a slip of the pen, 45 наурыз is not read as a day
# days in two styles are written down to the year of the reform; a slip of the pen in one is a day or two
_LAST_PAIRS, _SLIP_DAYS = 1918, 2
_YEAR_FIRST = regex.compile(r"\d{4}\.")
# the first year in which `өткен ғасыр` is sure to be the twentieth century
_MODERN = 1992
# what "first days", "last years" are a part of, by the unit that they stand behind; elsewhere they make no sense
_EDGES = {
    "month": {"first days": "begin", "last days": "end"},
    "year": {"first days": "first days", "last days": "last days"},
    "decade": {"first years": "begin", "last years": "end"},
    "century": {"first years": "begin", "last years": "end"},
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the text before an anaphoric or yearless date has set: the last year, month and day named.

    ``interval`` is the last year or stretch of years as a whole; ``century`` the last century or the
    century of the last year; ``near`` the year that `30-жылдары` is near to, None where a century has set
    the scene since; ``latest`` the latest year that the whole text names. ``forward``: what is read now is no
    earlier than ``near``.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    century: int | None = None
    interval: Interval | None = None
    near: int | None = None
    latest: int | None = None
    forward: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of one date expression. ``os`` and ``ns`` are (start, end) in ISO, None for what is not written."""

    interval: Interval
    relative: bool = False
    approximate: bool = False
    calendar: str = "unstated"
    os: tuple[str | None, str | None] | None = None
    ns: tuple[str | None, str | None] | None = None
    pair_status: str | None = None
    impossible: bool = False


class _NoSenseError(Exception):
    """The parts of an expression do not go together (the last days of a century)."""


class _Parts:
    """The captured values of a fit, by capture name."""

    def __init__(self, run: Run, fit: Fit) -> None:
        self.atoms = {name: run.atoms[index] for name, index in fit.groups.items()}
        self._groups, self._letters = fit.groups, run.letters
        # the plural year word right behind the first year
        self.decades = "p" in run.letters[fit.groups.get("y1", fit.end) : fit.groups.get("p1", 0)]
        self.listed = _list_of_years(run, fit)
        # 1930 және 1940 жылдары: decades where all of a list are round and the plural stands in full
        self.decades_listed = bool(self.listed) and all(year % 10 == 0 for year in self.listed) and _plural_in_full(run, fit)

    def __getitem__(self, name: str) -> Any:
        atom = self.atoms.get(name)
        return None if atom is None else atom.value

    def __contains__(self, name: str) -> bool:
        return name in self.atoms

    def part(self, name: str, unit: str) -> str | None:
        """The part word captured as ``name``, as a part of ``unit``; None if there is none."""
        value: str | None = self[name]
        if value in (None, "begin", "middle", "end"):
            return value
        if value not in _EDGES.get(unit, {}):
            raise _NoSenseError
        return _EDGES[unit][value]

    def same_bracket(self, first: str, last: str) -> bool:
        """Whether no closing bracket stands between two captures."""
        return ")" not in self._letters[self._groups[first] : self._groups[last]]


def _list_of_years(run: Run, fit: Fit) -> list[int]:
    """The years of the list (``1917, 1918 және 1920 жылдары``) that a fit is an item of; empty where it is none."""
    first = last = fit.groups.get("y1")
    if first is None or last is None:
        return []
    while first > 1 and run.letters[first - 2] == "Y" and run.letters[first - 1] in ",&+":
        first -= 2
    while run.letters[last + 1 : last + 3] in (",Y", "&Y", "+Y"):
        last += 2
    return [run.atoms[i].value for i in range(first, last + 1, 2)] if last > first else []


def _plural_in_full(run: Run, fit: Fit) -> bool:
    """Whether the year word behind the list is ``жылдары``, not ``жж.``."""
    at = next((i for i in range(fit.start, len(run.letters)) if run.letters[i] in "yp"), None)
    return at is not None and run.letters[at] == "p" and run.atoms[at].form != "abbr"


def build(run: Run, fit: Fit, anchor: Anchor) -> Reading | None:
    """The reading of a fit, or None if it makes no calendar sense or lacks the year that it refers to."""
    try:
        reading = _read(_Parts(run, fit), fit.form.name, anchor)
    except _NoSenseError:
        return None
    return reading and replace(reading, approximate=reading.approximate or "ap" in fit.groups)


def _read(parts: _Parts, form: str, anchor: Anchor) -> Reading | None:
    aw = parts.atoms["aw"].letter if "aw" in parts else ""
    if "hj" in parts or form.startswith("Hijri"):
        reading = _hijri(parts)
    elif "x1" in parts:
        reading = _numeric(parts)
    elif "l1" in parts:
        reading = _millennium(parts)
    elif "k1" in parts or "k2" in parts or "k3" in parts:
        reading = _short_year(parts, anchor) if form.startswith("short year") else _decade(parts, anchor)
    elif "c1" in parts or aw == "c":
        reading = _century(parts, anchor)
    elif form == "bare season":
        reading = _bare_season(parts, anchor)
    elif form == "next day":
        reading = _day_after(anchor, 1)
    elif aw and aw in "dm" and "an" in parts:
        reading = _anaphoric_day_or_month(parts, anchor)
    else:
        reading = _by_year(parts, anchor)
    if reading is None:
        return None
    if reading.interval.last < reading.interval.first and reading.pair_status is None:
        # kept as written only where two full ends are written (the checks report it)
        if not (parts["y1"] and parts["y2"]) and not (parts["m1"] and parts["m2"]) and not parts["d2"] and "x2" not in parts:
            return None
    # a slash, or one style named behind the other, is a pair only if the days are the same but for a slip of the pen
    doubtful = "sl" in parts or form == "styled pair" and "st0" not in parts
    return None if doubtful and reading.pair_status == "inconsistent" and not _is_slip(reading) else reading


def _by_year(parts: _Parts, anchor: Anchor) -> Reading | None:
    first_year, relative = _first_year(parts, anchor)
    if "an" in parts and "s1" in parts and "aw" not in parts and first_year is not None:
        # the summer after a day in March is of the same year, after a year or a day in autumn of the next
        past = anchor.month is None or anchor.month > values.SEASONS[parts["s1"]][0]
        first_year = first_year if past or parts["an"] != 1 else first_year - 1
    if "an" in parts and not any(key in parts for key in ("m1", "d1", "s1", "h1", "m2")):
        return _anaphoric_year(parts, anchor)
    if first_year is None:
        return None
    last_year = _last_year(parts, first_year)
    if last_year is None or not _plausible(first_year) or not _plausible(last_year):
        return None
    if "s0" in parts and not values.is_in_season(parts["m1"] or parts["m2"], parts["s0"]):
        return None
    if "mixed" in parts:
        reading = _mixed(parts, first_year, last_year)
    elif "d1" in parts:
        reading = _days(parts, first_year, last_year, anchor)
    elif "m1" in parts:
        reading = _months(parts, first_year, last_year)
    elif "s1" in parts:
        reading = _seasons(parts, first_year, last_year)
    elif "h1" in parts or "h2" in parts:
        reading = _year_fraction(parts, first_year)
    else:
        reading = _years(parts, first_year, last_year)
    return replace(reading, relative=relative) if reading and relative else reading


def _plausible(year: int) -> bool:
    return -5000 <= year <= LAST_YEAR and not 0 <= year < 1


def _first_year(parts: _Parts, anchor: Anchor) -> tuple[int | None, bool]:
    if "y1" in parts:
        year: int = parts["y1"]
        return (1 - year if "era" in parts else year), False
    if "yt" in parts:
        return parts["yt"], False
    if "my" in parts:
        return parts["my"][1], False
    if "ys" in parts:
        short = parts.atoms["ys"]
        if not 13 <= short.value <= 99 or short.letter == "W" and short.form != "ord":
            return None, True
        return (_century_near(anchor, short.value) - 1) * 100 + short.value, True
    if anchor.year is None:
        return None, True
    if "an" not in parts and _into_next_year(parts, anchor):
        return anchor.year + 1, True
    return anchor.year + (parts["an"] or 0), True


def _into_next_year(parts: _Parts, anchor: Anchor) -> bool:
    """``6 желтоқсанда …, қаңтарда …``: prose goes forward, so January behind December is the next one."""
    month = parts["m1"] if "m1" in parts else parts["m2"]
    return anchor.month is not None and month is not None and anchor.month >= 10 and month <= 3


def _last_year(parts: _Parts, first: int) -> int | None:
    if "y2" not in parts:
        return first
    written: int = parts["y2"]
    if "y3" in parts:  # 1771–1780/81
        return written - written % 100 + int(parts["y3"])
    if "era" in parts:
        return written if "ce2" in parts else 1 - written
    if parts.atoms["y2"].letter != "N":
        return written
    # `1905 – 07`, `1998 – 2`: the digits that are written replace the last ones
    width = parts.atoms["y2"].end - parts.atoms["y2"].start
    last = first - first % 10**width + written
    return last if last > first else None


def _anaphoric_year(parts: _Parts, anchor: Anchor) -> Reading | None:
    shift = parts["an"]
    if parts.atoms["aw"].letter == "p":
        if anchor.interval is None or shift:
            return None
        first, last = anchor.interval.first[0], anchor.interval.last[0]
        return Reading(values.year(first).until(values.year(last)), relative=True)
    year = anchor.year
    if year is None and anchor.interval is not None and shift > 0:  # 1374–1375 жж. … келесі жылы
        year = anchor.interval.last[0]
    return None if year is None else Reading(values.year(year + shift, parts.part("p1", "year")), relative=True)


def _years(parts: _Parts, first: int, last: int) -> Reading:
    if "p1" in parts and "p2" in parts:
        whole, unit = (values.decade, "decade") if first % 10 == last % 10 == 0 and parts.decades else (values.year, "year")
        return Reading(whole(first, parts.part("p1", unit)).until(whole(last, parts.part("p2", unit))))
    if "y2" in parts and _is_decade(parts, first):  # 1870-жж. – 1913 ж.
        return Reading(replace(values.decade(first, parts.part("p1", "decade")), precision="year").until(values.year(last)))
    if first == last:
        if _is_decade(parts, first) or parts.decades_listed and "p1" not in parts:
            return Reading(values.decade(first, parts.part("p1", "decade")))
        return Reading(values.year(first, parts.part("p1", "year")))
    if parts["p1"] == "turn":
        return Reading(values.year(first, "end").until(values.year(last, "begin")))
    return Reading(values.year(first).until(values.year(last)))


def _is_decade(parts: _Parts, year: int) -> bool:
    return "pl" in parts and year % 10 == 0 and (not parts.listed or parts.decades_listed)


def _seasons(parts: _Parts, first: int, last: int) -> Reading | None:
    part = parts.part("p1", "season")
    if "nq" in parts:  # 1920 жылға қараған қыста: the winter before
        return Reading(values.season(first - 1, "winter", part)) if parts["s1"] == "winter" else None
    if "p0" in parts:  # 1921 жылдың басындағы қыста: January and February
        edge = parts.part("p0", "year")
        if edge == "begin":
            return Reading(Interval((first, 1, 1), (first, 2, month_length(first, 2)), "season"))
        return Reading(values.season(first, "winter", part)) if edge == "end" else None
    if "s2" in parts:
        own, other = (part, parts.part("p2", "season")) if "p2" in parts else (None, None)
        # the winter that ends before a spring of its year began in the year before
        begun = own is not None and first == last and parts["s1"] == "winter" != parts["s2"]
        return Reading(values.season(first - begun, parts["s1"], own).until(values.season(last, parts["s2"], other)))
    # the winter of 1782–1783 is one winter
    if last == first + 1 and parts["s1"] == "winter":
        return Reading(values.season(first, "winter", part))
    return Reading(values.season(first, parts["s1"], part).until(values.season(last, parts["s1"], part)))


def _bare_season(parts: _Parts, anchor: Anchor) -> Reading | None:
    """``жазда``: behind a season in its year, or in the next if it comes earlier in the year; behind another date in its
    year, but spring behind autumn in the next. Winter is left alone there: it may be of either end of the year."""
    name, before = parts["s1"], anchor.interval
    if before is not None and before.precision == "season":
        year = before.first[0] + (values.SEASONS[name][0] < before.first[1])
    elif anchor.year is None or name == "winter":
        return None
    else:
        year = anchor.year + (name == "spring" and anchor.month is not None and anchor.month >= 9)
    return Reading(values.season(year, name), relative=True)


def _day_after(anchor: Anchor, days: int) -> Reading | None:
    """``келесі күні``, ``ертесіне``: counted from the day told before."""
    if anchor.year is None or anchor.month is None or anchor.day is None:
        return None
    year, month, mday = anchor.year, anchor.month, anchor.day + days
    if mday > month_length(year, month):
        year, month, mday = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
    return Reading(Interval((year, month, mday), (year, month, mday), "day"), relative=True)


def _year_fraction(parts: _Parts, year: int) -> Reading | None:
    if _is_decade(parts, year):
        return _half_of_decade(parts, year)
    start = values.year_fraction(year, *_fraction(parts, "1", (2, 3, 4))) if "h1" in parts else None
    if "h2" not in parts and "p2" not in parts:
        return Reading(start) if start else None
    last = parts["y2"] or year
    first = start or values.year(year, parts.part("p1", "year"))
    end = (
        values.year_fraction(last, *_fraction(parts, "2", (2, 3, 4)))
        if "h2" in parts
        else values.year(last, parts.part("p2", "year"))
    )
    return Reading(first.until(end))


def _fraction(parts: _Parts, end: str, known: tuple[int, ...]) -> tuple[int, int]:
    """Index (from 1) and denominator of the fraction of an end."""
    of: int = parts[f"h{end}"]
    index: int = parts[f"o{end}"]
    index = of if index == -1 else index
    if of not in known or not 1 <= index <= of:
        raise _NoSenseError
    return index, of


def _half_of_decade(parts: _Parts, first_year: int) -> Reading:
    index, _ = _fraction(parts, "1", (2,))
    first = first_year + 5 * (index - 1)
    return Reading(Interval((first, 1, 1), (first + 4, 12, 31), "decade"))


def _months(parts: _Parts, first: int, last: int) -> Reading | None:
    if "m2" not in parts:
        if "h1" in parts:
            return Reading(values.month_fraction(first, parts["m1"], *_fraction(parts, "1", (2, 3))))
        return Reading(values.month(first, parts["m1"], parts.part("p1", "month")))
    if last == first and parts["m2"] < parts["m1"]:
        # `желтоқсан – қаңтар`: into the next year; a year written behind is the last one
        first, last = (first - 1, last) if "yt" in parts else (first, last + 1)
    p1, p2 = parts.part("p1", "month"), parts.part("p2", "month")
    return Reading(values.month(first, parts["m1"], p1).until(values.month(last, parts["m2"], p2)))


def _days(parts: _Parts, first_year: int, last_year: int, anchor: Anchor) -> Reading | None:
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
        return _pair(parts, os_first, os_last)
    impossible = not (is_day(os_first, is_julian=True) and is_day(os_last, is_julian=True))
    calendar = ("gregorian" if _is_new_style(parts, "st0") else "julian") if "st0" in parts else "unstated"
    if impossible:
        stretch = values.month(first_year, m1).until(values.month(last_year, m2))
        return Reading(stretch, calendar=calendar, impossible=True)
    return Reading(Interval(_eve(os_first) if "nq" in parts else os_first, os_last, "day"), calendar=calendar)


def _mixed(parts: _Parts, first_year: int, last_year: int) -> Reading | None:
    """A stretch whose ends are told unlike: ``1894 – 10 ақпан 1938``; it has the precision of the coarser one."""
    first, last = _end(parts, "1", first_year), _end(parts, "2", last_year)
    if first is None or last is None:
        return None
    coarser = max(first.precision, last.precision, key=PRECISIONS.index)
    return Reading(replace(first.until(last), precision=coarser))


def _end(parts: _Parts, number: str, year: int) -> Interval | None:
    """One end of a stretch, as exactly as it is told; None for a day that is none."""
    month, mday = parts["m" + number], parts["d" + number]
    if mday is not None:
        return values.day(year, month, mday) if is_day((year, month, mday), is_julian=True) else None
    return values.month(year, month) if month is not None else values.year(year, parts.part("p" + number, "year"))


def _eve(day: Day) -> Day:
    """The day before: ``3 наурызға қараған түні`` is the night from the second to the third."""
    year, month, mday = day
    if mday > 1:
        return year, month, mday - 1
    year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return year, month, month_length(year, month)


def _pair(parts: _Parts, first: Day, last: Day) -> Reading | None:
    """Old Style days with the New Style ones in brackets (or, by the text's word or the arithmetic, the reverse)."""
    single = "d2" not in parts
    other_first = _other_style(parts, "1", first)
    other_last = other_first if single else _other_style(parts, "2", last)
    if other_first is None and other_last is None:
        return None
    written = [(first, other_first), (last, other_last)]
    both = [(a, b) for a, b in written if b is not None]
    if "st0" in parts:
        reverse = _is_new_style(parts, "st0")
    else:
        reverse = not _is_new_style(parts, "st1") if "st1" in parts else _reads_reversed(both)
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


def _is_new_style(parts: _Parts, name: str) -> bool:
    return parts.atoms[name].letter != "o"


def _other_style(parts: _Parts, end: str, own: Day) -> Day | None:
    if f"nx{end}" in parts:
        year, month, mday = _numeric_day(parts[f"nx{end}"])
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


def _may_be_pair(old: Day, new: Day) -> bool:
    """Whether a slip of the pen parts the two, a month off at most, or the year alone: farther days are two dates."""
    year, month, day = renamed(julian_to_gregorian, old) or old
    near = abs((year - new[0]) * 372 + (month - new[1]) * 31 + day - new[2]) <= 45
    return near or any(_same_day((old[0] + shift, *old[1:]), new) for shift in (-1, 1))


def _is_slip(reading: Reading) -> bool:
    """Whether each pair that is no one day misses it by few days: nobody writes two different days that way."""
    written = [(parse_iso(a), parse_iso(b)) for a, b in zip(reading.os or (), reading.ns or (), strict=True) if a and b]
    return bool(written) and all(_is_nearly_right(old, new) for old, new in written)


def _is_nearly_right(old: Day, new: Day) -> bool:
    right = renamed(julian_to_gregorian, old)
    if right is None or not is_day(new) or old[0] > _LAST_PAIRS:
        return False
    return abs(day_number(iso(right)) - day_number(iso(new))) <= _SLIP_DAYS


def slips(written: Day, right: Day) -> int:
    """How many slips of the pen make a day of another one: year, month, and the day's digits; the next day is one slip."""
    digits = sum(a != b for a, b in zip(f"{written[2]:02d}", f"{right[2]:02d}", strict=True))
    days = 1 if abs(written[2] - right[2]) == 1 else digits
    return (written[0] != right[0]) + (written[1] != right[1]) + days


def pair_slips(old: Day, new: Day) -> int | None:
    """The fewest slips that explain an Old Style and a New Style day that are not the same; None where neither is a day."""
    rights = [(new, renamed(julian_to_gregorian, old)), (old, renamed(gregorian_to_julian, new))]
    return min((slips(written, right) for written, right in rights if right is not None), default=None)


def _same_day(old: Day, new: Day) -> bool:
    return renamed(julian_to_gregorian, old) == new


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


def _numeric_day(text: str) -> tuple[int | None, int, int]:
    """Year (if written), month, day of ``01.09.1939``, ``1939-09-01``, ``12/IX-1921``, ``12/IX``, ``7.11``."""
    fields = text.rstrip(".").replace(" ", "").replace("/", ".").replace("-", ".").split(".")
    if len(fields[0]) == 4:
        fields.reverse()
    month = int(fields[1]) if fields[1].isdigit() else roman_value(fields[1]) or 0
    if _YEAR_FIRST.match(text) and month > 12 >= int(fields[0]):
        return int(fields[2]), int(fields[0]), month  # 2005.27.07, as registers of laws have it
    return int(fields[2]) if len(fields) > 2 else None, month, int(fields[0])


def _numeric(parts: _Parts) -> Reading | None:
    years = {"x1": parts["y1"] or parts["yt"], "x2": parts["y2"]}
    days = []
    for key, written in years.items():
        if key in parts:
            year, month, mday = _numeric_day(parts[key])
            days.append((year or written, month, mday))
    if "x0" in parts:  # 23.II – 2.III.1954
        _, month, mday = _numeric_day(parts["x0"])
        days.insert(0, (days[0][0], month, mday))
    elif "d1" in parts:  # 21–26.07.1917
        days.insert(0, (*days[0][:2], parts["d1"]))
    if not all(FIRST_YEAR <= year <= LAST_YEAR for year, _, _ in days):
        return None
    if "nx1" in parts:
        return _pair(parts, days[0], days[-1])
    if all(is_day(d, is_julian=True) for d in days):
        return Reading(Interval(days[0], days[-1], "day"))
    if parts.atoms["x1"].letter == "F" or "-" in parts["x1"]:
        return None  # 1917-23-11 is no date that went wrong
    if all(1 <= month <= 12 for _, month, _ in days):
        stretch = values.month(*days[0][:2]).until(values.month(*days[-1][:2]))
        return Reading(stretch, impossible=True)
    return Reading(values.year(days[0][0]).until(values.year(days[-1][0])), impossible=True)


def _century(parts: _Parts, anchor: Anchor) -> Reading | None:
    if "c1" not in parts:
        number = _anaphoric_century(parts, anchor)
        return None if number is None else Reading(_part_of_century(parts, number, "1"), relative=True)
    first = parts["c1"] * (-1 if "era" in parts else 1)
    if not _is_century(first) or not _counts_down(parts, "c"):
        return None
    if "c2" not in parts:
        if "h2" in parts or "p2" in parts:
            return Reading(_part_of_century(parts, first, "1").until(_part_of_century(parts, first, "2")))
        return Reading(_part_of_century(parts, first, "1"))
    last = parts["c2"] * (-1 if "era2" in parts or ("era" in parts and "ce2" not in parts) else 1)
    if last < first and "era" not in parts and "era2" not in parts and first <= _BRONZE_AGE:
        first, last = -first, -last  # XII–IX ғасырлар: centuries that count down are before Christ
    if last < first or not _is_century(last):
        return None
    if parts["p2"] == "turn":
        return Reading(values.century(first, "end").until(values.century(last, "begin")))
    return Reading(_part_of_century(parts, first, "1").until(_part_of_century(parts, last, "2")))


def _counts_down(parts: _Parts, name: str) -> bool:
    """Whether a number whose era the one before it tells is below that one: before Christ they count down."""
    before = parts[f"{name}0"]
    return before is None or parts[f"{name}1"] < before


def _is_century(number: int) -> bool:
    return -60 <= number <= 21 and number != 0


def _anaphoric_century(parts: _Parts, anchor: Anchor) -> int | None:
    shift = parts["an"] or 0
    if shift < 0:  # seen from the writer's day; who knows years of the twentieth century alone may be of that century
        return None if anchor.latest is not None and OWN_CENTURY * 100 - 100 < anchor.latest < _MODERN else OWN_CENTURY
    return None if anchor.century is None else anchor.century + shift


def _part_of_century(parts: _Parts, number: int, end: str) -> Interval:
    if "n1" in parts:
        return values.century_edge(number, parts["n1"], last=parts["o1"] == -1)
    if f"h{end}" in parts:
        return values.century_fraction(number, *_fraction(parts, end, (2, 3, 4, 10)))
    return values.century(number, parts.part(f"p{end}", "century"))


def _millennium(parts: _Parts) -> Reading | None:
    first = parts["l1"] * (-1 if "era" in parts else 1)
    last = first
    if "l2" in parts:
        last = parts["l2"] * (-1 if "era2" in parts or ("era" in parts and "ce2" not in parts) else 1)
    if not (-9 <= first <= last <= 3 and first and last) or not _counts_down(parts, "l"):
        return None

    def part(number: int, end: str) -> Interval:
        if f"h{end}" in parts:
            return values.millennium_fraction(number, *_fraction(parts, end, (2, 4)))
        return values.millennium(number, parts.part(f"p{end}", "millennium"))

    if "l2" in parts:
        return Reading(part(first, "1").until(part(last, "2")))
    return Reading(part(first, "1"))


def _decade(parts: _Parts, anchor: Anchor) -> Reading | None:
    if "y1" in parts:  # 1950-60-жылдары
        first = parts["y1"]
        last = parts["k3"] if "k3" in parts else first - first % 100 + parts["k2"]
        if first % 10 or last % 10 or last <= first:
            return None
        return Reading(values.decade(first).until(values.decade(last, parts.part("p1", "decade"))))
    if "c1" in parts:
        century = parts["c1"] * (-1 if "era" in parts else 1)
        return _decade_of(parts, century) if _is_century(century) else None
    near = _century_near(anchor, parts["k1"])
    own = _anaphoric_century(parts, anchor) if "an" in parts else near
    if own is None and parts["an"] < 0 and near == OWN_CENTURY:
        own = near  # the writer may be of the same century, but speaks of it all around
    reading = None if own is None else _decade_of(parts, own)
    return replace(reading, relative=True) if reading else None


def _century_near(anchor: Anchor, low: int) -> int:
    """The century of `30-жылдары`, `37-жылы`: where its year is nearest to the last one, forward rather than back.

    Where a century has set the scene since, that century; 21st-century years are written in full.
    """
    if anchor.near is None:
        return anchor.century or OWN_CENTURY

    def distance(year: int) -> int:
        return year - near if year >= near else 2 * (near - year)

    near, own = anchor.near, (anchor.near - 1) // 100 + 1
    centuries = [c for c in (own - 1, own, own + 1) if 1 <= c <= OWN_CENTURY]
    if anchor.forward:
        centuries = [c for c in centuries if (c - 1) * 100 + low + 9 >= near] or centuries
    return min(centuries, key=lambda c: distance((c - 1) * 100 + low), default=OWN_CENTURY)


def _decade_of(parts: _Parts, century: int) -> Reading | None:
    tens = [parts[key] for key in ("k1", "k2") if key in parts]
    if any(ten % 10 or not 0 < ten < 100 for ten in tens) or century < 1:
        return None
    base = (century - 1) * 100
    if len(tens) == 2:
        if tens[1] <= tens[0]:
            return None
        if "p2" in parts:
            first = values.decade(base + tens[0], parts.part("p1", "decade"))
            return Reading(first.until(values.decade(base + tens[1], parts.part("p2", "decade"))))
        last = values.decade(base + tens[1], None if parts["p1"] == "turn" else parts.part("p1", "decade"))
        return Reading(values.decade(base + tens[0]).until(last))
    if "h1" in parts:
        return _half_of_decade(parts, base + tens[0])
    return Reading(values.decade(base + tens[0], parts.part("p1", "decade")))


def _short_year(parts: _Parts, anchor: Anchor) -> Reading | None:
    """``37-жылы``, ``37-38-жылдары``: the century comes from the text before."""
    number, last = parts["k1"], parts["k2"]
    if not 13 <= number <= 99 or last is not None and not (0 < last - number < 10 and (number % 5 or last % 5)):
        return None
    year = (_century_near(anchor, number) - 1) * 100 + number
    if last is not None:
        return Reading(values.year(year).until(values.year(year + last - number)), relative=True)
    return Reading(values.year(year, parts.part("p1", "year")), relative=True)


def _anaphoric_day_or_month(parts: _Parts, anchor: Anchor) -> Reading | None:
    if anchor.year is None or anchor.month is None:
        return None
    if parts.atoms["aw"].letter == "m":
        index = anchor.year * 12 + anchor.month - 1 + parts["an"]
        year, month = divmod(index, 12)
        if "d1" in parts:
            day = (year, month + 1, parts["d1"])
            return Reading(Interval(day, day, "day"), relative=True) if is_day(day, is_julian=True) else None
        if "h1" in parts:
            return Reading(values.month_fraction(year, month + 1, *_fraction(parts, "1", (2, 3))), relative=True)
        return Reading(values.month(year, month + 1, parts.part("p1", "month")), relative=True)
    return _day_after(anchor, parts["an"]) if parts["an"] >= 0 else None


def _hijri(parts: _Parts) -> Reading | None:
    """A Hijri year with its Gregorian gloss has the gloss's value; without one it is left alone."""
    if "ny1" not in parts:
        return None
    first = parts["ny1"]
    last = first
    if "ny2" in parts:
        last = parts["ny2"] if parts.atoms["ny2"].letter == "Y" else first - first % 100 + parts["ny2"]
    return Reading(values.year(first).until(values.year(last))) if first <= last else None


def hijri_agrees(year: int, first: int, last: int) -> bool:
    """Whether a Hijri year touches the Gregorian years given (with a year's tolerance: sources round)."""
    begin, end = hijri_year(year)
    return begin[0] - 1 <= first and last <= end[0] + 1
