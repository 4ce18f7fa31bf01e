"""Joins triggers to dates, congresses and persons of their clause: one row a happening.

Kazakh puts the verb last: what says when, where and who stands before it. A date rules every verb behind it
in its sentence until the next date, but one that a participle has taken (``1977 жылы қабылданған …``) goes no
further. A date in brackets belongs to the word before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import regex
from numpy.typing import NDArray

from jylnama.document import CongressMention, DateMention, NamedMention, PersonMention
from jylnama.linking.dating import bracket_dates, dates_of, is_stretch, joined
from jylnama.linking.judge import PHRASE, judged
from jylnama.linking.lexicon import WORDS, degree, half, known_already, no_statement
from jylnama.linking.participants import goes_on, organisations, participants, places
from jylnama.linking.sentence import Sentence
from jylnama.linking.triggers import GENITIVE_END, Trigger, describes, find_triggers

_CARRIED = WORDS["carried"]
_ANAPHORIC_START = regex.compile(rf"(?i)(?:{_CARRIED['this']})?\s*(?:{_CARRIED['meetings']}|{_CARRIED['there']})(?!\p{{L}})")
_LONGEST = 4000
_GAP_STOP = regex.compile(r"[,;:()]")
_ONE_HAPPENING = frozenset(("congress", "uprising", "renaming", "birth", "death"))
_MAY_BE_NAMED = _ONE_HAPPENING | {"war", "repression", "movement"}
_DATIVE_CLAUSE = regex.compile(r"(?:[ғқ]ан|[гк]ен)[ыі]?н[ае]$")
_JUBILEE = regex.compile(rf"\s+(?:\S+\s){{0,3}}?(?:{WORDS['time']['units']})(?!\p{{L}})")
_LAST_WORD = regex.compile(r"\p{L}+$")


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event: type, trigger span in the clean text, ids of its mentions, whether the time is carried.

    How it was found: ``sure``, ``source`` and ``form`` as the trigger has them (``triggers.Trigger``); ``link``, how the
    date was joined to it. ``evidence`` is the path of all four, ``probability/link/source/form``; ``scores.csv`` counts by it.
    """

    type: str
    start: int
    end: int
    dates: list[str]
    congresses: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    carried: bool = False
    sure: float = -1.0
    link: str = ""
    source: str = ""
    form: str = ""

    @property
    def judged(self) -> bool:
        return self.sure >= 0

    @property
    def evidence(self) -> str:
        if self.carried:
            return "carried"
        level = f"{min(int(self.sure * 10), 9) / 10}" if self.judged else "unjudged"  # in tenths
        return "/".join((level, self.link, self.source, self.form))


def find_events(
    text: str,
    sentences: Sequence[tuple[int, int]],
    dates: Sequence[DateMention],
    congresses: Sequence[CongressMention],
    persons: Sequence[PersonMention],
    places: Sequence[NamedMention] = (),
    organisations: Sequence[NamedMention] = (),
    states: Mapping[int, NDArray[np.float16]] | None = None,
) -> list[FoundEvent]:
    """Events of a clean text. Mentions have offsets into it and are in order; citations' are ignored.

    states: what the name model makes of the words, [hidden] by the first offset of each.
    """
    found: list[FoundEvent] = []
    previous: list[FoundEvent] = []
    pools = [[m for m in pool if m.zone == "body"] for pool in (dates, congresses, persons, places, organisations)]
    starts = [[m.start_char for m in pool] for pool in pools]
    for start, end in _windows(text, sentences):
        parts = [pool[bisect_left(at, start) : bisect_left(at, end)] for pool, at in zip(pools, starts, strict=True)]
        sentence = Sentence(text[start:end], start, *parts, states=states or {})  # type: ignore[arg-type, misc]
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


def _sentence_events(sentence: Sentence, previous: list[FoundEvent]) -> list[FoundEvent]:
    if not sentence.dates and not sentence.congresses:
        return _carried(sentence, previous[0]) if previous and _ANAPHORIC_START.match(sentence.text) else []
    triggers = _told_now(judged(find_triggers(sentence), sentence), sentence)
    events = []
    for trigger, people, where, bodies in _with_mentions(sentence, triggers):
        dates, link = dates_of(sentence, trigger, triggers)
        congresses = _congresses_of(sentence, trigger, triggers)
        if not dates and not congresses or _is_stretch_of(dates, trigger):
            continue
        start, end = trigger.told or (trigger.start, trigger.end)
        event = FoundEvent(
            trigger.type, start, end, [d.id for d in dates], [c.id for c in congresses], people, where, bodies,
            sure=trigger.sure, link=link or "congress", source=trigger.source, form=trigger.form,
        )  # fmt: skip
        events.append(event)
    return _distinct(sorted(events + _meetings(sentence, events), key=lambda event: event.start), sentence)


def _carried(sentence: Sentence, source: FoundEvent) -> list[FoundEvent]:
    """Events of a sentence without a time of its own, which has that of an event of the sentence before."""
    return [
        FoundEvent(t.type, t.start, t.end, source.dates, source.congresses, people, where, bodies, carried=True)
        for t, people, where, bodies in _with_mentions(sentence, [t for t in find_triggers(sentence) if t.source != "bare"])
    ]


def _with_mentions(sentence: Sentence, triggers: list[Trigger]) -> Iterator[tuple[Trigger, list[str], list[str], list[str]]]:
    """Triggers, and the ids of the persons, places and organisations of each."""
    people = participants(sentence, triggers)
    return zip(triggers, people, places(sentence, triggers), organisations(sentence, triggers), strict=True)


