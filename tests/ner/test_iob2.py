"""``jylnama model``: scores on IOB2 files, information."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jylnama.cli import app
from jylnama.ner.decode import Entity
from jylnama.ner.iob2 import Iob2Error, evaluate_iob2, read_iob2, to_iob2
from jylnama.ner.model import NerModel

ROWS = [
    [("Ахмет", "B-PERSON"), ("Байтұрсынұлы", "I-PERSON"), ("Орынборда", "B-GPE"), ("тұрды", "O"), (".", "O")],
    [("Сабақ", "O"), ("басталды", "O"), (".", "O")],
    [
        ("Семейге", "B-GPE"),
        ("1917", "B-DATE"),
        ("жылы", "I-DATE"),
        ("Мұхтар", "B-PERSON"),
        ("Әуезов", "I-PERSON"),
        ("барды", "O"),
    ],
]
run = CliRunner()


def written(path: Path, between: str, end: str = "\n", blank: str = "") -> Path:
    text = f"{end}{blank}{end}".join(end.join(f"{word}{between}{label}" for word, label in rows) for rows in ROWS)
    path.write_bytes((text + end).encode())
    return path


@pytest.mark.parametrize(
    ("between", "end", "blank"), [("\t", "\n", ""), (" ", "\n", ""), ("  ", "\r\n", " "), (" _ _ ", "\n", "\t")]
)
def test_forms_of_the_file(tmp_path: Path, between: str, end: str, blank: str) -> None:
    read = read_iob2(written(tmp_path / "a.iob2", between, end, blank))
    assert read == [([word for word, _ in rows], [label for _, label in rows]) for rows in ROWS]


@pytest.mark.parametrize(("text", "words"), [("Абай\n", ":1"), ("Абай O\nшың X-Y\n", ":2"), ("\n\n", "no labelled sentence")])
def test_what_is_none(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a").write_text(text, encoding="utf-8")
    with pytest.raises(Iob2Error, match=words):
        read_iob2(tmp_path / "a")


def test_entities_to_labels() -> None:
    assert to_iob2([Entity(1, 3, "GPE", 1.0), Entity(3, 4, "GPE", 1.0)], 5) == ["O", "B-GPE", "I-GPE", "B-GPE", "O"]


def test_report(tmp_path: Path) -> None:
    """seqeval's strict figures on a file that the model reads without a fault, and on one with a label that it has not."""
    model = NerModel.load(threads=1)
    report = evaluate_iob2(written(tmp_path / "a", "\t"), model)
    assert report.scores["PERSON"]["f1-score"] == 1
    assert (report.sentences, report.words) == (3, 14)
    (tmp_path / "b").write_text("Абай B-BARD\nкелді O\n", encoding="utf-8")
    report = evaluate_iob2(tmp_path / "b", model)
    assert report.unknown == ["B-BARD"]
    assert report.scores["BARD"]["recall"] == 0


def test_commands(tmp_path: Path) -> None:
    path = written(tmp_path / "a.iob2", " ")
    done = run.invoke(app, ["model", "evaluate", "--iob2", str(path), "--json", str(tmp_path / "s.json")])
    assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["scores"]["PERSON"]["support"] == 2
    done = run.invoke(app, ["model", "info", "--json"])
    about = json.loads(done.output)
    assert about["name"] == "kk_history_ner"
    assert len(about["sha256"]) == 64
    shown = run.invoke(app, ["model", "info"]).output
    assert f"{about['scores']['test']['PERSON']['f1']:.3f}" in shown
    assert "{" not in shown


@pytest.mark.parametrize(
    "call",
    [
        ["model", "evaluate", "--iob2", "absent.iob2"],
        ["model", "info", "--model", "absent"],
        ["train", "absent.toml"],
        ["train", "absent.toml", "--export-only"],
    ],
)
def test_a_users_mistake_is_no_traceback(call: list[str]) -> None:
    done = run.invoke(app, call)
    assert done.exit_code == 2
    assert not done.exception or isinstance(done.exception, SystemExit)
