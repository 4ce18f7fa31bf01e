"""From a form that fits a run to what it means: an interval, and the two styles of a pair.

One general reading serves all forms: what an end leaves out it takes from the other end (``17 – 19 шілде``,
``1905 – 07``), years go forward, months backward. Nothing is guessed: a reading that makes no calendar sense
is refused with None. The units have modules of their own: ``days.py`` (with ``pairs.py``), ``years.py``, ``centuries.py``.
"""

from __future__ import annotations

from jylnama.dates import values
from jylnama.dates.centuries import read_century, read_decade, read_millennium
from jylnama.dates.days import LAST_YEAR, day_after, read_anaphoric_day_or_month, read_days, read_mixed, read_months, read_numeric
from jylnama.dates.grammar import Fit
from jylnama.dates.lexer import Run
from jylnama.dates.pairs import is_slip
from jylnama.dates.reading import Anchor, NoSenseError, Parts, Reading
from jylnama.dates.years import (
    first_year_of,
    last_year_of,
    read_anaphoric_year,
    read_bare_season,
    read_hijri,
    read_seasons,
    read_short_year,
    read_year_fraction,
    read_years,
)


def build(run: Run, fit: Fit, anchor: Anchor) -> Reading | None:
    """The reading of a fit, or None if it makes no calendar sense or lacks the year that it refers to."""
    try:
        reading = _read(Parts(run, fit), fit.form.name, anchor)
    except NoSenseError:
        return None
    return reading._replace(approximate=True) if reading and "ap" in fit.groups else reading


def _read(parts: Parts, form: str, anchor: Anchor) -> Reading | None:
    aw = parts.atoms["aw"].letter if "aw" in parts else ""
    if "hj" in parts or form.startswith("Hijri"):
        reading = read_hijri(parts)
    elif "x1" in parts:
        reading = read_numeric(parts)
    elif "l1" in parts:
        reading = read_millennium(parts)
    elif "k1" in parts or "k2" in parts or "k3" in parts:
        reading = read_short_year(parts, anchor) if form.startswith("short year") else read_decade(parts, anchor)
    elif "c1" in parts or aw == "c":
        reading = read_century(parts, anchor)
    elif form == "bare season":
        reading = read_bare_season(parts, anchor)
    elif form == "next day":
        reading = day_after(anchor, 1)
    elif aw and aw in "dm" and "an" in parts:
        reading = read_anaphoric_day_or_month(parts, anchor)
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
    return None if doubtful and reading.pair_status == "inconsistent" and not is_slip(reading) else reading


def _by_year(parts: Parts, anchor: Anchor) -> Reading | None:
    first_year, relative = first_year_of(parts, anchor)
    if "an" in parts and "s1" in parts and "aw" not in parts and first_year is not None:
        # the summer after a day in March is of the same year, after a year or a day in autumn of the next
        past = anchor.month is None or anchor.month > values.SEASONS[parts["s1"]][0]
        first_year = first_year if past or parts["an"] != 1 else first_year - 1
    if "an" in parts and not any(key in parts for key in ("m1", "d1", "s1", "h1", "m2")):
        return read_anaphoric_year(parts, anchor)
    if first_year is None:
        return None
    last_year = last_year_of(parts, first_year)
    if last_year is None or not _plausible(first_year) or not _plausible(last_year):
        return None
    if "s0" in parts and not values.is_in_season(parts["m1"] or parts["m2"], parts["s0"]):
        return None
    if "mixed" in parts:
        reading = read_mixed(parts, first_year, last_year)
    elif "d1" in parts:
        reading = read_days(parts, first_year, last_year, anchor)
    elif "m1" in parts:
        reading = read_months(parts, first_year, last_year)
    elif "s1" in parts:
        reading = read_seasons(parts, first_year, last_year)
    elif "h1" in parts or "h2" in parts:
        reading = read_year_fraction(parts, first_year)
    else:
        reading = read_years(parts, first_year, last_year)
    return reading._replace(relative=relative) if reading and relative else reading


def _plausible(year: int) -> bool:
    return -5000 <= year <= LAST_YEAR and not 0 <= year < 1
