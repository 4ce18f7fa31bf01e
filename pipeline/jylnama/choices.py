"""The words by which ``jylnama.load`` and the command line choose components."""

from __future__ import annotations

from collections.abc import Collection

# what labels names beside the rules: the component that stands before kk_persons for it
NER = {"model": "jylnama_ner", "rules": None, "stanza": "stanza_ner"}
# what cuts sentences
SPLITTERS = {"rules": "kk_sentencizer", "stanza": "stanza_sentencizer"}
_ALSO_CALLED = {"none": "rules"}


def ner_choice(word: str) -> str:
    """The key of ``NER`` that is meant. Raises ValueError for a word that is none."""
    return _choice(_ALSO_CALLED.get(word, word), NER, "ner")


def splitter_choice(word: str) -> str:
    """The key of ``SPLITTERS`` that is meant. Raises ValueError for a word that is none."""
    return _choice(word, SPLITTERS, "splitter")


def _choice(word: str, choices: Collection[str], option: str) -> str:
    if word not in choices:
        raise ValueError(f"{option} {word!r}: there are {', '.join(choices)}")
    return word
