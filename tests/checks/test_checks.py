"""Checks: what is wrong with a source, and what is not."""

from __future__ import annotations

import csv
from importlib import resources

import pytest
from spacy.language import Language

from jylnama.dates.calendars import iso, julian_to_gregorian, parse_iso
from jylnama.pipeline import read_document

CASES = [
    ("1917 ж. 25 қазанда (7 қараша) билік ауысты.", []),
    ("1917 ж. 25 қазанда (8 қараша) билік ауысты.", [("pair_mismatch", "1917-10-25 = 1917-11-07; ж. с. / N.S.: 1917-11-07")]),
    ("1917 ж. 30 қазанда (29 қараша) билік ауысты.", [("pair_mismatch", "1917-10-30 = 1917-11-12; ж. с. / N.S.: 1917-11-12")]),
    ("Ол 1907 ж. 30 сәуірде (13 маусым) келді.", [("pair_mismatch", "1907-04-30 = 1907-05-13; ж. с. / N.S.: 1907-05-13")]),
    ("Ол 1917 ж. 31 сәуірде келді.", [("impossible_date", None)]),
    ("Ол 1920 – 1917 жж. осында тұрды.", [("range_reversed", None)]),
    ("Жиын [1906, 10 (23) – 25 сәуір (8 мамыр]] болды.", [("bracket_mismatch", None)]),
    ("КОКП-ның 20-съезі (1959, 14 – 25 ақпан) өтті.", [("register_conflict", "1956-02-14–1956-02-25")]),
    ("КОКП-ның 20-съезі (1956, 14 – 25 ақпан) өтті.", []),
    ("КОКП-ның 20-съезі 1956 жылы өтті.", []),
    ("КОКП-ның 20-съезі 1957 жылы өтті.", [("register_conflict", "1956-02-14–1956-02-25")]),
    ("РСДЖП-нің 2-съезі [1903, 17 (30) шілде – 10 (23) тамыз] болды.", []),
    ("РСДЖП-нің 2-съезі 1903 жылғы 30 шілде – 23 тамызда өтті.", []),
    ("Бірінші жалпықазақ съезі 1918 жылы өтті.", [("register_conflict", "1917-07-21–1917-07-28 / 1917-08-03–1917-08-10")]),
    ("1952 ж. 4 – 19 қазанда өткен КОКП-ның 19-съезінде партия аты өзгертілді.", [("register_conflict", "1952-10-05–1952-10-14")]),
    ("КОКП-ның 20-съезі туралы 1989 жылы кітап жарық көрді.", []),
    ("Түркістан Кеңестерінің V съезі 1918 жылы 20 сәуірде болды.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_checks(nlp: Language, text: str, expected: list[tuple[str, str | None]]) -> None:
    document = read_document(nlp, text, "x")
    assert [(check.code, check.suggestion) for check in document.checks] == expected
    ids = {m.id for m in [*document.dates, *document.congresses]}
    assert all(set(check.mentions) <= ids and " / " in check.message for check in document.checks)


def test_register_is_consistent() -> None:
    lines = resources.files("jylnama").joinpath("registers/congresses.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len({(r["body_id"], r["kind"], r["number"]) for r in rows}) == len(rows)
    for row in rows:
        assert row["ns_start"] <= row["ns_end"]
        for edge in ("start", "end"):
            if row[f"os_{edge}"]:
                assert iso(julian_to_gregorian(parse_iso(row[f"os_{edge}"]))) == row[f"ns_{edge}"]
