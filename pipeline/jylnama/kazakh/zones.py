"""Stretches of a ``Doc`` that extractors leave out or mark: citations, sentences in other languages."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Doc, Span

from jylnama.kazakh.citations import citation_spans


def doc_text(doc: Doc) -> str:
    """``doc.text``, which spaCy joins anew at every call, from the cleaned text where there is one."""
    source = doc._.source if Doc.has_extension("source") else None
    return doc.text if source is None else str(source.text)


def citation_zones(doc: Doc) -> list[tuple[int, int]]:
    """Code-point spans of citations: those that ``kk_citations`` found, or found now."""
    if "citations" in doc.spans:
        return [(span.start_char, span.end_char) for span in doc.spans["citations"]]
    return citation_spans(doc_text(doc))


def foreign_zones(doc: Doc, languages: Collection[str]) -> list[tuple[int, int]]:
    """Code-point spans of sentences in ``languages``; none where ``kk_language`` has not run."""
    if not languages or not Span.has_extension("language") or not doc.has_annotation("SENT_START"):
        return []
    if not any(isinstance(key, tuple) and key[1] == "language" for key in doc.user_data):
        return []
    return [(s.start_char, s.end_char) for s in doc.sents if s._.language in languages]
