"""The words of a sentence that may be triggers, and their features, by which the judge tells what they are.

What a feature hangs on is little (a word, its stem and form, …) and comes again and again: so its code is kept by that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from jylnama.linking.clauses import CLOSES
from jylnama.linking.lexicon import analysed
from jylnama.linking.sentence import Sentence
from jylnama.linking.triggers import Trigger
from jylnama.ner.words import words

F = TypeVar("F")
Names = tuple[str, ...]

_SHORTEST = 4  # letters of a verb form that no rule knows
_CLAUSE, _NEAR = 9, 4  # words before the candidate that are its features


class Candidate(NamedTuple, Generic[F]):
    """A word that may be a trigger, ``start:end`` in the whole text, the rules' trigger that ends in it, and its features:
    the word, its neighbours, the words of its clause by their first five letters, what the rules say, its place.

    state: [3 · hidden] of the words before it, itself and behind it, where the name model has read the sentence.
    """

    start: int
    end: int
    form: str
    rule: Trigger | None
    features: list[F]
    state: NDArray[np.float16] | None = None


class Features(Generic[F]):
    """Features by what they hang on, each as ``code`` has it, which takes their names and may leave some out."""

    def __init__(self, code: Callable[[Names], tuple[F, ...]]) -> None:
        def kept(names: Callable[..., Names]) -> Callable[..., tuple[F, ...]]:
            return lru_cache(maxsize=1 << 15)(lambda *given: code(names(*given)))

        self.code = code
        self.of_form, self.of_last, self.of_next = kept(_of_form), kept(_of_last), kept(_of_next)
        self.of_case_near, self.of_rule, self.of_place = kept(_of_case_near), kept(_of_rule), kept(_of_place)
        # of a word before a candidate: as one of its clause, and as a near one
        self.of_neighbour = lru_cache(maxsize=1 << 15)(lambda word: (code(_of_clause(word)), code(_of_near(word))))

    def of_word(self, lower: Sequence[str], i: int, stem: str, form: str) -> list[F]:
        """The word itself and its neighbours."""
        before = lower[i - 1] if i else "^"
        short = stem[:5]
        behind = [other[:5] for other in lower[i + 1 : i + 3]] or ["$"]
        found = [
            *self.of_form(stem, form, lower[i][-3:]), *self.of_last(before),
            *self.code((f"before {short} {before[:5]}", f"case before {short} {before[-2:]}")), *self.of_next(form, behind[0]),
        ]  # fmt: skip
        if form == "participle":  # the noun that it describes tells what happened: болған ұрыста, өткен жиында
            found += self.code((*(f"described {noun}" for noun in behind), *(f"described {stem[:4]} {noun}" for noun in behind)))
        for other in lower[max(0, i - _NEAR) : i]:
            if len(other) > 2:
                found += self.of_case_near(stem[:4], other[-2:])
        return found


def _of_form(stem: str, form: str, ending: str) -> Names:
    """The word alone."""
    short = stem[:5]
    return f"stem {stem}", f"stem4 {stem[:4]}", f"stem5 {short}", f"form {form}", f"ending {ending}", f"form of {short} {form}"


def _of_last(before: str) -> Names:
    return f"before {before}", f"before4 {before[:4]}", f"case before {before[-2:]}"


def _of_next(form: str, behind: str) -> Names:
    return f"behind {behind}", f"behind {form} {behind}"


def _of_case_near(stem: str, ending: str) -> Names:
    return (f"case near {stem} {ending}",)


def _of_clause(word: str) -> Names:
    return (f"clause {word[:5]}",) if len(word) > 2 else ()


def _of_near(word: str) -> Names:
    return (f"near {word[:5]}",) if len(word) > 2 else ()


def _of_rule(kind: str, source: str, form: str, short: str) -> Names:
    """What the rules say of the word."""
    return f"rule {kind}", f"rule {kind} {source}", f"rule {kind} {form}", f"rule {kind} of {short}"


def _of_place(dated: bool, verbs: int, form: str) -> Names:
    """How many verbs stand between the word and the date before it (3: three or more), and whether there is one."""
    return f"verbs {verbs}", f"verbs {verbs} {form}", f"dated {dated:d}", f"dated {dated:d} {form}"


# features as they are called: to train with
BY_NAME: Features[str] = Features(tuple)


def candidates(sentence: Sentence, triggers: Sequence[Trigger], features: Features[F]) -> Iterator[Candidate[F]]:
    """The verb forms of a sentence outside of its dates, and the words in which the rules' triggers end; from left to right."""
    spans = words(sentence.text)
    lower = [sentence.lower[a:b] for a, b in spans]
    neighbours = [features.of_neighbour(word) for word in lower]
    dates = [(date.start_char - sentence.start, date.end_char - sentence.start) for date in sentence.dates]
    rules = _by_word(sentence, triggers, spans)
    dated, verbs = False, 0
    for i, (start, end) in enumerate(spans):
        while dates and dates[0][1] <= start:
            del dates[0]
        if dates and dates[0][0] <= start:
            dated, verbs = True, 0
            continue
        rule = rules.get(end)
        stem, form = analysed(lower[i])
        verb = form != "noun" and form != "negated"
        if rule or verb and len(lower[i]) >= _SHORTEST and not sentence.text[start].isupper():
            closing = form == "participle" and CLOSES.match(sentence.lower, end)
            told = "finite" if closing else form
            kind, source = (rule.type, rule.source) if rule else ("-", "-")
            found = features.of_word(lower, i, stem, told)
            found += features.of_rule(kind, source, told, stem[:5])
            found += features.of_place(dated, min(verbs, 3), told)
            if closing:
                found += features.code(("perfect",))
            for of_clause, _ in neighbours[max(0, i - _CLAUSE) : i]:
                found += of_clause
            for _, of_near in neighbours[max(0, i - _NEAR) : i]:
                found += of_near
            if sentence.is_quoted(start):
                found += features.code(("quoted",))
            state = _state(sentence, spans, i) if sentence.states else None
            yield Candidate(sentence.start + start, sentence.start + end, form, rule, found, state)
            verbs += verb and form != "verbal"


def _by_word(sentence: Sentence, triggers: Sequence[Trigger], spans: Sequence[tuple[int, int]]) -> dict[int, Trigger]:
    """The trigger that ends in each word, by the word's end, offsets of the sentence: with the word, or within it."""
    ends = {trigger.end - sentence.start: trigger for trigger in triggers}
    within = ends.keys() - {end for _, end in spans}
    for start, end in spans if within else ():
        if end not in ends and (inside := [t for t in triggers if start < t.end - sentence.start < end]):
            ends[end] = inside[0]
    return ends


def _state(sentence: Sentence, spans: Sequence[tuple[int, int]], i: int) -> NDArray[np.float16] | None:
    own = sentence.states.get(sentence.start + spans[i][0])
    if own is None:
        return None
    around = [sentence.states.get(sentence.start + spans[j][0]) if 0 <= j < len(spans) else None for j in (i - 1, i + 1)]
    before, behind = (np.zeros_like(own) if state is None else state for state in around)
    return np.concatenate((before, own, behind))
