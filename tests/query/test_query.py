"""SQL over a run folder: the run's tables and nothing else."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from jylnama.query import QueryError, query, query_command, write_csv
from jylnama.run.tables import TABLES, schema

app = typer.Typer()
app.command()(query_command)

EVENTS = [
    {"event_id": "a:e0", "doc_id": "a", "type": "death", "start": "1924-01-21", "persons": ["В.И. Ленин"], "sentence": "=1+1", "sort_start": -16781},
    {"event_id": "a:e1", "doc_id": "a", "type": "congress", "start": "1956-02-14", "persons": [], "sentence": "Съезд өтті.", "sort_start": -5070},
    {"event_id": "b:e0", "doc_id": "b", "type": "congress", "start": "1903-07-17", "persons": ["А", "Ә"], "sentence": "Съезд.", "sort_start": -24262},
]  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run [1]*"  # signs that a glob would read
    folder.mkdir()
    for name in TABLES:
        rows = EVENTS if name == "events" else []
        pq.write_table(pa.Table.from_pylist(rows, schema=schema(name)), folder / f"{name}.parquet")
    return folder


def test_tables_by_name(run: Path) -> None:
    with query(run, "SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY type") as reader:
        assert reader.read_all().to_pylist() == [{"type": "congress", "n": 2}, {"type": "death", "n": 1}]
    with query(run, "SHOW TABLES") as reader:
        assert sorted(reader.read_all().column("name").to_pylist()) == sorted(TABLES)


def test_csv_and_json(run: Path, tmp_path: Path) -> None:
    sql = "SELECT event_id, persons, sentence FROM events ORDER BY sort_start"
    out = tmp_path / "answer.csv"
    result = CliRunner().invoke(app, [str(run), sql, "--to", "csv", "--out", str(out)])
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert [row["event_id"] for row in rows] == ["b:e0", "a:e0", "a:e1"]
    assert rows[0]["persons"] == "А; Ә"
    assert rows[1]["sentence"] == "'=1+1"
    result = CliRunner().invoke(app, [str(run), sql, "--to", "json"])
    assert [row["persons"] for row in json.loads(result.stdout)] == [["А", "Ә"], ["В.И. Ленин"], []]
    empty = CliRunner().invoke(app, [str(run), "SELECT * FROM checks", "--to", "json"])
    assert json.loads(empty.stdout) == []


def test_a_table_for_the_eye_is_cut(run: Path) -> None:
    result = CliRunner().invoke(app, [str(run), "SELECT event_id FROM events ORDER BY 1", "--max-rows", "2"])
    assert result.exit_code == 0
    assert "a:e1" in result.stdout
    assert "b:e0" not in result.stdout
    assert "more rows than 2" in result.stdout


REFUSED = [
    ("SELEKT", "syntax error"),
    ("SELECT nothing FROM events", "nothing"),
    ("SELECT * FROM nowhere", "Tables: canonical_events, checks"),
    ("", "empty"),
    ("SELECT 1; SELECT 2", "one query at a time"),
    ("CREATE TABLE x AS SELECT 1", "only queries"),
    ("PRAGMA version", "EXPLAIN.* are answered, no PRAGMA"),
    ("COPY events TO 'stolen.csv'", "only queries"),
    ("SET memory_limit = '1GB'", "only queries"),
    ("SELECT * FROM read_csv('secret.csv')", "disabled"),
    ("SELECT * FROM 'secret.csv'", "secret"),
    ("SELECT * FROM glob('*')", "disabled"),
    ("SELECT * FROM run", "run"),  # a variable of this module
    ("SELECT CAST(sentence AS INTEGER) FROM events", "Conversion"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "message"), REFUSED)
def test_what_is_refused(run: Path, sql: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QueryError, match=message), query(run, sql) as reader:
        write_csv(reader, io.StringIO())
    result = CliRunner().invoke(app, [str(run), sql])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run [1]*", "secret.csv"]


def test_a_table_that_is_not_there_is_not_guessed_elsewhere(run: Path) -> None:
    messages = [CliRunner().invoke(app, [str(run), f"FROM {name}"]).output for name in ("nosuch", "event")]
    assert "Did you mean" not in messages[0]
    assert 'Did you mean "events"?' in messages[1]


def test_no_run(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [str(tmp_path), "SELECT 1"])
    assert result.exit_code == 2
    assert "not a run folder" in result.output
