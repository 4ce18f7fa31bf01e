"""Unknown words that a list joins to a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import regex

from jylnama.kazakh.conjunctions import AND, ANDS
from jylnama.kazakh.endings import base_form
from jylnama.kazakh.zones import Spans
from jylnama.names import shapes
from jylnama.names.lexicon import lexicon, word
from jylnama.names.runs import FoundPerson, Part

_ITEM = regex.compile(shapes.WORD)
# a bracket may stand behind an item: Байшора, Молшора (лақап аты – Қарабас), Жолшора
_ITEM_IN_LIST = rf"{shapes.WORD}(?:\s\([^()\n]{{2,40}}\))?"
_LIST = regex.compile(
    rf"(?<![\p{{L}}.-]){_ITEM_IN_LIST}(?:,\s{_ITEM_IN_LIST}(?!\s\p{{Lu}})){{1,20}}"
    rf"(?:(?:,\s|\s{AND}\s){_ITEM_IN_LIST}(?!\s\p{{Lu}}|-))"
)
_BRACKET = regex.compile(r"\([^()\n]*\)")
_ABLATIVE_HYPHEN = regex.compile(r"[дтн][ае]н-\p{Lu}")  # Дәулеттен-Тумаш: father and son


def listed(text: str, rest: Sequence[Part], found: Sequence[FoundPerson]) -> list[FoundPerson]:
    """Unknown words that a list joins to a person: ``Қазтуған, Асан қайғы``, ``Шәкәрім мен Кәкітай``, and two words
    beside a name of two: ``Ахмет Жұбанов пен Латиф Хамиди``."""
    starts, ends = {p.start: p for p in found}, {p.end: p for p in found}
    rest = [part for part in rest if not _ABLATIVE_HYPHEN.search(part.text)]
    unknown = {part.start: part for part in rest if not (part.word.barred or part.word.inflected or part.word.ambiguous)}
    listed: list[FoundPerson] = []
    taken = -1
    for first, part, last in _neighbours(text, rest):
        if part.start in starts or part.end <= taken or part.word.barred or part.word.oblique:
            continue
        partner = _partner(text, first.start, last.end, starts, ends, unknown)
        if partner is None or first is not last and " " not in partner.name:
            first = last = part
            partner = _partner(text, part.start, part.end, starts, ends, unknown)
        if partner is None or part.word.ambiguous and (" " in partner.name or partner.score < 0.7 or part.word.inflected):
            continue
        listed.append(FoundPerson(first.start, last.end, _base_of(text, first.start, last.end), 0.6))
        taken = last.end
        ends[taken] = listed[-1]
    return listed


def enumerated(text: str, found: Sequence[FoundPerson], is_free: Callable[[int, int], bool]) -> list[FoundPerson]:
    """Unknown words of a list of single names two of which are persons': ``Оразалы, Бегім, Терекбай – үшеуі``.

    is_free: whether a span of the text may be a name.
    """
    starts = {person.start: person for person in found}
    named: list[FoundPerson] = []
    for match in _LIST.finditer(text):
        brackets = Spans([bracket.span() for bracket in _BRACKET.finditer(text, *match.span())])
        items = [item for item in _ITEM.finditer(text, *match.span()) if not brackets.holds(item.start())]
        others = [item for item in items if item.start() not in starts]
        persons = [item for item in items if item.start() in starts and starts[item.start()].end == item.end()]
        if len(persons) < 2 or len(persons) + len(others) < len(items) or _are_things(text, match.end(), others):
            continue
        free = (item for item in others if is_free(item.start(), item.end()))
        named += [FoundPerson(item.start(), item.end(), word(item.group()).base, 0.6) for item in free]
    return named


def _are_things(text: str, end: int, items: Sequence[regex.Match[str]]) -> bool:
    """Whether a word of a list cannot be a person's name, or what stands behind it says that they all are things."""
    for item in items:
        current = word(item.group())
        if current.barred or current.ambiguous or current.oblique or _ABLATIVE_HYPHEN.search(item.group()):
            return True
    return any(pattern.match(text, end) for pattern in (shapes.things(), shapes.sites(), shapes.listed_things()))


def _partner(
    text: str, start: int, end: int, starts: dict[int, FoundPerson], ends: dict[int, FoundPerson], unknown: dict[int, Part]
) -> FoundPerson | None:
    """The person that a list joins to ``start:end``: on both sides by any joint, on one by ``мен`` or ``және``."""
    before = shapes.SPLIT_JOINT.search(text[max(0, start - 7) : start])
    joined = before is not None and before.end() == min(7, start)
    left = ends.get(start - (before.end() - before.start())) if joined and before is not None else None
    after = shapes.SPLIT_JOINT.match(text, end)
    right = starts.get(after.end()) if after is not None else None
    if left and (shapes.LIKE_THESE.match(text, end) or after is not None and _person_behind(text, after.end(), starts, unknown)):
        return left
    if left and right or (left or right) and _is_and(text, start, end, left is not None):
        return left or right
    return None


def _person_behind(text: str, start: int, starts: dict[int, FoundPerson], unknown: dict[int, Part]) -> bool:
    """Whether unknown words of a list lead to a person: ``(Саржан,) Көшек, Ағатай, Бопай``."""
    for _ in range(4):
        part = unknown.get(start)
        after = shapes.SPLIT_JOINT.match(text, part.end) if part is not None else None
        if start in starts or after is None:
            break
        start = after.end()
    return start in starts


def _neighbours(text: str, rest: Sequence[Part]) -> Iterator[tuple[Part, Part, Part]]:
    """Each unknown word, with the first and the last word of the pair that it makes with the one beside it, if it does."""

    def pair(one: Part | None, two: Part | None) -> bool:
        if one is None or two is None or text[one.end : two.start] != " ":
            return False
        return not (one.word.barred or one.word.inflected or two.word.barred or two.word.oblique)

    for at, part in enumerate(rest):
        before, behind = (rest[at - 1] if at else None), (rest[at + 1] if at + 1 < len(rest) else None)
        if pair(before, part) and before is not None:
            yield before, part, part
        elif pair(part, behind) and behind is not None:
            yield part, part, behind
        else:
            yield part, part, part


def _base_of(text: str, start: int, end: int) -> str:
    return base_form(" ".join(text[start:end].split()), lexicon())


def _is_and(text: str, start: int, end: int, left: bool) -> bool:
    """Whether the joint is ``мен`` or ``және``, which joins like with like, not a comma."""
    joint = text[max(0, start - 7) : start] if left else text[end : end + 6]
    return any(joint.strip().endswith(c) or joint.strip().startswith(c) for c in ANDS)


__all__ = ["enumerated", "listed"]
