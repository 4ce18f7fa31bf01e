"""Who takes part in a happening, where it was, and which bodies had a hand in it: as clause and case endings tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from jylnama.document import NamedMention, PersonMention
from jylnama.kazakh.cases import ABLATIVE, GENITIVE, INSTRUMENTAL, LOCATIVE
from jylnama.kazakh.conjunctions import AND
from jylnama.linking.clauses import FINISHED, PAST, PERFECT, VERB_FORM
from jylnama.linking.lexicon import WORDS, led_by, owner, set_apart
from jylnama.linking.sentence import Sentence
from jylnama.linking.triggers import GENITIVE_END, LOCATIVE_END, Trigger, describes

_WORDS = WORDS["person"]
# endings of those who take no part: genitive, locative
_OTHER_CASE = regex.compile(r"(?:[нтд][ыі]ң|(?<![нм])[дт][ае])$")
_ABOUT_PLACES = frozenset(("movement", "takeover", "war", "renaming", "founding", "dissolution"))
_LISTED = regex.compile(rf"\s*(?:,|{AND})\s*")
_LED_WORDS = 4  # at most, between who led and what the noun names
_LED = regex.compile(rf"\s(?:\p{{Ll}}+\s)?(?:{_WORDS['led']})(?!\p{{L}})")
# behind a person who does not act: a name given to something, the author of what the clause speaks of (М. Сералин шығарған журнал)
_NAMESAKE = regex.compile(rf"[»”]?\s+(?:{_WORDS['namesake']})")
_AUTHOR = regex.compile(
    rf"\s+(?!{_WORDS['no_author']}|{_WORDS['called']}\s+\p{{L}}+(?<![нтд][ыі]ң|[дт][ае]н?|[ғқ]а|[гк]е|н[ае]|[мбп]ен)(?!\p{{L}}))"
    rf"\p{{Ll}}+(?:{PERFECT}|[аей]т[ыі]н)\s+(?!{_WORDS['no_work']})"
)
# whom the clause's author agrees with: Сапаров атап көрсеткендей
_AS_TOLD = regex.compile(r"\s+(?:\p{Ll}+\s){0,2}\p{Ll}+(?:[ғқ]андай|[гк]ендей)(?!\p{L})")
# clauses whose subject goes on: … жеңді де, …; … жеңді және …; … жеңгенімен, …
_AND_SO = regex.compile(rf"\s(?:[дт][ае],|(?:{WORDS['clause']['joining']})\s)")
# the fact that something was done, whose subject stands in the genitive as a verbal noun's does
_FACT = regex.compile(r"(?:[ғқ]ан|[гк]ен)[ыі](?:н|на|не|нан|нен|мен)?$")
# whose work is the object of the clause before: Сапаров Еркіновтің еңбегін оқып, кітап жазды
_OBJECT_BEFORE = regex.compile(r"\s(?:\p{L}+\s){0,2}?\p{Ll}+[ыі]н\s(?:\p{Ll}+\s){0,3}?\p{Ll}+[ыіаеу]п,")
# Сапаровтан білім алу үшін Омбыға аттанды
_PURPOSE = regex.compile(rf"\s(?:\p{{L}}+\s){{0,4}}?\p{{Ll}}+у\s{_WORDS['purpose']}(?!\p{{L}})")
_OWNED_TITLE = regex.compile(r"\s*[«“\"]")
_GENITIVE_WORD = regex.compile(rf"{GENITIVE}(?!\p{{L}})")
_ASIDE = regex.compile(r"\s\([^()]*\)(?=\s\p{Ll})")
_THOUGH = regex.compile(r"(?:[ғқ]ан|[гк]ен)[ыі]мен$")
# a thing is founded, renamed, passed, printed, a meeting is held: who acted before is not its subject
_OF_ITSELF = regex.compile(rf"(?:\p{{L}}{{2}}[ыіае][лн]|^(?:{_WORDS['of_itself']}))(?:{PAST}|{PERFECT}|[ыі]п)$")
_OF_THINGS = frozenset(("founding", "dissolution", "renaming", "adoption", "publication", "congress", "takeover", "treaty"))
# between a participle and the person whom it describes: 1904 жылы сайланған (ректор) Сапаров
_DESCRIBED = regex.compile(rf"\s*(?:\([^()]*\)\s*)?(?:(?:{_WORDS['his']}|\p{{Ll}}+(?<!{GENITIVE}))\s){{0,2}}")
# … or, of verbs that only persons have, all his title: атылған Алаш қайраткері, ақын Асан Сапаров. Not what he owns or is
# kin to: атылған ақынның ұлы …
_TITLE = regex.compile(
    rf"\s(?:(?:{_WORDS['his']}|\p{{Lu}}[\p{{L}}-]+(?:\s[\p{{Ll}}-]+{GENITIVE})?|[\p{{Ll}}-]+(?<!{GENITIVE}|\p{{L}}{{3}}[ыіi]н)(?:,(?=\s\p{{Ll}}))?)\s){{1,6}}"
    rf"(?<!(?:{LOCATIVE}|{ABLATIVE}|{INSTRUMENTAL}|[мбп]ен|\p{{L}}у|{_WORDS['purpose']})\s)"
)
_OF_PERSONS = frozenset(("birth", "death", "repression", "appointment", "dismissal", "education"))
# among whom he only is: құрылған комитеттің құрамында Сапаров бар
_MEMBER = regex.compile(rf"(?:{_WORDS['among']})\s$")
# … or, behind a comma, what he is: 1904 жылы сайланған, елге танымал ректор Сапаров
_WHAT_HE_IS = regex.compile(rf",\s(?!{_WORDS['not_then']})(?:[\p{{Ll}}-]+\s){{1,6}}")


def participants(sentence: Sentence, triggers: list[Trigger]) -> list[list[str]]:
    """Persons of each trigger's clause: doers and those to whom it was done, as their case endings tell.

    A clause without a name in the nominative goes on with the subject of the one before it, where that ends in a converb,
    in ``де,`` or in ``-ғанымен``, or ``және`` joins the two; one that tells of a thing in the passive does not. A participle that describes a thing
    (``1926 жылы құрылған комитет``) leaves the subject to the verb behind it, and so does a noun.
    """
    people: list[list[str]] = []
    subjects: list[str] = []
    floor = sentence.start
    for trigger in triggers:
        here, behind = trigger.start - sentence.start, trigger.end - sentence.start
        before = [p for p in sentence.persons if floor <= p.start_char < trigger.start]
        if trigger.form == "noun" and not trigger.told:
            people.append(
                [p.id for p in _taking_part(sentence, before, trigger) if p.text != p.name or _leads(sentence, p, before, here)]
            )
            continue
        own = _taking_part(sentence, _of_last_clause(sentence, before, here), trigger)
        named = [p.id for p in own if p.text == p.name]
        thing = trigger.type in _OF_THINGS or trigger.type == "other" and trigger.named  # референдум өткізілді
        of_a_thing = thing and _OF_ITSELF.search(sentence.text[here:behind])
        attribute = describes(trigger, sentence)
        if trigger.form == "participle":
            own += [p for p in sentence.persons if p.start_char > trigger.end and _is_described(sentence, trigger, p, attribute)]
        ids = [p.id for p in own]
        floor = trigger.end
        if of_a_thing and (attribute or trigger.form == "converb"):
            people.append([i for i in ids if i not in named])
            subjects = named or subjects
            continue
        people.append(ids if named or of_a_thing else [*(i for i in subjects if i not in ids), *ids])
        if not attribute or named:
            subjects = (named or subjects) if goes_on(sentence, trigger) else []
    return people


def goes_on(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether the clause behind a trigger's may have the same subject and setting."""
    here, behind = trigger.start - sentence.start, trigger.end - sentence.start
    if trigger.form == "converb" or _AND_SO.match(sentence.text, behind):
        return True
    return _THOUGH.search(sentence.text, here, behind) is not None


