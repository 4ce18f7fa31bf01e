"""Persons by rule: marked cases, the component, and what must hold for any text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import jylnama.names.component  # noqa: F401  registers the factory
from jylnama.names.finder import find_persons
from jylnama.names.lexicon import names, word
from marked import cases, parse

CASES = cases(Path(__file__).parent / "cases.txt")
KAZAKH = "АбвВИ.Ленин -ұлыханҚазақ,мен()«»ІV1\n"


@pytest.mark.parametrize("marked", CASES)
def test_cases(marked: str) -> None:
    text, expected = parse(marked)
    found = [(p.start, p.end, p.name) for p in find_persons(text)]
    assert found == [(start, end, name or text[start:end]) for start, end, name in expected]


def test_there_are_a_hundred_cases() -> None:
    assert len(CASES) >= 100


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet=KAZAKH, max_size=200))
def test_any_text(text: str) -> None:
    found = find_persons(text)
    assert all(0 <= p.start < p.end <= len(text) and p.name for p in found)
    assert all(one.end <= two.start for one, two in zip(found, found[1:], strict=False))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([parse(case)[0] for case in CASES]), max_size=6))
def test_spans_are_trimmed(sentences: list[str]) -> None:
    text = " ".join(sentences)
    for person in find_persons(text):
        written = text[person.start : person.end]
        assert written == written.strip()


@pytest.mark.parametrize("unit", ["А", "А.", "Абай ", "А. ", "хан ", "Ленин, ", "«Абай", "I", "әл-", "Иванов-", "\n"])
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        start = time.process_time()
        find_persons(text)
        return time.process_time() - start

    seconds(10_000)
    # quadratic time would be a hundredfold: the bound leaves room for a loaded machine
    assert seconds(1_000_000) < 30 * max(seconds(100_000), 0.05)


def test_citations_are_not_read() -> None:
    text = "Бұл рас [Ленин, 1963: 205]. Оны Ленин жазды."
    assert [(p.start, p.name) for p in find_persons(text, [(9, 26)])] == [(32, "Ленин")]


def test_no_name_goes_over_a_sentence_start() -> None:
    text = "Бұл қызметке келген Абай Шоқан кетті"
    assert len(find_persons(text)) == 1
    assert [p.name for p in find_persons(text, (), [0, text.index("Шоқан")])] == ["Абай", "Шоқан"]


def test_component_alone() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("kk_persons")
    text = "Газетті Ә. Бөкейхановтың досы шығарды [Дулатов, 1963: 20]."
    doc = nlp(text)
    (mention,) = doc._.persons
    assert (mention.id, mention.name) == ("p0", "Ә. Бөкейханов")
    assert text[mention.start_char : mention.end_char] == mention.text == "Ә. Бөкейхановтың"
    (span,) = doc.spans["persons"]
    assert span.label_ == "person"
    assert span.start_char <= mention.start_char
    assert span.end_char >= mention.end_char


def test_lexicons_do_not_contradict_each_other() -> None:
    people = names("given.txt") | names("known.txt") | names("ambiguous.txt")
    assert not people & names("not_names.txt")
    assert not names("given.txt") & names("ambiguous.txt")


def test_every_given_name_is_its_own_base_form() -> None:
    assert [name for name in names("given.txt") if word(name).base != name] == []
