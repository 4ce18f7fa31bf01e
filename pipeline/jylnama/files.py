"""Files that are there whole or not at all: written under another name, then renamed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def replacing(path: Path, *, durable: bool = False) -> Iterator[Path]:
    """A path to write to; it takes the name ``path`` when all is written, and goes where something fails (a full disk).

    ``durable``: what was written lasts through a loss of power. A device or pipe (``/dev/stdout``) is written to itself;
    a link stays, what it points to is replaced.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    path = path.resolve()
    part = path.with_name(path.name + ".part")
    try:
        yield part
        if durable:
            with part.open("r+b") as stream:
                os.fsync(stream.fileno())
        os.replace(part, path)
        if durable:
            flush_folder(path.parent)
    except OSError as error:
        if error.filename == str(part):
            error.filename = str(path)
        raise
    finally:
        part.unlink(missing_ok=True)


def write_text(path: Path, text: str, *, durable: bool = False) -> None:
    """Write UTF-8, whole or not at all."""
    with replacing(path, durable=durable) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


def write_json(path: Path, data: Any, *, sort: bool = False, durable: bool = False) -> None:
    """Write indented UTF-8 JSON, whole or not at all. ``sort``: by keys, so that the same data give the same bytes."""
    write_text(path, json.dumps(data, ensure_ascii=False, indent=2, sort_keys=sort) + "\n", durable=durable)


def read_json(path: Path) -> Any:
    """What a JSON file says. Raises OSError, ValueError."""
    return json.loads(path.read_text(encoding="utf-8"))


def flush_folder(folder: Path) -> None:
    """Make renames in a folder last through a loss of power, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        return
    try:
        os.fsync(handle)
    except OSError:  # some network file systems
        pass
    finally:
        os.close(handle)
