"""Finds numbered congresses, conferences, plenums, kurultais and sessions in a clean text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Any

import regex

from jylnama.kazakh.abbreviations import sentence_openers
from jylnama.kazakh.cases import ABLATIVE, ATTRIBUTIVE, DATIVE, GENITIVE, LOCATIVE
from jylnama.kazakh.conjunctions import AND, ANDS
from jylnama.kazakh.numerals import ROMAN_LETTERS, numeral_words, ordinal_word, roman_value, words_value
from jylnama.text.data import data_toml

_TENS = [word for word, value in numeral_words().items() if value in (10, 20, 30)]
_UNITS = [word for word, value in numeral_words().items() if 0 < value < 10]
# no body has met forty times
_ORDINAL_WORDS = rf"(?i:(?:(?:{'|'.join(_TENS)})[\s-]+)?(?:{'|'.join(map(ordinal_word, _UNITS + _TENS))}))"
_ORDINAL = r"(?:[ыі]?н[шж][ыі]|ш[ыі])(?!\p{L})"
# sources set the ending of an ordinal apart: IV –ші, 4- ші
_ORDINAL_ENDING = rf"(?:(?:\s?[–-]\s?)?{_ORDINAL})?"
_ONE = rf"(?:\d{{1,2}}{_ORDINAL_ENDING}|[{ROMAN_LETTERS}]{{1,6}}{_ORDINAL_ENDING}(?!\p{{Ll}})|{_ORDINAL_WORDS})"
_DASHED_WORD = r"(?:[–-]\s?|\s+|\s*[–-]\s+)"
# between the number and the head: the words of the body's name, "бүкілресейлік жұмысшы және солдат депутаттары Кеңестерінің"
_BETWEEN = r"(?:[\p{L}-]+\s+){0,8}?"
# 15-ші (төтенше) съезі, VII (Сәуір) конференциясы, IV (1922) және V (1924) конгрестері
_GLOSS = r"(?:\((?:\p{L}|\d{4})[^()\n]{0,40}\)\s+)?"
_GENITIVE_END = regex.compile(rf"-?{GENITIVE}$")
# brackets only as in РСД(б)ЖП: "(КОКП-ның 20-съезі" opens one before the name
_WORD_BEFORE = regex.compile(r"(?:(?:[\p{L}\d-]|\(\p{Ll}\))*(?:\p{L}|\(\p{Ll}\)))\s*$")
# РКП (б)-ның, РКП(б) -ның, РСДЖП-ның (б): the abbreviation and its ending set apart by blanks
_LOOSE_ABBREVIATION = regex.compile(r"(?<![\p{L}\d])(\p{Lu}{2,})(?:-\p{Ll}+)?\s?(\(\p{Ll}\)\p{Lu}*)(?:\s?-\s?\p{Ll}+)?\s*$")
# РКП- ның, РКП -ның: a blank beside the hyphen
_LOOSE_ENDING = regex.compile(rf"(?<![\p{{L}}\d])((?:\p{{Lu}}\p{{Ll}}{{1,3}})?\p{{Lu}}{{2,}})(?:-\s|\s-\s?){GENITIVE}\s*$")
_BRACKETED = regex.compile(r"\(\p{Lu}\p{Ll}+\)\s*$")  # Қырғыз (Қазақ) АКСР
_LISTED = regex.compile(r"([\p{L}-]+),\s+$")  # жұмысшы, солдат және шаруа депутаттары
_QUOTED = regex.compile(r"(?:«[^«»\n]{1,60}»|\"[^\"\n]{1,60}\"|“[^“”\n]{1,60}”)\s*$")
# КОКП, РК(б)П-ның, ҚазАКСР
_ABBREVIATION = regex.compile(r"(?:\p{Lu}+\(\p{Ll}\)\p{Lu}*|(?:\p{Lu}\p{Ll}{1,3})?\p{Lu}{2,}(?:\(\p{Ll}\))?)(?:-?\p{Ll}+)?")
_OWNED = regex.compile(r"[ыі]н[ыі]ң$")
_JOINERS = frozenset(ANDS)
# мұғалімдер, мұғалімдердің, ауыл мұғалімдері, ауыл мұғалімдерінің
_PLURAL = regex.compile(r"[\p{L}-]{2,}[лдт][ае]р(?:[дт][ыі]ң|(?P<owned>[ыі])(?:н[ыі]ң)?)?")
_ADJECTIVE = regex.compile(r"[лдт][ыі][қк]$")
# бүкілресейлік, жалпықазақ: told by their make; all of them are the congress's, not the body's
_OF_ALL = regex.compile(r"(?:бүкіл|жалпы)\p{Ll}{3,}")
# a surname's genitive: Сапаровтың, Сапарұлының
_SURNAME = regex.compile(r"\p{Lu}\p{Ll}+(?:(?:[ое]в|[иы]н)а?|ұлы|қызы)" + GENITIVE)
# a head that belongs to nobody: "Сәкеннің V съезде сөйлеген сөзі", where the V congress is not Сәкен's
_UNOWNED = regex.compile(rf"(?<!н)(?:{LOCATIVE}н?|{DATIVE})$")
# a word in a case that tells where or when; no Отан, Орда
_OF_PLACE = regex.compile(rf"\p{{L}}{{3}}(?:{LOCATIVE}(?:ғы|гі)?|{ABLATIVE}|{DATIVE})$")
_WHERE = regex.compile(rf"\p{{L}}{{3}}{LOCATIVE}$")
_BETWEEN_NUMBERS = regex.compile(
    rf"\s*(–|-(?!\p{{L}})|(?<=[{ROMAN_LETTERS}])-(?=[{ROMAN_LETTERS}])|(?<=ші|шы)-(?={_ORDINAL_WORDS})|,|\s{AND}\s)\s*"
)
_ASIDE, _DIGITS, _ROMAN = regex.compile(r"\s\([^()]*\)"), regex.compile(r"\d+"), regex.compile(rf"[{ROMAN_LETTERS}]+")
_HYPHENED_ENDING = regex.compile(rf"\s?[–-]\s?{_ORDINAL}")
_EMPTY_LINE = regex.compile(r"\n[^\S\n]*\n")
_INITIAL = regex.compile(r"(?<!\p{L})\p{Lu}\.\s?$")
# between a body and its number: when and where the meeting was, "1911 жылы мамыр айында Семейде өткен"
_CLAUSE = regex.compile(
    r"\s(?:(?:\d+(?:[.–-]?\p{Ll}*\.?)?|[–-]|жж?\.|жыл(?:ы|ғы|дың)|күн(?:і|дері)|\p{Ll}+(?=\s+(?:ай|[–-]))"
    rf"|[\p{{L}}-]+{LOCATIVE})\s+){{1,8}}"
    r"(?:болып\s+)?(?:өткен|болған|ашылған|шақырылған|өткізілген)\s+$"
    # 1921 жылғы, 1921 жылдың 8 – 16 наурызындағы
    rf"|\s\d{{4}}\s(?:(?:жылғы|ж\.)\s+|(?:жыл(?:ғы|дың)|ж\.)\s(?:\d+\s?(?:[–-]\s?\d+\s)?)?\p{{Ll}}+{ATTRIBUTIVE}\s+)$"
)
# the body's name in full, or its abbreviation, behind the genitive: РСДЖП-ның (… партиясы) І съезі
_NAMED_ANEW = regex.compile(r"(?<=[нтд][ыі]ң)\s\([^()\d\n]{1,80}\)\s+$")


@dataclass(frozen=True, slots=True)
class FoundCongress:
    """A numbered meeting: its span in the clean text, numbers, kind, body as written (base form) and its id."""

    start: int
    end: int
    numbers: list[int]
    kind: str
    body: str
    body_id: str


@cache
def _lexicon() -> dict[str, Any]:
    return data_toml(__package__, "lexicon.toml")


@cache
def _pattern() -> regex.Pattern[str]:
    heads = "|".join(f"(?P<{kind}>{head})" for kind, head in _lexicon()["heads"].items())
    joined = rf"(?P<more>(?:(?:\s\(\d{{4}}[^()\n]{{0,40}}\))?\s*(?:[–-]|,|{AND})\s*{_ONE}-?)*)"
    founding = _lexicon()["founding"]["words"]
    return regex.compile(
        rf"(?<![\p{{L}}\d.,№]|\d\s|\d-)(?:(?P<number>{_ONE})(?:-(?!{_ONE}))?{joined}(?P<gap>{_DASHED_WORD}|(?<=-)){_GLOSS}(?P<between>{_BETWEEN})"
        rf"|(?P<founding>(?i:{founding}))\s+)(?i:{heads})(?![\p{{L}}])"
    )


@cache
def _head_hint() -> regex.Pattern[str]:
    return regex.compile(rf"(?i:{_lexicon()['head_hint']['words']})")


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(_lexicon()["body_words"][kind])


@cache
def _qualifier() -> regex.Pattern[str]:
    """``төтенше``, ``кезектен тыс``: words of a single meeting, never of the body that holds it."""
    return regex.compile(rf"(?<![\p{{L}}-])(?i:{_lexicon()['qualifiers']['words']})(?![\p{{L}}-])\s*")


@cache
def _numbered() -> regex.Pattern[str]:
    """What has numbers of its own: ``II Интернационалдың конгресі``, ``3-ауыл кедейлерінің съезі``."""
    return regex.compile(rf"(?i:{_lexicon()['body_words']['numbered']})")


@cache
def _attributes() -> regex.Pattern[str]:
    """What may stand between a body's name and the number: ``IV шақырылған``, ``кезектен тыс``."""
    words = _lexicon()["qualifiers"]
    return regex.compile(rf"(?<![\p{{L}}\d-])(?:(?i:{_ONE}(?:\s+|-)(?:{words['convocation']})|{words['words']})\s+)+$")


