"""SQL over a run folder: DuckDB sees the run's Parquet tables by their names and nothing else."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from jylnama.console import stop, want_folders
from jylnama.errors import UserError
from jylnama.files import replacing

_BATCH_ROWS = 4096
# DuckDB proposes its own tables, which hold nothing of the run
_GUESS = re.compile(r'\n?Did you mean "(?:pg_|duckdb_|sqlite_|information_schema|pragma_)[^\n]*')


class QueryError(UserError):
    """A query that cannot be answered; the message says why, with what the run has."""


@contextmanager
def query(run: Path, sql: str) -> Iterator[Any]:
    """The answer to one SQL query over the tables of a run folder, as an Arrow record batch reader.

    The tables are read as they are needed; nothing outside the run is read and nothing is written.
    Raises QueryError for a folder that is no run, for anything but one query, and for what DuckDB refuses.
    """
    import duckdb
    import pyarrow

    tables = sorted(run.glob("*.parquet")) if run.is_dir() else []
    if not any(path.stem == "documents" for path in tables):
        raise QueryError(f"{run}: not a run folder (jylnama extract writes one)")
    # external access is off, so DuckDB may not spill to the disk either: memory is its default, four fifths of the machine's
    database = duckdb.connect(config={"enable_external_access": "false"})
    try:
        for path in tables:
            database.register(path.stem, _dataset(path))
        database.execute("SET python_enable_replacements = false")  # else Python's variables would be tables, too
        database.execute("SET lock_configuration = true")
        statements = database.extract_statements(sql)
        if len(statements) != 1:
            raise QueryError("one query at a time" if statements else "the query is empty")
        if statements[0].type not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
            raise QueryError(f"only queries (SELECT, FROM, DESCRIBE, SHOW, EXPLAIN) are answered, no {statements[0].type.name}")
        yield database.sql(sql).to_arrow_reader(_BATCH_ROWS)
    except (duckdb.Error, pyarrow.ArrowException) as error:
        names = ", ".join(path.stem for path in tables)
        raise QueryError(
            f'{_GUESS.sub("", str(error)).strip()}\nTables: {names}. Columns: DESCRIBE events. A column named end is "end".'
        ) from error
    finally:
        database.close()


def _dataset(path: Path) -> Any:
    import pyarrow.dataset

    try:
        return pyarrow.dataset.dataset(path, format="parquet")
    except (OSError, pyarrow.ArrowException) as error:
        raise QueryError(f"{path}: cannot be read, it is no whole Parquet file; extract the run again") from error


def write_csv(reader: Any, stream: TextIO) -> int:
    """Rows as CSV with a header, lists joined with ``; ``; returns their number."""
    from jylnama.exchange.csv_table import cell

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(reader.schema.names)
    count = 0
    for row in _rows(reader):
        writer.writerow([cell(value) for value in row.values()])
        count += 1
    return count


def write_json(reader: Any, stream: TextIO) -> int:
    """Rows as a JSON array of objects, one a line; returns their number."""
    count = 0
    stream.write("[")
    for row in _rows(reader):
        stream.write(("," if count else "") + "\n" + json.dumps(row, ensure_ascii=False, default=str))
        count += 1
    stream.write("\n]\n" if count else "]\n")
    return count


def write_table(reader: Any, stream: TextIO, max_rows: int = 100) -> int:
    """The first ``max_rows`` rows as a table for the eye; returns how many are shown."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from jylnama.exchange.csv_table import cell

    table = Table(*reader.schema.names)
    count = 0
    more = False
    for row in _rows(reader):
        if count == max_rows:
            more = True
            break
        table.add_row(*(Text(str(cell(value))) for value in row.values()))
        count += 1
    Console(file=stream, width=None if stream.isatty() else 160).print(table)
    if more:
        stream.write(f"… more rows than {max_rows}: --max-rows, or --to csv\n")
    return count


def _rows(reader: Any) -> Iterator[dict[str, Any]]:
    for batch in reader:
        yield from batch.to_pylist()


# --- the command ----------------------------------------------------------------------------------------------------

EPILOG = (
    'Examples:\n\n`jylnama query run "SELECT type, count(*) FROM events GROUP BY type"`\n\n'
    "`jylnama query run \"FROM events WHERE list_contains(persons, 'А. Байтұрсынұлы') ORDER BY sort_start\" --to csv --out baitursynuly.csv`\n\n"
    '`jylnama query run "DESCRIBE canonical_events"`\n\nTables: documents sentences mentions events people checks '
    'canonical_events failures. The column end is written "end". Exit status: 0 done; 2 the query cannot be answered.'
)


def query_command(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    sql: Annotated[str, typer.Argument(help="One SQL query (DuckDB), or - to read it from standard input.", metavar="SQL")],
    to: Annotated[str, typer.Option("--to", help="table, csv or json.")] = "table",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file to write; else standard output.")] = None,
    max_rows: Annotated[int, typer.Option("--max-rows", min=1, help="Rows that a table shows.")] = 100,
) -> None:
    """Ask a run folder with SQL; its tables go by their names."""
    writers: dict[str, Callable[[Any, TextIO], int]] = {
        "csv": write_csv, "json": write_json, "table": partial(write_table, max_rows=max_rows),
    }  # fmt: skip
    try:
        if to not in writers:
            raise QueryError(f"no format {to!r}; there are: {', '.join(sorted(writers))}")
        want_folders(out)
        with query(run, _sql(sql)) as reader:
            if out is None:
                writers[to](reader, sys.stdout)
            else:
                encoding = "utf-8-sig" if to == "csv" else "utf-8"  # spreadsheets need the mark
                with replacing(out) as part, part.open("w", encoding=encoding, newline="") as stream:
                    writers[to](reader, stream)
    except OSError as error:
        raise stop(f"{out or 'standard output'}: cannot be written: {error.strerror}") from error
    except QueryError as error:
        raise stop(error) from error


def _sql(argument: str) -> str:
    """The query that is given, or stands on standard input. Raises QueryError where it is not UTF-8."""
    data = sys.stdin.buffer.read() if argument == "-" else argument.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"the query is not UTF-8 (byte {error.start})") from error
