"""The ``jylnama_ner`` component."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from jylnama.kazakh.zones import doc_text, extend, left
from jylnama.ner.model import NerModel
from jylnama.ner.words import words as word_spans

_NO_STATES = np.zeros((0, 0), np.float32)


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """What the model found: exact offsets into ``doc.text``, one of the 25 classes, its score (0 to 1)."""

    start_char: int
    end_char: int
    label: str
    score: float


@lru_cache(maxsize=2)
def shared_model(path: str | None, threads: int) -> NerModel:
    """The model of a folder, read once a process."""
    return NerModel.load(path, threads)


@Language.factory("jylnama_ner", default_config={"model": None, "threads": 0, "skip_languages": ["ru", "en"], "states": False})
def make_ner(nlp: Language, name: str, model: str | None, threads: int, skip_languages: list[str], states: bool) -> KazakhNer:
    return KazakhNer(model, threads, skip_languages, states)


class KazakhNer:
    """Labels names with the shipped model, or with the one in the folder ``model``.

    Reads sentence by sentence where the doc has sentences, else the text as a whole. skip_languages: sentences of
    these languages are not read. Writes ``doc.spans["jylnama_ner"]`` (token-aligned, label the class,
    ``span._.score``) and ``doc._.ner``: ``NamedEntity`` objects with exact offsets. The model is read at first use.

    states: whether ``doc._.word_states`` gets the states of the words of sentences with a date or a congress, for
    ``kk_events``: a dict from a word's first offset to [hidden] float16. Raises ValueError with another model than the
    shipped one, whose states the judge of events was not taught on.
    """

    def __init__(
        self, model: str | None = None, threads: int = 0, skip_languages: Iterable[str] = (), states: bool = False
    ) -> None:
        if states and model:
            raise ValueError(f"jylnama_ner: `states` are for the shipped model alone, not for {model}; leave one of the two out")
        self.path, self.threads, self.states = model, threads, states
        self.skip_languages = frozenset(skip_languages)
        extend("word_states", "ner")
        if not Span.has_extension("score"):
            Span.set_extension("score", default=None)

    @property
    def model(self) -> NerModel:
        return shared_model(self.path, self.threads)

    @property
    def model_info(self) -> dict[str, str]:
        """Name and hash of the weights, for the record of a run."""
        return {"name": self.model.config["name"], "sha256": self.model.sha256()}

    def __call__(self, doc: Doc) -> Doc:
        return next(self._label([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Docs in order; ``batch_size`` docs are given to the model together."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            yield from self._label(batch)

    def _label(self, docs: list[Doc]) -> Iterator[Doc]:
        cut = [list(self._sentences(doc)) for doc in docs]
        texts = [doc_text(doc) for doc in docs]
        words = [[text[a:b] for a, b in spans] for text, sentences in zip(texts, cut, strict=True) for spans in sentences]
        if self.states:
            dated = [is_dated for doc, sentences in zip(docs, cut, strict=True) for is_dated in _dated(doc, sentences)]
            found = iter(self.model.read(words, dated))
        else:
            found = iter([(entities, _NO_STATES) for entities in self.model.predict(words)])
        for doc, sentences in zip(docs, cut, strict=True):
            own = [(spans, *next(found)) for spans in sentences]
            doc._.ner = [
                NamedEntity(spans[e.start][0], spans[e.end - 1][1], e.label, e.score)
                for spans, entities, _ in own
                for e in entities
            ]
            doc.spans["jylnama_ner"] = list(self._aligned(doc))
            if self.states:
                doc._.word_states = {
                    start: state
                    for spans, _, states in own
                    for (start, _), state in zip(spans, states.astype(np.float16), strict=False)
                }
            yield doc

    def _sentences(self, doc: Doc) -> Iterator[list[tuple[int, int]]]:
        """The word spans of each sentence that is to be read."""
        text = doc_text(doc)
        if not doc.has_annotation("SENT_START"):
            yield word_spans(text)
            return
        for sentence in doc.sents:
            if not (self.skip_languages and Span.has_extension("language") and sentence._.language in self.skip_languages):
                yield word_spans(text, sentence.start_char, sentence.end_char)

    def _aligned(self, doc: Doc) -> Iterator[Span]:
        for entity in doc._.ner:
            span = doc.char_span(entity.start_char, entity.end_char, entity.label, alignment_mode="expand")
            if span is not None:
                span._.score = entity.score
                yield span


def _dated(doc: Doc, sentences: Iterable[list[tuple[int, int]]]) -> Iterator[bool]:
    """Whether each sentence, as the spans of its words, has a date or a congress: no other tells a dated happening."""
    mentions = [m for name in ("dates", "congresses") for m in left(doc, name)]
    starts = sorted(m.start_char for m in mentions)
    for spans in sentences:
        yield bool(spans) and bisect_left(starts, spans[0][0]) < bisect_left(starts, spans[-1][1])
