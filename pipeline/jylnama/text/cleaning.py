"""The tokenizer of a pipeline that takes raw text: ``doc.text`` is clean, ``doc._.source`` maps back.

Importing the module registers its factory, so that a pipeline that was written to disk cleans when it is loaded again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import spacy.util
from spacy.language import Language
from spacy.tokens import Doc

from jylnama.text.clean import clean

_FACTORY = "jylnama.CleaningTokenizer.v1"


class CleaningTokenizer:
    """Wraps a tokenizer: cleans the raw text and keeps its offset map in ``doc._.source`` (a ``CleanText``)."""

    def __init__(self, tokenizer: Any) -> None:
        self.tokenizer = tokenizer
        if not Doc.has_extension("source"):
            Doc.set_extension("source", default=None)

    def __call__(self, raw: str) -> Doc:
        cleaned = clean(raw)
        doc: Doc = self.tokenizer(cleaned.text)
        doc._.source = cleaned
        return doc

    def to_bytes(self, **kwargs: Any) -> bytes:
        data: bytes = self.tokenizer.to_bytes(**kwargs)
        return data

    def from_bytes(self, data: bytes, **kwargs: Any) -> CleaningTokenizer:
        self.tokenizer.from_bytes(data, **kwargs)
        return self

    def to_disk(self, path: Any, **kwargs: Any) -> None:
        self.tokenizer.to_disk(path, **kwargs)

    def from_disk(self, path: Any, **kwargs: Any) -> CleaningTokenizer:
        self.tokenizer.from_disk(path, **kwargs)
        return self


@spacy.util.registry.tokenizers(_FACTORY)
def create_tokenizer(tokenizer: Callable[[Language], Any]) -> Callable[[Language], CleaningTokenizer]:
    """The factory that a written pipeline's config names; ``tokenizer`` is that of the language."""
    return lambda nlp: CleaningTokenizer(tokenizer(nlp))


def make_cleaning(nlp: Language) -> None:
    """Let a pipeline clean what it is given, where it does not yet."""
    if not isinstance(nlp.tokenizer, CleaningTokenizer):
        nlp.tokenizer = CleaningTokenizer(nlp.tokenizer)
        nlp.config["nlp"]["tokenizer"] = {"@tokenizers": _FACTORY, "tokenizer": nlp.config["nlp"]["tokenizer"]}
