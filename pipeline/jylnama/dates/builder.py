"""From a form that fits a run to what it means: an interval, and the two styles of a pair.

One general reading serves all forms: what an end leaves out it takes from the other end (``17 – 19 шілде``,
``1905 – 07``), years go forward, months backward. Nothing is guessed: a reading that makes no calendar sense
is refused with None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from jylnama.dates import values
from jylnama.dates.calendars import Day, hijri_year, is_day, iso, julian_to_gregorian
from jylnama.dates.grammar import Fit
from jylnama.dates.lexer import Run
from jylnama.dates.values import Interval
from jylnama.kazakh.numerals import roman_value

FIRST_YEAR, LAST_YEAR = 100, 2100
# `80-жылдары` before any century is named: Kazakh prose means the twentieth
_OWN_CENTURY = 20


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the text before an anaphoric or yearless date has set: the last year, month and day named.

    ``interval`` is the last year or stretch of years as a whole; ``century`` the last century or the
    century of the last year.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    century: int | None = None
    interval: Interval | None = None


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


class _Parts:
    """The captured values of a fit, by capture name."""

    def __init__(self, run: Run, fit: Fit) -> None:
        self.atoms = {name: run.atoms[index] for name, index in fit.groups.items()}
        self._groups, self._letters = fit.groups, run.letters

    def __getitem__(self, name: str) -> Any:
        atom = self.atoms.get(name)
        return None if atom is None else atom.value

    def __contains__(self, name: str) -> bool:
        return name in self.atoms

    def same_bracket(self, first: str, last: str) -> bool:
        """Whether no closing bracket stands between two captures."""
        return ")" not in self._letters[self._groups[first] : self._groups[last]]


def build(run: Run, fit: Fit, anchor: Anchor) -> Reading | None:
    """The reading of a fit, or None if it makes no calendar sense or lacks the year that it refers to."""
    parts = _Parts(run, fit)
    if "hj" in parts or fit.form.name.startswith("Hijri"):
        reading = _hijri(parts)
    elif "x1" in parts:
        reading = _numeric(parts)
    elif "c1" in parts or (parts.atoms.get("aw") and parts.atoms["aw"].letter == "c"):
        reading = _century(parts, anchor)
    elif "k1" in parts or "k2" in parts:
        reading = _short_year(parts, anchor) if fit.form.name == "short year" else _decade(parts, anchor)
    elif parts.atoms.get("aw") and parts.atoms["aw"].letter in "dm" and "an" in parts:
        reading = _anaphoric_day_or_month(parts, anchor)
    else:
        reading = _by_year(parts, anchor)
    if reading is None:
        return None
    if reading.interval.last < reading.interval.first and reading.pair_status is None:
        # kept as written only where two full ends are written (the checks report it)
        if not (parts["y1"] and parts["y2"]) and not (parts["m1"] and parts["m2"]) and not parts["d2"]:
            return None
    return replace(reading, approximate=reading.approximate or "ap" in parts)


def _by_year(parts: _Parts, anchor: Anchor) -> Reading | None:
    first_year, relative = _first_year(parts, anchor)
    if "an" in parts and not any(key in parts for key in ("m1", "d1", "s1", "h1", "m2")):
        return _anaphoric_year(parts, anchor)
    if first_year is None:
        return None
    last_year = _last_year(parts, first_year)
    if last_year is None or not _plausible(first_year) or not _plausible(last_year):
        return None
    if "d1" in parts:
        reading = _days(parts, first_year, last_year, anchor)
    elif "m1" in parts:
        reading = _months(parts, first_year, last_year)
    elif "s1" in parts:
        reading = _seasons(parts, first_year, last_year)
    elif "h1" in parts:
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
    if anchor.year is None:
        return None, True
    return anchor.year + (parts["an"] or 0), True


def _last_year(parts: _Parts, first: int) -> int | None:
    if "y2" not in parts:
        return first
    written: int = parts["y2"]
    if "era" in parts:
        return 1 - written
    if parts.atoms["y2"].letter == "Y":
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
    if anchor.year is None:
        return None
    return Reading(values.year(anchor.year + shift, parts["p1"]), relative=True)


def _years(parts: _Parts, first: int, last: int) -> Reading:
    if parts.atoms.get("p1") and "p2" in parts:
        return Reading(values.year(first, parts["p1"]).until(values.year(last, parts["p2"])))
    if first == last:
        decade = _is_decade(parts, first)
        return Reading(values.decade(first, parts["p1"]) if decade else values.year(first, parts["p1"]))
    return Reading(values.year(first).until(values.year(last)))


def _is_decade(parts: _Parts, year: int) -> bool:
    return "pl" in parts and year % 10 == 0


def _seasons(parts: _Parts, first: int, last: int) -> Reading:
    if "s2" in parts:
        return Reading(values.season(first, parts["s1"]).until(values.season(first, parts["s2"])))
    # the winter of 1782–1783 is one winter
    if last == first + 1 and parts["s1"] == "winter":
        return Reading(values.season(first, "winter"))
    return Reading(values.season(first, parts["s1"]).until(values.season(last, parts["s1"])))


def _year_fraction(parts: _Parts, year: int) -> Reading | None:
    of, index = parts["h1"], _fraction_index(parts)
    if _is_decade(parts, year):
        return _half_of_decade(parts, year)
    return Reading(values.year_fraction(year, index, of)) if 1 <= index <= of else None


def _half_of_decade(parts: _Parts, first_year: int) -> Reading | None:
    if parts["h1"] != 2:
        return None
    first = first_year + 5 * (_fraction_index(parts) - 1)
    return Reading(Interval((first, 1, 1), (first + 4, 12, 31), "decade"))


def _fraction_index(parts: _Parts) -> int:
    index: int = parts["o1"]
    return parts["h1"] if index == -1 else index


def _months(parts: _Parts, first: int, last: int) -> Reading | None:
    start = values.month(first, parts["m1"], parts["p1"] if "m2" not in parts else None)
    if "m2" not in parts:
        return Reading(start)
    if last == first and parts["m2"] < parts["m1"]:
        # `желтоқсан – қаңтар`: into the next year; a year written behind is the last one
        first, last = (first - 1, last) if "yt" in parts else (first, last + 1)
    return Reading(values.month(first, parts["m1"]).until(values.month(last, parts["m2"])))


def _days(parts: _Parts, first_year: int, last_year: int, anchor: Anchor) -> Reading | None:
    d1, d2 = parts["d1"], parts["d2"] if "d2" in parts else parts["d1"]
    m1 = parts["m1"] if "m1" in parts else parts["m2"]
    if m1 is None and "y1" not in parts:  # 16-нан 17-не қараған түні: in the month of the text before
        m1 = anchor.month
    m2 = parts["m2"] if "m2" in parts else m1
    if m1 is None or not (1 <= d1 <= 31 and 1 <= d2 <= 31):
        return None
    if "yt" in parts and m2 < m1 and first_year == last_year:
        first_year -= 1
    elif m2 < m1 and first_year == last_year and m1 >= 10 and m2 <= 3:
        last_year += 1
    os_first, os_last = (first_year, m1, d1), (last_year, m2, d2)
    if "nd1" in parts or "nd2" in parts:
        return _pair(parts, os_first, os_last)
    impossible = not (is_day(os_first, is_julian=True) and is_day(os_last, is_julian=True))
    calendar = {"o": "julian", "n": "gregorian"}.get(parts.atoms["st1"].letter, "unstated") if "st1" in parts else "unstated"
    if impossible:
        stretch = values.month(first_year, m1).until(values.month(last_year, m2))
        return Reading(stretch, calendar=calendar, impossible=True)
    return Reading(Interval(os_first, os_last, "day"), calendar=calendar)


def _pair(parts: _Parts, first: Day, last: Day) -> Reading | None:
    """Old Style days with the New Style ones in brackets (or, by the text's word or the arithmetic, the reverse)."""
    single = "d2" not in parts
    other_first = _other_style(parts, "1", first, last) if "nd1" in parts else None
    other_last = other_first if single else _other_style(parts, "2", last, last) if "nd2" in parts else None
    if other_first is None and other_last is None:
        return None
    written = [(first, other_first), (last, other_last)]
    both = [(a, b) for a, b in written if b is not None]
    reverse = parts.atoms["st1"].letter == "o" if "st1" in parts else _reads_reversed(both)
    if reverse:
        both = [(b, a) for a, b in both]
        written = [(b if b else a, a if b else None) for a, b in written]
    consistent = all(_same_day(a, b) for a, b in both)
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


def _other_style(parts: _Parts, end: str, own: Day, last: Day) -> Day | None:
    mday = parts[f"nd{end}"]
    month = parts[f"nm{end}"] if f"nm{end}" in parts else None
    if month is None:
        month = parts["nm2"] if end == "1" and "nm2" in parts and parts.same_bracket("nd1", "nd2") else own[1]
    year = parts[f"ny{end}"] if f"ny{end}" in parts else None
    if year is None:
        year = own[0] + (1 if month < own[1] - 6 else -1 if month > own[1] + 6 else 0)
    return (year, month, mday) if 1 <= mday <= 31 else None


def _same_day(old: Day, new: Day) -> bool:
    try:
        return julian_to_gregorian(old) == new
    except ValueError:
        return False


def _reads_reversed(pairs: list[tuple[Day, Day]]) -> bool:
    """Whether every bracketed day is the Old Style name of the day before it, and none the New Style name."""
    return all(_same_day(other, own) and not _same_day(own, other) for own, other in pairs)


def _numeric(parts: _Parts) -> Reading | None:
    days = []
    for key in ("x1", "x2"):
        if key not in parts:
            continue
        fields = parts[key].replace("/", ".").split(".")
        month = int(fields[1]) if fields[1].isdigit() else roman_value(fields[1]) or 0
        days.append((int(fields[2]), month, int(fields[0])))
    if not all(FIRST_YEAR <= year <= LAST_YEAR for year, _, _ in days):
        return None
    if all(is_day(d, is_julian=True) for d in days):
        return Reading(Interval(days[0], days[-1], "day"))
    return Reading(values.year(days[0][0]).until(values.year(days[-1][0])), impossible=True)


def _century(parts: _Parts, anchor: Anchor) -> Reading | None:
    if "c1" not in parts:
        if anchor.century is None:
            return None
        found = _part_of_century(parts, anchor.century + parts["an"], "p1")
        return Reading(found, relative=True) if found else None
    sign = -1 if "era" in parts else 1
    first = parts["c1"] * sign
    if not 1 <= abs(first) <= 30 or (first > 21 and "era" not in parts):
        return None
    if "k1" in parts:
        return _decade_of(parts, first)
    start = _part_of_century(parts, first, "p1")
    if "c2" not in parts or start is None:
        return Reading(start) if start else None
    last = parts["c2"] * sign
    if last < first or (last > 21 and sign > 0):
        return None
    return Reading(start.until(values.century(last, parts["p2"] if "p2" in parts else None)))


def _part_of_century(parts: _Parts, number: int, part: str) -> Interval | None:
    if "h1" in parts:
        of, index = parts["h1"], _fraction_index(parts)
        return values.century_fraction(number, index, of) if 1 <= index <= of else None
    return values.century(number, parts[part])


def _decade(parts: _Parts, anchor: Anchor) -> Reading | None:
    if "y1" in parts:  # 1950-60-жылдары
        first, low = parts["y1"], parts["k2"]
        last = first - first % 100 + low
        if first % 10 or low % 10 or last <= first:
            return None
        return Reading(values.decade(first).until(values.decade(last)))
    reading = _decade_of(parts, anchor.century or _OWN_CENTURY)
    return replace(reading, relative=True) if reading else None


def _decade_of(parts: _Parts, century: int) -> Reading | None:
    tens = [parts[key] for key in ("k1", "k2") if key in parts]
    if any(ten % 10 or not 0 < ten < 100 for ten in tens) or century < 1:
        return None
    base = (century - 1) * 100
    if len(tens) == 2:
        return Reading(values.decade(base + tens[0]).until(values.decade(base + tens[1])))
    if "h1" in parts:
        return _half_of_decade(parts, base + tens[0])
    return Reading(values.decade(base + tens[0], parts["p1"]))


def _short_year(parts: _Parts, anchor: Anchor) -> Reading | None:
    """``37-жылы``: the century comes from the text before."""
    number = parts["k1"]
    if not 13 <= number <= 99:
        return None
    return Reading(values.year(((anchor.century or _OWN_CENTURY) - 1) * 100 + number), relative=True)


def _anaphoric_day_or_month(parts: _Parts, anchor: Anchor) -> Reading | None:
    if anchor.year is None or anchor.month is None:
        return None
    if parts.atoms["aw"].letter == "m":
        index = anchor.year * 12 + anchor.month - 1 + parts["an"]
        year, month = divmod(index, 12)
        if "d1" in parts:
            day = (year, month + 1, parts["d1"])
            return Reading(Interval(day, day, "day"), relative=True) if is_day(day, is_julian=True) else None
        return Reading(values.month(year, month + 1, parts["p1"] if "p1" in parts else None), relative=True)
    if anchor.day is None or parts["an"]:
        return None
    day = (anchor.year, anchor.month, anchor.day)
    return Reading(Interval(day, day, "day"), relative=True)


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
