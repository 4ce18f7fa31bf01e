"""What is wrong with a document object that has the right shape: one slip in gold made by hand would lower scores unseen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from jylnama.document import EVENT_TYPES, MENTIONS, Document, Event, Mention, Trigger

_DAY = re.compile(r"-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_DAYS = ("start", "end", "os_start", "os_end", "ns_start", "ns_end")


def faults(document: Document) -> Iterator[str]:
    """What cannot be right whatever the text is: offsets, ids, links, types, days; a line each."""
    for number, s in enumerate(document.sentences):
        yield from _wrong_span(f"sentence {number}", s.start_char, s.end_char)
    for layer in MENTIONS:
        mentions = getattr(document, layer)
        yield from _twice(layer, [mention.id for mention in mentions])
        for mention in mentions:
            yield from _wrong_stretch(f"{layer}: {mention.id}", mention)
            yield from _wrong_values(f"{layer}: {mention.id}", mention)
    yield from _twice("events", [event.id for event in document.events])
    for event in document.events:
        yield from _wrong_stretch(f"events: {event.id}", event.trigger)
        yield from _wrong_event(event, document)


def misfits(document: Document, text: str) -> Iterator[str]:
    """What does not stand in the text as the document object says, and ids that do not hold together; a line each."""
    for s in document.sentences:
        if not 0 <= s.start_char < s.end_char <= len(text):
            yield f"{document.doc_id}: sentence {s.start_char}–{s.end_char}: not inside the text of {len(text)} characters"
    known: dict[str, set[str]] = {layer: set() for layer in MENTIONS}
    for layer in MENTIONS:
        for m in getattr(document, layer):
            yield from _misfit(document.doc_id, m.id, m, text)
            if m.id in known[layer]:
                yield f"{document.doc_id}: {layer} has the id {m.id} twice"
            known[layer].add(m.id)
    for e in document.events:
        yield from _misfit(document.doc_id, e.id, e.trigger, text)
        for layer, ids in known.items():
            yield from (f"{document.doc_id}: event {e.id}: {layer} has no {i}" for i in getattr(e, layer) if i not in ids)


def _misfit(doc_id: str, item_id: str, item: Mention | Trigger, text: str) -> Iterator[str]:
    start, end = item.start_char, item.end_char
    if not 0 <= start < end <= len(text):
        yield f"{doc_id}: {item_id}: {start}–{end} is not inside the text of {len(text)} characters"
    elif text[start:end] != item.text:
        yield f"{doc_id}: {item_id}: {item.text!r} does not stand at {start}–{end}, but {text[start:end]!r}"


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


def _wrong_event(event: Event, document: Document) -> Iterator[str]:
    where = f"events: {event.id}"
    if event.type not in EVENT_TYPES:
        yield f"{where}: type {event.type!r}; there are: {', '.join(EVENT_TYPES)}"
    for layer in MENTIONS:
        linked = getattr(event, layer)
        if not isinstance(linked, list):
            yield f"{where}: {layer} {linked!r}: a list of ids is wanted"
            continue
        known = {mention.id for mention in getattr(document, layer) if isinstance(mention.id, str)}
        yield from (f"{where}: {layer} has no {i!r}" for i in linked if not isinstance(i, str) or i not in known)
