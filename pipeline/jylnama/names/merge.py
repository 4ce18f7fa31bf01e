"""Rules and model together: persons that both find, and the places and organisations that the model finds.

The rules' persons stand: their evidence is visible and their spans follow the annotation scheme. The model adds the
names that no rule proves, lengthens a rule's name where it saw more of it, joins two or tells them apart where the
words allow it, and takes back a doubtful one that it is sure to be something else. A name of one word that either
found is then found all over the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import regex

from jylnama.kazakh.endings import base_form
from jylnama.names import shapes
from jylnama.names.entities import (
    CAPITAL_BEHIND,
    NEXT_WORD,
    ORGANISATIONS,
    PERSON,
    PLACES,
    WORD,
    Entity,
    Touching,
    one_line,
    united,
)
from jylnama.names.finder import FoundPerson
from jylnama.names.joining import as_elsewhere
from jylnama.names.lexicon import WORDS, lexicon, titles, word
from jylnama.names.lists import enumerated
from jylnama.names.longer import are_one, is_longer, is_surely_longer
from jylnama.names.plausible import means_a_person, name_like, names_a_thing

# scores of the model, chosen on the training and development parts of the gold
ADDED = 0.6  # a name of several words that the rules do not have
ADDED_WORD = 0.9  # a name of one word
KNOWN_WORD = 0.8  # one that stands in another person's name in the same text
LENGTHENED = 0.9  # more words for a name that they have
TOLD_APART = 0.95  # two names for what the rules have as one
JOINED = 0.97  # one name for what they have as two
TAKEN_BACK = 0.97  # a doubtful name that is a place or a body
DOUBTFUL = 0.86  # rules below this score: a bare surname or given name
NAMED_AGAIN = 0.7  # a name of one word by which the text names somebody elsewhere as well
_BARE_WORD = regex.compile(r"(?<![\p{L}\d’-])\p{Lu}\p{Ll}{3,}(?![\p{L}-])")
_AND_NEXT = regex.compile(
    rf"[зжбвг] {WORDS['inside']['son_or_and']} "
)  # Ораз бен Серік: behind these the Kazakh "and", behind others the Arabic "son of"
_POST = regex.compile(rf"(?:{WORDS['around']['posts']})\.")
_OUTER = regex.compile(r"^[\s.…«»„“”\"'(\[,;:–—-]+|[\s«»„“”\"'(\[,;:–—-]+$")


def merge_persons(
    text: str, rules: Sequence[FoundPerson], entities: Iterable[Entity], skip: Sequence[tuple[int, int]] = ()
) -> list[FoundPerson]:
    """Persons of both, in order, not overlapping. skip: spans in which the model's names are left out."""
    entities = list(entities)
    kept = _told_apart(text, _kept(text, rules, entities), entities)
    left_out = Touching(skip)
    people = [e for e in entities if e.label == PERSON and not left_out(e.start_char, e.end_char)]
    found, added = _with_model(text, kept, people)
    taken = united([*((e.start_char, e.end_char) for e in entities if e.label != PERSON), *skip, *shapes.quoted_titles(text)])
    found = sorted(found + _named_again(text, found, added, taken), key=lambda p: p.start)
    if not added:
        return found
    found = as_elsewhere(text, found)
    free = (Touching((p.start, p.end) for p in found), Touching(taken))
    listed = enumerated(text, found, lambda start, end: not any(touches(start, end) for touches in free))
    return sorted(found + listed, key=lambda p: p.start)


def _kept(text: str, rules: Sequence[FoundPerson], entities: Sequence[Entity]) -> list[FoundPerson]:
    """The rules' persons without the doubtful ones that the model is sure to be something else, unless others bear the name."""
    others = Touching((e.start_char, e.end_char) for e in entities if e.label in PLACES + ORGANISATIONS and e.score >= TAKEN_BACK)
    borne = Counter(w for p in rules for w in set(p.name.split()))
    longer = {w for p in rules if " " in p.name for w in p.name.split()}
    return [
        p
        for p in rules
        if p.score >= DOUBTFUL or not others(p.start, p.end) or (p.name in longer or borne[p.name] > 2) and _stands(text, p)
    ]


def _stands(text: str, person: FoundPerson) -> bool:
    """Whether a name that others in the text bear as well means a person here, though the model says a place."""
    return not (CAPITAL_BEHIND.match(text, person.end) or names_a_thing(text, person.start, person.end, ()))


