"""Names that a body did not bear at the date that the text gives.

Historians name a body by its later or by its general name all the time, and that is no mistake. A finding is only

1. a numbered congress whose body is called by another time's name (``РСД(б)ЖП-нің 3-съезінде [1905 …]``), or
2. a name right behind a date (``1925 жылы 19 ақпанда БК(б)П ОК шешімімен``), or as the owner of an act right before its date
   (``БК(б)П ОК-нің 1925 жылғы қаулысы``),

and never a later date at a name that is the owner's alone (``1957 жылы НКВД үштігінің үкімі бұзылды``), nor a name that the
register calls general, nor the document's own name for the body (its title, or the name it uses most), nor a name that
stands with membership, in quotes, in a list of names, or in a sentence on a renaming.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from jylnama.checks.gaps import near
from jylnama.checks.messages import finding, words
from jylnama.checks.register import dated_congresses, known_days, known_meeting
from jylnama.checks.source import quoted
from jylnama.document import Check, CongressMention, DateMention, Document
from jylnama.registers import BodyName, Registers

_ENDING = r"(?:-?\p{Ll}+)?"
_NOT_AT = regex.compile(r"(?i)(?:дан|ден|тан|тен|нан|нен|ға|ге|қа|ке)$")
_MEMBER = regex.compile(rf"{_ENDING}\s+(?:\p{{L}}+\s+)?(?:{words()['body']['no_act']})\p{{L}}*")
_ATTRIBUTE = regex.compile(rf"(?:{words()['units']['year']}|[дт][ае]ғы|[дт]егі)$")
_RENAMED = regex.compile(rf"(?i){words()['body']['renamed']}")
_CLAUSE_END = regex.compile(r"[,.;:«»\n]|\s[–-]\s")
_MAX_TITLE_CHARS = 120
_MIN_USES = 3


@dataclass(frozen=True, slots=True)
class _Use:
    """A name of the register in the text."""

    start: int
    end: int
    name: BodyName


def name_anachronisms(document: Document, text: str, registers: Registers) -> list[Check]:
    """Findings in the order of the text. ``text`` is the raw text."""
    uses = list(_uses(text, registers))
    own = _own_names(uses, _title_end(document, text))
    starts = [use.start for use in uses]
    found: dict[tuple[int, str], Check] = {}
    for congress, day, date in _congress_days(document, text, registers):
        first = bisect.bisect_left(starts, congress.start_char)
        inside = (u for u in uses[first : bisect.bisect_left(starts, congress.end_char)])
        use = next((u for u in inside if u.name.entity_id == congress.body_id), None)
        if use and use.name.checked != "general" and (use.name.entity_id, use.name.name) not in own:
            if not _borne(use.name, *day, both=True):
                ids = [congress.id, date.id] if date else [congress.id]
                known = known_meeting(congress, registers)
                when = quoted(date.text) if date else known_days(known) if known else "–".join(dict.fromkeys(day))
                found[use.start, use.name.name] = _finding(use.name, congress.text, when, ids, registers, day)
    in_congress = {at for c in document.congresses for at in range(c.start_char, c.end_char)}
    for use, date in [*_beside_dates(document, text, uses), *_of_dated_acts(document, text, uses)]:
        if (use.name.entity_id, use.name.name) in own or use.start in in_congress:
            continue
        if _borne(use.name, date.start, date.end, both=False):
            continue
        acts_then = date.end < use.name.start or date.start_char > use.start
        if acts_then or not _outlived(text, use.end):
            key = (use.start, use.name.name)
            found.setdefault(
                key,
                _finding(use.name, text[use.start : use.end], quoted(date.text), [date.id], registers, (date.start, date.end)),
            )
    return [check for _, check in sorted(found.items())]


def _finding(name: BodyName, written: str, date: str, ids: list[str], registers: Registers, day: tuple[str, str]) -> Check:
    span = f"{name.name}: {name.start or '…'}–{name.end or '…'}"
    right = _names_then(name, day, registers)
    return finding("name_anachronism", ids, right, text=quoted(written), date=date, span=span)


def _names_then(name: BodyName, day: tuple[str, str], registers: Registers) -> str | None:
    """The name that the body bore then: the shortest of the register in the language of the wrong one."""
    candidates = [
        n for n in registers.names
        if n.entity_id == name.entity_id and n.lang == name.lang and _covers(n, *day) and n.name != name.name
    ]  # fmt: skip
    if not candidates:
        return None
    latest = max(n.start for n in candidates)
    return min((n.name for n in candidates if n.start == latest), key=len)


def _covers(name: BodyName, start: str, end: str) -> bool:
    return (not name.start or name.start <= end) and (not name.end or start <= name.end)


def _borne(name: BodyName, start: str, end: str, *, both: bool) -> bool:
    """Whether the name was borne on some day of a stretch, or is no mistake on that side of its time."""
    if name.start and end < name.start:
        return not (both or name.checked in ("both", "before"))
    if name.end and start > name.end:
        return not (both or name.checked in ("both", "after"))
    return True


# --- bodies whose works outlive them -----------------------------------------------------------------------------------


def _outlived(text: str, end: int) -> bool:
    """Whether a name that ends here is only the owner of what is there still, or tells an earlier time with a participle.

    ``ОГПУ коллегиясының үкімі``, ``НКВД-ның``, ``НКВД тұтқындағандар``; but not ``БК(б)П шешімімен``: who acts is the body.
    """
    clause = _CLAUSE_END.split(text[end : end + 80], maxsplit=1)[0]
    return _owner().match(clause) is not None


@cache
def _owner() -> regex.Pattern[str]:
    data = words()["outlives"]
    stems, when, nouns = ("|".join(data[name]) for name in ("stems", "when", "nouns"))
    possessed = rf"(?:{stems})(?:[лдт][ае]р)?с?[ыі](?!\p{{Ll}}*мен(?!\p{{L}}))\p{{Ll}}*"
    participle = rf"(?!{nouns})\p{{Ll}}+[ғгқк][ае]н(?:д[ае]р\p{{Ll}}*|\s(?!{when})\p{{L}})"
    return regex.compile(rf"-?(?:[ндт][ыі]ң)\s|{_ENDING}(?:\s[\p{{L}}()-]+){{0,3}}?\s(?:{possessed}|{participle})")


# --- names in the text ----------------------------------------------------------------------------------------------


@cache
def _pattern(names: tuple[str, ...]) -> regex.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    words = "|".join(regex.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
    # an abbreviation takes a lower-case ending at most: КСРО-ның is КСРО, КСРОК is not
    return regex.compile(rf"(?<![\p{{L}}\d(])(?:{words})(?=$|[^\p{{L}}(]|-?\p{{Ll}}|\s?[(])(?!\(\p{{Ll}}\))")


def _uses(text: str, registers: Registers) -> Iterator[_Use]:
    by_name = {" ".join(name.name.split()): name for name in registers.names}
    if not by_name:
        return
    for match in _pattern(tuple(by_name)).finditer(text):
        yield _Use(match.start(), match.end(), by_name[" ".join(match.group().split())])


def _title_end(document: Document, text: str) -> int:
    """Where the title ends: a heading on the first line, or what the first sentence defines (``КОКП – …``)."""
    start = len(text) - len(text.lstrip())
    line = text.find("\n", start)
    if 0 < line <= start + _MAX_TITLE_CHARS and text[line - 1] not in ".!?…:" and text[line:].strip():
        return line
    if not document.sentences:
        return 0
    dash = text.find(" – ", start, document.sentences[0].end_char)
    first_date = document.dates[0].start_char if document.dates else len(text)
    return dash if 0 < dash < first_date else 0


def _own_names(uses: list[_Use], title_end: int) -> set[tuple[str, str]]:
    """The document's own names of bodies: in its title, or the most used one if used often enough."""
    own = set()
    counts: dict[str, Counter[str]] = {}
    for use in uses:
        counts.setdefault(use.name.entity_id, Counter())[use.name.name] += 1
        if use.start < title_end:
            own.add((use.name.entity_id, use.name.name))
    for entity, by_name in counts.items():
        name, most = min(by_name.items(), key=lambda item: (-item[1], item[0]))
        if most >= _MIN_USES and most > sum(by_name.values()) / 2:
            own.add((entity, name))
    return own


