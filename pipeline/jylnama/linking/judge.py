"""Which words of a dated sentence tell happenings, and of which type: a small model over what the rules find.

The rules' lexicon cannot have every verb, and the type of many hangs on what the clause speaks of (``қызметке алынды``,
``қала алынды``, ``орден алды``). So every verb form and every trigger of the rules is a candidate with features (stem,
form, neighbours, words of the clause, what the rules say), and a log-linear model gives the probability of each type.
Where the name model has read the sentence, what one of its middle layers makes of the word has a say too, by way of one
hidden layer. Both were trained together by ``training.py``; ``models/kk_event_triggers`` has the card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jylnama.document import EVENT_TYPES
from jylnama.linking.clauses import CLOSES
from jylnama.linking.lexicon import analysed, is_auxiliary, reports, to_begin
from jylnama.linking.sentence import Sentence
from jylnama.linking.triggers import Trigger
from jylnama.ner.words import words
from jylnama.shipped import model_folder

NAME, FILE = "kk_event_triggers", "weights.npz"
CLASSES = ("", *EVENT_TYPES)  # the first: no happening
KEPT = 0.3  # a candidate that is a happening with this probability is one
NAMED = 0.03  # one that a noun names (шайқас болған, тұтқындалуы) is, if it is with this
LIKELY = 0.2  # a word that no rule knows is one of a type, if this type has this probability
RETYPED = 0.6  # the lexicon's type gives way to one that has this share of the probability of a happening
_OTHER = 0.8  # what the probability of the type `other` is worth beside the others': it takes in what is little known
_TYPES = np.array([_OTHER if kind == "other" else 1.0 for kind in EVENT_TYPES], np.float32)
_SHORTEST = 4  # letters of a verb form that no rule knows
PHRASE = 60  # letters between a participle and its noun that is the trigger: 1917 жылы Орынборда өткен екінші съезд
_CLAUSE, _NEAR = 9, 4  # words before the candidate that are its features


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may be a trigger, ``start:end`` in the whole text, the rules' trigger that ends in it, and its features:
    the word, its neighbours, the words of its clause by their first five letters, what the rules say, its place.

    state: [3 · hidden] of the words before it, itself and behind it, where the name model has read the sentence.
    """

    start: int
    end: int
    form: str
    rule: Trigger | None
    features: list[str]
    state: NDArray[np.float16] | None = None


@dataclass(frozen=True)
class Judge:
    """rows: the row of each feature; weights: [features + 1, classes] float32, the last row the bias.

    inner: [3 · hidden + 1, units], outer: [units + 1, classes]: the hidden layer over the name model's states, biases last.
    encoder: sha256 of the name model whose states these are.
    """

    rows: dict[str, int]
    weights: NDArray[np.float32]
    inner: NDArray[np.float32]
    outer: NDArray[np.float32]
    encoder: str

    def probabilities(self, candidates: Sequence[Candidate]) -> NDArray[np.float32]:
        """[candidates, classes]; unknown features count nothing."""
        rows: list[int] = []
        starts: list[int] = []
        for candidate in candidates:
            starts.append(len(rows))
            rows += [row for f in dict.fromkeys(candidate.features) if (row := self.rows.get(f)) is not None]
            rows.append(-1)
        scores = np.add.reduceat(self.weights[rows], starts)
        if seen := {i: candidate.state for i, candidate in enumerate(candidates) if candidate.state is not None}:
            units = np.maximum(np.stack(list(seen.values())).astype(np.float32) @ self.inner[:-1] + self.inner[-1], 0)
            scores[list(seen)] += units @ self.outer[:-1] + self.outer[-1]
        scores = np.exp(scores - scores.max(1, keepdims=True))
        result: NDArray[np.float32] = scores / scores.sum(1, keepdims=True)
        return result


@cache
def shipped_judge() -> Judge:
    """The shipped model. Raises ModelError where it is missing."""
    return read_judge(model_folder(NAME, FILE))


