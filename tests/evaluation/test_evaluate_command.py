"""``jylnama evaluate`` as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language
from typer.testing import CliRunner

from jylnama.cli import app
from jylnama.document import DateMention, Document, Sentence, text_sha256
from jylnama.exchange.jsonl import read
from jylnama.pipeline import read_document

ROOT = Path(__file__).parent.parent.parent
GOLD = ROOT / "annotations" / "corpus"
TEXTS = ROOT / "corpus" / "texts"


def call(*arguments: object, status: int = 0) -> str:
    result = CliRunner().invoke(app, ["evaluate", *map(str, arguments)])
    assert result.exit_code == status, result.output
    return result.output


@pytest.fixture(scope="module")
def pred(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The system's output on the corpus, as JSONL."""
    path = tmp_path_factory.mktemp("evaluate") / "pred.jsonl"
    documents = [read_document(nlp, (TEXTS / f"{d.doc_id}.txt").read_bytes().decode(), d.doc_id) for d in read(GOLD)]
    path.write_text("".join(json.dumps(d.to_dict(), ensure_ascii=False) + "\n" for d in documents), encoding="utf-8")
    return path


def test_scores_on_the_terminal(pred: Path) -> None:
    out = call("--gold", GOLD, "--pred", pred, "--documents", "--samples", 50)
    for words in (
        f"pred: {len(read(GOLD))} documents",
        "events.date",
        "dates.accuracy.precision",
        "Brier",
        "appointment",
        "shoqan",
    ):
        assert words in out
    assert "places.exact" not in out  # gold has none


def test_json_follows_its_schema(pred: Path, tmp_path: Path) -> None:
    files = []
    for name in ("a.json", "b.json"):
        call("--gold", GOLD, "--pred", pred, "--against", GOLD, "--json", tmp_path / name, "--samples", 50)
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]
    data = json.loads(files[0])
    assert data["schema"] == "jylnama-evaluation/1"
    assert list(data["systems"]) == ["pred", "against"]
    system = data["systems"]["pred"]
    score = system["scores"]["events.date"]
    assert score["f1_low"] <= score["f1"] <= score["f1_high"]
    assert system["documents"]["alash"]["dates.exact"][2] == score_of(GOLD / "alash.json")
    assert system["reliability"]["events"] == score["predicted"]
    assert {d["kind"] for d in system["differences"]} <= {"miss", "extra"}
    (comparison,) = data["comparisons"]
    assert comparison["against"] == "against"
    assert comparison["measures"]["events.date"]["delta"] == pytest.approx(score["f1"] - 1, abs=1e-4)
    assert comparison["measures"]["places.exact"] == dict.fromkeys(comparison["measures"]["places.exact"])
    assert data["systems"]["against"]["differences"] == []


def score_of(path: Path) -> int:
    """Number of dates in the running text of a document object."""
    return sum(d.get("zone", "body") == "body" for d in json.loads(path.read_text("utf-8"))["dates"])


def test_splits(pred: Path, tmp_path: Path) -> None:
    splits = tmp_path / "splits.csv"
    splits.write_text("doc_id,split\nalash,dev\nshoqan,dev\nsoghys,test\n")
    out = tmp_path / "out.json"
    printed = call("--gold", GOLD, "--pred", pred, "--split", "dev", "--splits", splits, "--json", out, "--samples", 0)
    assert "gold documents of no split, left out: " in printed
    assert "kenesary" in printed
    assert list(json.loads(out.read_text("utf-8"))["systems"]["pred"]["documents"]) == ["alash", "shoqan"]
    assert "no split nosuch; there are: dev, test" in call(
        "--gold", GOLD, "--pred", pred, "--split", "nosuch", "--splits", splits, status=2
    )
    call("--gold", GOLD, "--pred", pred, "--split", "train", "--samples", 0)  # annotations/splits.csv is found
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    assert "columns doc_id and split" in call("--gold", GOLD, "--pred", pred, "--splits", tmp_path / "bad.csv", status=2)
    assert "no splits.csv" in call("--gold", pred, "--pred", pred, "--split", "dev", status=2)


