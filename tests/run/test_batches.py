"""Runs that are killed, stopped, starved and taken up again: the tables come out with the same bytes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from jylnama.run.finish import batches
from jylnama.run.tables import TABLES

psutil = pytest.importorskip("psutil")
CORPUS = Path(__file__).parent.parent.parent / "corpus" / "texts"
SIZE = 240


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Short documents out of the corpus's sentences."""
    draw = random.Random(5)
    sentences = [
        s.strip() + "." for path in sorted(CORPUS.glob("*.txt")) for s in path.read_text("utf-8").split(". ") if s.strip()
    ]
    path = tmp_path_factory.mktemp("batch") / "records.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for i in range(SIZE):
            out.write(json.dumps({"id": f"r{i}", "text": " ".join(draw.sample(sentences, 12))}, ensure_ascii=False) + "\n")
    return path


@pytest.fixture(scope="module")
def expected(records: Path) -> Path:
    """The run that nothing happened to."""
    folder = records.parent / "undisturbed"
    assert start(records, folder).wait() == 0
    return folder


def start(inputs: Path, out: Path, *more: str | int) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "jylnama.cli",
        "extract",
        str(inputs),
        "--out",
        str(out),
        "--shard-documents",
        "20",
        "--ner",
        "none",
        *map(str, more),
    ]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, errors = process.communicate()
    return process.returncode, " ".join(errors.split())


def same(one: Path, two: Path) -> None:
    for name in TABLES:
        assert (one / f"{name}.parquet").read_bytes() == (two / f"{name}.parquet").read_bytes(), name
    assert {path.name for path in one.iterdir()} == {path.name for path in two.iterdir()}


def workers(run: Path, pids: list[int]) -> Iterator[tuple[int, int]]:
    """Processes that are reading a document for a run: pid and the document's place in its shard."""
    for pid in pids:
        with suppress(psutil.Error, OSError, ValueError):
            for file in psutil.Process(pid).open_files():
                if file.path.startswith(str(run)) and "/try-" in file.path:
                    yield pid, int(Path(file.path).read_bytes().split(b";")[0])


