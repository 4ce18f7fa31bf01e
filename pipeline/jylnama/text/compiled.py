"""Patterns that take long to compile (a second in all): what came out is kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import regex
from platformdirs import user_cache_path

from jylnama.files import replacing

_DIGEST = hashlib.sha256().digest_size  # bytes before the patterns, which tell whether they are whole


def compile_all(sources: Iterable[str], flags: int = 0) -> list[regex.Pattern[str]]:
    """``regex.compile`` of each, or what an earlier process has made of the same sources with the same ``regex``.

    The file can be deleted at any time; where none can be written or read, patterns are compiled as ever.
    """
    sources = list(sources)
    key = hashlib.sha256(repr((regex.__version__, int(flags), sources)).encode()).hexdigest()
    path = user_cache_path("jylnama") / f"patterns-{key[:32]}.pickle"
    return _kept(path) or _made(path, [regex.compile(source, flags) for source in sources])


def _kept(path: Path) -> list[regex.Pattern[str]]:
    with suppress(Exception):  # absent, cut short, or of no use: it is made again
        kept = path.read_bytes()
        digest, patterns = kept[:_DIGEST], kept[_DIGEST:]
        if hashlib.sha256(patterns).digest() == digest:
            return list(pickle.loads(patterns))  # noqa: S301 - the user's own file
    return []


def _made(path: Path, patterns: list[regex.Pattern[str]]) -> list[regex.Pattern[str]]:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = pickle.dumps(patterns)
        with replacing(path) as part:
            part.write_bytes(hashlib.sha256(kept).digest() + kept)
    return patterns