def find_congresses(text: str) -> list[FoundCongress]:
    """Numbered meetings of a clean text, in order, not overlapping.

    A body that the text leaves out (``2-съезінде`` after ``РСДЖП``) has an empty ``body`` and the
    ``body_id`` of the body named last before it.
    """
    found: list[FoundCongress] = []
    known = ""
    last_end = 0
    for place in _windows(text):
        position, end = place
        while match := _pattern().search(text, position, end):
            congress = _read(text, match, last_end, known)
            if congress is None or congress.start < last_end:
                position = match.start() + 1  # a number that is not this head's may hide one that is
                continue
            position = match.end()
            if congress.body or congress.body_id != "other":
                known = congress.body_id
            last_end = congress.end
            found.append(congress)
    return found


def _windows(text: str) -> list[tuple[int, int]]:
    """Stretches before each head noun, merged where they meet: the only places worth matching."""
    windows: list[tuple[int, int]] = []
    for hint in _head_hint().finditer(text):
        start, end = max(0, hint.start() - 120), min(len(text), hint.end() + 25)
        line = text.rfind("\n", start, hint.start())
        start = max(start, line + 1)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _read(text: str, match: regex.Match[str], floor: int, known: str) -> FoundCongress | None:
    kind = next(k for k in _lexicon()["heads"] if match[k])
    between = _qualifier().sub("", match["between"] or "").split()
    if _numbered().match(" ".join(between)) or not _is_name(between):
        return None
    if match["founding"]:
        numbers = [1]
    else:
        numbers = _numbers(match)
        if not numbers or not between and _is_count(match, kind):
            return None
    start = match.start()
    if kind == "kurultai" and match["founding"]:
        return None
    floor = max([floor, *(gap.end() for gap in _EMPTY_LINE.finditer(text, max(floor, start - 300), start))])
    body_start, before = _body_before(text, start, floor)
    if _UNOWNED.search(match[kind]) and _is_somebody(before):
        body_start, before = start, ""
    body = _body(before, between)
    adjectives = [word.lower() for word in (*(before.split() or _adjectives_before(text, start, floor)), *between)]
    generic = _lexicon()["generic"]
    body = body.lower() if body.lower() == generic["party_word"] else body
    body_id = _body_id(" ".join((before, *between)).strip())
    if body_id == "other" and body:
        body_id = _body_id(body)
    unnamed = not body or body.lower() in generic["party"]
    party = body.lower() in generic["party"] or not body and match[kind].lower().startswith(generic["party_heads"])
    if any(word in generic["local"] for word in adjectives):
        body_id = "other"  # a region's meeting of the body
    elif body_id == "other" and (unnamed or body.lower() in generic["soviets"]):
        body_id = _elided(text, start, adjectives, known, body.lower(), party=party)
    if kind == "congress":
        body_id = _with_so_many(numbers[-1], body_id, unnamed=unnamed)
    return FoundCongress(body_start, match.end(), numbers, kind, body, body_id)


