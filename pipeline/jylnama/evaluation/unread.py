"""Dates that the model of names sees and the rules do not: what the grammar of dates may still lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from jylnama.document import Document
from jylnama.kazakh.zones import citation_zones
from jylnama.pipeline import load

LABEL = "DATE"


class UnreadDate(NamedTuple):
    """A span of the model alone, offsets into the document's text. in_gold: whether the gold has a date there; context: its sentence."""

    doc_id: str
    start_char: int
    end_char: int
    text: str
    score: float
    in_gold: bool
    context: str


def unread_dates(golds: Iterable[Document], texts: Mapping[str, str]) -> Iterator[UnreadDate]:
    """Of each document, in order: the model's spans labelled DATE that touch no date of the rules and lie in no citation."""
    nlp = load()
    for gold in golds:
        text = texts[gold.doc_id]
        doc = nlp(text)
        read = [(d.start_char, d.end_char) for d in doc._.dates] + citation_zones(doc)
        for entity in doc._.ner:
            if entity.label != LABEL or _touches(read, entity.start_char, entity.end_char):
                continue
            start, end = doc._.source.to_source(entity.start_char, entity.end_char)
            in_gold = _touches([(d.start_char, d.end_char) for d in gold.dates], start, end)
            context = next((text[s.start_char : s.end_char] for s in gold.sentences if s.start_char <= start < s.end_char), "")
            yield UnreadDate(gold.doc_id, start, end, text[start:end], entity.score, in_gold, context)


def _touches(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in spans)
