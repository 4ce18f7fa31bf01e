"""The ``kk_congresses`` component."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from jylnama.congresses.finder import find_congresses
from jylnama.document import CongressMention
from jylnama.kazakh.zones import Spans, citation_zones, doc_text, extend, write_spans


@Language.factory("kk_congresses")
def make_congresses(nlp: Language, name: str) -> KazakhCongresses:
    return KazakhCongresses()


class KazakhCongresses:
    """Finds numbered congresses, conferences, plenums, kurultais and sessions with their body.

    Writes ``doc.spans["congresses"]`` (label ``congress``, token-aligned) and ``doc._.congresses``:
    ``CongressMention`` objects with exact offsets into ``doc.text``.
    """

    def __init__(self) -> None:
        extend("congresses")

    def __call__(self, doc: Doc) -> Doc:
        text = doc_text(doc)
        citations = Spans(citation_zones(doc))
        mentions = []
        for i, found in enumerate(find_congresses(text)):
            mentions.append(
                CongressMention(
                    f"c{i}", found.start, found.end, text[found.start : found.end],
                    found.numbers, found.kind, found.body, found.body_id, "citation" if citations.holds(found.start) else "body",
                )
            )  # fmt: skip
        doc._.congresses = mentions
        write_spans(doc, "congresses", [(m.start_char, m.end_char, "congress") for m in mentions])
        return doc
