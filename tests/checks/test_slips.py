"""What a check tells of pairs, ranges and congresses that are nearly right, and what it leaves alone; own sentences."""

from __future__ import annotations

import pytest
from spacy.language import Language

from jylnama.checks.register import span_text
from jylnama.checks.source import repair
from jylnama.pipeline import read_document


def findings(nlp: Language, text: str) -> list[tuple[str, str | None]]:
    return [(check.code, check.suggestion) for check in read_document(nlp, text, "x").checks]


PAIRS = [
    # a slash, or one style named behind a comma: off by a day or two is a slip, farther days are two dates
    ("Газет 1912 жылы 3/17 мамырда шықты.", "inconsistent"),
    ("Газет 1912 жылы 3/16 мамырда шықты.", "consistent"),
    ("Газет 1912 жылы 3/24 мамырда шықты.", None),
    ("Ол 1858 жылы 4 маусымда / 17 маусымда туған.", "inconsistent"),
    ("Ол 1858 жылы 4 маусымда / 16 маусымда туған.", "consistent"),
    ("Жарлық 1906 жылғы 9 қарашада, жаңаша 23 қарашада шықты.", "inconsistent"),
    ("Жарлық 1906 жылғы 9 қарашада, жаңаша 22 қарашада шықты.", "consistent"),
    ("Жиын 1925 жылы 3/17 мамырда өтті.", None),  # nobody wrote Old Style then
    # the year's turn: a day that is right but for its year
    ("Ол 1903 жылғы 24 желтоқсанда (1903 жылғы 6 қаңтар) келді.", "inconsistent"),
    ("Ол 1903 жылғы 24 желтоқсанда (1904 жылғы 6 қаңтар) келді.", "consistent"),
    ("Ол 1903 жылғы 24 желтоқсанда (1903 жылғы 9 тамыз) келді.", None),
]


@pytest.mark.parametrize(("text", "status"), PAIRS)
def test_pairs_that_a_slip_parts(nlp: Language, text: str, status: str | None) -> None:
    document = read_document(nlp, text, "x")
    assert {date.pair_status for date in document.dates} == {status}
    assert [check.code for check in document.checks] == (["pair_mismatch"] if status == "inconsistent" else [])


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("Жарлық 1907 жылы 16 маусымда (2 маусым) шықты.", "1907-06-02", "1907-06-16"),  # the later day is the New Style one
        ("Жарлық 1907 жылы 3 маусымда (17 маусым) шықты.", "1907-06-03", "1907-06-17"),
        ("Жарлық 1907 жылы 20 маусымда (3 маусым) шықты.", "1907-06-20", "1907-06-03"),  # the month alone is wrong
    ],
)
def test_the_order_of_a_wrong_pair(nlp: Language, text: str, old: str, new: str) -> None:
    (date,) = read_document(nlp, text, "x").dates
    assert (date.os_start, date.ns_start, date.pair_status) == (old, new, "inconsistent")


def test_styles_the_wrong_way_round(nlp: Language) -> None:
    (check,) = read_document(nlp, "Ол 1883 жылы 7 маусымда (ескіше 19 маусымда) туған.", "x").checks
    assert check.suggestion == "стильдері ауысқан / the styles are the wrong way round"
    assert "ескіше күн жаңаша күннен 12 күн бұрын болуға тиіс" in check.message
    assert "should be 12 days before" in check.message
    assert repair(((1883, 6, 20), (1883, 6, 7))) == (
        "стильдері ауысқан / the styles are the wrong way round: ж. с. / N.S.: 1883-06-19 (күн / day 20 → 19)"
        " | е. с. / O.S.: 1883-06-08 (күн / day 7 → 8)"
    )
    # a month is the smaller slip
    assert repair(((1917, 10, 25), (1917, 10, 7))) == "ж. с. / N.S.: 1917-11-07 (ай / month 10 → 11)"


def test_the_next_day_is_one_slip() -> None:
    assert repair(((1869, 4, 19), (1869, 5, 2))) == (
        "ж. с. / N.S.: 1869-05-01 (күн / day 2 → 1) | е. с. / O.S.: 1869-04-20 (күн / day 19 → 20)"
    )


