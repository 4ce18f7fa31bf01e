"""What a word of a body's name is, by ``lexicon.toml`` and its ending: a noun, an adjective, a plural, an abbreviation."""

from __future__ import annotations

from functools import cache
from typing import Any

import regex

from jylnama.kazakh.cases import ABLATIVE, DATIVE, GENITIVE, LOCATIVE
from jylnama.kazakh.conjunctions import ANDS
from jylnama.text.data import data_toml

JOINERS = frozenset(ANDS)
GENITIVE_END = regex.compile(rf"-?{GENITIVE}$")
# КОКП, РК(б)П-ның, ҚазАКСР
ABBREVIATION = regex.compile(r"(?:\p{Lu}+\(\p{Ll}\)\p{Lu}*|(?:\p{Lu}\p{Ll}{1,3})?\p{Lu}{2,}(?:\(\p{Ll}\))?)(?:-?\p{Ll}+)?")
# мұғалімдер, мұғалімдердің, ауыл мұғалімдері, ауыл мұғалімдерінің
PLURAL = regex.compile(r"[\p{L}-]{2,}[лдт][ае]р(?:[дт][ыі]ң|(?P<owned>[ыі])(?:н[ыі]ң)?)?")
_ADJECTIVE = regex.compile(r"[лдт][ыі][қк]$")
# a word in a case that tells where or when; no Отан, Орда
_OF_PLACE = regex.compile(rf"\p{{L}}{{3}}(?:{LOCATIVE}(?:ғы|гі)?|{ABLATIVE}|{DATIVE})$")
_WHERE = regex.compile(rf"\p{{L}}{{3}}{LOCATIVE}$")


@cache
def lexicon() -> dict[str, Any]:
    return data_toml(__package__, "lexicon.toml")


@cache
def listed(kind: str) -> frozenset[str]:
    return frozenset(lexicon()["body_words"][kind])


@cache
def qualifier() -> regex.Pattern[str]:
    """``төтенше``, ``кезектен тыс``: words of a single meeting, never of the body that holds it."""
    return regex.compile(rf"(?<![\p{{L}}-])(?i:{lexicon()['qualifiers']['words']})(?![\p{{L}}-])\s*")


def stripped(word: str) -> str:
    return GENITIVE_END.sub("", word)


def is_noun(word: str) -> bool:
    return stripped(word.lower()) in listed("nouns")


def is_modifier(word: str) -> bool:
    """A word that cannot end a body's name: ``облыстық``, ``қазақ-қырғыз``, ``бүкілресейлік``."""
    lower = word.lower()
    known = listed("modifiers")
    return lower in known or _of_all().fullmatch(lower) is not None or all(part in known for part in lower.split("-"))


@cache
def _of_all() -> regex.Pattern[str]:
    """``бүкілресейлік``, ``жалпықазақ``: told by their make; all of them are the congress's, not the body's."""
    return regex.compile(rf"(?:{lexicon()['body_words']['of_all']})\p{{Ll}}{{3,}}")


def is_name_word(word: str) -> bool:
    return word[0].isupper() or is_noun(word) or is_modifier(word) or stripped(word.lower()) in listed("modifiers")


def is_owner(word: str) -> bool:
    """Whether a body's name ends with ``word`` also where more words stand before the number."""
    named = ABBREVIATION.fullmatch(word) or plural(word)
    return is_noun(word) or named is not None and GENITIVE_END.search(word) is not None


def is_state(word: str) -> bool:
    return word.split("-")[0] in listed("states")


def _is_country(word: str) -> bool:
    return word.endswith(lexicon()["body_words"]["countries"])


def _is_where(word: str) -> bool:
    """Whether a word is a place in the locative, by its capital and its ending."""
    return word[0].isupper() and _WHERE.search(word) is not None and word not in listed("no_locatives") and not is_noun(word)


def plural(word: str) -> regex.Match[str] | None:
    """The match of a plural that may be a body's people: no post, no time, no pronoun."""
    return None if word.lower().startswith(tuple(listed("no_people"))) else PLURAL.fullmatch(word)


def is_name(words: list[str]) -> bool:
    """Whether the words between number and head can be a body's name: known or capitalised ones, any plural as the last;
    none that says where it met (``5–13 Орынборда Екінші … съезі``)."""
    if not words:
        return True
    if any(_is_where(word) for word in words):
        return False
    *inner, last = words
    if words[0] in JOINERS or not all(word in JOINERS or is_name_word(word) for word in inner):
        return False
    return is_name_word(last) or _are_people(last, inner)


def _are_people(word: str, attributes: list[str]) -> bool:
    """``мұғалімдер``, ``мектеп мұғалімдерінің``: a plural that the lexicon need not know.

    A possessive plural without its attribute is only the rest of a name. Behind a name the number may be that name's
    (``Екінші Дума депутаттарының``).
    """
    several = plural(word)
    if not several or several["owned"] and not attributes:
        return False
    known = (w in JOINERS or is_noun(w) or is_modifier(w) or _is_country(w) or ABBREVIATION.fullmatch(w) for w in attributes)
    return all(known)


def is_somebody(name: str) -> bool:
    """Whether a genitive may be a person's: one capitalised word that the lexicon does not know."""
    return (
        name[:1].isupper() and " " not in name and not (ABBREVIATION.fullmatch(name) or PLURAL.fullmatch(name) or is_noun(name))
    )


def extends(word: str, following: str) -> bool:
    """Whether ``word`` belongs to the name that goes on with ``following``.

    An abbreviation is a whole name but for a republic before it (``Қазақстан К(б)П``); a capitalised word in a
    case that tells where or when is no part of a name.
    """
    if _is_country(word) or following[0] == "(":
        return True
    if is_state(following):
        return word[0].isupper()
    if stripped(following.lower()) in lexicon()["generic"]["party"]:  # whose party it is would make it "партиясының"
        return is_modifier(word) or _ADJECTIVE.search(word) is not None
    if following.split("-")[0] in listed("committees") and (is_noun(word) or word[0].isupper() and is_modifier(word)):
        return True
    if ABBREVIATION.fullmatch(following):
        return bool(ABBREVIATION.fullmatch(word) or GENITIVE_END.search(word))
    return not (word[0].isupper() and _OF_PLACE.search(word)) or is_noun(word)
