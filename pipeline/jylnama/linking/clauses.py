"""Where clauses end, as verbs, conjunctions and punctuation tell.

A clause ends with its verb; a conjunction may open the next. Each pattern asks it of another place, all are made of these parts.
"""

from __future__ import annotations

from bisect import bisect_right

import regex

from jylnama.linking.lexicon import WORDS

_WORDS = WORDS["clause"]
# the plain past and the perfect, which is a participle too
PAST, PERFECT = r"[дт][ыі]", r"[ғқ]ан|[гк]ен"
_BUT = _WORDS["but"]
_BUT_OR_WHILE = f"{_BUT}|{_WORDS['while']}"
_COPULA = _WORDS["copula"]
_CONDITIONAL = r"с[ае]"
# де, да behind a verb: … жеңді де, …
_TOO = r" [дт][ае]"


def _word(words: str) -> str:
    return rf"(?<!\p{{L}})(?:{words})(?!\p{{L}})"


# a verb that may close a clause or stand before a noun; names are upper case and no verbs
VERB_FORM = regex.compile(
    rf"(?<!\p{{L}})\p{{Ll}}++(?!\p{{L}})(?<=\p{{Ll}}{{2}}(?:[ыі]п|{PERFECT}|[ғқ]ан(?:н[ае]н|да|ы)|[гк]ен(?:нен|де|і)"
    rf"|(?<!{_WORDS['no_verbs']})[лнст]{PAST}|[ае]ды|[ае]ді|(?:[ае]п|{PAST})(?=,)|{_CONDITIONAL}(?=,|{_TOO},)))"
)
# finite past at the end of a clause, a perfect only at the end of a sentence; with the converb before an auxiliary
FINITE = regex.compile(
    r"(?<![\p{L}-])(?P<verb>"
    rf"(?:(?!{_WORDS['no_converbs']})\p{{Ll}}++(?<=\p{{Ll}}п)\s)?"
    rf"\p{{Ll}}++(?:(?<=\p{{Ll}}{{2}}{PAST}м?)(?=(?:{_TOO})?\s*(?:[.;!…»”]|$))"
    rf"|(?<=\p{{Ll}}{{2}}(?:[ыі]л|[ыі]н|[дт][ыі]р|[лдт][ае]){PAST})(?=(?:{_TOO})?,)"
    rf"|(?<=\p{{Ll}}{{2}}(?:{PERFECT}))(?=(?:\s(?:{_COPULA}))?\s*(?:[.;!…]|$))))"
)
# between a date and a verb: what is said behind it is another clause
NEW_CLAUSE = regex.compile(rf"{_word(_BUT_OR_WHILE)}|;")
# between dates with no verb between them: 1925 жылы институт, ал 1926 жылы театр ашылды has one verb for both
OTHER_PREDICATE = regex.compile(
    rf"{_word(_BUT)}|;|(?:\s–\s.*|(?<!\p{{L}})(?:{_WORDS['predicate']}),\s){_WORDS['while']}(?!\p{{L}})"
)
# the end of a clause that is over when the next one names its own subject
FINISHED = regex.compile(rf"(?<!\p{{L}})(?:\p{{Ll}}+(?:{PAST}|{PERFECT}|{_CONDITIONAL}|{PAST}[қк]т[ае]н)|{_COPULA}),\s")
# behind a participle that is a main verb: the end of the sentence, a copula, a new clause
CLOSES = regex.compile(
    rf"\s+(?:{_COPULA}|{_WORDS['to_be']})(?!\p{{L}})|\s*(?:[(\[][^()]*[)\]]\s*)?(?:[.;:!?…»”]|$|,\s(?:{_BUT_OR_WHILE})\s)"
)
# the end of a clause before a verb: another verb with a comma (few words have one, so the comma is looked for first), a
# semicolon, a conjunction
_CLAUSE_END = regex.compile(
    rf"(?:,(?<=(?<!\p{{L}})\p{{Ll}}*\p{{Ll}}{{2}}(?:{PAST}|{PERFECT}|[ыіаеу]п)(?:{_TOO})?,)|;|{_word(_BUT_OR_WHILE)})\s"
)


def clause_ends(text: str) -> list[int]:
    """Where the clauses of a text in small letters end."""
    return [match.end() for match in _CLAUSE_END.finditer(text)]


def clause_start(ends: list[int], until: int) -> int:
    """Where the clause of a verb at ``until`` begins: behind the last end before it."""
    before = bisect_right(ends, until)
    return ends[before - 1] if before else 0
