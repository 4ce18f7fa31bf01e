"""Collects what the report shows out of a run folder, bounded whatever the size of the run, and renders it."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import regex
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from jylnama.files import write_text
from jylnama.query import query
from jylnama.report.marks import ORDER, Mark, marked
from jylnama.run.tables import open_run
from jylnama.text.data import data_toml

MAX_EVENTS = 2000
MAX_CHECKS = 1000
MAX_ROWS = 500  # of documents, failures, events of several documents
_MESSAGE_LANGUAGES = regex.compile(r" / (?=“)")

_TABLES = ("documents", "sentences", "mentions", "events", "checks", "canonical_events", "failures")

Row = dict[str, Any]

_SHOWN_EVENTS = "SELECT * FROM events ORDER BY sort_start NULLS LAST, sort_end, doc_id, start_char, event_id LIMIT {n}"
_SHOWN_CHECKS = """
    SELECT c.*, m.sentence_id FROM checks c LEFT JOIN mentions m ON m.doc_id = c.doc_id AND m.mention_id = c.mentions[1]
    ORDER BY list_position(['error', 'warning', 'info'], c.severity), c.code, c.doc_id, m.start_char, c.message LIMIT {n}
"""
_DOCUMENTS = """
    SELECT d.doc_id, d.path, d.language, d.n_words, d.n_events, coalesce(f.n, 0) AS n_checks
    FROM documents d LEFT JOIN (SELECT doc_id, count(*) AS n FROM checks GROUP BY doc_id) f USING (doc_id)
    ORDER BY d.doc_id LIMIT {n}
"""
_ACROSS = """
    SELECT * FROM canonical_events WHERE n_documents > 1
    ORDER BY agreement <> 'conflict', sort_start NULLS LAST, canonical_id LIMIT {n}
"""
_COUNTS = """
    SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM sentences) AS sentences,
           (SELECT coalesce(sum(n_words), 0)::BIGINT FROM documents) AS words, (SELECT count(*) FROM events) AS events,
           (SELECT count(*) FROM checks) AS checks, (SELECT count(*) FROM failures) AS failures,
           (SELECT count(*) FROM canonical_events WHERE n_documents > 1) AS across