def read_judge(folder: Path) -> Judge:
    """A model that ``training.py`` wrote."""
    with np.load(folder / FILE) as data:
        names = data["features"].tobytes().decode("utf-8").split("\n")
        weights, inner, outer = (data[name].astype(np.float32) for name in ("weights", "inner", "outer"))
        return Judge({name: row for row, name in enumerate(names)}, weights, inner, outer, str(data["encoder"]))


def judged(triggers: Sequence[Trigger], sentence: Sentence) -> list[Trigger]:
    """The rules' triggers of a dated sentence that the judge lets pass, with its types, and those that it adds; in text order."""
    judge = shipped_judge()
    kept: list[Trigger] = []
    # a noun with a date of its own is none of the judge's business: it has learnt verbs
    nouns = [trigger for trigger in triggers if trigger.source == "noun"]
    met = {id(noun) for noun in nouns}
    asked = [candidate for candidate in candidates(sentence, triggers) if id(candidate.rule) not in met]
    met.update(id(candidate.rule) for candidate in asked)
    for candidate, probabilities in zip(asked, judge.probabilities(asked) if asked else (), strict=True):
        happening = 1 - float(probabilities[0])
        rule = candidate.rule
        reporting = candidate.form == "present" and reports().search(sentence.lower, 0, candidate.end - sentence.start)
        if reporting or happening < (NAMED if rule and (rule.named or rule.form == "verbal") else KEPT):
            continue
        kind = CLASSES[1 + int((probabilities[1:] * _TYPES).argmax())]
        doubtful = probabilities[CLASSES.index(kind)] < RETYPED * happening
        if rule and (rule.fixed or doubtful and rule.source == "lexicon" and rule.type != "other"):
            kind = rule.type
        sure = float(probabilities[CLASSES.index(kind)])
        if rule:
            kept.append(replace(rule, type=kind, sure=sure))
        elif sure >= LIKELY and not any(noun.type == kind and 0 < noun.start - candidate.end < PHRASE for noun in nouns):
            start = _with_converb(candidate, sentence, kept)
            kept.append(Trigger(kind, start, candidate.end, candidate.form, "judge", sure=sure))
    kept += [trigger for trigger in triggers if id(trigger) not in met] + nouns
    return sorted(kept, key=lambda trigger: trigger.start)


def _with_converb(candidate: Candidate, sentence: Sentence, kept: Sequence[Trigger]) -> int:
    """Where a predicate begins whose last word is an auxiliary: ``алып кетті``, ``шыға бастады``."""
    at = candidate.start - sentence.start
    before = sentence.lower[:at].rstrip(" ").rpartition(" ")[2]
    start = candidate.start - 1 - len(before)
    if not before.isalpha() or not is_auxiliary()(sentence.lower, at) or (kept and start < kept[-1].end):
        return candidate.start
    begins = sentence.lower.startswith(to_begin(), at) and before.endswith(("а", "е", "й", "и"))
    return start if begins or analysed(before)[1] == "converb" else candidate.start


