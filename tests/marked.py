"""Cases are written as text with the expectation marked inside it: ``<1917-11-06>6 қараша 1917 ж.</>``."""

from __future__ import annotations

import re
from pathlib import Path

_TAG = re.compile(r"<([^<>/]*)>|</>")


def parse(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Plain text, and (start, end, mark) of every marked stretch."""
    plain, spans, opened, at = "", [], [], 0
    for match in _TAG.finditer(marked):
        plain += marked[at : match.start()]
        at = match.end()
        if match.group(1) is None:
            start, mark = opened.pop()
            spans.append((start, len(plain), mark))
        else:
            opened.append((len(plain), match.group(1)))
    return plain + marked[at:], spans


def cases(file: str | Path) -> list[str]:
    """Lines of a case file, without comments and empty lines."""
    lines = Path(file).read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
