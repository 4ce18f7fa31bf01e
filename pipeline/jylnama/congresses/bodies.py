"""Whose meeting it is: the body's name before the number and behind it, and its id.

Where the text leaves the body out, what stands around tells it.
"""

from __future__ import annotations

from functools import cache
from itertools import takewhile

import regex

from jylnama.congresses.numbers import ONE
from jylnama.congresses.words import (
    ABBREVIATION,
    GENITIVE_END,
    JOINERS,
    PLURAL,
    extends,
    is_modifier,
    is_name_word,
    is_noun,
    is_owner,
    is_state,
    lexicon,
    listed,
    plural,
    qualifier,
    stripped,
)
from jylnama.kazakh.abbreviations import sentence_openers
from jylnama.kazakh.cases import ATTRIBUTIVE, GENITIVE, LOCATIVE

# brackets only as in РСД(б)ЖП: "(КОКП-ның 20-съезі" opens one before the name
_WORD_BEFORE = regex.compile(r"(?:(?:[\p{L}\d-]|\(\p{Ll}\))*(?:\p{L}|\(\p{Ll}\)))\s*$")
# РКП (б)-ның, РКП(б) -ның, РСДЖП-ның (б): the abbreviation and its ending set apart by blanks
_LOOSE_ABBREVIATION = regex.compile(r"(?<![\p{L}\d])(\p{Lu}{2,})(?:-\p{Ll}+)?\s?(\(\p{Ll}\)\p{Lu}*)(?:\s?-\s?\p{Ll}+)?\s*$")
# РКП- ның, РКП -ның: a blank beside the hyphen
_LOOSE_ENDING = regex.compile(rf"(?<![\p{{L}}\d])((?:\p{{Lu}}\p{{Ll}}{{1,3}})?\p{{Lu}}{{2,}})(?:-\s|\s-\s?){GENITIVE}\s*$")
_BRACKETED = regex.compile(r"\(\p{Lu}\p{Ll}+\)\s*$")  # Қырғыз (Қазақ) АКСР
_LISTED = regex.compile(r"([\p{L}-]+),\s+$")  # жұмысшы, солдат және шаруа депутаттары
_QUOTED = regex.compile(r"(?:«[^«»\n]{1,60}»|\"[^\"\n]{1,60}\"|“[^“”\n]{1,60}”)\s*$")
_OWNED = regex.compile(r"[ыі]н[ыі]ң$")
_INITIAL = regex.compile(r"(?<!\p{L})\p{Lu}\.\s?$")
# the body's name in full, or its abbreviation, behind the genitive: РСДЖП-ның (… партиясы) І съезі
_NAMED_ANEW = regex.compile(r"(?<=[нтд][ыі]ң)\s\([^()\d\n]{1,80}\)\s+$")


def body_before(text: str, start: int, floor: int) -> tuple[int, str]:
    """The body's name before the number: where the mention starts, and the name's text.

    Only a name that stands right by the number, but for words that tell which of its meetings it was, opens the mention.
    """
    attributes = _attributes().search(text[max(floor, start - 80) : start])
    end = max(floor, start - 80) + attributes.start() if attributes else start
    name_start, name = _name_before(text, end, floor)
    if name:
        return name_start, name
    low = max(floor, start - 120)
    clause = _clause().search(text[low:end]) or _NAMED_ANEW.search(text[low:end])
    if clause:
        name = _name_before(text, low + clause.start() + 1, floor)[1]
        last = name.rsplit(" ", 1)[-1]
        if GENITIVE_END.search(text[low : low + clause.start()]) and (ABBREVIATION.fullmatch(last) or is_noun(last)):
            return start, name
    return start, ""


@cache
def _attributes() -> regex.Pattern[str]:
    """What may stand between a body's name and the number: ``IV шақырылған``, ``кезектен тыс``."""
    words = lexicon()["qualifiers"]
    return regex.compile(rf"(?<![\p{{L}}\d-])(?:(?i:{ONE}(?:\s+|-)(?:{words['convocation']})|{words['words']})\s+)+$")


@cache
def _clause() -> regex.Pattern[str]:
    """When and where a meeting was, between the body and its number: ``1911 жылы мамыр айында Семейде өткен``."""
    words = lexicon()["when"]
    return regex.compile(
        rf"\s(?:(?:\d+(?:[.–-]?\p{{Ll}}*\.?)?|[–-]|{words['units']}|\p{{Ll}}+(?=\s+(?:{words['month']}|[–-]))"
        rf"|[\p{{L}}-]+{LOCATIVE})\s+){{1,8}}{words['held']}\s+$"
        # 1921 жылғы, 1921 жылдың 8 – 16 наурызындағы
        rf"|\s\d{{4}}\s(?:(?:{words['of_year']})\s+|(?:{words['in_year']})\s(?:\d+\s?(?:[–-]\s?\d+\s)?)?\p{{Ll}}+{ATTRIBUTIVE}\s+)$"
    )