def _of_last_clause(sentence: Sentence, persons: list[PersonMention], here: int) -> list[PersonMention]:
    """Those of the persons before ``here``, an offset of the sentence, who stand in the last clause before it that has one of
    its own in the nominative: behind ``Сапаров ауылда тұрды, 1930 жылы Еркінов …`` Сапаров does nothing more."""
    if len(persons) < 2:
        return persons
    ends = [m.end() + sentence.start for m in FINISHED.finditer(sentence.text, persons[0].end_char - sentence.start, here)]
    for end in reversed(ends):
        if any(p.start_char >= end and p.text == p.name for p in persons):
            return [p for p in persons if p.start_char >= end]
    return persons


def _is_described(sentence: Sentence, trigger: Trigger, person: PersonMention, attribute: bool) -> bool:
    """Whether a person is whom a participle describes."""
    behind, here = trigger.end - sentence.start, person.start_char - sentence.start
    if attribute:
        if _DESCRIBED.fullmatch(sentence.text, behind, here):
            return not _MEMBER.search(sentence.text, behind, here)
        return trigger.type in _OF_PERSONS and _is_title(sentence, behind, here)
    return _WHAT_HE_IS.fullmatch(sentence.text, behind, here) is not None and not VERB_FORM.search(sentence.text, behind, here)


def _leads(sentence: Sentence, person: PersonMention, persons: list[PersonMention], here: int) -> bool:
    """Whether a person, or one with whom he stands in a list, led the happening that the noun at ``here`` names."""
    end = person.end_char - sentence.start
    if led := _LED.match(sentence.text, end):
        return len(sentence.text[led.end() : here].split()) <= _LED_WORDS
    behind = next((p for p in persons if p.start_char >= person.end_char), None)
    if behind is None or not _LISTED.fullmatch(sentence.text, end, behind.start_char - sentence.start):
        return False
    return _leads(sentence, behind, persons, here)


