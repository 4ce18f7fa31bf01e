"""Inputs: compressed, dumps, XML, tables; ids and the order of files."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import re
import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jylnama.run.formats import Item, Text, Unreadable
from jylnama.run.inputs import File, InputError, Inputs, read_inputs

RECORDS = "".join(
    json.dumps({"id": f"r{i}", "text": f"{1900 + i} жылы съезд өтті."}, ensure_ascii=False) + "\n" for i in range(3)
)


def zstd(data: bytes) -> bytes:
    return bytes(pa.compress(data, codec="zstd", asbytes=True))


COMPRESS = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd}


def texts(*names: str | Path) -> list[Text]:
    items = list(read_inputs(map(str, names)))
    assert not [item for item in items if isinstance(item, Unreadable)], items
    return [item for item in items if isinstance(item, Text)]


def one(path: Path) -> Item:
    [item] = read_inputs([str(path)])
    return item


@pytest.mark.parametrize("suffix", sorted(COMPRESS))
def test_compressed(tmp_path: Path, suffix: str) -> None:
    # bz2 dumps and concatenated gzip files have several streams
    halves = [COMPRESS[suffix](part.encode()) for part in (RECORDS[:40], RECORDS[40:])]
    (tmp_path / f"many.jsonl{suffix}").write_bytes(b"".join(halves))
    (tmp_path / f"one.txt{suffix}").write_bytes(COMPRESS[suffix]("Партия 1898 жылы құрылды.".encode()))
    table = pa.table({"id": ["p"], "text": ["Мәтін."]})
    pq.write_table(table, tmp_path / "plain.parquet")
    (tmp_path / f"packed.parquet{suffix}").write_bytes(COMPRESS[suffix]((tmp_path / "plain.parquet").read_bytes()))
    found = {item.doc_id: item.text for item in texts(tmp_path)}
    assert found == {"r0": "1900 жылы съезд өтті.", "r1": "1901 жылы съезд өтті.", "r2": "1902 жылы съезд өтті.",
                     "one": "Партия 1898 жылы құрылды.", "p": "Мәтін.", "p~2": "Мәтін."}  # fmt: skip


@pytest.mark.parametrize("name", ["broken.txt.gz", "broken.jsonl.bz2", "broken.csv.zst", "broken.xml.bz2", "broken.parquet.xz"])
def test_broken_archives(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"no archive at all, but long enough to be read " * 9)
    item = one(tmp_path / name)
    assert isinstance(item, Unreadable)
    assert item.reason


def test_records_that_are_none(tmp_path: Path) -> None:
    lines = [
        b'{"id": "a", "text": "\xd0\xbc"}',
        b"\xff\xfe not utf-8",
        b'{"id": "c"}',
        b"[" * 5000,
        b'{"id": 7, "text": "\xd0\xb1"}',
        b'{"text": ""}',
    ]
    (tmp_path / "r.jsonl").write_bytes(b"\n".join(lines))
    items = list(read_inputs([str(tmp_path / "r.jsonl")]))
    assert [(item.doc_id, isinstance(item, Text)) for item in items] == [
        ("a", True),
        ("r-2", False),
        ("c", False),
        ("r-4", False),
        ("7", True),
        ("r-6", False),
    ]


def test_failed_records_keep_their_ids(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "x1", "body": "м"}\n{"doc_id": "x2", "text": 5}\n{"id": 3, "text": " "}\n', "utf-8")
    (tmp_path / "b.csv").write_text("id,text\ny1,\ny2,Мәтін.\ny3\n", "utf-8")
    pq.write_table(pa.table({"id": ["z1", "z2"], "text": [None, ""]}), tmp_path / "c.parquet")
    items = list(read_inputs([str(tmp_path)]))
    assert [item.doc_id for item in items if isinstance(item, Unreadable)] == ["x1", "x2", "3", "y1", "y3", "z1", "z2"]


@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
def test_a_table_without_texts_is_one_failure(tmp_path: Path, name: str) -> None:
    table = pa.table({"id": ["1", "2"], "body": ["a", "b"]})
    if name.endswith("csv"):
        (tmp_path / name).write_text("id;body\n1;a\n2;b\n", "utf-8")
    else:
        pq.write_table(table, tmp_path / name)
    assert one(tmp_path / name) == Unreadable("t", str(tmp_path / name), "no column “text” in this table; it has: id, body")


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_a_file_without_records(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert one(tmp_path / name) == Unreadable("t", str(tmp_path / name), "no record in this file")


@pytest.mark.parametrize("encoding", ["cp1251", "kz1048", "utf-16", "utf-8-sig"])
def test_encodings_of_tables(tmp_path: Path, encoding: str) -> None:
    text = "Орынборда съезд болды, оған барлық облыстардан делегаттар келді."
    (tmp_path / "t.csv").write_bytes(f"id;text\n1;{text}\n2;{text}\n".encode(encoding, "replace"))
    assert [item.text for item in texts(tmp_path)] == [text.encode(encoding, "replace").decode(encoding)] * 2


BROKEN = {
    "a.pdf": "broken PDF", "a.docx": "broken Word document", "a.xml": "broken XML file", "a.parquet": "broken Parquet file",
    "a.txt.gz": "broken .gz archive", "a.txt.xz": "broken .xz archive", "a.csv.bz2": "broken .bz2 archive", "a.jsonl.zst": "broken .zst archive",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_what_is_wrong_is_said_in_words(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"<nothing of the kind, but long enough to be read> " * 9)
    item = one(tmp_path / name)
    assert isinstance(item, Unreadable)
    assert item.reason.startswith(BROKEN[name])
    assert not re.search(r"Error|Malformed|Invalid(?! data)|Exception", item.reason.split("(")[0])
    assert ": " in item.reason  # what to do


def test_each_file_once_and_ids_unique(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(f"{folder} мәтіні.", "utf-8")
    (tmp_path / "a" / "link.txt").symlink_to(tmp_path / "a" / "same.txt")
    (tmp_path / "r.jsonl").write_text(
        '{"id": "x", "text": "1"}\n{"id": "x~2", "text": "2"}\n{"id": "x", "text": "3"}\n{"id": "x", "text": "4"}\n', "utf-8"
    )
    names = [tmp_path / "a", tmp_path / "a" / "same.txt", tmp_path / "*" / "same.txt", tmp_path / "r.jsonl"]
    found = texts(*names)
    assert [item.doc_id for item in found] == ["x", "x~2", "x~3", "x~4", "same.txt", "same.txt~2"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_named_pipes_are_read_once(tmp_path: Path) -> None:
    contents = {"a.txt": "Партия 1898 жылы құрылды.", "r.jsonl": RECORDS}
    for name, text in contents.items():
        os.mkfifo(tmp_path / name)
        threading.Thread(target=(tmp_path / name).write_text, args=(text, "utf-8"), daemon=True).start()
    names = [str(tmp_path / name) for name in contents]
    (tmp_path / "scratch").mkdir()
    with Inputs([*names, names[0]], tmp_path / "scratch") as inputs:
        first, second = inputs.fingerprint(), inputs.fingerprint()
        items = [item for item, _, _ in inputs]
    assert first == second
    assert [(item.doc_id, item.path) for item in items] == [("a", names[0]), *((f"r{i}", names[1]) for i in range(3))]
    assert isinstance(items[0], File)
    assert items[0].read() == Text("a", contents["a.txt"], names[0])


def test_the_run_folder_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Мәтін.", "utf-8")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "documents.parquet").write_bytes(b"PAR1")
    (tmp_path / ".hidden.txt").write_text("x", "utf-8")
    scratch = tmp_path / "run" / "parts"
    scratch.mkdir()
    with Inputs([str(tmp_path)], scratch, tmp_path / "run") as inputs:
        assert [item.doc_id for item, _, _ in inputs] == ["a"]


def test_fingerprint_follows_contents_and_names(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    file = tmp_path / "t" / "a.txt"

    def fingerprint() -> str:
        with Inputs([str(tmp_path / "t")], tmp_path) as inputs:
            return inputs.fingerprint()

    file.write_text("бір", "utf-8")
    first = fingerprint()
    assert fingerprint() == first
    file.write_text("екі", "utf-8")
    assert fingerprint() != first
    file.write_text("бір", "utf-8")
    assert fingerprint() == first
    file.rename(tmp_path / "t" / "b.txt")
    assert fingerprint() != first


def test_weights_and_places(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Мәтін.", "utf-8")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(RECORDS.encode()))
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    with Inputs([str(tmp_path)], tmp_path) as inputs:
        inputs.fingerprint()
        rows = list(inputs)
        assert inputs.size == size
    assert isinstance(rows[0][0], File)
    ends = [end for _, _, end in rows]
    assert ends == sorted(ends)
    assert ends[-1] == size


DUMP = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="kk">
<siteinfo><sitename>W</sitename><dbname>kkwiki</dbname><base>b</base><generator>g</generator><case>first-letter</case>
<namespaces><namespace key="0" case="first-letter"/><namespace key="6" case="first-letter">Сурет</namespace><namespace key="14" case="first-letter">Санат</namespace></namespaces></siteinfo>
<page><title>Бірінші</title><ns>0</ns><id>11</id><revision><id>1</id><timestamp>2020-01-01T00:00:00Z</timestamp><contributor><ip>1.2.3.4</ip></contributor><model>wikitext</model><format>text/x-wiki</format><text bytes="9" xml:space="preserve">WIKITEXT</text><sha1>x</sha1></revision></page>
<page><title>Бағыт</title><ns>0</ns><id>12</id><redirect title="Бірінші"/><revision><id>2</id><timestamp>2020-01-01T00:00:00Z</timestamp><contributor><ip>1.2.3.4</ip></contributor><model>wikitext</model><format>text/x-wiki</format><text bytes="9" xml:space="preserve">#REDIRECT [[Бірінші]]</text><sha1>x</sha1></revision></page>
<page><title>Санат:Тарих</title><ns>14</ns><id>13</id><revision><id>3</id><timestamp>2020-01-01T00:00:00Z</timestamp><contributor><ip>1.2.3.4</ip></contributor><model>wikitext</model><format>text/x-wiki</format><text bytes="9" xml:space="preserve">x</text><sha1>x</sha1></revision></page>
</mediawiki>"""
WIKITEXT = """{{Карточка|аты=Партия}}
'''Партия''' [[1898 жыл|1898 жылы]] құрылды.&lt;ref name="a"&gt;Кітап, 1990&lt;/ref&gt; [[Сурет:a.jpg|thumb|Астында [[сілтеме]]]]Оны [[Ленин]]&amp;nbsp;жақтады.

== Тарихы ==
{| class="wikitable"
| кесте || 1905
|}
* 1912 жылы жиналды.&lt;br/&gt;Ол өсті.
[[Санат:Тарих]][[en:Party]]"""


