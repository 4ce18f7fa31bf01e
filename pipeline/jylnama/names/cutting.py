"""Cuts a run into the names that its shape proves and the words that are left."""

from __future__ import annotations

import regex

from jylnama.kazakh.conjunctions import AND
from jylnama.names import shapes
from jylnama.names.full_names import are_two_of_history
from jylnama.names.lexicon import word
from jylnama.names.rules import name_at
from jylnama.names.runs import PLURAL_TITLE, FoundPerson, Part, Run, person_at, post_before

_LIST_ITEM = regex.compile(rf"(?<![\p{{L}}.-])({shapes.WORD})(?:,\s?|\s{AND}\s)$")


def cut(run: Run) -> tuple[list[FoundPerson], list[Part]]:
    """Names that the shape of a run proves, and the words of it that are left."""
    persons: list[FoundPerson] = []
    unused: list[Part] = []
    index = 0
    while index < len(run.parts):
        end, score, stop = name_at(run, index)
        if end > index + 1 and _is_site(run, end):
            end, score, stop = _before_site(run, index, end)
        if end > index and not _is_thing(run, stop):
            persons.append(person_at(run.text, run.parts[index].start, stop, score))
            if run.title and stop == run.end and PLURAL_TITLE.search(run.title):
                persons += _list_before(run.text, run.parts[index].start)
            index = end
        else:
            if run.parts[index].kind == "word" and end <= index:
                unused.append(run.parts[index])
            index = max(end, index + 1)
    return persons, unused


def _is_site(run: Run, end: int) -> bool:
    """Whether the last word of a name is what is called by the noun behind it: ``Орбұлақ шайқасы``, ``Бөкей ордасы``."""
    last = run.parts[end - 1]
    named = last.kind == "word" and not (last.word.surname or last.word.patronymic or last.word.inflected)
    return named and run.parts[end - 2].kind == "word" and shapes.sites().match(run.text, last.end) is not None


def _before_site(run: Run, index: int, end: int) -> tuple[int, float, int]:
    """The name without its last word: ``Салқам Жәңгір Орбұлақ шайқасында``, ``сұлтан Жәңгір Бөкей ордасының``."""
    if end == index + 2:
        first, last = run.parts[index].word, run.parts[index + 1].word
        # Мұрат Еділ бойында; Мұрат Жасқұс өңіріне көшті; Жәңгір Исатай ауылына жасақ аттандырды
        if first.given and (last.ambiguous or not last.nameable or are_two_of_history(first, last)):
            return index, 0.0, 0
    shorter = Run(run.text, run.parts[: end - 1], run.parts[end - 2].end)
    found = name_at(shorter, index)
    whole = found[0] == end - 1 and (found[0] > index + 1 or post_before(run, index))
    return found if whole else name_at(run, index)


def _is_thing(run: Run, end: int) -> bool:
    """Whether the name that ends at ``end`` is that of a thing: ``Абай көшесі``, ``Шайбани мемлекеті``."""
    titled = run.title and end == run.end
    last = next((part for part in run.parts if part.end == end), None)
    inflected = last is not None and last.kind == "word" and last.word.inflected and last.word.ending != "plural"
    if not titled and inflected:
        return False  # Жамбылға мемлекеттік сыйлық берілді
    return (shapes.addresses() if titled else shapes.things()).match(run.text, end) is not None


def _list_before(text: str, start: int) -> list[FoundPerson]:
    """Names of a list whose last item bears the title of all: ``Әбілқайыр, Сәмеке хандар``."""
    persons: list[FoundPerson] = []
    while len(persons) < 12 and (item := _LIST_ITEM.search(text, max(0, start - 60), start)):
        current = word(item[1])
        if current.barred or current.inflected and not current.nameable:
            break
        persons.append(FoundPerson(item.start(1), item.end(1), current.base, 0.85))
        start = item.start(1)
    return persons


__all__ = ["cut"]
