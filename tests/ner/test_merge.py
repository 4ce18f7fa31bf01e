"""Rules and model together, on entities given by hand."""

from __future__ import annotations

import pytest

from jylnama.names.entities import ORGANISATIONS, PLACES, find_names
from jylnama.names.finder import FoundPerson
from jylnama.names.merge import merge_persons
from jylnama.ner.component import NamedEntity


def entity(text: str, part: str, label: str, score: float = 0.95) -> NamedEntity:
    start = text.index(part)
    return NamedEntity(start, start + len(part), label, score)


def person(text: str, part: str, name: str, score: float = 0.9) -> FoundPerson:
    start = text.index(part)
    return FoundPerson(start, start + len(part), name, score)


def names(text: str, rules: list[FoundPerson], *entities: NamedEntity) -> list[tuple[str, str]]:
    return [(text[p.start : p.end], p.name) for p in merge_persons(text, rules, entities)]


def test_a_name_without_a_rule_is_added_in_its_base_form() -> None:
    text = "Жиында Қайрақбайдың сөзі тыңдалды."
    assert names(text, [], entity(text, "Қайрақбайдың", "PERSON")) == [("Қайрақбайдың", "Қайрақбай")]
    assert names(text, [], entity(text, "Қайрақбайдың", "PERSON", 0.4)) == []


def test_a_rule_stands_against_the_model() -> None:
    text = "Оны В.И. Ленин жазды."
    rules = [person(text, "В.И. Ленин", "В.И. Ленин", 0.95)]
    assert names(text, rules, entity(text, "Ленин", "PERSON")) == [("В.И. Ленин", "В.И. Ленин")]
    assert names(text, rules, entity(text, "В.И. Ленин", "GPE", 0.99)) == [("В.И. Ленин", "В.И. Ленин")]


def test_the_model_lengthens_a_name() -> None:
    text = "Төрағасы Мұхтар Есқараев болды."
    rules = [person(text, "Мұхтар", "Мұхтар")]
    assert names(text, rules, entity(text, "Мұхтар Есқараев", "PERSON")) == [("Мұхтар Есқараев", "Мұхтар Есқараев")]
    # two names in cases of their own are not one
    text = "Кеше Бабырдан Ферғананы алды."
    assert names(text, [person(text, "Бабырдан", "Бабыр")], entity(text, "Бабырдан Ферғананы", "PERSON")) == [
        ("Бабырдан", "Бабыр")
    ]


def test_a_doubtful_rule_is_taken_back() -> None:
    text = "Олар Қарасайға көшті."
    rules = [person(text, "Қарасайға", "Қарасай", 0.7)]
    assert names(text, rules, entity(text, "Қарасайға", "GPE", 0.99)) == []
    assert names(text, rules, entity(text, "Қарасайға", "GPE", 0.8)) == [("Қарасайға", "Қарасай")]


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("Онда академик Қайрақбай сөйледі.", "академик Қайрақбай", [("Қайрақбай", "Қайрақбай")]),
        ("Бұл сталиндік кезең.", "сталиндік", []),
        ("Ол Сталиндік саясат.", "Сталиндік", []),
        ("Кіші жүз ханы келді.", "Кіші жүз ханы", []),
        ("Ол «Қайрақбай» деді.", "«Қайрақбай»", [("Қайрақбай", "Қайрақбай")]),
        ("Ол – деді.", "–", []),
    ],
)
def test_spans_follow_the_scheme(text: str, part: str, expected: list[tuple[str, str]]) -> None:
    assert names(text, [], entity(text, part, "PERSON")) == expected


def test_citations_are_left_out() -> None:
    text = "Дерек бар [Қайрақбай, 1984: 12]."
    assert merge_persons(text, [], [entity(text, "Қайрақбай", "PERSON")], [(10, 31)]) == []


def test_order_and_many_names() -> None:
    """Every rule's person stays and every name of the model is added, in order, in a long text."""
    text = "Абай. Қайрақбай. " * 2000
    rules = [FoundPerson(i * 17, i * 17 + 4, "Абай") for i in range(2000)]
    entities = [NamedEntity(i * 17 + 6, i * 17 + 15, "PERSON", 0.9) for i in range(2000)]
    found = merge_persons(text, rules, entities)
    assert [p.start for p in found] == sorted(p.start for p in found)
    assert len(found) == 4000


