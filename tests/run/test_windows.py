"""A run folder is read some documents at a time, and every row comes with its document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jylnama.pipeline import load, read_document
from jylnama.run import windows
from jylnama.run.engine import Options, run
from jylnama.run.on_disk import ordered
from jylnama.run.tables import read_run

TEXTS = {
    "a": "КОКП-ның 20-съезі 1956 жылы өтті. Газет 1913 жылы шыға бастады.",
    "b": "Ауа райы жылы.",
    "c": "КОКП-ның 20-съезі 1959 жылы өтті. 31 сәуірде жабылды. Оған Ә.Т. Молдабаев қатысты.",
    "d": "КОКП-ның 20-съезі 1956 жылы өтті.",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = tmp_path_factory.mktemp("texts")
    for name, text in TEXTS.items():
        (texts / f"{name}.txt").write_text(text, "utf-8")
    run([str(texts)], texts / "run", Options(load={"ner": "rules"}))
    return texts / "run"


@pytest.mark.parametrize("most", [1, 3, 100])
def test_no_table_is_read_as_a_whole(folder: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a whole table in memory")

    monkeypatch.setattr(windows, "_MOST_DOCUMENTS", most)
    monkeypatch.setattr(pq.ParquetFile, "read", refuse)
    monkeypatch.setattr(pq, "read_table", refuse)
    nlp = load(ner="rules")
    documents = list(read_run(folder))
    assert [replace(d, checks=[]) for d in documents] == [
        replace(read_document(nlp, text, name), checks=[]) for name, text in TEXTS.items()
    ]
    # what all documents together give stands behind everything else in the table
    found = [[check.code for check in d.checks] for d in documents]
    conflict = "cross_document_conflict"
    assert found == [[conflict], [], ["impossible_date", "register_conflict", conflict], [conflict]]


@pytest.mark.parametrize(("limit", "sizes"), [
    ("_MOST_DOCUMENTS", [2, 2]), ("_MOST_EVENTS", [1, 2, 1]), ("_MOST_SENTENCES", [1, 2, 1]),
])  # fmt: skip
def test_a_window_ends_at_the_first_limit(folder: Path, monkeypatch: pytest.MonkeyPatch, limit: str, sizes: list[int]) -> None:
    monkeypatch.setattr(windows, limit, 2)
    found = list(windows.windows(folder, {"documents": ["doc_id"], "sentences": ["doc_id", "text"]}))
    assert [window["documents"].num_rows for window in found] == sizes
    assert sum(window["sentences"].num_rows for window in found) == pq.read_metadata(folder / "sentences.parquet").num_rows


def test_what_has_been_read_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    table = pa.table({f"c{i}": [f"{i} {row}" for row in range(50)] for i in range(20)})
    with pq.ParquetWriter(path, table.schema) as writer:
        for _ in range(100):
            writer.write_table(table)
    batches = windows.record_batches(path)
    first = next(batches)
    held = pa.total_allocated_bytes()
    rows, last = first.num_rows, first
    for last in batches:
        rows += last.num_rows
        assert pa.total_allocated_bytes() - held < 500_000
    assert (rows, last.to_pydict()) == (5000, table.to_pydict())


def test_rows_on_the_disk_come_in_order(tmp_path: Path) -> None:
    file = tmp_path / "rows.tmp"
    with pytest.raises(ZeroDivisionError), ordered(file, "key", "number") as database:  # noqa: PT012
        database.executemany("INSERT INTO rows VALUES (?, ?)", [(b"b", 1), (b"\xff", 0), (b"b", 0), (b"b", 1), ("ұ".encode(), 5)])
        found = database.execute("SELECT key, number FROM rows ORDER BY key, number").fetchall()
        assert found == [(b"b", 0), (b"b", 1), ("ұ".encode(), 5), (b"\xff", 0)]
        assert file.exists()
        raise ZeroDivisionError
    assert not file.exists()
