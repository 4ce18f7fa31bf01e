"""The guidelines' examples: their marks, their types, and the arithmetic of their dates by code of its own."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from convertdate import gregorian, julian

from jylnama.document import CONGRESS_KINDS, EVENT_TYPES, PRECISIONS

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "annotations" / "guidelines.md"
MARKS = {"date": "⟨⟩", "congress": "{}", "person": "‹›", "trigger": "⟦⟧"}
BODIES = {"cpsu", "soviets-ru", "soviets-ussr", "kazakh-cp", "all-kazakh", "other"}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
# first and last year of a century's part (1 to 100) and of a decade's (0 to 9), months of a year's, days of a month's
PARTS = {
    "century": {
        "beginning": (1, 30), "middle": (31, 70), "end": (71, 100), "first half": (1, 50), "second half": (51, 100),
        "first quarter": (1, 25), "last quarter": (76, 100),
    },
    "decade": {
        "beginning": (0, 3), "middle": (4, 6), "end": (7, 9), "first half": (0, 4), "second half": (5, 9),
    },
    "year": {
        "beginning": (1, 4), "middle": (5, 8), "end": (9, 12), "first half": (1, 6), "second half": (7, 12),
    },
    "month": {"beginning": (1, 10), "middle": (11, 20), "end": (21, 31)},
}  # fmt: skip

ENDINGS = "([лдт][ае]р)?([ндт][ыі]ң|[ғқ]а|[гк]е|[ндт][ыі]|[дт][ае]|[дтн][ае]н|[мбп]ен)?"

Day = tuple[int, int, int]
Row = dict[str, str]


def rows() -> Iterator[Row]:
    """Every row of every table of the page, its cells by the words of the table's head."""
    head: list[str] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            head = []
        elif not head:
            head = _cells(line)
        elif not re.fullmatch(r"[|\s-]+", line):
            cells = _cells(line)
            assert len(cells) == len(head), line
            yield dict(zip(head, cells, strict=True))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def having(*columns: str) -> list[Row]:
    found = [row for row in ROWS if all(column in row for column in ("example", *columns))]
    assert found, f"no table with {columns}"
    return found


def _example(row: Row) -> str:
    return row["example"]


ROWS = list(rows())
EXAMPLES = [row["example"] for row in ROWS if "example" in row]


def spans(example: str, mark: str) -> list[str]:
    opening, closing = MARKS[mark]
    return re.findall(f"{re.escape(opening)}(.*?){re.escape(closing)}", example)


def told(cell: str) -> list[str]:
    return [] if cell == "none" else [part.strip() for part in cell.split(";")]


def test_there_are_enough_and_all_differ() -> None:
    assert len(EXAMPLES) >= 200
    assert len(set(EXAMPLES)) >= len(EXAMPLES) - 2  # a citation stands in two tables


@pytest.mark.parametrize("example", EXAMPLES)
def test_marks(example: str) -> None:
    assert re.fullmatch("`[^`]+`", example)
    for opening, closing in MARKS.values():
        depth = 0
        for character in example:
            depth += (character == opening) - (character == closing)
            assert depth in (0, 1), "marks of one label do not nest"
        assert depth == 0
    for mark in MARKS:
        for span in spans(example, mark):
            words = re.sub(r"[⟨⟩{}‹›⟦⟧]", "", span)
            assert words
            assert words == words.strip(" ,.;:") or words.endswith(("ж.", "жж.", "ғ.", "."))
            assert not words.startswith((" ", "(", "[", ","))
            assert not words.endswith((" ", ","))


@pytest.mark.parametrize("row", having("value", "precision", "rule"), ids=_example)
def test_values_follow_their_rule(row: Row) -> None:
    dates, values = spans(row["example"], "date"), told(row["value"])
    precisions, rules = told(row["precision"]), told(row["rule"])
    assert len(dates) == len(values) == len(precisions) == len(rules)
    for value, precision, rule in zip(values, precisions, rules, strict=True):
        start, end = interval_of(value)
        assert start <= end
        assert precision in PRECISIONS
        assert (start, end) == calculated(re.sub(", (approximate|relative)$", "", rule))
        assert precision == precision_of(rule)