def _is_title(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a stretch between a participle and a person, offsets of the sentence, is what that person is."""
    if not _TITLE.fullmatch(sentence.text, start, end) or VERB_FORM.search(sentence.text, start, end):
        return False
    return not any(start < p.start_char - sentence.start < end for p in sentence.persons)


def _taking_part(sentence: Sentence, persons: list[PersonMention], trigger: Trigger) -> list[PersonMention]:
    """Those of the persons before a trigger who take part; in an enumeration the ending of the last is everybody's."""
    found: list[PersonMention] = []
    behind: PersonMention | None = None
    for person in reversed(persons):
        listed = (
            behind
            and person.text == person.name
            and _LISTED.fullmatch(sentence.text, person.end_char - sentence.start, behind.start_char - sentence.start)
        )
        if found[-1:] == [behind] if listed else _takes_part(sentence, person, trigger):
            found.append(person)
        behind = person
    return found[::-1]


def _takes_part(sentence: Sentence, person: PersonMention, trigger: Trigger) -> bool:
    if sentence.in_closed_bracket(person.start_char - sentence.start, trigger.start - sentence.start):
        return False
    end = person.end_char - sentence.start
    if bracket := _ASIDE.match(sentence.text, end):
        end = bracket.end()
    if _is_speaker(sentence, person, trigger):
        return False
    if _NAMESAKE.match(sentence.text, end):
        return False
    author = _AUTHOR.match(sentence.text, end) or _AS_TOLD.match(sentence.text, end)
    if author and sentence.start + author.end() <= trigger.start:
        return False
    if set_apart().match(sentence.text, end):
        return False
    if person.text != person.name and _PURPOSE.match(sentence.text[: trigger.start - sentence.start], end):
        return False
    if led_by().match(sentence.text, end):
        return True
    if person.text == person.name:
        return not owner().match(sentence.text, end)
    ending = person.text[len(person.name) :] if person.text.startswith(person.name) else person.text
    if GENITIVE_END.search(ending):  # Сапаровтың келуі, Сапаровтың ауылын шапты
        if trigger.type == "publication" and _OBJECT_BEFORE.match(sentence.text[: trigger.start - sentence.start], end):
            return False
        if trigger.form == "verbal" or trigger.type in ("war", "publication"):
            return True
        return _is_subject_of_fact(sentence, end, trigger) or _owns_happening(sentence, end, trigger.type)
    return not _OTHER_CASE.search(ending)


def _is_subject_of_fact(sentence: Sentence, end: int, trigger: Trigger) -> bool:
    """Whether a genitive that ends at ``end`` is the subject of a possessive participle: ``Сапаровтың сайланғанын жұрт біледі``."""
    here, behind = trigger.start - sentence.start, trigger.end - sentence.start
    between = sentence.text[end:here]
    return bool(_FACT.search(sentence.text, here, behind)) and not (_OWNED_TITLE.match(between) or _GENITIVE_WORD.search(between))


def _is_speaker(sentence: Sentence, person: PersonMention, trigger: Trigger) -> bool:
    """Whether a person only says what a quotation tells: ``Сапаров: «1926 жылы мектеп ашылды»``."""
    start, end = person.end_char - sentence.start, trigger.start - sentence.start
    return ":" in sentence.text[start:end] and sentence.is_quoted(end) and not sentence.is_quoted(start)


def _owns_happening(sentence: Sentence, end: int, kind: str) -> bool:
    """Whether a noun of a happening of a type stands right behind a genitive that ends at ``end``: ``Сапаровтың көтерілісі``."""
    patterns = [pattern for name, pattern in sentence.happenings if name == kind]
    nouns = (match for pattern in patterns if (match := pattern.search(sentence.masked, end)))
    return any(len(sentence.masked[end : noun.start()].split()) <= 1 for noun in nouns)


def places(sentence: Sentence, triggers: Sequence[Trigger]) -> list[list[str]]:
    """Ids of the places of each trigger's clause."""
    return _of_clauses(sentence.places, triggers, _is_place_of)


def organisations(sentence: Sentence, triggers: Sequence[Trigger]) -> list[list[str]]:
    """Ids of the organisations of each trigger's clause."""
    return _of_clauses(sentence.organisations, triggers, _is_body_of)


def _of_clauses(
    mentions: Sequence[NamedMention], triggers: Sequence[Trigger], fits: Callable[[NamedMention, Trigger], bool]
) -> list[list[str]]:
    """Ids of those mentions of each trigger's clause, behind the trigger before it, that fit."""
    found = []
    floor = 0
    for trigger in triggers:
        found.append([m.id for m in mentions if floor <= m.start_char < trigger.start and fits(m, trigger)])
        floor = trigger.end
    return found


def _is_place_of(place: NamedMention, trigger: Trigger) -> bool:
    """A place where it happened (locative), or what a journey, a war, a renaming is about (any case but the genitive)."""
    if LOCATIVE_END.search(place.text):
        return True
    return trigger.type in _ABOUT_PLACES and not GENITIVE_END.search(place.text)


def _is_body_of(body: NamedMention, trigger: Trigger) -> bool:
    """A body that did it or to which it was done; one in the genitive is only another's owner, in the locative a setting."""
    return body.text == body.name or not _OTHER_CASE.search(body.text)
