"""What is measured: each system is a function that loads itself and returns a reader of one text.

Imports stand inside the functions: a system's start-up counts, and one that is not installed is no error of the others.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jylnama.run.lean import import_spacy

Reader = Callable[[str], object]


class NotInstalledError(ValueError):
    """A system that this machine lacks; the message says what to install."""


def _jylnama(ner: str, threads: int) -> Reader:
    import_spacy()
    from jylnama.pipeline import load, read_document
    from jylnama.run.tables import rows

    nlp = load(ner=ner, threads=threads)
    return lambda text: rows(read_document(nlp, text, "x"), text)


def rules(threads: int, scratch: Path) -> Reader:
    return _jylnama("rules", threads)


def full(threads: int, scratch: Path) -> Reader:
    return _jylnama("model", threads)


def stanza(threads: int, scratch: Path) -> Reader:
    """Stanza's tokenizer and tagger; untrained nets of the same shapes where its models are not at hand: as fast."""
    try:
        import torch

        import stanza  # noqa: F401
    except ImportError as error:
        raise NotInstalledError(f"not installed ({error.name}): pip install 'jylnama[stanza]'") from error
    from jylnama.bench.untrained import stanza_models
    from jylnama.stanza.models import StanzaError, pipeline

    torch.set_num_threads(threads)
    try:
        nlp = pipeline("tokenize,ner", str(scratch) if stanza_models(scratch) else None)
    except StanzaError as error:
        raise NotInstalledError(str(error)) from error
    # the component's pipeline takes a block for a sentence; here the tokenizer is to do its whole work
    nlp.processors["tokenize"].config["no_ssplit"] = False
    return nlp


def spacy_kk(threads: int, scratch: Path) -> Reader:
    """spaCy's tokenizer with the Kazakh rules of this package, and nothing else."""
    import_spacy()
    from jylnama.kazakh.language import Kazakh

    return Kazakh()


def spacy_xx(threads: int, scratch: Path) -> Reader:
    """spaCy's blank pipeline for any language."""
    import_spacy()
    import spacy

    return spacy.blank("xx")


def dateparser(threads: int, scratch: Path) -> Reader:
    try:
        from dateparser.search import search_dates
    except ImportError as error:
        raise NotInstalledError(f"not installed ({error.name}): pip install 'jylnama[bench]'") from error
    return lambda text: search_dates(text, languages=["kk"])


SYSTEMS: dict[str, tuple[str, Callable[[int, Path], Reader]]] = {
    "rules": ("jylnama, rules", rules),
    "full": ("jylnama, full", full),
    "stanza": ("Stanza (tokenize, ner)", stanza),
    "spacy-kk": ("spaCy tokenizer, kk", spacy_kk),
    "spacy-xx": ("spaCy blank, xx", spacy_xx),
    "dateparser": ("dateparser (dates)", dateparser),
}


def shares(texts: list[str], ner: str, threads: int) -> dict[str, float]:
    """Processor seconds of each part of the pipeline on some texts (each no longer than a piece, 200,000 characters).

    They add up to those of reading the texts and making their rows. What no component does is the rest: where it is
    hardly anything, it may fall below zero by what the clock cannot tell.
    """
    from jylnama.pipeline import load, read_document
    from jylnama.run.tables import rows

    nlp: Any = load(ner=ner, threads=threads)
    spent: defaultdict[str, float] = defaultdict(float)

    def timed(name: str, function: Callable[..., Any], *arguments: Any) -> Any:
        began = time.process_time()
        result = function(*arguments)
        spent[name] += time.process_time() - began
        return result

    for text in texts:  # what is made or remembered at first use is no part's time
        read_document(nlp, text, "x")
    for text in texts:
        document = timed("whole", read_document, nlp, text, "x")
        timed("rows of the tables", rows, document, text)
        doc = timed("cleaning and tokens", nlp.make_doc, text)
        for name, pipe in nlp.pipeline:
            doc = timed(name, pipe, doc)
    whole = spent.pop("whole")
    spent["document object and checks"] = whole - sum(spent.values()) + spent["rows of the tables"]
    return dict(spent)
