"""Which of a sentence's dates say when a trigger's happening was.

The nearest before it, with those that the same verb governs; the bracket behind it; the bracket behind the congress that
its clause speaks of. Dates that a participle has taken, or that only tell which thing is meant, are not its own.
"""

from __future__ import annotations

from itertools import pairwise

import regex

from jylnama.document import CongressMention, DateMention
from jylnama.kazakh.cases import ABLATIVE, ACCUSATIVE, DATIVE, GENITIVE, LOCATIVE
from jylnama.kazakh.conjunctions import AND
from jylnama.linking.clauses import NEW_CLAUSE, OTHER_PREDICATE, PERFECT, VERB_FORM
from jylnama.linking.lexicon import WORDS, sets_time, topic
from jylnama.linking.sentence import Sentence
from jylnama.linking.triggers import ATTRIBUTIVE, LOCATIVE_END, Trigger, dates_in_bracket, describes

_CLAUSE, _TIME, _NO_TIME = (WORDS[name] for name in ("clause", "time", "no_time"))
_AFTERWARDS = f"{_TIME['after']}|{_TIME['right_after']}"
_SURE = 0.7  # the judge's probability at which a verb has the date that a participle before it has, and no other
# a short ending or adverb, and the bracket behind it
_BRACKET_BEHIND = regex.compile(rf"\p{{L}}{{0,6}}(?:\s(?:{_TIME['before_bracket']}))?[.]?\s?[(\[]")
_BEGINNINGS = frozenset(("birth", "founding"))  # 1905 жылы туған ақын … сайланды: not in the same year
# what may stand between such a participle and its date: where, and whose (1905 жылы Омбыда саудагердің үйінде туған)
_WHERE = regex.compile(rf"\s*(?:[\p{{L}}.-]+(?:{LOCATIVE}|{GENITIVE})\s+){{0,4}}")
# 1979–1982 жылдары мектеп директоры, 1983 жылы министр болды: what lasted years needs no verb
_ITEM = regex.compile(r"\p{L}[\p{L}\s»”]*,")
_TITLE = regex.compile(r"[«“][^«»“”]*[»”]")
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
_TO = regex.compile(rf"(?:{DATIVE}|[ыі]н[ае])$")
_FROM = regex.compile(rf"{ABLATIVE}$")
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
# 1993 жылғы Конституция орнына …; what a locative tells is a setting of its own (1926 жылғы съезде Сапаровтың орнына …)
_INSTEAD_OF_THEN = regex.compile(
    rf"(?<=ғы|гі)\s+(?:[\p{{L}}-]+(?<!{LOCATIVE}|{ABLATIVE}|[мбп]ен)\s){{1,3}}?{_TIME['instead']}(?!\p{{L}})"
)
_SINCE = regex.compile(rf"\p{{L}}{ABLATIVE}\s$")  # 1096 жылдан 1270 жылға дейінгі: from … to
# 150 жыл бұрын (1871) …: the bracket says when, if it holds no life
_YEARS_AGO = regex.compile(rf"\d\s?-?\s?{_TIME['year']}(?:{_TIME['roughly']})? {_TIME['before']}\s*[(\[]\s*$")
_DEDICATED = regex.compile(rf"\s*{_NO_TIME['dedicated']}")
_JOINS_DATES = regex.compile(rf",|(?<!\p{{L}})(?:{AND}|{_TIME['since']}|{_TIME['until']})(?!\p{{L}})")


def dates_of(sentence: Sentence, trigger: Trigger, triggers: list[Trigger]) -> tuple[list[DateMention], str]:
    """Dates that say when, and how they are joined to the trigger."""
    if trigger.dates:
        return list(trigger.dates), "own"
    if bracketed := bracket_dates(sentence, trigger.end, behind_noun=trigger.source == "noun"):
        return bracketed, "bracket"
    usable = _usable(sentence, trigger, triggers)
    if trigger.source == "verb" and usable and _of_nouns(triggers).issuperset(d.id for d in usable):
        return [], ""
    if of_meetings := _meeting_dates(sentence, trigger, usable):
        return of_meetings, "meeting"
    if not usable and trigger.source == "bare" and (behind := _behind(sentence, trigger)):
        return behind, "behind"
    if not usable:
        return ([] if trigger.source == "verb" else _phrase_dates(sentence, trigger)), "phrase"
    usable = _adverbial(sentence, usable, trigger, triggers)
    between = _between(sentence, usable[-1], trigger, triggers)
    if between and between[0].form == "participle":
        return _behind_participle(sentence, usable, between[0], trigger, triggers)
    if between and _is_later(sentence, between, trigger):
        return [], ""
    group = _group(sentence, usable)
    if within := _more_exact(sentence, group, trigger):
        return within, "phrase"
    return group, "shared" if between else "clause"


