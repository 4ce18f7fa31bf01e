"""Mentions of one person get one id: names whole and with initials, pseudonyms, family; life dates."""

from __future__ import annotations

import pytest
from spacy.language import Language

from jylnama.document import Document, PersonMention
from jylnama.names.people import identify
from jylnama.pipeline import read_document

CASES = [
    # names in text order, and the persons they make
    (["В.И. Ленин", "Ленин", "Владимир Ильич Ленин", "Ленин"], [["В.И. Ленин", "Ленин", "Владимир Ильич Ленин"]]),
    (["Ульянов", "В.И. Ульянов", "Ленин"], [["Ульянов", "В.И. Ульянов", "Ленин"]]),
    (["Н. Ульянов", "В.И. Ленин"], [["Н. Ульянов"], ["В.И. Ленин"]]),
    (["Ахмет Байтұрсынұлы", "А. Байтұрсынов", "Байтұрсынұлы"], [["Ахмет Байтұрсынұлы", "А. Байтұрсынов", "Байтұрсынұлы"]]),
    (["Әлихан Бөкейханов", "Бөкейханов Ә.", "Бөкейханов"], [["Әлихан Бөкейханов", "Бөкейханов Ә.", "Бөкейханов"]]),
    (["Абылай хан", "Абылай"], [["Абылай хан", "Абылай"]]),
    (["Абай", "Абай Құнанбаев", "Абай Дәулетов"], [["Абай", "Абай Құнанбаев"], ["Абай Дәулетов"]]),
    (["Петр I", "Петр III", "Петр I"], [["Петр I"], ["Петр III"]]),
    (["Ахмет Жантөрин", "Арыстан Жантөрин"], [["Ахмет Жантөрин"], ["Арыстан Жантөрин"]]),
    # a surname that two bear goes with the one named last
    (["А. Иванов", "Иванов", "Б. Иванов", "Иванов"], [["А. Иванов", "Иванов"], ["Б. Иванов", "Иванов"]]),
    # before both of them it is nobody's
    (["Иванов", "А. Иванов", "Б. Иванов"], [["Иванов"], ["А. Иванов"], ["Б. Иванов"]]),
]  # fmt: skip


@pytest.mark.parametrize(("names", "expected"), CASES)
def test_mentions_of_one_person(names: list[str], expected: list[list[str]]) -> None:
    document = Document("x", "0")
    document.persons = [PersonMention(f"p{i}", 30 * i, 30 * i + len(n), n, n) for i, n in enumerate(names)]
    people = identify(document)
    assert [p.names for p in people] == expected
    by_id = {p.person_id: p.names for p in people}
    assert all(m.name in by_id[m.person_id or ""] for m in document.persons)


def test_fullest_name_and_wikidata() -> None:
    document = Document("x", "0")
    document.persons = [
        PersonMention(f"p{i}", 30 * i, 30 * i + len(n), n, n) for i, n in enumerate(["Ленин", "Владимир Ильич Ленин"])
    ]
    (person,) = identify(document)
    assert (person.full_name, person.wikidata) == ("Владимир Ильич Ленин", "Q1394")


LETTERS = [
    # one letter a person: who is whom, in text order
    ("Қашаубаев, Қашаубаева, Қашаубаев", "aba"),
    ("Әміре Қашаубаев, Қашаубаева, Қашаубаев", "aba"),
    ("Құнанбай Өскенбайұлы, Абай Құнанбайұлы, Құнанбай, Абай", "abab"),
    ("Абай, Абайұлы, Абай", "aba"),
    ("Абай Құнанбаев, Абайұлы Тұрағұл, Абай", "aba"),
    ("Абылай, Абылай ұлы Уәли, Уәли", "abb"),
    ("Иван Петрович Кузнецов, Петр Иванович Кузнецов", "ab"),
    ("Иван Петрович, Иван Петрович Павлов", "aa"),
    ("Петр Иванович, Сергей Иванович", "ab"),
    ("А. Байтұрсынұлы, Ахмет Байтұрсынов, Байтұрсынов", "aaa"),
    ("Шоқан Уәлиханов, Шыңғыс Уәлиханов, Шоқан, Шыңғыс", "abab"),
    ("Николай I, Николай II, Николай", "abb"),
    ("Ж. Досмұхамедов, Х. Досмұхамедов, Халел Досмұхамедов, Жаһанша Досмұхамедов", "abba"),
    ("Темір, Әмір Темір", "aa"),
    ("Темір мәлік, Әмір Темір, Темір мәлік", "aba"),
    ("Асан қайғы, Асан Сапаров", "ab"),
    # a bare name is the father's that the surname is made from, unless somebody is called by it in full
    ("Құнанбай, Абай Құнанбаев, Құнанбай", "aba"),
    ("Абай Құнанбаев, Абай Құнанбайұлы, Абай, Ибраһим Құнанбаев", "aaaa"),
    ("Бекзат, Сара Бекзатова, Бекзат", "aba"),
    ("Әлихан Бөкейханов, Бөкейхан, Әлихан Бөкейхан", "aaa"),
    ("Байжан, Аппақ, Аппақ Байжанов", "abb"),
]


@pytest.mark.parametrize(("names", "expected"), LETTERS)
def test_families(names: str, expected: str) -> None:
    document = Document("x", "0")
    document.persons = [PersonMention(f"p{i}", 60 * i, 60 * i + len(n), n, n) for i, n in enumerate(names.split(", "))]
    identify(document)
    ids = [m.person_id for m in document.persons]
    assert "".join("abcdef"[list(dict.fromkeys(ids)).index(i)] for i in ids) == expected


@pytest.mark.parametrize(
    ("text", "born", "died"),
    [
        ("Ақын Жамбыл Жабаев (1846 – 1945) Жетісуда өмір сүрді.", "1846", "1945"),
        ("1885 жылы Міржақып Дулатов дүниеге келді.", "1885", None),
        ("1872 ж. 5 қыркүйекте Ахмет Байтұрсынұлы дүниеге келді. А. Байтұрсынұлы 1937 жылы атылды.", "1872-09-05", None),
        ("Ақын Бекзат Сапаров\n1846 – 1905 жылдар жақсы еді.", None, None),
        # a ruler's years may be his reign
        ("Қасым хан (1511 – 1521) жорыққа шықты.", None, None),
    ],
)
def test_life_dates(nlp: Language, text: str, born: str | None, died: str | None) -> None:
    (person,) = read_document(nlp, text, "x").people
    assert (person.born, person.died) == (born, died)
