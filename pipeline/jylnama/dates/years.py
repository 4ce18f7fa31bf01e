"""Readings of years, of their seasons and fractions, and which year an expression is of."""

from __future__ import annotations

from jylnama.dates import values
from jylnama.dates.calendars import hijri_year, month_length
from jylnama.dates.centuries import century_near, half_of_decade
from jylnama.dates.reading import Anchor, Parts, Reading
from jylnama.dates.values import Interval


def first_year_of(parts: Parts, anchor: Anchor) -> tuple[int | None, bool]:
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
        return (century_near(anchor, short.value) - 1) * 100 + short.value, True
    if anchor.year is None:
        return None, True
    if "an" not in parts and _into_next_year(parts, anchor):
        return anchor.year + 1, True
    return anchor.year + (parts["an"] or 0), True


def _into_next_year(parts: Parts, anchor: Anchor) -> bool:
    """``6 желтоқсанда …, қаңтарда …``: prose goes forward, so January behind December is the next one."""
    month = parts["m1"] if "m1" in parts else parts["m2"]
    return anchor.month is not None and month is not None and anchor.month >= 10 and month <= 3


def last_year_of(parts: Parts, first: int) -> int | None:
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


def read_years(parts: Parts, first: int, last: int) -> Reading:
    if "p1" in parts and "p2" in parts:
        whole, unit = (values.decade, "decade") if first % 10 == last % 10 == 0 and parts.decades else (values.year, "year")
        return Reading(whole(first, parts.part("p1", unit)).until(whole(last, parts.part("p2", unit))))
    if "y2" in parts and _is_decade(parts, first):  # 1870-жж. – 1913 ж.
        return Reading(values.decade(first, parts.part("p1", "decade"))._replace(precision="year").until(values.year(last)))
    if first == last:
        if _is_decade(parts, first) or parts.decades_listed and "p1" not in parts:
            return Reading(values.decade(first, parts.part("p1", "decade")))
        return Reading(values.year(first, parts.part("p1", "year")))
    if parts["p1"] == "turn":
        return Reading(values.year(first, "end").until(values.year(last, "begin")))
    return Reading(values.year(first).until(values.year(last)))


def _is_decade(parts: Parts, year: int) -> bool:
    return "pl" in parts and year % 10 == 0 and (not parts.listed or parts.decades_listed)


def read_year_fraction(parts: Parts, year: int) -> Reading | None:
    if _is_decade(parts, year):
        return half_of_decade(parts, year)
    start = values.year_fraction(year, *parts.fraction("1", (2, 3, 4))) if "h1" in parts else None
    if "h2" not in parts and "p2" not in parts:
        return Reading(start) if start else None
    last = parts["y2"] or year
    first = start or values.year(year, parts.part("p1", "year"))
    end = (
        values.year_fraction(last, *parts.fraction("2", (2, 3, 4)))
        if "h2" in parts
        else values.year(last, parts.part("p2", "year"))
    )
    return Reading(first.until(end))


def read_short_year(parts: Parts, anchor: Anchor) -> Reading | None:
    """``37-жылы``, ``37-38-жылдары``: the century comes from the text before."""
    number, last = parts["k1"], parts["k2"]
    if not 13 <= number <= 99 or last is not None and not (0 < last - number < 10 and (number % 5 or last % 5)):
        return None
    year = (century_near(anchor, number) - 1) * 100 + number
    if last is not None:
        return Reading(values.year(year).until(values.year(year + last - number)), relative=True)
    return Reading(values.year(year, parts.part("p1", "year")), relative=True)


def read_anaphoric_year(parts: Parts, anchor: Anchor) -> Reading | None:
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


def read_seasons(parts: Parts, first: int, last: int) -> Reading | None:
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


def read_bare_season(parts: Parts, anchor: Anchor) -> Reading | None:
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


def read_hijri(parts: Parts) -> Reading | None:
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
