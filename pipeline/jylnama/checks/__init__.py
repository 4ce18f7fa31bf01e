"""What a reader of a source would want to be told: messages in Kazakh and English."""

from __future__ import annotations

from jylnama.checks.anachronism import name_anachronisms
from jylnama.checks.register import register_conflicts
from jylnama.checks.source import source_checks
from jylnama.document import Check, Document
from jylnama.registers import Registers, load_registers


def check_document(document: Document, text: str, registers: Registers | None = None) -> list[Check]:
    """All findings in a document: of dates and brackets in the order of the text, of congresses, of names.

    ``text`` is the document's raw text, ``registers`` those in force (the shipped ones where none are given).
    What stands in citations is not looked at. Nothing that was extracted is changed.
    """
    known = registers or load_registers()
    return [
        *source_checks(document, text), *register_conflicts(document, text, known), *name_anachronisms(document, text, known),
    ]  # fmt: skip


__all__ = ["check_document"]
