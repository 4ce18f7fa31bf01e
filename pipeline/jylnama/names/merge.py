"""Rules and model together: persons that both find, and the places and organisations that the model finds.

The rules' persons stand: their evidence is visible and their spans follow the annotation scheme. The model adds the
names that no rule proves, lengthens a rule's name where it saw more of it, joins two or tells them apart where the
words allow it, and takes back a doubtful one that it is sure to be something else. A name of one word that either
found is then found all over the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import regex

from jylnama.kazakh.endings import base_form
from jylnama.names import shapes
from jylnama.names.finder import FoundPerson
from jylnama.names.lexicon import Word, lexicon, names, titles, word
from jylnama.names.lists import enumerated
from jylnama.names.runs import FATHERS, is_kazakh_surname
from jylnama.names.things import is_common, thing_base_form, without_surroundings
from jylnama.names.towns import is_in_place_case, is_town

PERSON = "PERSON"
PLACES = ("GPE", "LOCATION", "FACILITY")
ORGANISATIONS = ("ORGANISATION",)
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
NAMED = 0.5  # places and organisations

_CAPITAL = regex.compile(r"\p{Lu}")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}’'.-]*")
_BARE_WORD = regex.compile(r"(?<![\p{L}\d’-])\p{Lu}\p{Ll}{3,}(?![\p{L}-])")
_CAPITAL_BEHIND = regex.compile(r"\s[(«]?\p{Lu}")
_MADE_FROM_NAME = regex.compile(r"\p{Ll}(?:[лдт][ыі][қк]|ш[ыі]л|ш[ыі]лд[ыі][қк])(?:т[ае]р)?$")
_OFFICE = regex.compile(
    r"(?<!\p{L})(?:(?:хан|сұлтан|патша|король|батыр|шах|қаған|бек)(?:[ыі]|[дт][ае]р[ыі]?)|бийі|билері)(?:н[ыі]ң|н|на|не|нда|нде|нан|нен)?$"
)
_PARTY = regex.compile(r"(?:^|\s)\p{Lu}+\(б\)П$|(?:^|\s)\p{Lu}{2,}П$")
_NEXT_WORD = regex.compile(r"\s(\p{Ll}+)")
# Жоғ. Кеңес: three letters with a period are no initial
_ABBREVIATED = regex.compile(r"\p{Lu}\p{Ll}{2,}\.$")
_AND_NEXT = regex.compile(r"[зжбвг] бен ")  # Ораз бен Серік: behind these the Kazakh "and", behind others the Arabic "son of"
_POST = regex.compile(r"(?:Проф|Акад|Доц|Ген|Инж|Жолд)\.")
_INITIALS = regex.compile(r"(?:\p{L}\.\s?)+")  # Б.з.д.
_MIDDLE_INITIAL = regex.compile(r"\p{Lu}\.\s(?!\p{Lu}\.)")
_SECOND_SURNAME = regex.compile(r"(?:[сц]кий|[оеё]в|ин)$")
_OUTER = regex.compile(r"^[\s.…«»„“”\"'(\[,;:–—-]+|[\s«»„“”\"'(\[,;:–—-]+$")


class Entity(Protocol):
    """What the model found: ``start_char:end_char`` of the text, a class of KazNERD, a score from 0 to 1."""

    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def score(self) -> float: ...


@dataclass(frozen=True, slots=True)
class FoundName:
    """A place or an organisation: its span in the clean text and its base form."""

    start: int
    end: int
    name: str
    label: str
    score: float


class _Touching:
    """Of spans that do not overlap each other: those that touch a given one, in logarithmic time."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]

    def __call__(self, start: int, end: int) -> list[int]:
        """Indices into ``spans``."""
        first = max(0, bisect_right(self.starts, start) - 1)
        return [i for i in range(first, bisect_left(self.starts, end)) if self.spans[i][1] > start]


def merge_persons(
    text: str, rules: Sequence[FoundPerson], entities: Iterable[Entity], skip: Sequence[tuple[int, int]] = ()
) -> list[FoundPerson]:
    """Persons of both, in order, not overlapping. skip: spans in which the model's names are left out."""
    entities = list(entities)
    kept = _told_apart(text, _kept(text, rules, entities), entities)
    left_out = _Touching(skip)
    people = [e for e in entities if e.label == PERSON and not left_out(e.start_char, e.end_char)]
    found, added = _with_model(text, kept, people)
    taken = _united([*((e.start_char, e.end_char) for e in entities if e.label != PERSON), *skip, *shapes.quoted_titles(text)])
    found = sorted(found + _named_again(text, found, added, taken), key=lambda p: p.start)
    if not added:
        return found
    free = (_Touching((p.start, p.end) for p in found), _Touching(taken))
    listed = enumerated(text, found, lambda start, end: not any(touches(start, end) for touches in free))
    return sorted(found + listed, key=lambda p: p.start)


