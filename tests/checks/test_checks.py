"""Checks: what is wrong with a source, and what is not."""

from __future__ import annotations

import pytest
from spacy.language import Language

from jylnama.checks.messages import texts
from jylnama.checks.source import repair
from jylnama.pipeline import read_document

PAIRS = [
    ("1917 ж. 25 қазанда (7 қараша) билік ауысты.", None),
    ("1917 ж. 7 қарашада (25 қазан) билік ауысты.", None),
    ("1917 жылы 20 желтоқсанда (1918 жылғы 2 қаңтар) комиссия құрылды.", None),
    ("1899 ж. 28 мамырда (9 маусым) мектеп ашылды.", None),
    # one digit on either side repairs it
    ("1917 ж. 25 қазанда (8 қараша) билік ауысты.", "ж. с. / N.S.: 1917-11-07 (күн / day 8 → 7) | е. с. / O.S.: 1917-10-26 (күн / day 25 → 26)"),
    ("1917 ж. 30 қазанда (29 қараша) билік ауысты.", "ж. с. / N.S.: 1917-11-12 (күн / day 29 → 12)"),
    # one month
    ("Ол 1907 ж. 30 сәуірде (13 маусым) келді.", "ж. с. / N.S.: 1907-05-13 (ай / month 6 → 5)"),
    # the distance of the 19th century taken in the 20th, and the other way round
    ("1905 ж. 9 қаңтарда (21 қаңтар) шеру болды.", "ж. с. / N.S.: 1905-01-22 (күн / day 21 → 22) | е. с. / O.S.: 1905-01-08 (күн / day 9 → 8)"),
    ("1867 ж. 11 шілдеде (24 шілде) ереже бекітілді.", "ж. с. / N.S.: 1867-07-23 (күн / day 24 → 23) | е. с. / O.S.: 1867-07-12 (күн / day 11 → 12)"),
]  # fmt: skip