def candidates(sentence: Sentence, triggers: Sequence[Trigger]) -> Iterator[Candidate]:
    """The verb forms of a sentence outside of its dates, and the words in which the rules' triggers end; from left to right."""
    spans = [(sentence.start + a, sentence.start + b) for a, b in words(sentence.text)]
    lower = [sentence.lower[a - sentence.start : b - sentence.start] for a, b in spans]
    clause, near = ([_of_neighbour(name, word) for word in lower] for name in ("clause", "near"))
    dates = [(date.start_char, date.end_char) for date in sentence.dates]
    ends = {trigger.end: trigger for trigger in triggers}
    dated, verbs = False, 0
    for i, (start, end) in enumerate(spans):
        while dates and dates[0][1] <= start:
            del dates[0]
        if dates and dates[0][0] <= start:
            dated, verbs = True, 0
            continue
        rule = ends.get(end) or next((t for t in triggers if start < t.end < end), None)
        stem, form = analysed(lower[i])
        is_verb = (
            form not in ("noun", "negated") and len(lower[i]) >= _SHORTEST and not sentence.text[start - sentence.start].isupper()
        )
        if rule or is_verb:
            closing = form == "participle" and CLOSES.match(sentence.lower, end - sentence.start)
            told = "finite" if closing else form
            kind, source = (rule.type, rule.source) if rule else ("-", "-")
            found = [
                *_of_word(lower, i, stem, told),
                *_of_rule(kind, source, told, stem[:5]),
                *_of_place(dated, min(verbs, 3), told),
                *("perfect",) * bool(closing),
            ]
            found += chain.from_iterable(clause[max(0, i - _CLAUSE) : i] + near[max(0, i - _NEAR) : i])
            if sentence.is_quoted(start - sentence.start):
                found.append("quoted")
            yield Candidate(start, end, form, rule, found, _state(sentence, spans, i))
            verbs += form not in ("noun", "verbal", "negated")


def _state(sentence: Sentence, spans: Sequence[tuple[int, int]], i: int) -> NDArray[np.float16] | None:
    own = sentence.states.get(spans[i][0])
    if own is None:
        return None
    around = [sentence.states.get(spans[j][0]) if 0 <= j < len(spans) else None for j in (i - 1, i + 1)]
    before, behind = (np.zeros_like(own) if state is None else state for state in around)
    return np.concatenate((before, own, behind))


@lru_cache(maxsize=1 << 16)
def _of_neighbour(name: str, word: str) -> tuple[str, ...]:
    return (f"{name} {word[:5]}",) if len(word) > 2 else ()


@lru_cache(maxsize=1 << 15)
def _of_form(stem: str, form: str, ending: str) -> tuple[str, ...]:
    """The word alone."""
    short = stem[:5]
    return f"stem {stem}", f"stem4 {stem[:4]}", f"stem5 {short}", f"form {form}", f"ending {ending}", f"form of {short} {form}"


@lru_cache(maxsize=1 << 15)
def _of_next(form: str, behind: str) -> tuple[str, ...]:
    return f"behind {behind}", f"behind {form} {behind}"


@lru_cache(maxsize=1 << 15)
def _of_last(before: str) -> tuple[str, ...]:
    return f"before {before}", f"before4 {before[:4]}", f"case before {before[-2:]}"


def _of_word(lower: Sequence[str], i: int, stem: str, form: str) -> list[str]:
    """The word itself and its neighbours."""
    before = lower[i - 1] if i else "^"
    short = stem[:5]
    behind = [other[:5] for other in lower[i + 1 : i + 3]] or ["$"]
    found = [
        *_of_form(stem, form, lower[i][-3:]), *_of_last(before),
        f"before {short} {before[:5]}", f"case before {short} {before[-2:]}", *_of_next(form, behind[0]),
    ]  # fmt: skip
    if form == "participle":  # the noun that it describes tells what happened: болған ұрыста, өткен жиында
        found += [f"described {noun}" for noun in behind] + [f"described {stem[:4]} {noun}" for noun in behind]
    return found + [f"case near {stem[:4]} {other[-2:]}" for other in lower[max(0, i - _NEAR) : i] if len(other) > 2]


@lru_cache(maxsize=1 << 14)
def _of_rule(kind: str, source: str, form: str, short: str) -> tuple[str, ...]:
    """What the rules say of the word."""
    return f"rule {kind}", f"rule {kind} {source}", f"rule {kind} {form}", f"rule {kind} of {short}"


@cache
def _of_place(dated: bool, verbs: int, form: str) -> tuple[str, ...]:
    """How many verbs stand between the word and the date before it (3: three or more), and whether there is one."""
    return f"verbs {verbs}", f"verbs {verbs} {form}", f"dated {dated:d}", f"dated {dated:d} {form}"