def family(process: subprocess.Popen[str]) -> list[int]:
    with suppress(psutil.Error):
        return [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
    return []


def kill_a_worker(process: subprocess.Popen[str], run: Path) -> bool:
    """SIGKILL one process that is reading; False where the run ended before."""
    while process.poll() is None:
        for pid, _ in workers(run, family(process)):
            os.kill(pid, signal.SIGKILL)
            return True
        time.sleep(0.01)
    return False


def wait_for_a_part(process: subprocess.Popen[str], run: Path) -> None:
    while process.poll() is None and not [p for p in (run / "parts").glob("*[0-9]") if p.is_dir()]:
        time.sleep(0.01)


def events(log: Path) -> list[dict]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("number", [1, 2])
def test_killed_workers_and_a_killed_run(records: Path, expected: Path, tmp_path: Path, number: int) -> None:
    run, log = tmp_path / "run", tmp_path / "log.jsonl"
    first = start(records, run, "--workers", number, "--log-json", log)
    wait_for_a_part(first, run)
    assert kill_a_worker(first, run)
    while first.poll() is None and not any(event["event"] == "worker_lost" for event in events(log)):
        time.sleep(0.02)
    whole = family(first)
    for pid in [first.pid, *whole]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    assert not (run / "run.json").exists()
    parts = len([p for p in (run / "parts").glob("*[0-9]") if p.is_dir()])
    code, output = finish(start(records, run, "--workers", number, "--log-json", log))
    assert code == 0, output
    assert "of them before" in output
    assert sum(event.get("done_before", False) for event in events(log)) == parts > 0
    assert sum(event["event"] == "worker_lost" for event in events(log)) >= 1
    same(run, expected)


def test_a_scheduler_elsewhere(records: Path, expected: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with cluster(tmp_path) as address:
        code, output = finish(start(records, tmp_path / "run", "--scheduler", address))
    assert code == 0, output
    same(tmp_path / "run", expected)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers as processes of their own, as on a cluster."""
    dask = [sys.executable, "-m", "dask"]
    file = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options = ["--scheduler-file", str(file)]
    programs = [subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *options], **quiet)]
    programs += [subprocess.Popen([*dask, "worker", "--nthreads", "1", "--no-dashboard", *options], **quiet) for _ in range(2)]
    try:
        while not file.exists():
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"]
    finally:
        for program in reversed(programs):
            program.terminate()
            program.wait()


def test_a_document_that_kills_its_worker_costs_itself_alone(records: Path, tmp_path: Path) -> None:
    run, fatal = tmp_path / "run", 7
    lines = records.read_text("utf-8").splitlines()[:20]
    texts = [json.loads(line) for line in lines]
    texts[fatal]["text"] = (
        " ".join(row["text"] for row in texts) * 3
    )  # long enough to be caught at it, short enough for the same shard
    source = tmp_path / "some.jsonl"
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in texts), "utf-8")
    process = start(source, run)

    def assassin() -> None:
        while process.poll() is None:
            for pid, place in workers(run, family(process)):
                if place == fatal:
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.005)

    thread = threading.Thread(target=assassin)
    thread.start()
    code, output = finish(process)
    thread.join()
    assert code == 1
    assert "1 document failed; the reason is in" in output
    [failure] = pq.read_table(run / "failures.parquet").to_pylist()
    assert failure["doc_id"] == f"r{fatal}"
    assert "died 2 times" in failure["reason"]
    assert pq.read_table(run / "documents.parquet")["doc_id"].to_pylist() == [
        row["id"] for row in texts if row["id"] != f"r{fatal}"
    ]


@pytest.mark.parametrize("number", [1, 2])
def test_a_document_that_takes_too_long(records: Path, tmp_path: Path, number: int) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for i, line in enumerate(records.read_text("utf-8").splitlines()[:6]):
        (texts / f"t{i}.txt").write_text(json.loads(line)["text"], "utf-8")
    (texts / "t3.txt").write_text((texts / "t3.txt").read_text("utf-8") * 9000, "utf-8")
    code, output = finish(start(texts, tmp_path / "run", "--timeout-per-document", "8", "--workers", number))
    assert code == 1, output
    [failure] = pq.read_table(tmp_path / "run" / "failures.parquet").to_pylist()
    assert (failure["doc_id"], failure["reason"]) == ("t3", "took longer than 8 s (--timeout-per-document)")
    assert pq.read_metadata(tmp_path / "run" / "documents.parquet").num_rows == 5


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_told_to_stop(records: Path, expected: Path, tmp_path: Path, number: int, status: int) -> None:
    run = tmp_path / "run"
    process = start(records, run)
    wait_for_a_part(process, run)
    process.send_signal(number)
    code, output = finish(process)
    assert code == status
    assert "Traceback" not in output
    assert "leaked" not in output
    assert f"To go on: jylnama extract {records} --out {run} --shard-documents 20 --ner none" in output
    assert not [pid for pid in family(process) if psutil.pid_exists(pid)]
    assert start(records, run).wait() == 0
    same(run, expected)


def test_a_disk_that_takes_no_more(records: Path, expected: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); "
    code = limit + "from jylnama.cli import app; app()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "extract", str(records), "--out", str(run), "--shard-documents", "20", "--ner", "none"],
        stderr=subprocess.PIPE,
        text=True,
    )
    status, output = finish(process)
    assert status == 3
    assert "the same command goes on where it stopped" in output
    assert "Traceback" not in output
    assert start(records, run).wait() == 0
    same(run, expected)


def test_two_runs_do_not_share_a_folder(records: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    first = start(records, run)
    wait_for_a_part(first, run)
    code, output = finish(start(records, run))
    assert (code, first.wait()) == (2, 0)
    assert "another run writes into this folder" in output


def test_what_differs_is_named(records: Path, tmp_path: Path) -> None:
    source, run = tmp_path / "source.jsonl", tmp_path / "run"
    source.write_bytes(records.read_bytes())
    process = start(source, run)
    wait_for_a_part(process, run)
    process.send_signal(signal.SIGINT)
    finish(process)
    code, output = finish(start(source, run, "--shard-documents", "30"))
    assert code == 2
    assert "begun with --shard-documents 20" in output
    source.write_text(records.read_text("utf-8").replace("r1", "r01", 1), "utf-8")
    code, output = finish(start(source, run))
    assert code == 2
    assert f"inputs changed: {source}" in output
    assert start(source, run, "--force").wait() == 0


def test_batches_of_rows(expected: Path) -> None:
    path = expected / "events.parquet"
    rows = pq.read_table(path)
    for first, last in ((0, None), (3, 4), (0, 0), (5, rows.num_rows), (rows.num_rows, None)):
        found = [row for table in batches(path, first, last) for row in table.to_pylist()]
        assert found == rows.slice(first, (rows.num_rows if last is None else last) - first).to_pylist()


def test_a_run_begins_without_what_it_has_no_use_for_yet() -> None:
    """Each takes a part of a second and some 30 MB, of the process that only hands out and joins."""
    heavy = "{'pandas', 'duckdb', 'spacy'}"
    code = f"import sys, jylnama.run.engine; sys.exit(str({heavy} & sys.modules.keys()) if {heavy} & sys.modules.keys() else 0)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
