"""Faulty inputs cost themselves and nothing else: each is told with its reason, and all the others are read."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from jylnama.cli import app
from jylnama.run import inputs as inputs_module
from jylnama.run import long_texts
from jylnama.run.formats import Text, Unreadable, decoded
from jylnama.run.inputs import InputError, Inputs, read_inputs

WORDS = "1921 жылы Семейде мұғалімдер жиналысы өтті."


def read(*paths: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Texts, and reasons of failures, by id."""
    items = list(read_inputs(map(str, paths)))
    return (
        {item.doc_id: item.text for item in items if isinstance(item, Text)},
        {item.doc_id: item.reason for item in items if isinstance(item, Unreadable)},
    )


def table(folder: Path, content: str | bytes, name: str = "t.csv") -> tuple[dict[str, str], dict[str, str]]:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(folder / name)


# --- tables


@pytest.mark.parametrize("name", ["t.csv", "t.tsv"])
def test_surplus_fields_are_told(tmp_path: Path, name: str) -> None:
    d = "\t" if name.endswith("tsv") else ","
    found, failed = table(tmp_path, f"id{d}text\n1{d}Жиын{d} 1921 жылы өтті.\n2{d}{WORDS}\n3{d}{WORDS}{d}{d}\n", name)
    assert found == {"2": WORDS, "3": WORDS}  # a spreadsheet's empty columns are no words
    assert failed == {"1": "record 1: 3 fields for 2 columns (a delimiter in the text?): put the text in quotation marks"}


def test_a_table_of_one_column_needs_no_quotation_marks(tmp_path: Path) -> None:
    text = "1921 жылы Семейде, Оралда; Ақмолада жиналыс өтті."
    assert table(tmp_path, f'text\n{text}\n\n"Бірінші, «екі»"\n') == ({"t-1": text, "t-2": "Бірінші, «екі»"}, {})


def test_a_mark_that_is_not_closed_costs_one_record(tmp_path: Path) -> None:
    found, failed = table(tmp_path, f'id,text\n1,{WORDS}\n2,"ашылды\n3,{WORDS}\n4,"бірінші\nекінші"\n')
    assert found == {"1": WORDS, "3": WORDS, "4": "бірінші\nекінші"}
    assert list(failed) == ["t-2"]
    assert failed["t-2"].startswith("record 2, line 3: a quotation mark")
    found, failed = table(tmp_path, f'id,text\n1,{WORDS}\n2,"ашылды\n3,{WORDS}\n4,{WORDS}\n')
    assert found == {"1": WORDS, "3": WORDS, "4": WORDS}
    assert "not closed" in failed["t-2"]


def test_a_mark_inside_a_field_is_told_and_a_double_one_is_none(tmp_path: Path) -> None:
    found, failed = table(
        tmp_path, f'id,text\n1,"Ол "Азамат" газеті"\n2,"Ол ""Азамат"" газеті"\n3,Ол "Азамат" газеті\n4,{WORDS}\n'
    )
    assert found == {"2": 'Ол "Азамат" газеті', "3": 'Ол "Азамат" газеті', "4": WORDS}
    assert "write each one inside a field twice" in failed["t-1"]


def test_an_open_mark_in_every_line_takes_linear_time(tmp_path: Path) -> None:
    found, failed = table(tmp_path, "id,text\n" + '"a\n' * 20_001)
    assert (len(found), len(failed) > 1) == (0, True)


@pytest.mark.parametrize("rows", [20, 3000])
def test_a_bad_byte_costs_one_record(tmp_path: Path, rows: int) -> None:
    lines = [f"r{i},{WORDS}".encode() for i in range(rows)]
    lines[7] = b"r7," + "Жиын ".encode() + b"\xff\xa0"
    found, failed = table(tmp_path, b"id,text\n" + b"\n".join(lines))
    assert len(found) == rows - 1
    assert set(found.values()) == {WORDS}
    assert failed == {
        "r7": "record 8: not UTF-8 (byte 0xff at character 5 of its text): save the file as UTF-8, or mend that place"
    }


