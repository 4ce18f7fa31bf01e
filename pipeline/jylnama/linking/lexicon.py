"""Reads ``triggers.toml``, whose patterns, over lower-case text, are compiled when a text first needs them, and ``words.toml``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex

from jylnama.kazakh.cases import LOCATIVE
from jylnama.kazakh.conjunctions import AND
from jylnama.linking.spellings import WORD, Index, beginnings, spellings
from jylnama.text.compiled import compile_all
from jylnama.text.data import data_toml

# small words, of which the patterns of the other modules are made
WORDS: dict[str, dict[str, str]] = data_toml(__package__, "words.toml")
_SET = regex.compile(r"%(\w+)%")
_GROUP = regex.compile(r"\((?:[^()]|(?R))*+\)")
_ENDING = regex.compile(r"~\??$")
_NO_MORE = r"(?![\p{L}-])"
_FORMS = ("finite", "participle", "converb", "present", "verbal", "contrast")


class Row(NamedTuple):
    """A row of the lexicon, and what must be found beside its verbs.

    ``light``: a noun with a light verb; ``momentary``: no happening where its time is a stretch; ``fixed``: a phrase that is of its
    type in any clause; ``named``: what ``required`` has names the happening.
    ``required`` is searched in the clause before the verb, and so is ``cased``, but with the text's capitals; ``object_before``
    right before the verb; ``object_behind`` may stand right behind it in the place of that where it is a participle.
    """

    type: str
    light: bool = False
    momentary: bool = False
    fixed: bool = False
    named: bool = False
    required: regex.Pattern[str] | None = None
    cased: regex.Pattern[str] | None = None
    object_before: regex.Pattern[str] | None = None
    object_behind: regex.Pattern[str] | None = None


class _Verb(NamedTuple):
    """One of a row's verbs, by the place of both in the lexicon.

    ``pattern`` matches all of it, or (``spelt``) what follows its spelling; ``gate``, if any, is quick to refuse most texts.
    """

    row: int
    number: int
    pattern: str
    spelt: bool
    gate: str = ""


class Form(NamedTuple):
    """The form of a verb: finite, participle, converb, present, verbal or contrast; with a case ending or negated."""

    name: str
    cased: bool
    negated: bool


class Match(NamedTuple):
    """A row's verb in a text: the noun from ``start`` to ``noun_end`` if the verb is light, and from ``head`` to ``end`` the predicate."""

    row: Row
    start: int
    noun_end: int
    head: int
    end: int
    form: Form


@cache
def _data() -> dict[str, Any]:
    return data_toml(__package__, "triggers.toml")


@cache
def _rows() -> list[Row]:
    """Nouns with light verbs first, then the rows of the file in order."""
    data = _data()
    asked = [_conditions(row) for row in data["types"]]
    patterns = _compiled(body for bodies in asked for body in bodies if body)
    return [Row(noun_type, light=True, named=True) for noun_type in data["nouns"]] + [
        Row(
            row["name"],
            False,
            *(row.get(flag, False) for flag in ("momentary", "fixed", "named")),
            *(patterns.get(body) for body in bodies),
        )
        for row, bodies in zip(data["types"], asked, strict=True)
    ]