def interval_of(value: str) -> tuple[Day, Day]:
    start, _, end = value.partition("…")
    return day_of(start), day_of(end or start)


def day_of(iso: str) -> Day:
    written = re.fullmatch(r"(-?\d{4})-(\d\d)-(\d\d)", iso)
    assert written, iso
    year, month, day = map(int, written.groups())
    assert 1 <= day <= length_of(year, month)
    return year, month, day


def length_of(year: int, month: int) -> int:
    return monthrange(year % 400 + 400, month)[1]  # the Gregorian calendar repeats itself every 400 years


def precision_of(rule: str) -> str:
    unit = re.match(r"(?:from )?([a-z]+?)(?:s|ies)? ", rule)
    assert unit, rule
    word = {"centur": "century"}.get(unit[1], unit[1])
    return "season" if word in SEASONS or word == "winter" else word


def calculated(rule: str) -> tuple[Day, Day]:
    """The interval that the guidelines' tables of units give for a rule like ``century 19, end``."""
    if ends := re.fullmatch("from (.+) to (.+)", rule):
        return calculated(ends[1])[0], calculated(ends[2])[1]
    if several := re.fullmatch(r"(centurie|year|day)s (\S+) (\S+)", rule):
        unit = several[1].replace("centurie", "century")
        return calculated(f"{unit} {several[2]}")[0], calculated(f"{unit} {several[3]}")[1]
    if late := re.fullmatch(r"winter at the beginning of (\d+)", rule):
        return (int(late[1]), 1, 1), month_end(int(late[1]), 2)
    whole, _, part = rule.partition(", ")
    unit, _, number = whole.partition(" ")
    if unit in ("century", "decade"):
        return _years(unit, int(number), part)
    if unit == "year":
        first, last = PARTS["year"][part] if part else (1, 12)
        return (int(number), first, 1), month_end(int(number), last)
    if unit in SEASONS:
        return (int(number), SEASONS[unit][0], 1), month_end(int(number), SEASONS[unit][1])
    if unit == "winter":
        return (int(number), 12, 1), month_end(int(number) + 1, 2)
    if unit == "month":
        year, month = map(int, number.split("-"))
        first, last = PARTS["month"][part] if part else (1, 31)
        return (year, month, first), (year, month, min(last, length_of(year, month)))
    assert unit == "day", rule
    return day_of(number), day_of(number)


def _years(unit: str, number: int, part: str) -> tuple[Day, Day]:
    """Centuries count from 1; -2 is the second before the common era, 200 to 101 BCE."""
    if unit == "century":
        before = (number - 1) * 100 if number > 0 else number * 100
        first, last = PARTS["century"][part] if part else (1, 100)
    else:
        before = number
        first, last = PARTS["decade"][part] if part else (0, 9)
    return (before + first, 1, 1), (before + last, 12, 31)


def month_end(year: int, month: int) -> Day:
    return year, month, length_of(year, month)


