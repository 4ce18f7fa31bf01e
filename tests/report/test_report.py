"""The report: one file that holds everything, escapes everything, and says where it is cut."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from spacy.language import Language
from typer.testing import CliRunner

from jylnama.pipeline import read_document
from jylnama.report.build import write_report, written_date
from jylnama.report.cli import report
from jylnama.report.marks import MAX_CHARS, Mark, marked
from jylnama.run.across import canonical
from jylnama.run.tables import TABLES, rows, schema

TEXTS = {
    "a": "КОКП-ның 20-съезі (1959, 14 – 25 ақпан) өтті. 1924 ж. 21 қаңтарда В.И. Ленин қайтыс болды.",
    'b"><script>alert(1)</script>': "<script>alert(2)</script> & «1917 ж. 25 қазанда (8 қараша)» көтеріліс болды. КОКП-ның 20-съезі 1956 жылы өтті.",
    "c": "Ауа райы жылы.",
}  # fmt: skip


@pytest.fixture(scope="module")
def run(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for doc_id, text in TEXTS.items():
        document = read_document(nlp, text, doc_id)
        for name, found in rows(document, text).items():
            tables[name] += found
        tables["documents"].append(
            {
                "doc_id": doc_id,
                "path": f"{doc_id}.txt",
                "language": "kk",
                "n_words": len(text.split()),
                "n_sentences": len(document.sentences),
                "n_events": len(document.events),
            }
        )
    tables["failures"].append({"doc_id": "d", "path": "d.pdf", "reason": "<b>broken</b>"})
    for name in TABLES:
        pq.write_table(pa.Table.from_pylist(tables[name], schema=schema(name)), folder / f"{name}.parquet")
    for name, part in list(canonical(folder)):
        path = folder / f"{name}.parquet"
        pq.write_table(pa.concat_tables([pq.read_table(path), part]), path)
    return folder


class Page(HTMLParser):
    """Elements, ids, addresses and the text of a page; open elements that were not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_is_sound_and_stands_alone(run: Path, tmp_path: Path) -> None:
    counts = write_report(run, tmp_path / "report.html")
    html = (tmp_path / "report.html").read_text("utf-8")
    page = Page(html)
    assert page.open == []
    ids = [attrs["id"] for _, attrs in page.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = [attrs[name] or "" for _, attrs in page.found for name in ("href", "src") if name in attrs]
    assert all(link.startswith("#") and link[1:] in ids or link == "data:," for link in links)
    assert "http:" not in html
    assert "https:" not in html
    bodies = [attrs for tag, attrs in page.found if tag == "tbody" and "data-start" in attrs]
    assert len(bodies) == counts["events"] == pq.read_metadata(run / "events.parquet").num_rows
    starts = [int(attrs["data-start"] or 0) for attrs in bodies]
    assert starts == sorted(starts)


def test_what_the_texts_say_is_escaped(run: Path, tmp_path: Path) -> None:
    write_report(run, tmp_path / "report.html")
    html = (tmp_path / "report.html").read_text("utf-8")
    assert html.count("<script>") == 1  # its own
    assert "<b>broken" not in html
    assert "&lt;b&gt;broken" in html
    assert "&lt;script&gt;alert(2)" in html
    assert '<mark class="date">1917 ж. 25 қазанда (8 қараша)</mark>' in html
    assert '<mark class="person">В.И. Ленин</mark>' in html


def test_findings_in_both_languages_with_their_sentence(run: Path, tmp_path: Path) -> None:
    counts = write_report(run, tmp_path / "report.html")
    html = (tmp_path / "report.html").read_text("utf-8")
    assert counts["checks"] == 4  # the pair, the register, and two documents against each other
    assert '<span lang="kk">«КОКП-ның 20-съезінде' not in html
    assert "1956-02-14–1956-02-25" in html
    assert html.count('class="suggestion"') == 4
    assert "code-pair_mismatch" in html
    assert "code-cross_document_conflict" in html


def test_the_same_run_gives_the_same_bytes(run: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_report(run, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_large_run_is_cut_and_says_so(run: Path, tmp_path: Path) -> None:
    write_report(run, tmp_path / "report.html", max_events=1)
    html = (tmp_path / "report.html").read_text("utf-8")
    assert html.count("<tbody data-start") == 1
    assert "jylnama query" in html
    assert "LIMIT 1000 OFFSET 1" in html


def test_command(run: Path, tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(report)
    out = tmp_path / "report.html"
    assert CliRunner().invoke(app, [str(run), "--out", str(out)]).exit_code == 0
    assert out.stat().st_size > 10_000
    for arguments in ([str(tmp_path), "--out", str(out)], [str(run), "--out", str(tmp_path / "no" / "such.html")]):
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 2
        assert "Traceback" not in result.output


def test_overlapping_marks() -> None:
    html = marked("аб<вг>д", 10, [Mark(10, 14, "date"), Mark(13, 16, "person"), Mark(40, 50, "place")])
    assert html == '<mark class="date">аб&lt;</mark><mark class="date person">в</mark><mark class="person">г&gt;</mark>д'


def test_a_long_sentence_is_cut_round_its_event_word() -> None:
    text = "а" * 5000
    html = marked(text, 0, [Mark(3000, 3004, "trigger")])
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert '<mark class="trigger">аааа</mark>' in html
    assert len(html) < MAX_CHARS + 100


@pytest.mark.parametrize(
    ("start", "end", "precision", "written"),
    [
        ("1917-01-01", "1917-12-31", "year", "1917"), ("1920-01-01", "1929-12-31", "decade", "1920 – 1929"),
        ("1898-03-01", "1898-03-03", "day", "1898-03-01 – 1898-03-03"), ("1917-07-01", "1917-07-31", "month", "1917-07"),
        ("-0208-01-01", "-0208-12-31", "year", "-0208"), (None, None, None, ""),
    ],
)  # fmt: skip
def test_written_date(start: str | None, end: str | None, precision: str | None, written: str) -> None:
    assert written_date(start, end, precision) == written