@pytest.mark.parametrize("suffix", ["", ".bz2"])
def test_mediawiki_dump(tmp_path: Path, suffix: str) -> None:
    pytest.importorskip("mwxml")
    data = DUMP.replace("WIKITEXT", WIKITEXT).encode()
    (tmp_path / f"dump.xml{suffix}").write_bytes(bz2.compress(data) if suffix else data)
    [page] = texts(tmp_path / f"dump.xml{suffix}")
    assert (page.doc_id, page.encoding) == ("dump-11", "wikitext")
    assert page.path.endswith(f"dump.xml{suffix}#Бірінші")
    assert page.text == "Партия 1898 жылы құрылды. Оны Ленин жақтады.\n\nТарихы\n\n1912 жылы жиналды.\nОл өсті."


def test_tei(tmp_path: Path) -> None:
    (tmp_path / "t.xml").write_text(
        """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE TEI [<!ENTITY big "жасырын">]>
        <TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><title>Атауы</title></teiHeader><text><body>
        <head>Тарау</head><p>Съезд <date when="1917">1917
          жылы</date> <placeName>Орынборда</placeName> өтті.</p><p>Жол<lb/>жаңа &big; <!-- түсінік -->сөз.</p></body></text></TEI>""", "utf-8",
    )  # fmt: skip
    item = one(tmp_path / "t.xml")
    assert isinstance(item, Text)
    assert item.text == "Тарау\nСъезд 1917 жылы Орынборда өтті.\nЖол\nжаңа сөз."