"""


def write_report(run: Path, out: Path, *, max_events: int = MAX_EVENTS) -> Row:
    """Write the report of a run folder as one HTML file without anything from outside; returns its counts.

    Raises RunError where ``run`` is no run folder or lacks a table, OSError where ``out`` cannot be written.
    """
    with open_run(run, _TABLES):  # a query would say no more than that it does not know the name
        pass
    content = _content(run, max_events)
    page = _environment().get_template("report.html.j2").render(content)
    write_text(out, page)
    counts: Row = content["counts"]
    return counts


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return data_toml("jylnama.report", "words.toml")


def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("jylnama.report", "."), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["t"] = _both
    environment.filters["plain"] = lambda key, group="ui": " / ".join(dict.fromkeys(_word(key, group)))
    return environment


def _word(key: str, group: str) -> list[str]:
    return _words()[group].get(key, [key, key])


def _both(key: str, group: str = "ui") -> Markup:
    """A word in both languages; the page shows the one that is chosen."""
    kazakh, english = _word(key, group)
    return Markup('<span lang="kk">{}</span><span lang="en">{}</span>').format(kazakh, english)


def _rows(run: Path, sql: str) -> list[Row]:
    with query(run, sql) as reader:
        rows: list[Row] = reader.read_all().to_pylist()
        return rows


def _content(run: Path, max_events: int) -> Row:
    (counts,) = _rows(run, _COUNTS)
    events = _rows(run, _SHOWN_EVENTS.format(n=max_events))
    checks = _rows(run, _SHOWN_CHECKS.format(n=MAX_CHECKS))
    context = _Context(run, _SHOWN_EVENTS.format(n=max_events), _SHOWN_CHECKS.format(n=MAX_CHECKS))
    return {
        "run": run.resolve().name, "record": _record(run), "counts": counts, "max_rows": MAX_ROWS,
        "events": [_event(row, context) for row in events],
        "checks": [_check(row, context) for row in checks],
        "codes": _rows(run, "SELECT code, severity, count(*) AS n FROM checks GROUP BY ALL ORDER BY n DESC, code"),
        "types": _rows(run, "SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY n DESC, type"),
        "times": _times(run),
        "across": [_happening(row) for row in _rows(run, _ACROSS.format(n=MAX_ROWS))],
        "documents": _rows(run, _DOCUMENTS.format(n=MAX_ROWS)),
        "failures": _rows(run, f"SELECT * FROM failures ORDER BY path, doc_id LIMIT {MAX_ROWS}"),
        "labels": ORDER,
        "shown_documents": sorted({row["doc_id"] for row in events}),
    }  # fmt: skip


class _Context:
    """Sentences of the rows that are shown, with what is marked in them."""

    def __init__(self, run: Path, *shown: str) -> None:
        self.sentences: dict[tuple[str, str], Row] = {}
        self.marks: dict[tuple[str, str], list[Mark]] = {}
        for sql in shown:
            semi = f"SEMI JOIN ({sql}) shown USING (doc_id, sentence_id)"
            for row in _rows(run, f"SELECT doc_id, sentence_id, start_char, language, text FROM sentences {semi}"):
                self.sentences[row["doc_id"], row["sentence_id"]] = row
            for row in _rows(run, f"SELECT doc_id, sentence_id, start_char, end_char, label FROM mentions {semi}"):
                mark = Mark(row["start_char"], row["end_char"], row["label"])
                self.marks.setdefault((row["doc_id"], row["sentence_id"]), []).append(mark)

    def show(self, doc_id: str, sentence_id: str | None, trigger: Mark | None = None) -> Row | None:
        """The sentence, marked, with its language; None where there is none."""
        key = (doc_id, sentence_id or "")
        sentence = self.sentences.get(key)
        if sentence is None:
            return None
        marks = [*self.marks.get(key, []), *([trigger] if trigger else [])]
        return {"language": sentence["language"], "html": marked(sentence["text"], sentence["start_char"], marks)}


def _event(row: Row, context: _Context) -> Row:
    trigger = Mark(row["start_char"], row["end_char"], "trigger")
    congress = " ".join(filter(None, [
        row["congress_body"], ", ".join(map(str, row["congress_numbers"] or [])),
    ]))  # fmt: skip
    return row | {
        "written": ("≈ " if "~" in (row["edtf"] or "") else "") + written_date(row["start"], row["end"], row["precision"]),
        "new_style": written_date(row["ns_start"], row["ns_end"] or row["ns_start"], "day") if row["ns_start"] else "",
        "where": [*filter(None, [congress]), *(row["places"] or []), *(row["organisations"] or [])],
        "marked": context.show(row["doc_id"], row["sentence_id"], trigger),
        "year_from": _year(row["start"]), "year_to": _year(row["end"]),
    }  # fmt: skip


def _check(row: Row, context: _Context) -> Row:
    kazakh, *english = _MESSAGE_LANGUAGES.split(row["message"], maxsplit=1)
    return row | {
        "kk": kazakh,
        "en": english[0] if english else kazakh,
        "marked": context.show(row["doc_id"], row["sentence_id"]),
    }


def _happening(row: Row) -> Row:
    return row | {
        "written": [date.replace("/", " – ") for date in row["dates"]],
        "known": written_date(row["known_start"], row["known_end"], "day") if row["known_start"] else "",
        "listed": row["doc_ids"][:20], "more": max(0, len(row["doc_ids"]) - 20),
    }  # fmt: skip


def written_date(start: str | None, end: str | None, precision: str | None) -> str:
    """A stretch of days as short as its precision allows: ``1917``, ``1917-07 – 1917-08``, ``1898-03-01 – 1898-03-03``."""
    if not start or not end:
        return ""
    cut = {"day": 0, "month": 3, "season": 3}.get(precision or "day", 6)
    first, last = (day[: len(day) - cut] for day in (start, end))
    return first if first == last else f"{first} – {last}"


def _year(day: str | None) -> int | None:
    return int(day[:-6]) if day else None


def _times(run: Path) -> list[Row]:
    """Events by decade, or by century where they reach over more than 40 decades; empty units in between are left out."""
    years = _rows(run, 'SELECT "start"[:-7]::INTEGER AS year, count(*) AS n FROM events WHERE start IS NOT NULL GROUP BY year')
    decades = Counter[int]()
    for row in years:
        decades[row["year"] // 10 * 10] += row["n"]
    width = 10 if len(decades) <= 40 else 100
    units = Counter[int]()
    for decade, n in decades.items():
        units[decade // width * width] += n
    most = max(units.values(), default=1)
    return [
        {"first": first, "last": first + width - 1, "n": n, "share": round(100 * n / most, 1)}
        for first, n in sorted(units.items())
    ]  # fmt: skip


def _record(run: Path) -> Row:
    """What ``run.json`` says of the run; empty where it is not there."""
    try:
        record: Row = json.loads((run / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record
