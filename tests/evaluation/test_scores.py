"""Scores against gold, with the gold of the corpus as the example."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from spacy.language import Language

from jylnama.document import Document, DocumentError, text_sha256
from jylnama.evaluation import evaluate
from jylnama.evaluation.scores import Difference
from jylnama.exchange.jsonl import read
from jylnama.pipeline import read_document

ROOT = Path(__file__).parent.parent.parent
GOLD = read(ROOT / "annotations" / "corpus")
FLOOR = json.loads((ROOT / "annotations" / "floor.json").read_text("utf-8"))


def corpus_text(document: Document) -> str:
    return (ROOT / "corpus" / "texts" / f"{document.doc_id}.txt").read_bytes().decode("utf-8")


def test_gold_is_of_these_texts() -> None:
    for document in GOLD:
        text = corpus_text(document)
        assert document.sha256 == text_sha256(text)
        for mention in [*document.dates, *document.congresses, *document.persons]:
            assert text[mention.start_char : mention.end_char] == mention.text


def test_gold_against_itself() -> None:
    result = evaluate(GOLD, GOLD, samples=50)
    assert all(score.f1 == 1.0 for score in result.scores.values())
    assert not result.differences


def test_known_errors_are_counted() -> None:
    predicted = deepcopy(GOLD)
    first = predicted[0]
    first.dates[0].start = "0001-01-01"  # a wrong value
    first.persons.pop()  # a miss
    first.sentences.pop()
    result = evaluate(GOLD, predicted, samples=50)
    scores = result.scores
    assert scores["dates"].f1 == 1.0
    assert scores["dates value"].right == scores["dates value"].gold - 1
    assert scores["persons"].recall < 1.0 == scores["persons"].precision
    assert scores["sentences"].right == scores["sentences"].gold - 1
    assert {(d.measure, d.kind) for d in result.differences} >= {("dates value", "miss"), ("dates value", "extra"), ("persons name", "miss")}
    assert scores["persons"].low <= scores["persons"].f1 <= scores["persons"].high
    assert result.accuracy["date value"] == (scores["dates"].right - 1, scores["dates"].right)
    assert result.nervaluate["strict"]["recall"] < 1.0


def test_differences_in_context() -> None:
    difference = Difference("x", "dates value", "miss", 8, 12, "1917", "")
    sentences = [(0, 5, "Бірі."), (6, 20, "Ол 1917 келді.")]
    assert difference.in_context(sentences) == "Ол⟦ 191⟧7 келді."
    assert difference.in_context([]) == ""


def test_missing_prediction_counts_as_missed() -> None:
    result = evaluate(GOLD, GOLD[1:], samples=10)
    assert result.unmatched == [GOLD[0].doc_id]
    assert result.scores["dates"].recall < 1.0


def test_other_text_is_refused() -> None:
    other = deepcopy(GOLD[0])
    other.sha256 = "0" * 64
    with pytest.raises(ValueError, match="different texts"):
        evaluate([GOLD[0]], [other])


def test_document_objects_round_trip() -> None:
    for document in GOLD:
        assert Document.from_dict(json.loads(json.dumps(document.to_dict()))) == document


@pytest.mark.parametrize(
    "data",
    [{}, {"doc_id": "x"}, {"doc_id": "x", "sha256": "", "sentences": [[1]]},
     {"doc_id": "x", "sha256": "", "sentences": [], "dates": [{"start_char": 1}]}],
)  # fmt: skip
def test_malformed_documents_are_named(data: dict) -> None:
    with pytest.raises(DocumentError):
        Document.from_dict(data)


def test_scores_do_not_fall(nlp: Language) -> None:
    """The regression gate: what the system reaches on the corpus (see annotations/floor.json)."""
    predicted = [read_document(nlp, corpus_text(document), document.doc_id) for document in GOLD]
    result = evaluate(GOLD, predicted, samples=0)
    reached = {name: round(result.scores[name].f1, 4) for name in FLOOR["corpus"]}
    assert all(reached[name] >= floor for name, floor in FLOOR["corpus"].items()), reached