def test_xml_fetches_nothing_and_does_not_blow_up(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("құпия", "utf-8")
    (tmp_path / "x.xml").write_text(
        f'<!DOCTYPE t [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt">]><t><p>Мәтін &s; соңы.</p></t>', "utf-8"
    )
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    (tmp_path / "y.xml").write_text(f'<!DOCTYPE t [<!ENTITY l0 "ха">{laughs}]><t><p>Мәтін &l11; соңы.</p></t>', "utf-8")
    (tmp_path / "z.xml").write_text("<t><p>жабылмаған", "utf-8")
    items = {item.doc_id: item for item in read_inputs([str(tmp_path / f"{name}.xml") for name in "xyz"])}
    assert all(
        not isinstance(items[name], Text) or len(items[name].text) < 40 and "құпия" not in items[name].text for name in "xy"
    )
    assert isinstance(items["z"], Unreadable)


def test_names_that_are_no_inputs(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("nowhere", "empty", "*.txt"):
        with pytest.raises(InputError):
            list(read_inputs([str(tmp_path / name)]))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f'id{delimiter}text\np2{delimiter}"Абай, Шоқан; 1845\nжылы"\n', "utf-8-sig")
    (item,) = texts(path)
    assert (item.doc_id, item.text) == ("p2", "Абай, Шоқан; 1845\nжылы")


def test_utf_32_with_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_bytes("Абай 1845 жылы туды.".encode("utf-32"))
    (item,) = texts(path)
    assert (item.text, item.encoding) == ("Абай 1845 жылы туды.", "utf-32")
