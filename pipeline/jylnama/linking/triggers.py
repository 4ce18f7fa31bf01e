"""Finds the words of a sentence that name past happenings: verbs with their nouns, nouns with dates of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from jylnama.document import CongressMention, DateMention, NamedMention, PersonMention
from jylnama.linking.lexicon import (
    TriggerPattern,
    aside,
    candidates,
    frame,
    framed_bracket,
    happenings,
    held,
    outside,
    state_verbs,
    states,
    stop_after,
    trend,
)  # fmt: skip

BRACKETED = regex.compile(r"[(\[][^()\[\]]*(?:\([^()]*[)\]][^()\[\]]*)*[)\]]")
_QUOTED = regex.compile(r"[«“][^»”\n]{0,600}[»”]")
# a verb that may close a clause or stand before a noun; names are upper case and no verbs
VERB_FORM = regex.compile(
    r"(?<!\p{L})\p{Ll}{2,}(?:[ыі]п|[ғқ]ан|[гк]ен|[ғқ]ан(?:н[ае]н|да|ы)|[гк]ен(?:нен|де|і)|[лнст][дт][ыі]|[ае]ды|[ае]ді|[ае]п(?=,)|[дт][ыі](?=,)|с[ае](?=,| [дт][ае],))(?!\p{L})"
)
# the end of a clause before a verb: another verb with a comma, a semicolon, a conjunction
_CLAUSE_END = regex.compile(
    r"(?:(?<!\p{L})\p{Ll}{2,}(?:[дт][ыі]|[ғқ]ан|[гк]ен|[ыіаеу]п)(?: [дт][ае])?,|;|(?<!\p{L})(?:ал|бірақ|алайда)(?!\p{L}))\s"
)
# finite past at the end of a clause, a perfect only at the end of a sentence; with the converb before an auxiliary
_FINITE = regex.compile(
    r"(?<![\p{L}-])(?P<verb>(?:(?!деп|етіп)\p{Ll}+[ыіае]?п\s)?\p{Ll}{2,}(?:[дт][ыі]м?(?=(?: [дт][ае])?\s*(?:[.;!…»”]|$))|(?:[ыі]л|[ыі]н|[дт][ыі]р|[лдт][ае])[дт][ыі](?=(?: [дт][ае])?,)|(?:[ғқ]ан|[гк]ен)(?=\s*(?:[.;!…]|$))))"
)
# `… құрылса, … қабылданды`: the conditional sets two facts side by side where the sentence ends in a plain past
_TOLD = regex.compile(r"(?<!(?:р|уші|ші) е)(?<!ес)(?:[дт][ыі]|[ғқ]ан|[гк]ен)(?:\s*[(\[][^()]*[)\]])*[.!…»”]*\s*$")
# the narrative present of stems that end in a consonant; -лады of other stems is a past (жариялады)
_PRESENT = regex.compile(
    r"(?:(?<!\p{L})(?:кел|ал|бол|сал|қал|айт|кет|ет|өт|жет|тарт|бер|көр|бар|шығ|жүр|тұр|отыр|жат|түс|қоя|жаз|көш|жаб|таб|шаб|біл|өл|ем|сүй|аш|қаш|бас|кес|ұш|құр|кір|өс|ұста|көтер|өзгер|жібер|ег|бөл|қос|тос|қаз|жүз|бұз|сез|өлш|көн|сен|мін|қон|жан)|(?<!талқ)(?<!жет)[ыі]л|[ыі]н|[дт][ыі]р|[ғқ]ыз|[гк]із|(?<!жұм)[ыі]с)(?:ады|еді)$|[йи]д[ыі]$"
)
_NEGATED = regex.compile(r"[мбп][ае](?:[дт][ыі]|[ғг][ае]н|й[дт][ыі])$")
_TIME_CLAUSE = regex.compile(r"\s(?:соң|кезде|кезінде|шақта|тұста|сәтте|күні)(?!\p{L})")
_OBLIQUE = regex.compile(r"(?:[тд][ае]н?|н[ае]н?|[қғкг][ае]|[нтд][ыі]ң|мен|пен|бен)$")
# a meeting as subject or setting; `жиналыс`, `кеңес` are as often bodies
_STANDING = regex.compile(
    r"(?:съезд?|сьезд?|сиезд?|пленум|конференция|сессия)[сш]?[ыі]?(?:н?[дт][ае])?|(?:жиналыс|жиылыс|құрылтай|мәжіліс|отырыс|жиын|конгресс?|форум|слет|симпозиум)[ыі]?н?[дт][ае]"
)
_DISCUSSION = regex.compile(r"(?:талқыла|қара(?:ды|лды|стыр)|тыңда)")
_BARE = regex.compile(r"(?:с|т|з|л|я|м|й|к|қ|у|н|р|д)$")
_POSSESSED = regex.compile(r"\s+\p{Ll}{2,}(?:[сш]?[ыі]|[сш]?[ыі]н[ае]?|[сш]?[ыі]н[дт][ае]н?|[сш]?[ыі]н[ыі]ң|[сш]?[ыі]мен|л[ае]р[ыі]\p{Ll}*|тар[ыі]\p{Ll}*|тер[ыі]\p{Ll}*)(?!\p{L})")
_BEFORE_UNTIL = regex.compile(r"\s+(?:дейін|шейін|қарай|алдында|қарсаңында)(?!\p{L})")
_ATTRIBUTIVE = regex.compile(r"(?:ғы|гі)$")
_DATIVE = regex.compile(r"(?:[ғқ]а|[гк]е|[ыі]н[ае])$")
_LEADS_TO = regex.compile(r"\s+(?:алып кел|әкел|ұлас|апар|соқтыр|айнал)")
_ACCUSATIVE = regex.compile(r"(?:[нтд][ыі]|[сш]?[ыі]н)$")
_POSTPOSED = regex.compile(r"\s*(?:кейін|бері|дейін|шейін|бастап|соң)(?!\p{L})")
# verbal nouns of these name a happening as such: құрылуы, ыдырауы; of others only passive ones (қабылдануы, but қабылдауы: a reception)
_VERBAL_TYPES = frozenset(
    ("founding", "dissolution", "takeover", "movement", "treaty", "repression", "death", "birth", "congress")
)
_PASSIVE_TYPES = frozenset(("renaming", "adoption", "appointment", "publication"))
_PASSIVE = regex.compile(r"(?:[лн]|көр)у[ыі]")


_VERBAL_BEHIND = regex.compile(r"\s+\p{Ll}+у(?:ды|ді|ға|ге|дан|ден|дың|дің)(?!\p{L})")
# types of converbs that may only tell how the next verb was done
_MANNER = frozenset(("movement", "war", "other"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its mentions; ``start`` is its offset, mentions' offsets count in the whole text."""

    text: str
    start: int
    dates: list[DateMention]
    congresses: list[CongressMention]
    persons: list[PersonMention]
    places: list[NamedMention]
    organisations: list[NamedMention]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger span in the whole text. ``form`` is finite, present, participle, subordinate, converb, verbal or noun.

    ``source``: ``lexicon`` (a word known for its type), ``noun`` (with ``dates`` of its own), or ``verb`` (any finite verb).
    ``momentary``: a state, and no happening, where its time is a stretch. ``reach``: where the whole predicate
    starts, with nouns that are no part of the trigger (``шабуыл жасады``).
    """

    type: str
    start: int
    end: int
    form: str
    source: str
    dates: tuple[DateMention, ...] = ()
    momentary: bool = False
    reach: int = -1

    def meets(self, start: int, end: int) -> bool:
        """Whether its predicate and a stretch of the text overlap."""
        return (self.start if self.reach < 0 else self.reach) < end and start < self.end


def find_triggers(sentence: Sentence) -> list[Trigger]:
    """Triggers of a sentence in text order, not overlapping."""
    lower = sentence.text.lower()
    if len(lower) != len(sentence.text):  # a letter whose lower case is longer: offsets would slip
        lower = sentence.text
    undated = _masked(sentence, lower, brackets=False)
    masked = _masked(sentence, lower, brackets=True)
    quoted = [m.span() for m in _QUOTED.finditer(sentence.text)]
    taken: list[Trigger] = []
    nouns: list[tuple[int, int]] = []  # of light verbs: they are no happenings of their own
    for row, at in candidates(undated):
        match = row.pattern.match(masked if row.light else undated, at)
        trigger = match and _trigger(row, match, sentence, lower, masked, quoted)
        if not match or not trigger or any(t.meets(trigger.reach, trigger.end) for t in taken):
            continue
        taken.append(trigger)
        if row.light:
            nouns.append((sentence.start + match.start("noun"), sentence.start + match.end("noun")))
    taken += [t for t in _nominal(sentence, masked, taken, nouns) if not any(a <= t.start - sentence.start < b for a, b in quoted)]
    taken += _finite_verbs(sentence, masked, taken, quoted)
    taken = _without_serial(taken, sentence)
    if any(t.type == "congress" for t in taken):  # a meeting and what it talked of are one
        taken = [t for t in taken if t.type != "other" or not _DISCUSSION.search(lower, t.start - sentence.start, t.end - sentence.start)]
    return sorted(taken, key=lambda trigger: trigger.start)


def _without_serial(triggers: list[Trigger], sentence: Sentence) -> list[Trigger]:
    """A converb right before the verb that tells it is no happening of its own: ``барып паналайды``, ``алып тастауға``."""
    kinds = {t.reach: t.type for t in triggers if t.source == "lexicon"}
    kept = []
    for trigger in triggers:
        at = trigger.end - sentence.start
        behind = trigger.end + len(sentence.text[at:]) - len(sentence.text[at:].lstrip())
        manner = trigger.type in _MANNER and (behind in kinds or _VERBAL_BEHIND.match(sentence.text, at))
        if trigger.form != "converb" or not (manner or kinds.get(behind) == trigger.type):
            kept.append(trigger)
    return kept


def _masked(sentence: Sentence, lower: str, *, brackets: bool) -> str:
    """The sentence with blanks for its dates, and brackets, which may stand between a noun and its verb."""
    letters = list(lower)
    spans = [(d.start_char - sentence.start, d.end_char - sentence.start) for d in sentence.dates]
    for start, end in spans + [m.span() for m in BRACKETED.finditer(lower) if brackets]:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def clause_start(lower: str, until: int) -> int:
    """Where the clause of a verb at ``until`` begins: behind the last verb with a comma, semicolon or conjunction."""
    end = 0
    for match in _CLAUSE_END.finditer(lower, 0, until):
        end = match.end()
    return end


def _trigger(
    row: TriggerPattern, match: regex.Match[str], sentence: Sentence, lower: str, masked: str, quoted: list[tuple[int, int]]
) -> Trigger | None:
    groups = match.groupdict()
    start, end = match.span("head")
    if groups.get("neg") or any(a <= start < b for a, b in quoted):
        return None
    if sentence.text[start].isupper() and start and " " not in match["head"]:  # Біріккен Ұлттар
        return None
    if stop_after().match(lower, match.end()):
        return None
    form = next((f for f in ("finite", "participle", "converb", "present", "verbal", "contrast") if groups.get(f)), "finite")
    if form == "contrast" and not _TOLD.search(lower):
        return None
    if form == "verbal" and (row.light or row.type not in _VERBAL_TYPES):
        if row.light or row.type not in _PASSIVE_TYPES or not _PASSIVE.search(match["head"]):
            return None
    if form == "participle" and (groups.get("case") or _TIME_CLAUSE.match(lower, match.end())):
        form = "subordinate"
    if row.type == "other":
        if form in ("participle", "subordinate") and not (row.required or row.object_before):
            return None  # `жүргізген саясат`: an attribute, hardly a happening of its own
        if states().search(lower, max(0, match.start() - 40), match.start()):
            return None
    before = masked if masked[start] != " " else lower  # without dates and brackets, but for a trigger in brackets
    if row.required or row.cased:
        begin = clause_start(lower, start)
        if row.required and not row.required.search(before, begin, start):
            return None
        if row.cased and not row.cased.search(sentence.text, begin, start):
            return None
    if row.object_before and not row.object_before.search(before, clause_start(lower, start), start):
        if form != "participle" or not row.object_behind or not row.object_behind.match(lower, end):
            return None
    if row.light and _OBLIQUE.search(match["noun"]):
        return None
    reach = sentence.start + start
    start += len(outside().match(match["head"]).group())
    return Trigger(row.type, sentence.start + start, sentence.start + end, form, "lexicon", momentary=row.momentary, reach=reach)


def _nominal(sentence: Sentence, masked: str, taken: list[Trigger], nouns: list[tuple[int, int]]) -> Iterator[Trigger]:
    """Nouns of happenings with a date of their own: ``1916 жылғы көтеріліс``, ``соғыс жылдарында (1914 – 18)``."""
    if not sentence.dates or len(sentence.text.split()) <= 6 and not VERB_FORM.search(sentence.text.rstrip(".!…")):
        return  # a heading
    for kind, pattern in happenings().items():
        for match in pattern.finditer(masked):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if any(a < end and start < b for a, b in nouns) or any(t.meets(start, end) for t in taken):
                continue
            framed = frame().match(masked, match.end())
            if not framed and _attribute(match.group(), masked, match.end()) or _BEFORE_UNTIL.match(masked, match.end()):
                continue
            numbered = any(c.start_char < end and start < c.end_char for c in sentence.congresses)
            dates = [] if numbered else _bracketed_behind(sentence, end)
            dates = dates or _date_of_noun(sentence, masked, match.start(), match.end(), kind)
            if dates:
                yield Trigger(kind, start, end, "noun", "noun", tuple(dates))


def _attribute(noun: str, masked: str, end: int) -> bool:
    """Whether a bare noun is the attribute of the next: ``соғыс саясатының``, ``құрылтай жиналысы``."""
    return _BARE.search(noun) is not None and _POSSESSED.match(masked, end) is not None


def _bracketed_behind(sentence: Sentence, end: int) -> list[DateMention]:
    at = framed_bracket().match(sentence.text, end - sentence.start)
    return dates_in_bracket(sentence, sentence.start + at.end() - 1) if at else []


def dates_in_bracket(sentence: Sentence, at: int) -> list[DateMention]:
    """Dates of the bracket that opens at ``at``, where it begins with one and tells no happening of its own."""
    opening = at - sentence.start
    match = BRACKETED.match(sentence.text, opening)
    end = sentence.start + (match.end() if match else opening + 60)
    inside = [d for d in sentence.dates if at < d.start_char < end]
    if not inside or sentence.text[opening + 1 : inside[0].start_char - sentence.start].strip():
        return []
    return [] if VERB_FORM.search(sentence.text, inside[-1].end_char - sentence.start, end - sentence.start) else inside


def _date_of_noun(sentence: Sentence, masked: str, start: int, end: int, kind: str) -> list[DateMention]:
    before = [d for d in sentence.dates if d.end_char - sentence.start <= start]
    if not before:
        return []
    date = before[-1]
    gap = masked[date.end_char - sentence.start : start]
    if regex.search(r"[)\]]", sentence.text[date.end_char - sentence.start : start]) and not date.text.endswith((")", "]")):
        return []
    participle = next((m for m in held().finditer(gap) if len(gap[m.end() :].split()) <= 4 and "," not in gap[m.end() :]), None)
    if "одан кейін" in gap:
        return []
    if regex.search(r"[;:–—]" if participle else r"[,;:.–—]", gap) or len(gap.split()) > (14 if participle else 8):
        return []
    if _POSTPOSED.match(gap) or any(not held().fullmatch(m.group()) for m in VERB_FORM.finditer(gap.replace("болып өткен", "өткен"))):
        return []
    year_word = date.text.endswith(".") and not regex.search(r"\p{Ll}(?:[нтд][ыі]|[ғқ]а|[гк]е|[дт][ае]н?)(?!\p{L})", gap)
    told = kind == "congress" and _STANDING.fullmatch(masked, start, end) and _TOLD.search(sentence.text)
    if not (participle or told or year_word or _ATTRIBUTIVE.search(date.text)):
        return []
    joined = [d for d in before[:-1] if regex.fullmatch(r"\s*(?:,|және|мен|пен)\s*", sentence.text[d.end_char - sentence.start : date.start_char - sentence.start])]
    return [*joined[-1:], date]


def _finite_verbs(
    sentence: Sentence, masked: str, taken: list[Trigger], quoted: list[tuple[int, int]]
) -> Iterator[Trigger]:
    """Finite verbs of no known type behind a date that no other trigger has taken."""
    for match in _FINITE.finditer(masked):
        start, end = (sentence.start + at for at in match.span("verb"))
        verb = match["verb"]
        if sentence.text[match.start("verb")].isupper() or _NEGATED.search(verb) or _PRESENT.search(verb):
            continue
        if any(a <= match.start("verb") < b for a, b in quoted) or any(t.meets(start, end) for t in taken):
            continue
        before = [d for d in sentence.dates if d.end_char <= start]
        behind = regex.match(r"\s*[(\[]\s*", sentence.text[end - sentence.start :])
        if not (behind and dates_in_bracket(sentence, end + behind.end() - 1)):
            if not before or _ATTRIBUTIVE.search(before[-1].text):
                continue
            if any(t.start >= before[-1].end_char and t.end <= start and not _leaves_room(t, masked, sentence) for t in taken):
                continue
        if trend().search(masked, max(0, match.start() - 3), match.end()):
            continue
        kind = _subject(masked, clause_start(masked, match.start("verb")), match.start("verb"))
        if kind is None and (state_verbs().search(masked, max(0, match.start() - 40), match.end()) or states().search(masked, max(0, match.start() - 40), match.start())):
            continue
        yield Trigger(kind or "other", start, end, "finite", "verb")


def _leaves_room(trigger: Trigger, masked: str, sentence: Sentence) -> bool:
    """Whether a verb behind it may tell another happening of its date: a participle, or a converb that ends a clause."""
    return trigger.form == "participle" or (trigger.form == "converb" and masked[trigger.end - sentence.start :][:1] == ",")


def _subject(masked: str, start: int, end: int) -> str | None:
    """The type of the happening that a clause speaks of: a noun in the nominative or accusative."""
    for kind, pattern in happenings().items():
        for match in pattern.finditer(masked, start, end):
            if _DATIVE.search(match.group()) and _LEADS_TO.match(masked, match.end()):
                return kind
            if _OBLIQUE.search(match.group()) or aside().match(masked, match.end()) or _attribute(match.group(), masked, match.end()):
                continue
            if not _ACCUSATIVE.search(match.group()) or len(masked[match.end() : end].split()) <= 2:
                return kind
    return None