@cache
def _surname() -> regex.Pattern[str]:
    """A surname's genitive: ``Сапаровтың``, ``Сапарұлының``."""
    return regex.compile(rf"\p{{Lu}}\p{{Ll}}+(?:{lexicon()['body_words']['surnames']}){GENITIVE}")


def adjectives_before(text: str, start: int, floor: int) -> list[str]:
    """Adjectives right before the number, which name no body: ``облыстық V партконференция``."""
    words = qualifier().sub("", text[max(floor, start - 60) : start]).split()
    return list(takewhile(is_modifier, reversed(words)))


def _name_before(text: str, end: int, floor: int) -> tuple[int, str]:
    """The body's name that ends right before ``end``: where it starts, and the text of it."""
    words: list[tuple[int, str]] = []
    at = end
    before = text[max(floor, at - 40) : at]
    loose = _LOOSE_ABBREVIATION.search(before) or _LOOSE_ENDING.search(before)
    if loose:
        at = max(floor, at - 40) + loose.start()
        words.append((at, "".join(loose.groups())))
    while True:
        before = text[max(floor, at - 40) : at]
        match = _bracket_inside(before, [w for _, w in words]) or _WORD_BEFORE.search(before)
        if not match:
            item = _item_before(before, [w for _, w in words])
            if item:
                at = max(floor, at - 40) + item.start()
                words.append((at, item[1]))
                continue
            low = max(floor, at - 70)
            quoted = _QUOTED.search(text[low:at])
            if quoted and words and (is_noun(words[-1][1]) or ABBREVIATION.fullmatch(words[-1][1])):  # «Алаш» партиясының
                return low + quoted.start(), text[low + quoted.start() : end].rstrip()
            break
        word = match.group().rstrip()
        word_start = max(floor, at - 40) + match.start()
        if not _goes_on(word, text[max(0, word_start - 4) : word_start], [w for _, w in words]):
            break
        words.append((word_start, word))
        at = word_start
    while words and words[-1][1] in JOINERS:
        words.pop()
    names = [word for _, word in reversed(words)]
    if not names or not _is_named(names):
        return end, ""
    if loose:  # as it is written without the blanks
        return words[-1][0], " ".join(names)
    return words[-1][0], text[words[-1][0] : end].rstrip()


def _bracket_inside(before: str, following: list[str]) -> regex.Match[str] | None:
    """A bracket that belongs to a name: ``Қырғыз (Қазақ) АКСР``, ``Коммунистік (большевиктер) партиясының``."""
    if not following:
        return None
    if is_state(following[-1]):
        return _BRACKETED.search(before)
    return _faction().search(before) if stripped(following[-1].lower()) in listed("of_faction") else None


def _item_before(before: str, following: list[str]) -> regex.Match[str] | None:
    """An adjective of a list that the name begins with: ``жұмысшы,`` before ``солдат және шаруа депутаттары``."""
    item = _LISTED.search(before)
    listed = len(following) > 1 and is_modifier(following[-1]) and any(word in JOINERS for word in following)
    return item if item and listed and is_modifier(item[1]) else None


@cache
def _faction() -> regex.Pattern[str]:
    return regex.compile(rf"\((?:{lexicon()['body_words']['factions']})\)\s*$")


def _goes_on(word: str, before: str, following: list[str]) -> bool:
    """Whether ``word`` belongs to the body's name whose later words, last first in the text, are ``following``."""
    modifier = is_modifier(word)
    if not following and not (GENITIVE_END.search(word) or ABBREVIATION.fullmatch(word) or modifier):
        return False
    if word.lower() in listed("anaphoric") or word in sentence_openers() and not modifier:
        return False
    if qualifier().fullmatch(word) and word not in listed("names_open"):
        return False
    if _INITIAL.search(before) or _surname().fullmatch(word) and not word.startswith(tuple(listed("places"))):
        return False  # whose speech, not whose congress
    if word in JOINERS or word[0] == "(":
        return True
    people = word.endswith("ң") and plural(word) and all(map(is_modifier, following))
    if not people and not is_name_word(word) and not ABBREVIATION.fullmatch(word):
        return False
    return not following or extends(word, following[-1])


