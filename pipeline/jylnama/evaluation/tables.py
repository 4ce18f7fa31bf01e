"""An evaluation on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isnan

from rich.table import Table

from jylnama.console import figure
from jylnama.evaluation.comparison import Comparison
from jylnama.evaluation.measures import MEASURES
from jylnama.evaluation.reliability import Reliability
from jylnama.evaluation.scores import Evaluation, Score

_ACCURACIES = {measure.name for measure in MEASURES if measure.accuracy}
# one column each where documents are rows
_BY_DOCUMENT = ("sentences.exact", "dates.exact", "dates.value", "congresses.tuple", "persons.exact", "events.date")


def _interval(low: float, high: float) -> str:
    return "" if isnan(low) else f"{low:.3f} – {high:.3f}"


def _sections(names: Iterable[str], told: Iterable[str]) -> list[tuple[str, bool]]:
    """The measures to show, each with whether a new label begins behind it."""
    shown = [name for name in names if name in set(told)]
    return [
        (name, number + 1 == len(shown) or shown[number + 1].partition(".")[0] != name.partition(".")[0])
        for number, name in enumerate(shown)
    ]


def _told(scores: Mapping[str, Score]) -> list[str]:
    return [name for name, score in scores.items() if score.predicted or score.gold]


def score_table(title: str, result: Evaluation, labels: Iterable[str]) -> Table:
    """All measures of the labels: of an accuracy the share that is right, of the others precision, recall, F1."""
    table = Table("measure", "precision", "recall", "F1", "95 % interval", "macro F1", "right / predicted / gold", title=title)
    names = [name for name in result.scores if name.partition(".")[0] in set(labels)]
    for name, last in _sections(names, _told(result.scores)):
        s = result.scores[name]
        right = f"{s.right:g}"
        if name in _ACCURACIES:
            table.add_row(name, "", "", figure(s.f1), _interval(s.low, s.high), "", f"{right} / {s.gold}", end_section=last)
        else:
            table.add_row(
                name, figure(s.precision), figure(s.recall), figure(s.f1), _interval(s.low, s.high), figure(s.macro),
                f"{right} / {s.predicted} / {s.gold}", end_section=last,
            )  # fmt: skip
    return table


def group_table(title: str, groups: Mapping[str, Score]) -> Table:
    """A score a group, with the mean of the groups' F1 below."""
    table = Table(title.partition(" ")[0], "precision", "recall", "F1", "right / predicted / gold", title=title)
    for name, s in groups.items():
        table.add_row(name, figure(s.precision), figure(s.recall), figure(s.f1), f"{s.right:g} / {s.predicted} / {s.gold}")
    if groups:
        table.add_section()
        table.add_row("mean", "", "", figure(sum(s.f1 for s in groups.values()) / len(groups)), "")
    return table


def document_table(result: Evaluation) -> Table:
    table = Table("document", *_BY_DOCUMENT, title="F1 by document")
    for doc_id, scores in result.documents.items():
        table.add_row(doc_id, *(figure(scores[name].f1) if name in scores else "–" for name in _BY_DOCUMENT))
    return table


def system_table(results: Mapping[str, Evaluation], labels: Mapping[str, Iterable[str]]) -> Table:
    """F1 of several systems side by side, with intervals; nothing where a system does not give the label."""
    table = Table("F1", *results, title="systems")
    told = {name for result in results.values() for name in _told(result.scores)}
    given = {label for names in labels.values() for label in names}
    names = [m.name for m in MEASURES if m.label in given]
    for name, last in _sections(names, told):
        cells = []
        for system, result in results.items():
            s = result.scores[name]
            shown = name.partition(".")[0] in set(labels[system])
            cells.append(f"{figure(s.f1)}  {_interval(s.low, s.high)}" if shown else "")
        table.add_row(name, *cells, end_section=last)
    return table


def comparison_table(title: str, comparisons: Mapping[str, Comparison], labels: Iterable[str]) -> Table:
    table = Table("measure", "F1", "against", "difference", "95 % interval", "p", title=title)
    told = [name for name, c in comparisons.items() if not (isnan(c.ours) and isnan(c.theirs))]
    names = [name for name in comparisons if name.partition(".")[0] in set(labels)]
    for name, last in _sections(names, told):
        c = comparisons[name]
        delta = "–" if isnan(c.delta) else f"{c.delta:+.3f}"
        interval = "" if isnan(c.low) else f"{c.low:+.3f} – {c.high:+.3f}"
        table.add_row(
            name, figure(c.ours), figure(c.theirs), delta, interval, "–" if isnan(c.p) else f"{c.p:.3f}", end_section=last
        )
    return table


def reliability_table(result: Reliability) -> Table:
    title = "how far an event's score can be believed"
    if result.ece is not None:
        title += f": expected calibration error {result.ece:.3f}, Brier score {result.brier:.3f}"
    table = Table("score", "events", "mean score", "share right", title=title)
    for b in result.bins:
        table.add_row(f"{b.low:.1f} – {b.high:.1f}", str(b.events), f"{b.mean_score:.3f}", f"{b.right / b.events:.3f}")
    if result.unscored:
        table.add_row("none", str(result.unscored), "", "")
    return table
