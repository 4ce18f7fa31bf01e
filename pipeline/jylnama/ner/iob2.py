"""Scores of a model on an IOB2 file, on the file's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jylnama.ner.decode import Entity
from jylnama.ner.labels import LABEL_IDS
from jylnama.ner.model import NerModel


class Iob2Error(ValueError):
    """A file that is no IOB2; the message names the line."""


def read_iob2(path: Path) -> list[tuple[list[str], list[str]]]:
    """(words, labels) of each sentence: a word and its label a line, apart by a tab or blanks, sentences by an empty line.

    Columns between the first and the last are ignored, so are ``-DOCSTART-`` lines. Raises Iob2Error naming the
    line that is not so, or for a file without a sentence; OSError for one that cannot be read.
    """
    sentences: list[tuple[list[str], list[str]]] = []
    words: list[str] = []
    labels: list[str] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise Iob2Error(f"{path}: not UTF-8 ({error.reason} at byte {error.start})") from error
    for number, line in enumerate([*lines, ""], 1):
        columns = line.split("\t") if "\t" in line.strip() else line.split()
        columns = [c.strip() for c in columns if c.strip()]
        if not columns or columns[0] == "-DOCSTART-":
            if words:
                sentences.append((words, labels))
                words, labels = [], []
            continue
        label = columns[-1]
        if len(columns) < 2 or (label != "O" and label[:2] not in ("B-", "I-")):
            raise Iob2Error(f"{path}:{number}: expected a word and an IOB2 label, found {line.strip()!r}")
        words.append(columns[0])
        labels.append(label)
    if not sentences:
        raise Iob2Error(f"{path}: no labelled sentence in it")
    return sentences


def to_iob2(entities: Sequence[Entity], length: int) -> list[str]:
    """IOB2 labels of a sentence of ``length`` words."""
    labels = ["O"] * length
    for entity in entities:
        labels[entity.start : entity.end] = ["B-" + entity.label] + ["I-" + entity.label] * (entity.end - entity.start - 1)
    return labels


@dataclass(frozen=True)
class Report:
    """seqeval's strict report: precision, recall, f1-score, support of each class and of the averages.

    unknown: labels of the file that the model does not have; they count as missed.
    """

    scores: dict[str, dict[str, float]]
    sentences: int
    words: int
    seconds: float
    unknown: list[str]

    def to_dict(self) -> dict[str, Any]:
        return {"sentences": self.sentences, "words": self.words, "words_per_second": round(self.words / max(self.seconds, 1e-9)),
                "unknown_labels": self.unknown, "scores": self.scores}  # fmt: skip


def evaluate_iob2(path: Path, model: NerModel) -> Report:
    """Label the file's sentences with the model and compare, exact spans and classes, IOB2 taken strictly."""
    import time

    from seqeval.metrics import classification_report
    from seqeval.scheme import IOB2

    sentences = read_iob2(path)
    began = time.perf_counter()
    found = model.predict([words for words, _ in sentences])
    seconds = time.perf_counter() - began
    gold = [labels for _, labels in sentences]
    predicted = [to_iob2(entities, len(words)) for entities, (words, _) in zip(found, sentences, strict=True)]
    report = classification_report(gold, predicted, mode="strict", scheme=IOB2, output_dict=True, zero_division=0)
    scores = {name: {key: float(value) for key, value in row.items()} for name, row in report.items()}
    unknown = sorted({label for labels in gold for label in labels} - set(LABEL_IDS))
    return Report(scores, len(sentences), sum(len(words) for words, _ in sentences), seconds, unknown)
