"""The Kazakh ``Language`` for spaCy (which has none), registered by entry point as ``kk``."""

from __future__ import annotations

import re

import spacy
import spacy.lang.char_classes as classes
from spacy.attrs import LIKE_NUM, ORTH
from spacy.lang.tokenizer_exceptions import BASE_EXCEPTIONS
from spacy.language import BaseDefaults, Language
from spacy.util import load_config_from_str, update_exc

import jylnama.kazakh.tokenizer  # noqa: F401  (registers the tokenizer)
import jylnama.text.packing  # noqa: F401  (registers what makes docs serialisable)
from jylnama.kazakh.abbreviations import abbreviations
from jylnama.kazakh.numerals import like_num
from jylnama.text.data import data_lines

_DASHES = ["–", "—", "―", "−", "--+"]
# spaCy's classes lack some of the Kazakh letters
_LOWER, _UPPER = classes.ALPHA_LOWER + "әғқңөұүһі", classes.ALPHA_UPPER + "ӘҒҚҢӨҰҮҺІ"
_QUOTES = classes.CONCAT_QUOTES

# `(б)` inside a body's name (РСД(б)ЖП) and hyphenated endings (КСРО-ның, 2-съезінде) stay in their word
PREFIXES = [p for p in classes.LIST_PUNCT + classes.LIST_ELLIPSES + classes.LIST_QUOTES if p != "#"] + [
    "§", "№", "#", "\\+", "~", *_DASHES, *classes.LIST_CURRENCY,
]  # fmt: skip
SUFFIXES = [
    *classes.LIST_PUNCT,
    *classes.LIST_ELLIPSES,
    *classes.LIST_QUOTES,
    *_DASHES,
    r"(?<=[0-9])%",
    r"(?<=[0-9])(?:ж|жж|ғ|ғғ|г|гг)\.",
    rf"(?<=[{_LOWER}{_QUOTES}\)\]\-\+%²³][{_LOWER}{_QUOTES}\)\]])\.",
    rf"(?<=[0-9{_LOWER}{_UPPER}][0-9{_LOWER}{_UPPER}])\.",
    r"(?<=[\]\)»”\"])\.",
    r"(?<=\.)-",
]
INFIXES = [
    *classes.LIST_ELLIPSES,
    *_DASHES,
    r"(?<=[0-9])-(?=[0-9])",
    rf"(?<=[{_LOWER}{_UPPER}])[,;:!?](?=[{_LOWER}{_UPPER}0-9\"«“(])",
    rf"(?<=[{_LOWER}{_QUOTES}\)\]])\.(?=[{_UPPER}\"«“])",
    rf"(?<=[{_LOWER}][{_LOWER}][{_LOWER}])\.(?=[0-9])",
    rf"(?<=[{_UPPER}]\.)(?=[{_UPPER}][{_LOWER}])",
    rf"(?<=[{_LOWER}0-9.])[(\[«“\"](?=[{_UPPER}0-9])",
    rf"(?<=[0-9{_LOWER}])(?<!\([{_LOWER}])[)\]»”](?=[{_UPPER}{_LOWER}])",
    r"(?<=[0-9])[(\[](?=[0-9])",
    r"(?<=[0-9])[)\]](?=[0-9])",
    "[«»“”„]",
]


def _exceptions() -> dict[str, list[dict[int, str]]]:
    forms: dict[str, list[dict[int, str]]] = {}
    for abbreviation in abbreviations():
        if " " in abbreviation:
            continue
        for form in {abbreviation, abbreviation.capitalize(), abbreviation.upper()}:
            if len(form) > 2:
                forms[form] = [{ORTH: form}]
    return forms


class KazakhDefaults(BaseDefaults):
    """Tokenizer rules, lexical attributes and stop words of Kazakh."""

    config = load_config_from_str('[nlp]\n[nlp.tokenizer]\n@tokenizers = "jylnama.KazakhTokenizer.v1"')
    tokenizer_exceptions = update_exc(BASE_EXCEPTIONS, _exceptions())
    prefixes = PREFIXES
    suffixes = SUFFIXES
    infixes = INFIXES
    # initials: one token a block, `В.И.`, `А.-З.`
    token_match = spacy.util.compile_infix_regex([rf"^(?:[{_UPPER}][{_LOWER}]?\.-?)+$"]).search
    # spaCy's own URL pattern takes `болды.Кеңес` for a domain
    url_match = re.compile(r"^(?:https?://|www\.)\S+$").match
    lex_attr_getters = {LIKE_NUM: like_num}
    stop_words = set(data_lines(__package__, "stop_words.txt"))
    writing_system = {"direction": "ltr", "has_case": True, "has_letters": True}


class Kazakh(Language):
    """Kazakh (``kk``): ``spacy.blank("kk")`` gives this class once jylnama is installed."""

    lang = "kk"
    Defaults = KazakhDefaults
