"""``jylnama_ner`` and what the pipeline makes of it."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from jylnama.document import Document
from jylnama.pipeline import load, read_document

TEXT = (
    "Әлихан Бөкейханов 1917 жылы желтоқсанда Орынборға келді. Ол жерде Алашорда үкіметі құрылды.\n\n"
    "Кейін Ахмет Байтұрсынұлы Семейге барды. Сырдария бойында көктем еді."
)


@pytest.fixture(scope="module")
def blank() -> Language:
    nlp = spacy.blank("kk")
    nlp.add_pipe("kk_sentencizer")
    nlp.add_pipe("jylnama_ner", config={"threads": 1})
    return nlp


def test_spans_with_labels_and_scores(blank: Language) -> None:
    doc = blank(TEXT)
    found = {(span.text, span.label_) for span in doc.spans["jylnama_ner"]}
    assert {("Әлихан Бөкейханов", "PERSON"), ("Орынборға", "GPE"), ("Семейге", "GPE")} <= found
    assert all(0 < span._.score <= 1 for span in doc.spans["jylnama_ner"])
    assert [TEXT[e.start_char : e.end_char] for e in doc._.ner] == [span.text for span in doc.spans["jylnama_ner"]]


def test_pipe_gives_what_single_calls_give(blank: Language) -> None:
    texts = [TEXT, "", "Абай.", TEXT * 3, "   "]
    single = [blank(text)._.ner for text in texts]
    for size in (1, 2, 64):
        assert [doc._.ner for doc in blank.pipe(texts, batch_size=size)] == single


def test_sentences_in_other_languages_are_left_out() -> None:
    nlp = spacy.blank("kk")
    for name in ("kk_sentencizer", "kk_language"):
        nlp.add_pipe(name)
    nlp.add_pipe("jylnama_ner", config={"threads": 1})
    doc = nlp("Алихан Букейханов был избран председателем правительства в Оренбурге. Ахмет Байтұрсынұлы Семейге қайта барды.")
    assert {e.label for e in doc._.ner if e.end_char < 70} == set()
    assert any(e.label == "PERSON" for e in doc._.ner)


def test_without_sentences_the_text_is_read_as_one() -> None:
    nlp = spacy.blank("kk")
    nlp.add_pipe("jylnama_ner", config={"threads": 1})
    doc = nlp("Ахмет Байтұрсынұлы Орынборға келді")
    assert any(span.label_ == "PERSON" for span in doc.spans["jylnama_ner"])


def test_document_object_has_places_and_organisations(nlp: Language) -> None:
    document: Document = read_document(nlp, TEXT, "d")
    places = {(TEXT[m.start_char : m.end_char], m.name) for m in document.places}
    assert {("Орынборға", "Орынбор"), ("Семейге", "Семей")} <= places
    assert "Алашорда үкіметі" in {m.name for m in document.organisations}
    assert {p.name for p in document.persons} == {"Әлихан Бөкейханов", "Ахмет Байтұрсынұлы"}
    assert [m.id for m in document.places] == [f"l{i}" for i in range(len(document.places))]


def test_offsets_count_in_the_original_text(nlp: Language) -> None:
    raw = "Кездесу\nОрынборда өтті. Оған Ахмет Байтұр-\nсынұлы келді."
    document = read_document(nlp, raw, "d")
    assert [raw[p.start_char : p.end_char] for p in document.persons] == ["Ахмет Байтұр-\nсынұлы"]
    assert [p.name for p in document.places] == ["Орынбор"]


def test_rules_alone() -> None:
    nlp = load(ner="rules")
    assert "jylnama_ner" not in nlp.pipe_names
    document = read_document(nlp, TEXT, "d")
    assert document.places == document.organisations == []
    with pytest.raises(ValueError, match="rules"):
        load(ner="magic")


def test_states_are_for_the_shipped_model() -> None:
    with pytest.raises(ValueError, match="leave one of the two out"):
        spacy.blank("kk").add_pipe("jylnama_ner", config={"model": "elsewhere", "states": True})
