"""jylnama bench: real processes over a few texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jylnama.bench.measure import BenchError, texts_of
from jylnama.bench.systems import SYSTEMS, shares
from jylnama.cli import app

CORPUS = Path(__file__).parent.parent.parent / "corpus" / "texts"


def test_table_and_figures(tmp_path: Path) -> None:
    out = tmp_path / "bench.json"
    options = ["--systems", "rules,spacy-kk,dateparser", "--words", "300", "--seconds", "2", "--repeats", "1", "--workers", "1", "--sizes", "", "--json", str(out)]
    result = CliRunner().invoke(app, ["bench", str(CORPUS / "alash.txt"), *options])
    assert result.exit_code == 0, result.output
    figures = json.loads(out.read_text("utf-8"))
    rules, tokenizer = figures["systems"]["rules"], figures["systems"]["spacy-kk"]
    assert rules["words"] >= 300
    assert tokenizer["words_per_cpu_second"] > rules["words_per_cpu_second"] > 0
    assert rules["peak_mb"] > 50
    assert 0 < tokenizer["start_up"] < rules["start_up"] * 2
    assert figures["workers"]["1"]["words"] == 4 * figures["words"]
    assert {"kk_dates", "kk_events", "rows of the tables"} <= set(figures["shares"]["rules"])
    for name in figures["systems"]:
        assert SYSTEMS[name][0].split()[0] in result.output


def test_shares_are_of_the_whole() -> None:
    spent = shares([(CORPUS / "alash.txt").read_text("utf-8")], "rules", 1)
    assert all(value >= 0 for value in spent.values())
    assert sum(spent.values()) > 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "no such file or folder"),
        ([str(CORPUS), "--systems", "rules,nltk"], "no system nltk"),
        ([str(CORPUS), "--workers", "two"], "take numbers"),
    ],
)
def test_wrong_calls(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["bench", *arguments])
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


def test_texts_are_repeated(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("бір екі үш", "utf-8")
    assert texts_of([str(tmp_path)], 7) == ["бір екі үш"] * 3
    (tmp_path / "a.txt").write_text(" ", "utf-8")
    with pytest.raises(BenchError):
        texts_of([str(tmp_path)], 7)
