"""Date expressions and their values."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from jylnama.dates import calendars, values
from jylnama.dates.component import date_mention
from jylnama.dates.finder import find_dates
from jylnama.dates.lexer import lexicon
from jylnama.document import DateMention
from jylnama.kazakh.citations import citation_spans
from marked import cases, parse

CASES = cases(Path(__file__).with_name("cases.txt"))


def found(text: str) -> list[DateMention]:
    dates = find_dates(text, citation_spans(text))
    return [date_mention(f"d{i}", text, d) for i, d in enumerate(dates) if d.zone == "body"]


def expected(mark: str) -> dict[str, Any]:
    first, *rest = mark.split()
    start, _, end = first.partition("..")
    value: dict[str, Any] = {
        "start": start, "end": end or start, "precision": "day", "relative": False, "approximate": False,
        "impossible": False, "pair_status": None, "ns_start": None, "ns_end": None,
    }  # fmt: skip
    for word in rest:
        key, _, argument = word.partition("=")
        if key in values_of_flags:
            value[values_of_flags[key]] = True
        elif key == "cal":
            value["calendar"] = argument
        elif key == "pair":
            value["pair_status"] = argument
        elif key == "ns":
            ns_start, _, ns_end = argument.partition("..")
            value |= {"ns_start": ns_start, "ns_end": ns_end or ns_start}
        else:
            value["precision"] = word
    return value


values_of_flags = {"rel": "relative", "approx": "approximate", "impossible": "impossible"}


@pytest.mark.parametrize("marked", CASES)
def test_expressions(marked: str) -> None:
    text, spans = parse(marked)
    marked_spans = {(start, end): expected(mark) for start, end, mark in spans}
    got = {(m.start_char, m.end_char): m for m in found(text)}
    for span, value in marked_spans.items():
        assert span in got, f"{text[span[0] : span[1]]!r} not found; found {[m.text for m in got.values()]}"
        assert {key: getattr(got[span], key) for key in value} == value
    if not spans:
        assert not got
    # a case may begin with a plain year that the marked expression refers to
    assert all(span in marked_spans or (m.precision == "year" and not m.relative) for span, m in got.items())


CASE_FORMS = ["", "да", "ның", "нан", "ға", "дағы"]
NOMINATIVE = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
]
LOCATIVE = [
    "қаңтарда",
    "ақпанда",
    "наурызда",
    "сәуірде",
    "мамырда",
    "маусымда",
    "шілдеде",
    "тамызда",
    "қыркүйекте",
    "қазанда",
    "қарашада",
    "желтоқсанда",
]
POSSESSIVE = [
    "қаңтарында",
    "ақпанында",
    "наурызында",
    "сәуірінде",
    "мамырында",
    "маусымында",
    "шілдесінде",
    "тамызында",
    "қыркүйегінде",
    "қазанында",
    "қарашасында",
    "желтоқсанында",
]
ATTRIBUTIVE = [
    "қаңтардағы",
    "ақпандағы",
    "наурыздағы",
    "сәуірдегі",
    "мамырдағы",
    "маусымдағы",
    "шілдедегі",
    "тамыздағы",
    "қыркүйектегі",
    "қазандағы",
    "қарашадағы",
    "желтоқсандағы",
]
ABLATIVE = [
    "қаңтардан",
    "ақпаннан",
    "наурыздан",
    "сәуірден",
    "мамырдан",
    "маусымнан",
    "шілдеден",
    "тамыздан",
    "қыркүйектен",
    "қазаннан",
    "қарашадан",
    "желтоқсаннан",
]
DATIVE = [
    "қаңтарға",
    "ақпанға",
    "наурызға",
    "сәуірге",
    "мамырға",
    "маусымға",
    "шілдеге",
    "тамызға",
    "қыркүйекке",
    "қазанға",
    "қарашаға",
    "желтоқсанға",
]
GENITIVE = [
    "қаңтардың",
    "ақпанның",
    "наурыздың",
    "сәуірдің",
    "мамырдың",
    "маусымның",
    "шілденің",
    "тамыздың",
    "қыркүйектің",
    "қазанның",
    "қарашаның",
    "желтоқсанның",
]
MONTH_FORMS = [
    (n, form) for forms in (NOMINATIVE, LOCATIVE, POSSESSIVE, ATTRIBUTIVE, ABLATIVE, DATIVE) for n, form in enumerate(forms, 1)
]


@pytest.mark.parametrize(("number", "form"), MONTH_FORMS)
def test_month_forms_with_day(number: int, form: str) -> None:
    [mention] = found(f"Бұл 1917 жылғы 12 {form} болған.")
    assert (mention.start, mention.text) == (f"1917-{number:02d}-12", f"1917 жылғы 12 {form}")


@pytest.mark.parametrize(("number", "form"), list(enumerate(GENITIVE, 1)))
def test_genitive_month_before_the_day(number: int, form: str) -> None:
    [mention] = found(f"Бұл 1917 жылы {form} 12-інде болған.")
    assert mention.start == mention.end == f"1917-{number:02d}-12"


@pytest.mark.parametrize(("number", "name"), list(enumerate(NOMINATIVE, 1)))
def test_month_with_its_word(number: int, name: str) -> None:
    [mention] = found(f"Бұл 1917 жылдың {name} айында болған.")
    assert (mention.precision, mention.start) == ("month", f"1917-{number:02d}-01")


YEAR_WORDS = ["жылы", "жылғы", "жылдың", "жылдан", "жылға", "ж.", "жылында"]


@pytest.mark.parametrize("word", YEAR_WORDS)
@pytest.mark.parametrize("year", [1223, 1741, 1916, 1991])
def test_year_words(year: int, word: str) -> None:
    [mention] = found(f"Бұл {year} {word} бастап солай.")
    assert (mention.start, mention.end, mention.text) == (f"{year}-01-01", f"{year}-12-31", f"{year} {word}")


@pytest.mark.parametrize("dash", [" – ", "–", "-", " - "])
@pytest.mark.parametrize("last", ["1918", "18"])
@pytest.mark.parametrize("word", ["жылдары", "жж.", "ж."])
def test_year_ranges(dash: str, last: str, word: str) -> None:
    [mention] = found(f"Бұл 1914{dash}{last} {word} болған.")
    assert (mention.start, mention.end) == ("1914-01-01", "1918-12-31")


@pytest.mark.parametrize("number", range(1, 22))
@pytest.mark.parametrize("word", ["ғасырда", "ғ."])
def test_centuries_in_roman_numerals(number: int, word: str) -> None:
    from roman_numerals import RomanNumeral

    roman = RomanNumeral(number).to_uppercase()
    for numeral in (roman, roman.replace("I", "І").replace("X", "Х")):  # Latin and look-alike Cyrillic letters
        [mention] = found(f"Бұл {numeral} {word} болған.")
        assert mention.start == f"{(number - 1) * 100 + 1:04d}-01-01"
        assert mention.end == f"{number * 100:04d}-12-31"


def test_old_months_are_known() -> None:
    months = lexicon()["months"]
    assert (months["көкек"], months["отамалы"]) == (4, 6)


def test_anaphora_without_antecedent_is_refused() -> None:
    assert not found("Сол жылы ол оқуға түсті. Наурызда бітірді. Осы ғасырда қайтты.")


def test_bracketed_life_years_are_no_antecedent() -> None:
    mentions = found("Ол 1934 жылы С. Омаровты (1886 – 1936) көрді. Осы жылы кетті.")
    assert mentions[-1].start == "1934-01-01"


def test_citations_have_their_zone() -> None:
    text = "Пікір бар [Омаров, 1963: 205]. Ол 1920 жылы туды."
    zones = {text[d.start : d.end]: d.zone for d in find_dates(text, citation_spans(text))}
    assert zones["1920 жылы"] == "body"
    assert all(zone == "citation" for words, zone in zones.items() if "1963" in words)


def edtf_interval(text: str) -> tuple[str, str]:
    parsed = parse_edtf(text)
    first, last = parsed.lower_strict(), parsed.upper_strict()
    return (
        calendars.iso((first.tm_year, first.tm_mon, first.tm_mday)),
        calendars.iso((last.tm_year, last.tm_mon, last.tm_mday)),
    )


@pytest.mark.parametrize("marked", [case for case in CASES if "<" in case])
def test_edtf_is_valid_and_agrees(marked: str) -> None:
    text, _ = parse(marked)
    for mention in found(text):
        assert mention.edtf
        assert edtf_interval(mention.edtf) == (mention.start, mention.end)


years = st.integers(1, 2100)


@settings(deadline=None)
@given(years, st.sampled_from([None, "begin", "middle", "end"]))
def test_edtf_of_intervals(year: int, part: str | None) -> None:
    made = [
        values.year(year, part),
        values.month(year, 2, part),
        values.decade(year - year % 10 + 10, part),
        values.season(year, "winter"),
    ]
    if year < 22:
        made.append(values.century(year, part))
    for interval in made:
        assert edtf_interval(values.edtf(interval)) == (interval.start, interval.end)
        assert calendars.parse_iso(interval.start) == interval.first
        assert calendars.parse_iso(interval.end) == interval.last


@settings(deadline=None)
@given(st.integers(1, 2100), st.integers(1, 12), st.integers(1, 31))
def test_styles_go_both_ways(year: int, month: int, mday: int) -> None:
    day = (year, month, mday)
    if calendars.is_day(day, is_julian=True):
        assert calendars.gregorian_to_julian(calendars.julian_to_gregorian(day)) == day
    else:
        with pytest.raises(ValueError, match="no such day"):
            calendars.julian_to_gregorian(day)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((1700, 2, 18), (1700, 2, 28)), ((1700, 2, 19), (1700, 3, 1)), ((1800, 2, 17), (1800, 2, 28)),
        ((1900, 2, 16), (1900, 2, 28)), ((1900, 2, 28), (1900, 3, 12)), ((1900, 2, 29), (1900, 3, 13)),
        ((1917, 10, 25), (1917, 11, 7)), ((1918, 1, 31), (1918, 2, 13)),
    ],
)  # fmt: skip
def test_distance_of_the_styles(old: calendars.Day, new: calendars.Day) -> None:
    assert calendars.julian_to_gregorian(old) == new


def test_hijri_year() -> None:
    assert calendars.hijri_year(870)[0][0] == 1465


@settings(deadline=None)
@given(st.text(alphabet="0123456789 –-()[],.жылғІХXV/мен" + "наурызқн", max_size=120))
def test_no_text_breaks_the_finder(text: str) -> None:
    last = 0
    for mention in found(text):
        assert last <= mention.start_char < mention.end_char <= len(text)
        assert text[mention.start_char : mention.end_char] == mention.text
        assert mention.edtf
        assert edtf_interval(mention.edtf) == (mention.start, mention.end)
        last = mention.end_char


def test_the_page_on_dates_says_the_truth() -> None:
    page = Path(__file__).parents[2] / "docs" / "dates.md"
    assert doctest.testfile(str(page), module_relative=False).failed == 0
