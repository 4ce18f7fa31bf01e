"""What the model does to the rules' persons: longer, joined, told apart, found again. Entities are given by hand."""

from __future__ import annotations

import pytest

from jylnama.names.finder import find_persons
from jylnama.names.merge import merge_persons
from jylnama.ner.component import NamedEntity

# a text; parts of it that the model takes for a person, or, behind a label, for something else; the persons
CASES = [
    # a title behind a longer name, and a byname that no rule knows before one
    ("Оны Сұлтан Бекзат ханның елшісі айтты.", ["Сұлтан Бекзат ханның"], ["Сұлтан Бекзат хан"]),
    ("Жиынға Тойқож Мұрат паша келді.", ["Тойқож Мұрат паша"], ["Тойқож Мұрат паша"]),
    ("Кейін Мұрат хан болып сайланды.", ["Мұрат хан"], ["Мұрат"]),
    ("Жиынға Мұрат паша келді.", ["Мұрат"], ["Мұрат паша"]),
    # a given name and an unknown surname in a case
    ("Ол Ричард Тойсқа жолықты.", ["Ричард Тойсқа"], ["Ричард Тойс"]),
    ("Ол Мұрат Алматыға көшті деді.", ["Мұрат Алматыға"], ["Мұрат"]),
    # one name that the rules have as two
    ("Әулие Бекет Ата Тойқожұлы өтті.", ["Бекет Ата Тойқожұлы"], ["Бекет Ата Тойқожұлы"]),
    ("Кеше Есім хан Тұрсын ханның жеріне келді.", ["Есім хан Тұрсын ханның"], ["Есім хан", "Тұрсын хан"]),
    ("Тарихшы Кемал Х. Қарпат жазды.", ["Кемал Х. Қарпат"], ["Кемал Х. Қарпат"]),
    ("Жиынға Хайым Шомылов Сасновский келді.", ["Хайым Шомылов Сасновский"], ["Хайым Шомылов Сасновский"]),
    ("Тарихшы Махмұд бен Уәли жазды.", ["Махмұд бен Уәли"], ["Махмұд бен Уәли"]),
    ("Онда ақын Мұрат Ораз бен Ерлан Сапаров келді.", ["Мұрат Ораз бен Ерлан Сапаров"], ["Мұрат Ораз", "Ерлан Сапаров"]),
    ("Кейін Мұрат қажы Тойқож келді.", ["Мұрат қажы Тойқож"], ["Мұрат қажы Тойқож"]),
    ("Сол жылы Майдан Құсайынов келді.", ["Майдан Құсайынов"], ["Майдан Құсайынов"]),
    # a surname before a given name that no lexicon has
    ("Сол күні Оспанов Қолғанат келді.", ["Оспанов Қолғанат"], ["Оспанов Қолғанат"]),
    ("Сол күні Оспанов Мәскеуге барды.", ["Оспанов Мәскеуге"], ["Оспанов"]),
    # a learned man and his father at the start of a sentence; how the elder are called; his works are no offices
    ("Қалжан ахун Бөлекбайұлы Сыр бойында тұрды.", ["Қалжан ахун Бөлекбайұлы"], ["Қалжан ахун Бөлекбайұлы"]),
    ("Сонда Жәкібай әже келді.", ["Жәкібай әже"], ["Жәкібай"]),
    ("Ол Птоломей еңбектерін аударды.", ["Птоломей"], ["Птоломей"]),
    ("Сол күні Елісхан Тәйжі көшті.", ["Елісхан Тәйжі"], ["Елісхан Тәйжі"]),
    ("Сол күні Даль Владимир Иванович келді.", ["Даль Владимир Иванович"], ["Даль Владимир Иванович"]),
    # no name: an era, the abbreviation of a post
    ("Б.з.д. көшпелілер болды.", ["Б.з.д."], []),
    ("Сонда Проф. Тойқож Бекзатов келді.", ["Проф. Тойқож Бекзатов"], ["Тойқож Бекзатов"]),
    # two names that the rules have as one
    (
        "Сол күні Мәлік Ғабдуллин Бауыржан Момышұлы жайында айтты.",
        ["Мәлік Ғабдуллин", "Бауыржан Момышұлы"],
        ["Мәлік Ғабдуллин", "Бауыржан Момышұлы"],
    ),
    # a longer name in a case, once the model has it without one; no name of two with somebody whom history knows by one
    ("Кейін Қодарын Тойқож келді. Қодарын Тойқождың үйі алыс.", ["Қодарын Тойқож"], ["Қодарын Тойқож", "Қодарын Тойқож"]),
    ("Кейін Қодарын Шоқанды көрді.", ["Қодарын Шоқанды"], ["Шоқан"]),
    # what bears a name in quotation marks; a people in a case is no name
    ('Кейін "Тойқожал" әнінің авторы келді.', ["Тойқожал"], []),
    ("Кейін Орта жүзге хан сайланбады.", ["Орта жүзге хан"], []),
    # a name of one word is found again, but not where it is a place's, in quotation marks, or opens a longer name
    ("Жауап берген Тойқожал келді. Тойқожалдың сөзі ұзақ болды.", ["Тойқожал"], ["Тойқожал", "Тойқожал"]),
    ("Жауап берген Тойқожал келді. «Тойқожал» журналы шықты, Тойқожал ауданы құрылды.", ["Тойқожал"], ["Тойқожал"]),
    ("Жауап берген Тойқожал келді. Содан Тойқожал Сарайы салынды, Тойқожалда тұрды.", ["Тойқожал"], ["Тойқожал"]),
    ("Ел Бекзаттап шапты.", ["Бекзаттап"], []),
    # and the rest of a list is known by the model's names
    ("Онда Тойқож, Сарыбатыл, Қойбас, Жетім тұрды.", ["Тойқож", "Қойбас"], ["Тойқож", "Қойбас"]),
    ("Онда Тойқож, Сарыбатыл, Қойбас тұрды.", ["Тойқож", "Қойбас"], ["Тойқож", "Сарыбатыл", "Қойбас"]),
    # a place that bears a given name
    ("Ол Сырымбеттегі үйге келді.", ["Сырымбеттегі"], []),
    ("Ол кезде Мұрат хан империясы құлады.", ["Мұрат"], []),
]


@pytest.mark.parametrize(("text", "parts", "expected"), CASES)
def test_merged(text: str, parts: list[str], expected: list[str]) -> None:
    entities = [NamedEntity(text.index(part), text.index(part) + len(part), "PERSON", 0.98) for part in parts]
    assert [person.name for person in merge_persons(text, find_persons(text), entities)] == expected


def test_a_name_that_others_bear_is_not_taken_back() -> None:
    text = "Мұрат батыр аттанды. Мұрат батыр жеңді. Сонда Мұрат орнына отырды."
    at = text.rindex("Мұрат")
    place = NamedEntity(at, at + 5, "GPE", 0.99)
    assert [p.start for p in merge_persons(text, find_persons(text), [place])] == [0, 21, at]