def _told_apart(text: str, persons: Sequence[FoundPerson], entities: Sequence[Entity]) -> list[FoundPerson]:
    """The rules' persons; two where two entities of several words each make up one: ``Бекзат Арғын | Еркін Сапаровты``."""
    sure = {
        e.start_char: e
        for e in entities
        if e.label == PERSON and e.score >= TOLD_APART and " " in text[e.start_char : e.end_char]
    }
    apart: list[FoundPerson] = []
    for person in persons:
        one = sure.get(person.start)
        two = sure.get(one.end_char + 1) if one is not None else None
        if one is None or two is None or two.end_char != person.end or not text[: one.end_char].rpartition(" ")[2][0].isupper():
            apart.append(person)
            continue
        for entity in (one, two):
            start, end = entity.start_char, entity.end_char
            apart.append(FoundPerson(start, end, base_form(one_line(text[start:end]), lexicon()), person.score))
    return apart


def _with_model(
    text: str, kept: Sequence[FoundPerson], entities: Iterable[Entity]
) -> tuple[list[FoundPerson], list[FoundPerson]]:
    """All persons after the model's have been added, and those of the model alone; both in order."""
    known = {w for person in kept for w in person.name.split()}
    of_rules = Touching((p.start, p.end) for p in kept)
    gone: set[FoundPerson] = set()
    added: list[FoundPerson] = []
    for entity in entities:
        span = _trimmed(text, entity.start_char, entity.end_char)
        there = [kept[i] for i in of_rules(*span)] if span is not None else []
        if span is not None and _is_wanted(text, span, entity.score, there, known):
            gone.update(there)
            added.append(FoundPerson(*span, base_form(one_line(text[slice(*span)]), known), entity.score))
    return sorted([p for p in kept if p not in gone] + added, key=lambda p: p.start), added


def _is_wanted(text: str, span: tuple[int, int], score: float, there: Sequence[FoundPerson], known: Collection[str]) -> bool:
    """Whether a name of the model's stands instead of the rules' persons that it touches."""
    if _AND_NEXT.search(text, *span):
        return False
    if not there:
        return score >= _needed(text[slice(*span)], known) and name_like(text, *span) and not names_a_thing(text, *span, known)
    if len(there) == 1:
        longer = score >= LENGTHENED and is_longer(text, span, there[0])
        return longer or score >= TOLD_APART and is_surely_longer(text, span, there[0])
    return len(there) == 2 and score >= JOINED and are_one(text, span, *there)


def _needed(name: str, known: Collection[str]) -> float:
    """The score that a new name needs."""
    if len(name.split()) > 1 or "." in name:
        return ADDED
    return KNOWN_WORD if base_form(name, known) in known else ADDED_WORD


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without quotation marks and titles in front; None where nothing is left."""
    piece = text[start:end]
    if left := _OUTER.match(piece):
        start += left.end()
    piece = text[start:end]
    end = start + len(_OUTER.sub("", piece)) if piece else end
    words = list(WORD.finditer(text, start, end))
    while len(words) > 1 and (
        _POST.fullmatch(words[0].group()) or shapes.is_front_word(words[0].group()) and not word(words[0].group()).nameable
    ):
        start = words[1].start()
        words.pop(0)
    if not words:
        return None
    if elder := shapes.elders_last().search(text, start, end):  # Жәкібай әже
        end = elder.start()
    return start, end


def _named_again(
    text: str, found: Sequence[FoundPerson], added: Sequence[FoundPerson], taken: Sequence[tuple[int, int]]
) -> list[FoundPerson]:
    """Further mentions of those whom one word names: ``Бледа``, and the surname of a full name that only the model knew:
    ``Северин Гросс …, Гросс …``."""
    surnames = {w for person in added if " " in person.name for w in person.name.split()[-1:] if w[0].isupper()}
    single = {person.name for person in found if " " not in person.name and person.score >= NAMED_AGAIN}
    wanted = {w for w in surnames | single if len(w) > 3 and means_a_person(w)}
    beginnings = {w[:3] for w in wanted}
    wanted -= {
        base_form(text[start:end], wanted) for start, end in taken if end - start < 30 and text[start : start + 3] in beginnings
    }
    if not wanted:
        return []
    free = (Touching((p.start, p.end) for p in found), Touching(taken))
    again = []
    for match in _BARE_WORD.finditer(text):
        start, end = match.span()
        if match.group()[:3] not in beginnings:
            continue
        base = base_form(match.group(), wanted)
        if base not in wanted or any(touches(start, end) for touches in free) or names_a_thing(text, start, end, wanted):
            continue
        if base == match.group() and CAPITAL_BEHIND.match(text, end):
            continue  # Бөкей (Ішкі) хандығы
        titled = (behind := NEXT_WORD.match(text, end)) is not None and behind[1] in titles()["behind"]["words"]
        if not titled and not word(match.group()).ending.startswith(("plural", "locative", "attributive")):
            again.append(FoundPerson(start, end, base, KNOWN_WORD))
    return again


__all__ = ["merge_persons"]
