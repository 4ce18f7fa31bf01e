"""The Frictionless Data Package descriptor of a run folder."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from jylnama.run.tables import TABLES

_TITLES = {
    "documents": "Documents that were read",
    "sentences": "Their sentences",
    "mentions": "Dates, congresses, persons, places and organisations",
    "events": "The event table, one row an event",
    "checks": "What is wrong with a source",
    "people": "Persons of each document, with their names and life dates",
    "canonical_events": "Happenings across documents, one row each",
    "failures": "Documents that could not be read, with the reason",
}
_WITH_GAPS = frozenset({"congress_number", "sort_start", "sort_end"})
_KEYS = {
    "documents": ["doc_id"],
    "sentences": ["doc_id", "sentence_id"],
    "mentions": ["doc_id", "mention_id"],
    "events": ["event_id"],
    "canonical_events": ["canonical_id"],
    "people": ["doc_id", "person_id"],
}


def datapackage() -> dict[str, Any]:
    """Descriptor with a schema for every table; offsets count Unicode code points."""
    return {
        "name": "jylnama-run",
        "title": "Events told by Kazakh historical texts",
        "description": "Offsets are Unicode code points of the original text, half open. Lists are Parquet lists.",
        "resources": [_resource(name) for name in TABLES],
    }


def _resource(name: str) -> dict[str, Any]:
    fields = [_field(n, t, d) for n, t, d in TABLES[name]]
    table_schema: dict[str, Any] = {"fields": fields}
    if name in _KEYS:
        table_schema["primaryKey"] = _KEYS[name]
    if name not in ("documents", "failures") and any(column == "doc_id" for column, _, _ in TABLES[name]):
        reference = {"resource": "documents", "fields": ["doc_id"]}
        table_schema["foreignKeys"] = [{"fields": ["doc_id"], "reference": reference}]
    return {
        "name": name, "title": _TITLES[name], "path": f"{name}.parquet", "format": "parquet",
        "mediatype": "application/vnd.apache.parquet", "schema": table_schema,
    }  # fmt: skip


def _field(name: str, kind: pa.DataType, description: str) -> dict[str, Any]:
    """A field, with its true type as ``parquetType``.

    Frictionless reads Parquet by pandas, which makes NumPy arrays of lists and floats of integers with gaps; it then calls
    ``array`` and ``integer`` type errors. So that ``frictionless validate`` finds a run valid these are ``any`` and ``number``.
    """
    if pa.types.is_list(kind):
        item = str(kind.value_type)
        described = {"name": name, "type": "any", "description": f"{description} (a list of {_KINDS[item]}s)"}
        return described | {"parquetType": f"list<{item}>"}
    described = {"name": name, "type": _KINDS[str(kind)], "description": description, "parquetType": str(kind)}
    return described if name not in _WITH_GAPS else described | {"type": "number", "description": f"{description} (an integer)"}


_KINDS = {"string": "string", "int64": "integer", "double": "number", "bool": "boolean"}
