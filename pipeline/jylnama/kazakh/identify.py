"""The language of each sentence: Kazakh, Russian or English. Component ``kk_language``.

Letters settle most sentences: Kazakh has nine that Russian lacks, English is not Cyrillic. For the rest
(short headings, Kazakh sentences without such a letter) ``py3langid`` decides between kk, ru and en.
"""

from __future__ import annotations

from functools import cache

import regex
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from spacy.language import Language
from spacy.tokens import Doc, Span

from jylnama.kazakh.zones import doc_text, sentence_bounds
from jylnama.text.data import data_toml

LANGUAGES = ("kk", "ru", "en")
_WORDS = data_toml(__package__, "words.toml")
_KAZAKH = regex.compile(r"[әғқңөұүһӘҒҚҢӨҰҮҺіІ]")
_RUSSIAN = regex.compile(rf"(?:{_WORDS['russian']['endings']})\b|\b(?:{_WORDS['russian']['function']})\b|[щэъ]")
_FUNCTION_WORD = regex.compile(rf"(?<!\p{{L}})(?:{_WORDS['kazakh']['function']})(?!\p{{L}})")
_TITLE = regex.compile(r"[«“\"][^«»“”\"]*[»”\"]")
# one such letter in thirty is a name in a Russian sentence; Kazakh has one in six
_A_NAME = 20
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
_LATIN = regex.compile(r"[A-Za-z]")


@cache
def _identifier() -> LanguageIdentifier:
    full = LanguageIdentifier.from_model_file(MODEL_FILE)
    full.set_languages(list(LANGUAGES))
    # a new one of what is left: the full one would keep the tables of all its languages, 23 MB
    return LanguageIdentifier(full.nb_ptc, full.nb_pc, full.nb_classes, full.tk_nextmove, full.tk_output, tk_row=full.tk_row)


def language_of(sentence: str, default: str = "kk") -> str:
    """``kk``, ``ru`` or ``en``; ``default`` for a sentence without letters."""
    kazakh = len(_KAZAKH.findall(sentence))
    if kazakh and kazakh * _A_NAME >= len(sentence) and not _LATIN.search(sentence):
        return "kk"  # most sentences: what is counted below is more than enough
    cyrillic = len(_CYRILLIC.findall(sentence))
    latin = len(_LATIN.findall(sentence))
    if not cyrillic and not latin:
        return default
    if latin > 2 * cyrillic:
        return "en"
    if kazakh * _A_NAME >= cyrillic:
        return "kk"
    if kazakh and not _RUSSIAN.search(sentence) or _FUNCTION_WORD.search(_TITLE.sub("", sentence)):
        return "kk"
    if cyrillic < 25 and not kazakh and not _RUSSIAN.search(sentence):
        return default
    return str(_identifier().classify(sentence)[0])


@Language.component("kk_language")
def kk_language(doc: Doc) -> Doc:
    """Set ``span._.language`` of every sentence of ``doc.sents``."""
    if not Span.has_extension("language"):
        Span.set_extension("language", default="kk")
    previous = "kk"
    text = doc_text(doc)
    for first, last, start, end in sentence_bounds(doc):
        language = language_of(text[start:end], previous if previous != "en" else "kk")
        if language != "kk":
            doc[first:last]._.language = language
        previous = language
    return doc
