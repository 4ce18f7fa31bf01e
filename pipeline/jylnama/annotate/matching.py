"""What two annotators say of one text, side by side: spans with their values, matched one to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from jylnama.document import LAYERS, MENTIONS, DateMention, Document, Event

LABELS = ("sentence", *LAYERS, "event")


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled span and its values as comparable strings; an event stands at its trigger.

    ``start`` and ``end`` are code points of the original text, half open. ``aside`` is what scores leave out:
    what stands in a citation, an event whose time is carried.
    """

    label: str
    start: int
    end: int
    text: str
    values: tuple[tuple[str, str], ...]
    aside: bool = False

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end

    def value(self, name: str) -> str:
        return dict(self.values)[name]


Pair = tuple[Item | None, Item | None]


def items(document: Document) -> Iterator[Item]:
    """Everything that a document object says, as items, label by label in the order of ``LABELS``."""
    for s in document.sentences:
        yield Item("sentence", s.start_char, s.end_char, "", (("language", s.language),))
    for d in document.dates:
        yield _item("date", d, _date_values(d))
    for c in document.congresses:
        numbers = ", ".join(str(number) for number in c.numbers)
        yield _item("congress", c, {"numbers": numbers, "kind": c.kind, "body_id": c.body_id, "body": c.body})
    for label, pool in (("person", document.persons), ("place", document.places), ("organisation", document.organisations)):
        for m in pool:
            yield _item(label, m, {"name": m.name})
    names = _names(document)
    for e in document.events:
        trigger = e.trigger
        yield Item("event", trigger.start_char, trigger.end_char, trigger.text, _pairs(_event_values(e, names)), e.carried)


def _item(label: str, mention: object, values: dict[str, str]) -> Item:
    start, end, text = (getattr(mention, name) for name in ("start_char", "end_char", "text"))
    return Item(label, start, end, text, _pairs(values), getattr(mention, "zone", "body") != "body")


def _pairs(values: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(values.items())


def _date_values(d: DateMention) -> dict[str, str]:
    pair = f"{d.os_start}..{d.os_end} ({d.ns_start}..{d.ns_end}) {d.pair_status}" if d.pair_status else ""
    return {
        "value": f"{d.start}..{d.end}", "precision": d.precision, "calendar": d.calendar, "pair": pair,
        "relative": _yes(d.relative), "approximate": _yes(d.approximate),
    }  # fmt: skip


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _names(document: Document) -> dict[str, str]:
    """What a mention says, by its id: a date's days, a congress's kind and numbers, a name."""
    names = {d.id: f"{d.start}..{d.end}" for d in document.dates}
    names |= {c.id: f"{c.kind} {', '.join(map(str, c.numbers))}".strip() for c in document.congresses}
    for pool in (document.persons, document.places, document.organisations):
        names |= {m.id: m.name or m.text for m in pool}
    return names


def _event_values(e: Event, names: dict[str, str]) -> dict[str, str]:
    told = {slot: "; ".join(sorted({names.get(i, i) for i in getattr(e, slot)})) for slot in MENTIONS}
    return {"type": e.type, **told}


def match(a: Iterable[Item], b: Iterable[Item]) -> list[Pair]:
    """Pair items of one label, each at most once, in the order of the text.

    First what agrees in span and values, then in span, then what overlaps, from left to right; the rest
    stand alone. Where the spans of one side do not overlap each other, no other matching has more pairs.
    """
    left = sorted(a, key=lambda item: (item.span, item.values))
    right = sorted(b, key=lambda item: (item.span, item.values))
    pairs: list[Pair] = []
    same_key: tuple[Callable[[Item], object], ...] = (lambda item: (item.span, item.values), lambda item: item.span)
    for key in same_key:
        left, right, found = _match_equal(left, right, key)
        pairs += found
    left, right, found = _match_overlapping(left, right)
    pairs += found
    pairs += [(item, None) for item in left]
    pairs += [(None, item) for item in right]
    return sorted(pairs, key=_place)


def _place(pair: Pair) -> tuple[tuple[int, int], bool, tuple[tuple[str, str], ...]]:
    item = pair[0] or pair[1]
    assert item is not None
    return item.span, pair[0] is None, item.values


def _match_equal(left: list[Item], right: list[Item], key: Callable[[Item], object]) -> tuple[list[Item], list[Item], list[Pair]]:
    waiting: dict[object, list[Item]] = {}
    for item in reversed(right):
        waiting.setdefault(key(item), []).append(item)
    pairs: list[Pair] = []
    rest = []
    for item in left:
        others = waiting.get(key(item))
        if others:
            pairs.append((item, others.pop()))
        else:
            rest.append(item)
    unpaired = sorted((item for others in waiting.values() for item in others), key=lambda item: (item.span, item.values))
    return rest, unpaired, pairs


def _match_overlapping(left: list[Item], right: list[Item]) -> tuple[list[Item], list[Item], list[Pair]]:
    pairs: list[Pair] = []
    rest = []
    waiting = list(right)
    for item in left:
        waiting_here = (i for i, other in enumerate(waiting) if other.start < item.end and other.end > item.start)
        place = next(waiting_here, None)
        if place is None:
            rest.append(item)
        else:
            pairs.append((item, waiting.pop(place)))
    return rest, waiting, pairs