def test_errors_stand_in_their_sentences(pred: Path, tmp_path: Path) -> None:
    worse = tmp_path / "worse.jsonl"
    documents = [json.loads(line) for line in pred.read_text("utf-8").splitlines()]
    documents[0]["dates"] = documents[0]["dates"][1:]
    for event in documents[0]["events"]:
        event["dates"] = [i for i in event["dates"] if i != "d0"]
    worse.write_text("".join(json.dumps(d) + "\n" for d in documents))
    gold_date = json.loads((GOLD / f"{documents[0]['doc_id']}.json").read_text("utf-8"))["dates"][0]
    out = call("--gold", GOLD, "--pred", worse, "--errors", "--samples", 0, "--texts", TEXTS)
    rows = [line.split("\t") for line in out.splitlines() if line.startswith(f"{documents[0]['doc_id']}:")]
    (row,) = [row for row in rows if row[1] == "dates"]
    assert row[2:5] == ["miss", "absent", gold_date["text"]]
    assert f"⟦{gold_date['text']}⟧" in row[7]


def test_sentences_come_from_a_run_folder(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["extract", str(TEXTS), "--out", str(tmp_path / "run"), "--quiet"])
    assert result.exit_code == 0, result.output
    gold = tmp_path / "gold"
    gold.mkdir()
    data = json.loads((GOLD / "alash.json").read_text("utf-8"))
    data["persons"].append(
        {"id": "px", "start_char": data["sentences"][0][0], "end_char": data["sentences"][0][0] + 4, "text": "", "name": "x"}
    )
    (gold / "alash.json").write_text(json.dumps(data))
    out = call("--gold", gold, "--pred", tmp_path / "run", "--errors", "--samples", 0)
    row = next(line.split("\t") for line in out.splitlines() if "\tx\t" in line)
    text = (TEXTS / "alash.txt").read_bytes().decode()
    start, end = data["sentences"][0]
    assert row[7] == " ".join(f"⟦{text[start : start + 4]}⟧{text[start + 4 : end]}".split())


def test_baselines() -> None:
    out = call("--gold", GOLD, "--texts", TEXTS, "--baseline", "rules", "--baseline", "dateparser", "--samples", 20)
    assert "rules against dateparser, paired by documents" in out
    comparison = out[out.index("rules against dateparser") :]
    assert "dates.value" in comparison
    assert "events.date" not in comparison  # dateparser gives dates alone


def test_the_parts_of_this_system(tmp_path: Path) -> None:
    """The model gives names alone, on the same persons as gold; rules and the whole give all labels."""
    out = tmp_path / "scores.json"
    systems = ("full", "rules", "model")
    call("--gold", GOLD, "--texts", TEXTS, *(x for name in systems for x in ("--baseline", name)), "--samples", 0, "--json", out)
    found = json.loads(out.read_text("utf-8"))["systems"]
    scores = {name: found[name]["scores"]["persons.exact"] for name in systems}
    assert len({score["gold"] for score in scores.values()}) == 1
    assert all(score["f1"] > 0.7 for score in scores.values()), scores
    assert found["model"]["labels"] == ["persons", "places", "organisations"]
    assert found["model"]["scores"]["dates.exact"]["predicted"] == 0 < found["rules"]["scores"]["dates.exact"]["predicted"]


def test_stanza_without_models_says_what_to_do(tmp_path: Path) -> None:
    pytest.importorskip("stanza", reason="the extra [stanza] is not installed")
    out = call("--gold", GOLD, "--texts", TEXTS, "--baseline", "stanza", "--stanza", tmp_path, status=2)
    assert "*tokenizer.pt" in out


def test_no_document_in_common(tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text('{"doc_id": "elsewhere", "sha256": "0", "sentences": []}\n', "utf-8")
    (tmp_path / "none.jsonl").write_text("", "utf-8")
    out = " ".join(call("--gold", GOLD, "--pred", tmp_path / "other.jsonl", status=2).split())
    assert "no document in common with the gold" in out
    assert min(path.stem for path in GOLD.glob("*.json")) in out
    assert "here are elsewhere." in out
    call("--gold", GOLD, "--pred", GOLD, "--against", tmp_path / "other.jsonl", status=2)


def test_a_record_is_added_once(tmp_path: Path) -> None:
    floor = tmp_path / "floor.json"
    floor.write_text(json.dumps({
        "sets": {"corpus": {"gold": str(GOLD), "texts": str(TEXTS)}, "away": {"gold": str(GOLD), "texts": "nowhere"}}, "history": [],
    }))  # fmt: skip
    out = call("--record", floor)
    assert "away: left as it is" in out
    first = floor.read_text("utf-8")
    assert json.loads(first)["history"][0]["scores"]["corpus"]["sentences.exact"] > 0.9
    call("--record", floor)
    assert floor.read_text("utf-8") == first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name the gold"),
        (["--gold", GOLD], "nothing to score"),
        (["--gold", GOLD, "--baseline", "rules", "--texts", TEXTS, "--against", GOLD], "name both"),
        (["--gold", "nowhere", "--pred", GOLD], "nowhere: no such file"),
        (["--gold", GOLD, "--pred", "nowhere"], "nowhere: no such file"),
        (["--gold", GOLD, "--baseline", "rules"], "--texts"),
        (["--gold", GOLD, "--baseline", "oracle", "--texts", TEXTS], "no baseline 'oracle'; there are: full, rules"),
        (["--gold", GOLD, "--baseline", "rules", "--texts", ROOT / "docs"], "its text is not here"),
        (["--gold", GOLD, "--pred", GOLD, "--texts", "nowhere"], "nowhere"),
        (["--record", ROOT / "README.md"], "not a floor file"),
        (["--gold", ROOT / "docs", "--pred", GOLD], "neither a run folder nor a folder of document objects"),
    ],
)
def test_mistakes_get_a_clear_word(arguments: list[object], message: str) -> None:
    out = call(*arguments, status=2)
    assert message in out
    assert "Traceback" not in out