@pytest.mark.parametrize("row", having("value", "rule"), ids=_example)
def test_digits_of_a_date_are_in_its_value(row: Row) -> None:
    """A full year that an expression names is the first or the last one of its value, or its decade's."""
    for words, value in zip(spans(row["example"], "date"), told(row["value"]), strict=True):
        if "хижра" in words or "б.з.б." in words:
            continue
        years = {start_or_end[0] for start_or_end in interval_of(value)}
        written = [int(year) for year in re.findall(r"\d{4}", words)]
        assert all(year in years or year // 10 in {y // 10 for y in years} for year in written)


@pytest.mark.parametrize("row", having("Old Style", "New Style", "status"), ids=_example)
def test_pairs(row: Row) -> None:
    assert len(spans(row["example"], "date")) == 1
    old, new = interval_of(row["Old Style"]), interval_of(row["New Style"])
    same = all(julian.to_jd(*a) == gregorian.to_jd(*b) for a, b in zip(old, new, strict=True))
    assert row["status"] == ("consistent" if same else "inconsistent")
    for day in {*old, *new}:
        assert re.search(rf"\b{day[2]}\b", row["example"]), "both sides as written"


@pytest.mark.parametrize("row", having("dates", "because"), ids=_example)
def test_number_of_dates(row: Row) -> None:
    assert len(spans(row["example"], "date")) == len(told(row["dates"]))


@pytest.mark.parametrize("row", having("numbers", "kind", "body_id"), ids=_example)
def test_congresses(row: Row) -> None:
    found, numbers = spans(row["example"], "congress"), told(row["numbers"])
    assert len(found) == len(numbers)
    if not found:
        return
    kinds, body_ids, bodies = told(row["kind"]), told(row["body_id"]), row["body"].split(";")
    assert len(kinds) == len(body_ids) == len(bodies) == len(found)
    for words, number, kind, body_id, body in zip(found, numbers, kinds, body_ids, bodies, strict=True):
        counted = [int(n) for n in number.split(",")]
        assert counted == list(range(counted[0], counted[-1] + 1))
        assert kind in CONGRESS_KINDS
        assert body_id in BODIES
        assert words.lower().startswith(body.strip().lower())


@pytest.mark.parametrize("row", having("base form"), ids=_example)
def test_base_forms(row: Row) -> None:
    found = spans(row["example"], "person")
    assert len(found) == len(told(row["base form"]))
    for words, name in zip(found, told(row["base form"]), strict=True):
        assert words.startswith(name)
        assert re.fullmatch(ENDINGS, words[len(name) :]), "a name loses its ending and nothing else"
        assert words.count(" ") == name.count(" ")


@pytest.mark.parametrize("row", having("events"), ids=_example)
def test_events(row: Row) -> None:
    triggers, types = spans(row["example"], "trigger"), told(row["events"])
    assert len(triggers) == len(types)
    first = row["example"].split("¦")[0]
    for kind in types:
        assert kind.removesuffix(" (carried)") in EVENT_TYPES
    if any(not kind.endswith("(carried)") for kind in types):
        assert spans(first, "date") or spans(first, "congress"), "something says when"


def test_every_type_has_an_example() -> None:
    shown = {kind.removesuffix(" (carried)") for row in having("events") for kind in told(row["events"])}
    assert shown == set(EVENT_TYPES)
    listed = chain.from_iterable(re.findall("`([a-z]+)`", row["type"]) for row in ROWS if "type" in row)
    assert sorted(listed) == sorted(EVENT_TYPES)


@pytest.mark.parametrize("row", having("events", "dates", "persons"), ids=_example)
def test_participants(row: Row) -> None:
    """The numbers of an event's dates and persons are of those that the example has."""
    events = told(row["events"])
    for column, mark in (("dates", "date"), ("persons", "person")):
        slots = row[column].split(";")
        assert len(slots) == len(events)
        there = len(spans(row["example"], mark))
        for slot in slots:
            numbers = [] if slot.strip() == "none" else [int(n) for n in slot.split(",")]
            assert all(1 <= number <= there for number in numbers)


@pytest.mark.parametrize("row", having("sentences"), ids=_example)
def test_sentences(row: Row) -> None:
    parts = row["example"].strip("`").split("¦")
    assert len(parts) == int(row["sentences"])
    assert all(part.strip() for part in parts)


def test_examples_are_our_own(shared: Path) -> None:
    """No example stands in the texts that the gold was made from."""
    read = [path.read_bytes().decode("utf-8") for path in sorted(shared.glob("**/*.txt"))]
    read += [path.read_text(encoding="utf-8") for path in sorted(shared.glob("spec/*.md"))]
    everything = " ".join(" ".join(text.split()) for text in read)
    bare = (re.sub(r"[`⟨⟩{}‹›⟦⟧¦]", "", example).strip() for example in EXAMPLES)
    assert [example for example in bare if len(example) > 15 and example in everything] == []
