"""The ``kk_events`` component."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from jylnama.document import MENTIONS, Event, Trigger
from jylnama.kazakh.zones import doc_text, extend, left, sentence_languages, write_spans
from jylnama.linking.finder import find_events
from jylnama.linking.scores import score


@Language.factory("kk_events")
def make_events(nlp: Language, name: str) -> KazakhEvents:
    return KazakhEvents()


class KazakhEvents:
    """Joins triggers to the dates, congresses and persons that earlier components found.

    Needs sentence boundaries and ``doc._.dates``; uses ``doc._.congresses``, ``persons``, ``places``, ``organisations`` where set,
    and ``doc._.word_states`` (``jylnama_ner``), which it clears, for it is large.
    Writes ``doc.spans["events"]`` (the triggers, labelled with the event's type) and ``doc._.events``:
    ``Event`` objects whose trigger offsets count in ``doc.text``. Raises ValueError without sentences.
    """

    def __init__(self) -> None:
        extend("events")

    def __call__(self, doc: Doc) -> Doc:
        if len(doc) and not doc.has_annotation("SENT_START"):
            raise ValueError("kk_events needs sentence boundaries: add kk_sentencizer before it")
        text = doc_text(doc)
        kazakh = [(start, end) for start, end, language in sentence_languages(doc) if language == "kk"]
        states = doc._.word_states if Doc.has_extension("word_states") else None
        dates, congresses, persons, places, organisations = (left(doc, name) for name in MENTIONS)
        found = find_events(text, kazakh, dates, congresses, persons, places, organisations, states)
        if states is not None:
            doc._.word_states = None
        doc._.events = [
            Event(
                f"e{i}", event.type, Trigger(event.start, event.end, text[event.start : event.end]),
                event.dates, event.congresses, event.persons, event.places, event.organisations, carried=event.carried,
                score=score(event.evidence), evidence=event.evidence,
            )
            for i, event in enumerate(found)
        ]  # fmt: skip
        write_spans(doc, "events", [(event.start, event.end, event.type) for event in found])
        return doc
