"""Raw text to clean text with a map of offsets between the two."""

from jylnama.text.clean import CleanText, clean

__all__ = ["CleanText", "clean"]
