"""Stretches of a ``Doc`` that extractors leave out or mark: citations, sentences in other languages.

Component ``kk_citations`` writes ``doc.spans["citations"]``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from itertools import accumulate
from typing import Any

import numpy as np
from spacy.attrs import IDX, LENGTH, SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span

from jylnama.kazakh.citations import citation_spans


def doc_text(doc: Doc) -> str:
    """``doc.text``, which spaCy joins anew at every call, from the cleaned text where there is one."""
    source = doc._.source if Doc.has_extension("source") else None
    return doc.text if source is None else str(source.text)


class Spans:
    """Tells in logarithmic time whether a position lies in one of the spans, which may overlap."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self.starts = [start for start, _ in ordered]
        # by each start, where the last span that begins there or before it ends
        self.ends = list(accumulate((end for _, end in ordered), max))

    def holds(self, position: int) -> bool:
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.ends[index]


def extend(*names: str) -> None:
    """Register what a component leaves in ``doc._``: extensions of ``Doc``, None until it has run."""
    for name in names:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


def left(doc: Doc, name: str) -> list[Any]:
    """What a component left in ``doc._`` under ``name``; nothing where it has not run."""
    return (doc._.get(name) or []) if Doc.has_extension(name) else []


def write_spans(doc: Doc, name: str, places: Iterable[tuple[int, int, str]]) -> None:
    """Write ``doc.spans[name]`` from code-point spans and their labels, widened to whole tokens.

    A place in which no token lies is left out.
    """
    spans = (doc.char_span(start, end, label, alignment_mode="expand") for start, end, label in places)
    doc.spans[name] = [span for span in spans if span is not None]


@Language.component("kk_citations")
def kk_citations(doc: Doc) -> Doc:
    """Write ``doc.spans["citations"]``: spans with label ``citation``."""
    write_spans(doc, "citations", [(start, end, "citation") for start, end in citation_spans(doc_text(doc))])
    return doc


def citation_zones(doc: Doc) -> list[tuple[int, int]]:
    """Code-point spans of citations: those that ``kk_citations`` found, or found now."""
    if "citations" in doc.spans:
        return [(span.start_char, span.end_char) for span in doc.spans["citations"]]
    return citation_spans(doc_text(doc))


def sentence_bounds(doc: Doc) -> list[tuple[int, int, int, int]]:
    """What ``doc.sents`` has, ten times as fast: first and last token (exclusive) and code-point span of each sentence."""
    if not len(doc):
        return []
    flags, places, lengths = doc.to_array([SENT_START, IDX, LENGTH]).T
    flags[0] = 1
    starts = np.flatnonzero(flags == 1)
    ends = np.append(starts[1:], len(doc))
    columns = (starts, ends, places[starts], places[ends - 1] + lengths[ends - 1])
    return list(zip(*(column.tolist() for column in columns), strict=True))


def sentence_languages(doc: Doc) -> list[tuple[int, int, str]]:
    """Code-point span and language of each sentence; Kazakh where ``kk_language`` has not said otherwise."""
    told = _told_languages(doc)
    return [(start, end, told.get((start, end), "kk")) for _, _, start, end in sentence_bounds(doc)]


def _told_languages(doc: Doc) -> dict[tuple[int, int], str]:
    """What ``span._.language`` was set to, by the code points of the spans: asked of the spans one by one it takes long."""
    if not Span.has_extension("language"):
        return {}
    return {key[2:4]: value for key, value in doc.user_data.items() if isinstance(key, tuple) and key[1] == "language"}


def foreign_zones(doc: Doc, languages: Collection[str]) -> list[tuple[int, int]]:
    """Code-point spans of sentences in ``languages``; none where ``kk_language`` has not run."""
    if not languages or not doc.has_annotation("SENT_START") or not _told_languages(doc):
        return []
    return [(start, end) for start, end, language in sentence_languages(doc) if language in languages]
