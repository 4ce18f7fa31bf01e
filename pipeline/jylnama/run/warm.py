"""Imported by the process from which worker processes are forked: they find the pipeline loaded, its patterns compiled."""

from contextlib import suppress

from jylnama.run.lean import import_pyarrow

with suppress(Exception):  # what is wrong shows, in words, in the first task
    import_pyarrow()
    from jylnama.run import worker

    worker.pipeline({"ner": "rules"})  # a model's threads would not live through the fork
