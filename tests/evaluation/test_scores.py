"""Scores against gold, with the gold of the corpus as the example."""

from __future__ import annotations

import json
import time
from copy import deepcopy
from math import isnan
from pathlib import Path

import pytest

from jylnama.document import Document, DocumentError, NamedMention, text_sha256
from jylnama.evaluation import evaluate
from jylnama.exchange.jsonl import read

ROOT = Path(__file__).parent.parent.parent
CORPUS = read(ROOT / "annotations" / "corpus")
# four of them, alash the first, with something of every label
GOLD = [document for document in CORPUS if document.doc_id in ("alash", "kenesary", "partiya_sezderi", "shoqan")]


def corpus_text(document: Document) -> str:
    return (ROOT / "corpus" / "texts" / f"{document.doc_id}.txt").read_bytes().decode("utf-8")


def test_gold_is_of_these_texts() -> None:
    for document in CORPUS:
        text = corpus_text(document)
        assert document.sha256 == text_sha256(text)
        for mention in [*document.dates, *document.congresses, *document.persons]:
            assert text[mention.start_char : mention.end_char] == mention.text


def test_gold_against_itself() -> None:
    result = evaluate(GOLD, GOLD, samples=50)
    for name, score in result.scores.items():
        if name.startswith(("places", "organisations")):
            assert isnan(score.f1)  # gold has none, so there is nothing to score
        else:
            assert (score.precision, score.recall, score.f1, score.low, score.macro) == (1, 1, 1, 1, 1), name
    assert not result.differences


def test_known_errors_are_counted() -> None:
    predicted = deepcopy(GOLD)
    first = predicted[0]
    first.dates[0].start = "0001-01-01"  # a wrong value
    first.persons.pop()  # a miss
    first.sentences.pop()
    first.congresses.clear()
    result = evaluate(GOLD, predicted, samples=50)
    scores = result.scores
    assert scores["dates.exact"].f1 == 1.0
    assert scores["dates.value"].right == scores["dates.value"].gold - 1
    assert scores["dates.value_overlap"].right == scores["dates.value"].right
    assert scores["dates.accuracy.start"].f1 < 1.0 == scores["dates.accuracy.end"].f1
    assert scores["persons.exact"].recall < 1.0 == scores["persons.exact"].precision
    assert scores["sentences.exact"].right == scores["sentences.exact"].gold - 1
    assert {(d.label, d.kind, d.reason) for d in result.differences} >= {
        ("dates", "miss", "value"), ("dates", "extra", "value"), ("persons", "miss", "absent"), ("sentences", "miss", "absent"),
    }  # fmt: skip
    assert scores["persons.exact"].low <= scores["persons.exact"].f1 <= scores["persons.exact"].high
    assert scores["mentions.strict"].recall < 1.0
    assert result.documents["alash"]["dates.value"].right == len(GOLD[0].dates) - 1
    assert set(result.documents) == {d.doc_id for d in GOLD}


def test_missing_prediction_counts_as_missed() -> None:
    result = evaluate(GOLD, GOLD[1:], samples=10)
    assert result.unmatched == [GOLD[0].doc_id]
    assert result.scores["dates.exact"].recall < 1.0 == result.scores["dates.exact"].precision


def test_a_prediction_without_gold_is_left_out() -> None:
    assert evaluate(GOLD[1:], GOLD, samples=0).scores["dates.exact"].f1 == 1.0


def test_other_text_is_refused() -> None:
    other = deepcopy(GOLD[0])
    other.sha256 = "0" * 64
    with pytest.raises(ValueError, match="different texts"):
        evaluate([GOLD[0]], [other])


@pytest.mark.parametrize(("gold", "predicted", "what"), [(GOLD * 2, GOLD, "gold"), (GOLD, GOLD * 2, "predictions")])
def test_an_id_that_is_there_twice_is_refused(gold: list[Document], predicted: list[Document], what: str) -> None:
    with pytest.raises(ValueError, match=f"alash: there twice among the {what}"):
        evaluate(gold, predicted)


