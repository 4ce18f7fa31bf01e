"""The regression gate: what the system reaches on gold does not fall below annotations/floor.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language

from jylnama.document import Document
from jylnama.evaluation.floor import (
    FloorError,
    Reached,
    fallen,
    floor_of,
    gold_sets,
    reach,
    read_floor,
    record,
)
from jylnama.evaluation.jsonfile import write_folded
from jylnama.pipeline import read_document

PATH = Path(__file__).parent.parent.parent / "annotations" / "floor.json"
FLOOR = read_floor(PATH)
SETS = {gold_set.name: gold_set for gold_set in gold_sets(PATH, FLOOR)}


@pytest.mark.parametrize("name", SETS)
def test_scores_do_not_fall(nlp: Language, name: str) -> None:
    gold_set, floor = SETS[name], floor_of(FLOOR, name)
    if not gold_set.texts.is_dir():
        pytest.skip(f"the texts of {name} are not here: {gold_set.texts}")
    assert floor, f"nothing is recorded for {name}: jylnama evaluate --record annotations/floor.json"
    reached = reach(gold_set, lambda doc_id, text: read_document(nlp, text, doc_id))
    assert not fallen(floor, reached, FLOOR["slack"])


def test_a_worse_system_falls() -> None:
    floor = floor_of(FLOOR, "corpus")
    assert floor
    nothing = reach(SETS["corpus"], lambda doc_id, _: Document(doc_id, _sha256(doc_id)))
    assert {line.partition(":")[0] for line in fallen(floor, nothing)} == set(floor.scores)


def _sha256(doc_id: str) -> str:
    return str(json.loads((SETS["corpus"].gold / f"{doc_id}.json").read_text("utf-8"))["sha256"])


def _floor(**scores: float) -> dict:
    history = [{"date": "2026-01-01", "version": "0", "gold": {"a": "1"}, "scores": {"a": scores}}] if scores else []
    return {"sets": {"a": {"gold": "g", "texts": "t"}}, "history": history}


def test_record_raises_the_floor_and_keeps_the_history() -> None:
    floor = _floor(x=0.5)
    assert record(floor, {"a": Reached({"x": 0.6}, "1")}, version="1", date="2026-02-02")
    assert [entry["scores"]["a"]["x"] for entry in floor["history"]] == [0.5, 0.6]
    assert floor_of(floor, "a") == Reached({"x": 0.6}, "1")
    assert not record(floor, {"a": Reached({"x": 0.6}, "1")}, version="2", date="2026-02-03")
    assert len(floor["history"]) == 2


def test_record_lets_nothing_fall_in_silence() -> None:
    floor = _floor(x=0.5, y=0.5)
    worse = {"a": Reached({"x": 0.6, "y": 0.4}, "1")}
    with pytest.raises(FloorError, match=r"y: 0\.4, recorded 0\.5"):
        record(floor, worse, version="1", date="2026-02-02")
    assert len(floor["history"]) == 1
    assert record(floor, worse, version="1", date="2026-02-02", lower="y was measured wrongly")
    assert floor["history"][-1]["lowered"] == "y was measured wrongly"


def test_record_takes_new_gold_as_a_new_start() -> None:
    floor = _floor(x=0.5)
    assert record(floor, {"a": Reached({"x": 0.4}, "2")}, version="1", date="2026-02-02")
    assert floor_of(floor, "a") == Reached({"x": 0.4}, "2")


def test_slack_is_for_its_measure_alone() -> None:
    floor, reached = Reached({"x": 0.5, "y": 0.5}, "1"), Reached({"x": 0.496, "y": 0.496}, "1")
    assert [line.partition(":")[0] for line in fallen(floor, reached, {"x": 0.005})] == ["y"]
    assert len(fallen(floor, reached, {"x": 0.003})) == 2


def test_a_measure_that_is_gone_has_fallen() -> None:
    assert fallen(Reached({"x": 0.5}, "1"), Reached({}, "2")) == ["x: not measured, recorded 0.5 (the gold has changed since)"]


def test_file_round_trip(tmp_path: Path) -> None:
    write_folded(tmp_path / "floor.json", FLOOR)
    assert read_floor(tmp_path / "floor.json") == FLOOR
    assert (tmp_path / "floor.json").read_text("utf-8") == PATH.read_text("utf-8")


@pytest.mark.parametrize(
    "text", ["", "[]", '{"sets": {"a": {}}, "history": []}', '{"sets": {}}', '{"sets": {}, "slack": {"x": "?"}, "history": []}']
)
def test_what_is_no_floor_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "floor.json").write_text(text)
    with pytest.raises(FloorError, match="not a floor file"):
        read_floor(tmp_path / "floor.json")


def test_missing_texts_are_named(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Басқа мәтін.")
    gold_set = SETS["corpus"]
    with pytest.raises(FloorError, match=r"corpus: \w+: its text is not here"):
        reach(type(gold_set)("corpus", gold_set.gold, tmp_path), lambda doc_id, _: Document(doc_id, ""))
