"""The ``stanza_sentencizer`` and ``stanza_ner`` components."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc, Span

from jylnama.kazakh.zones import doc_text, extend
from jylnama.ner.component import NamedEntity
from jylnama.stanza.models import pipeline


@Language.factory("stanza_sentencizer", default_config={"models": None})
def make_sentencizer(nlp: Language, name: str, models: str | None) -> StanzaSentencizer:
    return StanzaSentencizer(models)


@Language.factory("stanza_ner", default_config={"models": None, "skip_languages": ["ru", "en"]})
def make_ner(nlp: Language, name: str, models: str | None, skip_languages: list[str]) -> StanzaNer:
    return StanzaNer(models, skip_languages)


class StanzaSentencizer:
    """Marks sentences where Stanza's tokenizer starts one, in the place of ``kk_sentencizer``.

    models: a folder of Stanza models, see ``jylnama.stanza.models.pipeline``, which raises StanzaError at first use.
    """

    def __init__(self, models: str | None = None) -> None:
        self.models = models

    def __call__(self, doc: Doc) -> Doc:
        text = doc_text(doc)
        starts = [s.tokens[0].start_char for s in pipeline("tokenize", self.models)(text).sentences] if text.strip() else []
        begins = [token.idx for token in doc]
        marked = {bisect.bisect_right(begins, start) - 1 for start in starts}
        for token in doc:
            token.is_sent_start = token.i == 0 or token.i in marked
        return doc


class StanzaNer:
    """Labels names with Stanza's tagger, in the place of ``jylnama_ner``: the same attributes are written.

    Reads sentence by sentence where the doc has sentences, else the text as a whole. models: a folder of Stanza
    models. skip_languages: sentences of these languages are not read. Stanza gives no scores: they are 1.
    """

    def __init__(self, models: str | None = None, skip_languages: Iterable[str] = ()) -> None:
        self.models = models
        self.skip_languages = frozenset(skip_languages)
        extend("ner")

    def __call__(self, doc: Doc) -> Doc:
        return next(self._label([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Docs in order; the sentences of ``batch_size`` docs are given to Stanza together."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            yield from self._label(batch)

    def _label(self, docs: list[Doc]) -> Iterator[Doc]:
        sentences = [(doc, start, end) for doc in docs for start, end in self._sentences(doc)]
        blocks = [" ".join(doc_text(doc)[start:end].split("\n")) for doc, start, end in sentences]
        found: dict[int, list[NamedEntity]] = {id(doc): [] for doc in docs}
        offsets = []
        at = 0
        for block in blocks:
            offsets.append(at)
            at += len(block) + 2
        for entity in pipeline("tokenize,ner", self.models)("\n\n".join(blocks)).ents if blocks else ():
            number = bisect.bisect_right(offsets, entity.start_char) - 1
            doc, start, _ = sentences[number]
            move = start - offsets[number]
            found[id(doc)].append(NamedEntity(entity.start_char + move, entity.end_char + move, entity.type, 1.0))
        for doc in docs:
            doc._.ner = found[id(doc)]
            spans = (doc.char_span(e.start_char, e.end_char, e.label, alignment_mode="expand") for e in doc._.ner)
            doc.spans["jylnama_ner"] = [span for span in spans if span is not None]
            yield doc

    def _sentences(self, doc: Doc) -> Iterator[tuple[int, int]]:
        text = doc_text(doc)
        if not doc.has_annotation("SENT_START"):
            if text.strip():
                yield 0, len(text)
            return
        for sentence in doc.sents:
            skipped = Span.has_extension("language") and sentence._.language in self.skip_languages
            if not skipped and sentence.text.strip():
                yield sentence.start_char, sentence.end_char