def _is_named(words: list[str]) -> bool:
    """Whether the words name a body: not adjectives alone, unless these tell which congress it was (``жалпықазақ``)."""
    if all(map(is_modifier, words)):
        return body_id_of(" ".join(words)) != "other"
    if _OWNED.search(words[0]) and words[0].islower():
        return False  # "қоғамының": whose, an unknown word before it tells
    return any(is_owner(word) or word[0].isupper() for word in words)


def body_of(before: str, between: list[str]) -> str:
    """The body's name in the base form, from the words before the number and those between it and the head.

    Adjectives alone name no body: ``Бүкілодақтық`` is the congress's. A region before the number is a name's
    beginning: ``Сырдария облыстық екінші қазақ съезі``.
    """
    if before and not all(map(is_modifier, before.split())):
        name = _base(before)
        last = name.split()[-1]
        return " ".join((name, *map(stripped, between))) if between and is_modifier(last) else name
    generic = lexicon()["generic"]
    words = [stripped(word) for word in between if word.lower() not in generic["attributes"]]
    named = any(is_noun(w) or PLURAL.fullmatch(w) or (w[0].isupper() and not is_modifier(w)) for w in words)
    if named:
        return " ".join(words)
    party = str(generic["party_word"])
    return party if party in between else ""


def _base(name: str) -> str:
    """Base form of a body's name: what stands behind its noun (``Кеңестердің Торғай облыстық``) and the genitive go."""
    words = name.split()
    if is_modifier(words[-1]):
        ends = [i for i, word in enumerate(words) if is_owner(word)]
        words = words[: ends[-1] + 1] if ends else words
    return stripped(" ".join(words))


def body_id_of(name: str) -> str:
    lower = " ".join(stripped(word) for word in name.lower().split())
    return next((body_id for pattern, body_id in _body_ids() if pattern.search(lower)), "other")


@cache
def _body_ids() -> list[tuple[regex.Pattern[str], str]]:
    return [(regex.compile(row["pattern"]), str(row["id"])) for row in lexicon()["body_ids"]]


def with_so_many(number: int, body_id: str, *, unnamed: bool) -> str:
    """Id of a body that has had a congress of this number: not the one found if it has had fewer. Where the text
    leaves the body out, it is the one that it has grown into or is a part of."""
    last = lexicon()["last_congress"]
    if number <= last.get(body_id, 99):
        return body_id
    larger = str(lexicon()["ids"]["part_of"].get(body_id, "other")) if unnamed else "other"
    return larger if number <= last.get(larger, 99) else "other"


def elided(text: str, start: int, adjectives: list[str], known: str, body: str, *, party: bool) -> str:
    """Id of a body that the text leaves out: the one named last; ``партияның`` is a party's.

    An adjective tells it only beside words of the body's own: ``II Бүкілресейлік мұсылман съезі`` is another's.
    """
    ids = lexicon()["ids"]
    if party:
        if known in ids["parties"]:
            return known
        named = _named_before(text, start, party=True)
        return str(ids["party"]) if named == "other" and _of_the_one_party(text, start) else named
    for body_id, told in lexicon()["elided"].items():
        if told["adjective"] in adjectives:
            own = (told["adjective"], *told["beside"])
            return "other" if any(is_modifier(word) and word not in own for word in adjectives) else str(body_id)
    if body in lexicon()["generic"]["soviets"]:
        return known if known in ids["soviets"] else "other"
    return known or _named_before(text, start)


def _of_the_one_party(text: str, start: int) -> bool:
    """Whether the text around speaks of the Soviet Union's one party and names no other: ``Хрущев …, партияның ХХ съезі``."""
    around = text[max(0, start - 3000) : start + 1000]
    one, others = _parties()
    return one.search(around) is not None and others.search(around) is None


@cache
def _parties() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    party = lexicon()["generic_party"]
    return regex.compile(party["one"]), regex.compile(party["others"])


def _named_before(text: str, start: int, *, party: bool = False) -> str:
    last, ids = "other", list(lexicon()["named"])
    for match in _bodies().finditer(text, max(0, start - 3000), start):
        body_id = ids[(match.lastindex or 1) - 1]
        if body_id in lexicon()["ids"]["parties"] or not party:
            last = body_id
    return last


@cache
def _bodies() -> regex.Pattern[str]:
    """Names of the bodies that a text may leave out later; the group's number tells which of ``[named]`` it is."""
    return regex.compile("|".join(f"({pattern})" for pattern in lexicon()["named"].values()))
