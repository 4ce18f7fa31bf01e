"""Run folders: inputs of all kinds, bad ones too; tables, determinism, the command line."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from frictionless import Package, validate
from spacy.language import Language
from typer.testing import CliRunner

import jylnama
from jylnama.cli import app
from jylnama.document import text_sha256
from jylnama.exchange.jsonl import read
from jylnama.pipeline import PIECE_CHARS, extract, read_document
from jylnama.run.tables import TABLES

TEXT = "Партия 1898 ж. 1 – 3 (13 – 15) наурызда Минскіде құрылды. Оны В.И. Ленин жақтады."
CORPUS = Path(__file__).parent.parent.parent / "corpus" / "texts"


def call(*args: str | Path, stdin: str | None = None) -> tuple[int, str]:
    args = (*args, "--ner", "none") if args[0] == "extract" and "--ner" not in args else args  # the model is tested elsewhere
    result = CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, " ".join(result.output.split())


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "b.txt").write_text("Газет 1913 жылы шыға бастады.", "utf-8")
    return folder


def table(run: Path, name: str) -> list[dict]:
    return pq.read_table(run / f"{name}.parquet").to_pylist()


def test_extract_and_exports(texts: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    assert call("extract", texts, "--out", run)[0] == 0
    assert {p.name for p in run.iterdir()} == {f"{t}.parquet" for t in TABLES} | {"run.json", "datapackage.json"}
    [founding, _] = table(run, "events")
    assert founding["type"] == "founding"
    assert (founding["start"], founding["ns_end"], founding["pair_status"]) == ("1898-03-01", "1898-03-15", "consistent")
    for row in table(run, "mentions"):
        text = (texts / f"{row['doc_id']}.txt").read_text("utf-8")
        assert text[row["start_char"] : row["end_char"]] == row["text"]
    assert call("export", run, "--to", "csv", "--out", tmp_path / "e.csv")[0] == 0
    with (tmp_path / "e.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["trigger"] for row in rows] == ["құрылды", "шыға бастады"]
    assert call("export", run, "--to", "jsonl", "--out", tmp_path / "d.jsonl")[0] == 0
    documents = read(tmp_path / "d.jsonl")
    assert documents == list(extract([("a", TEXT), ("b", (texts / "b.txt").read_text("utf-8"))], jylnama.load(ner="rules")))


def test_data_package_describes_the_tables(texts: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    call("extract", texts, "--out", run)
    descriptor = json.loads((run / "datapackage.json").read_text("utf-8"))
    assert Package.validate_descriptor(descriptor).valid
    for resource in descriptor["resources"]:
        columns = pq.read_schema(run / resource["path"]).names
        assert columns == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])
        kinds = [str(kind).replace("element: ", "") for kind in pq.read_schema(run / resource["path"]).types]
        assert kinds == [field["parquetType"] for field in resource["schema"]["fields"]]


def test_same_inputs_same_bytes(texts: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert call("extract", texts, "--out", tmp_path / name)[0] == 0
    for name in [*(f"{t}.parquet" for t in TABLES), "datapackage.json"]:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_bad_inputs_harm_no_other(texts: Path, tmp_path: Path) -> None:
    (texts / "empty.txt").write_text("", "utf-8")
    (texts / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (texts / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (texts / "records.jsonl").write_text('{"id": "r1", "text": "1917 жылы съезд өтті."}\n{"id": "r2"}\nnot json\n', "utf-8")
    code, output = call("extract", texts, "--out", tmp_path / "run")
    assert code == 1
    assert {row["doc_id"] for row in table(tmp_path / "run", "documents")} == {"a", "b", "r1"}
    reasons = {row["doc_id"]: row["reason"] for row in table(tmp_path / "run", "failures")}
    assert set(reasons) == {"empty", "binary", "broken", "r2", "records-3"}
    assert reasons["empty"] == "empty file"
    assert "binary" in reasons["binary"]
    assert "text" in reasons["r2"]
    assert "5 documents failed" in output


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "kz1048", "utf-8-sig"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = (CORPUS / "alash.txt").read_text("utf-8")
    if encoding == "cp1251":  # has no Kazakh letters: a Russian text
        text = "Съезд партии состоялся в Петрограде летом 1917 года. Делегаты приняли программу и устав партии. " * 5
    (tmp_path / "t.txt").write_bytes(text.replace("–", "-").encode(encoding))
    assert call("extract", tmp_path / "t.txt", "--out", tmp_path / "run")[0] == 0
    [document] = table(tmp_path / "run", "documents")
    assert document["encoding"] == ("utf-8" if encoding == "utf-8-sig" else encoding)
    expected = text.replace("–", "-")
    assert document["sha256"] in {text_sha256(expected), text_sha256("\ufeff" + expected)}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract", "nowhere.txt", "--out", "run"], "no such file or folder"),
        (["extract", "empty", "--out", "run"], "no texts in this folder"),
        (["extract", "texts", "--out", "texts"], "no run has written"),
        (["extract", "texts", "--out", "texts", "--force"], "no run has written"),
        (["extract", "texts", "--out", "texts/a.txt"], "is a file"),
        (["export", "texts", "--to", "csv", "--out", "x.csv"], "not a run folder"),
        (["export", "texts", "--to", "pdf", "--out", "x"], "no format 'pdf'"),
        (["evaluate", "--gold", "nowhere", "--pred", "texts"], "no such file or folder"),
        (["evaluate", "--gold", "texts", "--pred", "texts"], "neither a run folder"),
        (["extract"], "name the texts and a run folder"),
        (["extract", "texts"], "name the run folder"),
        (["extract", "texts", "--out", "run", "--retry-failures", "run"], "takes the run folder alone"),
        (["extract", "--retry-failures", "texts"], "not a run folder"),
        (["extract", "texts", "--out", "run", "--ner", "magic"], "--ner 'magic': there are model, rules, stanza"),
        (["extract", "texts", "--out", "run", "--splitter", "magic"], "--splitter 'magic': there are rules, stanza"),
        (
            ["extract", "texts", "--out", "run", "--splitter", "stanza", "--stanza-models", "nowhere"],
            "the pipeline cannot be loaded",
        ),
        (["extract", "texts", "--out", "run", "--scheduler", "tcp://127.0.0.1:9"], "no Dask scheduler answers"),
        (["extract", "texts", "--out", "run", "--log-json", "texts"], "cannot be written"),
    ],
)
def test_wrong_calls(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    code, output = call(*arguments)
    assert code == 2
    assert message in output
    assert not (tmp_path / "run").exists()
    assert (texts / "a.txt").read_text("utf-8") == TEXT


def test_rules_alone_have_two_names(texts: Path, tmp_path: Path) -> None:
    assert call("extract", texts, "--out", tmp_path / "run", "--ner", "rules")[0] == 0
    code, output = call("extract", texts, "--out", tmp_path / "run", "--ner", "none")
    assert (code, "finished already" in output) == (0, True)
    assert jylnama.load(ner="none").pipe_names == jylnama.load(ner="rules").pipe_names


def test_formats_that_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_bytes(b"PK")
    code, output = call("extract", tmp_path / "book.epub", "--out", tmp_path / "run")
    assert code == 1
    assert "not read" in table(tmp_path / "run", "failures")[0]["reason"]
    assert "1 document failed" in output


def test_force_replaces_a_run(texts: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    assert call("extract", texts, "--out", run)[0] == 0
    code, output = call("extract", texts / "b.txt", "--out", run)
    assert code == 2
    assert f"inputs gone: {texts}/a.txt" in output
    assert call("extract", texts / "b.txt", "--out", run, "--force")[0] == 0
    assert len(table(run, "documents")) == 1


def test_globs_standard_input_and_colliding_names(texts: Path, tmp_path: Path) -> None:
    (texts / "sub").mkdir()
    (texts / "sub" / "a.txt").write_text("1920 жылы съезд өтті.", "utf-8")
    assert call("extract", texts / "*.txt", "-", "--out", tmp_path / "run", stdin="1921 жылы съезд өтті.")[0] == 0
    assert [row["doc_id"] for row in table(tmp_path / "run", "documents")] == ["a", "b", "stdin"]
    assert call("extract", texts, "--out", tmp_path / "run2")[0] == 0
    assert [row["doc_id"] for row in table(tmp_path / "run2", "documents")] == ["a.txt", "b", "sub/a.txt"]


def test_tables_as_inputs(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["x", "y"], "text": ["1917 жылы съезд өтті.", "1918 жылы партия құрылды."]})
    frame.to_csv(tmp_path / "c.csv", index=False)
    frame.to_parquet(tmp_path / "p.parquet")
    for name in ("c.csv", "p.parquet"):
        assert call("extract", tmp_path / name, "--out", tmp_path / f"run-{name}")[0] == 0
        assert [row["doc_id"] for row in table(tmp_path / f"run-{name}", "events")] == ["x", "y"]


def test_docx_and_html(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    pytest.importorskip("trafilatura")
    document = docx.Document()
    document.add_paragraph("Партия 1898 жылы құрылды.")
    document.save(str(tmp_path / "d.docx"))
    body = "<p>Газет 1913 жылы шыға бастады. Оны Орынборда басты, оқырмандары көп болды.</p>" * 3
    (tmp_path / "h.html").write_text(f"<html><body><article>{body}</article></body></html>", "utf-8")
    assert call("extract", tmp_path, "--out", tmp_path / "run")[0] == 0
    assert {row["doc_id"] for row in table(tmp_path / "run", "events")} == {"d", "h"}


def test_python_interface() -> None:
    frame = jylnama.events([("x", TEXT), "1917 жылы съезд өтті."])
    assert list(frame["doc_id"]) == ["x", "doc1"]
    assert list(frame.columns) == [name for name, _, _ in TABLES["events"]]
    [document] = jylnama.extract([TEXT])
    assert document.persons[0].name == "В.И. Ленин"
    assert jylnama.load().pipe_names[0] == "kk_sentencizer"


@pytest.mark.parametrize("item", [{"id": "a", "text": TEXT}, None, 5, Path("a.txt"), TEXT.encode(), ("a",), ("a", 5), (1, TEXT)])
def test_what_is_no_text(nlp: Language, item: Any) -> None:
    with pytest.raises(TypeError, match=r"number 1: a text \(str\) or a pair of strings \(doc_id, text\) is wanted, not \w"):
        list(extract([TEXT, item], nlp))
    with pytest.raises(TypeError, match="is wanted"):
        jylnama.events([item])


def test_texts_of_all_allowed_forms(nlp: Language) -> None:
    assert [document.doc_id for document in extract([TEXT, ("a", TEXT), ["b", TEXT]], nlp)] == ["doc0", "a", "b"]  # type: ignore[list-item]
    assert [document.doc_id for document in extract(TEXT, nlp)] == ["doc0"]
    with pytest.raises(ValueError, match=r"half a character \(\\ud800 at character 3"):
        list(extract(["жыл\ud800"], nlp))
    with pytest.raises(ValueError, match="half a character"):
        jylnama.events([("\udc00", TEXT)])


def test_offsets_in_repaired_text(nlp: Language) -> None:
    text = "Съезд 1917 жылғы 6 қара-\nшада  мейлiнше кеш ашылды.\nОны Ә. Бөкей-\nханов басқарды, ол сөйледi.\nКейiн тарады, ұзақ\nсөйлеген."
    document = read_document(nlp, text, "x")
    [date] = document.dates
    assert date.start == "1917-11-06"
    assert text[date.start_char : date.end_char] == date.text == "1917 жылғы 6 қара-\nшада"
    assert document.persons[0].name == "Ә. Бөкейханов"


def test_long_texts_are_read_in_pieces(nlp: Language) -> None:
    sentence = "Партия 1898 жылы құрылды, басшысы В.И. Ленин еді. "
    text = sentence * (2 * PIECE_CHARS // len(sentence))
    document = read_document(nlp, text, "x")
    count = text.count("Партия")
    assert len(document.sentences) == len(document.dates) == len(document.events) == count
    assert len({d.id for d in document.dates}) == count
    assert all(text[d.start_char : d.end_char] == d.text for d in document.dates)


def test_time_is_linear(nlp: Language) -> None:
    def seconds(size: int) -> float:
        text = "Партия 1898 жылы құрылды, (оны [В.И. Ленин «жақтады 5 – 6 " * size
        began = time.perf_counter()
        read_document(nlp, text, "x")
        return time.perf_counter() - began

    seconds(10)
    assert seconds(8000) < 40 * max(seconds(1000), 1e-2)  # quadratic time would need 64 times as long


def test_help_has_examples() -> None:
    for command in ("extract", "export", "evaluate"):
        code, output = call(command, "--help")
        assert code == 0
        assert f"jylnama {command}" in output
    assert call("--version")[0] == 0


def test_the_data_package_is_valid_with_its_data(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["extract", str(CORPUS), "--out", str(tmp_path / "run"), "--ner", "none", "--quiet"])
    assert result.exit_code == 0, result.output
    report = validate(str(tmp_path / "run" / "datapackage.json"))
    assert report.valid, [(task.name, [error.message for error in task.errors[:3]]) for task in report.tasks if not task.valid]