def _with_so_many(number: int, body_id: str, *, unnamed: bool) -> str:
    """Id of a body that has had a congress of this number: not the one found if it has had fewer. Where the text
    leaves the body out, it is the one that it has grown into or is a part of."""
    last = _lexicon()["last_congress"]
    if number <= last.get(body_id, 99):
        return body_id
    larger = str(_lexicon()["ids"]["part_of"].get(body_id, "other")) if unnamed else "other"
    return larger if number <= last.get(larger, 99) else "other"


def _body(before: str, between: list[str]) -> str:
    """The body's name in the base form, from the words before the number and those between it and the head.

    Adjectives alone name no body: ``Бүкілодақтық`` is the congress's. A region before the number is a name's
    beginning: ``Сырдария облыстық екінші қазақ съезі``.
    """
    if before and not all(map(_is_modifier, before.split())):
        name = _base(before)
        last = name.split()[-1]
        return " ".join((name, *map(_strip, between))) if between and _is_modifier(last) else name
    generic = _lexicon()["generic"]
    words = [_strip(word) for word in between if word.lower() not in generic["attributes"]]
    named = any(_is_noun(w) or _PLURAL.fullmatch(w) or (w[0].isupper() and not _is_modifier(w)) for w in words)
    if named:
        return " ".join(words)
    party = str(generic["party_word"])
    return party if party in between else ""


