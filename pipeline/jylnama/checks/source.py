"""Checks of one source against the calendar and against itself. A check never changes what was extracted."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from jylnama.checks.register import register_conflicts
from jylnama.dates.calendars import gregorian_to_julian, iso, julian_to_gregorian, parse_iso
from jylnama.document import Check, DateMention, Document

_OPENING = {"(": ")", "[": "]"}


def check_document(document: Document, text: str) -> list[Check]:
    """All findings in a document: of dates, in the order of the text, then of congresses. ``text`` is its raw text."""
    checks: list[Check] = []
    for date in document.dates:
        if date.zone != "body":
            continue
        if date.impossible:
            checks.append(_impossible(date))
        if date.pair_status == "inconsistent":
            checks.append(_pair_mismatch(date))
        if not date.impossible and _reversed(date):
            checks.append(
                _check(
                    "range_reversed", date,
                    f"«{date.text}»: аяғы басынан бұрын тұр", f"“{date.text}” ends before it begins",
                )
            )  # fmt: skip
        if _brackets_differ(date.text):
            checks.append(
                _check(
                    "bracket_mismatch", date,
                    f"«{date.text}»: жақша басқа түрмен жабылған",
                    f"“{date.text}”: a bracket is closed by another kind", severity="info",
                )
            )  # fmt: skip
    return checks + register_conflicts(document, text)


def _check(code: str, date: DateMention, kazakh: str, english: str, suggestion: str | None = None, severity: str = "warning") -> Check:
    return Check(code, severity, [date.id], f"{kazakh} / {english}", suggestion)


def _impossible(date: DateMention) -> Check:
    return _check(
        "impossible_date", date, f"«{date.text}»: күнтізбеде мұндай күн жоқ", f"“{date.text}”: the calendar has no such day",
        severity="error",
    )  # fmt: skip


def _reversed(date: DateMention) -> bool:
    return parse_iso(date.end) < parse_iso(date.start) or bool(
        date.ns_start and date.ns_end and parse_iso(date.ns_end) < parse_iso(date.ns_start) and date.pair_status == "consistent"
    )


def _pair_mismatch(date: DateMention) -> Check:
    wrong = [(old, new) for old, new in _written_pairs(date) if _gregorian(old) != new]
    expected = [f"{old} = {_gregorian(old)}" for old, _ in wrong if _gregorian(old)]
    return _check(
        "pair_mismatch", date,
        f"«{date.text}»: ескіше мен жаңаша күн сәйкес емес",
        f"“{date.text}”: the two styles are not the same day",
        suggestion="; ".join(filter(None, ["; ".join(expected), *map(_repair, wrong)])) or None,
    )  # fmt: skip


def _written_pairs(date: DateMention) -> Iterator[tuple[str, str]]:
    pairs = [(date.os_start, date.ns_start), (date.os_end, date.ns_end)]
    seen = set()
    for old, new in pairs:
        if old and new and (old, new) not in seen:
            seen.add((old, new))
            yield old, new


def _gregorian(old: str) -> str | None:
    try:
        return iso(julian_to_gregorian(parse_iso(old)))
    except ValueError:
        return None


def _repair(pair: tuple[str, str]) -> str | None:
    """The smallest change that makes the pair one day: another month, or another day, on one side."""
    old, new = (parse_iso(day) for day in pair)
    try:
        new_for_old, old_for_new = julian_to_gregorian(old), gregorian_to_julian(new)
    except ValueError:
        return None
    candidates = [
        (_changes(new, new_for_old), "ж. с. / N.S.", new_for_old),
        (_changes(old, old_for_new), "е. с. / O.S.", old_for_new),
    ]
    (changes, side, day) = min(candidates, key=lambda row: row[0])
    return f"{side}: {iso(day)}" if changes <= 2 else None


def _changes(written: tuple[int, int, int], right: tuple[int, int, int]) -> int:
    """How many of year, month and the day's digits differ."""
    digits = sum(a != b for a, b in zip(f"{written[2]:02d}", f"{right[2]:02d}", strict=True))
    return (written[0] != right[0]) + (written[1] != right[1]) + digits


def _brackets_differ(text: str) -> bool:
    stack = []
    for match in regex.finditer(r"[()\[\]]", text):
        mark = match.group()
        if mark in _OPENING:
            stack.append(_OPENING[mark])
        elif stack and stack.pop() != mark:
            return True
    return False
