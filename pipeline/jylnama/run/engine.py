"""Runs the pipeline over a stream of texts and writes the run folder: in shards, resumable, on any number of workers."""

from __future__ import annotations

import errno
import os
import platform
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from jylnama.files import read_json, write_json
from jylnama.run import worker
from jylnama.run.across import canonical
from jylnama.run.event_checks import name_derived_checks
from jylnama.run.finish import READY, RECORD, derive, join_parts, publish
from jylnama.run.inputs import Inputs, LeftOut, Planned
from jylnama.run.memory import peak_mb
from jylnama.run.package import datapackage
from jylnama.run.pools import Pool, PoolError, WorkerLostError, open_pool
from jylnama.run.settings import differences, digest
from jylnama.run.shards import (
    SHARD_DOCUMENTS,
    Counts,
    Shard,
    counts_of,
    cut,
    done_folder,
    work_folder,
    write_input,
)
from jylnama.run.tables import TABLES

PARTS, STATE, LOCK = "parts", "state.json", ".lock"
# deaths of workers in one shard that no document can be blamed for
_MOST_DEATHS = 10
_WAIT_SECONDS = 0.5


class OutputError(ValueError):
    """The output folder cannot be written, or holds another run; the message says why and what to do."""


class StoppedError(RuntimeError):
    """The run ended before its end; what is finished is kept, the same command goes on."""


@dataclass(slots=True)
class Summary(Counts):
    """Counts of a run. ``resumed``: documents that were done before; ``fresh_words``: words read by this call; ``peak_mb``:
    the most memory of a worker; ``left_out``: files of folders that are of no kind that is read, by suffix.
    """

    seconds: float = 0.0
    total_bytes: int = 0
    resumed: int = 0
    fresh_words: int = 0
    shards: int = 0
    peak_mb: float = 0.0
    finished_before: bool = False
    left_out: dict[str, LeftOut] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Options:
    """How to run. None of these but ``load`` (the arguments of ``jylnama.load``) changes a byte of the tables.

    ``timeout`` is in seconds a document; ``scheduler`` the address of a Dask scheduler; ``shard_documents`` how many
    documents a shard holds at most, the unit that is done again after a stop.
    """

    workers: int = 1
    scheduler: str | None = None
    timeout: float | None = None
    force: bool = False
    shard_documents: int = SHARD_DOCUMENTS
    load: dict[str, Any] = field(default_factory=dict)


Notify = Callable[[str, Summary, dict[str, Any]], None]
"""Called with the name of what happened (``start shard worker_lost failure end …``), the counts so far, and details."""


def nothing(event: str, summary: Summary, details: dict[str, Any]) -> None:
    """A ``Notify`` for callers that want no news."""


def run(names: list[str], folder: Path, options: Options | None = None, notify: Notify = nothing) -> Summary:
    """Read the inputs of a call (files, folders, globs, ``-``), write the run folder, return the counts.

    A document that fails goes to ``failures`` with its reason; the rest go on. Memory grows neither with the number of
    documents nor with the length of a plain text file. The tables' bytes depend on the texts and settings alone, not on the
    workers, nor on how often the run was stopped and taken up again. Raises InputError, OutputError, PoolError for what
    cannot be begun, StoppedError for a run that can go on later, KeyboardInterrupt.
    """
    options = options or Options()
    folder = folder.absolute()
    with locked(folder):
        check_output(folder, force=options.force)
        publish(folder / PARTS, folder)
        return with_workers(Run, names, folder, options, notify)


def with_workers(kind: type[Run], names: list[str], folder: Path, options: Options, notify: Notify) -> Summary:
    """Start workers, list the inputs while they load, and run."""
    parts = folder / PARTS
    pool = open_pool(options.workers, options.scheduler, options.load, folder)
    try:
        asked = pool.submit(worker.settings, options.load)
        parts.mkdir(exist_ok=True)
        with Inputs(names, parts, folder) as inputs:
            inputs.fingerprint()
            summary = kind(folder, inputs, _settings(pool, asked), options, pool, notify).whole()
    except (OSError, sqlite3.OperationalError) as error:
        pool.kill()
        raise _stopped(error, folder) from error
    except BaseException:
        pool.kill()
        _drop_empty(parts)
        raise
    pool.close()
    return summary


def _settings(pool: Pool, asked: Future[Any]) -> dict[str, Any]:
    try:
        settings: dict[str, Any] = pool.result(asked)
    except (WorkerLostError, ValueError, ImportError, OSError) as error:
        raise PoolError(f"the pipeline cannot be loaded: {error}") from error
    return settings


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a run folder. Raises OutputError where another run has it or the folder cannot be made."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; name a folder")
    lock = FileLock(folder / LOCK)
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise OutputError(f"{folder}: another run writes into this folder; wait for its end or name another folder") from None
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from error
    try:
        yield
    finally:
        with suppress(OSError):  # Windows removes no open file
            (folder / LOCK).unlink()
        lock.release()
        if new:
            with suppress(OSError):  # of a call that could not begin nothing is left; what a run has written stays
                folder.rmdir()