FINDINGS: list[tuple[str, list[str]]] = [
    # ranges
    ("Дәулет Айбасов (07.08.1941 – 02.09.1898) ұстаз болған.", ["range_reversed"]),
    ("Дәулет Айбасов (07.08.1898 – 02.09.1941) ұстаз болған.", []),
    ("Жәрмеңке 1911 жылғы 21 тамыздан 9 тамызға дейін созылды.", ["range_reversed"]),
    ("Жәрмеңке 1911 жылғы 9 тамыздан 21 тамызға дейін созылды.", []),
    ("Жәрмеңке 1911 жылғы 21 желтоқсаннан 9 қаңтарға дейін созылды.", []),
    # decades with dots are no day, a day with dots is
    ("1950.60.70 жж. ауылда клуб салынды.", []),
    ("1950.60.70 клуб салынды.", ["impossible_date"]),
    # names of one body
    ("ҚАКСР Советтерінің VI съезі 1928 жылы ашылды.", ["register_conflict"]),
    ("ҚАКСР Советтерінің VI съезі 1927 жылы ашылды.", []),
    ("Бүкіл қазақ Кеңестерінің VII съезі 1931 жылы ашылды.", ["register_conflict"]),
    ("Қырғыз (Қазақ) АССР Кеңестерінің ІІ съезі 1922 жылы ашылды.", ["register_conflict"]),
    ("Қырғыз (Қазақ) АССР Кеңестерінің ІІ съезі 1921 жылы ашылды.", []),
    ("Түркістан өлкелік Кеңестерінің V съезі 1920 жылы ашылды.", ["register_conflict"]),
    ("Түркістан өлкелік Кеңестерінің VI съезі 1918 жылы ашылды.", []),  # no row
    ("Бірінші жалпықазақ құрылтайы 1919 жылы шілдеде болды.", ["register_conflict"]),
    ("Бірінші жалпықазақ құрылтайы 1917 жылы шілдеде болды.", []),
    # words of quality between the body and the number
    ("1960 жылы КОКП-ның айтулы ХХІ съезі өтті.", ["register_conflict"]),
    ("1959 жылы КОКП-ның айтулы ХХІ съезі өтті.", []),
    ("1967 жылы КОКП-ның айтулы 15-конференциясы өтті.", ["register_conflict"]),
    ("1967 жылы КОКП-ның облыстық 15-конференциясы өтті.", []),
    ("1960 жылы КОКП-ның мүшелері ХХІ съезде сөйледі.", []),
    # each number with its own year
    ("Ол КОКП-ның XXIV (1972 ж.) және XXV (1976 ж.) съездерінің делегаты болды.", ["register_conflict"]),
    ("Ол КОКП-ның XXIV (1971 ж.) және XXV (1976 ж.) съездерінің делегаты болды.", []),
    # the date of another meeting, and of what became of the decisions
    ("РКП(б) Х съезі ашылып, 1921 жылғы 5 – 7 наурызда Мәскеуде мәжіліс өтті.", []),
    ("РКП(б) Х съезі 1921 жылғы 5 – 7 наурызда Мәскеуде өтті.", ["register_conflict"]),
    ("1963 жылы КОКП ХХІІ съезінде бекітілген бағдарлама түсіндіріле бастады.", []),
    ("1963 жылғы КОКП ХХІІ съезінде бекітілген бағдарлама түсіндірілді.", ["register_conflict"]),
    ("1963 жылы КОКП ХХІІ съезінде бағдарлама бекітілді.", ["register_conflict"]),
    # a day as an object; the day behind the participle
    ("Бұл күн деп жарғы бекітілген 1958 жылғы 20 мамырды немесе КОКП-ның ХХ съезі болған 1956 жылғы 14 – 25 ақпанды атайды.", []),
    ("КОКП-ның ХХ съезі өткен 1957 жылы зауыт салынды.", ["register_conflict"]),
    ("КОКП-ның ХХ съезі өткен 1956 жылы зауыт салынды.", []),
    # a name of another time, where the text says so
    ("1922 жылы қазіргі Қазақ КСР аумағында аштық болды.", []),
    ("1922 жылы Қазақ КСР аумағында аштық болды.", ["name_anachronism"]),
    # what outlives the body
    ("1959 жылы ОГПУ алқасының шешімі қайта қаралды.", []),
    ("1990 жылы НКВД құжаттары ашылды.", []),
    ("1990 жылы НКВД-ның сұмдығы айтылды.", []),
    ("1959 жылы НКВД жазалаған адамдар ақталды.", []),
    ("1994 жылы Қазақ КСР халық әртісі қайтыс болды.", []),
    ("1951 жылы НКВД оны қамады.", ["name_anachronism"]),
    ("1951 жылы НКВД оны қамаған кезде ол ауырып жатты.", ["name_anachronism"]),
    ("1951 жылы НКВД органдары оны қамады.", ["name_anachronism"]),
    ("1956 жылы БК(б)П қаулысымен совхоз құрылды.", ["name_anachronism"]),
    # an act with its date behind the body
    ("БК(б)П Орталық Комитетінің 1924 жылғы 2 қазандағы қаулысы жарияланды.", ["name_anachronism"]),
    ("БК(б)П Орталық Комитетінің 1934 жылғы 2 қазандағы қаулысы жарияланды.", []),
    ("НКВД-нің 1951 жылғы бұйрығы жарияланды.", ["name_anachronism"]),
    ("Кейін аталған БК(б)П-ның 1924 жылғы қаулысы жарияланды.", []),  # a renaming is told
    ("Қазақ КСР тарихының 1920 жылғы кезеңі зерттелді.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), FINDINGS)
def test_findings(nlp: Language, text: str, codes: list[str]) -> None:
    assert [check.code for check in read_document(nlp, text, "x").checks] == codes


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Қазақстан Компартиясының XI съезі 1963 жылы өтті.", "1961"),
        ("Қазақстан Компартиясының XVI съезі 1987 жылы өтті.", "1986-02"),
        ("КСРО Кеңестерінің І съезі 1923 жылы өтті.", "1922-12-30"),
        # a month or a day that is another congress's: the number may be wrong
        (
            "1961 жылы қазанда өткен КОКП-ның ХХІ съезінде бағдарлама қабылданды.",
            "1959-01-27–1959-02-05; 1961 жылы қазанда – КОКП-ның 22-съезі / 22nd Congress of the CPSU",
        ),
        ("1963 жылы қазанда өткен КОКП-ның ХХІ съезінде бағдарлама қабылданды.", "1959-01-27–1959-02-05"),
    ],
)
def test_known_days_are_no_more_exact_than_they_are_known(nlp: Language, text: str, suggestion: str) -> None:
    assert findings(nlp, text) == [("register_conflict", suggestion)]


def test_spans() -> None:
    assert span_text("1949-02-01", "1949-03-31", exact=False) == "1949-02–1949-03"
    assert span_text("1920-10-04", "1920-10-31", exact=False) == "1920-10-04–1920-10"
    assert span_text("1921-10-01", "1921-10-31", exact=True) == "1921-10-01–1921-10-31"