def _kept(text: str, rules: Sequence[FoundPerson], entities: Sequence[Entity]) -> list[FoundPerson]:
    """The rules' persons without the doubtful ones that the model is sure to be something else, unless others bear the name."""
    others = _Touching(
        (e.start_char, e.end_char) for e in entities if e.label in PLACES + ORGANISATIONS and e.score >= TAKEN_BACK
    )
    borne = Counter(w for p in rules for w in set(p.name.split()))
    longer = {w for p in rules if " " in p.name for w in p.name.split()}
    return [
        p
        for p in rules
        if p.score >= DOUBTFUL or not others(p.start, p.end) or (p.name in longer or borne[p.name] > 2) and _stands(text, p)
    ]


def _with_model(
    text: str, kept: Sequence[FoundPerson], entities: Iterable[Entity]
) -> tuple[list[FoundPerson], list[FoundPerson]]:
    """All persons after the model's have been added, and those of the model alone; both in order."""
    known = {w for person in kept for w in person.name.split()}
    of_rules = _Touching((p.start, p.end) for p in kept)
    gone: set[FoundPerson] = set()
    added: list[FoundPerson] = []
    for entity in entities:
        span = _trimmed(text, entity.start_char, entity.end_char)
        there = [kept[i] for i in of_rules(*span)] if span is not None else []
        if span is not None and _is_wanted(text, span, entity.score, there, known):
            gone.update(there)
            added.append(FoundPerson(*span, base_form(_one_line(text[slice(*span)]), known), entity.score))
    return sorted([p for p in kept if p not in gone] + added, key=lambda p: p.start), added


def _is_wanted(text: str, span: tuple[int, int], score: float, there: Sequence[FoundPerson], known: Collection[str]) -> bool:
    """Whether a name of the model's stands instead of the rules' persons that it touches."""
    if _AND_NEXT.search(text, *span):
        return False
    if not there:
        return score >= _needed(text[slice(*span)], known) and _name_like(text, *span) and not _names_a_thing(text, *span, known)
    if len(there) == 1:
        longer = _longer_name(text, span, there[0]) or _longer_by_title(text, span, there[0])
        surer = (
            _longer_by_surname,
            _longer_by_given_name,
            _longer_by_surname_in_front,
            _longer_behind_title,
            _longer_by_common_word,
        )
        return (
            score >= LENGTHENED and longer or score >= TOLD_APART and any(is_longer(text, span, there[0]) for is_longer in surer)
        )
    return len(there) == 2 and score >= JOINED and _are_one(text, span, *there)


def _united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that may overlap, in order, as spans that do not."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            start, end = united[-1][0], max(end, united.pop()[1])
        united.append((start, end))
    return united


def _stands(text: str, person: FoundPerson) -> bool:
    """Whether a name that others in the text bear as well means a person here, though the model says a place."""
    return not (_CAPITAL_BEHIND.match(text, person.end) or _names_a_thing(text, person.start, person.end, ()))


def _named_again(
    text: str, found: Sequence[FoundPerson], added: Sequence[FoundPerson], taken: Sequence[tuple[int, int]]
) -> list[FoundPerson]:
    """Further mentions of those whom one word names: ``Бледа``, and the surname of a full name that only the model knew:
    ``Северин Гросс …, Гросс …``."""
    surnames = {w for person in added if " " in person.name for w in person.name.split()[-1:] if w[0].isupper()}
    single = {person.name for person in found if " " not in person.name and person.score >= NAMED_AGAIN}
    wanted = {w for w in surnames | single if len(w) > 3 and _means_a_person(w)}
    beginnings = {w[:3] for w in wanted}
    wanted -= {
        base_form(text[start:end], wanted) for start, end in taken if end - start < 30 and text[start : start + 3] in beginnings
    }
    if not wanted:
        return []
    free = (_Touching((p.start, p.end) for p in found), _Touching(taken))
    again = []
    for match in _BARE_WORD.finditer(text):
        start, end = match.span()
        if match.group()[:3] not in beginnings:
            continue
        base = base_form(match.group(), wanted)
        if base not in wanted or any(touches(start, end) for touches in free) or _names_a_thing(text, start, end, wanted):
            continue
        if base == match.group() and _CAPITAL_BEHIND.match(text, end):
            continue  # Бөкей (Ішкі) хандығы
        titled = (behind := _NEXT_WORD.match(text, end)) is not None and behind[1] in titles()["behind"]["words"]
        if not titled and not word(match.group()).ending.startswith(("plural", "locative", "attributive")):
            again.append(FoundPerson(start, end, base, KNOWN_WORD))
    return again