def check_output(folder: Path, *, force: bool) -> None:
    """Refuse a folder with files that no run wrote; empty it where ``force`` is given."""
    names = {path.name for path in folder.iterdir()} - {LOCK}
    strange = sorted(names - own_names())
    if strange:
        raise OutputError(f"{folder}: holds files that no run has written ({', '.join(strange[:3])}); name another folder")
    if force:
        for name in names:
            path = folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def own_names() -> set[str]:
    """Names of files and folders that a run may leave in its folder."""
    names = {f"{name}.parquet" for name in TABLES} | {RECORD, "datapackage.json"}
    return names | {f"{name}.part" for name in names} | {PARTS}


def _drop_empty(parts: Path) -> None:
    """A run that never began leaves no folder of parts behind."""
    if parts.is_dir() and not (parts / STATE).exists():
        shutil.rmtree(parts, ignore_errors=True)


def _stopped(error: Exception, folder: Path) -> StoppedError:
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in str(error):
        return StoppedError(f"{folder}: no space is left on this disk; make room, then the same command goes on where it stopped")
    return StoppedError(f"{error}; when that is repaired the same command goes on where it stopped")


def threads_of_a_worker(workers: int, scheduler: str | None) -> int:
    """Threads for a model's matrix products: a share of the processors; 0, the model's own choice, where one works alone."""
    if scheduler:
        return 1
    return 0 if workers == 1 else max(1, (os.cpu_count() or 1) // workers)


class Run:
    """One call on a locked folder, its workers started and its inputs listed."""

    def __init__(
        self, folder: Path, inputs: Inputs, settings: dict[str, Any], options: Options, pool: Pool, notify: Notify
    ) -> None:
        self.folder, self.parts = folder, folder / PARTS
        self.inputs, self.settings, self.options, self.pool, self.notify = inputs, settings, options, pool, notify
        self.summary = Summary(total_bytes=inputs.size, left_out=inputs.left_out)
        self.deaths: dict[int, int] = {}

    def whole(self) -> Summary:
        """Do it all."""
        began = time.perf_counter()
        identity = {"settings": self.settings, "inputs_sha256": self.inputs.sha256, "files": self.inputs.listed(),
                    "shard_documents": self.options.shard_documents}  # fmt: skip
        if self.finished(identity):
            return self.summary
        write_json(self.parts / STATE, identity, sort=True, durable=True)
        self.notify("start", self.summary, {"files": len(self.inputs), "left_out": self._left_out()})
        self._shards()
        self._finish(began)
        self.notify("end", self.summary, {"seconds": round(self.summary.seconds, 3)})
        return self.summary

    def finished(self, identity: dict[str, Any]) -> bool:
        """Whether the folder holds this run, finished. Raises OutputError where it holds another one."""
        record, state = self.folder / RECORD, self.parts / STATE
        if record.exists():
            old = read_json(record)
            refuse_other(old, identity, self.folder)
            shutil.rmtree(self.parts)
            self.take_counts(old)
            self.summary.finished_before = True
            return True
        if state.exists():
            old = read_json(state)
            refuse_other(old, identity, self.folder)
            if old["shard_documents"] != identity["shard_documents"]:
                raise OutputError(
                    f"{self.folder}: was begun with --shard-documents {old['shard_documents']}; go on with that, or --force to begin anew"
                )
        elif any((self.folder / f"{name}.parquet").exists() for name in TABLES):
            raise OutputError(f"{self.folder}: holds tables without their {RECORD}; --force replaces them")
        return False

    def take_counts(self, old: dict[str, Any]) -> None:
        """Count what an earlier run has done."""
        for name in ("documents", "failures", "words", "events", "checks"):
            setattr(self.summary, name, old[name])
        self.summary.resumed = self.summary.documents

    def items(self) -> Iterator[tuple[Planned, int, int]]:
        """What is to be read, see ``Inputs``."""
        return iter(self.inputs)

    def join(self, out: Path) -> None:
        """Write the tables into ``out``."""
        join_parts(self.done_folders, out)

    def done_folders(self) -> Iterator[Path]:
        return (done_folder(self.parts, number) for number in range(self.summary.shards))

    def _shards(self) -> None:
        waiting = self._open_shards()
        running: dict[Future[Any], int] = {}
        while True:
            # one in reserve for each worker, so that none waits for this loop
            while len(running) < 2 * self.pool.slots and (shard := next(waiting, None)) is not None:
                write_input(self.parts, shard)
                running[self._submit(shard.number)] = shard.number
            if not running:
                return
            done, _ = wait(running, timeout=_WAIT_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                number = running.pop(future)
                try:
                    fields, peak = self.pool.result(future)
                except WorkerLostError as error:
                    self._lost(number, error)
                    running[self._submit(number)] = number
                else:
                    counts = Counts(**fields)
                    self.summary.peak_mb = max(self.summary.peak_mb, peak)
                    self._count(number, counts)
                    self.summary.fresh_words += counts.words

    def _open_shards(self) -> Iterator[Shard]:
        for shard in cut(self.items(), self.options.shard_documents):
            self.summary.shards += 1
            done = done_folder(self.parts, shard.number)
            if done.exists():
                shutil.rmtree(work_folder(self.parts, shard.number), ignore_errors=True)
                counts = counts_of(done)
                self.summary.resumed += counts.documents
                self._count(shard.number, counts, before=True)
            else:
                yield shard

    def _submit(self, number: int) -> Future[Any]:
        return self.pool.submit(worker.process, str(self.parts), number, self.options.load, self.options.timeout)

    def _count(self, number: int, counts: Counts, before: bool = False) -> None:
        self.summary.add(counts)
        self.notify("shard", self.summary, {"shard": number, "done_before": before, "documents_in_shard": counts.documents,
                                            "failures_in_shard": counts.failures, "words_in_shard": counts.words})  # fmt: skip

    def _lost(self, number: int, error: WorkerLostError) -> None:
        self.deaths[number] = self.deaths.get(number, 0) + 1
        self.notify("worker_lost", self.summary, {"shard": number, "times": self.deaths[number]})
        blamed = bool(list(work_folder(self.parts, number).glob("try-*")))
        if self.deaths[number] >= _MOST_DEATHS and not blamed:
            raise StoppedError(
                f"shard {number}: its workers died {_MOST_DEATHS} times before they read anything ({error}); "
                "see their logs; the same command goes on where it stopped"
            )

    def _finish(self, began: float) -> None:
        self.notify("joining", self.summary, {})
        self.pool.close()  # idle workers would stand in memory beside the joining
        joined = self.parts / "tables"
        shutil.rmtree(joined, ignore_errors=True)
        joined.mkdir()
        self.join(joined)
        derived = derive(joined, canonical(joined, self.options.load.get("registers", ())))
        name_derived_checks(joined)
        self.summary.seconds = time.perf_counter() - began
        write_json(joined / "datapackage.json", datapackage(), sort=True, durable=True)
        write_json(joined / RECORD, self._record(derived), sort=True, durable=True)
        os.replace(joined, self.parts / READY)
        publish(self.parts, self.folder)

    def _record(self, derived: dict[str, int]) -> dict[str, Any]:
        summary, settings = self.summary, self.settings
        return {
            "jylnama": settings["jylnama"], "spacy": settings["spacy"], "python": platform.python_version(),
            "pipeline": list(settings["pipeline"]), "model": settings["model"],
            "settings": settings, "settings_sha256": digest(settings),
            "inputs": self.inputs.names, "inputs_sha256": self.inputs.sha256,
            "files": self.inputs.listed(), "n_files": len(self.inputs), "bytes": self.inputs.size,
            "left_out": self._left_out(),
            "documents": summary.documents, "failures": summary.failures, "words": summary.words, "events": summary.events,
            "checks": summary.checks, "derived_rows": derived,
            "workers": self.options.scheduler or self.options.workers, "seconds": round(summary.seconds, 3),
            "peak_memory_mb": {"worker": round(summary.peak_mb, 1), "parent": round(peak_mb(), 1)},
            "words_per_second": round(summary.fresh_words / summary.seconds) if summary.seconds else None,
        }  # fmt: skip

    def _left_out(self) -> dict[str, dict[str, Any]]:
        return {name: asdict(of) for name, of in self.inputs.left_out.items()}


def refuse_other(old: dict[str, Any], new: dict[str, Any], folder: Path) -> None:
    """Raises OutputError, naming what differs, where a folder's run is not the one that is asked for."""
    found = differences(old.get("settings") or {}, new["settings"])
    if old.get("inputs_sha256") != new["inputs_sha256"]:
        found += other_files(old.get("files") or [], new["files"])
    if found:
        raise OutputError(
            f"{folder}: holds another run; what differs: {'; '.join(found)}. Name another folder, or --force to replace it"
        )


def other_files(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[str]:
    before, now = ({row["path"]: row["sha256"] for row in rows} for rows in (old, new))
    found = []
    for word, paths in (
        ("gone", sorted(before.keys() - now.keys())), ("new", sorted(now.keys() - before.keys())),
        ("changed", sorted(path for path in before.keys() & now.keys() if before[path] != now[path])),
    ):  # fmt: skip
        if paths:
            rest = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
            found.append(f"inputs {word}: {', '.join(paths[:3])}{rest}")
    return found or ["the inputs"]


__all__ = ["Options", "OutputError", "StoppedError", "Summary", "run", "threads_of_a_worker"]
