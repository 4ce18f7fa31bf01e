"""What is wrong with a document object that has the right shape: one slip in gold made by hand would lower scores unseen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from jylnama.document import EVENT_TYPES, MENTIONS, Document, Event, Mention, Trigger

_DAY = re.compile(r"-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_DAYS = ("start", "end", "os_start", "os_end", "ns_start", "ns_end")
_LAYERS = (*MENTIONS, "events")


def faults(document: Document) -> Iterator[str]:
    """What cannot be right whatever the text is: offsets, ids, links, types, days; a line each."""
    for number, s in enumerate(document.sentences):
        yield from _wrong_span(f"sentence {number}", s.start_char, s.end_char)
    known = _ids(document)
    for layer in _LAYERS:
        items = _items(document, layer)
        yield from _twice(layer, [item.id for item, _ in items])
        for item, stretch in items:
            where = f"{layer}: {item.id}"
            yield from _wrong_stretch(where, stretch)
            yield from _wrong_event(where, item, known) if isinstance(item, Event) else _wrong_values(where, item)


def misfits(document: Document, text: str) -> Iterator[str]:
    """What does not stand in the text as the document object says, and ids that do not hold together; a line each.

    The document object has no ``faults``.
    """
    for s in document.sentences:
        if not 0 <= s.start_char < s.end_char <= len(text):
            yield f"{document.doc_id}: sentence {s.start_char}–{s.end_char}: not inside the text of {len(text)} characters"
    known = _ids(document)
    for layer in _LAYERS:
        seen: set[str] = set()
        for item, stretch in _items(document, layer):
            yield from _misfit(f"{document.doc_id}: {item.id}", stretch, text)
            if isinstance(item, Event):
                for other in MENTIONS:
                    for i in _unknown(getattr(item, other), known[other]):
                        yield f"{document.doc_id}: event {item.id}: {other} has no {i}"
            elif item.id in seen:
                yield f"{document.doc_id}: {layer} has the id {item.id} twice"
            seen.add(item.id)


def _items(document: Document, layer: str) -> list[tuple[Mention | Event, Mention | Trigger]]:
    """The mentions or the events of a document, each with what stands in the text."""
    return [(item, item.trigger if isinstance(item, Event) else item) for item in getattr(document, layer)]


def _ids(document: Document) -> dict[str, set[str]]:
    return {layer: {m.id for m in getattr(document, layer) if isinstance(m.id, str)} for layer in MENTIONS}


def _unknown(linked: list[Any], known: set[str]) -> list[Any]:
    """Links to what is not there."""
    return [i for i in linked if not isinstance(i, str) or i not in known]


def _misfit(where: str, item: Mention | Trigger, text: str) -> Iterator[str]:
    start, end = item.start_char, item.end_char
    if not 0 <= start < end <= len(text):
        yield f"{where}: {start}–{end} is not inside the text of {len(text)} characters"
    elif text[start:end] != item.text:
        yield f"{where}: {item.text!r} does not stand at {start}–{end}, but {text[start:end]!r}"


def _wrong_span(where: str, start: Any, end: Any) -> Iterator[str]:
    if not (type(start) is int and type(end) is int):
        yield f"{where}: offsets {start!r} and {end!r}: whole numbers are wanted"
    elif not 0 <= start < end:
        yield f"{where}: offsets {start}–{end}: the start is wanted first, and none below 0"


def _wrong_stretch(where: str, item: Mention | Trigger) -> Iterator[str]:
    wrong = list(_wrong_span(where, item.start_char, item.end_char))
    yield from wrong
    if not isinstance(item.text, str):
        yield f"{where}: its text {item.text!r} is no string"
    elif item.text and not wrong and len(item.text) != item.end_char - item.start_char:
        length = item.end_char - item.start_char
        yield f"{where}: its text {item.text[:40]!r} has {len(item.text)} characters, {item.start_char}–{item.end_char} are {length}"


def _twice(layer: str, ids: list[Any]) -> Iterator[str]:
    strange = [name for name in ids if not isinstance(name, str)]
    yield from (f"{layer}: the id {name!r} is no string" for name in strange)
    if not strange:
        yield from (f"{layer}: the id {name} is there {count} times" for name, count in Counter(ids).items() if count > 1)


def _wrong_values(where: str, mention: Mention) -> Iterator[str]:
    for name in _DAYS:
        value = getattr(mention, name, None)
        if value and not (isinstance(value, str) and _DAY.fullmatch(value)):
            yield f"{where}: {name} {value!r}: a day as 1917-11-07 is wanted"
    numbers = getattr(mention, "numbers", [])
    if not isinstance(numbers, list) or any(type(number) is not int for number in numbers):
        yield f"{where}: numbers {numbers!r}: a list of whole numbers is wanted"


def _wrong_event(where: str, event: Event, known: dict[str, set[str]]) -> Iterator[str]:
    if event.type not in EVENT_TYPES:
        yield f"{where}: type {event.type!r}; there are: {', '.join(EVENT_TYPES)}"
    for layer in MENTIONS:
        linked = getattr(event, layer)
        if isinstance(linked, list):
            yield from (f"{where}: {layer} has no {i!r}" for i in _unknown(linked, known[layer]))
        else:
            yield f"{where}: {layer} {linked!r}: a list of ids is wanted"
