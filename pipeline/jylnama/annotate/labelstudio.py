"""Label Studio: ``tasks.json`` to import and ``config.xml``, the labelling interface; reads a project's JSON export.

Spans are regions of the label control, their attributes per-region controls (choices for closed lists, text areas for
the rest) under the region's id, events' participants relations. Of a run, what the system found stands in
``predictions``, so that an annotator starts from it; of gold, in ``annotations``.

Label Studio counts code points today; exports of versions that counted UTF-16 units are recognised by their words.
Everything is held. Its editor shows a carriage return as nothing, which moves no offset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from jylnama.annotate.files import dump_json, parse_json, read_text, write_text
from jylnama.annotate.graph import (
    ATTRIBUTES,
    EVENT,
    SPAN_LABELS,
    AnnotationError,
    Attribute,
    Graph,
    Span,
    region_id,
    span_id,
)
from jylnama.annotate.utf16 import Utf16
from jylnama.document import LAYERS, MENTIONS

_COLOURS = dict(zip(SPAN_LABELS, ("#d9d9d9", "#1f77b4", "#9467bd", "#2ca02c", "#8c564b", "#e377c2", "#d62728"), strict=True))


def held(graph: Graph) -> Graph:
    """What the format can hold of a graph: all of it."""
    return graph


def write(graphs: Iterable[Graph], out: Path) -> int:
    """Write ``tasks.json`` and ``config.xml`` into a folder; returns the number of documents."""
    write_text(out / "config.xml", configuration())
    tasks = [dump_json(_task(graph)) for graph in graphs]
    write_text(out / "tasks.json", "[\n" + ",\n".join(tasks) + "\n]\n")
    return len(tasks)


def _task(graph: Graph) -> dict[str, Any]:
    data = {
        "text": graph.text, "doc_id": graph.doc_id, "sha256": graph.sha256, "language": graph.language,
        "extra": graph.extra,
    }  # fmt: skip
    result = list(_result(graph))
    if graph.predicted:
        return {"data": data, "predictions": [{"model_version": "jylnama", "result": result}]}
    return {"data": data, "annotations": [{"result": result}]}


def _result(graph: Graph) -> Iterator[dict[str, Any]]:
    names = {id(span): region_id(span, number) for number, span in enumerate(graph.spans)}
    for span in graph.spans:
        stands = {"start": span.start, "end": span.end, "text": span.text}
        region = {
            "id": names[id(span)],
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {**stands, "labels": [span.label]},
        }
        yield region
        for attribute in ATTRIBUTES[span.label]:
            value = span.attributes.get(attribute.name)
            if value is not None:
                kind, content = (
                    ("choices", "choices")
                    if _is_choice(attribute) and value in (*attribute.choices, "true")
                    else ("textarea", "text")
                )
                name = f"{span.label}_{attribute.name}"
                # a value that is not in the list of choices stands in a text area of its own
                name += "_other" if _is_choice(attribute) and kind == "textarea" else ""
                yield {
                    "id": names[id(span)],
                    "from_name": name,
                    "to_name": "text",
                    "type": kind,
                    "value": {**stands, content: [value]},
                }
    for event, target in graph.links:
        yield {
            "type": "relation", "from_id": names[id(event)], "to_id": names[id(target)], "direction": "right",
            "labels": [LAYERS[target.label][0]],
        }  # fmt: skip


def _is_choice(attribute: Attribute) -> bool:
    return attribute.kind in ("choice", "flag")


def configuration() -> str:
    """The labelling interface: labels, and for the selected region the controls of its attributes."""
    lines = ["<View>", "  <Relations>", *(f"    <Relation value={quoteattr(layer)}/>" for layer in MENTIONS), "  </Relations>"]
    lines += ['  <Labels name="label" toName="text">']
    lines += [f'    <Label value="{label}" background="{colour}"/>' for label, colour in _COLOURS.items()]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="symbol"/>']
    for label, attributes in ATTRIBUTES.items():
        lines.append(f'  <View visibleWhen="region-selected" whenTagName="label" whenLabelValue="{label}">')
        for attribute in attributes:
            lines += _control(label, attribute)
        lines.append("  </View>")
    return "\n".join([*lines, "</View>", ""])


def _control(label: str, attribute: Attribute) -> list[str]:
    name = f"{label}_{attribute.name}"
    lines = [f'    <Header value="{attribute.name}" size="6"/>']
    area = '    <TextArea name="{}" toName="text" perRegion="true" editable="true" maxSubmissions="1"/>'
    if not _is_choice(attribute):
        return [*lines, area.format(name)]
    lines.append(f'    <Choices name="{name}" toName="text" perRegion="true" choice="single" showInline="true">')
    lines += [f'      <Choice value="{choice}"/>' for choice in attribute.choices or ("true",)]
    lines.append("    </Choices>")
    return [*lines, area.format(f"{name}_other")] if attribute.open else lines


def read(path: Path, texts: dict[str, str], annotator: str | None = None) -> Iterator[Graph]:
    """Tasks of a project's JSON export (or of our ``tasks.json``), the latest annotation of each that is not cancelled.

    annotator: id or e-mail address; only this one's annotations, and no task without one.
    Raises AnnotationError naming the task and the region of what cannot be read.
    """
    file = path / "tasks.json" if path.is_dir() else path
    tasks = parse_json(read_text(file), str(file))
    if not isinstance(tasks, list):
        raise AnnotationError(f"{file}: a list of tasks is wanted (export the project as JSON, not JSON-MIN)")
    for number, task in enumerate(tasks, 1):
        where = f"{file}: task {task.get('id', number) if isinstance(task, dict) else number}"
        try:
            done = [a for a in task.get("annotations") or () if not a.get("was_cancelled") and _is_by(a, annotator)]
            passes = done if annotator else done or task.get("predictions") or [{"result": []}]
            if passes:
                yield _graph(task, max(passes, key=lambda a: str(a.get("updated_at", "")))["result"], where)
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise AnnotationError(f"{where}: not as Label Studio writes it: {error.__class__.__name__}: {error}") from error


def _is_by(annotation: dict[str, Any], annotator: str | None) -> bool:
    who = annotation.get("completed_by")
    names = (who.get("id"), who.get("email")) if isinstance(who, dict) else (who,)
    return annotator is None or annotator in map(str, names)


def _graph(task: dict[str, Any], result: list[dict[str, Any]], where: str) -> Graph:
    data = task["data"]
    graph = Graph(
        str(data.get("doc_id") or f"task{task.get('id', '')}"), data.get("sha256"), data["text"], data.get("language"),
        extra=data.get("extra") or {}, where=where,
    )  # fmt: skip
    spans: dict[str, Span] = {}
    for item in result:
        if item["type"] == "labels":
            spans[item["id"]] = _span(item, item["value"]["labels"][0], where)
    _mend_offsets(list(spans.values()), data["text"])
    graph.spans = list(spans.values())
    for item in result:
        if item["type"] in ("choices", "textarea") and item["id"] in spans:
            _set_attribute(spans[item["id"]], item)
        elif item["type"] == "relation":
            first, second = spans.get(item["from_id"]), spans.get(item["to_id"])
            if first is None or second is None:
                raise AnnotationError(
                    f"{where}: a relation from {item['from_id']} to {item['to_id']}, which are not both regions with a label"
                )
            graph.links.append((second, first) if second.label == EVENT and first.label != EVENT else (first, second))
    return graph


def _span(item: dict[str, Any], label: str, where: str) -> Span:
    value = item["value"]
    return Span(
        label,
        int(value["start"]),
        int(value["end"]),
        span_id(label, item["id"]),
        {},
        value.get("text"),
        f"{where}, region {item['id']}",
    )


def _set_attribute(span: Span, item: dict[str, Any]) -> None:
    label, _, name = item["from_name"].partition("_")
    if label != span.label:  # the user has given the region another label since
        return
    value = item["value"].get("choices") or item["value"].get("text")
    if isinstance(value, list):
        value = value[0] if value else None
    if value:
        span.attributes[name.removesuffix("_other")] = str(value)


def _mend_offsets(spans: list[Span], text: str) -> None:
    """Offsets to code points, where the words show that they are UTF-16 units."""
    if all(character <= "\uffff" for character in text):
        return

    def stands(span: Span, start: int, end: int) -> bool:
        return span.text is None or span.text.split() == text[start:end].split()

    if all(stands(span, span.start, span.end) for span in spans):
        return
    utf16 = Utf16(text)
    try:
        moved = [(utf16.point(span.start), utf16.point(span.end)) for span in spans]
    except ValueError:
        return
    if all(stands(span, *at) for span, at in zip(spans, moved, strict=True)):
        for span, at in zip(spans, moved, strict=True):
            span.start, span.end = at