def _congress_days(
    document: Document, text: str, registers: Registers
) -> Iterator[tuple[CongressMention, tuple[str, str], DateMention | None]]:
    """When each single congress met: by the register, else by the date that the text gives it."""
    written = {dated.congress.id: dated.date for dated in dated_congresses(document, text)}
    for congress in document.congresses:
        if len(congress.numbers) != 1 or congress.zone != "body":
            continue
        known = known_meeting(congress, registers)
        date = written.get(congress.id)
        if known:
            yield congress, known.gregorian, date
        elif date:
            yield congress, (date.start, date.end), date


def _beside_dates(document: Document, text: str, uses: list[_Use]) -> Iterator[tuple[_Use, DateMention]]:
    """Names right behind a date that says when, in a sentence with nothing that makes it another time's name."""
    sentence_starts = [sentence.start_char for sentence in document.sentences]
    ends = {date.end_char: date for date in document.dates if date.zone == "body" and not date.impossible}
    for use in uses:
        if use.name.checked not in ("both", "before", "after") or _MEMBER.match(text, use.end):
            continue
        place = bisect.bisect_right(sentence_starts, use.start) - 1
        if place < 0:
            continue
        sentence = document.sentences[place]
        if use.start >= sentence.end_char or _RENAMED.search(text, sentence.start_char, sentence.end_char):
            continue
        for gap in range(1, 24):
            date = ends.get(use.start - gap)
            if date is None:
                continue
            plain = not (date.relative or date.approximate or _NOT_AT.search(date.text))
            if plain and date.start_char >= sentence.start_char and near(text, date.end_char, use.start):
                yield use, date
            break


def _of_dated_acts(document: Document, text: str, uses: list[_Use]) -> Iterator[tuple[_Use, DateMention]]:
    """Names, or organs of what they name, in the genitive right before the date of an act: ``НКВД-нің 1952 жылғы бұйрығы``."""
    starts = [date.start_char for date in document.dates]
    for use in uses:
        place = bisect.bisect_left(starts, use.end)
        if use.name.checked not in ("both", "before", "after") or place == len(starts):
            continue
        date = document.dates[place]
        plain = date.zone == "body" and not (date.impossible or date.relative or date.approximate)
        if not plain or not _ATTRIBUTE.search(date.text) or not _acts().match(text, date.end_char):
            continue
        sentence = next((s for s in document.sentences if s.start_char <= use.start < s.end_char), None)
        if sentence and not _RENAMED.search(text, sentence.start_char, sentence.end_char):
            if _owners().fullmatch(text, use.end, date.start_char):
                yield use, date


@cache
def _owners() -> regex.Pattern[str]:
    organs = "|".join(words()["acts"]["organs"])
    return regex.compile(rf"(?:-?\p{{Ll}}*|(?:-?\p{{Ll}}+)?(?:\s(?:{organs})\p{{Ll}}*)*-?\p{{Ll}}*)[ндт][ыі]ң\s")


@cache
def _acts() -> regex.Pattern[str]:
    return regex.compile(rf"\s(?:\p{{Ll}}+\s)?(?i:{'|'.join(words()['acts']['stems'])})с?[ыі]")
