"""The components ``kk_persons`` and ``kk_places``."""

from __future__ import annotations

import regex
from spacy.language import Language
from spacy.tokens import Doc

from jylnama.document import NamedMention, PersonMention
from jylnama.kazakh.zones import citation_zones, doc_text, extend, foreign_zones, left, sentence_bounds, write_spans
from jylnama.names.entities import ORGANISATIONS, PLACES, find_names
from jylnama.names.finder import find_persons
from jylnama.names.merge import merge_persons

# a heading that is a name has no language: Затаевич Александр Викторович
_NAMES_ONLY = regex.compile(r"(?:\p{Lu}[\p{L}’-]*\.?\s*){2,4}")


@Language.factory("kk_persons", default_config={"skip_languages": ["ru", "en"]})
def make_persons(nlp: Language, name: str, skip_languages: list[str]) -> KazakhPersons:
    return KazakhPersons(skip_languages)


class KazakhPersons:
    """Finds names of persons by rule: initials, patronymics, titles, surnames known from the document.

    Where a component before it left entities in ``doc._.ner`` (``jylnama_ner``), both are merged (``merge_persons``).
    Works on any ``Doc``. skip_languages (list[str]): sentences of these languages are not read. No name goes
    over the start of a sentence, where the doc has them. Writes ``doc.spans["persons"]`` (label ``person``,
    token-aligned) and ``doc._.persons``: ``PersonMention`` objects with exact offsets into ``doc.text``.
    """

    def __init__(self, skip_languages: list[str]) -> None:
        self.skip_languages = frozenset(skip_languages)
        extend("persons")

    def __call__(self, doc: Doc) -> Doc:
        text = doc_text(doc)
        foreign = [(a, b) for a, b in foreign_zones(doc, self.skip_languages) if not _NAMES_ONLY.fullmatch(text[a:b].strip())]
        skip = sorted(citation_zones(doc) + foreign)
        starts = [start for _, _, start, _ in sentence_bounds(doc)] if doc.has_annotation("SENT_START") else []
        found = find_persons(text, skip, starts)
        if entities := left(doc, "ner"):
            found = merge_persons(text, found, entities, skip)
        mentions = [PersonMention(f"p{i}", p.start, p.end, text[p.start : p.end], p.name) for i, p in enumerate(found)]
        doc._.persons = mentions
        write_spans(doc, "persons", [(m.start_char, m.end_char, "person") for m in mentions])
        return doc


@Language.factory("kk_places")
def make_places(nlp: Language, name: str) -> KazakhPlaces:
    return KazakhPlaces()


class KazakhPlaces:
    """Places and organisations, out of the entities that a component before it left in ``doc._.ner``.

    States, towns, regions, rivers, mountains and buildings are places. What overlaps a person of ``kk_persons`` or lies
    in a citation is left out. Writes ``doc.spans["places"]``, ``doc.spans["organisations"]`` (token-aligned) and
    ``doc._.places``, ``doc._.organisations``: ``NamedMention`` objects with exact offsets into ``doc.text``, their
    ``name`` without case ending. Without entities both are empty.
    """

    def __init__(self) -> None:
        extend("places", "organisations")

    def __call__(self, doc: Doc) -> Doc:
        text, entities = doc_text(doc), left(doc, "ner")
        taken = [(p.start_char, p.end_char) for p in left(doc, "persons")] + (citation_zones(doc) if entities else [])
        for group, label, letter, classes in (
            ("places", "place", "l", PLACES),
            ("organisations", "organisation", "o", ORGANISATIONS),
        ):
            found = find_names(text, entities, classes, taken)
            mentions = [NamedMention(f"{letter}{i}", n.start, n.end, text[n.start : n.end], n.name) for i, n in enumerate(found)]
            doc._.set(group, mentions)
            write_spans(doc, group, [(m.start_char, m.end_char, label) for m in mentions])
        return doc
