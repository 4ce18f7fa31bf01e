"""Files of annotation formats: their names, their text as it stands, and what is wrong with them in a line."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from jylnama.annotate.graph import AnnotationError
from jylnama.files import write_text as write_whole

# what file systems or tools do not take in a name, and the sign of the encoding itself
_UNSAFE = re.compile(r'[%/\\:*?"<>|\x00-\x1f\x7f]|^\.|\.$')

# bytes of a name, without what is put behind it
_MOST_BYTES = 200


def encode_name(doc_id: str) -> str:
    """A file name that ``decode_name`` turns back into the document's id; letters of all scripts stay."""
    return _UNSAFE.sub(lambda match: f"%{ord(match.group()):02X}", doc_id) or "%"


def file_name(doc_id: str) -> str:
    """A file name for a document; that of a long id (a title) is cut, for file systems hold 255 bytes. Such an id must stand elsewhere."""
    name = encode_name(doc_id)
    if len(name.encode("utf-8")) <= _MOST_BYTES:
        return name
    return f"{name.encode('utf-8')[:_MOST_BYTES].decode('utf-8', 'ignore')}~{sha256(doc_id.encode('utf-8')).hexdigest()[:8]}"


def decode_name(stem: str) -> str:
    return "" if stem == "%" else unquote(stem)


def read_text(path: Path) -> str:
    """The text with its line ends as they are. Raises AnnotationError where it is not there or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise AnnotationError(f"{path}: no such file") from error
    except IsADirectoryError as error:
        raise AnnotationError(f"{path}: is a folder; name the file") from error
    except UnicodeDecodeError as error:
        raise AnnotationError(f"{path}: not UTF-8 (byte {error.start})") from error


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)


def parse_json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise AnnotationError(f"{where}: not JSON: {error}") from error


def dump_json(data: Any, indent: int | None = None) -> str:
    return json.dumps(data, ensure_ascii=False, indent=indent)


def pack(value: str) -> str:
    """A value for a line of ``name=value; …``: white space other than inner blanks, ``;`` and ``%`` are percent-encoded."""
    inner = re.sub(r"[%;]|[^\S ]|^ | $", lambda match: quote(match.group(), safe=""), value)
    return inner or "%"


def unpack(value: str) -> str:
    return "" if value == "%" else unquote(value)
