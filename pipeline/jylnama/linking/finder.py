"""Joins triggers to dates, congresses and persons of their clause: one row a happening.

Kazakh puts the verb last: what says when, where and who stands before it. A date rules every verb behind it
in its sentence until the next date, but one that a participle has taken (``1977 жылы қабылданған …``) goes no
further. A date in brackets belongs to the word before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import regex
from numpy.typing import NDArray

from jylnama.document import CongressMention, DateMention, NamedMention, PersonMention
from jylnama.kazakh.cases import ABLATIVE, ACCUSATIVE, DATIVE, GENITIVE, LOCATIVE
from jylnama.kazakh.conjunctions import AND
from jylnama.linking.clauses import NEW_CLAUSE, OTHER_PREDICATE, PERFECT, VERB_FORM
from jylnama.linking.judge import PHRASE, judged
from jylnama.linking.lexicon import WORDS, known_already, sets_time
from jylnama.linking.participants import goes_on, organisations, participants, places
from jylnama.linking.sentence import Sentence
from jylnama.linking.triggers import (
    ATTRIBUTIVE,
    GENITIVE_END,
    LOCATIVE_END,
    Trigger,
    dates_in_bracket,
    describes,
    find_triggers,
)

_CARRIED, _CLAUSE, _TIME, _NO_TIME = (WORDS[name] for name in ("carried", "clause", "time", "no_time"))
_AFTERWARDS = f"{_TIME['after']}|{_TIME['right_after']}"
_ANAPHORIC_START = regex.compile(rf"(?i)(?:{_CARRIED['this']})?\s*(?:{_CARRIED['meetings']}|{_CARRIED['there']})(?!\p{{L}})")
_LONGEST = 4000
_GAP_STOP = regex.compile(r"[,;:()]")
_SURE = 0.7  # the judge's probability at which a verb has the date that a participle before it has, and no other
# a short ending or adverb, and the bracket behind it
_BRACKET_BEHIND = regex.compile(rf"\p{{L}}{{0,6}}(?:\s(?:{_TIME['before_bracket']}))?[.]?\s?[(\[]")
_ONE_HAPPENING = frozenset(("congress", "uprising", "renaming", "birth", "death"))
_MAY_BE_NAMED = _ONE_HAPPENING | {"war"}
_BEGINNINGS = frozenset(("birth", "founding"))  # 1905 жылы туған ақын … сайланды: not in the same year
# what may stand between such a participle and its date: where, and whose (1905 жылы Омбыда саудагердің үйінде туған)
_WHERE = regex.compile(rf"\s*(?:[\p{{L}}.-]+(?:{LOCATIVE}|{GENITIVE})\s+){{0,4}}")
_DATIVE_CLAUSE = regex.compile(r"(?:[ғқ]ан|[гк]ен)[ыі]?н[ае]$")
_JUBILEE = regex.compile(rf"\s+(?:\S+\s){{0,3}}?(?:{_TIME['units']})(?!\p{{L}})")
# 1979–1982 жылдары мектеп директоры, 1983 жылы министр болды: what lasted years needs no verb
_ITEM = regex.compile(r"\p{L}[\p{L}\s»”]*,")
_TITLE = regex.compile(r"[«“][^«»“”]*[»”]")
_LAST_WORD = regex.compile(r"\p{L}+$")
_ALONE = regex.compile(r"[\s,]*(?:[\p{L}.-]+[\s,]*){0,2}[)\]]")
_YEARS_ALONE = regex.compile(rf"\d{{4}}(?:,\s?\d{{4}})+(?:\s(?:{_TIME['years']}))?\)")
_AND = regex.compile(rf"\s{AND}\s*$")
# a noun in any case but the nominative and the locative
_ACTED_UPON = regex.compile(rf"(?:{GENITIVE}|{ACCUSATIVE}|[ыі]н|{DATIVE}|{ABLATIVE}|[ыі]н[ае])$")
_AFTER = regex.compile(rf"\p{{L}}[нтд][ае]н (?:{_AFTERWARDS})(?!\p{{L}})")
_SAYS_WHEN = regex.compile(rf"(?:{LOCATIVE}|{_TIME['says_when']})$")
# a participle before the noun that it describes; with болып, and behind which a clause of time ends, it is a verb's
_OF_A_NOUN = regex.compile(
    rf"(?<!\p{{L}}|{_CLAUSE['as']}\s)\p{{Ll}}{{2,}}(?:{PERFECT})\s+"
    rf"(?!(?:{_CLAUSE['no_noun']}|{_CLAUSE['no_noun_but_time']})(?!\p{{L}}))[\p{{L}}\d«“]"
)
# құрылғаннан кейін: no verb of the clause that goes on behind it
_TIME_CLAUSE = regex.compile(rf"\p{{Ll}}+(?:[ғқ]аннан|[гк]еннен)\s(?:{_AFTERWARDS})(?!\p{{L}})")
_LATER = regex.compile(rf",\s{_TIME['later']}(?!\p{{L}})")
_FROM = regex.compile(r"[дтн][ае]н$")
_POSTPOSED = regex.compile(rf"\s*(?:{_TIME['after']}|{_TIME['since']}|{_TIME['until']})(?!\p{{L}})")
# a date by which nothing happened: a term, what something is compared with, what is denied
_NOT_THEN = regex.compile(
    rf"\s*(?:(?:{_TIME['until']})гі(?!\p{{L}})|{_NO_TIME['not']}(?:,|\s)|(?<=[мбп]ен)\s*{_NO_TIME['compared']}\p{{Ll}}+"
    rf"|(?<=[ғқ]а|[гк]е)\s*{_NO_TIME['seen_from']}|(?<=[ғқ]а|[гк]е|на|не)\s*(?:{_NO_TIME['planned']})\p{{Ll}}+)"
)
# 1917 жылғы революцияға дейін
_UNTIL_THEN = regex.compile(
    rf"(?<=ғы|гі)\s+(?:[\p{{L}}-]+\s){{0,3}}?\p{{L}}+(?:{DATIVE}|[ыі]н[ае])\s+(?:{_TIME['until']})(?!\p{{L}})"
)
_SINCE = regex.compile(r"\p{L}[дтн][ае]н\s$")  # 1096 жылдан 1270 жылға дейінгі: from … to
# 150 жыл бұрын (1871) …: the bracket says when, if it holds no life
_YEARS_AGO = regex.compile(rf"\d\s?-?\s?{_TIME['year']}(?:{_TIME['roughly']})? {_TIME['before']}\s*[(\[]\s*$")
_DEDICATED = regex.compile(rf"\s*{_NO_TIME['dedicated']}")
_JOINS_DATES = regex.compile(rf",|(?<!\p{{L}})(?:{AND}|{_TIME['since']}|{_TIME['until']})(?!\p{{L}})")


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
    cursors = [0] * len(pools)
    for start, end in _windows(text, sentences):
        parts = []
        for i, pool in enumerate(pools):
            while cursors[i] < len(pool) and pool[cursors[i]].start_char < start:
                cursors[i] += 1
            first = cursors[i]
            while cursors[i] < len(pool) and pool[cursors[i]].start_char < end:
                cursors[i] += 1
            parts.append(pool[first : cursors[i]])
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
    carry = not sentence.dates and not sentence.congresses
    if carry and not (previous and _ANAPHORIC_START.match(sentence.text)):
        return []
    triggers = find_triggers(sentence)
    if not carry:
        triggers = _told_now(judged(triggers, sentence), sentence)
    people = participants(sentence, triggers)
    where, bodies = places(sentence, triggers), organisations(sentence, triggers)
    slots = list(zip(triggers, people, where, bodies, strict=True))
    if carry:
        source = previous[0]
        return [
            FoundEvent(t.type, t.start, t.end, source.dates, source.congresses, who, at, body, carried=True)
            for t, who, at, body in slots
        ]
    events = []
    for trigger, who, at, body in slots:
        dates, link = _dates_of(sentence, trigger, triggers)
        congresses = _congresses_of(sentence, trigger, triggers)
        if not dates and not congresses or trigger.momentary and _is_stretch(dates):
            continue
        if trigger.type == "birth" and any(d.precision == "year" and d.start[:4] != d.end[:4] for d in dates):
            continue  # (1931–1998): a whole life
        ids = [congress.id for congress in congresses]
        start, end = trigger.told or (trigger.start, trigger.end)
        found = {"sure": trigger.sure, "link": link or "congress", "source": trigger.source, "form": trigger.form}
        events.append(FoundEvent(trigger.type, start, end, [d.id for d in dates], ids, who, at, body, **found))  # type: ignore[arg-type]
    return _distinct(sorted(events + _meetings(sentence, events), key=lambda event: event.start), sentence)


def _told_now(triggers: list[Trigger], sentence: Sentence) -> list[Trigger]:
    """Without participles that only tell which thing the verb behind them speaks of (``жаңадан құрылған комитет … шешті``),
    and without what a jubilee remembers (``ашылғанына елу жыл толды``)."""
    kept = []
    for i, trigger in enumerate(triggers):
        here, behind = trigger.start - sentence.start, trigger.end - sentence.start
        if _DATIVE_CLAUSE.search(sentence.lower[here:behind]) and _JUBILEE.match(sentence.lower, behind):
            continue
        of_the_next = triggers[i + 1 :] and describes(trigger, sentence)
        if not (of_the_next and known_already().search(sentence.lower, max(0, here - 20), here)):
            kept.append(trigger)
    return kept


def _keeps_its_dates(trigger: Trigger, sentence: Sentence) -> bool:
    """Whether the date of a noun says nothing of the verb behind it: ``1916 жылғы көтерілісті зерттеді``; a time that it sets
    does: ``1916 жылғы көтерілістен кейін``, ``1916 жылғы жиында``, and so does a meeting that acts: ``1926 жылғы съезд … бекітті``."""
    if trigger.source != "noun" or trigger.told or not (trigger.dates and ATTRIBUTIVE.search(trigger.dates[-1].text)):
        return False
    start, end = trigger.start - sentence.start, trigger.end - sentence.start
    if trigger.type == "congress" and not _ACTED_UPON.search(sentence.lower, start, end):
        return False
    return not (LOCATIVE_END.search(sentence.lower, start, end) or sets_time().match(sentence.lower, end))


def _distinct(events: list[FoundEvent], sentence: Sentence) -> list[FoundEvent]:
    """A battle and its outcome, a meeting's opening and its close are one: only the first is kept; of a battle that a noun
    names and the next verb tells (``Аңырақай шайқасында жеңілді``) the verb."""
    kept: list[FoundEvent] = []
    for event in _apart(events):
        same = any(_when(event) == _when(other) for other in kept)
        if same and event.type in _MAY_BE_NAMED and _when(kept[-1]) == _when(event) and _only_names(kept[-1], event, sentence):
            kept[-1] = event
        elif not same or not (event.type in _ONE_HAPPENING or event.type == "war" and kept[-1].form == "converb"):
            kept.append(event)
    return kept


def _only_names(noun: FoundEvent, event: FoundEvent, sentence: Sentence) -> bool:
    """Whether an event behind a noun tells what that only names; another noun does where it is the first one's."""
    if noun.source != "noun":
        return False
    return (
        event.source != "noun"
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
        dates = _bracket_dates(sentence, congress.end_char)
        head = congress.end_char - len(_LAST_WORD.search(congress.text).group())
        if dates and (congress.id, dates[0].id) not in told and (head, congress.end_char) not in told_spans:
            found.append(
                FoundEvent(
                    "congress",
                    head,
                    congress.end_char,
                    [d.id for d in dates],
                    [congress.id],
                    link="bracket",
                    source="noun",
                    form="noun",
                )
            )
    return found


def _dates_of(sentence: Sentence, trigger: Trigger, triggers: list[Trigger]) -> tuple[list[DateMention], str]:
    """Dates that say when, and how they are joined to the trigger."""
    if trigger.dates:
        return list(trigger.dates), "own"
    bracketed = _bracket_dates(sentence, trigger.end, behind_noun=trigger.source == "noun")
    if bracketed:
        return bracketed, "bracket"
    usable = [d for d in sentence.dates if d.end_char <= trigger.start and not _is_aside(sentence, d, trigger.start)]
    of_others = {d.id for t in triggers if t.type != trigger.type and _keeps_its_dates(t, sentence) for d in t.dates}
    usable = [d for d in usable if d.id not in of_others]
    if trigger.source == "verb":
        of_nouns = {d.id for t in triggers if t.source == "noun" for d in t.dates}
        usable = [d for d in usable if d.id not in of_nouns] if len(of_nouns) < len(usable) else usable
        if usable and all(d.id in of_nouns for d in usable):
            return [], ""
    of_meetings = _meeting_dates(sentence, trigger, usable)
    if of_meetings:
        return of_meetings, "meeting"
    if not usable:
        return ([] if trigger.source == "verb" else _phrase_dates(sentence, trigger)), "phrase"
    usable = _adverbial(sentence, usable, trigger, triggers)
    nearest = usable[-1]
    between = [t for t in triggers if nearest.end_char <= t.start and t.end <= trigger.start and t.source != "noun"]
    here = trigger.start - sentence.start
    between = [t for t in between if not sentence.in_closed_bracket(t.start - sentence.start, here)]
    if between and between[0].form == "participle":
        # the date is the participle's: the one before it, if any, is the clause's
        born_then = between[0].type in _BEGINNINGS and _WHERE.fullmatch(
            sentence.text, nearest.end_char - sentence.start, between[0].start - sentence.start
        )
        own = _group(sentence, usable)
        earlier = [
            d
            for d, after in pairwise(usable)
            if d not in own and not any(d.end_char <= t.start < after.start_char for t in triggers)
        ]
        if not earlier and trigger.sure >= _SURE and not born_then:  # … өткен құрылтай … хан көтерді: at that meeting
            return own, "participle"
        return ([earlier[-1]], "outer") if earlier else ([], "")
    if between and (
        _AFTER.search(sentence.text, between[-1].end - sentence.start, here)
        or _LATER.match(sentence.text, between[-1].end - sentence.start)
    ):
        return [], ""  # later, and nothing says when: … құрылды, бірақ төңкерістен кейін …; … құрылып, кейін …
    group = _group(sentence, usable)
    if len(group) == 1 and group[0].precision in ("century", "decade"):
        # ХІХ ғасырда Орта жүзде (1822), Кіші жүзде (1824) жойылды: the brackets say it more exactly
        within = [d for d in _phrase_dates(sentence, trigger) if group[0].start <= d.start and d.end <= group[0].end]
        if within:
            return within, "phrase"
    return group, "clause" if not between else "shared"


def _adverbial(sentence: Sentence, dates: list[DateMention], trigger: Trigger, triggers: list[Trigger]) -> list[DateMention]:
    """Without a last date that only tells which thing, or whom, the clause speaks of, where the clause has one that says when:
    ``1926 жылы 18 ақпанда … 1925 жылғы Конституцияны ескере отырып қабылданды``, ``1937 жылы 1920 жылдан бері істеген зауыт
    жабылды``. One within the other is kept."""
    if len(dates) < 2:
        return dates
    before, last = dates[-2:]
    if not (ATTRIBUTIVE.search(last.text) or _is_of_attribute(sentence, before, last, trigger, triggers)):
        return dates
    gap = _TIME_CLAUSE.sub(" ", sentence.text[before.end_char - sentence.start : last.start_char - sentence.start])
    own = ATTRIBUTIVE.search(before.text) or VERB_FORM.search(gap) or NEW_CLAUSE.search(gap) or _nested(before, last)
    return dates if own else dates[:-1]


def _is_of_attribute(
    sentence: Sentence, before: DateMention, last: DateMention, trigger: Trigger, triggers: list[Trigger]
) -> bool:
    """Whether a date is that of a participle which describes a noun of the trigger's clause, and is no happening itself, and
    another date stands before it in the same clause."""
    gap = sentence.text[before.end_char - sentence.start : last.start_char - sentence.start]
    if "," in gap or _AND.search(gap) or not _SAYS_WHEN.search(before.text):
        return False
    participle = _OF_A_NOUN.search(sentence.text, last.end_char - sentence.start, trigger.start - sentence.start)
    if participle is None or trigger.form == "participle":
        return False
    if any(last.end_char <= t.start < sentence.start + participle.end() for t in triggers if t is not trigger):
        return False
    head = sentence.text[last.end_char - sentence.start : participle.start()]
    return "," not in head and not VERB_FORM.search(head)


def _is_stretch(dates: list[DateMention]) -> bool:
    """Whether dates tell from when to when: several, or one of more than a year."""
    return len(dates) > 1 or any(d.start and d.end and d.start[:4] != d.end[:4] and not d.relative for d in dates)


def _group(sentence: Sentence, dates: list[DateMention]) -> list[DateMention]:
    """The last date with those before it that the same verb governs: ``1918 жылы …, 1920 жылы … құрылды``."""
    group = [dates[-1]]
    for date in reversed(dates[:-1]):
        gap = sentence.text[date.end_char - sentence.start : group[0].start_char - sentence.start]
        ends = not gap.strip() and _FROM.search(date.text)  # 5-октябрден 13-октябрге дейін
        since = _FROM.search(date.text) and not _FROM.search(group[0].text)  # 1905 жылдан мүшесі, 1906 жылы сайланды
        if (since or _is_stretch([date])) and not _is_stretch([group[0]]) and _ITEM.search(gap):
            break
        if not ends and (VERB_FORM.search(gap) or OTHER_PREDICATE.search(gap) or not _JOINS_DATES.search(gap)):
            break
        group.insert(0, date)
    return [d for d in group if d is group[-1] or not _nested(d, group[-1])]


def _nested(date: DateMention, last: DateMention) -> bool:
    """Whether one of two dates holds the other: ``1904 жылдың жазында, 23 июньде`` is the day."""
    return date.start <= last.start and last.end <= date.end or last.start <= date.start and date.end <= last.end


def _is_aside(sentence: Sentence, date: DateMention, trigger: int) -> bool:
    """Dates in brackets that do not hold the trigger too, out of its brackets, behind a semicolon, or of a dedication."""
    start, end = date.start_char - sentence.start, date.end_char - sentence.start
    at = trigger - sentence.start
    if _NOT_THEN.match(sentence.text, end) and not _SINCE.search(sentence.text, max(0, start - 20), start):
        return True
    if _UNTIL_THEN.match(sentence.text, end):
        return True
    if _YEARS_AGO.search(sentence.text, max(0, start - 40), start) and not _is_stretch([date]):
        return False
    between = sentence.text[end:at]
    if any(a < start and end <= b and not a < at < b for a, b in sentence.titles):
        return True
    if _DEDICATED.match(sentence.text, end) or ";" in between or (":" in between and _POSTPOSED.match(between)):
        return True
    return sentence.in_closed_bracket(start, at) or sentence.depth(start) < sentence.depth(at)


def _bracket_dates(sentence: Sentence, end: int, *, behind_noun: bool = True) -> list[DateMention]:
    """Dates of the brackets right behind ``end`` (an offset of the text); a short ending or adverb may stand between."""
    at = _BRACKET_BEHIND.match(sentence.text, end - sentence.start)
    return dates_in_bracket(sentence, sentence.start + at.end() - 1, behind_noun=behind_noun) if at else []


def _meeting_dates(sentence: Sentence, trigger: Trigger, dates: list[DateMention]) -> list[DateMention]:
    """The bracketed dates of the congresses that the trigger's clause speaks of, where they are nearer than other dates."""
    before = [c for c in sentence.congresses if c.end_char <= trigger.start]
    if not before or (dates and dates[-1].end_char > before[-1].start_char):
        return []
    found = _bracket_dates(sentence, before[-1].end_char)
    for left, right in zip(reversed(before[:-1]), reversed(before), strict=False):
        if not found or not _joined(sentence, left, right):
            break
        found = _bracket_dates(sentence, left.end_char) + found
    return found


def _phrase_dates(sentence: Sentence, trigger: Trigger) -> list[DateMention]:
    """Dates in brackets behind what the clause speaks of, where it has no other: ``А (1864), Ә (1871) жарық көрді``."""
    found = []
    for date in sentence.dates:
        if date.end_char > trigger.start or not sentence.in_closed_bracket(
            date.start_char - sentence.start, trigger.start - sentence.start
        ):
            continue
        head = sentence.text[: date.start_char - sentence.start].rstrip(" ([")
        of_person = any(p.end_char - sentence.start == len(head) for p in sentence.persons)
        gap = sentence.text[date.end_char - sentence.start : trigger.start - sentence.start]
        alone = _ALONE.match(gap) and head[-1:] not in ",;:" or _bracket_of_years(sentence, date)
        if alone and not of_person and not VERB_FORM.search(_TITLE.sub(" ", gap)) and ";" not in gap:
            found.append(date)
    return found


def _bracket_of_years(sentence: Sentence, date: DateMention) -> bool:
    """Whether a date stands in a bracket that holds years alone: ``жинақтары (1932, 1933, 1975 жылдары) жарық көрді``."""
    opening = sentence.text.rfind("(", 0, date.start_char - sentence.start)
    return opening >= 0 and _YEARS_ALONE.match(sentence.text, opening + 1) is not None


def _congresses_of(sentence: Sentence, trigger: Trigger, triggers: list[Trigger]) -> list[CongressMention]:
    """Congresses before the trigger; one behind another verb belongs to that verb, one that holds the trigger is alone."""
    if trigger.type == "congress" and trigger.form == "participle" and (behind := _described(sentence, trigger)):
        return [behind]
    before = [c for c in sentence.congresses if c.end_char <= trigger.start or c.start_char <= trigger.start < c.end_char]
    if not before:
        return []
    if trigger.start < before[-1].end_char:
        return [*(before[-2:-1] if len(before) > 1 and _joined(sentence, *before[-2:]) else []), before[-1]]
    closed = (t.end for t in triggers if t.end <= trigger.start and t.form == "finite" and not goes_on(sentence, t))
    floor = max(closed, default=sentence.start)
    kept = [c for c in before if c.start_char >= floor]
    if trigger.type == "congress" or len(kept) < 2:
        return kept
    return kept if _joined(sentence, *kept[-2:]) else kept[-1:]


def _described(sentence: Sentence, trigger: Trigger) -> CongressMention | None:
    """The congress that a participle speaks of: ``1921 жылы Мәскеуде өткен X съезд``."""
    behind = next((c for c in sentence.congresses if c.start_char >= trigger.end), None)
    return behind if behind and _is_phrase(sentence, trigger.end - sentence.start, behind.start_char - sentence.start) else None


def _is_phrase(sentence: Sentence, start: int, end: int) -> bool:
    """Whether what stands between a participle and its noun, offsets of the sentence, is short and unbroken."""
    return end - start <= PHRASE and not _GAP_STOP.search(sentence.text, start, end)


def _joined(sentence: Sentence, left: CongressMention, right: CongressMention) -> bool:
    gap = sentence.text[left.end_char - sentence.start : right.start_char - sentence.start]
    return _AND.search(gap) is not None
