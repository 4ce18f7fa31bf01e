"""Baselines: other systems, or parts of this one, that read the same texts and are scored by the same code.

A baseline is one module with ``make(**options) -> Predict`` and the labels that it gives. A new one is one module and
one line in ``BASELINES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from jylnama.document import Document

# texts as (doc_id, text) to document objects, in the same order
Predict = Callable[[Iterable[tuple[str, str]]], Iterator[Document]]


class BaselineError(ValueError):
    """A baseline that cannot run: unknown, or what it needs is absent; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a baseline may need beside the texts: folders of models."""

    ner: Path | None = None
    stanza: Path | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """module: with ``make(options)``; labels: what it finds, the rest is not scored; extra: what to install for it."""

    module: str
    labels: tuple[str, ...]
    extra: str = ""


_ALL = ("sentences", "dates", "congresses", "persons", "places", "organisations", "mentions", "events")

BASELINES: dict[str, Baseline] = {
    "rules": Baseline("jylnama.evaluation.baselines.rules", _ALL),
    "dateparser": Baseline("jylnama.evaluation.baselines.dateparser", ("dates",), "jylnama[baselines]"),
}


def make_baseline(name: str, options: Options) -> Predict:
    """The function of a baseline. Raises BaselineError."""
    if name not in BASELINES:
        raise BaselineError(f"no baseline {name!r}; there are: {', '.join(BASELINES)}")
    baseline = BASELINES[name]
    try:
        make: Callable[[Options], Predict] = import_module(baseline.module).make
        return make(options)
    except ImportError as error:
        raise BaselineError(
            f"baseline {name} needs a package that is not installed ({error.name}): pip install '{baseline.extra}'"
        ) from error
