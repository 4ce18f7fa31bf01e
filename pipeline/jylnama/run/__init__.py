"""Folders of texts in, run folder out: readers, tables, the engine."""
