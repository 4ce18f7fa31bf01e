"""What a reader of a source would want to be told: messages in Kazakh and English."""

from jylnama.checks.source import check_document

__all__ = ["check_document"]