def _is_stretch_of(dates: list[DateMention], trigger: Trigger) -> bool:
    """Whether dates say how long something was, and not when it happened: a state, a whole life (1931–1998)."""
    if trigger.momentary and is_stretch(dates):
        return True
    return trigger.type == "birth" and any(d.precision == "year" and d.start[:4] != d.end[:4] for d in dates)


def _told_now(triggers: list[Trigger], sentence: Sentence) -> list[Trigger]:
    """Without participles that only tell which thing the verb behind them speaks of (``жаңадан құрылған комитет … шешті``),
    without what a jubilee remembers (``ашылғанына елу жыл толды``), what is asked (``ашылды ма``), how much there was of
    something (``жаңа деңгейге көтерілді``), and auxiliaries alone (``нашарлап кетуіне``)."""
    kept = []
    for i, trigger in enumerate(triggers):
        here, behind = trigger.start - sentence.start, trigger.end - sentence.start
        if no_statement().match(sentence.lower, behind) or degree().search(sentence.lower, max(0, here - 40), behind):
            continue
        if (predicate := half().search(sentence.lower, max(0, here - 30), behind)) and predicate.start("half") == here:
            continue
        if _DATIVE_CLAUSE.search(sentence.lower[here:behind]) and _JUBILEE.match(sentence.lower, behind):
            continue
        of_the_next = triggers[i + 1 :] and describes(trigger, sentence)
        if not (of_the_next and known_already().search(sentence.lower, max(0, here - 20), here)):
            kept.append(trigger)
    return kept


def _distinct(events: list[FoundEvent], sentence: Sentence) -> list[FoundEvent]:
    """A battle and its outcome, a meeting's opening and its close are one: only the first is kept; of a battle that a noun
    names and the next verb tells (``Аңырақай шайқасында жеңілді``) the verb."""
    kept: list[FoundEvent] = []
    for event in _apart(events):
        same = any(_when(event) == _when(other) for other in kept)
        if same and _when(kept[-1]) == _when(event) and _only_names(kept[-1], event, sentence):
            kept[-1] = event
        elif not same or not (event.type in _ONE_HAPPENING or event.type == "war" and kept[-1].form == "converb"):
            kept.append(event)
    return kept


def _only_names(noun: FoundEvent, event: FoundEvent, sentence: Sentence) -> bool:
    """Whether an event behind a noun tells what that only names; another noun does where it is the first one's."""
    if noun.form != "noun":
        return False
    between = sentence.text[noun.end - sentence.start : event.start - sentence.start]
    if event.type not in _MAY_BE_NAMED and (noun.source != "bare" or between.strip()):  # санақ жүргізілді
        return False
    return (
        event.form != "noun"
        or GENITIVE_END.search(sentence.text, noun.start - sentence.start, noun.end - sentence.start) is not None
    )


def _apart(events: list[FoundEvent]) -> list[FoundEvent]:
    """One event for each trigger: of two that overlap the one that was judged, of two such the longer."""
    kept: list[FoundEvent] = []
    for event in events:
        if kept and event.start < kept[-1].end:
            rank = [(e.judged, e.end - e.start) for e in (kept[-1], event)]
            if rank[1] > rank[0]:
                kept[-1] = event
        else:
            kept.append(event)
    return kept


def _when(event: FoundEvent) -> tuple[str, list[str], list[str]]:
    return event.type, event.dates, event.congresses


def _meetings(sentence: Sentence, events: list[FoundEvent]) -> list[FoundEvent]:
    """A congress whose own date stands in brackets behind it was held then, whatever the verb tells of it."""
    told = {(c, d) for e in events if e.type == "congress" for c in e.congresses for d in e.dates}
    told_spans = [(e.start, e.end) for e in events if e.type == "congress"]
    found = []
    for congress in sentence.congresses:
        dates = bracket_dates(sentence, congress.end_char)
        head = congress.end_char - len(_LAST_WORD.search(congress.text).group())
        if dates and (congress.id, dates[0].id) not in told and (head, congress.end_char) not in told_spans:
            event = FoundEvent(
                "congress", head, congress.end_char, [d.id for d in dates], [congress.id],
                link="bracket", source="noun", form="noun",
            )  # fmt: skip
            found.append(event)
    return found


def _congresses_of(sentence: Sentence, trigger: Trigger, triggers: list[Trigger]) -> list[CongressMention]:
    """Congresses before the trigger; one behind another verb belongs to that verb, one that holds the trigger is alone."""
    if trigger.type == "congress" and trigger.form == "participle" and (behind := _described(sentence, trigger)):
        return [behind]
    before = [c for c in sentence.congresses if c.end_char <= trigger.start or c.start_char <= trigger.start < c.end_char]
    if not before:
        return []
    if trigger.start < before[-1].end_char:
        return [*(before[-2:-1] if len(before) > 1 and joined(sentence, *before[-2:]) else []), before[-1]]
    closed = (t.end for t in triggers if t.end <= trigger.start and t.form == "finite" and not goes_on(sentence, t))
    floor = max(closed, default=sentence.start)
    kept = [c for c in before if c.start_char >= floor]
    if trigger.type == "congress" or len(kept) < 2:
        return kept
    return kept if joined(sentence, *kept[-2:]) else kept[-1:]


def _described(sentence: Sentence, trigger: Trigger) -> CongressMention | None:
    """The congress that a participle speaks of: ``1921 жылы Мәскеуде өткен X съезд``."""
    behind = next((c for c in sentence.congresses if c.start_char >= trigger.end), None)
    return behind if behind and _is_phrase(sentence, trigger.end - sentence.start, behind.start_char - sentence.start) else None


def _is_phrase(sentence: Sentence, start: int, end: int) -> bool:
    """Whether what stands between a participle and its noun, offsets of the sentence, is short and unbroken."""
    return end - start <= PHRASE and not _GAP_STOP.search(sentence.text, start, end)