def test_no_gold_is_refused() -> None:
    with pytest.raises(ValueError, match="no gold"):
        evaluate([], GOLD)


def test_one_document_is_resampled_by_sentence() -> None:
    predicted = deepcopy(GOLD[0])
    del predicted.dates[::2]
    result = evaluate([GOLD[0]], [predicted], samples=200)
    score = result.scores["dates.exact"]
    assert result.unit == "sentences"
    assert len(result.counts) == len(GOLD[0].sentences) + 1
    assert score.low < score.f1 < score.high
    assert score.macro == score.f1
    assert (score.right, score.predicted, score.gold) == (len(predicted.dates), len(predicted.dates), len(GOLD[0].dates))


def test_the_same_seed_gives_the_same_intervals() -> None:
    predicted = deepcopy(CORPUS)
    for document in predicted:
        del document.persons[::2]
    runs = [evaluate(CORPUS, predicted, samples=100, seed=seed).scores["persons.exact"] for seed in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]


def test_order_of_documents_does_not_matter() -> None:
    assert evaluate(GOLD[::-1], GOLD[1:][::-1], samples=20).to_dict() == evaluate(GOLD, GOLD[1:], samples=20).to_dict()


def test_carried_events_and_citations_are_left_out() -> None:
    predicted = deepcopy(GOLD)
    for document in predicted:
        for event in document.events:
            event.carried = True
        for person in document.persons:
            person.zone = "citation"
    scores = evaluate(GOLD, predicted, samples=0).scores
    assert scores["events.date"].predicted == scores["persons.exact"].predicted == 0
    assert scores["events.date"].recall == 0.0


def test_places_are_scored_where_gold_has_them() -> None:
    gold, predicted = deepcopy(GOLD[0]), deepcopy(GOLD[0])
    predicted.places = [NamedMention("l0", 0, 5, "", "")]
    assert isnan(evaluate([gold], [predicted], samples=0).scores["places.exact"].f1)
    gold.places = [NamedMention("l0", 0, 5, "", ""), NamedMention("l1", 7, 9, "", "")]
    score = evaluate([gold], [predicted], samples=0).scores["places.exact"]
    assert (score.right, score.predicted, score.gold) == (1, 1, 2)


def test_groups() -> None:
    predicted = deepcopy(GOLD)
    event = predicted[0].events[0]
    right, event.type = event.type, "other" if event.type != "other" else "war"
    result = evaluate(GOLD, predicted, samples=0)
    assert result.by_type[right].right == result.by_type[right].gold - 1
    assert sum(s.gold for s in result.by_type.values()) == result.scores["events.date"].gold
    assert sum(s.right for s in result.by_precision.values()) == result.scores["dates.exact"].right


def test_time_is_about_linear() -> None:
    """Four times the documents, and four times as long a document, take about four times as long (twice that at most)."""

    def seconds(gold: list[Document]) -> float:
        began = time.process_time()
        evaluate(gold, gold, samples=100)
        return time.process_time() - began

    def many(count: int) -> list[Document]:
        found = [deepcopy(document) for _ in range(count) for document in GOLD]
        for number, document in enumerate(found):
            document.doc_id = str(number)
        return found

    def long(count: int) -> list[Document]:
        data = GOLD[0].to_dict()
        whole = {"doc_id": "long", "sha256": "", "sentences": [], "dates": [], "persons": [], "events": []}
        for i in range(count):
            shift = 10_000 * i
            whole["sentences"] += [[a + shift, b + shift] for a, b in data["sentences"]]
            for name in ("dates", "persons"):
                whole[name] += [
                    {**m, "id": f"{m['id']}-{i}", "start_char": m["start_char"] + shift, "end_char": m["end_char"] + shift}
                    for m in data[name]
                ]
        return [Document.from_dict(whole)]

    for make, small in ((many, 20), (long, 100)):
        first = min(seconds(make(small)) for _ in range(2))
        assert min(seconds(make(4 * small)) for _ in range(2)) < 8 * first + 0.2


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
