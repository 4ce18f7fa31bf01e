"""Which mentions of a document are one person: ``В.И. Ленин``, ``Ленин``, ``Владимир Ильич Ленин``, ``Лениннің``.

Two names are one person's where they share a whole word and nothing in one contradicts the other: each further
whole word stands in the other too, as a word or as its initial, in any order. A surname alone goes with the last
person named so before it, or else with the only one named so behind it. Pseudonyms come from ``pseudonyms.csv``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

import regex

from jylnama.document import DateMention, Document, Person, PersonMention
from jylnama.kazakh.numerals import ROMAN_LETTERS, roman_in_latin
from jylnama.kazakh.surnames import ANY_CHILD, suffixes
from jylnama.names.lexicon import WORDS, titles
from jylnama.text.data import data_csv

_PARTS = regex.compile(rf"(\p{{Lu}}|Дж|Дз)\.|(?<!\p{{L}})([{ROMAN_LETTERS}]+)(?!\p{{L}})|([\p{{L}}’'ʼ-]{{2,}})")
# Байтұрсынов, Байтұрсынова and Байтұрсынұлы are one family name; Russian patronymics are left whole
_FAMILY = regex.compile(
    rf"(?<=\p{{L}}{{3}})(?:-?(?:{suffixes('son', 'daughter', 'son_old')})|{suffixes('plain_ov', 'plain_ova', 'yn', 'yna', 'son_bare', 'daughter_bare')})$"
)
_MAN = regex.compile(rf"(?:{suffixes('plain_ov', 'yn', 'son', 'son_old', 'son_bare')})$")
_WOMAN = regex.compile(rf"(?:{suffixes('plain_ova', 'yna', 'daughter', 'daughter_bare')})$")
_SON = regex.compile(rf"(?:{suffixes('son', 'daughter', 'son_old', 'son_bare', 'daughter_bare')})$")
_KHAN = WORDS["inside"]["rulers"][0]
_SOUNDS = str.maketrans(
    {"ё": "е", "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и", "ы": "и", "й": "и"}
)
_RULER = regex.compile(rf"(?i)(?<!\p{{L}})(?:{'|'.join(WORDS['inside']['rulers'])})(?!\p{{L}})")


class _Name(NamedTuple):
    """A name taken apart: whole words (normalised), initials in order, a Roman numeral.

    men, women: the words that have a man's or a woman's form of a family name; sons: those made with ұлы or қызы.
    """

    words: tuple[str, ...]
    initials: tuple[str, ...]
    numeral: str = ""
    men: frozenset[str] = frozenset()
    women: frozenset[str] = frozenset()
    sons: frozenset[str] = frozenset()

    @property
    def of_fathers(self) -> frozenset[str]:
        """The words that are made from a forefather's name."""
        return self.men | self.women | self.sons


@dataclass(slots=True)
class _Someone:
    """A person in the making: all names borne so far, in order of appearance."""

    names: dict[_Name, None] = field(default_factory=dict)  # an ordered set: most are borne often
    mentions: list[PersonMention] = field(default_factory=list)
    entry: str = ""  # of the register of pseudonyms


def identify(document: Document) -> list[Person]:
    """Give every person mention of the body its ``person_id`` and return the persons, in order of first mention.

    Ids count within the document (``n0``, ``n1`` …). Life dates are attached where brackets behind a name hold two
    years, or where a birth or death event tells one person's. Changes ``document.persons`` in place.
    """
    mentions = [m for m in document.persons if m.zone == "body"]
    parsed = [_parse(m.name or m.text) for m in mentions]
    people = _grouped(mentions, parsed)
    born, died = _life_dates(document, mentions)
    found = []
    for number, someone in enumerate(people):
        person_id = f"n{number}"
        for mention in someone.mentions:
            mention.person_id = person_id
        names = list(dict.fromkeys(m.name or m.text for m in someone.mentions))
        found.append(Person(
            person_id, max(names, key=_fullness), names,
            next((born[m.id] for m in someone.mentions if m.id in born), None),
            next((died[m.id] for m in someone.mentions if m.id in died), None),
            _pseudonyms().get(someone.entry, ""),
        ))  # fmt: skip
    return found


