"""Baselines: other systems, or parts of this one, that read the same texts and are scored by the same code.

A baseline is a function ``make(options) -> Predict`` in a module of this package, and the labels that it gives. A new
one is that function and a line in ``BASELINES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from jylnama.document import MENTIONS, Document
from jylnama.errors import UserError

# texts as (doc_id, text) to document objects, in the same order
Predict = Callable[[Iterable[tuple[str, str]]], Iterator[Document]]


class BaselineError(UserError):
    """A baseline that cannot run: unknown, or what it needs is absent; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a baseline may need beside the texts. stanza: a folder of Stanza's models."""

    stanza: Path | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """make: ``module:function`` under this package; labels: what it finds, the rest is not scored; extra: what to install."""

    make: str
    labels: tuple[str, ...]
    extra: str = "jylnama"


_NAMES = ("persons", "places", "organisations")
_ALL = ("sentences", *MENTIONS, "mentions", "events")

BASELINES: dict[str, Baseline] = {
    "full": Baseline("own:make_full", _ALL),
    "rules": Baseline("own:make_rules", _ALL),
    "model": Baseline("own:make_model", _NAMES),
    "stanza": Baseline("stanza:make", ("sentences", *_NAMES), "jylnama[stanza]"),
    "dateparser": Baseline("dateparser:make", ("dates",), "jylnama[baselines]"),
}


def make_baseline(name: str, options: Options) -> Predict:
    """The function of a baseline. Raises BaselineError."""
    if name not in BASELINES:
        raise BaselineError(f"no baseline {name!r}; there are: {', '.join(BASELINES)}")
    module, _, function = BASELINES[name].make.partition(":")
    try:
        make: Callable[[Options], Predict] = getattr(import_module(f"{__name__}.{module}"), function)
        return make(options)
    except ImportError as error:
        raise BaselineError(
            f"baseline {name} needs a package that is not installed ({error.name}): pip install '{BASELINES[name].extra}'"
        ) from error