CASES = [
    ("Ол 1917 ж. 31 сәуірде келді.", [("impossible_date", None)]),
    ("Ол 05.13.1917 күні келді.", [("impossible_date", None)]),
    ("Ол 1900 ж. 29 ақпанда туған.", []),  # a day of the Julian calendar
    ("Ол 1920 – 1917 жж. осында тұрды.", [("range_reversed", None)]),
    ("Жиын [1906, 10 (23) – 25 сәуір (8 мамыр]] болды.", [("bracket_mismatch", None)]),
    ("Жиын [1903, 17 (30) шілде – 10 (23) тамыз) Лондон] болды.", [("bracket_mismatch", None)]),
    ("Жиын [1906, 10 (23) – 25 сәуір (8 мамыр)] болды.", []),
    ("Жиында [1) 1906 жылғы есеп; 2) жаңа жоспар] қаралды.", []),
    ("КОКП-ның 20-съезі (1959, 14 – 25 ақпан) өтті.", [("register_conflict", "1956-02-14–1956-02-25")]),
    ("КОКП-ның 20-съезі (1956, 14 – 25 ақпан) өтті.", []),
    ("КОКП-ның 20-съезі (1956, 14 – 24 ақпан) өтті.", [("register_conflict", "1956-02-14–1956-02-25")]),
    ("КОКП-ның 20-съезі 1956 ж. 14 ақпанда ашылды.", []),
    ("КОКП-ның 20-съезі 1956 жылы өтті.", []),
    ("КОКП-ның 20-съезі 1957 жылы өтті.", [("register_conflict", "1956-02-14–1956-02-25")]),
    ("1957 жылғы КОКП-ның 20-съезінде баяндама жасалды.", [("register_conflict", "1956-02-14–1956-02-25")]),
    ("Бұл шешім (КОКП-ның 20-съезі, 1957 жылғы ақпан) маңызды болды.", [("register_conflict", "1956-02-14–1956-02-25")]),
    ("КОКП-ның 20-съезі (1961, 17 – 31 қазан) өтті.", [("register_conflict", "1956-02-14–1956-02-25; 1961, 17 – 31 қазан – КОКП-ның 22-съезі / 22nd Congress of the CPSU")]),
    ("РСДЖП-нің 2-съезі [1903, 17 (30) шілде – 10 (23) тамыз] болды.", []),
    ("РСДЖП-нің 2-съезі 1903 жылғы 30 шілде – 23 тамызда өтті.", []),
    ("Бірінші жалпықазақ съезі 1918 жылы өтті.", [("register_conflict", "1917-07-21–1917-07-26 / 1917-08-03–1917-08-08")]),
    ("Бірінші жалпықазақ съезі 1917 ж. 21 – 28 шілдеде өтті.", []),  # sources differ on the last day
    ("1952 ж. 4 – 19 қазанда өткен КОКП-ның 19-съезінде партия аты өзгертілді.", [("register_conflict", "1952-10-05–1952-10-14")]),
    ("КОКП-ның 20-съезі туралы 1989 жылы кітап жарық көрді.", []),
    ("Түркістан Кеңестерінің V съезі 1918 жылы 20 сәуірде болды.", []),
    # the body is left out and the year is another one: it may be another body's congress
    ("КОКП туралы сөз болды. Жазушылардың 3-съезінен кейін 4-съезі 1959 жылы өтті.", []),
    ("РСДЖП-нің 2-съезі 1903 жылы өтті. 3-съезд 1908 жылы болды.", [("register_conflict", "1905-04-12–1905-04-27 / 1905-04-25–1905-05-10")]),
    # the date beside the congress
    ("КОКП-ның 1957 жылғы 20-съезі маңызды болды.", [("register_conflict", "1956-02-14–1956-02-25")]),
    ("КОКП ХХ съезі (Мәскеу, 1957 ж. 14 – 25 ақпан) жаңа бағыт алды.", [("register_conflict", "1956-02-14–1956-02-25")]),
    ("БК(б)П XV съезі 1928 ж. желтоқсанда жоспар белгіледі.", [("register_conflict", "1927-12-02–1927-12-19")]),
    ("1922 жылы наурызда РКП(б)-ның X съезінде қарар қабылданды.", [("register_conflict", "1921-03-08–1921-03-16; 1922 жылы наурызда – РК(б)П-ның 11-съезі / 11th Congress of the RCP(b)")]),
    ("РСДЖП-нің II съезі 1903 жылы 17 – 20 шілдеде өтті.", [("register_conflict", "1903-07-17–1903-08-10 / 1903-07-30–1903-08-23")]),
    ("КОКП-ның XX съезінің шешімдері 1957 жылы жарияланды.", []),
    ("1956 жылы 19-съезде қабылданған жоспар орындалды.", []),
    # other bodies' congresses
    ("Шаруа депутаттары Кеңестерінің бірінші бүкілресейлік съезі 1917 жылы мамырда болды.", []),
    ("Кеңестердің бірінші Торғай облыстық съезі 1918 жылы 21 наурызда басталды.", []),
    ("Бүкілқазақстандық VI партия конференциясы 1927 жылы қарашада өтті.", []),
    ("Алаш партиясының I съезі 1917 жылы шілдеде өтті.", []),
    ("Украина Компартиясының ХХ съезі 1959 жылы өтті.", []),
    # names
    ("РСД(б)ЖП-нің 3-съезінде (1905) жарғы талқыланды.", [("name_anachronism", "РСДЖП")]),
    ("РСД(б)ЖП-ның 6-съезі (1917) Петроградта өтті.", []),
    ("РК(б)П-ның 20-съезі 1956 жылы өтті.", [("name_anachronism", "КОКП")]),
    ("КОКП-ның 2-съезі (1903) жарғы қабылдады.", []),  # the name of the whole history
    ("1917 жылы РК(б)П саны өсті.", [("name_anachronism", "РСД(б)ЖП")]),
    ("1925 жылы 19 ақпанда БК(б)П шешімімен комитет құрылды.", [("name_anachronism", "РК(б)П")]),
    ("1925 жылы БК(б)П шешімімен комитет құрылды.", []),  # so named on the last day of the year
    ("1918 жылы БК(б)П мүшелігіне өтті.", []),
    ("1918 жылдан БК(б)П қатарында болды.", []),
    ("1910 жылы туған БК(б)П қызметкері еді.", []),
    ("1920 жылы партия (РК(б)П, БК(б)П) күшейді.", []),
    ("1952 жылы БК(б)П КОКП деп аталды.", []),
    ("Қазақ АКСР Кеңестерінің 1-съезі 1920 жылы 4 қазанда ашылды.", []),
    ("1937 жылы КГБ оны тұтқындады.", [("name_anachronism", None)]),
    ("1937 жылы НКВД оны тұтқындады.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "suggestion"), PAIRS)
def test_pairs(nlp: Language, text: str, suggestion: str | None) -> None:
    found = [(check.code, check.suggestion) for check in read_document(nlp, text, "x").checks]
    assert found == ([("pair_mismatch", suggestion)] if suggestion else [])


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_checks(nlp: Language, text: str, expected: list[tuple[str, str | None]]) -> None:
    document = read_document(nlp, text, "x")
    assert [(check.code, check.suggestion) for check in document.checks] == expected
    ids = {m.id for m in [*document.dates, *document.congresses]}
    assert all(check.mentions and set(check.mentions) <= ids for check in document.checks)


def test_the_documents_own_name_is_no_anachronism(nlp: Language) -> None:
    title = "БК(б)П тарихы\n\nБұл партия туралы. " * 2
    text = title + "1923 жылы БК(б)П жаңа бағыт алды. Кейін БК(б)П күшейді."
    assert [check.code for check in read_document(nlp, text, "x").checks] == []


def test_an_inconsistent_pair_is_one_finding(nlp: Language) -> None:
    text = "РСДЖП-нің 5-съезі [1907, 30 сәуір (13 маусым) – 13 мамыр (1 маусым)] болды."
    (check,) = read_document(nlp, text, "x").checks
    assert check.code == "pair_mismatch"
    assert check.suggestion is not None
    assert "N.S.: 1907-05-13" in check.suggestion
    assert "O.S.: 1907-05-19" in check.suggestion


def test_messages_quote_the_source_in_both_languages(nlp: Language) -> None:
    (check,) = read_document(nlp, "Ол 1917 ж. 31  сәуірде келді.", "x").checks
    assert check.message == (
        "«1917 ж. 31 сәуірде»: күнтізбеде мұндай күн жоқ: бұл айда 30 күн бар"
        " / “1917 ж. 31 сәуірде”: the calendar has no such day: this month has 30 days"
    )
    codes = {"pair_mismatch", "impossible_date", "range_reversed", "register_conflict", "name_anachronism",
             "cross_document_conflict", "bracket_mismatch"}  # fmt: skip
    assert set(texts()) == codes


def test_what_no_slip_of_the_pen_explains_is_told_as_an_equation() -> None:
    assert repair(((1916, 4, 5), (1916, 6, 29))) == "е. с. / O.S. 1916-04-05 = ж. с. / N.S. 1916-04-18"
