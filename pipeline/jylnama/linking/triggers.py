"""Finds the words of a sentence that name past happenings: verbs with their nouns, nouns with dates of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from jylnama.dates.lexer import lexicon as date_words
from jylnama.document import DateMention
from jylnama.kazakh.cases import GENITIVE, LOCATIVE
from jylnama.kazakh.conjunctions import AND
from jylnama.linking.clauses import FINITE, PERFECT, VERB_FORM
from jylnama.linking.lexicon import (
    WORDS,
    Match,
    aside,
    discussion,
    empty,
    frame,
    framed_bracket,
    held,
    matches,
    narrative_present,
    of_body,
    outside,
    planned,
    standing,
    state_verbs,
    states,
    stop_after,
    topic,
    trend,
)  # fmt: skip
from jylnama.linking.sentence import BRACKETED, Sentence

_CLAUSE, _TIME, _NOUN = (WORDS[name] for name in ("clause", "time", "noun"))
_OPENS = regex.compile(r"\s*[(\[]\s*")
_CLOSES = regex.compile(r"[)\]]")
_PAIR = regex.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# (Орынбор, 1917 …), (Ресей, Уфа қ., 1917 …)
_PLACE = regex.compile(r"\s*(?:\p{Lu}[\p{L}-]*(?:\s[\p{L}.-]+){0,2},\s*){1,2}")
_SHARES = regex.compile(rf",|\s{AND}\s")
_BREAK = regex.compile(r"[;:–—]")
_ANY_BREAK = regex.compile(r"[,;:.–—]")
_IN_A_CASE = regex.compile(r"\p{Ll}(?:[нтд][ыі]|[ғқ]а|[гк]е|[дт][ае]н?)(?!\p{L})")
_AND = regex.compile(rf"\s*(?:,|{AND})\s*")
_VERB_OR_PAST = regex.compile(rf"{VERB_FORM.pattern}|\p{{Ll}}{{3}}[дт][ыі]$")
# `… құрылса, … қабылданды`: the conditional sets two facts side by side where the sentence ends in a plain past
_TOLD = regex.compile(r"(?<!(?:р|уші|ші) е)(?<!ес)(?:[дт][ыі]|[ғқ]ан|[гк]ен)(?:\s*[(\[][^()]*[)\]])*[.!…»”]*\s*$")
_NEGATED = regex.compile(r"[мбп][ае](?:[дт][ыі]|[ғг][ае]н|й[дт][ыі])$")
_ATTRIBUTE_OF = regex.compile(rf"[^,.;]*(?:{PERFECT})\s\p{{L}}(?!{_CLAUSE['copula_rest']})")
_PARTICIPLE = regex.compile(r"\s\p{Ll}+(?:[ғқ]ан|[гк]ен)(?!\p{L})")
_TIME_CLAUSE = regex.compile(rf"\s(?:{_TIME['clause']})(?!\p{{L}})")
_OBLIQUE = regex.compile(r"(?:[тд][ае]н?|н[ае]н?|[қғкг][ае]|[нтд][ыі]ң|мен|пен|бен)$")
_BARE = regex.compile(r"(?:с|т|з|л|я|м|й|к|қ|у|н|р|д)$")
_POSSESSED = regex.compile(
    rf"\s+(?!(?:{_NOUN['no_possession']})(?!\p{{L}}))\p{{Ll}}{{2,}}"
    r"(?:[сш]?[ыі]|[сш]?[ыі]н[ае]?|[сш]?[ыі]н[дт][ае]н?|[сш]?[ыі]н[ыі]ң|[сш]?[ыі]мен|л[ае]р[ыі]\p{Ll}*|т[ае]р[ыі]\p{Ll}*)(?!\p{L})"
)
# the accusative behind a consonant (елді, халықты), which looks like such an ending
_OBJECT = regex.compile(rf"\s(?!(?:{_NOUN['possessed']})$)\p{{Ll}}*[^\P{{L}}аәеиоөуұүыіэюя][дт][ыі]$")
_BEFORE_UNTIL = regex.compile(rf"\s+(?:{_TIME['until']}|{_TIME['towards']})(?!\p{{L}})")
ATTRIBUTIVE = regex.compile(r"(?:ғы|гі)(?:\s?\([^()]*\))?$")
LOCATIVE_END = regex.compile(rf"{LOCATIVE}(?:ғы|гі)?$")
GENITIVE_END = regex.compile(rf"{GENITIVE}$")
# behind a participle that describes a noun, and does not close its sentence
_ATTRIBUTE = regex.compile(rf"\s+(?:\([^()]*\)\s+)?(?!(?:{_CLAUSE['no_noun']})(?!\p{{L}}))[\p{{L}}\d«“]")
_OF_A_MONTH = regex.compile(r"(?:[сш]?[ыі]|[сш]?[ыі]н\p{L}*|л[ае]р[ыі]\p{L}*)$")
_DATIVE = regex.compile(r"(?:[ғқ]а|[гк]е|[ыі]н[ае])$")
_LEADS_TO = regex.compile(rf"\s+(?:{_NOUN['leads_to']})")
_ACCUSATIVE = regex.compile(r"(?:[нтд][ыі]|[сш]?[ыі]н)$")
_POSTPOSED = regex.compile(rf"\s*(?:{_TIME['after']}|{_TIME['right_after']}|{_TIME['since']}|{_TIME['until']})(?!\p{{L}})")
# verbal nouns of these name a happening as such: құрылуы, ыдырауы; of others only passive ones (қабылдануы, but қабылдауы: a reception)
_VERBAL_TYPES = frozenset(
    ("founding", "dissolution", "takeover", "movement", "treaty", "repression", "death", "birth", "congress")
)
_PASSIVE_TYPES = frozenset(("renaming", "adoption", "appointment", "publication"))
_PASSIVE = regex.compile(rf"(?:[лн]|{_NOUN['seen']})у[ыі]")
_VERBAL_BEHIND = regex.compile(r"\s+\p{Ll}+у(?:ды|ді|ға|ге|дан|ден|дың|дің)(?!\p{L})")
# types of converbs that may only tell how the next verb was done
_MANNER = frozenset(("movement", "war", "other"))


class Trigger(NamedTuple):
    """A trigger span in the whole text. ``form`` is finite, present, participle, subordinate, converb, verbal or noun.

    ``source``: ``lexicon`` (a word known for its type), ``noun`` (with ``dates`` of its own), ``verb`` (any finite verb),
    ``bare`` (a noun without one, which counts only where the judge takes it), or ``judge`` (a word that no rule finds); ``sure``: the judge's probability of the type, -1 where it was not asked (``judge.py``).
    ``momentary``: a state, and no happening, where its time is a stretch. ``reach``: where the whole predicate
    starts, with nouns that are no part of the trigger (``шабуыл жасады``). ``told``: the span of the participle that
    tells what a noun names, and is the event's trigger (``1926 жылы өткен жиында``). ``named``: a noun names the
    happening that a verb only tells of (``шайқас болды``). ``fixed``: a phrase that is of its type in any clause.
    """

    type: str
    start: int
    end: int
    form: str
    source: str
    dates: tuple[DateMention, ...] = ()
    momentary: bool = False
    reach: int = -1
    sure: float = -1.0
    told: tuple[int, int] | None = None
    named: bool = False
    fixed: bool = False

    def meets(self, start: int, end: int) -> bool:
        """Whether its predicate and a stretch of the text overlap."""
        return (self.start if self.reach < 0 else self.reach) < end and start < self.end


def describes(trigger: Trigger, sentence: Sentence) -> bool:
    """Whether a trigger is a participle before the noun that it describes, and not the verb of its sentence."""
    return trigger.form == "participle" and _ATTRIBUTE.match(sentence.text, trigger.end - sentence.start) is not None


def find_triggers(sentence: Sentence) -> list[Trigger]:
    """Triggers of a sentence in text order, not overlapping."""
    taken: list[Trigger] = []
    nouns: list[tuple[int, int]] = []  # of light verbs: they are no happenings of their own
    phrases: list[tuple[int, int]] = []  # such nouns with their verbs
    for match in matches(sentence.undated, sentence.masked, sentence.words):
        reach, end = sentence.start + match.head, sentence.start + match.end
        if any(t.meets(reach, end) for t in taken) or not (trigger := _trigger(match, sentence)):
            continue
        taken.append(trigger)
        if match.row.light:
            nouns.append((sentence.start + match.start, sentence.start + match.noun_end))
            phrases.append((sentence.start + match.start, sentence.start + match.end))
    taken += [t for t in _nominal(sentence, taken, nouns) if not sentence.is_quoted(t.start - sentence.start)]
    taken += _finite_verbs(sentence, taken)
    taken += _bare(sentence, taken, phrases)
    taken = _without_serial(taken, sentence)
    if any(t.type == "congress" for t in taken):  # a meeting and what it talked of are one
        taken = [
            t
            for t in taken
            if t.type != "other" or not discussion().search(sentence.lower, t.start - sentence.start, t.end - sentence.start)
        ]
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


def _trigger(match: Match, sentence: Sentence) -> Trigger | None:
    """What a match of the lexicon tells of in its sentence; None for what is no happening there, or another one."""
    row, start, end = match.row, match.head, match.end
    head = (sentence.masked if row.light else sentence.undated)[start:end]
    form = _form_here(match, sentence)
    if _is_no_happening(match, form, head, sentence) or not _has_beside_it(match, form, sentence):
        return None
    if not head.isalpha():  # most are one word
        start += len(outside().match(head).group())
    reach = sentence.start + match.head
    if within := [d.end_char - sentence.start for d in sentence.dates if start < d.end_char - sentence.start < end]:
        # дүниеге 1930 жылы келді: the trigger is what stands behind the date
        start = within[-1] + len(sentence.text[within[-1] : end]) - len(sentence.text[within[-1] : end].lstrip())
        reach = sentence.start + start
    return Trigger(
        row.type, sentence.start + start, sentence.start + end, form, "lexicon",
        momentary=row.momentary, reach=reach, named=row.named, fixed=row.fixed or _tells_nothing(match, sentence),
    )  # fmt: skip


def _tells_nothing(match: Match, sentence: Sentence) -> bool:
    """Whether a light verb only tells that the noun right before it happened: ``шайқас орын алды``."""
    beside = match.row.light and not sentence.masked[match.noun_end : match.head].strip()
    return beside and empty().match(sentence.masked, match.head) is not None


def _form_here(match: Match, sentence: Sentence) -> str:
    form = match.form.name
    if form == "finite" and _ATTRIBUTE_OF.match(sentence.lower, match.head, match.end + 3):
        form = "participle"  # a verb that the lexicon has in this form alone: туған ақын
    if form == "participle" and (match.form.cased or _TIME_CLAUSE.match(sentence.lower, match.end)):
        return "subordinate"
    return form


def _is_no_happening(match: Match, form: str, head: str, sentence: Sentence) -> bool:
    """Whether form or surroundings of a match say that nothing happened, or that something else is spoken of."""
    row, lower, start = match.row, sentence.lower, match.head
    if match.form.negated or sentence.is_only_said(start) or stop_after().match(lower, match.end):
        return True
    if sentence.text[start].isupper() and start and " " not in head:  # Біріккен Ұлттар
        return True
    if form == "contrast" and not _TOLD.search(lower):
        return True
    if form == "verbal" and (row.light or row.type not in _VERBAL_TYPES):
        if row.light or row.type not in _PASSIVE_TYPES or not _PASSIVE.search(head):
            return True
    if row.type == "other":
        if form in ("participle", "subordinate") and not (row.required or row.object_before):
            return True  # `жүргізген саясат`: an attribute, hardly a happening of its own
        if states().search(lower, max(0, match.start - 40), match.start):
            return True
    return bool(row.light and _OBLIQUE.search(sentence.masked[match.start : match.noun_end]))


def _has_beside_it(match: Match, form: str, sentence: Sentence) -> bool:
    """Whether the clause has what the row asks for beside its verbs."""
    row, start = match.row, match.head
    # without dates and brackets, but for a trigger in brackets
    before = sentence.masked if sentence.masked[start] != " " else sentence.lower
    if not (row.required or row.cased or row.object_before):
        return True
    clause = sentence.clause_start(start)
    if row.required and not row.required.search(before, clause, start):
        return False
    if row.cased and not row.cased.search(sentence.text, clause, start):
        return False
    if not row.object_before or row.object_before.search(before, clause, start):
        return True
    behind = form == "participle" and row.object_behind and row.object_behind.match(sentence.lower, match.end)
    return bool(behind)


def _nominal(sentence: Sentence, taken: list[Trigger], nouns: list[tuple[int, int]]) -> Iterator[Trigger]:
    """Nouns of happenings with a date of their own: ``1916 жылғы көтеріліс``, ``соғыс жылдарында (1914 – 18)``."""
    is_heading = len(sentence.text.split()) <= 6 and not taken and not _VERB_OR_PAST.search(sentence.text.rstrip(".!…"))
    if not sentence.dates or is_heading:
        return
    masked = sentence.masked
    for kind, pattern in sentence.happenings:
        for match in pattern.finditer(masked):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if any(t.meets(start, end) for t in taken) or kind == "congress" and of_body().match(masked, match.start()):
                continue
            framed = frame().match(masked, match.end())
            of_next = _attribute(match.group(), masked, match.end()) and not topic().match(masked, match.end())
            if not framed and of_next or _BEFORE_UNTIL.match(masked, match.end()):
                continue
            if planned().match(masked, match.end()):
                continue
            numbered = any(c.start_char < end and start < c.end_char for c in sentence.congresses)
            dates, told = ([] if numbered else _bracketed_behind(sentence, end)), None
            if not dates:
                dates, told = _date_of_noun(sentence, masked, match.start(), match.end(), kind)
            told_by_verb = any(a < end and start < b for a, b in nouns) and not (dates and ATTRIBUTIVE.search(dates[-1].text))
            if dates and (told or not told_by_verb):
                yield Trigger(kind, start, end, "noun", "noun", tuple(dates), told=told)


def _bare(sentence: Sentence, taken: list[Trigger], phrases: list[tuple[int, int]]) -> Iterator[Trigger]:
    """Other nouns of happenings, of which only the judge can say whether the sentence tells them: ``жорық 1580 жылы елді күйзелтті``."""
    text = sentence.undated
    named = [*phrases, *((t.start, t.end) for t in taken)]
    for kind, pattern in sentence.nameable:
        for match in pattern.finditer(text) if kind != "congress" else ():
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if any(a < end and start < b for a, b in named) or sentence.is_quoted(match.start()):
                continue
            if _BEFORE_UNTIL.match(text, match.end()):  # революцияға дейін
                continue
            if not _attribute(match.group(), text, match.end()) and not planned().match(text, match.end()):
                named.append((start, end))
                dates, _ = _date_of_noun(sentence, sentence.masked, match.start(), match.end(), kind)
                own = tuple(dates) if dates and ATTRIBUTIVE.search(dates[-1].text) else ()
                yield Trigger(kind, start, end, "noun", "bare", own)


def _attribute(noun: str, masked: str, end: int) -> bool:
    """Whether a bare noun is the attribute of the next: ``соғыс саясатының``, ``құрылтай жиналысы``."""
    behind = _POSSESSED.match(masked, end)
    return behind is not None and _BARE.search(noun) is not None and not _OBJECT.search(behind.group())


def _bracketed_behind(sentence: Sentence, end: int) -> list[DateMention]:
    at = framed_bracket().match(sentence.text, end - sentence.start)
    return dates_in_bracket(sentence, sentence.start + at.end() - 1, behind_noun=True) if at else []


def dates_in_bracket(sentence: Sentence, at: int, *, behind_noun: bool = False) -> list[DateMention]:
    """Dates of the bracket that opens at ``at``, where it begins with one and tells no happening of its own. Behind a noun it
    may begin with where that was: ``3-съезінде (Лондон, 1905)``; behind a verb that is the place of printing."""
    opening = at - sentence.start
    match = BRACKETED.match(sentence.text, opening)
    end = sentence.start + (match.end() if match else opening + 60)
    inside = [d for d in sentence.dates if at < d.start_char < end]
    if not inside:
        return []
    lead = sentence.text[opening + 1 : inside[0].start_char - sentence.start]
    place = behind_noun and _PLACE.fullmatch(lead) and not any(at < p.start_char < inside[0].start_char for p in sentence.persons)
    if lead.strip() and not place:
        return []
    return [] if VERB_FORM.search(sentence.text, inside[-1].end_char - sentence.start, end - sentence.start) else inside


def _date_of_noun(
    sentence: Sentence, masked: str, start: int, end: int, kind: str
) -> tuple[list[DateMention], tuple[int, int] | None]:
    """The dates before a noun that are its own, and the participle that tells what it names."""
    before = [d for d in sentence.dates if d.end_char - sentence.start <= start]
    if not before:
        return [], None
    date = before[-1]
    gap = masked[date.end_char - sentence.start : start]
    participle = next((m for m in held().finditer(gap) if len(gap[m.end() :].split()) <= 4 and "," not in gap[m.end() :]), None)
    if _parts(sentence, date, start, gap, participle is not None):
        return [], None
    if not (participle or _is_of_noun(date, gap, masked[start:end]) or _is_of_meeting(sentence, masked, start, end, kind)):
        return [], None
    if not participle and ATTRIBUTIVE.search(date.text) and _is_of_nearer(sentence, date.end_char - sentence.start, start):
        return [], None
    joined = [
        d for d in before[:-1] if _AND.fullmatch(sentence.text[d.end_char - sentence.start : date.start_char - sentence.start])
    ]
    told = participle and participle["told"] and (date.end_char + participle.start(), date.end_char + participle.end())
    return [*joined[-1:], date], told or None


def _parts(sentence: Sentence, date: DateMention, start: int, gap: str, with_participle: bool) -> bool:
    """Whether what stands between a date and a noun parts them: the end of a clause or a bracket, a verb, too many words."""
    written = sentence.text[date.end_char - sentence.start : start]
    if _CLOSES.search(_PAIR.sub("", written)) and not date.text.endswith((")", "]")):
        return True
    if (_BREAK if with_participle else _ANY_BREAK).search(gap) or len(gap.split()) > (14 if with_participle else 8):
        return True
    return _TIME["then"] in gap or _POSTPOSED.match(gap) is not None or _has_other_verb(written, gap)


def _is_of_noun(date: DateMention, gap: str, noun: str) -> bool:
    """Whether a date is the attribute of the noun behind it: ``1916 жылғы``, ``1916 ж.``, ``1917 жылғы ақпан``."""
    year_word = date.text.endswith(".") and not _IN_A_CASE.search(gap)
    return year_word or ATTRIBUTIVE.search(date.text) is not None or _is_month_of(date, gap, noun)


def _is_of_nearer(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the attributive date before a stretch is that of a noun of a happening in it: ``1916 жылғы көтеріліс революцияның
    жолын ашты``. Not of one that belongs to what stands behind, or shares the date with it."""
    masked = sentence.masked
    nouns = (match for _, pattern in sentence.happenings for match in pattern.finditer(masked, start, end))
    return any(
        not (
            GENITIVE_END.search(noun.group())
            or _attribute(noun.group(), masked, noun.end())
            or _SHARES.match(masked, noun.end(), end)
            or not masked[noun.end() : end].strip()
        )
        for noun in nouns
    )


