"""Joins triggers to dates, congresses and persons of their clause: one row a happening.

Kazakh puts the verb last: what says when, where and who stands before it. A date rules every verb behind it
in its sentence until the next date, but one that a participle has taken (``1977 жылы қабылданған …``) goes no
further. A date in brackets belongs to the word before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from jylnama.document import CongressMention, DateMention, PersonMention
from jylnama.linking.lexicon import TriggerPattern, patterns, state_verbs, states, stop_after

_ANAPHORIC_START = regex.compile(r"(?i)(?:осы|бұл|сол)?\s*(?:съез(?!ден)\p{L}*|пленум\p{L}*|конференция\p{L}*|құрылтай\p{L}*|жиналыс\p{L}*|онда|мұнда|сонда)(?!\p{L})")
_LONGEST = 4000
_BRACKETED = regex.compile(r"[(\[][^()\[\]]*(?:\([^()]*[)\]][^()\[\]]*)*[)\]]")
_BRACKETS = regex.compile(r"[()\[\]]")
_VERB_FORM = regex.compile(r"\p{L}{2,}(?:[ыі]п|[ғқ]ан|[гк]ен|[ғқ]ан(?:н[ае]н|да|ы)|[гк]ен(?:нен|де|і)|л[дт][ыі]|н[дт][ыі]|с[т][ыі]|[ае]ды|[ае]ді)(?!\p{L})")
# the finite past verb that closes a sentence, with an auxiliary
_LAST_VERB = regex.compile(
    r"(?P<verb>(?<!\p{L})(?:\p{L}+[ыі]?п\s)?\p{L}{2,}(?:[дт][ыі]|[ғқ]ан|[гк]ен|[аеи]ді|[аы]ды))[.!…]?[\"»”)]*$"
)
_NEW_CLAUSE = regex.compile(r"(?<!\p{L})(?:ал|бірақ|алайда)(?!\p{L})")
_NEGATED = regex.compile(r"[мбп][ае](?:[дт][ыі]|[ғг][ае]н|й[дт][ыі])$")
_DEDICATED = regex.compile(r"\s*арналған")
_QUOTED = regex.compile(r"[«“][^»”\n]{0,600}[»”]")
# endings of a doer or of one to whom it was done: none, accusative; plural as well
_OTHER_CASE = regex.compile(r"(?:[нтд][ыі]ң|[ғқ]а|[гк]е|[дт][ае]н|н[ае]н|[мбп]ен|[дт][ае])$")


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event: type, trigger span in the clean text, ids of its mentions, whether the time is carried, score."""

    type: str
    start: int
    end: int
    dates: list[str]
    congresses: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    carried: bool = False
    score: float = 0.5


@dataclass(frozen=True, slots=True)
class _Trigger:
    type: str
    start: int
    end: int
    form: str
    light: bool


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    start: int
    dates: list[DateMention]
    congresses: list[CongressMention]
    persons: list[PersonMention]


def find_events(
    text: str,
    sentences: Sequence[tuple[int, int]],
    dates: Sequence[DateMention],
    congresses: Sequence[CongressMention],
    persons: Sequence[PersonMention],
) -> list[FoundEvent]:
    """Events of a clean text. Mentions have offsets into it and are in order; citations' are ignored."""
    found: list[FoundEvent] = []
    previous: list[FoundEvent] = []
    pools = [[m for m in pool if m.zone == "body"] for pool in (dates, congresses, persons)]
    cursors = [0, 0, 0]
    for start, end in _windows(text, sentences):
        parts = []
        for i, pool in enumerate(pools):
            while cursors[i] < len(pool) and pool[cursors[i]].start_char < start:
                cursors[i] += 1
            first = cursors[i]
            while cursors[i] < len(pool) and pool[cursors[i]].start_char < end:
                cursors[i] += 1
            parts.append(pool[first : cursors[i]])
        sentence = _Sentence(text[start:end], start, *parts)  # type: ignore[arg-type]
        events = _sentence_events(sentence, previous)
        found += events
        if sentence.dates or sentence.congresses:
            previous = events
        elif not events:
            previous = []
    return found