def _grouped(mentions: Sequence[PersonMention], parsed: Sequence[_Name]) -> list[_Someone]:
    """Names of several parts first, in order; then those of one word, each to the last person named so before it."""
    people: list[_Someone] = []
    by_word: dict[str, list[_Someone]] = defaultdict(list)
    of_mention: dict[int, _Someone] = {}
    rich = [i for i, name in enumerate(parsed) if _is_rich(name)]
    poor = [i for i, name in enumerate(parsed) if not _is_rich(name)]
    for index in rich:
        name, entry = parsed[index], _entry(parsed[index])
        candidates = [p for word in name.words for p in by_word[word]]
        someone = next((p for p in reversed(candidates) if _same(p, name, entry)), None)
        of_mention[index] = _join(someone, name, entry, people, by_word)
    named_at: dict[int, list[int]] = defaultdict(list)  # by the person's id, the places of mentions so far
    for index, person in of_mention.items():
        named_at[id(person)].append(index)
    for index in poor:
        name, entry = parsed[index], _entry(parsed[index])
        named = {id(p): p for word in name.words for p in by_word[word]}
        fitting = [p for p in named.values() if _same(p, name, entry)]
        fitting = [p for p in fitting if entry and p.entry == entry] or fitting
        someone = _nearest(fitting, index, named_at)
        of_mention[index] = _join(someone, name, entry, people, by_word)
        insort(named_at[id(of_mention[index])], index)
    for index, mention in enumerate(mentions):
        of_mention[index].mentions.append(mention)
    return sorted(people, key=lambda p: p.mentions[0].start_char)


def _nearest(fitting: list[_Someone], index: int, named_at: Mapping[int, list[int]]) -> _Someone | None:
    """The one named last before ``index``; behind it only where there is but one."""
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    before = [(named_at[id(p)][at - 1], p) for p in fitting if (at := bisect_left(named_at[id(p)], index))]
    return max(before, key=itemgetter(0))[1] if before else None


def _join(
    someone: _Someone | None, name: _Name, entry: str, people: list[_Someone], by_word: dict[str, list[_Someone]]
) -> _Someone:
    if someone is None:
        someone = _Someone()
        people.append(someone)
    someone.entry = someone.entry or entry
    someone.names[name] = None
    words = name.words + tuple(w for other in _aliases().get(someone.entry, ()) for w in other.words)
    for word in words:
        if not any(p is someone for p in by_word[word]):
            by_word[word].append(someone)
    return someone


def _same(someone: _Someone, name: _Name, entry: str) -> bool:
    """Whether a name that shares a word with those of ``someone`` may be borne by the same person."""
    if entry and someone.entry:
        return entry == someone.entry
    borne = {word for other in someone.names if _is_rich(other) for word in other.words if word not in other.of_fathers}
    if any(_is_father(name, alias, set(name.words) & set(alias.words) - borne) for alias in _aliases().get(someone.entry, ())):
        return False
    return not any(_contradict(name, other, borne) for other in someone.names)


def _contradict(one: _Name, other: _Name, borne: Set[str] = frozenset()) -> bool:
    """Whether two names that share a word cannot be one person's: what is left on both sides does not fit.

    borne: words that one of them is called by in full as they stand (Әлихан Бөкейхан): no father's name alone.
    """
    if one.numeral != other.numeral and one.numeral and other.numeral:
        return True
    common = set(one.words) & set(other.words)
    if not common:
        return False
    if (common & one.men & other.women) or (common & one.women & other.men):
        return True  # Қашаубаев, Қашаубаева
    if not common <= borne and (_is_father(one, other, common) or _is_father(other, one, common)):
        return True
    left, right = ([w for w in n.words if w not in common] for n in (one, other))
    left_letters, right_letters = ([*(w[0] for w in words), *n.initials] for words, n in ((left, one), (right, other)))
    if left and right:  # Ахмет, Арыстан Жантөрин: both given
        if len(left) == len(right) > 1:  # Иван Петрович, Петр Иванович: word by word
            return not all(_alike(a, b) for a, b in zip(left, right, strict=True))
        if not any(_alike(a, b) for a in left for b in right):
            return True
    shorter, longer = sorted((left_letters, right_letters), key=len)
    if len(shorter) and not (left and right):
        pool = list(longer)
        for letter in shorter:
            if letter not in pool:
                return True
            pool.remove(letter)
    return False


def _alike(one: str, other: str) -> bool:
    return one.startswith(other[:4]) or other.startswith(one[:4])


def _is_father(one: _Name, other: _Name, common: set[str]) -> bool:
    """Whether ``one``, a bare name, is the father that ``other`` is called by: Құнанбай, Абай Құнанбайұлы, Абай Құнанбаев."""
    return bool(common) and not _is_rich(one) and not (one.men or one.women) and common <= other.of_fathers


def _is_rich(name: _Name) -> bool:
    return len(name.words) + len(name.initials) > 1


