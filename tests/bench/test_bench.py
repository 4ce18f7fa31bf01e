"""jylnama bench: real processes over a few texts."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jylnama.bench.measure import BenchError, texts_of
from jylnama.bench.systems import SYSTEMS, shares
from jylnama.cli import app

CORPUS = Path(__file__).parent.parent.parent / "corpus" / "texts"


def test_table_and_figures(tmp_path: Path) -> None:
    out = tmp_path / "bench.json"
    options = [
        "--systems",
        "rules,spacy-kk,dateparser",
        "--words",
        "300",
        "--seconds",
        "2",
        "--repeats",
        "1",
        "--workers",
        "1",
        "--sizes",
        "",
        "--json",
        str(out),
    ]
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


def test_shares_are_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that goes a second further whenever it is looked at, a text takes a second to read and one for its rows."""
    ticks = count()
    monkeypatch.setattr("jylnama.bench.systems.time.process_time", lambda: float(next(ticks)))
    spent = shares(["Съезд 1926 жылы өтті.", "Ол 1931 жылы туды."], "rules", 1)
    assert {name: spent[name] for name in ("cleaning and tokens", "kk_dates", "kk_events", "rows of the tables")} == {
        "cleaning and tokens": 2, "kk_dates": 2, "kk_events": 2, "rows of the tables": 2,
    }  # fmt: skip
    assert sum(spent.values()) == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "no such file or folder"),
        ([str(CORPUS), "--systems", "rules,nltk"], "no system nltk"),
        ([str(CORPUS), "--workers", "two"], "take numbers"),
        ([str(CORPUS), "--workers", "1,0"], "take numbers from 1"),
        ([str(CORPUS), "--ner", "foo"], "--ner 'foo': there are model, rules"),
        ([str(CORPUS), "--json", "nowhere/bench.json"], "no folder nowhere"),
    ],
)
def test_wrong_calls(arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jylnama.bench.measure.speeds", lambda *_, **__: pytest.fail("something was measured first"))
    result = CliRunner().invoke(app, ["bench", *arguments])
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())


def test_texts_are_repeated(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("бір екі үш", "utf-8")
    assert texts_of([str(tmp_path)], 7) == ["бір екі үш"] * 3
    (tmp_path / "a.txt").write_text(" ", "utf-8")
    with pytest.raises(BenchError):
        texts_of([str(tmp_path)], 7)