def _is_of_meeting(sentence: Sentence, masked: str, start: int, end: int, kind: str) -> bool:
    """Whether a meeting is the setting of what its sentence, or a participle behind it, tells: ``1926 жылы … пленумында``."""
    if kind != "congress" or not standing().fullmatch(masked, start, end):
        return False
    return _TOLD.search(sentence.text) is not None or _PARTICIPLE.match(masked, end) is not None


def _has_other_verb(text: str, gap: str) -> bool:
    """Whether a stretch of text (``gap``: in small letters) has a verb that does not hold a noun; Балқан is none."""
    verbs = (m for m in VERB_FORM.finditer(gap) if not text[m.start()].isupper())
    return any(not held().fullmatch(m.group()) and not gap.startswith(_NOUN["held"], m.start()) for m in verbs)


def _is_month_of(date: DateMention, gap: str, noun: str) -> bool:
    """Whether a date ends with the bare name of a month that is the noun's attribute: ``1917 жылғы ақпан төңкерісі``."""
    month = date.text.rpartition(" ")[2].lower()
    return month in date_words()["months"] and len(gap.split()) <= 2 and _OF_A_MONTH.search(noun) is not None


def _finite_verbs(sentence: Sentence, taken: list[Trigger]) -> Iterator[Trigger]:
    """Finite verbs of no known type behind a date that no other trigger has taken."""
    if not sentence.dates:
        return
    masked = sentence.masked
    for match in FINITE.finditer(masked):
        start, end = (sentence.start + at for at in match.span("verb"))
        verb = match["verb"]
        if sentence.text[match.start("verb")].isupper() or _NEGATED.search(verb) or narrative_present().search(verb):
            continue
        if sentence.is_only_said(match.start("verb")) or any(t.meets(start, end) for t in taken):
            continue
        before = [d for d in sentence.dates if d.end_char <= start]
        behind = _OPENS.match(sentence.text, end - sentence.start)
        if not (behind and dates_in_bracket(sentence, sentence.start + behind.end() - 1)):
            if not before or ATTRIBUTIVE.search(before[-1].text):
                continue
            if any(t.start >= before[-1].end_char and t.end <= start and not _leaves_room(t, masked, sentence) for t in taken):
                continue
        if trend().search(masked, max(0, match.start() - 3), match.end()):
            continue
        kind = _subject(sentence, sentence.masked_clause_start(match.start("verb")), match.start("verb"))
        if kind is None and (
            state_verbs().search(masked, max(0, match.start() - 40), match.end())
            or states().search(masked, max(0, match.start() - 40), match.start())
        ):
            continue
        yield Trigger(kind or "other", start, end, "finite", "verb", named=kind is not None)


def _leaves_room(trigger: Trigger, masked: str, sentence: Sentence) -> bool:
    """Whether a verb behind it may tell another happening of its date: a participle, or a converb that ends a clause."""
    return trigger.form == "participle" or (trigger.form == "converb" and masked[trigger.end - sentence.start :][:1] == ",")


def _subject(sentence: Sentence, start: int, end: int) -> str | None:
    """The type of the happening that a clause speaks of: a noun in the nominative or accusative."""
    masked = sentence.masked
    for kind, pattern in sentence.happenings:
        for match in pattern.finditer(masked, start, end):
            if _DATIVE.search(match.group()) and _LEADS_TO.match(masked, match.end()):
                return kind
            if (
                _OBLIQUE.search(match.group())
                or aside().match(masked, match.end())
                or _attribute(match.group(), masked, match.end())
            ):
                continue
            if not _ACCUSATIVE.search(match.group()) or len(masked[match.end() : end].split()) <= 2:
                return kind
    return None