def _windows(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences; one of monstrous length (a list, a broken source) in stretches, so that time stays linear."""
    for start, end in sentences:
        while end - start > _LONGEST:
            blank = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
            cut = blank if blank > 0 else start + _LONGEST
            yield start, cut
            start = cut
        yield start, end


def _sentence_events(sentence: _Sentence, previous: list[FoundEvent]) -> list[FoundEvent]:
    carry = not sentence.dates and not sentence.congresses
    if carry and not (previous and _ANAPHORIC_START.match(sentence.text)):
        return []
    events = []
    triggers = _triggers(sentence)
    for trigger in triggers:
        if carry:
            source = previous[0]
            event = FoundEvent(
                trigger.type, trigger.start, trigger.end, source.dates, source.congresses,
                _participants(sentence, trigger, triggers), carried=True, score=0.4,
            )  # fmt: skip
            events.append(event)
            continue
        dates, score = _dates_of(sentence, trigger, triggers)
        congresses = _congresses_of(sentence, trigger, triggers)
        if not dates and not congresses:
            continue
        people = _participants(sentence, trigger, triggers)
        ids = [congress.id for congress in congresses]
        score = score or 0.6
        events.append(
            FoundEvent(trigger.type, trigger.start, trigger.end, [d.id for d in dates], ids, people, score=score)
        )
    return sorted(events + _meetings(sentence, events), key=lambda event: event.start)


def _meetings(sentence: _Sentence, events: list[FoundEvent]) -> list[FoundEvent]:
    """A congress whose own date stands in brackets behind it was held then, whatever the verb tells of it."""
    told = {(c, d) for e in events if e.type == "congress" for c in e.congresses for d in e.dates}
    found = []
    for congress in sentence.congresses:
        dates = _bracket_date(sentence, congress.end_char)
        if dates and (congress.id, dates[0].id) not in told:
            head = congress.end_char - len(regex.search(r"\p{L}+$", congress.text).group())
            found.append(FoundEvent("congress", head, congress.end_char, [d.id for d in dates], [congress.id], score=0.8))
    return found


def _triggers(sentence: _Sentence) -> list[_Trigger]:
    """Triggers of a sentence, not overlapping; the more particular type wins."""
    lower = sentence.text.lower()
    if len(lower) != len(sentence.text):  # a letter whose lower case is longer: offsets would slip
        lower = sentence.text
    masked = _masked(sentence, lower)
    quoted = [m.span() for m in _QUOTED.finditer(sentence.text)]
    taken: list[_Trigger] = []
    for row in patterns():
        for match in row.pattern.finditer(masked if row.light else lower):
            trigger = _trigger(row, match, sentence.start)
            if trigger is None or any(a <= match.start("head") < b for a, b in quoted):
                continue
            head = match.start("head")
            if sentence.text[head].isupper() and head and " " not in match["head"]:  # Біріккен Ұлттар
                continue
            if stop_after().match(lower, match.end()) or _is_state(lower, match, row):
                continue
            if all(trigger.end <= t.start or trigger.start >= t.end for t in taken):
                taken.append(trigger)
    taken += _last_verb(sentence, taken)
    return sorted(taken, key=lambda trigger: trigger.start)


def _masked(sentence: _Sentence, lower: str) -> str:
    """The sentence with blanks for its dates and brackets, which may stand between a noun and its verb."""
    letters = list(lower)
    spans = [(d.start_char - sentence.start, d.end_char - sentence.start) for d in sentence.dates]
    for start, end in spans + [m.span() for m in _BRACKETED.finditer(lower)]:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _last_verb(sentence: _Sentence, taken: list[_Trigger]) -> list[_Trigger]:
    """The sentence's closing verb, of type ``other``, where a date stands that no trigger has taken."""
    match = _LAST_VERB.search(sentence.text)
    if not match or not sentence.dates or _NEGATED.search(match["verb"]):
        return []
    if state_verbs().search(match["verb"].lower()):
        return []
    start, end = (sentence.start + at for at in match.span("verb"))
    last_date = sentence.dates[-1].end_char
    if any(t.end > start or (t.start >= last_date and t.form != "participle") for t in taken):
        return []
    return [_Trigger("other", start, end, "finite", False)]


def _trigger(row: TriggerPattern, match: regex.Match[str], offset: int) -> _Trigger | None:
    groups = match.groupdict()
    if groups.get("neg"):
        return None
    form = next((name for name in ("finite", "participle", "converb", "present") if groups.get(name)), "finite")
    if form == "participle" and groups.get("case"):
        form = "subordinate"
    if row.type == "other" and form in ("participle", "subordinate"):
        return None  # `жүргізген саясат`: an attribute, hardly a happening of its own
    if row.noun:
        form = "noun"
    start, end = match.span("head")
    return _Trigger(row.type, offset + start, offset + end, form, row.light)


def _is_state(lower: str, match: regex.Match[str], row: TriggerPattern) -> bool:
    return row.type == "other" and states().search(lower, max(0, match.start() - 40), match.start()) is not None


def _dates_of(sentence: _Sentence, trigger: _Trigger, triggers: list[_Trigger]) -> tuple[list[DateMention], float]:
    """Dates that say when, and how sure that is."""
    bracketed = _bracket_date(sentence, trigger.end)
    if bracketed:
        return bracketed, 0.85
    before = [d for d in sentence.dates if d.end_char <= trigger.start and not _is_aside(sentence, d, trigger.start)]
    meeting = next((c for c in reversed(sentence.congresses) if c.end_char <= trigger.start), None)
    if meeting and (not before or before[-1].end_char <= meeting.start_char):
        of_meeting = _bracket_date(sentence, meeting.end_char)
        if of_meeting:
            return of_meeting, 0.85
    if not before:
        return [], 0.0
    nearest = before[-1]
    between = [t for t in triggers if nearest.end_char <= t.start < trigger.start]
    if any(t.form == "participle" for t in between[:1]):
        # the date is the participle's: the one before it, if any, is the clause's
        earlier = [d for d in before[:-1] if not any(d.end_char <= t.start < nearest.start_char for t in triggers)]
        return ([earlier[-1]], 0.6) if earlier else ([], 0.0)
    group = [nearest]
    for date in reversed(before[:-1]):
        gap = sentence.text[date.end_char - sentence.start : group[0].start_char - sentence.start]
        if _VERB_FORM.search(gap) or _NEW_CLAUSE.search(gap) or not regex.search(r",|және|мен |пен |бастап|бері", gap):
            break
        group.insert(0, date)
    return group, 0.9 if not between else 0.7


def _is_aside(sentence: _Sentence, date: DateMention, trigger: int) -> bool:
    """Dates in brackets that do not hold the trigger too, and what something is dedicated to."""
    if _DEDICATED.match(sentence.text, date.end_char - sentence.start):
        return True
    return _in_closed_bracket(sentence.text, date.start_char - sentence.start, trigger - sentence.start)


def _in_closed_bracket(text: str, start: int, until: int) -> bool:
    """Whether ``start`` stands in a bracket that is closed before ``until``."""
    depth = 0
    for match in _BRACKETS.finditer(text, 0, start):
        depth = depth + 1 if match.group() in "([" else max(0, depth - 1)
    if not depth:
        return False
    for match in _BRACKETS.finditer(text, start, until):
        depth += 1 if match.group() in "([" else -1
        if not depth:
            return True
    return False


def _bracket_date(sentence: _Sentence, end: int) -> list[DateMention]:
    """A date in brackets right behind ``end`` (an offset of the text)."""
    for date in sentence.dates:
        gap = sentence.text[end - sentence.start : date.start_char - sentence.start] if date.start_char >= end else ""
        behind = sentence.text[date.end_char - sentence.start :]
        if gap and regex.fullmatch(r"\p{L}{0,6}\s?[(\[]\s?", gap) and (
            date.text.endswith("]") or regex.match(r"[^()\[\]]{0,40}[)\]]", behind)
        ):
            return [date]
    return []


def _congresses_of(sentence: _Sentence, trigger: _Trigger, triggers: list[_Trigger]) -> list[CongressMention]:
    """Congresses before the trigger; one behind another verb belongs to that verb."""
    before = [c for c in sentence.congresses if c.end_char <= trigger.start or c.start_char <= trigger.start < c.end_char]
    if not before:
        return []
    floor = max((t.end for t in triggers if t.end <= trigger.start and t.form == "finite"), default=sentence.start)
    kept = [c for c in before if c.start_char >= floor]
    if trigger.type == "congress" or len(kept) < 2:
        return kept
    return kept[-1:] if not _joined(sentence, kept) else kept


def _joined(sentence: _Sentence, congresses: list[CongressMention]) -> bool:
    gap = sentence.text[congresses[-2].end_char - sentence.start : congresses[-1].start_char - sentence.start]
    return regex.search(r"\s(?:мен|пен|бен|және)\s*$", gap) is not None


def _participants(sentence: _Sentence, trigger: _Trigger, triggers: list[_Trigger]) -> list[str]:
    """Persons of the trigger's clause in the nominative or accusative: doers and those to whom it was done."""
    floor = max((t.end for t in triggers if t.end <= trigger.start), default=sentence.start)
    people = []
    for person in sentence.persons:
        if not floor <= person.start_char < trigger.start:
            continue
        if _in_closed_bracket(sentence.text, person.start_char - sentence.start, trigger.start - sentence.start):
            continue
        ending = person.text[len(person.name) :] if person.text.startswith(person.name) else person.text
        if not _OTHER_CASE.search(ending) or person.text == person.name:
            people.append(person.id)
    return people
