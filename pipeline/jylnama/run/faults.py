"""Why a document failed, in words for the reader of the table ``failures``: what is wrong, where, what to do."""

from __future__ import annotations

import json
import lzma
import zlib

# what reading a file raises that is gone, or an archive that is broken
UNREADABLE = (OSError, EOFError, lzma.LZMAError, zlib.error)
_CALLED = {
    ".pdf": "PDF", ".docx": "Word document", ".html": "HTML page", ".htm": "HTML page", ".xml": "XML file",
    ".csv": "table", ".tsv": "table", ".parquet": "Parquet file",
}  # fmt: skip


def in_file(error: Exception, form: str, archive: str | None = None) -> str:
    """What a reader's exception says of a file; ``form`` and ``archive`` are its suffixes of format and compression."""
    if isinstance(error, ImportError):
        return f"needs a package that is not installed ({error.name}): pip install 'jylnama[formats]'"
    if isinstance(error, UnicodeError):
        return f"{_undecodable(error)}: save it as UTF-8"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    if archive and isinstance(error, UNREADABLE):
        return f"broken {archive} archive{_said(error)}: unpack it by hand, or fetch it again"
    return f"broken {_CALLED.get(form, 'file')}{_said(error)}: save it anew from its own program, or give its text as .txt"


def in_record(error: Exception) -> str:
    """What is wrong with a line that should be a JSON object."""
    if isinstance(error, UnicodeError):
        return f"{_undecodable(error)}: save the file as UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON ({error.msg}, column {error.colno}): each line must be an object with the field “text”"
    return "nested too deep for a record"


def in_text(error: Exception) -> str:
    """What the pipeline stumbled over in a text that could be read."""
    if isinstance(error, UnicodeEncodeError):
        place = f"\\u{ord(error.object[error.start]):04x} at character {error.start}"
        return f"half a character ({place}), a broken escape of its source: mend it there"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    if isinstance(error, MemoryError):
        return "not enough memory for this text: cut it into parts"
    return f"a fault in jylnama; please report it, with the text: {error.__class__.__name__}: {error}"


def bad_byte(encoding: str, byte: int, at: int) -> str:
    """A byte of a record's text that its table's encoding does not have."""
    return f"not {encoding.upper()} (byte 0x{byte:02x} at character {at} of its text): save the file as UTF-8, or mend that place"


def bad_place(error: UnicodeDecodeError, at: int, line: int) -> str:
    """The first byte of a text that is UTF-8 but there; ``at`` counts the file's bytes from 0, ``line`` from 1."""
    if error.reason == "unexpected end of data":
        return f"cut off in the middle of a character (byte {at}, line {line}): fetch it again, or mend its end"
    byte = error.object[error.start]
    return f"not UTF-8 in one place at least (byte 0x{byte:02x} at {at}, line {line}): mend it there, or save the file as UTF-8"


def _undecodable(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"not {error.encoding.upper()} (byte 0x{error.object[error.start]:02x} at {error.start})"
    return "in no known encoding"


def _said(error: Exception) -> str:
    """The library's own words in brackets, where they tell the reader anything: its first line without names of files."""
    words = str(getattr(error, "msg", None) or error).strip().partition("\n")[0].partition(". ")[0]
    return f" ({words.rstrip('.')})" if words and "/" not in words and "\\" not in words else ""
