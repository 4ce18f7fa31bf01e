"""Names that are one though two were found, or two though one was found, or begin behind the word that opens the sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence

import regex

from jylnama.kazakh.endings import base_form
from jylnama.names import shapes
from jylnama.names.lexicon import Word, titles, word
from jylnama.names.runs import FATHERS, FoundPerson, is_kazakh_surname, person_at

_SMALL_WORDS = regex.compile(r"(?<!\p{L})\p{Ll}{3,}")
_CAPITAL_BEFORE = regex.compile(r"(?<![\p{L}.-])(\p{Lu}\p{Ll}+) $")
_NAME_AND_BRACKET = regex.compile(rf"(?<![\p{{L}}.-])(\p{{Lu}}\p{{Ll}}+)(?: (?:{shapes.title_stems()}))? \(\p{{Lu}}\p{{Ll}}+\) $")


class CommonWords:
    """The words that a text writes in small letters; read only when somebody asks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: frozenset[str] | None = None

    def __contains__(self, item: str) -> bool:
        if self.words is None:
            self.words = frozenset(_SMALL_WORDS.findall(self.text))
        return item in self.words


def without_opener(text: str, person: FoundPerson, known: dict[str, int], common: CommonWords) -> FoundPerson:
    """``Жиын Плехановтың …``: the first word opens the sentence and is no name, as the rest of the text shows."""
    first, _, last = text[person.start : person.end].partition(" ")
    opener = word(first)
    if not last or " " in last or "." in first or opener.nameable or opener.surname:
        return person
    if not shapes.opens_sentence(text, person.start) or not last[:1].isupper() or "." in last:
        return person
    surname = word(last)
    if not surname.decisive or not (known.get(surname.base, 0) > 1 or first.lower() in common):
        return person
    return FoundPerson(person.end - len(last), person.end, surname.base, 0.75)


def split_neighbours(
    text: str, person: FoundPerson, alone: Collection[str], bare: Collection[str], whole: Collection[tuple[str, str]] = ()
) -> list[FoundPerson]:
    """``Ералы Абылайды`` is two persons, subject and object, where both stand alone elsewhere.

    alone: words that mean a person by themselves in this document; bare: those that do stand by themselves in it;
    whole: first and last words of its longer names, which are one person's.
    """
    words = text[person.start : person.end].split(" ")
    if words[0] in titles()["inner"]["forenames"]:  # Ахмет Зәки Сапарұлы
        return [person]
    if len(words) == 3 and words[0] in bare and _are_subject_and_object(*map(word, words)):
        # Әбілқайыр Сейтқұл Қойдағұлұлын жіберді
        middle = person.start + len(words[0])
        rest = person_at(text, middle + 1, person.end, person.score)
        return [FoundPerson(person.start, middle, words[0], 0.8), rest]
    if len(words) != 2 or "." in words[0] or not word(words[1]).nameable:
        return [person]
    first, second = words[0], word(words[1])
    each_alone = word(first).nameable and first in alone and (second.base in alone or second.known)
    each_alone = each_alone and second.inflected and not second.surname and (first, second.base) not in whole
    if not (each_alone or _is_done_to_another(word(first), second, bare, whole)):
        return [person]
    middle = person.start + len(first)
    return [
        FoundPerson(person.start, middle, first, 0.8),
        FoundPerson(middle + 1, person.end, second.base, 0.8),
    ]


def _is_done_to_another(first: Word, second: Word, bare: Collection[str], whole: Collection[tuple[str, str]]) -> bool:
    """Whether a word that is no given name and a given name in a case are two: ``Сапаров Динаны шақырды`` where the text
    calls Dina so, ``Кури Шоқанды`` where it speaks of Shoqan alone."""
    if first.given or first.ambiguous or second.surname or second.ending not in ("accusative", "dative"):
        return False
    if {(first.text, second.base), (second.base, first.text)} & set(whole):
        return False
    if first.surname:
        return any(given == second.base for given, _ in whole) or second.base in bare
    return second.given and second.known and second.base in bare


def _are_subject_and_object(one: Word, given: Word, father: Word) -> bool:
    """``Әбілқайыр Сейтқұл Қойдағұлұлын``: a ruler or the subject of a sentence, and who he did something to."""
    return one.given and not given.barred and father.patronymic and (father.inflected or one.known)


def over_bracket(text: str, person: FoundPerson) -> FoundPerson:
    """``Гүлбаһрам (Күләш) Жасынқызы``, ``Тапал ахун (Нұрмұхаммед) Жасынұлы``: the given name, in brackets the one in use,
    and the patronymic are one name."""
    before = _NAME_AND_BRACKET.search(text, max(0, person.start - 60), person.start)
    if before is None or word(before[1]).barred:
        return person
    own = word(text[person.start : person.end].split()[0])
    if not own.patronymic and not (own.surname and word(before[1]).nameable):
        return person
    name = person_at(text, before.start(), person.end, person.score)
    return FoundPerson(name.start, name.end, name.name, max(name.score, 0.9))


