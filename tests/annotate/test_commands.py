"""``jylnama annotate export`` and ``import`` as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from jylnama.annotate.formats import NAMES
from jylnama.cli import app
from jylnama.document import text_sha256
from jylnama.exchange.jsonl import read

ROOT = Path(__file__).parent.parent.parent
GOLD, TEXTS = ROOT / "annotations" / "corpus", ROOT / "corpus" / "texts"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["annotate", *map(str, arguments)])


def target(folder: Path, name: str) -> Path:
    return folder / {"conll": "out.conll", "docbin": "out.spacy"}.get(name, name)


@pytest.mark.parametrize("name", NAMES)
def test_the_gold_of_the_corpus_goes_out_and_comes_back(tmp_path: Path, name: str) -> None:
    out = target(tmp_path, name)
    result = call("export", GOLD, "--to", name, "--out", out, "--texts", TEXTS)
    assert result.exit_code == 0, result.stderr
    result = call("import", out, "--from", name, "--out", tmp_path / "back", "--texts", TEXTS)
    assert result.exit_code == 0, result.stderr
    gold, back = read(GOLD), read(tmp_path / "back")
    assert [d.sha256 for d in back] == [d.sha256 for d in gold]
    assert [[(s.start_char, s.end_char) for s in d.sentences] for d in back] == [
        [(s.start_char, s.end_char) for s in d.sentences] for d in gold
    ]
    if name == "conll":
        assert sum(len(d.dates) for d in back) == sum(m.zone == "body" for d in gold for m in d.dates)
    else:
        assert sorted(map(repr, (m for d in back for m in (*d.dates, *d.congresses, *d.persons)))) == sorted(
            map(repr, (m for d in gold for m in (*d.dates, *d.congresses, *d.persons)))
        )
        assert sorted(map(repr, (e for d in back for e in d.events))) == sorted(map(repr, (e for d in gold for e in d.events)))


def test_the_same_documents_give_the_same_bytes(tmp_path: Path) -> None:
    for name in NAMES:
        for folder in ("a", "b"):
            assert call("export", GOLD, "--to", name, "--out", target(tmp_path / folder, name), "--texts", TEXTS).exit_code == 0
    first, second = (
        {p.relative_to(tmp_path / f): p.read_bytes() for p in (tmp_path / f).rglob("*") if p.is_file()} for f in "ab"
    )
    assert first == second


def test_a_run_is_a_start_for_the_annotator(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("РСДЖП-нің 2-съезі 1903 жылы өтті.", "utf-8")
    assert CliRunner().invoke(app, ["extract", str(text), "--out", str(tmp_path / "run"), "--quiet"]).exit_code == 0
    # the texts are where the run has read them
    result = call("export", tmp_path / "run", "--to", "labelstudio", "--out", tmp_path / "ls")
    assert result.exit_code == 0, result.stderr
    (task,) = json.loads((tmp_path / "ls" / "tasks.json").read_text("utf-8"))
    assert {
        label for item in task["predictions"][0]["result"] if item["type"] == "labels" for label in item["value"]["labels"]
    } >= {"sentence", "date", "congress"}
    text.unlink()
    result = call("export", tmp_path / "run", "--to", "brat", "--out", tmp_path / "brat")
    assert result.exit_code == 2
    assert text_sha256("РСДЖП-нің 2-съезі 1903 жылы өтті.") in result.stderr


def test_a_split(tmp_path: Path) -> None:
    splits = tmp_path / "splits.csv"
    splits.write_text("doc_id,folder,split\nalash,corpus,train\nshoqan,corpus,dev\n", "utf-8")
    result = call("export", GOLD, "--to", "brat", "--out", tmp_path / "b", "--texts", TEXTS, "--split", "dev", "--splits", splits)
    assert result.exit_code == 0, result.stderr
    assert [p.stem for p in (tmp_path / "b").glob("*.ann")] == ["shoqan"]
    result = call(
        "export", GOLD, "--to", "brat", "--out", tmp_path / "c", "--texts", TEXTS, "--split", "tset", "--splits", splits
    )
    assert result.exit_code == 2
    assert "no split tset; there are: dev, train" in result.stderr


def test_nobodys_work_is_overwritten(tmp_path: Path) -> None:
    arguments = ("export", GOLD, "--to", "brat", "--out", tmp_path / "b", "--texts", TEXTS)
    assert call(*arguments).exit_code == 0
    assert call(*arguments).exit_code == 2
    assert call(*arguments, "--force").exit_code == 0
    for out in ("gold", "gold.jsonl"):
        arguments = ("import", tmp_path / "b", "--from", "brat", "--out", tmp_path / out)
        assert call(*arguments).exit_code == 0
        assert call(*arguments).exit_code == 2
        assert call(*arguments, "--force").exit_code == 0
        assert len(read(tmp_path / out)) == len(read(GOLD))


def test_what_is_wrong_with_a_call(tmp_path: Path) -> None:
    assert call("export", GOLD, "--to", "labelstudio", "--out", tmp_path / "ls", "--texts", TEXTS).exit_code == 0
    for arguments, message in (
        (("export", GOLD, "--to", "xml", "--out", tmp_path / "b"), "no format 'xml'; there are: brat, labelstudio"),
        (("export", GOLD, "--to", "brat", "--out", tmp_path / "b"), "alash: its text is not here (sha256 "),
        (("export", TEXTS, "--to", "brat", "--out", tmp_path / "b"), "neither a run folder nor a folder of document objects"),
        (("import", tmp_path / "none", "--from", "brat", "--out", tmp_path / "b"), "no such file or folder"),
        (("import", tmp_path, "--from", "brat", "--out", tmp_path / "b"), "no .ann files"),
        (("import", tmp_path, "--from", "docbin", "--out", tmp_path / "b"), "not a spaCy DocBin"),
        (
            ("import", tmp_path / "ls", "--from", "labelstudio", "--annotator", "7", "--out", tmp_path / "b"),
            "no documents in it by the annotator 7",
        ),
        (("import", tmp_path / "ls", "--from", "labelstudio", "--out", tmp_path / "b.csv"), "name a folder, or a .jsonl file"),
        (("import", tmp_path, "--from", "brat", "--annotator", "7", "--out", tmp_path / "b"), "--annotator is for labelstudio"),
        (("import", tmp_path, "--from", "conll", "--out", tmp_path / "b"), "is a folder; name the file"),
    ):
        result = call(*arguments)
        assert result.exit_code == 2, arguments
        assert message in result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", NAMES)
def test_long_ids_go_out_and_come_back(tmp_path: Path, name: str) -> None:
    text = "Мектеп 1926 жылы ашылды."
    ids = [f"{'Ұзақ атау/' * 20}{number}" for number in (1, 2)]
    lines = [json.dumps({"id": doc_id, "text": text}, ensure_ascii=False) for doc_id in ids]
    (tmp_path / "r.jsonl").write_text("\n".join(lines), "utf-8")
    run = CliRunner().invoke(app, ["extract", str(tmp_path / "r.jsonl"), "--out", str(tmp_path / "run"), "--ner", "rules", "-q"])
    assert run.exit_code == 0
    out = target(tmp_path, name)
    result = call("export", tmp_path / "run", "--to", name, "--out", out, "--texts", tmp_path / "r.jsonl")
    assert result.exit_code == 0, result.stderr
    result = call("import", out, "--from", name, "--out", tmp_path / "back", "--texts", tmp_path / "r.jsonl")
    assert result.exit_code == 0, result.stderr
    assert sorted(document.doc_id for document in read(tmp_path / "back")) == ids


def test_all_that_is_wrong_in_a_collection_is_listed(tmp_path: Path) -> None:
    for name, lines in {"a": "T1\tDate 900 904\t1926\nT2\tFoo 0 6\tМектеп\n", "b": "", "c": "T1\tDate 7 11\t1927\n"}.items():
        (tmp_path / f"{name}.ann").write_text(lines, "utf-8")
        if name != "b":
            (tmp_path / f"{name}.txt").write_text("Мектеп 1926 жылы ашылды.", "utf-8")
    result = call("import", tmp_path, "--from", "brat", "--out", tmp_path / "out")
    assert result.exit_code == 2
    words = " ".join(result.stderr.split())
    for part in (
        "a.ann:2: unknown label 'Foo'",
        "a.ann:1: date 900–904: not inside",
        "b.txt: no such file",
        "c.ann:1: date 7–11: says '1927'",
    ):
        assert part in words, part
    assert not (tmp_path / "out").exists()
