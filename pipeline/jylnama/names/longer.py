"""Whether a model's span is a longer name than the rules have there, or one name for what they have as two."""

from __future__ import annotations

import regex

from jylnama.kazakh.endings import base_form
from jylnama.kazakh.surnames import CHILDREN, suffixes
from jylnama.names import shapes
from jylnama.names.entities import CAPITAL, CAPITAL_BEHIND, WORD
from jylnama.names.finder import FoundPerson
from jylnama.names.lexicon import WORDS, Word, names, titles, word
from jylnama.names.plausible import is_first_name
from jylnama.names.runs import FATHERS, is_kazakh_surname

# "and", behind some letters, and the Arabic "son of"
_OR_SON_OF = f" {WORDS['inside']['son_or_and']} "
_MIDDLE_INITIAL = regex.compile(r"\p{Lu}\.\s(?!\p{Lu}\.)")
_SECOND_SURNAME = regex.compile(rf"(?:{suffixes('sky', 'ov', 'in')})$")


def is_longer(text: str, span: tuple[int, int], person: FoundPerson) -> bool:
    """Whether the span is the person's name with more of it."""
    return _longer_name(text, span, person) or _longer_by_title(text, span, person)


def is_surely_longer(text: str, span: tuple[int, int], person: FoundPerson) -> bool:
    """Whether a model that is sure of the span may add a word that proves nothing by itself."""
    return any(is_one(text, span, person) for is_one in _OF_A_SURE_MODEL)


def _longer_name(text: str, span: tuple[int, int], person: FoundPerson) -> bool:
    """Whether the span has the person's name and makes one longer name: with a surname, a patronymic or initials beside
    it, or, for a bare word, with names in front (``Гейнрих``, ``Зияд ибн``) that are no titles."""
    if not (span[0] <= person.start and person.end <= span[1]) or not _one_name(text, *span):
        return False
    if word(text[span[0] : person.start].strip()).known and word(text[person.start : person.end].split()[-1]).patronymic:
        return False  # Әбілқайыр | Сейтқұл Қойдағұлұлы: the rules have told them apart
    front, behind = ([m.group() for m in WORD.finditer(text, a, b)] for a, b in ((span[0], person.start), (person.end, span[1])))
    if any(w[0].isupper() and (word(w).decisive or word(w).patronymic or len(w.strip(".")) == 1) for w in front + behind):
        return True
    own = word(text[person.start : person.end].strip())
    if own.known and own.given and own.ending in ("accusative", "dative") and not any(word(w).nameable for w in front):
        return False  # Кури | Шоқанды: he is known by one name, somebody does something to him
    bare = " " not in own.text
    return bare and bool(front) and not behind and not any(w.lower() in titles()["front"]["words"] for w in front)


def _one_name(text: str, start: int, end: int) -> bool:
    """Whether the words make one name: all but the last without an ending, each a capital or a small word of names."""
    inner = {*titles()["behind"]["words"], *titles()["inner"]["connectors"], *WORDS["inside"]["joining"], *CHILDREN}
    words = [m.group() for m in WORD.finditer(text, start, end)]
    if any(w[0].isupper() and (word(w).barred or (word(w).inflected and w != words[-1])) for w in words):
        return False
    return all(CAPITAL.match(w) or w in inner or (w == words[-1] and base_form(w) in inner) for w in words)


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
    return titled and before is None or before is not None and is_first_name(before)


def _with_one_more(text: str, span: tuple[int, int], person: FoundPerson) -> tuple[Word, Word] | None:
    """A person of one word, with which a span begins, and the one capital word behind it, with which it ends; None for another span."""
    first, _, last = text[slice(*span)].partition(" ")
    if (person.start, person.end) != (span[0], span[0] + len(first)) or not WORD.fullmatch(last) or not last[0].isupper():
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
    if person.end != span[1] or not surname or not is_first_name(word(surname)):
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
        and CAPITAL_BEHIND.match(behind) is not None
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


def are_one(text: str, span: tuple[int, int], one: FoundPerson, two: FoundPerson) -> bool:
    """Whether a span is two neighbours of the rules that are one name: ``Бекет Ата`` + ``Сапарұлы``, ``М. Нұр`` + ``Сапаров``."""
    if span != (one.start, two.end):
        return False
    gap, first, second = text[one.end : two.start], text[one.start : one.end], text[two.start : two.end]
    last = word(first.split()[-1])
    if gap.strip() in titles()["behind"]["words"]:  # Қалжан ахун Бөлекбайұлы
        return " " not in first + second and word(second).patronymic and not last.barred
    if last.inflected or gap not in (" ", _OR_SON_OF):
        return False
    if gap == _OR_SON_OF:
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


_OF_A_SURE_MODEL = (
    _longer_by_surname,
    _longer_by_given_name,
    _longer_by_surname_in_front,
    _longer_behind_title,
    _longer_by_common_word,
)


__all__ = ["are_one", "is_longer", "is_surely_longer"]
