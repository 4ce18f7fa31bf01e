"""Readings of decades, centuries and millennia, and which century a decade is of."""

from __future__ import annotations

from jylnama.dates import values
from jylnama.dates.reading import OWN_CENTURY, Anchor, Parts, Reading
from jylnama.dates.values import Interval

_BRONZE_AGE = 15  # centuries that count down from one later than this (XIX–XVIII) are rather a slip
# the first year in which `өткен ғасыр` is sure to be the twentieth century
_MODERN = 1992


def read_century(parts: Parts, anchor: Anchor) -> Reading | None:
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


def _counts_down(parts: Parts, name: str) -> bool:
    """Whether a number whose era the one before it tells is below that one: before Christ they count down."""
    before = parts[f"{name}0"]
    return before is None or parts[f"{name}1"] < before


def _is_century(number: int) -> bool:
    return -60 <= number <= 21 and number != 0


def _anaphoric_century(parts: Parts, anchor: Anchor) -> int | None:
    shift = parts["an"] or 0
    if shift < 0:  # seen from the writer's day; who knows years of the twentieth century alone may be of that century
        return None if anchor.latest is not None and OWN_CENTURY * 100 - 100 < anchor.latest < _MODERN else OWN_CENTURY
    return None if anchor.century is None else anchor.century + shift


def _part_of_century(parts: Parts, number: int, end: str) -> Interval:
    if "n1" in parts:
        return values.century_edge(number, parts["n1"], last=parts["o1"] == -1)
    if f"h{end}" in parts:
        return values.century_fraction(number, *parts.fraction(end, (2, 3, 4, 10)))
    return values.century(number, parts.part(f"p{end}", "century"))


def read_millennium(parts: Parts) -> Reading | None:
    first = parts["l1"] * (-1 if "era" in parts else 1)
    last = first
    if "l2" in parts:
        last = parts["l2"] * (-1 if "era2" in parts or ("era" in parts and "ce2" not in parts) else 1)
    if not (-9 <= first <= last <= 3 and first and last) or not _counts_down(parts, "l"):
        return None

    def part(number: int, end: str) -> Interval:
        if f"h{end}" in parts:
            return values.millennium_fraction(number, *parts.fraction(end, (2, 4)))
        return values.millennium(number, parts.part(f"p{end}", "millennium"))

    if "l2" in parts:
        return Reading(part(first, "1").until(part(last, "2")))
    return Reading(part(first, "1"))


def read_decade(parts: Parts, anchor: Anchor) -> Reading | None:
    if "y1" in parts:  # 1950-60-жылдары
        first = parts["y1"]
        last = parts["k3"] if "k3" in parts else first - first % 100 + parts["k2"]
        if first % 10 or last % 10 or last <= first:
            return None
        return Reading(values.decade(first).until(values.decade(last, parts.part("p1", "decade"))))
    if "c1" in parts:
        century = parts["c1"] * (-1 if "era" in parts else 1)
        return _decade_of(parts, century) if _is_century(century) else None
    near = century_near(anchor, parts["k1"])
    own = _anaphoric_century(parts, anchor) if "an" in parts else near
    if own is None and parts["an"] < 0 and near == OWN_CENTURY:
        own = near  # the writer may be of the same century, but speaks of it all around
    reading = None if own is None else _decade_of(parts, own)
    return reading._replace(relative=True) if reading else None


def century_near(anchor: Anchor, low: int) -> int:
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


def _decade_of(parts: Parts, century: int) -> Reading | None:
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
        return half_of_decade(parts, base + tens[0])
    return Reading(values.decade(base + tens[0], parts.part("p1", "decade")))


def half_of_decade(parts: Parts, first_year: int) -> Reading:
    index, _ = parts.fraction("1", (2,))
    first = first_year + 5 * (index - 1)
    return Reading(Interval((first, 1, 1), (first + 4, 12, 31), "decade"))