def _behind(sentence: Sentence, noun: Trigger) -> list[DateMention]:
    """The date behind a noun in its clause: ``жорық 1096 жылдан 1099 жылға дейін созылды``."""
    after = [d for d in sentence.dates if d.start_char >= noun.end and not _is_aside(sentence, d, noun.start)]
    if not after:
        return []
    first, *more = after
    gap = sentence.text[noun.end - sentence.start : first.start_char - sentence.start]
    if VERB_FORM.search(gap) or NEW_CLAUSE.search(gap):
        return []
    goes_on = more and not sentence.text[first.end_char - sentence.start : more[0].start_char - sentence.start].strip()
    return after[:2] if goes_on and _FROM.search(first.text) else [first]


def _usable(sentence: Sentence, trigger: Trigger, triggers: list[Trigger]) -> list[DateMention]:
    """Dates before a trigger that are not another's."""
    usable = [d for d in sentence.dates if d.end_char <= trigger.start and not _is_aside(sentence, d, trigger.start)]
    others = [t for t in triggers if t.type != trigger.type and not _is_chosen_for(trigger, t, sentence)]
    of_others = {d.id for t in others if _keeps_its_dates(t, sentence) for d in t.dates}
    usable = [d for d in usable if d.id not in of_others]
    if trigger.source == "verb" and len(of_nouns := _of_nouns(triggers)) < len(usable):
        return [d for d in usable if d.id not in of_nouns]
    return usable


def _is_chosen_for(trigger: Trigger, noun: Trigger, sentence: Sentence) -> bool:
    """Whether somebody is chosen for the meeting that a noun names: ``1926 жылғы съезге өкіл сайланды``."""
    start, end = noun.start - sentence.start, noun.end - sentence.start
    return trigger.type == "appointment" and noun.type == "congress" and _TO.search(sentence.lower, start, end) is not None


def _of_nouns(triggers: list[Trigger]) -> set[str]:
    """The ids of the dates that nouns have of their own."""
    return {d.id for t in triggers if t.form == "noun" for d in t.dates}


def _between(sentence: Sentence, date: DateMention, trigger: Trigger, triggers: list[Trigger]) -> list[Trigger]:
    """The verbs between a date and a trigger, but for those in brackets."""
    here = trigger.start - sentence.start
    return [
        t
        for t in triggers
        if date.end_char <= t.start and t.end <= trigger.start and t.form != "noun"
        if not sentence.in_closed_bracket(t.start - sentence.start, here)
    ]


def _behind_participle(
    sentence: Sentence, dates: list[DateMention], participle: Trigger, trigger: Trigger, triggers: list[Trigger]
) -> tuple[list[DateMention], str]:
    """Dates of a verb behind a participle that has the last of them: the one before it, if any, is the clause's."""
    own = _group(sentence, dates)
    earlier = [
        d for d, after in pairwise(dates) if d not in own and not any(d.end_char <= t.start < after.start_char for t in triggers)
    ]
    if earlier:
        return [earlier[-1]], "outer"
    born_then = participle.type in _BEGINNINGS and _WHERE.fullmatch(
        sentence.text, dates[-1].end_char - sentence.start, participle.start - sentence.start
    )
    of_setting = ATTRIBUTIVE.search(dates[-1].text) and describes(participle, sentence)
    if trigger.sure >= _SURE and not (born_then or of_setting):  # … өткен құрылтай … хан көтерді: at that meeting
        return own, "participle"
    return [], ""


def _is_later(sentence: Sentence, verbs: list[Trigger], trigger: Trigger) -> bool:
    """Whether a trigger tells what came after the verbs before it, and nothing says when: ``… құрылды, бірақ төңкерістен кейін …``,
    ``… құрылып, кейін …``, ``… құрылып, ал одан кейінгі жылдары … салынып, … ашылды``."""
    behind = verbs[-1].end - sentence.start
    if _AFTER.search(sentence.text, behind, trigger.start - sentence.start):
        return True
    return any(_LATER.match(sentence.text, verb.end - sentence.start) for verb in verbs)


