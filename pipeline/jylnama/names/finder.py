"""Finds persons in a clean text: evidence first, names second.

A run is a stretch of capitalised words, initials and the small words that stand inside names. Each run is
cut into names by shape (initials, patronymic, surname endings, titles behind) and lexicon; what is thereby
known of a document's people then settles bare surnames and given names elsewhere in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from jylnama.kazakh.surnames import CHILDREN, suffixes
from jylnama.kazakh.zones import Spans
from jylnama.names import shapes
from jylnama.names.alone import bare_person, children
from jylnama.names.cutting import cut
from jylnama.names.joining import (
    CommonWords,
    as_elsewhere,
    over_bracket,
    split_neighbours,
    with_byname,
    with_fathers,
    without_opener,
    without_overlaps,
)
from jylnama.names.lexicon import names, titles, word
from jylnama.names.lists import enumerated, listed
from jylnama.names.runs import FoundPerson, Part, runs_of

_WORDS = regex.compile(r"\p{Lu}[\p{L}’-]+")
_RUSSIAN = regex.compile(rf"(?:{suffixes('ov', 'ova', 'yn', 'yna', 'plain_sky', 'vich')})$")
_INITIALS_ONLY = regex.compile(r"(?<!\p{L})\p{Lu}\p{Ll}?\.")


def find_persons(text: str, skip: Sequence[tuple[int, int]] = (), sentence_starts: Sequence[int] = ()) -> list[FoundPerson]:
    """Persons of a clean text, in order, not overlapping.

    skip: spans that are not read: citations, sentences in other languages.
    sentence_starts: sorted offsets at which no name goes on; without them the text's own shape decides.

    >>> [(p.start, p.end, p.name) for p in find_persons("Атаман Дутовты Ә. Бөкейханов қабылдады.")]
    [(7, 14, 'Дутов'), (15, 28, 'Ә. Бөкейханов')]
    """
    left_out, quoted = Spans(skip), Spans(shapes.quoted_titles(text))
    found: list[FoundPerson] = []
    rest: list[Part] = []
    for match in shapes.run_pattern().finditer(text):
        if left_out.holds(match.start()) or quoted.holds(match.start()):
            continue
        for run in runs_of(match, sentence_starts):
            persons, unused = cut(run)
            found += persons
            rest += unused
    known = _known_names(found)
    for name in _came_to_office(text, rest):
        known.setdefault(name, 1)
    bare = {part.word.base for part in rest if part.word.nameable}
    common = CommonWords(text)
    found = [without_opener(text, person, known, common) for person in found]
    alone, whole = bare.union(known), _firsts_and_lasts(found)
    found = [part for person in found for part in split_neighbours(text, person, alone, bare, whole)]
    firsts = _doubtful_first_names(found)
    found += [p for part in rest if (p := bare_person(text, part, known, firsts)) is not None]
    found += children(text, rest)
    found += listed(text, rest, found)
    unnamed = {part.start for part in rest}
    found += enumerated(text, found, lambda start, _: start in unnamed)
    found = [over_bracket(text, person) for person in found]
    found = without_overlaps(sorted(found, key=lambda person: (person.start, -person.end)))
    return [with_byname(text, p) for p in with_fathers(text, as_elsewhere(text, found), sentence_starts)]


def _came_to_office(text: str, rest: Iterable[Part]) -> Iterator[str]:
    """Names of those who became something, which is no part of their name: ``Орақ батыр болып …``, behind which ``Орақ`` is known."""
    for part in rest:
        title = shapes.title_behind().match(text, part.end)
        named = part.word.nameable and not (part.word.inflected or part.word.barred or shapes.is_front_word(part.text))
        if title is not None and named and shapes.becomes_office(text, part.start, title.end()):
            yield part.word.base


def _firsts_and_lasts(persons: Iterable[FoundPerson]) -> set[tuple[str, str]]:
    """First and last words of the names of three words and more (``Әлкей Хақанұлы Марғұлан``), and of those of two that
    stand somewhere without an ending: there no object can hide in them."""
    whole = set()
    for person in persons:
        words = person.name.split()
        plain = person.end - person.start == len(person.name) and "." not in person.name
        if len(words) > 2 or len(words) == 2 and plain:
            whole.add((words[0], words[-1]))
    return whole


def _doubtful_first_names(persons: Iterable[FoundPerson]) -> frozenset[str]:
    """First words of longer names that are common words as well: by them a text may go on to call its people."""
    firsts = (person.name.partition(" ")[0] for person in persons if " " in person.name)
    return frozenset(first for first in firsts if first in names("ambiguous.txt"))


def _known_names(persons: Sequence[FoundPerson]) -> dict[str, int]:
    """Words that mean a person of this document when they stand alone, and how often they stand in a name.

    Surnames, and the names of khans and poets.
    """
    known: dict[str, int] = {}
    for person in persons:
        words = _WORDS.findall(_INITIALS_ONLY.sub(" ", person.name))
        if not words:
            continue
        eastern = not _RUSSIAN.search(words[-1]) and " " in person.name
        if len(words) == 2 and all(word(w).nameable for w in words) and not word(words[1]).surname:
            continue
        for candidate in [words[-1]] + (words[:1] if eastern or words[-1].endswith(CHILDREN) else []):
            title = candidate.lower() in titles()["behind"]["words"]
            named = word(candidate).nameable or candidate not in names("not_names.txt") and not title
            if named and len(candidate) > 2:
                known[candidate] = known.get(candidate, 0) + 1
    return known


__all__ = ["FoundPerson", "find_persons"]