def test_a_bad_byte_outside_the_text_costs_nothing(tmp_path: Path) -> None:
    found, failed = table(tmp_path, b"id,text,note\na\xff," + WORDS.encode() + b",\xfe\n")
    assert (found, failed) == ({"a\ufffd": WORDS}, {})


@pytest.mark.parametrize(
    "head",
    ["id, text", "\nid,text", "sep=,\nid,text", ' "id" ,text ', "\ufeffid,text", "id,text,", '"id","text"', "sep=;\nid;text"],
)
def test_heads_of_tables(tmp_path: Path, head: str) -> None:
    delimiter = ";" if ";" in head else ","
    found, failed = table(tmp_path, f"{head}\n1{delimiter}{WORDS}\n")
    assert (list(found.values()), failed) == ([WORDS], {})


def test_heads_that_are_none(tmp_path: Path) -> None:
    assert table(tmp_path, "id,Text\n1,a\n")[1] == {"t": "no column “text” in this table; it has: id, Text; call “Text” “text”"}
    assert "two columns" in table(tmp_path, "text,text\na,b\n")[1]["t"]
    assert "line 1" in table(tmp_path, '"id"x,text\n1,a\n')[1]["t"]
    assert table(tmp_path, "\n\n")[1] == {"t": "no record in this file"}


# --- JSON


def test_half_a_character_in_an_id(tmp_path: Path) -> None:
    found, failed = table(
        tmp_path, f'{{"id": "\\ud800", "text": "{WORDS}"}}\n{{"id": "\\udfff", "text": "{WORDS}"}}\n', "r.jsonl"
    )
    assert (found, failed) == ({"?": WORDS, "?~2": WORDS}, {})


@pytest.mark.parametrize("indent", [None, 2])
def test_one_json_array_is_told_once(tmp_path: Path, indent: int | None) -> None:
    array = json.dumps([{"text": WORDS, "id": str(i)} for i in range(9)], indent=indent)
    found, failed = table(tmp_path, array, "r.jsonl")
    assert (found, list(failed)) == ({}, ["r"])
    assert "a record a line" in failed["r"]


def test_a_first_line_that_is_no_record_is_no_array(tmp_path: Path) -> None:
    found, failed = table(tmp_path, f'[broken\n{{"id": "a", "text": "{WORDS}"}}\n', "r.jsonl")
    assert (found, list(failed)) == ({"a": WORDS}, ["r-1"])


# --- plain texts


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (f"{WORDS}\n{WORDS}\n".encode() + b"\xa0" + WORDS.encode(), "byte 0xa0 at 154, line 3"),
        (WORDS.encode() + "ө".encode()[:1], "cut off in the middle of a character (byte 76, line 1)"),
        (b"\xef\xbb\xbf", "empty file"),
        (b"\xef\xbb\xbf \n", "empty file"),
    ],
)  # fmt: skip
def test_a_bad_place_is_named(data: bytes, reason: str) -> None:
    item = decoded("a", "a.txt", data)
    assert isinstance(item, Unreadable)
    assert reason in item.reason


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866", "utf-16"])
def test_other_encodings_are_no_broken_utf_8(encoding: str) -> None:
    text = "Бұл жылы облыстық съезд болып, оған барлық уездерден делегаттар келді, олар жаңа комитет сайлады."
    data = text.encode(encoding, "replace")
    item = decoded("a", "a.txt", data)
    assert isinstance(item, Text)
    assert item.text == data.decode(encoding)