def _elided(text: str, start: int, adjectives: list[str], known: str, body: str, *, party: bool) -> str:
    """Id of a body that the text leaves out: the one named last; ``партияның`` is a party's.

    An adjective tells it only beside words of the body's own: ``II Бүкілресейлік мұсылман съезі`` is another's.
    """
    ids = _lexicon()["ids"]
    if party:
        if known in ids["parties"]:
            return known
        named = _named_before(text, start, party=True)
        return str(ids["party"]) if named == "other" and _of_the_one_party(text, start) else named
    for body_id, told in _lexicon()["elided"].items():
        if told["adjective"] in adjectives:
            own = (told["adjective"], *told["beside"])
            return "other" if any(_is_modifier(word) and word not in own for word in adjectives) else str(body_id)
    if body in _lexicon()["generic"]["soviets"]:
        return known if known in ids["soviets"] else "other"
    return known or _named_before(text, start)


def _is_name(words: list[str]) -> bool:
    """Whether the words between number and head can be a body's name: known or capitalised ones, any plural as the last;
    none that says where it met (``5–13 Орынборда Екінші … съезі``)."""
    if not words:
        return True
    if any(_is_where(word) for word in words):
        return False
    *inner, last = words
    if words[0] in _JOINERS or not all(word in _JOINERS or _is_name_word(word) for word in inner):
        return False
    return _is_name_word(last) or _are_people(last, inner)


def _is_where(word: str) -> bool:
    """Whether a word is a place in the locative, by its capital and its ending."""
    return word[0].isupper() and _WHERE.search(word) is not None and word not in _words("no_locatives") and not _is_noun(word)


def _plural(word: str) -> regex.Match[str] | None:
    """The match of a plural that may be a body's people: no post, no time, no pronoun."""
    return None if word.lower().startswith(tuple(_words("no_people"))) else _PLURAL.fullmatch(word)


def _are_people(word: str, attributes: list[str]) -> bool:
    """``мұғалімдер``, ``мектеп мұғалімдерінің``: a plural that the lexicon need not know.

    A possessive plural without its attribute is only the rest of a name. Behind a name the number may be that name's
    (``Екінші Дума депутаттарының``).
    """
    plural = _plural(word)
    if not plural or plural["owned"] and not attributes:
        return False
    known = (w in _JOINERS or _is_noun(w) or _is_modifier(w) or _is_country(w) or _ABBREVIATION.fullmatch(w) for w in attributes)
    return all(known)


def _is_country(word: str) -> bool:
    return word.endswith(_lexicon()["body_words"]["countries"])


def _is_noun(word: str) -> bool:
    return _strip(word.lower()) in _words("nouns")


def _is_modifier(word: str) -> bool:
    """A word that cannot end a body's name: ``облыстық``, ``қазақ-қырғыз``, ``бүкілресейлік``."""
    lower = word.lower()
    known = _words("modifiers")
    return lower in known or _OF_ALL.fullmatch(lower) is not None or all(part in known for part in lower.split("-"))


def _is_name_word(word: str) -> bool:
    return word[0].isupper() or _is_noun(word) or _is_modifier(word) or _strip(word.lower()) in _words("modifiers")