@pytest.mark.parametrize(
    ("text", "part", "label", "expected"),
    [
        ("Ол Орынборда тұрды.", "Орынборда", "GPE", ("Орынборда", "Орынбор")),
        ("Ол Торғай облысында тұрды.", "Торғай облысында", "GPE", ("Торғай облысында", "Торғай облысы")),
        ("Ол Қазақ хандығынан келді.", "Қазақ хандығынан", "GPE", ("Қазақ хандығынан", "Қазақ хандығы")),
        ("Ол «Үш жүз» партиясына кірді.", "«Үш жүз» партиясына", "ORGANISATION", ("«Үш жүз» партиясына", "«Үш жүз» партиясы")),
        ("Ол «Бірлік» атты ұйым.", "«Бірлік»", "ORGANISATION", ("Бірлік", "Бірлік")),
        ("Ол РКП(б)-ға кірді.", "РКП(б)-ға", "ORGANISATION", ("РКП(б)-ға", "РКП(б)")),
    ],
)
def test_places_and_organisations(text: str, part: str, label: str, expected: tuple[str, str]) -> None:
    found = find_names(text, [entity(text, part, label)], PLACES + ORGANISATIONS)
    assert [(text[n.start : n.end], n.name) for n in found] == [expected]


def test_what_is_none() -> None:
    text = "Ол Абай үкіметте болды."
    assert find_names(text, [entity(text, "үкіметте", "ORGANISATION")], ORGANISATIONS) == []
    assert find_names(text, [entity(text, "Абай", "GPE")], PLACES, [(3, 7)]) == []
    assert find_names(text, [entity(text, "Абай", "GPE", 0.3)], PLACES) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Ұжым көшті.", "Ұжым"),
        ("Ағартушы көз жұмды.", "Ағартушы"),
        ("Жоғ. Кеңес жиналды.", "Жоғ. Кеңес"),
        ("Олар Батпаққара жаққа шегінді.", "Батпаққара"),
        ("Бірақ Селжұқ сұлтандары жеңді.", "Селжұқ"),
        ("Қыз Алтын Жұлдызға ие болды.", "Алтын Жұлдызға"),
        ("Делегаттар Фрунзеге көшті.", "Фрунзеге"),
        ("Билікке Мин әулеті келді.", "Мин"),
    ],
)
def test_what_stands_around_speaks_against_a_person(text: str, part: str) -> None:
    assert names(text, [], entity(text, part, "PERSON", 0.99)) == []


def test_kin_in_front_stays_outside() -> None:
    text = "Әжесі Қадиша тұрды."
    assert names(text, [], entity(text, "Әжесі Қадиша", "PERSON", 0.99)) == [("Қадиша", "Қадиша")]


def test_a_party_and_its_committee_are_one_body() -> None:
    text = "РК(б)П Орталық Комитетінің қаулысы шықты."
    entities = [entity(text, "РК(б)П", "ORGANISATION"), entity(text, "Орталық Комитетінің", "ORGANISATION")]
    assert [n.name for n in find_names(text, entities, ORGANISATIONS)] == ["РК(б)П Орталық Комитеті"]


@pytest.mark.parametrize("word", ["Көтеріліс", "Кеңестік", "Октябрьде", "Партияның"])
def test_common_words_are_no_names(word: str) -> None:
    text = f"{word} туралы айтылды."
    assert find_names(text, [entity(text, word, "GPE", 0.99)], (*PLACES, *ORGANISATIONS)) == []


def test_who_is_named_in_full_by_the_model_is_known_by_the_surname() -> None:
    text = "Поляк Северин Гросс айдауда болды. Гросс ел аралады, Гросстың еңбегі бар."
    found = names(text, [], entity(text, "Северин Гросс", "PERSON", 0.99))
    assert found == [("Северин Гросс", "Северин Гросс"), ("Гросс", "Гросс"), ("Гросстың", "Гросс")]


def test_peoples_of_a_list_are_no_persons() -> None:
    text = "Далада Адай, Найман рулары көшті."
    assert names(text, [], entity(text, "Адай", "PERSON", 0.99), entity(text, "Найман", "PERSON", 0.99)) == []
