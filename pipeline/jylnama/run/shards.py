"""Shards: the unit of work, of resuming and of loss. A shard's input is a file, its result a folder.

Under ``RUN/parts/``: ``00000012.work/`` while it is being done (``input.jsonl``, one ``try-…`` a worker that began it),
``00000012/`` when it is done (a Parquet part a table, and ``shard.json`` with the counts).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from jylnama.run.formats import Text, Unreadable
from jylnama.run.inputs import File, Planned

# A shard ends at the first of these: half a second's work of the rules
SHARD_BYTES = 256 * 1024
SHARD_DOCUMENTS = 500


@dataclass(slots=True)
class Counts:
    """What a shard, or a run, came to. ``bytes`` is how much of the inputs lies before its end."""

    documents: int = 0
    failures: int = 0
    words: int = 0
    events: int = 0
    checks: int = 0
    bytes: int = 0

    def add(self, other: Counts) -> None:
        self.documents += other.documents
        self.failures += other.failures
        self.words += other.words
        self.events += other.events
        self.checks += other.checks
        self.bytes = max(self.bytes, other.bytes)


@dataclass(slots=True)
class Shard:
    """Texts that are worked on together. ``end`` is the number of bytes of the inputs before its end."""

    number: int
    items: list[Planned]
    end: int

    def __len__(self) -> int:
        return len(self.items)


def cut(items: Iterable[tuple[Planned, int, int]], most_documents: int = SHARD_DOCUMENTS) -> Iterator[Shard]:
    """Shards of a stream of (item, weight in bytes, bytes of the inputs before its end)."""
    waiting: list[Planned] = []
    number, weight, end = 0, 0, 0
    for item, item_weight, item_end in items:
        if waiting and (weight + item_weight > SHARD_BYTES or len(waiting) >= most_documents):
            yield Shard(number, waiting, end)
            number, waiting, weight = number + 1, [], 0
        waiting.append(item)
        weight += item_weight
        end = item_end
    if waiting:
        yield Shard(number, waiting, end)


def done_folder(parts: Path, number: int) -> Path:
    return parts / f"{number:08d}"


def work_folder(parts: Path, number: int) -> Path:
    return parts / f"{number:08d}.work"


def counts_of(folder: Path) -> Counts:
    return Counts(**json.loads((folder / "shard.json").read_text(encoding="utf-8")))


def write_input(parts: Path, shard: Shard) -> None:
    """Lay down what a worker needs; tries of an earlier run are forgotten."""
    work = work_folder(parts, shard.number)
    if work.exists():
        shutil.rmtree(work)
    work.mkdir()
    with (work / "input.jsonl").open("w", encoding="utf-8", errors="surrogatepass") as stream:
        stream.write(f"{shard.end}\n")
        for item in shard.items:
            stream.write(json.dumps([type(item).__name__, asdict(item)], ensure_ascii=False) + "\n")


def read_input(parts: Path, number: int) -> tuple[Iterator[Planned], int]:
    """The items of a shard, one by one, and its ``end``."""
    stream = (work_folder(parts, number) / "input.jsonl").open(encoding="utf-8", errors="surrogatepass", newline="\n")
    end = int(stream.readline())

    def items() -> Iterator[Planned]:
        with stream:
            for line in stream:
                name, fields = json.loads(line)
                if name == "Text":
                    yield Text(**{**fields, "markup": tuple(fields["markup"])})
                else:
                    yield (File if name == "File" else Unreadable)(**fields)

    return items(), end
