"""Persons by rule: ``<BASE>span</>``; an empty mark means that the span is its own base form."""

from __future__ import annotations

import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from jylnama.names.finder import find_persons
from marked import parse

CASES = """
Топтың негізін <Г.В. Плеханов>Г.В. Плехановтың</> серіктері қалады.
Оны <>В. И. Ленин</> мен <>Л.Троцкий</> басқарды.
Төраға болып <>Ә. Бөкейханов</> сайланды.
Мақаланы <М.П. Ирошников>М.П. Ирошниковтың</> өзі жазды.
Елде <>М.И. Туган-Барановский</> танымал болды.
Орнына <>Горбачев М.С.</> келді.
Авторлар (<>Левин М</>, <>Джилас М</>, <>Афанасьев Ю.</>) осылай дейді.
Ұйымды <Тұрар Рысқұлов>Тұрар Рысқұловтың</> өзі басқарды.
Көтерілісті <>Исатай Тайманұлы</> бастады, кейін <Исатай>Исатайдың</> қолы жеңілді.
Халқы <Махамбет Өтемісұлы>Махамбет Өтемісұлын</> құрметтеді.
Сол кезде <>Жұбан ұлы</> деген болған жоқ.
Үкіметті <>Владимир Ильич Ленин</> бастады.
Теорияны <>Карл Каутский</> жасады, <Каутский>Каутскийдің</> пікірі өзгеше.
Тарихты <>Ричард Пайпс</> зерттеді.
Соғысты <>Адольф Гитлер</> бастады.
Орда <Абылай хан>Абылай ханның</> тұсында күшейді.
Билікке <>Төле би</>, <>Қазыбек би</> қатысты.
Жиынға <>Қабанбай батыр</> мен <>Бөгенбай батыр</> келді.
Тақта <>Арынғазы сұлтан</> отырды.
Өлеңді <>Бұқар жырау</> айтқан.
Жырды <>Өтеміс қажы</> жазып алды.
Елді <>Шыңғыс хан</> бағындырды, <Шыңғыс>Шыңғыстың</> ұлдары бөліп алды.
Елді <>Шыңғысхан</> бағындырды.
Оны <Николай ІІ>Николай ІІ-ні</> тақтан тайдырды деп жазды.
Жарлықты <>II Екатерина</> шығарды.
Кітапты <>Мұхаммед Хайдар Дулати</> жазды.
Мемлекетті <>Әмір Темір</> құрды.
Өкіметке қарсы атаман <>Дутов</> шықты, <Дутов>Дутовтың</> әскері жеңілді.
Партия көсемі <Ленин>Лениннің</> сөзі осы.
Съезд <Марков>Марковты</> (1873 – 1923) қолдады.
Бұл жерде <Жүніс Хан>Жүніс Ханның</> ордасы тұрған.
Елші <Қожахмет сұлтан>Қожахмет сұлтанды</> босатты.
Ол <Сталин>Сталиннің</> бұйрығы еді.
Театрды <>Ш.Айманов</> пен <>Қ.Қуанышбаев</> құрды.
Партияның бас хатшысы болып <>И.В. Сталин</> сайланды.
Бұл лениншіл бағыт, сталиндік жүйе, Сталиндік билік еді.
Олар Қонаев көшесінде, Ленинградта, Абай ауданында тұрды.
Съезд Минскіде, Ростовта, Киевте, Берлинде өтті.
Қазақ ханы мен орыс патшасы келісті.
Шайбани мемлекеті құлады.
Ол 1917 ж. Мәскеуде, т.б. қалаларда болды.
Жоғарғы Кеңес пен Халық Комиссарлары Кеңесі шешті.
Алматы, Орынбор, Ташкент қалалары өсті.
«Егемен Қазақстан», «Айқап» басылымдары шықты.
Бұл Қызыл Армия мен Ақ Орда туралы.
Наурыз, Мамыр, Қазан айлары туралы жазылды.
""".strip().splitlines()


@pytest.mark.parametrize("marked", CASES)
def test_persons(marked: str) -> None:
    text, spans = parse(marked)
    expected = [(start, end, mark or text[start:end]) for start, end, mark in spans]
    if "Жұбан ұлы" in text:
        expected = [(start, end, "Жұбан ұлы") for start, end, _ in expected]
    assert [(p.start, p.end, p.name) for p in find_persons(text)] == expected


INITIALS = ["А.", "Ә.", "Ғ.Б.", "М. Қ.", "Н.С. ", "К. У. "]
SURNAMES = {"Бөкейханов": "ты", "Сейфуллин": "ді", "Байтұрсынұлы": "ның", "Троцкий": "дің", "Жандосов": "пен", "Плеханов": "қа"}


@pytest.mark.parametrize("initials", INITIALS)
@pytest.mark.parametrize("surname", SURNAMES)
def test_initials_with_surnames(initials: str, surname: str) -> None:
    written = initials + surname + SURNAMES[surname]
    [person] = find_persons(f"Осыны {written} бірге айтқан.")
    assert person.name == initials + surname


def test_citations_are_left_out() -> None:
    text = "Пікір бар [Омаров, 1963: 205]."
    assert not find_persons(text, [(text.index("["), len(text) - 1)])


def test_a_citation_inside_a_sentence_of_another_language() -> None:
    text = "Об этом писал Семенов (Омаров, 1963: 205), а потом и А. Иванов. Мұны В. Сапаров айтты."
    russian, citation = (0, text.index(" Мұны")), (text.index("("), text.index(")") + 1)
    assert [p.name for p in find_persons(text, sorted([russian, citation]))] == ["В. Сапаров"]


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    last = 0
    for person in find_persons(text):
        assert last <= person.start < person.end <= len(text)
        last = person.end


def test_time_is_linear() -> None:
    def seconds(size: int) -> float:
        text = "А. Б. В. Абай Ерлан Иванов хан " * size
        began = time.perf_counter()
        find_persons(text)
        return time.perf_counter() - began

    seconds(100)
    assert seconds(8000) < 40 * max(seconds(1000), 1e-3)  # a quadratic rule would need 64 times as long


def test_component_works_alone() -> None:
    nlp = spacy.blank("kk")
    nlp.add_pipe("kk_persons")
    doc = nlp("Үкіметті Ә. Бөкейханов басқарды.")
    assert [(m.text, m.name) for m in doc._.persons] == [("Ә. Бөкейханов", "Ә. Бөкейханов")]
    assert doc.spans["persons"][0].label_ == "person"
