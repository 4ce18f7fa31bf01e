"""What each format looks like to its tool, and what comes back when someone has worked with it there."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from jylnama.annotate import formats
from jylnama.annotate.files import decode_name, encode_name, pack, unpack
from jylnama.annotate.graph import ATTRIBUTES, LAYERS, AnnotationError, Graph, Span, graph_of, graphs_of
from jylnama.annotate.imports import Imported, import_graphs
from jylnama.annotate.utf16 import Utf16
from jylnama.document import (
    DateMention,
    Document,
    Event,
    Mention,
    PersonMention,
    Sentence,
    Trigger,
    text_sha256,
)

TEXT = "😀 Асан 1905\nжылы туды. Ол 1930 жылы мектеп ашты."


def at(words: str) -> tuple[int, int, str]:
    start = TEXT.index(words)
    return start, start + len(words), words


def example() -> Document:
    return Document(
        "мысал", text_sha256(TEXT),
        sentences=[Sentence(0, 22), Sentence(23, len(TEXT))],
        dates=[DateMention("d0", *at("1905\nжылы"), start="1905-01-01", end="1905-12-31", precision="year")],
        persons=[PersonMention("p0", *at("Асан"), name="Асан")],
        events=[Event("e0", "birth", Trigger(*at("туды")), dates=["d0"], persons=["p0"])],
    )  # fmt: skip


def write(name: str, out: Path, document: Document | None = None) -> Path:
    formats.get(name).write([graph_of(document or example(), TEXT)], out)
    return out


def back(name: str, path: Path, *texts: str) -> Imported:
    known = {text_sha256(text): text for text in texts}
    return import_graphs(formats.get(name).read(path, known), known)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(("label", "kind"), [(label, kind) for label, (_, _, kind) in LAYERS.items()] + [("event", Event)])
def test_every_value_of_the_contract_is_an_attribute(label: str, kind: type[Any]) -> None:
    structural = {f.name for f in fields(Mention)} | {"trigger"} | {layer for layer, _, _ in LAYERS.values()}
    assert {f.name for f in fields(kind)} - structural == {attribute.name for attribute in ATTRIBUTES[label]}


def test_utf16_offsets() -> None:
    utf16 = Utf16("a😀б😀")
    assert [utf16.units(point) for point in range(5)] == [0, 1, 3, 4, 6]
    assert [utf16.point(unit) for unit in (0, 1, 3, 4, 6)] == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="offset 2 is inside a character"):
        utf16.point(2)


@pytest.mark.parametrize("name", ["Қазақ елі", "a/b:c?.txt", ".hidden", "100%", "", "x\ty"])
def test_names_of_files_and_values_in_lines(name: str) -> None:
    assert decode_name(encode_name(name)) == name
    assert not set(encode_name(name)) & set('/\\:*?"<>|\t')
    assert unpack(pack(name)) == name


class TestBrat:
    def test_a_span_is_cut_at_the_line_break(self, tmp_path: Path) -> None:
        lines = (write("brat", tmp_path) / "мысал.ann").read_text("utf-8").splitlines()
        assert "T3\tDate 7 11;12 16\t1905 жылы" in lines
        assert "E1\tbirth:T5 Date:T3 Person:T4" in lines
        assert "A3\tprecision T3 year" in lines
        assert "#1\tAnnotatorNotes T3\tid=d0; start=1905-01-01; end=1905-12-31" in lines

    def test_configuration_names_every_label_and_choice(self, tmp_path: Path) -> None:
        text = (write("brat", tmp_path) / "annotation.conf").read_text("utf-8")
        assert "founding Date*:Date, Congress*:Congress" in text
        assert "zone Arg:Date|Congress|Person|Place|Organisation, Value:body|citation" in text
        assert "relative Arg:Date\n" in text

    def test_spans_made_in_the_tool_get_values_that_the_system_reads(self, tmp_path: Path) -> None:
        write("brat", tmp_path)
        start, end, words = at("1930 жылы")
        trigger = at("ашты")
        with (tmp_path / "мысал.ann").open("a", encoding="utf-8") as file:
            file.write(
                f"T90\tDate {start} {end}\t{words}\nT91\tfounding {trigger[0]} {trigger[1]}\tашты\nE9\tfounding:T91 Date:T90\n"
            )
            file.write(f"T92\tDate {trigger[0]} {trigger[1]}\tашты\nT93\tPlace {trigger[0]} {trigger[1]}\tашты\n")
        imported = back("brat", tmp_path)
        document = imported.documents[0]
        assert [(d.id, d.start, d.end, d.precision) for d in document.dates] == [
            ("d0", "1905-01-01", "1905-12-31", "year"), ("d1", "1930-01-01", "1930-12-31", "year"), ("d2", "", "", "day")
        ]  # fmt: skip
        assert [(e.id, e.type, e.dates) for e in document.events] == [("e0", "birth", ["d0"]), ("e1", "founding", ["d1"])]
        assert document.places[0].name == "ашты"
        assert len(imported.read) == 1
        assert "1930-01-01..1930-12-31" in imported.read[0]
        assert len(imported.empty) == 1
        assert "мысал.ann:" in imported.empty[0]

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ("T90\tTown 0 3\t😀 А", "unknown label 'Town'; there are: Sentence, Date"),
            ("T90\tPlace 0 300\tx", "not inside the text of 48 characters"),
            ("T90\tPlace 2 6\tҮсен", "says 'Үсен', but the text has 'Асан' there"),
            ("T90\tPlace 2 4;5 6\tАс н", "only line breaks may lie between"),
            ("T90\tPlace two 6\tАсан", "not as brat writes it"),
            ("R1\tbefore Arg1:T3 Arg2:T4", "an event takes its date as an argument"),
            ("E9\tbirth:T99", "the trigger T99 is not there"),
            ("E9\tbirth:T5 Date:T99", "the argument T99 is not there"),
            ("E9\tbirth:T5 Date:T1", "links go from an event to a date"),
            ("A90\tprecision T3 hour", "precision 'hour'; there are: day, month"),
            ("A90\tcolour T3 red", "no attribute 'colour'"),
            ("A90\tzone T99 body", "T99 is not there"),
            ("#90\tAnnotatorNotes T3\tstart=1905", "start '1905': a day as 1917-11-07 is wanted"),
            ("?", "no line of brat's"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_place(self, tmp_path: Path, line: str, message: str) -> None:
        write("brat", tmp_path)
        with (tmp_path / "мысал.ann").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        with pytest.raises(AnnotationError) as error:
            back("brat", tmp_path)
        assert message in str(error.value)
        assert "мысал.ann:" in str(error.value)

    def test_free_notes_are_no_values(self, tmp_path: Path) -> None:
        edit(write("brat", tmp_path) / "мысал.ann", "id=p0; name=Асан", "id=p0; name=Хасан; сұрақ: Асан = Хасан ба?")
        assert back("brat", tmp_path).documents[0].persons[0].name == "Хасан"


class TestLabelStudio:
    def test_regions_with_their_controls(self, tmp_path: Path) -> None:
        (task,) = json.loads((write("labelstudio", tmp_path) / "tasks.json").read_text("utf-8"))
        result = task["annotations"][0]["result"]
        region = next(item for item in result if item["id"] == "date-d0" and item["type"] == "labels")
        assert region["value"] == {"start": 7, "end": 16, "text": "1905\nжылы", "labels": ["date"]}
        controls = {item["from_name"]: item for item in result if item.get("id") == "date-d0"}
        assert controls["date_start"]["value"]["text"] == ["1905-01-01"]
        assert controls["date_precision"]["value"]["choices"] == ["year"]
        names = {element.get("name") for element in ET.parse(tmp_path / "config.xml").iter()}
        assert names >= {item["from_name"] for item in result if "from_name" in item}

    def test_the_systems_output_is_a_prediction(self, tmp_path: Path) -> None:
        graph = graph_of(example(), TEXT)
        graph.predicted = True
        formats.get("labelstudio").write([graph], tmp_path)
        (task,) = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
        assert "annotations" not in task
        assert back("labelstudio", tmp_path).documents[0].dates == example().dates

    def test_an_export_after_work(self, tmp_path: Path) -> None:
        """Offsets in UTF-16 units, a new region, a cancelled pass, and one relabelled region."""
        file = write("labelstudio", tmp_path) / "tasks.json"
        tasks = json.loads(file.read_text("utf-8"))
        result = tasks[0]["annotations"][0]["result"]
        result.append(
            {
                "id": "xyz",
                "from_name": "label",
                "to_name": "text",
                "type": "labels",
                "value": {"start": 26, "end": 35, "text": "1930 жылы", "labels": ["date"]},
            }
        )
        next(i for i in result if i.get("id") == "person-p0" and i["type"] == "labels")["value"]["labels"] = ["place"]
        utf16 = Utf16(TEXT)
        for item in result:
            if "value" in item:
                item["value"] |= {edge: utf16.units(item["value"][edge]) for edge in ("start", "end")}
        tasks[0]["annotations"].append({"was_cancelled": True, "updated_at": "2099", "result": []})
        file.write_text(json.dumps(tasks), "utf-8")
        document = back("labelstudio", file).documents[0]
        assert [d.text for d in document.dates] == ["1905\nжылы", TEXT[26:35]]
        assert document.persons == []
        assert [(p.text, p.name) for p in document.places] == [("Асан", "Асан")]

    def test_one_annotators_work(self, tmp_path: Path) -> None:
        file = write("labelstudio", tmp_path) / "tasks.json"
        tasks = json.loads(file.read_text("utf-8"))
        (first,) = tasks[0]["annotations"]
        tasks[0]["annotations"] = [
            {**first, "completed_by": 1},
            {"completed_by": {"id": 2, "email": "b@example.org"}, "result": [], "updated_at": "2026"},
        ]
        file.write_text(json.dumps(tasks), "utf-8")
        module: Any = formats.get("labelstudio")
        assert [len(graph.spans) for graph in module.read(file, {}, "1")] == [5]
        assert [len(graph.spans) for graph in module.read(file, {}, "b@example.org")] == [0]
        assert list(module.read(file, {}, "3")) == []

    @pytest.mark.parametrize(
        ("content", "message"),
        [("{", "not JSON"), ("{}", "a list of tasks is wanted"), ('[{"data": {}}]', "task 1: not as Label Studio writes it")],
    )
    def test_what_is_no_export(self, tmp_path: Path, content: str, message: str) -> None:
        (tmp_path / "tasks.json").write_text(content, "utf-8")
        with pytest.raises(AnnotationError, match=message):
            back("labelstudio", tmp_path)


class TestDoccano:
    def test_offsets_are_utf16_units(self, tmp_path: Path) -> None:
        record = json.loads((write("doccano", tmp_path) / "dataset.jsonl").read_text("utf-8"))
        date = next(e for e in record["entities"] if e["label"] == "date")
        assert (date["start_offset"], date["end_offset"]) == (8, 17)
        assert {e["label"] for e in record["entities"]} <= {
            t["text"] for t in json.loads((tmp_path / "span_types.json").read_text("utf-8"))
        }
        assert {r["type"] for r in record["relations"]} <= {
            t["text"] for t in json.loads((tmp_path / "relation_types.json").read_text("utf-8"))
        }

    def test_an_export_after_work(self, tmp_path: Path) -> None:
        """Other numbers, a moved span, a relation drawn the other way round."""
        file = write("doccano", tmp_path) / "dataset.jsonl"
        record = json.loads(file.read_text("utf-8"))
        for entity in record["entities"]:
            entity["id"] += 500
        for relation in record["relations"]:
            relation["from_id"], relation["to_id"] = relation["to_id"] + 500, relation["from_id"] + 500
        next(e for e in record["entities"] if e["label"] == "date")["end_offset"] = 12
        file.write_text(json.dumps(record), "utf-8")
        imported = back("doccano", tmp_path)
        document = imported.documents[0]
        assert [(d.text, d.start) for d in document.dates] == [("1905", "")]
        assert (document.events[0].dates, document.events[0].persons) == ([document.dates[0].id], ["p0"])
        assert document.persons == example().persons

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            (
                '"label": "date", "start_offset": 8',
                '"label": "year", "start_offset": 8',
                r"jsonl:1, entity 2: unknown label 'year'",
            ),
            ('"start_offset": 0', '"start_offset": 1', "offset 1 is inside a character"),
            ('"from_id": 4', '"from_id": 77', "relation 0: its entities are not both there"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_place(self, tmp_path: Path, old: str, new: str, message: str) -> None:
        edit(write("doccano", tmp_path) / "dataset.jsonl", old, new)
        with pytest.raises(AnnotationError, match=message):
            back("doccano", tmp_path)


class TestInception:
    def test_offsets_are_utf16_units(self, tmp_path: Path) -> None:
        write("inception", tmp_path)
        root = ET.parse(tmp_path / "мысал.xmi").getroot()
        date = next(element for element in root if element.tag.endswith("}Date"))
        assert (date.get("begin"), date.get("end"), date.get("first_day")) == ("8", "17", "1905-01-01")
        types = ET.parse(tmp_path / "TypeSystem.xml").getroot()
        assert "webanno.custom.EventDatesLink" in {e.text for e in types.iter() if e.tag.endswith("}name")}

    def test_a_form_feed_is_no_xml_so_the_original_is_needed(self, tmp_path: Path) -> None:
        text = "Асан\f1905 жылы туды."
        document = Document("d", text_sha256(text), dates=[DateMention("d0", 5, 14, "1905 жылы", "1905-01-01", "1905-12-31")])
        formats.get("inception").write([graph_of(document, text)], tmp_path)
        with pytest.raises(AnnotationError, match=f"holds another text.*{document.sha256}"):
            back("inception", tmp_path)
        assert back("inception", tmp_path, text).documents[0] == document

    def test_an_export_after_work(self, tmp_path: Path) -> None:
        """A ``.zip`` for each document, without the layer on the whole, with a new span that has no values."""
        from cassis import load_cas_from_xmi, load_typesystem

        write("inception", tmp_path / "out")
        types = load_typesystem(tmp_path / "out" / "TypeSystem.xml")
        cas = load_cas_from_xmi((tmp_path / "out" / "мысал.xmi").open("rb"), typesystem=types)
        cas.remove(cas.select("webanno.custom.DocumentInfo")[0])
        cas.select("webanno.custom.Event")[0].persons.elements = []
        start, end, _ = at("1930 жылы")
        cas.add(types.get_type("webanno.custom.Date")(begin=start, end=end))
        with zipfile.ZipFile(tmp_path / "admin.zip", "w") as archive:
            archive.writestr("admin.xmi", cas.to_xmi())
            archive.write(tmp_path / "out" / "TypeSystem.xml", "TypeSystem.xml")
        document = back("inception", tmp_path / "admin.zip").documents[0]
        assert (document.doc_id, document.sha256) == ("мысал", text_sha256(TEXT))
        assert [(d.id, d.start) for d in document.dates] == [("d0", "1905-01-01"), ("d1", "1930-01-01")]
        assert (document.events[0].dates, document.events[0].persons) == (["d0"], [])

    def test_what_is_no_cas(self, tmp_path: Path) -> None:
        (tmp_path / "a.xmi").write_text("<a>", "utf-8")
        with pytest.raises(AnnotationError, match="TypeSystem.xml: no such file"):
            back("inception", tmp_path)
        write("inception", tmp_path)
        with pytest.raises(AnnotationError, match="a.xmi: not a UIMA CAS"):
            back("inception", tmp_path)


class TestConll:
    def test_columns(self, tmp_path: Path) -> None:
        lines = write("conll", tmp_path / "a.conll").read_text("utf-8").splitlines()
        assert "1905\tB-date\tO\tO\tO\tO\tO" in lines
        assert "жылы\tI-date\tO\tO\tO\tO\tO" in lines
        assert "туды\tO\tO\tO\tO\tO\tB-birth" in lines

    def test_overlaps_citations_and_what_crosses_a_sentence_are_left_out(self, tmp_path: Path) -> None:
        document = example()
        document.persons += [
            PersonMention("p1", 2, 11, TEXT[2:11], "Асан 1905"),
            PersonMention("p2", 20, 26, TEXT[20:26], "ды. Ол"),
        ]
        document.dates.append(DateMention("d1", *at("1930 жылы"), start="1930-01-01", end="1930-12-31", zone="citation"))
        path = write("conll", tmp_path / "a.conll", document)
        imported = back("conll", path, TEXT).documents[0]
        assert [p.text for p in imported.persons] == ["Асан 1905"]  # the longer of two that begin at one place
        assert [d.text for d in imported.dates] == ["1905\nжылы"]
        assert imported.sentences == document.sentences

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("\tB-date", "\tB-year", r"conll:9: tag 'B-year' in the column date; there are: O, B-date, I-date"),
            ("\tB-birth", "\tB-died", "tag 'B-died' in the column event"),
            ("Асан\t", "Үсен\t", r"conll:8: the token 'Үсен' is not the next of the text, which goes on with 'Асан"),
            ("туды\tO", "туды", "6 columns instead of 7"),
            ("# newdoc id = мысал\n", "", "before the line “# newdoc id"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_line(self, tmp_path: Path, old: str, new: str, message: str) -> None:
        path = write("conll", tmp_path / "a.conll")
        edit(path, old, new)
        with pytest.raises(AnnotationError, match=message):
            back("conll", path, TEXT)

    def test_the_text_is_needed(self, tmp_path: Path) -> None:
        with pytest.raises(AnnotationError, match=f"document мысал .sha256 {text_sha256(TEXT)}"):
            back("conll", write("conll", tmp_path / "a.conll"), "басқа мәтін")


class TestDocBin:
    def test_the_docs_are_ready_to_train_from(self, tmp_path: Path) -> None:
        from spacy.tokens import DocBin

        from jylnama.kazakh.language import Kazakh

        path = write("docbin", tmp_path / "a.spacy")
        (doc,) = DocBin().from_disk(path).get_docs(Kazakh().vocab)
        assert doc.text == TEXT
        assert [(e.text, e.label_) for e in doc.ents] == [("Асан", "person"), ("1905\nжылы", "date")]
        assert [s.text for s in doc.sents] == [TEXT[:22], TEXT[23:]]
        assert [(s.text, s.label_, s.id_) for s in doc.spans["events"]] == [("туды", "birth", "e0")]

    def test_spans_added_in_python(self, tmp_path: Path) -> None:
        from spacy.tokens import DocBin

        from jylnama.kazakh.language import Kazakh

        path = write("docbin", tmp_path / "a.spacy")
        (doc,) = DocBin().from_disk(path).get_docs(Kazakh().vocab)
        start, end, _ = at("1930 жылы")
        doc.spans["dates"].append(doc.char_span(start, end, "date"))
        DocBin(store_user_data=True, docs=[doc]).to_disk(path)
        assert [(d.id, d.start) for d in back("docbin", path).documents[0].dates] == [("d0", "1905-01-01"), ("d1", "1930-01-01")]

    def test_what_is_no_docbin(self, tmp_path: Path) -> None:
        (tmp_path / "a.spacy").write_bytes(b"abc")
        with pytest.raises(AnnotationError, match="not a spaCy DocBin"):
            back("docbin", tmp_path / "a.spacy")


def test_documents_that_do_not_fit_their_text_are_not_written() -> None:
    document = example()
    document.dates.append(DateMention("d0", 7, 16, "1906 жылы", "1906-01-01", "1906-12-31"))
    document.events[0].dates.append("d7")
    document.sentences.append(Sentence(40, 90))
    with pytest.raises(AnnotationError) as error:
        graph_of(document, TEXT)
    told = str(error.value).splitlines()
    assert len(told) == 4
    assert "d0: '1906 жылы' does not stand at 7–16" in str(error.value)
    assert "event e0: dates has no d7" in str(error.value)


def test_a_document_that_goes_out_twice() -> None:
    with pytest.raises(AnnotationError, match="мысал: is there twice"):
        graphs_of([example(), example()], {text_sha256(TEXT): TEXT}, predicted=False)


def test_ids_are_kept_or_the_next_free_one() -> None:
    graph = Graph("d", None, "абвг", where="here")
    graph.spans = [Span("person", i, i + 1, name, {"name": "А"}) for i, name in enumerate(["p1", None, "p1", None])]
    assert [p.id for p in import_graphs([graph], {}).documents[0].persons] == ["p1", "p0", "p2", "p3"]


def test_a_document_that_is_there_twice() -> None:
    graphs = [Graph("d", None, "а", where="one"), Graph("d", None, "б", where="two")]
    with pytest.raises(AnnotationError, match="two: the document d is in one too"):
        import_graphs(graphs, {})