def _means_a_person(name: str) -> bool:
    """Whether a word that names somebody in a text does so all over it: one that can mean something else does not."""
    found = word(name)
    return not (found.barred or found.ambiguous or _is_title(name) or shapes.ADJECTIVE.search(name) and not found.given)


def find_names(
    text: str, entities: Iterable[Entity], labels: Collection[str], taken: Sequence[tuple[int, int]] = ()
) -> list[FoundName]:
    """The model's entities of some classes with their base forms. taken: spans that they may not touch (persons)."""
    touches = _Touching(taken)
    found = []
    wanted = [e for e in entities if e.label in labels and e.score >= NAMED]
    for start, end, entity in _joined(text, wanted):
        named = without_surroundings(text[start:end])
        span = _quotes_balanced(text, start, start + len(named))
        if span is None or not _CAPITAL.search(text[slice(*span)]) or is_common(text[slice(*span)]) or touches(*span):
            continue
        found.append(FoundName(*span, thing_base_form(_one_line(text[slice(*span)])), entity.label, entity.score))
    return found


def _joined(text: str, entities: Sequence[Entity]) -> list[tuple[int, int, Entity]]:
    """Spans of entities; ``РК(б)П`` and ``Орталық Комитеті`` behind it are one."""
    spans: list[tuple[int, int, Entity]] = []
    for entity in entities:
        start, end = entity.start_char, entity.end_char
        if (
            spans
            and text[spans[-1][1] : start] == " "
            and _PARTY.search(text[spans[-1][0] : spans[-1][1]])
            and text[start].isupper()
        ):
            start = spans.pop()[0]
        spans.append((start, end, entity))
    return spans


def _needed(name: str, known: Collection[str]) -> float:
    """The score that a new name needs."""
    if len(name.split()) > 1 or "." in name:
        return ADDED
    return KNOWN_WORD if base_form(name, known) in known else ADDED_WORD


def _longer_name(text: str, span: tuple[int, int], person: FoundPerson) -> bool:
    """Whether the span has the person's name and makes one longer name: with a surname, a patronymic or initials beside
    it, or, for a bare word, with names in front (``Гейнрих``, ``Зияд ибн``) that are no titles."""
    if not (span[0] <= person.start and person.end <= span[1]) or not _one_name(text, *span):
        return False
    if word(text[span[0] : person.start].strip()).known and word(text[person.start : person.end].split()[-1]).patronymic:
        return False  # Әбілқайыр | Сейтқұл Қойдағұлұлы: the rules have told them apart
    front, behind = ([m.group() for m in _WORD.finditer(text, a, b)] for a, b in ((span[0], person.start), (person.end, span[1])))
    if any(w[0].isupper() and (word(w).decisive or word(w).patronymic or len(w.strip(".")) == 1) for w in front + behind):
        return True
    bare = " " not in text[person.start : person.end].strip()
    return bare and bool(front) and not behind and not any(w.lower() in titles()["front"]["words"] for w in front)


def _longer_by_title(text: str, span: tuple[int, int], person: FoundPerson) -> bool:
    """Whether the span has titles behind the person's name, and an unknown name before it or none: ``Сұлтан Бекзат ханның``."""
    if not (span[0] <= person.start and person.end <= span[1]):
        return False
    front, behind = text[span[0] : person.start].strip(), text[person.end : span[1]]
    titled = shapes.titles_behind().fullmatch(behind) is not None
    if not titled and (behind or not shapes.titles_behind().search(text[person.start : person.end])):
        return False
    first = word(text[person.start : person.end].split()[-1])
    if titled and (first.inflected or shapes.becomes_office(text, span[0], span[1])):
        return False
    before = word(front) if front else None
    return titled and before is None or before is not None and _is_first_name(before)


def _is_first_name(name: Word) -> bool:
    """Whether an unknown word can stand before a name: one capital word without an ending that means nothing else."""
    whole = _WORD.fullmatch(name.text) is not None and name.text[0].isupper() and "." not in name.text
    return whole and not (name.barred or name.inflected or shapes.is_front_word(name.text) and not name.nameable)


