"""Which words of a dated sentence tell happenings, and of which type: a small model over what the rules find.

The rules' lexicon cannot have every verb, and the type of many hangs on what the clause speaks of (``қызметке алынды``,
``қала алынды``, ``орден алды``). So every verb form and every trigger of the rules is a candidate with features (stem,
form, neighbours, words of the clause, what the rules say), and a log-linear model gives the probability of each type.
Where the name model has read the sentence, what one of its middle layers makes of the word has a say too, by way of one
hidden layer. Both were trained together by ``training.py``; ``models/kk_event_triggers`` has the card.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jylnama.document import EVENT_TYPES
from jylnama.linking.features import Candidate, Features, candidates
from jylnama.linking.lexicon import analysed, is_auxiliary, reports, to_begin
from jylnama.linking.sentence import Sentence
from jylnama.linking.triggers import Trigger
from jylnama.shipped import model_folder

NAME, FILE = "kk_event_triggers", "weights.npz"
CLASSES = ("", *EVENT_TYPES)  # the first: no happening
KEPT = 0.3  # a candidate that is a happening with this probability is one
NAMED = 0.03  # one that a noun names (шайқас болған, тұтқындалуы) is, if it is with this
DATED = 0.05  # a noun with a date of its own (1916 жылғы көтеріліс) is, if it is with this; its type is the lexicon's
LIKELY = 0.2  # a word that no rule knows is one of a type, if this type has this probability
RETYPED = 0.6  # the lexicon's type gives way to one that has this share of the probability of a happening
_OTHER = 0.8  # what the probability of the type `other` is worth beside the others': it takes in what is little known
_TYPES = np.array([_OTHER if kind == "other" else 1.0 for kind in EVENT_TYPES], np.float32)
PHRASE = 60  # letters between a participle and its noun that is the trigger: 1917 жылы Орынборда өткен екінші съезд


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

    @cached_property
    def features(self) -> Features[int]:
        """The features that it knows, each as its row."""
        return Features(self.rows_of)

    def rows_of(self, names: Iterable[str]) -> tuple[int, ...]:
        return tuple(row for name in names if (row := self.rows.get(name)) is not None)

    def probabilities(self, candidates: Sequence[Candidate[int]]) -> NDArray[np.float32]:
        """[candidates, classes]; a feature counts once, and one that it does not know nothing."""
        rows: list[int] = []
        starts: list[int] = []
        for candidate in candidates:
            starts.append(len(rows))
            rows += dict.fromkeys(candidate.features)
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
    dated = [trigger for trigger in triggers if trigger.source == "noun"]
    asked = list(candidates(sentence, triggers, judge.features))
    met = {id(candidate.rule) for candidate in asked}
    for candidate, probabilities in zip(asked, judge.probabilities(asked) if asked else (), strict=True):
        happening = 1 - float(probabilities[0])
        rule = candidate.rule
        if happening < _least(rule):
            continue
        if candidate.form == "present" and reports().search(sentence.lower, 0, candidate.end - sentence.start):
            continue
        kind = _type(rule, probabilities)
        sure = float(probabilities[CLASSES.index(kind)])
        if rule:
            kept.append(rule._replace(type=kind, sure=-1.0 if rule.source == "noun" else sure))
        elif sure >= LIKELY and not any(noun.type == kind and 0 < noun.start - candidate.end < PHRASE for noun in dated):
            start = _with_converb(candidate, sentence, kept)
            kept.append(Trigger(kind, start, candidate.end, candidate.form, "judge", sure=sure))
    kept += [trigger for trigger in triggers if id(trigger) not in met and trigger.source != "bare"]
    return sorted(kept, key=lambda trigger: trigger.start)


def _least(rule: Trigger | None) -> float:
    """The least probability of a happening at which a candidate is one."""
    if rule is None:
        return KEPT
    if rule.source == "noun":
        return DATED
    return NAMED if rule.named or rule.form == "verbal" else KEPT


def _type(rule: Trigger | None, probabilities: NDArray[np.float32]) -> str:
    """The likeliest type, or the rule's, where that is beyond doubt or the likeliest is doubtful."""
    kind = CLASSES[1 + int((probabilities[1:] * _TYPES).argmax())]
    if rule is None:
        return kind
    known = rule.source == "lexicon" and rule.type != "other"
    # a noun that names the happening knows better than that it is none of the other types
    doubtful = probabilities[CLASSES.index(kind)] < RETYPED * (1 - probabilities[0]) or rule.named and kind == "other"
    return rule.type if rule.fixed or rule.source == "noun" or doubtful and known else kind


def _with_converb(candidate: Candidate[int], sentence: Sentence, kept: Sequence[Trigger]) -> int:
    """Where a predicate begins whose last word is an auxiliary: ``алып кетті``, ``шыға бастады``."""
    at = candidate.start - sentence.start
    before = sentence.lower[:at].rstrip(" ").rpartition(" ")[2]
    start = candidate.start - 1 - len(before)
    if not before.isalpha() or not is_auxiliary()(sentence.lower, at) or (kept and start < kept[-1].end):
        return candidate.start
    begins = sentence.lower.startswith(to_begin(), at) and before.endswith(("а", "е", "й", "и"))
    return start if begins or analysed(before)[1] == "converb" else candidate.start
