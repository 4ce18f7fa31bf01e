"""New Style days are inferred only where the text itself settles the style."""

from __future__ import annotations

import pytest
from spacy.language import Language

from jylnama.dates.styles import day_number, gregorian_span
from jylnama.pipeline import read_document

CASES = [
    ("1917 жылы 25 қазанда (ескіше) көтеріліс болды.", [("1917-11-07", "1917-11-07")]),
    ("Ескі стиль бойынша 1917 жылғы 25 қазанда көтеріліс болды.", [("1917-11-07", "1917-11-07")]),
    ("1917 жылғы 7 қарашада (жаңаша) көтеріліс болды.", [("1917-11-07", "1917-11-07")]),
    ("1898 жылы 1 наурызда (ескі стиль бойынша) жиын ашылды.", [("1898-03-13", "1898-03-13")]),
    # one end of a stretch is written in both styles
    ("1917 ж. 26 шілде (8 тамыз) – 3 тамызда съезд өтті.", [("1917-08-08", "1917-08-16")]),
    # the day of a pair, told again alone
    ("1917 ж. 25 қазанда (7 қараша) көтеріліс болды. 1917 жылы 25 қазанда үкімет құлады.", [(None, None), ("1917-11-07", "1917-11-07")]),
    # nothing settles it
    ("1917 жылы 25 қазанда көтеріліс болды.", [(None, None)]),
    ("1917 ж. 25 қазанда (7 қараша) көтеріліс болды. 1917 жылы 3 қарашада жиын өтті.", [(None, None), (None, None)]),
    # that day stands on both sides of pairs
    ("1917 ж. 25 қазанда (7 қараша) және 1917 ж. 7 қарашада (20 қараша) жиын болды. 1917 жылы 7 қарашада хат келді.",
     [(None, None), (None, None), (None, None)]),
    ("1920 жылы 25 қазанда хат жазылды.", [(None, None)]),
    ("1920 жылы 25 қазанда (ескіше) хат жазылды.", [("1920-11-07", "1920-11-07")]),
    # the mark belongs to the pair behind it
    ("1917 ж. 25 қазанда (жаңаша 7 қараша) көтеріліс болды.", [(None, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_inferred(nlp: Language, text: str, expected: list[tuple[str | None, str | None]]) -> None:
    dates = read_document(nlp, text, "x").dates
    assert [(d.ns_start, d.ns_end) if d.ns_inferred else (None, None) for d in dates] == expected
    assert all(d.pair_status is None or d.os_start or d.os_end for d in dates)


def test_day_number_over_the_year_zero() -> None:
    assert day_number("1970-01-01") == 0
    assert day_number("0000-03-01") - day_number("0000-02-28") == 2
    assert day_number("-0001-12-31") + 1 == day_number("0000-01-01")
    assert day_number("1900-02-29") == day_number("1900-03-01")


def test_mixed_styles_sort_on_one_line() -> None:
    pair = gregorian_span("1917-10-25", "1917-10-25", "day", "julian", "1917-11-07", "1917-11-07")
    new = gregorian_span("1917-11-01", "1917-11-01", "day", "gregorian", None, None)
    julian = gregorian_span("1917-10-20", "1917-10-20", "day", "julian", None, None)
    year = gregorian_span("1917-01-01", "1917-12-31", "year", "unstated", None, None)
    assert sorted([pair, new, julian, year]) == [year, new, julian, pair]