def _numbers(match: regex.Match[str]) -> list[int]:
    """The numbers of ``2``, ``23 – 27``, ``4 және 5``, ``ХХ``, ``он бірінші``; a dash spells out the range."""
    written = _HYPHENED_ENDING.sub("", _ASIDE.sub("", f"{match['number']}{match['more'] or ''}")).strip("- ")
    pieces = _BETWEEN_NUMBERS.split(written)
    values: list[int] = []
    dash = False
    for piece in pieces:
        if piece is None or not piece.strip():
            continue
        if piece.strip() in ("–", "-", ",", *ANDS):
            dash = piece.strip() in "–-"
            continue
        value = _number(piece.strip())
        if value is None:
            return []
        if dash and values and value > values[-1] and value - values[-1] < 40:
            values += list(range(values[-1] + 1, value + 1))
        else:
            values.append(value)
        dash = False
    return values if all(0 < value < 100 for value in values) else []


def _number(piece: str) -> int | None:
    digits = _DIGITS.match(piece)
    if digits:
        return int(digits.group())
    words = words_value(piece.replace("-", " ").split())
    if words:
        return words[0]  # before the letters: Үшінші begins with one
    roman = _ROMAN.match(piece)
    return roman_value(roman.group()) if roman else None


def _is_count(match: regex.Match[str], kind: str) -> bool:
    """``28 съезд``, ``2 кезектен тыс съезд өткізілді`` count congresses: plain digits, a blank, a head without an ending."""
    number, head = match["number"], match[kind]
    plain = number.isdigit() and not match["more"] and match["gap"].isspace()
    return plain and head.lower() in _lexicon()["counted"]["heads"]


def _body_before(text: str, start: int, floor: int) -> tuple[int, str]:
    """The body's name before the number: where the mention starts, and the name's text.

    Only a name that stands right by the number, but for words that tell which of its meetings it was, opens the mention.
    """
    attributes = _attributes().search(text[max(floor, start - 80) : start])
    end = max(floor, start - 80) + attributes.start() if attributes else start
    name_start, name = _name_before(text, end, floor)
    if name:
        return name_start, name
    low = max(floor, start - 120)
    clause = _CLAUSE.search(text[low:end]) or _NAMED_ANEW.search(text[low:end])
    if clause:
        name = _name_before(text, low + clause.start() + 1, floor)[1]
        last = name.rsplit(" ", 1)[-1]
        if _GENITIVE_END.search(text[low : low + clause.start()]) and (_ABBREVIATION.fullmatch(last) or _is_noun(last)):
            return start, name
    return start, ""


def _adjectives_before(text: str, start: int, floor: int) -> list[str]:
    """Adjectives right before the number, which name no body: ``облыстық V партконференция``."""
    words = _qualifier().sub("", text[max(floor, start - 60) : start]).split()
    return list(takewhile(_is_modifier, reversed(words)))


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
            if quoted and words and (_is_noun(words[-1][1]) or _ABBREVIATION.fullmatch(words[-1][1])):  # «Алаш» партиясының
                return low + quoted.start(), text[low + quoted.start() : end].rstrip()
            break
        word = match.group().rstrip()
        word_start = max(floor, at - 40) + match.start()
        if not _goes_on(word, text[max(0, word_start - 4) : word_start], [w for _, w in words]):
            break
        words.append((word_start, word))
        at = word_start
    while words and words[-1][1] in _JOINERS:
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
    if _is_state(following[-1]):
        return _BRACKETED.search(before)
    return _faction().search(before) if _strip(following[-1].lower()) in _words("of_faction") else None


def _item_before(before: str, following: list[str]) -> regex.Match[str] | None:
    """An adjective of a list that the name begins with: ``жұмысшы,`` before ``солдат және шаруа депутаттары``."""
    item = _LISTED.search(before)
    listed = len(following) > 1 and _is_modifier(following[-1]) and any(word in _JOINERS for word in following)
    return item if item and listed and _is_modifier(item[1]) else None


@cache
def _faction() -> regex.Pattern[str]:
    return regex.compile(rf"\((?:{_lexicon()['body_words']['factions']})\)\s*$")


def _goes_on(word: str, before: str, following: list[str]) -> bool:
    """Whether ``word`` belongs to the body's name whose later words, last first in the text, are ``following``."""
    modifier = _is_modifier(word)
    if not following and not (_GENITIVE_END.search(word) or _ABBREVIATION.fullmatch(word) or modifier):
        return False
    if word.lower() in _words("anaphoric") or word in sentence_openers() and not modifier:
        return False
    if _qualifier().fullmatch(word) and word not in _words("names_open"):
        return False
    if _INITIAL.search(before) or _SURNAME.fullmatch(word) and not word.startswith(tuple(_words("places"))):
        return False  # whose speech, not whose congress
    if word in _JOINERS or word[0] == "(":
        return True
    people = word.endswith("ң") and _plural(word) and all(map(_is_modifier, following))
    if not people and not _is_name_word(word) and not _ABBREVIATION.fullmatch(word):
        return False
    return not following or _extends(word, following[-1])