@pytest.mark.parametrize(
    ("option", "path", "message"),
    [
        ("--json", "nowhere/x.json", "there is no folder nowhere"),
        ("--html", "nowhere/x.html", "there is no folder nowhere"),
        ("--html", ".", "is a folder; name a file"),
        ("--calibrate", "nowhere/x.csv", "there is no folder nowhere"),
        ("--calibrate", "notes.csv", "notes.csv: not a file of counts (evidence,right,of)"),
        ("--calibrate", "latin.csv", "latin.csv: not a file of counts (evidence,right,of)"),
    ],
)
def test_what_cannot_be_written_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, path: str, message: str
) -> None:
    (tmp_path / "notes.csv").write_text("name,note\nalash,1\n", "utf-8")
    (tmp_path / "latin.csv").write_bytes("evidence,right,of\ncaf\xe9,1,2\n".encode("latin-1"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("jylnama.evaluation.scores.evaluate", lambda *_, **__: pytest.fail("was scored first"))
    assert message in call("--gold", GOLD, "--pred", GOLD, option, path, status=2)


def test_a_bug_is_no_mistake_of_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a bug")

    monkeypatch.setattr("jylnama.evaluation.scores.evaluate", fail)
    result = CliRunner().invoke(app, ["evaluate", "--gold", str(GOLD), "--pred", str(GOLD)])
    assert isinstance(result.exception, ValueError)


def test_two_texts_under_one_id(tmp_path: Path) -> None:
    line = json.dumps(Document("a", text_sha256("Бір мәтін.")).to_dict()) + "\n"
    (tmp_path / "a.jsonl").write_text(line, "utf-8")
    (tmp_path / "other.jsonl").write_text(json.dumps(Document("a", text_sha256("Өзге мәтін.")).to_dict()) + "\n", "utf-8")
    (tmp_path / "twice.jsonl").write_text(line * 2, "utf-8")
    assert "of different texts" in call("--gold", tmp_path / "a.jsonl", "--pred", tmp_path / "other.jsonl", status=2)
    assert "there twice" in call("--gold", tmp_path / "a.jsonl", "--pred", tmp_path / "twice.jsonl", status=2)


def test_a_package_that_is_absent_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "dateparser.search", None)
    monkeypatch.delitem(sys.modules, "jylnama.evaluation.baselines.dateparser", raising=False)
    out = call("--gold", GOLD, "--texts", TEXTS, "--baseline", "dateparser", status=2)
    assert "pip install 'jylnama[baselines]'" in out.replace("\n", "")


def test_dates_that_only_the_model_sees(tmp_path: Path) -> None:
    """Not those of the rules; with the gold's word on them."""
    text = "Сапаров 1926 жылы келді. Ол ауылда екі жыл тұрды."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    document = Document(
        "a",
        text_sha256(text),
        sentences=[Sentence(0, 24), Sentence(25, len(text))],
        dates=[DateMention("d0", 35, 42, "екі жыл", "1926-01-01", "1927-12-31")],
    )
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(document.to_dict(), ensure_ascii=False) + "\n", encoding="utf-8")
    (row,) = [line.split("\t") for line in call("--gold", gold, "--texts", tmp_path, "--model-dates").splitlines()]
    assert (row[0], row[1], row[3:]) == ("a:35-42", "gold", ["екі жыл", "Ол ауылда екі жыл тұрды."])
    assert "--texts PATH" in call("--gold", gold, "--model-dates", status=2)
