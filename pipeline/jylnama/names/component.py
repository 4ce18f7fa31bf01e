"""The ``kk_persons`` component."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from jylnama.document import PersonMention
from jylnama.kazakh.zones import citation_zones, doc_text, foreign_zones
from jylnama.names.finder import find_persons


@Language.factory("kk_persons", default_config={"skip_languages": ["ru", "en"]})
def make_persons(nlp: Language, name: str, skip_languages: list[str]) -> KazakhPersons:
    return KazakhPersons(skip_languages)


class KazakhPersons:
    """Finds names of persons by rule: initials, patronymics, titles, surnames known from the document.

    Works on any ``Doc``. skip_languages (list[str]): sentences of these languages are not read. No name goes
    over the start of a sentence, where the doc has them. Writes ``doc.spans["persons"]`` (label ``person``,
    token-aligned) and ``doc._.persons``: ``PersonMention`` objects with exact offsets into ``doc.text``.
    """

    def __init__(self, skip_languages: list[str]) -> None:
        self.skip_languages = frozenset(skip_languages)
        if not Doc.has_extension("persons"):
            Doc.set_extension("persons", default=None)

    def __call__(self, doc: Doc) -> Doc:
        text = doc_text(doc)
        skip = sorted(citation_zones(doc) + foreign_zones(doc, self.skip_languages))
        starts = [s.start_char for s in doc.sents] if doc.has_annotation("SENT_START") else []
        mentions = [
            PersonMention(f"p{i}", person.start, person.end, text[person.start : person.end], person.name)
            for i, person in enumerate(find_persons(text, skip, starts))
        ]
        doc._.persons = mentions
        spans = (doc.char_span(m.start_char, m.end_char, "person", alignment_mode="expand") for m in mentions)
        doc.spans["persons"] = [span for span in spans if span is not None]
        return doc
