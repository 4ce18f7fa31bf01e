"""``jylnama extract --retry-failures``: failed documents of a finished run are read again and put in their place.

The tables come out as those of a run in which these documents had not failed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jylnama.files import read_json
from jylnama.run.engine import (
    PARTS,
    STATE,
    Notify,
    Options,
    OutputError,
    Run,
    Summary,
    check_output,
    locked,
    nothing,
    other_files,
    with_workers,
)
from jylnama.run.finish import RECORD, batches, join_parts, publish, write_table
from jylnama.run.inputs import Planned
from jylnama.run.settings import differences
from jylnama.run.tables import TABLES


def retry_failures(folder: Path, options: Options | None = None, notify: Notify = nothing) -> Summary:
    """Read the failed documents of a run folder again; returns the counts of the whole run.

    Files that failed may have been repaired meanwhile. Raises OutputError for a folder without a finished run and where
    other inputs or the settings have changed; else as ``jylnama.run.engine.run``.
    """
    folder = folder.absolute()
    if not (folder / RECORD).exists() and not (folder / PARTS).exists():
        raise OutputError(f"{folder}: not a run folder (jylnama extract writes one)")
    with locked(folder):
        check_output(folder, force=False)
        publish(folder / PARTS, folder)
        if not (folder / RECORD).exists():
            raise OutputError(f"{folder}: this run is not finished; its own command goes on with it")
        record = read_json(folder / RECORD)
        if "settings" not in record or "files" not in record:
            raise OutputError(f"{folder}: {RECORD} does not say what the inputs were; an older version made this run")
        options = options or Options()
        # the pipeline is that of the run; registers are files, which the call names again
        load = record["settings"]["load"] | {
            name: value for name, value in options.load.items() if name in ("threads", "registers")
        }
        return with_workers(_Retry, record["inputs"], folder, replace(options, load=load), notify)


class _Retry(Run):
    """A run over the documents that are not in the tables yet."""

    places: list[tuple[str, int]]
    """Documents read again, in order: id, and how many documents of the tables stand before it."""

    def finished(self, identity: dict[str, Any]) -> bool:
        self.old = read_json(self.folder / RECORD)
        found = differences(self.old["settings"], self.settings)
        failed_paths = set(pq.read_table(self.folder / "failures.parquet", columns=["path"])["path"].to_pylist())
        changed = [row["path"] for row in identity["files"] if row not in self.old["files"] and row["path"] not in failed_paths]
        if changed or {row["path"] for row in identity["files"]} != {row["path"] for row in self.old["files"]}:
            found += other_files([row for row in self.old["files"] if row["path"] not in failed_paths],
                                 [row for row in identity["files"] if row["path"] not in failed_paths])  # fmt: skip
        if found:
            raise OutputError(
                f"{self.folder}: cannot be mended, for something else has changed: {'; '.join(found)}. Make a new run"
            )
        if not self.old["failures"]:
            self.take_counts(self.old)
            self.summary.finished_before = True
            return True
        state = self.parts / STATE
        if state.exists() and read_json(state) != identity:
            raise OutputError(f"{self.folder}: another --retry-failures was stopped here; delete {PARTS}/ in it to begin anew")
        self.take_counts({**self.old, "failures": 0})
        return False

    def items(self) -> Iterator[tuple[Planned, int, int]]:
        """The inputs that have no row in ``documents``."""
        self.places = []
        known = _ids(self.folder / "documents.parquet")
        next_known, before = next(known, None), 0
        for planned in self.inputs:
            if planned[0].doc_id == next_known:
                next_known, before = next(known, None), before + 1
            else:
                self.places.append((planned[0].doc_id, before))
                yield planned
        if next_known is not None:
            raise OutputError(f"{self.folder}: document {next_known} is no longer among the inputs. Make a new run")

    def join(self, out: Path) -> None:
        fresh = self.parts / "fresh"
        fresh.mkdir(exist_ok=True)
        join_parts(self.done_folders, fresh)
        # documents read again that stand at one place, behind `before` of the old ones
        groups = [(before, len(list(rows))) for before, rows in itertools.groupby(before for _, before in self.places)]
        for name in TABLES:
            new = batches(fresh / f"{name}.parquet") if name == "failures" else self._merged(name, fresh, groups)
            write_table(out / f"{name}.parquet", name, new)

    def _merged(self, name: str, fresh: Path, groups: list[tuple[int, int]]) -> Iterator[pa.Table]:
        """The rows of an old table without derived ones, those of documents read again in their places."""
        old, new = self.folder / f"{name}.parquet", fresh / f"{name}.parquet"
        ends = itertools.accumulate(count for _, count in groups)
        rows = pq.read_metadata(old).num_rows - self.old.get("derived_rows", {}).get(name, 0)
        cuts = _rows_before(old, _ids(self.folder / "documents.parquet"), [before for before, _ in groups], rows)
        new_ends = _rows_before(new, (doc_id for doc_id, _ in self.places), list(ends), pq.read_metadata(new).num_rows)
        at, new_at = 0, 0
        for cut, new_end in zip(cuts, new_ends, strict=True):
            yield from batches(old, at, cut)
            yield from batches(new, new_at, new_end)
            at, new_at = cut, new_end
        yield from batches(old, at, rows)


def _ids(documents: Path) -> Iterator[str]:
    with pq.ParquetFile(documents) as file:
        for batch in file.iter_batches(columns=["doc_id"]):
            yield from batch.column(0).to_pylist()


def _rows_before(table: Path, order: Iterable[str], places: list[int], rows: int) -> list[int]:
    """For each of the rising ``places``: how many of the first ``rows`` rows belong to the documents ``order[:place]``."""
    if not rows:  # a table that is derived as a whole has no documents
        return [0] * len(places)
    found: list[int] = []
    ids = enumerate(order)
    count, place = 0, -1
    doc_id: str | None = None
    with pq.ParquetFile(table) as file:
        for batch in file.iter_batches(columns=["doc_id"]):
            runs = pc.run_end_encode(batch.column(0))
            start = 0
            for value, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
                if count >= rows:
                    break
                while doc_id != value:
                    place, doc_id = next(ids)
                while len(found) < len(places) and places[len(found)] <= place:
                    found.append(count)
                count += end - start
                start = end
    return found + [rows] * (len(places) - len(found))
