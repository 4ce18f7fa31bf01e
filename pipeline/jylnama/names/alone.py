"""Words that stand alone: persons where the document, history, a lexicon or their shape says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from jylnama.kazakh.endings import base_form
from jylnama.kazakh.zones import Spans
from jylnama.names import shapes
from jylnama.names.lexicon import lexicon, names, titles
from jylnama.names.runs import FoundPerson, Part
from jylnama.names.towns import is_town


def bare_person(text: str, part: Part, known: dict[str, int], firsts: Collection[str]) -> FoundPerson | None:
    """A capitalised word by itself: known of this document or of history, a given name, or a surname by its shape."""
    base = base_form(part.text, _Either(known, lexicon()))
    current = part.word
    called = _is_called(text, part)
    if current.barred and not (called or base in known or current.base in firsts):
        return None
    house = shapes.houses().match(text, part.end) is not None
    if current.ending in ("", "plural") and not house and shapes.things().match(text, part.end):
        return None
    if (
        current.ending == ""
        and shapes.listed_things().match(text, part.end)
        or current.ambiguous
        and _is_time_or_site(text, part)
    ):
        return None
    if is_town(text, part.start, part.end, current, known) or house and current.base in titles()["things"]["dynasties"]:
        return None
    if called:
        return FoundPerson(part.start, part.end, part.text, 0.9)
    score = 0.85 if base in known else _bare_score(text, part, house)
    if not score and current.base in firsts and not current.ending.endswith(("attributive", "locative")):
        sure = not shapes.opens_sentence(text, part.start) or shapes.elders().match(text, part.end)
        score = 0.7 if sure else 0.0
    if not score or shapes.is_war_cry(part.text) or shapes.is_of_book(text, part.start):
        return None
    name = base if base in known else current.base
    return FoundPerson(part.start, part.end, name.upper() if part.text.isupper() else name, score)


def _is_time_or_site(text: str, part: Part) -> bool:
    """``Ұзақ жылдар``, ``Ертіс бойында``: what stands behind a word that is a given name as well."""
    site = not part.word.inflected and shapes.sites().match(text, part.end) is not None
    return site or shapes.TIME_NOUN.match(text, part.end) is not None


def _is_called(text: str, part: Part) -> bool:
    """``Мұңайтпас деген кісі``, ``Шоқпар атты бай``: whatever the word is elsewhere, here it is a person's name as it stands."""
    found = shapes.called().match(text, part.end)
    if found is None or shapes.is_front_word(part.text):
        return False
    current = part.word
    return (
        not (current.inflected or current.barred)
        if found["list"]
        else not current.barred or not shapes.opens_sentence(text, part.start)
    )


def _bare_score(text: str, part: Part, house: bool) -> float:
    """How sure it is that a word of which the document says nothing else is a person; 0 for not at all."""
    current = part.word
    if current.barred or "plural" in current.ending and not current.surname:  # Христиандар
        return 0.0
    if current.known and current.ending == "genitive" and current.base not in names("towns.txt"):
        return 0.87  # Батудың астанасы: no place has what people have
    if current.known or house and current.nameable:
        return 0.85
    if current.ending.endswith(("attributive", "locative")):
        return 0.0  # Арыстағы, Жаһанда, Перовскийде: a place, a time
    if current.decisive:
        return 0.75
    if shapes.posts_in_front(text, part.start) and not current.inflected and shapes.SPLIT_JOINT.match(text, part.end):
        return 0.7
    if shapes.RESPECT.search(current.base) and not shapes.opens_sentence(text, part.start):
        return 0.7
    if current.given or shapes.is_compound(current.base):
        return 0.7
    if current.base in titles()["inner"]["weekdays"] and not shapes.opens_sentence(text, part.start):
        return 0.7
    if current.ambiguous and current.ending == "accusative" and shapes.raised().match(text, part.end):
        return 0.7
    does = not current.inflected and shapes.deeds().match(text, part.end) is not None
    likely = not (shapes.ADJECTIVE.search(current.text) or shapes.opens_sentence(text, part.start))
    return 0.6 if does and likely else 0.0


class _Either(Collection[str]):
    """Two collections as one, without copying them."""

    def __init__(self, first: dict[str, int], second: frozenset[str]) -> None:
        self.first, self.second = first, second

    def __contains__(self, item: object) -> bool:
        return item in self.first or item in self.second

    def __iter__(self) -> Iterator[str]:  # pragma: no cover - part of the protocol
        yield from self.first
        yield from self.second

    def __len__(self) -> int:
        return len(self.first) + len(self.second)


def children(text: str, rest: Iterable[Part]) -> list[FoundPerson]:
    """Unknown words of a genealogy: ``Жанақтан Азам, Сапар туады``, ``одан Азам, одан Сапар``."""
    spans = Spans(shapes.children(text))
    parts = [part for part in rest if spans.holds(part.start) and not part.word.barred]
    found = [FoundPerson(part.start, part.end, part.word.base, 0.7) for part in parts]
    links = Spans(shapes.chains(text))
    return found + [
        FoundPerson(part.start, part.end, part.text, 0.7) for part in rest if links.holds(part.start) and not part.word.barred
    ]


__all__ = ["bare_person", "children"]
