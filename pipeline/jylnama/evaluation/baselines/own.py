"""This system and its parts: as shipped, by its rules alone, by its model of names alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language

from jylnama.document import Document, NamedMention, PersonMention, Sentence, text_sha256
from jylnama.evaluation.baselines import Options, Predict
from jylnama.kazakh.endings import base_form
from jylnama.kazakh.language import Kazakh
from jylnama.kazakh.sentences import trimmed
from jylnama.names.entities import ORGANISATIONS, PERSON, PLACES
from jylnama.pipeline import load, read_document
from jylnama.text.cleaning import make_cleaning


def make_full(options: Options) -> Predict:
    """The pipeline as ``jylnama extract`` runs it."""
    return _reader(load())


def make_rules(options: Options) -> Predict:
    """The pipeline without the model of names."""
    return _reader(load(ner="rules"))


def make_model(options: Options) -> Predict:
    """The model of names alone."""
    return names_alone(("kk_sentencizer", {}), ("kk_language", {}), ("jylnama_ner", {}))


def names_alone(*components: tuple[str, dict[str, object]]) -> Predict:
    """Sentences, persons, places and organisations out of components that write ``doc._.ner``, base forms by taking endings off."""
    nlp = Kazakh()
    make_cleaning(nlp)
    nlp.max_length = 10**9
    for name, config in components:
        nlp.add_pipe(name, config=config)

    def predict(texts: Iterable[tuple[str, str]]) -> Iterator[Document]:
        for doc_id, text in texts:
            yield _names(nlp, doc_id, text)

    return predict


def _reader(nlp: Language) -> Predict:
    def predict(texts: Iterable[tuple[str, str]]) -> Iterator[Document]:
        for doc_id, text in texts:
            yield read_document(nlp, text, doc_id)

    return predict


def _names(nlp: Language, doc_id: str, text: str) -> Document:
    doc = nlp(text)
    to_source, clean = doc._.source.to_source, doc._.source.text
    out = Document(doc_id, text_sha256(text))
    for sentence in doc.sents:
        span = trimmed(clean, sentence.start_char, sentence.end_char)
        if span:
            out.sentences.append(Sentence(*to_source(*span)))
    for number, entity in enumerate(doc._.ner):
        start, end = to_source(entity.start_char, entity.end_char)
        name = base_form(clean[entity.start_char : entity.end_char])
        if entity.label == PERSON:
            out.persons.append(PersonMention(f"p{number}", start, end, text[start:end], name))
        elif entity.label in (*PLACES, *ORGANISATIONS):
            group = out.places if entity.label in PLACES else out.organisations
            group.append(NamedMention(f"n{number}", start, end, text[start:end], name))
    return out
