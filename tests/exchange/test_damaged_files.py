"""What is missing, cut short or in another encoding is named in one line, whatever the command; nothing is written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jylnama.cli import app
from jylnama.exchange.jsonl import read
from jylnama.exchange.jsonl import write as write_jsonl
from jylnama.ner.model import FILES

LATIN_1 = '{"doc_id": "caf\xe9"}'.encode("latin-1")
BYTE = "not UTF-8 (byte 15)"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder, and its document as JSONL beside it."""
    folder = tmp_path_factory.mktemp("sound")
    (folder / "a.txt").write_text("Мектеп 1926 жылы ашылды. Оны С. Қалиев басқарды.", "utf-8")
    result = CliRunner().invoke(
        app, ["extract", str(folder / "a.txt"), "--out", str(folder / "run"), "--ner", "rules", "--quiet"]
    )
    assert result.exit_code == 0, result.output
    write_jsonl(folder / "run", folder / "gold.jsonl")
    return folder


@pytest.fixture
def here(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    shutil.copytree(sound, folder)
    shutil.copytree(sound / "run", folder / "whole")
    (folder / "bad.json").write_bytes(LATIN_1)
    monkeypatch.chdir(folder)
    return folder


def missing(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / "run" / f"{name}.parquet").unlink()


def cut(name: str) -> Callable[[Path], None]:
    def cut_short(folder: Path) -> None:
        path = folder / "run" / f"{name}.parquet"
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return cut_short


def scratched(name: str) -> Callable[[Path], None]:
    """The file's end, which says what it holds, is sound; what it holds is not."""

    def scratch(folder: Path) -> None:
        path = folder / "run" / f"{name}.parquet"
        data = path.read_bytes()
        path.write_bytes(data[:4] + b"\xff" * 400 + data[404:])

    return scratch


def broken_model(folder: Path) -> None:
    (folder / "model").mkdir()
    for name in FILES:
        (folder / "model" / name).write_text("{", "utf-8")


def sound_files(folder: Path) -> None:
    """Nothing but bad.json is wrong."""


@pytest.mark.parametrize(
    ("prepare", "call", "message"),
    [
        (cut("events"), "export run --to csv --out x", "run: events.parquet cannot be read"),
        (scratched("events"), "export run --to csv --out x", "run: a table of events is damaged"),
        (missing("events"), "export run --to csv --out x", "run: events.parquet is missing; extract it again"),
        (missing("people"), "export run --to jsonl --out x", "run: people.parquet is missing"),
        (scratched("mentions"), "export run --to jsonl --out x", "mentions"),
        (missing("documents"), "export run --to csv --out x", "run: not a run folder"),
        (cut("mentions"), "annotate agreement whole run", "run: mentions.parquet cannot be read"),
        (missing("sentences"), "annotate export run --to brat --out x", "run: sentences.parquet is missing"),
        (cut("documents"), "annotate export run --to brat --out x", "run: documents.parquet cannot be read"),
        (missing("sentences"), "evaluate --gold gold.jsonl --pred run", "run: sentences.parquet is missing"),
        (cut("checks"), "evaluate --gold gold.jsonl --pred run", "run: checks.parquet cannot be read"),
        (sound_files, "annotate agreement bad.json whole", f"bad.json: {BYTE}"),
        (sound_files, "evaluate --gold bad.json --pred whole", f"bad.json: {BYTE}"),
        (cut("events"), "query run SHOW", "run/events.parquet: cannot be read"),
        (sound_files, "query whole -", f"the query is {BYTE}"),
        (sound_files, "query whole caf\udce9", "the query is not UTF-8 (byte 3)"),
        (missing("canonical_events"), "report run --out x", "run: canonical_events.parquet is missing"),
        (broken_model, "model info --model model", "model/config.json: "),
    ],
)
def test_the_file_that_is_wrong_is_named(here: Path, prepare: Callable[[Path], None], call: str, message: str) -> None:
    prepare(here)
    result = CliRunner().invoke(app, call.split(" "), input=LATIN_1)
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    assert message in result.stderr
    assert not list(here.glob("x*"))


@pytest.mark.parametrize("call", ["export whole --to csv --out no/x", "report whole --out no/x", "query whole SHOW --out no/x"])
def test_a_folder_that_is_missing_is_told_first(here: Path, call: str) -> None:
    result = CliRunner().invoke(app, call.split(" "))
    assert result.exit_code == 2
    assert "no/x: cannot be written: there is no folder no" in result.stderr


def test_a_run_is_read_as_it_was_written(here: Path) -> None:
    assert read(here / "whole") == read(here / "gold.jsonl")