def with_byname(text: str, person: FoundPerson) -> FoundPerson:
    """``Қаз дауысты Қазыбек``: a fixed byname of two words in front; ``Қара Оспан``: one of one word, a capital inside a sentence."""
    for byname in titles()["inner"]["bynames"]:
        start = person.start - len(byname) - 1
        if start >= 0 and text[start : person.start] == f"{byname} ":
            return FoundPerson(start, person.end, f"{byname} {person.name}", max(person.score, 0.9))
    before = _CAPITAL_BEFORE.search(text, max(0, person.start - 20), person.start)
    if before is None or before[1] not in titles()["inner"]["epithets"] or shapes.opens_sentence(text, before.start()):
        return person
    if not word(text[person.start : person.end].split()[0]).nameable:
        return person
    return FoundPerson(before.start(), person.end, f"{before[1]} {person.name}", person.score)


def with_fathers(text: str, persons: list[FoundPerson], sentence_starts: Sequence[int]) -> list[FoundPerson]:
    """``Төле би`` + ``Әлібекұлы``, ``Құнанбайұлы`` + ``Абай``, ``Имантай би`` + ``Сәтбаев``: two parts of one name are one."""
    joined: list[FoundPerson] = []
    for person in persons:
        last = joined[-1] if joined else None
        if (
            last is None
            or text[last.end : person.start] != " "
            or bisect_right(sentence_starts, last.end) != bisect_right(sentence_starts, person.start)
            or not _are_one(text[last.start : last.end], text[person.start : person.end])
        ):
            joined.append(person)
            continue
        joined[-1] = person_at(text, last.start, person.end, max(last.score, person.score))
    return joined


def _are_one(first: str, second: str) -> bool:
    """Whether two names side by side are one, by what the words are."""
    second, _, title = second.partition(" ")
    if not title and first.rpartition(" ")[2] in titles()["inner"]["honours"] + ["би"] and "." not in first:
        surname = word(second)  # Имантай би Сәтбаевтың
        if is_kazakh_surname(surname) and surname.ending in ("", "genitive"):
            return True
    halves = not title and " " not in first and "." not in first + second
    if halves and not any(w.inflected or w.known or w.surname for w in (word(first), word(second))):
        return True  # Секен Тұрысбек
    if "." in second or title and ("." in title or base_form(title) not in titles()["behind"]["words"]):
        return False
    if " " in first and title:
        return False
    if " " in first:
        return first.rpartition(" ")[2] in titles()["behind"]["words"] and FATHERS.search(word(second).base) is not None
    if not FATHERS.search(first) or "." in first:
        return False
    name = word(second)
    return (name.nameable or bool(title)) and not name.surname and name.ending in (("",) if title else ("", "genitive"))


def as_elsewhere(text: str, persons: Sequence[FoundPerson]) -> list[FoundPerson]:
    """Names of two words that the text writes without an ending somewhere, found again with one: of ``Наполеон Бонапарт``
    also ``Наполеон | Бонапартқа``, also where only the second was found."""
    firsts: dict[str, set[str]] = {}
    for person in persons:
        first, _, last = person.name.partition(" ")
        if last.isalpha() and last[0].isupper() and text[person.start : person.end] == person.name and "." not in first:
            firsts.setdefault(last, set()).add(first)
    again: list[FoundPerson] = []
    for person in persons:
        start = _beginning_elsewhere(text, person, firsts.get(person.name, ()))
        if start < person.start and (not again or again[-1].end <= start or again[-1].start == start):
            if again and again[-1].start == start:
                again.pop()
            person = FoundPerson(start, person.end, f"{text[start : person.start]}{person.name}", person.score)
        again.append(person)
    return again


def _beginning_elsewhere(text: str, person: FoundPerson, firsts: Collection[str]) -> int:
    """Where an inflected name of one word begins with one of some words in front of it; its own start without them."""
    if text[person.start : person.end] != person.name:
        for first in firsts:
            start = person.start - len(first) - 1
            if start >= 0 and text[start : person.start] == f"{first} " and not text[start - 1 : start].isalpha():
                return start
    return person.start


def without_overlaps(persons: list[FoundPerson]) -> list[FoundPerson]:
    kept: list[FoundPerson] = []
    for person in persons:
        if not kept or person.start >= kept[-1].end:
            kept.append(person)
    return kept


__all__ = [
    "CommonWords",
    "as_elsewhere",
    "over_bracket",
    "split_neighbours",
    "with_byname",
    "with_fathers",
    "without_opener",
    "without_overlaps",
]