def _with_one_more(text: str, span: tuple[int, int], person: FoundPerson) -> tuple[Word, Word] | None:
    """A person of one word, with which a span begins, and the one capital word behind it, with which it ends; None for another span."""
    first, _, last = text[slice(*span)].partition(" ")
    if (person.start, person.end) != (span[0], span[0] + len(first)) or not _WORD.fullmatch(last) or not last[0].isupper():
        return None
    return word(first), word(last)


def _longer_by_surname(text: str, span: tuple[int, int], person: FoundPerson) -> bool:
    """Whether the span is a given name, which the rules found, and an unknown word, in whatever case: ``Ричард Торрезге``,
    ``Елісхан Тәйжі``."""
    words = _with_one_more(text, span, person)
    if words is None:
        return False
    first, last = words
    return (first.given or shapes.is_compound(first.base)) and not first.inflected and not (last.barred or last.known)


def _longer_by_given_name(text: str, span: tuple[int, int], person: FoundPerson) -> bool:
    """Whether the span is a Kazakh surname, which the rules found, and an unknown given name: ``Оспанов Қолғанат``."""
    words = _with_one_more(text, span, person)
    if words is None:
        return False
    first, last = words
    as_it_stands = not last.inflected or last.ending.endswith("genitive")
    return is_kazakh_surname(first) and not first.inflected and as_it_stands and not (last.barred or last.surname)


def _longer_by_surname_in_front(text: str, span: tuple[int, int], person: FoundPerson) -> bool:
    """Whether the span has one unknown word before a given name and a Russian patronymic: ``Даль Владимир Иванович``."""
    surname = text[span[0] : person.start].rstrip()
    given, _, father = text[person.start : person.end].partition(" ")
    if person.end != span[1] or not surname or not _is_first_name(word(surname)):
        return False
    patronymic = word(father)
    return word(given).nameable and patronymic.patronymic and FATHERS.search(patronymic.base) is None


def _longer_behind_title(text: str, span: tuple[int, int], person: FoundPerson) -> bool:
    """Whether the span has one unknown word more behind a name with a title of learned men: ``Әбсаттар қажы Сапарбек``."""
    title = text[span[0] : person.end].rpartition(" ")[2]
    behind = text[person.end : span[1]]
    return (
        person.start == span[0]
        and title in titles()["behind"]["learned"]
        and _CAPITAL_BEHIND.match(behind) is not None
        and " " not in behind[1:]
    )


def _longer_by_common_word(text: str, span: tuple[int, int], person: FoundPerson) -> bool:
    """Whether a given name that is a common word as well stands before the surname: ``Майдан Сапаров``."""
    given, _, surname = text[slice(*span)].partition(" ")
    if (person.start, person.end) != (span[1] - len(surname), span[1]):
        return False
    first = word(given)
    is_town_too = first.base in names("towns.txt")
    return first.barred and not first.inflected and not is_town_too and word(surname).decisive


