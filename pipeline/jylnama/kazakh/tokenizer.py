"""spaCy's tokenizer, in linear time on words without end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import regex
import spacy.util
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

# spaCy takes affixes off a word one by one and looks at all that is left each time: a word of 50,000 brackets takes minutes.
# No word is so long but a run of signs, or text whose spaces were lost
_ENDLESS = regex.compile(r"(?<!\S)\S{1000,}")
_PIECE_CHARS = 200


class KazakhTokenizer(Tokenizer):
    """Cuts words of 1,000 characters and more into pieces of 200 before they are tokenized; else as spaCy's."""

    def __call__(self, text: str) -> Doc:
        if not _ENDLESS.search(text):
            return super().__call__(text)
        words: list[str] = []
        spaces: list[bool] = []
        for start, end in _pieces(text):
            for token in super().__call__(text[start:end]):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return Doc(self.vocab, words=words, spaces=spaces)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """What lies between endless words, and the pieces of those."""
    at = 0
    for match in _ENDLESS.finditer(text):
        if at < match.start():
            yield at, match.start()
        for at in range(match.start(), match.end(), _PIECE_CHARS):
            yield at, min(at + _PIECE_CHARS, match.end())
        at = match.end()
    if at < len(text):
        yield at, len(text)


class _OfMarks:
    """A pattern of what ends with, or has, a mark: words of letters and digits alone are not searched.

    spaCy writes a tokenizer to disk by the ``pattern`` of its searches' objects.
    """

    def __init__(self, compiled: re.Pattern[str]) -> None:
        self.pattern = compiled.pattern
        self._compiled = compiled

    def search(self, word: str) -> re.Match[str] | None:
        return None if word[-1:].isalnum() else self._compiled.search(word)

    def finditer(self, word: str) -> Iterator[re.Match[str]]:
        return iter(()) if word.isalnum() else self._compiled.finditer(word)


@spacy.util.registry.tokenizers("jylnama.KazakhTokenizer.v1")
def create_tokenizer() -> Callable[[Language], KazakhTokenizer]:
    """The factory that a language's config names; the rules are those of the language's ``Defaults``."""

    def make(nlp: Language) -> KazakhTokenizer:
        defaults: Any = nlp.Defaults
        return KazakhTokenizer(
            nlp.vocab,
            rules=defaults.tokenizer_exceptions,
            prefix_search=spacy.util.compile_prefix_regex(defaults.prefixes).search,
            suffix_search=_OfMarks(spacy.util.compile_suffix_regex(defaults.suffixes)).search,
            infix_finditer=_OfMarks(spacy.util.compile_infix_regex(defaults.infixes)).finditer,
            token_match=defaults.token_match,
            url_match=defaults.url_match,
        )

    return make