def _is_named(words: list[str]) -> bool:
    """Whether the words name a body: not adjectives alone, unless these tell which congress it was (``жалпықазақ``)."""
    if all(map(_is_modifier, words)):
        return _body_id(" ".join(words)) != "other"
    if _OWNED.search(words[0]) and words[0].islower():
        return False  # "қоғамының": whose, an unknown word before it tells
    return any(_is_owner(word) or word[0].isupper() for word in words)


def _is_somebody(name: str) -> bool:
    """Whether a genitive may be a person's: one capitalised word that the lexicon does not know."""
    return (
        name[:1].isupper()
        and " " not in name
        and not (_ABBREVIATION.fullmatch(name) or _PLURAL.fullmatch(name) or _is_noun(name))
    )


def _is_state(word: str) -> bool:
    return word.split("-")[0] in _words("states")


def _extends(word: str, following: str) -> bool:
    """Whether ``word`` belongs to the name that goes on with ``following``.

    An abbreviation is a whole name but for a republic before it (``Қазақстан К(б)П``); a capitalised word in a
    case that tells where or when is no part of a name.
    """
    if _is_country(word) or following[0] == "(":
        return True
    if _is_state(following):
        return word[0].isupper()
    if _strip(following.lower()) in _lexicon()["generic"]["party"]:  # whose party it is would make it "партиясының"
        return _is_modifier(word) or _ADJECTIVE.search(word) is not None
    if following.split("-")[0] in _words("committees") and (_is_noun(word) or word[0].isupper() and _is_modifier(word)):
        return True
    if _ABBREVIATION.fullmatch(following):
        return bool(_ABBREVIATION.fullmatch(word) or _GENITIVE_END.search(word))
    return not (word[0].isupper() and _OF_PLACE.search(word)) or _is_noun(word)


def _strip(word: str) -> str:
    return _GENITIVE_END.sub("", word)


def _base(name: str) -> str:
    """Base form of a body's name: what stands behind its noun (``Кеңестердің Торғай облыстық``) and the genitive go."""
    words = name.split()
    if _is_modifier(words[-1]):
        ends = [i for i, word in enumerate(words) if _is_owner(word)]
        words = words[: ends[-1] + 1] if ends else words
    return _strip(" ".join(words))


def _is_owner(word: str) -> bool:
    """Whether a body's name ends with ``word`` also where more words stand before the number."""
    named = _ABBREVIATION.fullmatch(word) or _plural(word)
    return _is_noun(word) or named is not None and _GENITIVE_END.search(word) is not None


def _body_id(name: str) -> str:
    lower = " ".join(_strip(word) for word in name.lower().split())
    return next((body_id for pattern, body_id in _body_ids() if pattern.search(lower)), "other")


@cache
def _body_ids() -> list[tuple[regex.Pattern[str], str]]:
    return [(regex.compile(row["pattern"]), str(row["id"])) for row in _lexicon()["body_ids"]]


@cache
def _bodies() -> regex.Pattern[str]:
    """Names of the bodies that a text may leave out later; the group's number tells which of ``[named]`` it is."""
    return regex.compile("|".join(f"({pattern})" for pattern in _lexicon()["named"].values()))


def _of_the_one_party(text: str, start: int) -> bool:
    """Whether the text around speaks of the Soviet Union's one party and names no other: ``Хрущев …, партияның ХХ съезі``."""
    around = text[max(0, start - 3000) : start + 1000]
    one, others = _parties()
    return one.search(around) is not None and others.search(around) is None


@cache
def _parties() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    party = _lexicon()["generic_party"]
    return regex.compile(party["one"]), regex.compile(party["others"])


def _named_before(text: str, start: int, *, party: bool = False) -> str:
    last, ids = "other", list(_lexicon()["named"])
    for match in _bodies().finditer(text, max(0, start - 3000), start):
        body_id = ids[(match.lastindex or 1) - 1]
        if body_id in _lexicon()["ids"]["parties"] or not party:
            last = body_id
    return last