@lru_cache(maxsize=1 << 14)
def _parse(name: str) -> _Name:
    """``В.И. Ленин`` → words (ленин), initials (в, и); titles that follow a name are left out."""
    words: list[str] = []
    initials: list[str] = []
    numeral = ""
    men, women, sons = set[str](), set[str](), set[str]()
    for initial, roman, word in _PARTS.findall(name):
        if initial:
            initials.append(initial.lower().translate(_SOUNDS)[0])
        elif roman:
            numeral = roman_in_latin(roman)
        elif word.lower() == _KHAN and len(words) == 1 and not initials:
            words.append(words[0] + _KHAN)  # sources write Шыңғысхан as well
        elif word.lower() in ANY_CHILD and words:  # Абылай ұлы Уәли
            sons.add(words[-1])
        elif word.lower() not in _title_words():
            words.append(_FAMILY.sub("", word.lower()).translate(_SOUNDS))
            for shape, group in ((_MAN, men), (_WOMAN, women), (_SON, sons)):
                if shape.search(word.lower()):
                    group.add(words[-1])
    if not words and not initials:
        words = [name.lower().translate(_SOUNDS)]
    return _Name(
        tuple(w for w in words if w) or (name.lower(),),
        tuple(initials),
        numeral,
        frozenset(men),
        frozenset(women),
        frozenset(sons),
    )


@cache
def _title_words() -> frozenset[str]:
    left_out = {*titles()["behind"]["words"], *ANY_CHILD, *WORDS["inside"]["no_names"]}
    return frozenset(left_out.difference(titles()["behind"]["bynames"]))


def _fullness(name: str) -> tuple[int, int, int]:
    """Names with more whole words are fuller, then those with more initials, then longer ones."""
    parts = _PARTS.findall(name)
    return sum(bool(word) for _, _, word in parts), sum(bool(initial) for initial, _, _ in parts), len(name)


@lru_cache(maxsize=1 << 14)
def _entry(name: _Name) -> str:
    """The key of the register's person who bears this name; empty where none or more than one does."""
    found = {
        key for word in name.words for key, alias in _alias_words().get(word, ())
        if (_is_rich(alias) and set(alias.words) <= set(name.words) and not _contradict(name, alias)) or alias == name
    }  # fmt: skip
    return found.pop() if len(found) == 1 else ""


@cache
def _rows() -> list[dict[str, str]]:
    return data_csv(__package__, "pseudonyms.csv")


@cache
def _pseudonyms() -> dict[str, str]:
    return {row["person"]: row["wikidata"] for row in _rows()}


@cache
def _aliases() -> dict[str, tuple[_Name, ...]]:
    return {row["person"]: tuple(_parse(a) for a in row["names"].split("; ")) for row in _rows()}


@cache
def _alias_words() -> dict[str, list[tuple[str, _Name]]]:
    table: dict[str, list[tuple[str, _Name]]] = defaultdict(list)
    for key, names in _aliases().items():
        for name in names:
            for word in name.words:
                table[word].append((key, name))
    return table


def _life_dates(document: Document, mentions: Iterable[PersonMention]) -> tuple[dict[str, str], dict[str, str]]:
    """EDTF dates of birth and of death by mention id: ``Абай (1845 – 1904)``, and events that tell one person's."""
    born: dict[str, str] = {}
    died: dict[str, str] = {}
    dates = {d.id: d for d in document.dates}
    by_start = {d.start_char: d for d in document.dates}
    sentences = [sentence.start_char for sentence in document.sentences]
    for mention in mentions:
        date = next((by_start[mention.end_char + gap] for gap in (2, 1, 3) if mention.end_char + gap in by_start), None)
        # a year that opens the next line is none of his
        near = date and bisect_right(sentences, mention.start_char) == bisect_right(sentences, date.start_char)
        if date and near and _is_life(mention, date):
            born[mention.id], died[mention.id] = date.start[:4], date.end[:4]
    for event in document.events:
        target = {"birth": born, "death": died}.get(event.type)
        if target is not None and len(event.persons) == 1 and len(event.dates) == 1:
            date = dates[event.dates[0]]
            if date.edtf and not date.impossible:
                target.setdefault(event.persons[0], date.edtf)
    return born, died


def _is_life(mention: PersonMention, date: DateMention) -> bool:
    """Two years a lifetime apart; behind a ruler's title they may as well be a reign."""
    if date.precision != "year" or date.start[0] == "-" or _RULER.search(mention.text):
        return False
    return 15 <= int(date.end[:4]) - int(date.start[:4]) <= 105
