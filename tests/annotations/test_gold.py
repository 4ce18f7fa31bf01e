"""The gold itself: every file loads, says what its text says, and keeps the scheme's own rules."""

from __future__ import annotations

import csv
import json
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest
from convertdate import gregorian, julian
from edtf import parse_edtf

from jylnama.document import (
    CALENDARS,
    CONGRESS_KINDS,
    EVENT_TYPES,
    PRECISIONS,
    DateMention,
    Document,
    text_sha256,
)

ROOT = Path(__file__).parent.parent.parent
GOLD = ROOT / "annotations"
FOLDERS = ("corpus", "kazqad", "seeds")
BODIES = {"cpsu", "soviets-ru", "soviets-ussr", "kazakh-cp", "all-kazakh", "other"}
PATHS = sorted(chain.from_iterable((GOLD / folder).glob("*.json") for folder in FOLDERS))
PASSES = sorted((GOLD / "passes").glob("*/*.json"))


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def load(path: Path) -> Document:
    return Document.from_dict(json.loads(path.read_text(encoding="utf-8")))


def texts() -> dict[str, str]:
    """All texts at hand by sha256: those of the project, and those beside it where they are there."""
    shared = ROOT.parent / "shared"
    folders = (ROOT / "corpus" / "texts", shared / "seeds", shared / "texts" / "kazqad")
    found = (path.read_bytes().decode("utf-8") for folder in folders for path in sorted(folder.glob("*.txt")))
    return {text_sha256(text): text for text in found}


TEXTS = texts()


def mentions(document: Document) -> Iterator[Any]:
    yield from chain(
        document.dates, document.congresses, document.persons, document.places, document.organisations
    )


@pytest.mark.parametrize("path", [*PATHS, *PASSES], ids=_name)
def test_loads(path: Path) -> None:
    document = load(path)
    assert document.doc_id == path.stem
    assert re.fullmatch("[0-9a-f]{64}", document.sha256)
    assert document.sentences


@pytest.mark.parametrize("path", [*PATHS, *PASSES], ids=_name)
def test_says_what_the_text_says(path: Path) -> None:
    document = load(path)
    text = TEXTS.get(document.sha256)
    if text is None:
        assert path.parent.name != "corpus", "the texts of the corpus are part of the project"
        pytest.skip("the text is not at hand")
    for mention in chain(mentions(document), (event.trigger for event in document.events)):
        assert text[mention.start_char : mention.end_char] == mention.text
        assert mention.text
        assert mention.text == mention.text.strip()
    covered = "".join(text[s.start_char : s.end_char] for s in document.sentences)
    assert "".join(covered.split()) == "".join(text.split()), "every word of the text is in a sentence"
    for sentence in document.sentences:
        words = text[sentence.start_char : sentence.end_char]
        assert words == words.strip()


@pytest.mark.parametrize("path", PATHS, ids=_name)
def test_order_and_ids(path: Path) -> None:
    document = load(path)
    for before, after in pairwise(document.sentences):
        assert before.end_char <= after.start_char
    for pool, letter in (
        (document.dates, "d"),
        (document.congresses, "c"),
        (document.persons, "p"),
        (document.events, "e"),
    ):
        assert [item.id for item in pool] == [f"{letter}{n}" for n in range(len(pool))]
    for pool in (document.dates, document.congresses, document.persons):
        for before, after in pairwise(pool):
            assert before.end_char <= after.start_char, (
                f"{before.text} and {after.text} overlap or are out of order"
            )
    spans = [(event.trigger.start_char, event.trigger.end_char) for event in document.events]
    assert spans == sorted(spans)
    assert len(spans) == len(set(spans)), "one event a trigger"


@pytest.mark.parametrize("path", PATHS, ids=_name)
def test_nothing_crosses_a_sentence(path: Path) -> None:
    document = load(path)
    bounds = [(s.start_char, s.end_char) for s in document.sentences]
    for mention in chain(mentions(document), (event.trigger for event in document.events)):
        assert any(start <= mention.start_char and mention.end_char <= end for start, end in bounds), (
            mention.text
        )


@pytest.mark.parametrize("path", PATHS, ids=_name)
def test_values_are_known(path: Path) -> None:
    document = load(path)
    for d in document.dates:
        assert d.precision in PRECISIONS
        assert d.calendar in CALENDARS
    for c in document.congresses:
        assert c.kind in CONGRESS_KINDS
        assert c.body_id in BODIES
        assert c.numbers
        assert all(number > 0 for number in c.numbers)
        assert c.numbers == sorted(set(c.numbers))
    assert all(p.name for p in document.persons)
    for mention in chain(document.dates, document.congresses, document.persons):
        assert mention.zone in ("body", "citation")


