"""JSON that reads well in an editor and in a diff: what holds nothing nested stands on one line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from jylnama.files import write_text

_INNERMOST = re.compile(r"[\[{][^\[\]{}]*[\]}]")


def write_folded(path: Path, data: Any) -> None:
    """Write UTF-8 JSON, indented, innermost lists and objects folded. Line ends stand only between JSON's tokens."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    write_text(path, _INNERMOST.sub(lambda m: re.sub(r"\n *", " ", m.group()), text) + "\n")