def _more_exact(sentence: Sentence, dates: list[DateMention], trigger: Trigger) -> list[DateMention]:
    """What brackets say more exactly than a century or decade: ``ХІХ ғасырда Орта жүзде (1822), Кіші жүзде (1824) жойылды``."""
    if len(dates) != 1 or dates[0].precision not in ("century", "decade"):
        return []
    return [d for d in _phrase_dates(sentence, trigger) if dates[0].start <= d.start and d.end <= dates[0].end]


def _keeps_its_dates(trigger: Trigger, sentence: Sentence) -> bool:
    """Whether the date of a noun says nothing of the verb behind it: ``1916 жылғы көтерілісті зерттеді``, ``… көтеріліс туралы
    жазды``; a time that it sets does: ``1916 жылғы көтерілістен кейін``, ``1916 жылғы жиында``, and so does a meeting that acts:
    ``1926 жылғы съезд … бекітті``."""
    start, end = trigger.start - sentence.start, trigger.end - sentence.start
    if trigger.source == "noun" and topic().match(sentence.lower, end):
        return True
    if trigger.form != "noun" or trigger.told or not (trigger.dates and ATTRIBUTIVE.search(trigger.dates[-1].text)):
        return False
    if trigger.type == "congress" and not _ACTED_UPON.search(sentence.lower, start, end):
        return False
    return not (LOCATIVE_END.search(sentence.lower, start, end) or sets_time().match(sentence.lower, end))


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


def is_stretch(dates: list[DateMention]) -> bool:
    """Whether dates tell from when to when: several, or one of more than a year."""
    return len(dates) > 1 or any(d.start and d.end and d.start[:4] != d.end[:4] and not d.relative for d in dates)


def _group(sentence: Sentence, dates: list[DateMention]) -> list[DateMention]:
    """The last date with those before it that the same verb governs: ``1918 жылы …, 1920 жылы … құрылды``."""
    group = [dates[-1]]
    for date in reversed(dates[:-1]):
        gap = sentence.text[date.end_char - sentence.start : group[0].start_char - sentence.start]
        ends = not gap.strip() and _FROM.search(date.text)  # 5-октябрден 13-октябрге дейін
        since = _FROM.search(date.text) and not _FROM.search(group[0].text)  # 1905 жылдан мүшесі, 1906 жылы сайланды
        if (since or is_stretch([date])) and not is_stretch([group[0]]) and _ITEM.search(gap):
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
    if _UNTIL_THEN.match(sentence.text, end) or _INSTEAD_OF_THEN.match(sentence.text, end):
        return True
    if _YEARS_AGO.search(sentence.text, max(0, start - 40), start) and not is_stretch([date]):
        return False
    between = sentence.text[end:at]
    if any(a < start and end <= b and not a < at < b and not _is_only_marked(sentence, start, end) for a, b in sentence.titles):
        return True
    if _DEDICATED.match(sentence.text, end) or ";" in between or (":" in between and _POSTPOSED.match(between)):
        return True
    return sentence.in_closed_bracket(start, at) or sentence.depth(start) < sentence.depth(at)


def _is_only_marked(sentence: Sentence, start: int, end: int) -> bool:
    """Whether straight marks hold a date, offsets of the sentence, and nothing else: ``"1726 жылы" … өтті``."""
    return sentence.text[start - 1 : start] == sentence.text[end : end + 1] == '"'


def bracket_dates(sentence: Sentence, end: int, *, behind_noun: bool = True) -> list[DateMention]:
    """Dates of the brackets right behind ``end`` (an offset of the text); a short ending or adverb may stand between."""
    at = _BRACKET_BEHIND.match(sentence.text, end - sentence.start)
    return dates_in_bracket(sentence, sentence.start + at.end() - 1, behind_noun=behind_noun) if at else []


def _meeting_dates(sentence: Sentence, trigger: Trigger, dates: list[DateMention]) -> list[DateMention]:
    """The bracketed dates of the congresses that the trigger's clause speaks of, where they are nearer than other dates."""
    before = [c for c in sentence.congresses if c.end_char <= trigger.start]
    if not before or (dates and dates[-1].end_char > before[-1].start_char):
        return []
    found = bracket_dates(sentence, before[-1].end_char)
    for left, right in zip(reversed(before[:-1]), reversed(before), strict=False):
        if not found or not joined(sentence, left, right):
            break
        found = bracket_dates(sentence, left.end_char) + found
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


def joined(sentence: Sentence, left: CongressMention, right: CongressMention) -> bool:
    gap = sentence.text[left.end_char - sentence.start : right.start_char - sentence.start]
    return _AND.search(gap) is not None