@pytest.mark.parametrize("path", PATHS, ids=_name)
def test_events(path: Path) -> None:
    document = load(path)
    known = {
        "dates": {d.id: d for d in document.dates},
        "congresses": {c.id: c for c in document.congresses},
        "persons": {p.id: p for p in document.persons},
        "places": {p.id: p for p in document.places},
        "organisations": {o.id: o for o in document.organisations},
    }
    for event in document.events:
        assert event.type in EVENT_TYPES
        assert event.dates or event.congresses, f"{event.trigger.text}: nothing says when"
        for slot, pool in known.items():
            refs = getattr(event, slot)
            assert len(refs) == len(set(refs))
            for ref in refs:
                assert ref in pool, f"{event.trigger.text}: {slot} has {ref}"
                assert getattr(pool[ref], "zone", "body") == "body", (
                    "what stands in a citation is no part of an event"
                )


@pytest.mark.parametrize("path", PATHS, ids=_name)
def test_time_stands_in_the_sentence_unless_carried(path: Path) -> None:
    document = load(path)
    time = {m.id: m for m in chain(document.dates, document.congresses)}
    for event in document.events:
        here = next(s for s in document.sentences if s.start_char <= event.trigger.start_char < s.end_char)
        told = [time[ref] for ref in chain(event.dates, event.congresses)]
        inside = [here.start_char <= m.start_char < here.end_char for m in told]
        assert all(inside) or event.carried, (
            f"{event.trigger.text}: a time from another sentence, but not carried"
        )


@pytest.mark.parametrize("path", PATHS, ids=_name)
def test_dates(path: Path) -> None:
    for d in load(path).dates:
        start, end = day_of(d.start), day_of(d.end)
        assert start <= end
        _whole_units(d, start, end)
        _pair(d)
        if d.edtf:
            _edtf(d)


Day = tuple[int, int, int]


def day_of(iso: str | None) -> Day:
    """Year, month, day; the years of ISO 8601 go on below 0001: 0000 is 1 BCE, -0529 is 530 BCE."""
    written = re.fullmatch(r"(-?\d{4})-(\d\d)-(\d\d)", iso or "")
    assert written, iso
    year, month, day = map(int, written.groups())
    date(year % 400 + 400, month, day)  # ValueError where the calendar, which repeats itself, has no such day
    return year, month, day


def last_of_month(day: Day) -> bool:
    year, month, number = day
    return number == monthrange(year % 400 + 400, month)[1]


def _whole_units(d: DateMention, start: Day, end: Day) -> None:
    """An interval begins and ends where its unit does; parts of a unit only where the words name a part."""
    part = re.search("бас|орта|соң|аяқ|аяғ|жарт|ширег", d.text)
    if d.precision != "day" and not (d.precision == "month" and part):
        assert start[2] == 1, d.text
        assert last_of_month(end), d.text
    if d.precision in ("year", "decade", "century") and not part:
        assert (start[1:], end[1:]) == ((1, 1), (12, 31)), d.text
    if d.precision == "century" and not part:
        assert (start[0] % 100, end[0] % 100) == (1, 0), d.text
    if d.precision == "decade" and not part:
        assert (start[0] % 10, end[0] % 10) == (0, 9), d.text


def _pair(d: DateMention) -> None:
    sides = (d.os_start, d.os_end, d.ns_start, d.ns_end)
    if d.pair_status is None:
        assert not (d.os_start and d.ns_start), d.text
        return
    assert d.pair_status in ("consistent", "inconsistent")
    assert all(sides)
    assert d.calendar == "julian"
    assert (d.start, d.end) == (d.os_start, d.os_end)
    ends = ((d.os_start, d.ns_start), (d.os_end, d.ns_end))
    # by convertdate's day counts of both calendars
    same = all(julian.to_jd(*day_of(old)) == gregorian.to_jd(*day_of(new)) for old, new in ends)
    assert same == (d.pair_status == "consistent"), d.text


def _edtf(d: DateMention) -> None:
    value = parse_edtf(d.edtf)
    assert value.lower_strict()[:3] == day_of(d.start), d.text
    assert value.upper_strict()[:3] == day_of(d.end), d.text


def test_splits_name_every_document_once() -> None:
    with (GOLD / "splits.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["split"] for row in rows} == {"train", "dev", "judge", "tune", "test"}
    listed = Counter((row["folder"], row["doc_id"]) for row in rows)
    assert listed == Counter((path.parent.name, path.stem) for path in PATHS)


def test_both_passes_label_the_same_texts() -> None:
    one, two = (
        {path.stem: load(path).sha256 for path in PASSES if path.parent.name == n} for n in ("1", "2")
    )
    assert one == two
    gold = {path.stem: load(path).sha256 for path in PATHS}
    assert all(gold[doc_id] == sha256 for doc_id, sha256 in one.items())