def _conditions(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """The patterns ``required``, ``cased``, ``object_before`` and ``object_behind`` of a row of the file; empty where it asks nothing."""
    required, cased = _filled(row.get("with", "")), row.get("cased", "")
    nouns = _filled(row.get("object") or row.get("noun", ""))
    if not nouns:
        return required, cased, "", ""
    case = "" if "noun" in row else rf"(?<!{_data()['verb']['adverbial']})"
    where = rf"(?!(?<=(?:{_data()['sets']['units']})[ыі])(?:\s+[^\s,;]+){{0,3}}\s+\p{{L}}+{LOCATIVE}\s)"
    within = rf"(?![^«“»”]*[»”]\s(?:{_data()['verb']['called']})\s)"  # a word of the title of something else
    before = rf"(?<!\p{{L}})(?:{nouns})[\p{{L}}-]*+{case}{where}{within}[»”\"]?\p{{L}}*(?:\s+[^\s,;]+){{0,4}}\s*$"
    behind = rf"(?:\s+[^\s,;]+){{0,6}}?\s+[«“\"]?(?:{nouns})|\s+[«“\"][^«»“”]{{1,120}}[»”\"]\s+(?:\S+\s+)?(?:{nouns})"
    return required, cased, before, behind


def _compiled(bodies: Iterable[str]) -> dict[str, regex.Pattern[str]]:
    wanted = sorted(set(bodies))
    return dict(zip(wanted, compile_all(wanted), strict=True))


Words = list[tuple[int, str]]  # with the place of each


def words_of(text: str) -> Words:
    return [(match.start(), match.group()) for match in WORD.finditer(text)]


def matches(undated: str, masked: str, words: Words) -> Iterator[Match]:
    """Matches of the lexicon in a lower-case text without dates: row by row, from left to right, one at a place.

    masked: the text without brackets too, in which a noun and its light verb are sought. words: those of ``undated``.
    """
    rows = _rows()
    found = sorted((verb.row, at, verb.number, end, verb) for at, end, verb in _index().find(undated, words))
    last = (-1, -1)
    read: dict[tuple[str, int], tuple[int, Form] | None] = {}  # many rows have verbs that end alike at the same place
    for row, at, _, end, verb in found:
        if (row, at) == last:
            continue
        if not verb.spelt:
            match = _match(rows[row], verb, masked if rows[row].light else undated, at)
        else:
            if (key := (verb.pattern, end)) not in read:
                ending = _patterns()[verb.pattern].match(undated, end)
                read[key] = ending and (ending.end(), _form(ending))
            ending_read = read[key]
            match = ending_read and Match(rows[row], at, at, at, *ending_read)
        if match:
            last = (row, at)
            yield match


def _match(row: Row, verb: _Verb, text: str, at: int) -> Match | None:
    """A verb whose beginning stands at a place."""
    patterns = _patterns()
    if verb.gate and not patterns[verb.gate].match(text, at):
        return None
    match = patterns[verb.pattern].match(text, at)
    if match is None:
        return None
    noun_end, head = (match.end("noun"), match.start("head")) if row.light else (at, at)
    return Match(row, at, noun_end, head, match.end(), _form(match))


def _form(match: regex.Match[str]) -> Form:
    groups = match.groupdict()
    name = next((form for form in _FORMS if groups.get(form)), "finite")
    return Form(name, bool(groups.get("case")), bool(groups.get("neg")))


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    """Patterns and gates of all verbs, compiled."""
    return _compiled(body for _, verb in _verbs() for body in (verb.pattern, verb.gate) if body)


@cache
def _index() -> Index[_Verb]:
    """All verbs by what they begin with."""
    return Index(_verbs())


@cache
def _verbs() -> list[tuple[str, _Verb]]:
    """All verbs, and what they begin with."""
    data = _data()
    entries = [
        (beginning, _Verb(number, 0, pattern, spelt=False))
        for number, nouns in enumerate(data["nouns"].values())
        for pattern in [_light(nouns)]
        for beginning in beginnings(nouns)
    ]
    for number, row in enumerate(data["types"], len(data["nouns"])):
        # the verbs that end as most do are tried before the others
        verbs = sorted(row["verbs"], key=lambda verb: not _is_regular(verb))
        found = (entry for verb in verbs for entry in _entries(verb))
        entries += [(beginning, _Verb(number, order, *entry)) for order, (beginning, entry) in enumerate(found)]
    return entries


def _is_regular(verb: str) -> bool:
    return verb.endswith("~") and verb.count("~") == 1


def _entries(verb: str) -> Iterator[tuple[str, tuple[str, bool, str]]]:
    """What a verb begins with, and the pattern, ``spelt`` and gate of its ``_Verb``."""
    stem = verb if _GROUP.sub("", verb).count("|") and not _is_regular(verb) else _ENDING.sub("", verb)
    if spelt := spellings(stem):
        for letters in spelt:
            bare = letters.removesuffix("@")
            yield bare, (_ending(letters[len(bare) :] + verb[len(stem) :]), True, "")
        return
    pattern = _inflected([verb]) + _NO_MORE
    gate = _inflected([stem]) if _is_regular(verb) else ""
    for beginning in beginnings(stem):
        yield beginning, (pattern, False, gate)


@cache
def _ending(ending: str) -> str:
    """The pattern of what follows a verb's spelling."""
    return f"(?:{_with_endings(ending)}){_NO_MORE}"


def _light(nouns: str) -> str:
    """One of the nouns, and a light verb within four words behind it."""
    light = _data()["light"]
    gap = rf"(?:\s+(?!(?:{light['compound']})\s)[^\s,;.()\[\]]+){{0,4}}?"
    return rf"(?<noun>(?:{nouns})(?!\p{{L}})){gap}\s+(?P<head>{_inflected(light['verbs'])}){_NO_MORE}"


def _filled(body: str) -> str:
    """A condition with its sets of nouns written out."""
    return _SET.sub(lambda m: str(_data()["sets"][m.group(1)]), body)


def _inflected(verbs: list[str]) -> str:
    """One pattern of verbs. The endings are long: they are written once behind all the stems that end in ``~``."""
    stems = [verb[:-1] for verb in verbs if _is_regular(verb)]
    others = [verb for verb in verbs if not _is_regular(verb)]
    body = "|".join([f"(?:{'|'.join(stems)})~"] * bool(stems) + others).replace(" ", r"\s{1,60}")
    return f"(?:{_with_endings(body)})"


def _with_endings(body: str) -> str:
    """A pattern with the voices (``@``) and the past endings (``~``) of verbs written out."""
    verb = _data()["verb"]
    return body.replace("@", verb["voice"]).replace("~", verb["past"].replace("AUX", verb["auxiliary"]))


@lru_cache(maxsize=1 << 15)
def analysed(word: str) -> tuple[str, str]:
    """(stem, form) of any verb in small letters; the form is one of those of a ``Trigger``, ``negated``, or ``noun`` where it is no verb."""
    match = _any_verb().match(word + " ")
    if match is None:
        return word, "noun"
    form = _form(match)
    if form.negated:
        return word[: match.start("neg")], "negated"
    name = "subordinate" if form.name == "participle" and form.cased else form.name
    return word[: match.start(form.name)], name


@cache
def is_auxiliary() -> Callable[..., object]:
    """Whether a word in small letters is a verb that may follow a converb as its auxiliary."""
    return regex.compile(rf"(?:{_data()['verb']['auxiliary']}|{to_begin()}(?:а(?:ды|ған|п|йды)))(?!\p{{L}})").match


@cache
def half() -> regex.Pattern[str]:
    """A converb with its auxiliary as a verbal noun, at the end of a text; the group ``half`` has the auxiliary."""
    return regex.compile(rf"\p{{Ll}}{{2,}}п\s(?P<half>(?:{_data()['verb']['emptied']})у[ыі]\p{{Ll}}*)$")


def to_begin() -> str:
    """The stem of the auxiliary that asks for a converb of its own: ``шыға бастады``."""
    return str(_data()["verb"]["begin"])


@cache
def narrative_present() -> regex.Pattern[str]:
    """The end of a verb in the narrative present: ``келеді``, ``құрылады``."""
    verb = _data()["verb"]
    voices = rf"(?<!{verb['no_passive']})[ыі]л|[ыі]н|[дт][ыі]р|[ғқ]ыз|[гк]із|(?<!{verb['no_reciprocal']})[ыі]с"
    return regex.compile(rf"(?:(?<!\p{{L}})(?:{verb['consonant_stems']})|{voices})(?:ады|еді)$|[йи]д[ыі]$")


@cache
def _any_verb() -> regex.Pattern[str]:
    return regex.compile(rf"\p{{L}}{{2,}}?{_with_endings('~')}(?=\s$)")


@cache
def happenings(table: str = "nouns") -> dict[str, regex.Pattern[str]]:
    """Nouns that name a happening, by type: one whole word with its endings. ``bare_nouns``: those that only may name one."""
    return {name: regex.compile(rf"(?<![\p{{L}}])(?:{nouns})(?!\p{{L}})") for name, nouns in _data()[table].items()}


@cache
def _nouns(table: str) -> Index[str]:
    return Index((beginning, name) for name, nouns in _data()[table].items() for beginning in beginnings(nouns))


def with_parts(words: Words) -> Words:
    """Words, and behind them what stands behind their hyphens: where a noun may begin."""
    return words + [(at + i + 1, word[i + 1 :]) for at, word in words if "-" in word for i, c in enumerate(word) if c == "-"]


def happenings_in(text: str, places: Words, table: str = "nouns") -> list[tuple[str, regex.Pattern[str]]]:
    """Those of ``happenings`` that a text may have, its words given ``with_parts``."""
    may_be = {name for _, _, name in _nouns(table).find(text, places)}
    return [(name, pattern) for name, pattern in happenings(table).items() if name in may_be]


@cache
def held() -> regex.Pattern[str]:
    """Participles that give a noun its date; the group ``told`` has those that tell what the noun names."""
    context = _data()["noun_context"]
    return regex.compile(rf"(?<!\p{{L}})(?:(?P<told>{context['told']})|{context['held']})(?!\p{{L}})")


@cache
def of_body() -> regex.Pattern[str]:
    """A noun of meetings that names the body whose members, officers or election are spoken of: ``Құрылтай жиналысының депутаттары``."""
    context = _data()["noun_context"]
    return regex.compile(rf"(?:{context['bodies']})\p{{L}}*\s+(?:{context['members']})")


@cache
def planned() -> regex.Pattern[str]:
    """Behind a noun of a happening: what is only to be done with it, ``съезд шақыру (туралы шешім)``."""
    return regex.compile(rf"\s+(?:{_data()['noun_context']['planned']})(?:ға|ге|ды|ді|дан|ден|мен)?(?!\p{{L}})")


@cache
def standing() -> regex.Pattern[str]:
    """A meeting as subject or setting, all of the word."""
    context = _data()["noun_context"]
    return regex.compile(rf"(?:{context['meetings']})[сш]?[ыі]?(?:н?[дт][ае])?|(?:{context['bodies']})[ыі]?н?[дт][ае]")


@cache
def discussion() -> regex.Pattern[str]:
    """What a meeting does with its matters."""
    return regex.compile(rf"(?:{_data()['noun_context']['discussed']})")


@cache
def frame() -> regex.Pattern[str]:
    """What may stand between a noun and its own date in brackets."""
    return regex.compile(rf"\s+(?:{_data()['noun_context']['frame']})")


@cache
def framed_bracket() -> regex.Pattern[str]:
    """The bracket behind a noun, with what may stand between."""
    return regex.compile(rf"(?:{frame().pattern})?\s*[(\[]")


@cache
def sets_time() -> regex.Pattern[str]:
    """What follows a noun of a happening that sets the time of the verb."""
    return regex.compile(rf"\s+(?:{_data()['noun_context']['sets_time']})(?!\p{{L}})")


@cache
def topic() -> regex.Pattern[str]:
    """What follows a noun of a happening of which the clause only speaks."""
    return regex.compile(rf"\s+(?:{_data()['noun_context']['topic']})(?!\p{{L}})")


@cache
def aside() -> regex.Pattern[str]:
    """What follows a noun that tells only time or matter."""
    return regex.compile(rf"\s+(?:{_data()['noun_context']['aside']})(?!\p{{L}})")


@cache
def stop_after() -> regex.Pattern[str]:
    """What stands behind a trigger that tells no happening."""
    return regex.compile(rf"\s(?:{_data()['stop']['after']})(?!\p{{L}})")


@cache
def empty() -> regex.Pattern[str]:
    """A light verb that has its type from its noun alone."""
    return regex.compile(rf"(?:{_data()['light']['empty']})")


@cache
def no_statement() -> regex.Pattern[str]:
    """What stands behind a verb that is only asked about."""
    return regex.compile(rf"\s(?:{_data()['stop']['asked']})(?!\p{{L}})")


@cache
def degree() -> regex.Pattern[str]:
    """A word before a verb's place, and the verb's stem there, that tell how much there was of something."""
    return regex.compile(rf"(?<!\p{{L}})(?:{_data()['stop']['degree']})\p{{L}}*$")


@cache
def outside() -> regex.Pattern[str]:
    """The words at the start of a predicate, possibly none, that are no part of the trigger."""
    stop = _data()["trigger"]
    return regex.compile(rf"(?:(?!(?:{stop['fixed']})\s)(?:{stop['free']})\s+)*")


@cache
def trend() -> regex.Pattern[str]:
    """A verb that tells how something went on."""
    return regex.compile(rf"{_data()['stop']['trend']}$")


@cache
def owner() -> regex.Pattern[str]:
    """What stands behind a person who takes no part himself: what is his, or his kinsman's name."""
    words = _data()["owner"]
    owned = rf"(?:{words['owned']})(?:лар|лер|тар|тер)?[сш]?[ыі]н(?:[дт][ае]н?|[ае]н?|[ыі]ң)(?!\p{{L}})"
    return regex.compile(rf"\s+(?:{owned}|(?:{words['kin']})\s+\p{{Lu}})")


@cache
def set_apart() -> regex.Pattern[str]:
    """What stands behind a person, right behind the case ending that it asks for, who only dates or compares what is told."""
    words = _data()["owner"]
    return regex.compile(
        rf"(?:(?<=[дтн][ае]н)\s+(?:{words['after_ablative']})|(?<=[ғқ]а|[гк]е|н[ае])\s+(?:{words['after_dative']})|\s+(?:{words['after_name']}))(?!\p{{L}})"
    )


@cache
def led_by() -> regex.Pattern[str]:
    """What stands behind a person in the genitive who takes part: his lead, order (бұйрығымен), troops, hand, or he himself."""
    words = _data()["owner"]
    joined = rf"\p{{Ll}}+\s(?:(?:{AND}|{WORDS['clause']['moreover']})\s)?"
    return regex.compile(
        rf"\s+(?:{joined})?(?:(?:{words['lead']})\p{{Ll}}*|\p{{Ll}}+с?[ыі]мен(?!\p{{L}})|{words['himself']}(?!\p{{L}})"
        rf"|(?:{words['troops']})[ыі](?!\p{{L}})|(?:{words['hand']})(?:[ыі]?нан|сінен)(?!\p{{L}}))"
    )


@cache
def known_already() -> regex.Pattern[str]:
    """What stands before a participle that tells of something the reader knows."""
    return regex.compile(rf"(?<!\p{{L}})(?:{_data()['stop']['before']})\s+$")


@cache
def reports() -> regex.Pattern[str]:
    """A verb that tells who says all this, at the end of a text: ``… деп хабарлайды``."""
    return regex.compile(rf"(?:{_data()['stop']['said']}|–)\s(?:{_data()['stop']['reports']})\p{{L}}*$")


@cache
def states() -> regex.Pattern[str]:
    return regex.compile(_data()["stop"]["states"])


@cache
def state_verbs() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}})(?:{_data()['stop']['state_verbs']})$")
