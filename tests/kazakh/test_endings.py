"""Base forms of names. The generator of the round trips is ``qazaq-inflector``."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from qazaq_inflector import QazaqNameInflector

from jylnama.kazakh import cases
from jylnama.kazakh.endings import base_form, strip_endings
from jylnama.names.lexicon import names

BASES = {
    "Плехановтың": "Плеханов", "Лениннің": "Ленин", "Байтұрсынұлының": "Байтұрсынұлы", "Абайдың": "Абай",
    "Әбілқайырханның": "Әбілқайырхан", "Сәкеннен": "Сәкен", "Мағжанмен": "Мағжан", "Тоқаевтікі": "Тоқаев",
    "Алтынсариннің": "Алтынсарин", "Хрущевке": "Хрущев", "Голощекиннен": "Голощекин", "Троцкийдің": "Троцкий",
    "Осинскидің": "Осинский", "Каутскийге": "Каутский", "Рысқұлұлына": "Рысқұлұлы", "Айшақызын": "Айшақызы",
    "М.П. Ирошниковтың": "М.П. Ирошников", "Абылай ханның": "Абылай хан", "И.И.Неплюевтың": "И.И.Неплюев",
}  # fmt: skip
WHOLE = [
    "Қаныш",
    "Жаңабай",
    "Абылай",
    "Марат",
    "Алмаз",
    "Динара",
    "Айша",
    "Қасым",
    "Сәкен",
    "Мадина",
    "Жәнібек",
    "Әлімжан",
    "Амангелді",
    "Құнанбай",
    "Есет",
    "Төле",
    "Керей",
    "Бердібек",
    "Тоқтамыс",
    "Данте",
    "Мұса",
    "Иса",
    "Сағадат",
    "Маркс",
    "Киров",
    "Сұлтан",
    "Сүлеймен",
    "Руслан",
    "Дархан",
    "Шерғазы",
    "Арынғазы",
]
CASES = ["genitive", "dative", "accusative", "locative", "ablative", "instrumental"]


@pytest.mark.parametrize(("form", "base"), BASES.items())
def test_base_form(form: str, base: str) -> None:
    assert base_form(form) == base


@pytest.mark.parametrize("name", WHOLE)
def test_names_that_only_look_inflected(name: str) -> None:
    assert base_form(name, names("given.txt")) == name


def test_round_trips_over_the_lexicon() -> None:
    inflector = QazaqNameInflector()
    lexicon = names("given.txt")
    forms = [(name, inflector.inflect(name, case)) for name in sorted(lexicon) if "-" not in name for case in CASES]
    right = sum(base_form(form, lexicon) == name for name, form in forms)
    assert right / len(forms) >= 0.97


def test_round_trips_of_surnames() -> None:
    inflector = QazaqNameInflector()
    surnames = [
        "Қонаев",
        "Жандосов",
        "Бөкейханов",
        "Сейфуллин",
        "Омарбеков",
        "Свердлов",
        "Чернышевский",
        "Әбдірахманов",
        "Мырзоев",
        "Шаяхметов",
        "Голощекин",
        "Асфендияров",
    ]
    forms = [(name, inflector.inflect(name, case)) for name in surnames for case in CASES]
    assert [form for name, form in forms if base_form(form) != name] == []


def test_candidates() -> None:
    assert strip_endings("Плехановтың") == (("Плеханов", "genitive"),)
    assert ("Завадский", "plural instrumental") in strip_endings("Завадскийлермен")
    assert strip_endings("КСРО-ның") == (("КСРО", "genitive"),)


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        (cases.GENITIVE, ["ның", "дің", "тың"], ["нан", "ы"]),
        (cases.DATIVE, ["ға", "ке"], ["на", "да"]),
        (cases.LOCATIVE, ["да", "те"], ["на", "дан"]),
        (cases.ABLATIVE, ["нан", "ден", "тан"], ["пен", "да"]),
        (cases.ATTRIBUTIVE, ["дағы", "тегі"], ["да"]),
    ],
)
def test_case_patterns(pattern: str, right: list[str], wrong: list[str]) -> None:
    assert all(regex.fullmatch(pattern, ending) for ending in right)
    assert not any(regex.fullmatch(pattern, ending) for ending in wrong)


@given(st.text(max_size=30))
def test_any_text(text: str) -> None:
    assert len(base_form(text)) <= len(text) + 1
    assert all(stem for stem, _ in strip_endings(text))