def _are_one(text: str, span: tuple[int, int], one: FoundPerson, two: FoundPerson) -> bool:
    """Whether a span is two neighbours of the rules that are one name: ``Бекет Ата`` + ``Сапарұлы``, ``М. Нұр`` + ``Сапаров``."""
    if span != (one.start, two.end):
        return False
    gap, first, second = text[one.end : two.start], text[one.start : one.end], text[two.start : two.end]
    last = word(first.split()[-1])
    if gap.strip() in titles()["behind"]["words"]:  # Қалжан ахун Бөлекбайұлы
        return " " not in first + second and word(second).patronymic and not last.barred
    if last.inflected or gap not in (" ", " бен "):
        return False
    if gap == " бен ":
        return True  # Махмұд бен Уәли
    if _MIDDLE_INITIAL.match(second) and " " not in first and "." not in first and not last.surname:
        return True  # Кемал Х. Сапаров
    if last.surname and " " in first and "." not in first and " " not in second and _SECOND_SURNAME.search(word(second).base):
        return not word(second).given  # Хайым Сапаров-Сасновский, without the hyphen
    if last.surname or "." in second or any(word(w).known for w in first.split()):
        return False
    if shapes.titles_behind().search(first.lower()):
        return " " not in second and word(second).patronymic
    initials = "." in first and last.given
    return initials or word(second.split()[-1]).patronymic or shapes.titles_behind().search(second) is not None


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
            apart.append(FoundPerson(start, end, base_form(_one_line(text[start:end]), lexicon()), person.score))
    return apart


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without quotation marks and titles in front; None where nothing is left."""
    piece = text[start:end]
    if left := _OUTER.match(piece):
        start += left.end()
    piece = text[start:end]
    end = start + len(_OUTER.sub("", piece)) if piece else end
    words = list(_WORD.finditer(text, start, end))
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


def _name_like(text: str, start: int, end: int) -> bool:
    """Whether it can be a person's name by its letters: it begins with a capital, has a word of more than one letter, is
    no word that the lexicon knows as something else, none made from a name (``сталиндік``), no office (``хандары``)."""
    words = [m.group() for m in _WORD.finditer(text, start, end)]
    if not words or not _CAPITAL.match(words[0]) and not words[0][0].isdigit() or _INITIALS.fullmatch(text, start, end):
        return False
    behind = {*titles()["behind"]["words"], "ұлы", "қызы"}
    if _MADE_FROM_NAME.search(words[-1]) or (words[-1][0].islower() and base_form(words[-1]) not in behind):
        return False
    if _OFFICE.search(words[-1]) and words[-1][0].islower() or shapes.is_war_cry(words[-1]):
        return False
    if len(words) == 1 and word(words[0]).ending.startswith("plural"):
        return False  # a house, a people
    if len(words) == 1 and word(words[0]).ambiguous and is_in_place_case(text, end, word(words[0])):
        return False  # Сырымбеттегі
    if len(words) == 1 and (word(words[0]).barred or _is_title(words[0])):
        return False
    if len(words) > 1 and word(words[0]).barred and not (word(words[-1]).given or word(words[-1]).surname or words[-1] in behind):
        return False  # Алтын Жұлдыз
    if _ABBREVIATED.match(words[0]) or word(words[-1]).barred and not (word(words[-1]).towns_too or words[-1].isupper()):
        return False
    return any(len(w.strip(".")) > 1 for w in words)


def _is_title(text: str) -> bool:
    """Whether a single word is a title or a post, with or without an ending: ``Ағартушы``, ``Сұлтанның``."""
    found = word(text)
    return shapes.is_front_word(found.base) and not (found.given or found.known)


def _names_a_thing(text: str, start: int, end: int, known: Collection[str]) -> bool:
    """Whether what stands behind makes it the name of a realm, a place or an office: ``Батпаққара жаққа``, ``Селжұқ
    сұлтандары``; or a single word is a town that bears a person's name."""
    last = word(text[start:end].split()[-1])
    if " " not in text[start:end] and is_town(text, start, end, last, known):
        return True
    if last.ending not in ("", "plural"):
        return False
    if shapes.listed_things().match(text, end) or shapes.titled_things().match(text, end):
        return True
    if last.base in titles()["things"]["dynasties"] and shapes.houses().match(text, end):
        return True
    if shapes.things().match(text, end) or shapes.sites().match(text, end) and not (last.given or last.known):
        return True
    office = _NEXT_WORD.match(text, end)
    return office is not None and not last.nameable and _OFFICE.search(office[1]) is not None


def _one_name(text: str, start: int, end: int) -> bool:
    """Whether the words make one name: all but the last without an ending, each a capital or a small word of names."""
    inner = {
        *titles()["behind"]["words"],
        *titles()["inner"]["connectors"],
        "ұлы",
        "қызы",
        "ибн",
        "бен",
        "фон",
        "ван",
        "ад",
        "әл",
        "ас",
    }
    words = [m.group() for m in _WORD.finditer(text, start, end)]
    if any(w[0].isupper() and (word(w).barred or (word(w).inflected and w != words[-1])) for w in words):
        return False
    return all(_CAPITAL.match(w) or w in inner or (w == words[-1] and base_form(w) in inner) for w in words)


def _quotes_balanced(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without loose signs at the ends; with the quotation mark that a name in the middle of it needs."""
    piece = text[start:end]
    for opening, closing in ("«»", "“”", "()"):
        if piece.count(opening) > piece.count(closing) and text[end : end + 1] == closing:
            end += 1
        elif piece.count(closing) > piece.count(opening) and start and text[start - 1] == opening:
            start -= 1
    piece = text[start:end]
    if piece[:1] in "«“(" and piece[-1:] in "»”)" and piece.count(piece[:1]) == 1:
        start, end = start + 1, end - 1
    stripped = text[start:end].strip(" \n,;:–—-")
    if not stripped:
        return None
    start += text[start:end].index(stripped)
    return start, start + len(stripped)


def _one_line(name: str) -> str:
    return " ".join(name.split())


__all__ = ["ORGANISATIONS", "PLACES", "FoundName", "find_names", "merge_persons"]
