"""--retry-failures: the tables come out as if nothing had failed. Long texts: as if they had been read whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from spacy.language import Language

import jylnama.pipeline
from jylnama.pipeline import read_document
from jylnama.run import engine
from jylnama.run.engine import Options, OutputError, run
from jylnama.run.long_texts import NotTextError, read_long
from jylnama.run.retry import retry_failures
from jylnama.run.table_writer import Tables
from jylnama.run.tables import TABLES, document_row, rows, schema

RULES = Options(load={"ner": "rules"}, shard_documents=2)
GOOD = ["Партия 1898 ж. 1 – 3 (13 – 15) наурызда Минскіде құрылды.", "Газет 1913 жылы шыға бастады.", "1917 жылы съезд өтті."]


def tables(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.parquet").read_bytes() for name in TABLES}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for i in range(9):
        (folder / f"t{i}.txt").write_text(f"{GOOD[i % 3]} Ол {1900 + i} жылы аяқталды.", "utf-8")
    return folder


@pytest.mark.parametrize("failed", [[0], [8], [3, 4, 5], [0, 2, 8], list(range(9))])
def test_repaired_files_take_their_place(texts: Path, tmp_path: Path, failed: list[int]) -> None:
    run([str(texts)], tmp_path / "whole", RULES)
    whole = {i: (texts / f"t{i}.txt").read_bytes() for i in failed}
    for i in failed:
        (texts / f"t{i}.txt").write_bytes(b"")
    mended = tmp_path / "mended"
    assert run([str(texts)], mended, RULES).failures == len(failed)
    for i, content in list(whole.items())[1:]:  # in two goes: the first file stays broken at first
        (texts / f"t{i}.txt").write_bytes(content)
    assert retry_failures(mended, RULES).failures == 1
    (texts / f"t{failed[0]}.txt").write_bytes(whole[failed[0]])
    summary = retry_failures(mended)  # with the pipeline of the run, whatever the call would have
    assert (summary.documents, summary.failures) == (9, 0)
    assert tables(mended) == tables(tmp_path / "whole")
    records = [json.loads((folder / "run.json").read_text("utf-8")) for folder in (mended, tmp_path / "whole")]
    for key in ("documents", "failures", "words", "events", "checks", "inputs_sha256", "settings_sha256", "files"):
        assert records[0][key] == records[1][key]
    assert retry_failures(mended, RULES).finished_before
    assert run([str(texts)], mended, RULES).finished_before


def test_derived_rows_are_computed_anew(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "canonical", count_documents)
    run([str(texts)], tmp_path / "whole", RULES)
    content = (texts / "t4.txt").read_bytes()
    (texts / "t4.txt").write_bytes(b"")
    run([str(texts)], tmp_path / "mended", RULES)
    (texts / "t4.txt").write_bytes(content)
    retry_failures(tmp_path / "mended", RULES)
    assert tables(tmp_path / "mended") == tables(tmp_path / "whole")
    assert pq.read_table(tmp_path / "mended" / "checks.parquet").to_pylist()[-1]["message"] == "9 documents"


def test_events_name_what_other_documents_contradict(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, year in (("a", 1956), ("b", 1956), ("c", 1959)):
        (texts / f"{name}.txt").write_text(f"КОКП-ның 20-съезі {year} жылы өтті. Газет 1913 жылы шыға бастады.", "utf-8")
    run([str(texts)], tmp_path / "whole", RULES)

    def codes(folder: Path) -> list[tuple[str, list[str]]]:
        events = pq.read_table(folder / "events.parquet", columns=["doc_id", "type", "checks"]).to_pylist()
        return [(row["doc_id"], row["checks"]) for row in events if row["type"] == "congress"]

    conflict = "cross_document_conflict"
    assert codes(tmp_path / "whole") == [("a", [conflict]), ("b", [conflict]), ("c", [conflict, "register_conflict"])]
    others = pq.read_table(tmp_path / "whole" / "events.parquet").filter(pc.field("type") != "congress")
    assert others["checks"].to_pylist() == [[]] * 3
    content = (texts / "c.txt").read_bytes()
    (texts / "c.txt").write_bytes(b"")
    run([str(texts)], tmp_path / "mended", RULES)
    assert codes(tmp_path / "mended") == [("a", []), ("b", [])]
    (texts / "c.txt").write_bytes(content)
    retry_failures(tmp_path / "mended", RULES)
    assert tables(tmp_path / "mended") == tables(tmp_path / "whole")


def count_documents(folder: Path, registers: Sequence[str]) -> Iterator[tuple[str, pa.Table]]:
    """In the place of ``canonical``: adds to a table of the documents."""
    count = pq.read_metadata(folder / "documents.parquet").num_rows
    row = {"doc_id": "t0", "code": "count", "severity": "info", "mentions": [], "message": f"{count} documents"}
    yield "checks", pa.Table.from_pylist([row], schema=schema("checks"))


def test_what_cannot_be_mended(texts: Path, tmp_path: Path) -> None:
    (texts / "t4.txt").write_bytes(b"")
    run([str(texts)], tmp_path / "run", RULES)
    (texts / "t5.txt").write_text("Басқа мәтін.", "utf-8")
    with pytest.raises(OutputError, match=r"inputs changed: .*t5\.txt"):
        retry_failures(tmp_path / "run", RULES)
    (texts / "t5.txt").unlink()
    with pytest.raises(OutputError, match=r"inputs gone: .*t5\.txt"):
        retry_failures(tmp_path / "run", RULES)
    with pytest.raises(OutputError, match="not a run folder"):
        retry_failures(texts, RULES)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return jylnama.pipeline.load(ner="rules")


def test_a_long_text_gives_the_rows_of_the_whole(nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jylnama.pipeline, "PIECE_CHARS", 700)
    text = "\n\n".join(
        f"{GOOD[i % 3]} «Үшінші» {1860 + i} жылы (1 сәуір) {i}-съезді В.И. Ленин ашты, 31 сәуірде жапты." for i in range(90)
    )
    path = tmp_path / "long.txt"
    path.write_text(text, "utf-8")
    found: dict[str, list] = {}

    def add(new: dict[str, list]) -> None:
        for name, table_rows in new.items():
            found.setdefault(name, []).extend(table_rows)

    totals = read_long(nlp, "long", path, add)
    document = read_document(nlp, text, "long")
    expected = rows(document, text)
    assert set(found) == set(expected)
    for name in expected:
        one, two = (
            [json.dumps({**row, "person_id": None}, sort_keys=True, default=str) for row in table]
            for table in (found[name], expected[name])
        )
        if name == "people":
            assert len(one) >= len(two) > 0
        elif name == "checks":  # of a whole text they come sorted by kind, of stretches by place
            assert sorted(one) == sorted(two)
            assert len(one) > 20
        else:
            assert one == two, name
    assert totals.row("long", "p") == document_row(document, text, "p", "utf-8", len(text.split()))


def test_long_texts_in_other_encodings(nlp: Language, tmp_path: Path) -> None:
    text = "Съезд партии состоялся в Петрограде летом 1917 года. " * 200
    (tmp_path / "c.txt").write_bytes(text.encode("cp1251"))
    totals = read_long(nlp, "c", tmp_path / "c.txt", lambda _: None)
    assert (totals.encoding, totals.n_chars) == ("cp1251", len(text))
    (tmp_path / "b.txt").write_bytes(bytes(range(256)) * 100)
    with pytest.raises(NotTextError):
        read_long(nlp, "b", tmp_path / "b.txt", lambda _: None)


def test_row_groups_do_not_tell_the_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jylnama.run.table_writer.GROUP_ROWS", 10)
    failures = [{"doc_id": f"d{i}", "path": "p" * i, "reason": None} for i in range(47)]
    contents = []
    for step in (1, 3, 10, 25, 47):
        folder = tmp_path / str(step)
        folder.mkdir()
        written = Tables(folder, names=["failures"])
        for at in range(0, 47, step):
            written.add_rows({"failures": failures[at : at + step]})
        written.close()
        contents.append((folder / "failures.parquet").read_bytes())
    assert len(set(contents)) == 1
    assert pq.ParquetFile(tmp_path / "3" / "failures.parquet").metadata.num_row_groups == 5
    assert pq.read_table(tmp_path / "25" / "failures.parquet").to_pylist() == failures
