"""Where two sides differ: every miss and every extra, what the other side says there, and why it is none of its own."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import asdict, dataclass
from typing import Any

from jylnama.evaluation.match import equal_pairs, touching_pairs
from jylnama.evaluation.sides import EventFacts, Side, mention_span

KINDS = ("miss", "extra")
# why an item is a miss or an extra; the other side has …
REASONS = {
    "absent": "nothing here",
    "span": "another span that touches this one",
    "value": "the same span with another value",
    "type": "an event with another type",
    "date": "an event of this type with another date",
    "slots": "this event with other congresses or persons",
}


def bracketed(text: str, start: int, end: int) -> str:
    """The text with ``text[start:end]`` marked ``⟦…⟧``."""
    return f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}"


@dataclass(slots=True)
class Difference:
    """One item that one side has alone. ``other`` is what the other side says there, empty where nothing."""

    doc_id: str
    label: str
    kind: str  # miss: gold has it alone; extra: the system has it alone
    reason: str  # a key of REASONS
    start_char: int
    end_char: int
    text: str
    detail: str
    other: str = ""

    def in_context(self, sentences: list[tuple[int, int, str]]) -> str:
        """The sentence that it begins in, with the stretch marked ``⟦…⟧``; empty where no sentence holds it.

        sentences: (start, end, text) of the document's sentences, in order.
        """
        place = bisect.bisect_right(sentences, (self.start_char, float("inf"), "")) - 1
        if place < 0 or self.start_char >= sentences[place][1]:
            return ""
        start, _, text = sentences[place]
        first, last = self.start_char - start, min(self.end_char - start, len(text))
        return " ".join(bracketed(text, first, last).split())

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def differences(gold: Side, predicted: Side) -> list[Difference]:
    """All differences of one document, from left to right."""
    found = _sentence_differences(gold, predicted)
    for label, detail in DETAILS.items():
        found += _mention_differences(gold, predicted, label, detail)
    found += _event_differences(gold, predicted)
    return sorted(found, key=lambda d: (d.start_char, d.end_char, d.label, KINDS.index(d.kind), d.detail))


def date_detail(date: Any) -> str:
    """All that is compared of a date, as one reads it."""
    parts = [f"{date.start}..{date.end}", date.precision]
    if date.calendar != "unstated":
        parts.append(date.calendar)
    if date.pair_status:
        old, new = ("..".join(str(d) for d in span if d) for span in ((date.os_start, date.os_end), (date.ns_start, date.ns_end)))
        parts.append(f"O.S. {old} = N.S. {new} {date.pair_status}")
    return " ".join(parts + [flag for flag in ("relative", "approximate") if getattr(date, flag)])


def congress_detail(congress: Any) -> str:
    return f"{', '.join(map(str, congress.numbers))} {congress.kind} {congress.body_id} ({congress.body})"


def _name_detail(mention: Any) -> str:
    return str(mention.name)


DETAILS: dict[str, Callable[[Any], str]] = {
    "dates": date_detail, "congresses": congress_detail, "persons": _name_detail,
    "places": _name_detail, "organisations": _name_detail,
}  # fmt: skip


def _sentence_differences(gold: Side, predicted: Side) -> list[Difference]:
    theirs, ours = _alone(gold.sentences, predicted.sentences, lambda s: s)
    reasons = {id_ for g, p in touching_pairs(theirs, ours, lambda s: s) for id_ in (("miss", g), ("extra", p))}
    return [
        Difference(gold.doc_id, "sentences", kind, "span" if (kind, (start, end)) in reasons else "absent", start, end, "", "")
        for kind, spans in zip(KINDS, (theirs, ours), strict=True)
        for start, end in spans
    ]


def _mention_differences(gold: Side, predicted: Side, label: str, detail: Callable[[Any], str]) -> list[Difference]:
    theirs, ours = _alone(getattr(gold, label), getattr(predicted, label), lambda m: (mention_span(m), detail(m)))
    found = []
    partners: dict[int, tuple[str, str]] = {}
    for g, p in touching_pairs(theirs, ours, mention_span):
        reason = "value" if mention_span(g) == mention_span(p) else "span"
        shown = [f"{m.text}: {detail(m)}" if reason == "span" else detail(m) for m in (g, p)]
        partners |= {id(g): (reason, shown[1]), id(p): (reason, shown[0])}
    for kind, mentions in zip(KINDS, (theirs, ours), strict=True):
        for m in mentions:
            reason, other = partners.get(id(m), ("absent", ""))
            found.append(Difference(gold.doc_id, label, kind, reason, m.start_char, m.end_char, m.text, detail(m), other))
    return found


def event_detail(event: EventFacts) -> str:
    """Type, dates or congresses, persons of an event, as one reads it."""
    when = ", ".join(sorted(f"{start}..{end}" for start, end in event.dates))
    congresses = sorted(f"{kind} {', '.join(map(str, numbers))} {body}" for kind, numbers, body in event.congresses)
    parts = [f"{event.event.type} {when}".strip(), ", ".join(congresses), ", ".join(sorted(event.persons))]
    return "; ".join(part for part in parts if part)


_Pairing = Callable[[list[EventFacts], list[EventFacts]], list[tuple[EventFacts, EventFacts]]]
# which event of the other side was meant, tried in this order
_EVENT_PARTNERS: tuple[tuple[str, _Pairing], ...] = (
    ("slots", lambda gold, predicted: equal_pairs(gold, predicted, lambda e: e.key)),
    ("date", lambda gold, predicted: equal_pairs(gold, predicted, lambda e: (e.sentence, e.event.type))),
    ("type", lambda gold, predicted: touching_pairs(gold, predicted, lambda e: e.span)),
)


def _event_differences(gold: Side, predicted: Side) -> list[Difference]:
    theirs, ours = _alone(gold.events, predicted.events, lambda e: (e.key, e.congresses, e.persons))
    partners: dict[int, tuple[str, EventFacts]] = {}
    for reason, pairs in _EVENT_PARTNERS:
        rest = [[e for e in side if id(e) not in partners] for side in (theirs, ours)]
        for g, p in pairs(*rest):
            partners |= {id(g): (reason, p), id(p): (reason, g)}
    found = []
    for kind, events in zip(KINDS, (theirs, ours), strict=True):
        for e in events:
            reason, partner = partners.get(id(e), ("absent", None))
            trigger = e.event.trigger
            other = f"{partner.event.trigger.text}: {event_detail(partner)}" if partner else ""
            found.append(
                Difference(
                    gold.doc_id,
                    "events",
                    kind,
                    reason,
                    trigger.start_char,
                    trigger.end_char,
                    trigger.text,
                    event_detail(e),
                    other,
                )
            )
    return found


def _alone(gold: list[Any], predicted: list[Any], key: Callable[[Any], Hashable]) -> tuple[list[Any], list[Any]]:
    """Items that only gold has, and items that only the system has; equal keys cancel one for one."""
    both = Counter(map(key, gold)) & Counter(map(key, predicted))
    return _without(gold, Counter(both), key), _without(predicted, Counter(both), key)


def _without(items: list[Any], both: Counter[Hashable], key: Callable[[Any], Hashable]) -> list[Any]:
    left = []
    for item in items:
        if both[key(item)] > 0:
            both[key(item)] -= 1
        else:
            left.append(item)
    return left
