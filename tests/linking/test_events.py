"""Events: each case is a text and the rows (type, trigger, dates, persons) that it tells."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from jylnama.linking.lexicon import matches, words_of
from jylnama.linking.spellings import Index, beginnings, spellings
from jylnama.pipeline import read_document
from marked import cases, parse

CASES = [
    ("Партия 1898 жылы құрылды.", [("founding", "құрылды", ["1898"], [])]),
    ("Газет 1918 жылы 4 наурызда жабылды.", [("dissolution", "жабылды", ["1918-03-04"], [])]),
    ("1924 ж. 21 қаңтарда Ленин қайтыс болды.", [("death", "қайтыс болды", ["1924-01-21"], ["Ленин"])]),
    ("Абай 1845 жылы дүниеге келді.", [("birth", "дүниеге келді", ["1845"], ["Абай"])]),
    ("1917 жылы съезд өтті.", [("congress", "өтті", ["1917"], [])]),
    ("1917 ж. желтоқсанда екінші съезд өтті.", [("congress", "өтті", ["1917-12"], [])]),
    ("1937 жылы ақын С. Сейфуллин тұтқындалды.", [("repression", "тұтқындалды", ["1937"], ["С. Сейфуллин"])]),
    ("1964 жылы Хрущев орнынан алынып, орнына Л.И. Брежнев сайланды.",
     [("dismissal", "орнынан алынып", ["1964"], ["Хрущев"]), ("appointment", "сайланды", ["1964"], ["Л.И. Брежнев"])]),
    # who takes part: whom a participle describes, behind a comma too; called by name; not the subject of a finished clause
    ("1954 жылы дүниеге келген, елге танымал палуан Қожахан Сапаров ел намысын қорғады.",
     [("birth", "дүниеге келген", ["1954"], ["Қожахан Сапаров"])]),
    ("1917 жылы комитетке Сапаров, Еркінов есімді азаматтар сайланды.",
     [("appointment", "сайланды", ["1917"], ["Сапаров", "Еркінов"])]),
    ("1905 жылы Жақып деген кісі мектеп ашты.", [("founding", "ашты", ["1905"], ["Жақып"])]),
    ("1905 жылы Жақып деген кісінің үйінде мектеп ашылды.", [("founding", "ашылды", ["1905"], [])]),
    ("Ахмет Сапаров ауылда тұрды, 1930 жылы Мұрат Еркінов мектеп ашты.",
     [("founding", "ашты", ["1930"], ["Мұрат Еркінов"])]),
    ("1936 жылы Конституция қабылданды.", [("adoption", "қабылданды", ["1936"], [])]),
    ("1925 жылы республиканың атауы өзгертілді.", [("renaming", "өзгертілді", ["1925"], [])]),
    ("1916 жылы шілдеде көтеріліс басталды.", [("uprising", "басталды", ["1916-07"], [])]),
    ("1723 жылы соғыс басталды.", [("war", "басталды", ["1723"], [])]),
    ("1865 жылы орыс әскері Ташкентті басып алды.", [("takeover", "басып алды", ["1865"], [])]),
    ("1864 жылы кітап жарық көрді.", [("publication", "жарық көрді", ["1864"], [])]),
    ("1918 жылы 3 наурызда бітім жасалды.", [("treaty", "жасалды", ["1918-03-03"], [])]),
    ("1954 жылы мыңдаған отбасы қоныс аударды.", [("movement", "қоныс аударды", ["1954"], [])]),
    ("Ол 1886 жылы училище бітірді.", [("education", "бітірді", ["1886"], [])]),
    ("1977 жылы қабылданған заң ұзақ жасады.", [("adoption", "қабылданған", ["1977"], [])]),
    ("Ол кісі қолынан қазаға ұшырады (1934).", [("death", "қазаға ұшырады", ["1934"], [])]),
    # negated, planned, conditional: not told as happenings
    ("1920 жылы келісім жасалмады.", []),
    ("1920 жылы съезд өткізу керек.", []),
    ("1920 жылы съезд өтсе, жағдай өзгерер еді.", []),
    # no date, no congress: no row
    ("Партия құрылды.", []),
    ("Партияда 1923 жылы 386 мың адам болды.", []),
]  # fmt: skip


MARKED = cases(Path(__file__).with_name("cases.txt"))


def rows(nlp: Language, text: str) -> list[tuple[str, str, list[str], list[str]]]:
    document = read_document(nlp, text, "x")
    dates = {d.id: d.edtf for d in document.dates}
    persons = {p.id: p.name for p in document.persons}
    return [
        (e.type, e.trigger.text, [str(dates[i]) for i in e.dates], [persons[i] for i in e.persons])
        for e in document.events
        if not e.carried
    ]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_events(nlp: Language, text: str, expected: list[tuple[str, str, list[str], list[str]]]) -> None:
    assert rows(nlp, text) == expected


@pytest.mark.parametrize("marked", MARKED)
def test_lexicon(nlp: Language, marked: str) -> None:
    text, spans = parse(marked)
    document = read_document(nlp, text, "x")
    ordinals = {d.id: i for i, d in enumerate(document.dates, 1)}
    told = [(e.type, e.trigger.text, [ordinals[i] for i in e.dates]) for e in document.events if not e.carried]
    assert told == [_mark(mark, text[start:end]) for start, end, mark in spans]


def _mark(mark: str, trigger: str) -> tuple[str, str, list[int]]:
    kind, _, ordinals = mark.partition(" ")
    return kind, trigger, [int(n) for n in ordinals.split(",")] if ordinals else [1]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("құр(?:ыл)?~", ["құрыл", "құр"]),
        ("ат(?:ыл|қыз)~", ["атыл", "атқыз"]),
        ("шы[қғ]~", ["шық", "шығ"]),
        ("(?<!б)бар~|ал@~", ["бар", "ал"]),
        ("(?:жер|су) тасы~", ["жер та", "су тас"]),
        (r"(?:жер|су)\p{L}* тасы~", ["жер", "су"]),
        (r"\p{L}+ тілі", [""]),
    ],
)
def test_beginnings(body: str, expected: list[str]) -> None:
    assert beginnings(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("құр(?:ыл@)?", ["құрыл@", "құр"]),
        ("(?:бас )?қос|шы[қғ]", ["бас қос", "қос", "шық", "шығ"]),
        ("(?<!б)бар", []),
        (r"бар\p{L}*", []),
        ("құр@ал", []),
    ],
)
def test_spellings(body: str, expected: list[str]) -> None:
    assert spellings(body) == expected


def test_index() -> None:
    index = Index([("ат", 1), ("бас қос", 2), ("бас", 3), ("бас қ", 4), ("", 5)])
    found = index.find("басы бас  қосты ат", [(0, "басы"), (5, "бас"), (16, "ат")])
    assert list(found) == [(0, 0, 5), (0, 3, 3), (5, 5, 5), (5, 8, 3), (5, 11, 4), (5, 13, 2), (16, 16, 5), (16, 18, 1)]


def test_matches_of_spelt_verbs_and_others_with_their_forms() -> None:
    text = "облыстық ревком құрылып, оның төрағасы болып сапаров сайланды, қала азат етілмеді, көтеріліс кеңінен басталды."
    found = [(m.row.type, text[m.start : m.end], m.form.name, m.form.negated) for m in matches(text, text, words_of(text))]
    assert ("founding", "құрылып", "converb", False) in found
    assert ("appointment", "сайланды", "finite", False) in found
    assert ("takeover", "азат етілмеді", "finite", True) in found
    assert ("uprising", "көтеріліс кеңінен басталды", "finite", False) in found


def test_event_of_a_congress_has_its_bracketed_date(nlp: Language) -> None:
    text = "РСДЖП-нің 2-съезінде [1903, 17 (30) шілде – 10 (23) тамыз] бағдарлама қабылданды."
    document = read_document(nlp, text, "x")
    assert [(e.type, e.trigger.text) for e in document.events] == [("congress", "съезінде"), ("adoption", "қабылданды")]
    assert all((e.dates, e.congresses) == (["d0"], ["c0"]) for e in document.events)


def test_time_carried_from_the_sentence_before(nlp: Language) -> None:
    text = "Алаштың съезі 1917 жылы 5 желтоқсанда өтті. Съезд Ә. Бөкейхановты сайлады."
    document = read_document(nlp, text, "x")
    assert [(e.type, e.carried) for e in document.events] == [("congress", False), ("appointment", True)]


def test_needs_sentences() -> None:
    nlp = spacy.blank("kk")
    nlp.add_pipe("kk_events")
    with pytest.raises(ValueError, match="kk_sentencizer"):
        nlp("Партия 1898 жылы құрылды.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1449 жылы тайшы Ерден Сапаров жау әскерін жеңді де, хан Жолан Еркіновті тұтқынға алды.",
            [["Ерден Сапаров"], ["Ерден Сапаров", "Жолан Еркінов"]],
        ),
        ("1917 жылы Сапар Ерденов Думаға сайланғанымен, Семейде қамалды.", [["Сапар Ерденов"], ["Сапар Ерденов"]]),
        ("1938 жылы Сапар Ерденов тұтқындалып, қала Тоғай деп аталды.", [["Сапар Ерденов"], []]),
        ("1864 жылғы маусымда полковник Сапар Ерденовтің отряды бекіністі басып алды.", [["Сапар Ерденов"]]),
        ("Сапар Ерденов 1880 жылы туып, 1950 жылы қайтыс болды.", [["Сапар Ерденов"], ["Сапар Ерденов"]]),
        ("Сапар Ерденов 1930 жылы жабылған диірменнің орнына мектеп ашты.", [[], ["Сапар Ерденов"]]),
        ("Сапар Ерденов 1913 жылы шығарған газет 1918 жылы жабылды.", [["Сапар Ерденов"], []]),
        ("Сапар Ерденов 1916 жылғы көтерілістен кейін Омбыға көшті.", [[], ["Сапар Ерденов"]]),
        ("Сапар Ерденов 1916 жылы мектеп ашты және газет шығарды.", [["Сапар Ерденов"], ["Сапар Ерденов"]]),
    ],
)
def test_subjects_go_on(nlp: Language, text: str, expected: list[list[str]]) -> None:
    """From a converb, ``де,`` and ``-ғанымен`` to the next clause, but not to a thing in the passive; past a participle that
    describes a thing, and past a noun."""
    document = read_document(nlp, text, "x")
    names = {person.id: person.name for person in document.persons}
    assert [[names[i] for i in event.persons] for event in document.events] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1918 жылы Ахмет Еркінов Мұрат Сапаров отрядында қаза тапты.", ["Ахмет Еркінов"]),
        ("1824 жылы Мұрат Сапаров жарғысында жаңа тәртіп бекітілді.", []),
        ("1918 жылы билік Мұрат Сапаров қолына көшті.", ["Мұрат Сапаров"]),
        ("1909 жылы Мұрат Сапаров осында мектеп ашты.", ["Мұрат Сапаров"]),
        ("1928 жылы Ахмет Еркінов пен Мұрат Сапаровтың драмасы сахналанды.", []),
        ("1918 жылы Ахмет Еркінов пен Мұрат Сапаров тұтқындалды.", ["Ахмет Еркінов", "Мұрат Сапаров"]),
        ("1738 жылы Мұрат Сапаров Ахмет Еркіновтің қолынан қаза тапты.", ["Мұрат Сапаров", "Ахмет Еркінов"]),
        ("1909 жылы Мұрат Сапаровтың өлеңдері жарық көрді.", ["Мұрат Сапаров"]),
        ("1748 жылы Жолан ханнан кейін Еркін хан таққа отырды.", ["Еркін хан"]),
        ("Мұрат Сапаров атап көрсеткендей, 1930 жылы ауылда мектеп ашылды.", []),
        ("1926 жылы Ахмет Еркінов Мұрат Сапаров туралы кітап жазды.", ["Ахмет Еркінов"]),
        ("1910 жылы Ахмет Еркінов Мұрат Сапаров медресесінде оқыды.", ["Ахмет Еркінов"]),
        ("1916 жылғы Мұрат Сапаровтың көтерілісі басылды.", ["Мұрат Сапаров"]),
        ("Мұрат Сапаровтың 1926 жылы орынбасар болып сайланғанын жұрт біледі.", ["Мұрат Сапаров"]),
        ("Мұрат Сапаровтың үйінің 1926 жылы жанғанын жұрт біледі.", []),
        ("1914 жылы Мұрат Сапаровтың (ақынның ағасы) басшылығымен мектеп ашылды.", ["Мұрат Сапаров"]),
        ("1914 жылы Мұрат Сапаровтың бастамасы және басшылығымен мектеп ашылды.", ["Мұрат Сапаров"]),
        ("1986 жылы Мұрат Сапаровтың қатысуынсыз комитет отырысы өтті.", []),
        ("Мұрат Сапаров: «1926 жылы ауылда мектеп ашылды», – дейді.", []),
        ("1932 жылы қайтыс болған Ақ Орда ханы Мұрат Сапаров еді.", ["Мұрат Сапаров"]),
        ("1913 жылы туған жазушы, ақын Мұрат Сапаров осы.", ["Мұрат Сапаров"]),
        ("1938 жылы атылған ақынның ұлы Мұрат Сапаров осы.", []),
        ("1917 жылы құрылған Алаш партиясының төрағасы Мұрат Сапаров осы.", []),
        ("1917 жылы сайланған комитеттің мұрағатын ғалым Мұрат Сапаров қарап жүр.", []),
        ("1926 жылы құрылған комиссияның құрамында Мұрат Сапаров бар.", []),
        (
            "1836-1838 жылдардағы Ахмет Еркінов пен Мұрат Сапаров бастаған шаруалар көтерілісі туралы сөз қозғайық.",
            ["Ахмет Еркінов", "Мұрат Сапаров"],
        ),
        ("1926 жылы Ахмет Еркінов Мұрат Сапаровтың еңбегін қарап, кітап жазды.", ["Ахмет Еркінов"]),
        ("1926 жылы Мұрат Сапаровтың экспедициясы мектеп ашты.", ["Мұрат Сапаров"]),
        ("1926 жылы Мұрат Сапаровтан білім алу үшін Ахмет Еркінов Орынборға аттанды.", ["Ахмет Еркінов"]),
    ],
)
def test_who_takes_part(nlp: Language, text: str, expected: list[str]) -> None:
    """Not the owner of what the clause speaks of, told by a possessed noun behind a bare name, nor who is only before, after or
    the matter of what is told; the last ending of a list is everybody's."""
    document = read_document(nlp, text, "x")
    names = {person.id: person.name for person in document.persons}
    assert [[names[i] for i in event.persons] for event in document.events] == [expected]