@pytest.mark.parametrize("block", [1, 7, 1 << 20])
def test_a_bad_place_of_a_long_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    if block < 100:
        monkeypatch.setattr(long_texts, "mostly_utf8", bool)
    monkeypatch.setattr(long_texts, "_HEAD_BYTES", block)
    (tmp_path / "a.txt").write_bytes(f"{WORDS}\n{WORDS}\n".encode() + b"\xa0" + WORDS.encode())
    with pytest.raises(long_texts.NotTextError, match="byte 0xa0 at 154, line 3"):
        long_texts._encoding(tmp_path / "a.txt")
    (tmp_path / "a.txt").write_bytes(WORDS.encode() + "ө".encode()[:1])
    with pytest.raises(long_texts.NotTextError, match="cut off .* line 1"):
        long_texts._encoding(tmp_path / "a.txt")


# --- folders


def test_xml_without_its_package_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(WORDS, "utf-8")
    (tmp_path / "b.xml").write_text(f"<t><p>{WORDS}</p></t>", "utf-8")
    monkeypatch.setitem(sys.modules, "lxml", None)
    found, failed = read(tmp_path)
    assert found == {"a": WORDS}
    assert failed["b"].startswith("needs a package that is not installed (lxml)")
    assert "pip install 'jylnama[formats]'" in failed["b"]


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WORDS, "utf-8")
    (tmp_path / "good.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "broken.txt").symlink_to("nowhere.txt")
    found, failed = read(tmp_path)
    assert found == {"a": WORDS}
    assert sorted(failed) == ["broken", "loop"]
    assert all("a link that leads to no file" in reason for reason in failed.values())


def test_a_folder_without_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(WORDS, "utf-8")
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if path == closed:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(inputs_module.os, "scandir", refuse)
    closed = str(tmp_path / "closed")
    found, failed = read(tmp_path)
    assert found == {"a": WORDS}
    assert "Permission denied" in failed["closed"]
    closed = str(tmp_path)
    with pytest.raises(InputError, match="cannot be read: Permission denied"):  # what the call names is the call's fault
        read(tmp_path)


def test_kinds_that_are_left_out_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.txt", "b.tsv", "x.doc", "sub/y.DOC", "z.rtf", "README", "p.doc.gz", ".hidden.doc"):
        (folder / name).write_text("text\nb\n", "utf-8")
    with Inputs([str(folder)], tmp_path) as inputs:
        assert len(inputs) == 2
        assert {name: (of.count, of.first) for name, of in inputs.left_out.items()} == {
            ".doc": (2, "sub/y.DOC"), ".rtf": (1, "z.rtf"), "": (1, "README"), ".doc.gz": (1, "p.doc.gz"),
        }  # fmt: skip
        assert inputs_module.told(inputs.left_out) == (
            "2 .doc (sub/y.DOC …), 1 without a suffix (README), 1 .doc.gz (p.doc.gz), 1 .rtf (z.rtf)"
        )
    (tmp_path / "only").mkdir()
    (tmp_path / "only" / "q.odt").touch()
    with pytest.raises(InputError, match=r"no texts .* it has: 1 \.odt \(q\.odt\)"):
        read(tmp_path / "only")


def test_a_run_over_a_bad_folder(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(WORDS, "utf-8")
    (folder / "loop").symlink_to("loop")
    (folder / "old.doc").touch()
    (folder / "ids.jsonl").write_text(f'{{"id": "\\ud800", "text": "{WORDS}"}}\n', "utf-8")
    (folder / "t.csv").write_bytes(b"id,text\n1," + WORDS.encode() + b"\n2,\xd0\n3,a,b\n")
    result = CliRunner().invoke(app, ["extract", str(folder), "--out", str(tmp_path / "run"), "--ner", "rules"])
    assert result.exit_code == 1, result.output
    words = " ".join(result.output.split())
    assert "left out, not read: 1 .doc (old.doc)" in words
    assert "3 documents, " in words
    assert "3 documents failed" in words
    assert pq.read_table(tmp_path / "run" / "documents.parquet")["doc_id"].to_pylist() == ["a", "?", "1"]
    assert json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))["left_out"] == {
        ".doc": {"count": 1, "first": "old.doc"}
    }
