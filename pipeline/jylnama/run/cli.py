"""``jylnama extract``: arguments in, one call, messages out."""

from __future__ import annotations

import json
import os
import shlex
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer
from rich.markup import escape

from jylnama.console import err, stop
from jylnama.run.lean import import_pyarrow

if TYPE_CHECKING:
    from jylnama.run.engine import Summary

_SHOWN_FAILURES = 10
STOPPED = 3
EPILOG = (
    "Examples:\n\n`jylnama extract texts/ --out run`\n\n`jylnama extract 'texts/*.txt' more.jsonl.gz --out run --workers 2`\n\n"
    "`cat article.txt | jylnama extract - --out run`\n\n`jylnama extract --retry-failures run`\n\n"
    "A run that was stopped goes on with the same command.\n\n"
    "Exit status: 0 all done; 1 done, but some documents failed; 2 the call is wrong; 3 stopped before the end; 130 stopped by Ctrl-C; 143 by SIGTERM."
)


def extract(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, globs, named pipes, or - for standard input: .txt .md .pdf .docx .html .xml .jsonl .csv .parquet, MediaWiki dumps; also .gz .bz2 .zst .xz of them",
            metavar="INPUT...",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The run folder to write.")] = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processes on this machine.")] = 1,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="Address of a Dask scheduler whose workers shall do it, e.g. tcp://node7:8786."),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option("--timeout-per-document", min=0.001, help="Seconds; a document that takes longer goes to failures."),
    ] = None,
    retry: Annotated[
        Path | None, typer.Option("--retry-failures", metavar="RUN", help="Try the failed documents of a finished run again.")
    ] = None,
    shard: Annotated[
        int, typer.Option("--shard-documents", min=1, help="Documents that are done again at most, a worker, after a stop.")
    ] = 500,
    ner: Annotated[
        str, typer.Option("--ner", help="What finds names beside the rules: model (the shipped one), stanza, or rules: nothing.")
    ] = "model",
    splitter: Annotated[str, typer.Option("--splitter", help="What splits sentences: rules or stanza.")] = "rules",
    stanza: Annotated[
        Path | None, typer.Option("--stanza-models", help="Folder of Stanza's models, for --ner stanza and --splitter stanza.")
    ] = None,
    register: Annotated[
        list[Path] | None,
        typer.Option(
            "--register",
            metavar="FILE",
            help="A register file of your own, over the shipped ones; may be given several times. See jylnama register.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier run in that folder.")] = False,
    log: Annotated[
        Path | None, typer.Option("--log-json", metavar="FILE", help="Append what happens to a file, a JSON object a line.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Read texts and write a run folder: tables of sentences, mentions, events, checks, failures."""
    if retry is not None and (inputs or out or force):
        raise stop("--retry-failures takes the run folder alone: its inputs are those of that run")
    if retry is None and (not inputs or out is None):
        raise stop(
            "name the texts and a run folder: jylnama extract INPUT... --out RUN"
            if not inputs
            else "name the run folder: --out RUN"
        )
    folder = retry or out
    assert folder is not None
    load = _chosen(ner, splitter, stanza)
    if register:
        load["registers"] = _sound_registers(register)
    # Arrow's own allocators keep what was freed, and the end of a run would stand on top of it; workers inherit this
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from jylnama.run.pools import PoolError, warm_up

    if scheduler is None:
        warm_up()  # before the imports that follow
    import_pyarrow()
    from jylnama.run.engine import Options, OutputError, StoppedError, run, threads_of_a_worker
    from jylnama.run.inputs import InputError

    load["threads"] = threads_of_a_worker(workers, scheduler)
    if not quiet:
        _say_what_is_waited_for(inputs or [])
    options = Options(load=load, workers=workers, scheduler=scheduler, timeout=timeout, force=force, shard_documents=shard)
    with ExitStack() as stack:
        stack.enter_context(_ended_by_signals())
        try:
            news = stack.enter_context(_News(hidden=quiet or not err.is_terminal, log=log))
            if retry is None:
                summary = run(inputs or [], folder, options, news)
            else:
                from jylnama.run.retry import retry_failures

                summary = retry_failures(folder, options, news)
        except (InputError, OutputError, PoolError) as error:
            news.close()
            raise stop(error) from error
        except StoppedError as error:
            news.note("stopped", reason=str(error))
            news.close()
            raise stop(str(error), STOPPED) from error
        except KeyboardInterrupt as stopped:
            reason = stopped if isinstance(stopped, _SignalError) else _SignalError(signal.SIGINT)
            news.note("stopped", reason=str(reason))
            news.close()
            raise stop(_how_to_go_on(), reason.status) from None
    if not quiet:
        _print_summary(summary, folder)
    raise typer.Exit(1 if summary.failures else 0)


def _chosen(ner: str, splitter: str, stanza: Path | None) -> dict[str, Any]:
    """The arguments of ``jylnama.load`` that name components; those that say nothing new are left out."""
    from jylnama.choices import ner_choice, splitter_choice

    try:
        load: dict[str, Any] = {"ner": ner_choice(ner)}
        if splitter_choice(splitter) != "rules":
            load["splitter"] = splitter
    except ValueError as error:
        raise stop(f"--{error}") from error
    if stanza is not None:
        if "stanza" not in load.values():
            raise stop("--stanza-models goes with --ner stanza or --splitter stanza")
        load["stanza"] = str(stanza.absolute())
    return load


def _say_what_is_waited_for(inputs: list[str]) -> None:
    """A terminal or a pipe gives nothing until somebody writes: without a word that would look like a call that hangs."""
    from jylnama.run.inputs import STDIN, is_stream

    for name in filter(is_stream, inputs):
        if name != STDIN:
            err.print(f"reads {escape(name)} until its writer closes it", soft_wrap=True, highlight=False)
        elif sys.stdin.isatty():
            err.print("reads from the terminal; end the text with Ctrl-D on a line of its own", soft_wrap=True)


def _sound_registers(files: list[Path]) -> list[str]:
    """Their absolute paths: workers may stand in other folders. A faulty file ends the call before anything is read."""
    from jylnama.registers import RegisterError, load_registers

    paths = [str(path.resolve()) for path in files]
    try:
        load_registers(paths)
    except RegisterError as error:
        raise stop(error) from error
    return paths


class _SignalError(KeyboardInterrupt):
    """The process was told to stop, by Ctrl-C or from elsewhere."""

    def __init__(self, number: int) -> None:
        super().__init__("Ctrl-C" if number == signal.SIGINT else signal.Signals(number).name)
        self.status = 128 + number


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM (a shutdown, a job's end) and SIGHUP (a closed terminal) stop a run as Ctrl-C does: workers and what they share are taken down."""

    def end(number: int, frame: object) -> None:
        raise _SignalError(number)

    # what the caller ignores (nohup) stays ignored; signals are the main thread's
    mine = threading.current_thread() is threading.main_thread()
    names = [name for name in ("SIGTERM", "SIGHUP") if mine and hasattr(signal, name)]
    found = [number for name in names if signal.getsignal(number := getattr(signal, name)) == signal.SIG_DFL]
    for number in found:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in found:
            signal.signal(number, signal.SIG_DFL)


def _how_to_go_on() -> str:
    return f"stopped; what is finished is kept. To go on: jylnama {shlex.join(a for a in sys.argv[1:] if a != '--force')}"


class _News:
    """Takes the engine's news: a progress bar with documents, words a second and the time left; a log for machines."""

    def __init__(self, *, hidden: bool, log: Path | None) -> None:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

        self.bar = Progress(
            SpinnerColumn(), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TextColumn("{task.description}"),
            TimeRemainingColumn(), console=err, disable=hidden, transient=True,
        )  # fmt: skip
        self.task = self.bar.add_task("begins", total=None)
        self.path = log
        self.log: TextIO | None = None
        self.began = time.perf_counter()
        self.failures = 0

    def __enter__(self) -> _News:
        if self.path is not None:
            try:
                self.log = self.path.open("a", encoding="utf-8")
            except OSError as error:
                raise stop(f"{self.path}: cannot be written: {error.strerror}") from error
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.bar.stop()
        if self.log:
            self.log.close()
            self.log = None

    def __call__(self, event: str, summary: Summary, details: dict[str, Any]) -> None:
        rate = summary.fresh_words / max(1e-9, time.perf_counter() - self.began)
        state = {"documents": summary.documents, "failures": summary.failures, "words": summary.words, "events": summary.events,
                 "words_per_second": round(rate), "bytes_done": summary.bytes, "bytes": summary.total_bytes}  # fmt: skip
        self.note(event, **details, **state)
        self.bar.update(
            self.task, total=summary.total_bytes or None, completed=summary.bytes,
            description=f"{summary.documents:,} documents, {rate:,.0f} words/s, {summary.failures:,} failed",
        )  # fmt: skip

    def note(self, event: str, **details: Any) -> None:
        if self.log:
            line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **details}
            self.log.write(json.dumps(line, ensure_ascii=False) + "\n")
            self.log.flush()


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number != 1 else f"1 {noun.removesuffix('s')}"


def _print_summary(summary: Summary, folder: Path) -> None:
    done = f"{_counted(summary.documents, 'documents')}, {_counted(summary.words, 'words')}, {_counted(summary.events, 'events')}, {_counted(summary.checks, 'findings')}"
    if summary.finished_before:
        err.print(f"finished already: {done} → {escape(str(folder))}", soft_wrap=True, highlight=False)
    else:
        rate = summary.fresh_words / summary.seconds if summary.seconds else 0
        before = f", {summary.resumed:,} of them before" if summary.resumed else ""
        err.print(
            f"{done}{before} in {summary.seconds:.1f} s ({rate:,.0f} words/s) → {escape(str(folder))}",
            soft_wrap=True,
            highlight=False,
        )
    if summary.left_out:
        from jylnama.run.inputs import told

        advice = "what has words in it can be converted to .txt, .docx, .pdf or .html"
        err.print(
            f"[yellow]left out, not read:[/yellow] {escape(told(summary.left_out))}; {advice}", soft_wrap=True, highlight=False
        )
    if summary.failures:
        table = escape(str(folder / "failures.parquet"))
        reasons = "the reason is in" if summary.failures == 1 else "the reasons are in"
        err.print(f"[yellow]{_counted(summary.failures, 'documents')} failed; {reasons} {table}:[/yellow]", soft_wrap=True)
        for row in _first_failures(folder):
            err.print(f"  {escape(row['path'])}: {escape(row['reason'])}", soft_wrap=True, highlight=False)
        if summary.failures > _SHOWN_FAILURES:
            err.print(f"  … and {summary.failures - _SHOWN_FAILURES:,} more", highlight=False)
        err.print(
            f"When they are mended: jylnama extract --retry-failures {escape(shlex.quote(str(folder)))}",
            soft_wrap=True,
            highlight=False,
        )


def _first_failures(folder: Path) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / "failures.parquet") as file:
        batch = next(file.iter_batches(batch_size=_SHOWN_FAILURES), None)
    rows: list[dict[str, Any]] = batch.to_pylist() if batch is not None else []
    return rows
