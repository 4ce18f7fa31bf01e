"""Labelled sentences: the readers (IOB2, document objects, spaCy DocBin), the split, what training varies."""

from __future__ import annotations

import csv
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import regex

from jylnama.document import Document, text_sha256
from jylnama.ner.labels import CLASSES, LABEL_IDS
from jylnama.ner.words import words as word_spans

UNKNOWN = "?"  # the label of a word of which only the classes in Example.known are known not to be its own
_NUMERAL = regex.compile(
    r"\d.*|[,–—.%-]|бүтін|оннан|(?:нөл|бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|жиырма|отыз|қырық|елу|алпыс|жетпіс"
    r"|сексен|тоқсан|жүз|мың|миллион|миллиард|процент|пайыз)(?:-?\p{L}*)",
    regex.IGNORECASE,
)


_MARK = regex.compile(r"⟦\w+\||⟧")


class DataError(ValueError):
    """Training data that cannot be read; the message names the file and the place."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence: words and their IOB2 labels, or ``?``.

    known: the classes that ``?`` excludes (a text of which only the persons were labelled: PERSON).
    """

    words: tuple[str, ...]
    labels: tuple[str, ...]
    known: frozenset[str] = field(default_factory=frozenset)


def read_iob2(path: Path) -> Iterator[Example]:
    """Sentences of a file with a word and a label a line (tab or blanks between), an empty line behind each sentence.

    Raises DataError naming the line that is not so.
    """
    rows: list[tuple[str, str]] = []
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            columns = line.split()
            if columns:
                rows.append(_row(path, number, columns))
            elif rows:
                yield _example(rows)
                rows = []
    if rows:
        yield _example(rows)


def _row(path: Path, number: int, columns: list[str]) -> tuple[str, str]:
    if len(columns) < 2 or (columns[-1] != "O" and columns[-1][:2] not in ("B-", "I-")):
        raise DataError(f"{path}:{number}: expected a word and an IOB2 label, found {' '.join(columns)!r}")
    return columns[0], columns[-1]


def _example(rows: Sequence[tuple[str, str]]) -> Example:
    return Example(tuple(word for word, _ in rows), tuple(label for _, label in rows))


def read_documents(
    gold: Iterable[Path], texts: Iterable[Path], entities: Path | None = None, split: str | None = None
) -> Iterator[Example]:
    """Sentences of document objects, in the order of their files' names.

    gold: folders of ``*.json``; a ``splits.csv`` (doc_id, folder, split) above a folder tells which documents
    belong to ``split``, the others are left out. texts: folders (searched with all below) of ``*.txt``, found by
    sha256. entities: a folder of ``{doc_id}.json`` with further labelled spans ``[start_char, end_char, class]``
    and ``classes``, those that were labelled throughout; words outside of spans are ``O`` where all classes were,
    else ``?``. Raises DataError for a document whose text is not there.
    """
    for folder in gold:
        for path, document, text in with_texts(folder, texts, split):
            more = entities / path.name if entities else None
            yield from _from_document(document, text, more)


def with_texts(gold: Path, texts: Iterable[Path], split: str | None = None) -> Iterator[tuple[Path, Document, str]]:
    """Documents of one folder with their files and texts; arguments and errors as ``read_documents`` has them."""
    by_hash = {text_sha256(text): text for folder in texts for text in map(_text, sorted(folder.rglob("*.txt")))}
    wanted = _split(gold, split)
    for path in sorted(gold.glob("*.json") if wanted is None else (gold / f"{name}.json" for name in wanted)):
        document = Document.from_dict(json.loads(path.read_text(encoding="utf-8")))
        if document.sha256 not in by_hash:
            raise DataError(f"{path}: its text (sha256 {document.sha256[:12]}…) is in none of the folders of texts")
        yield path, document, by_hash[document.sha256]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _split(folder: Path, split: str | None) -> set[str] | None:
    table = folder.parent / "splits.csv"
    if split is None:
        return None
    if not table.exists():
        raise DataError(f"{table}: not there, but split {split!r} is asked for")
    with table.open(encoding="utf-8") as rows:
        return {r["doc_id"] for r in csv.DictReader(rows) if r["split"] == split and r["folder"] == folder.name}


def _from_document(document: Document, text: str, more: Path | None) -> Iterator[Example]:
    spans = [(p.start_char, p.end_char, "PERSON") for p in document.persons if p.zone == "body"]
    known = {"PERSON"}
    if more and more.exists():
        data = json.loads(more.read_text(encoding="utf-8"))
        if data["sha256"] != document.sha256:
            raise DataError(f"{more}: made for another text")
        known.update(data["classes"])
        spans += [(start, end, name) for start, end, name in data["entities"] if name != "PERSON"]
    spans.sort()
    outside = "O" if known.issuperset(CLASSES) else UNKNOWN
    for sentence in document.sentences:
        if sentence.language != "kk":
            continue
        cut = word_spans(text, sentence.start_char, sentence.end_char)
        labels = _labels(cut, spans, outside)
        yield Example(tuple(text[a:b] for a, b in cut), labels, frozenset(known))


def _labels(cut: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int, str]], outside: str) -> tuple[str, ...]:
    """IOB2 labels of words: a word belongs to the span it overlaps, to the first where there are two."""
    labels, last = [], None
    for start, end in cut:
        span = next((s for s in spans if s[0] < end and start < s[1]), None)
        labels.append(outside if span is None else ("I-" if span == last else "B-") + span[2])
        last = span
    return tuple(labels)


def read_sentences(path: Path) -> Iterator[Example]:
    """Sentences without labels, one a line: what a teacher is to be asked about. Lines that begin with ``#`` are left out,
    and marks of triggers (``⟦founding|ашылды⟧``) but for the words in them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text = _MARK.sub("", line)
            cut = word_spans(text)
            yield Example(tuple(text[a:b] for a, b in cut), (UNKNOWN,) * len(cut))


def read_docbin(path: Path) -> Iterator[Example]:
    """Sentences of a spaCy ``DocBin`` (``.spacy``), labels from ``doc.ents``."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    for doc in DocBin().from_disk(path).get_docs(Vocab()):
        for sentence in doc.sents if doc.has_annotation("SENT_START") else [doc[:]]:
            tokens = [token for token in sentence if not token.is_space]
            labels = (f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in tokens)
            yield Example(tuple(t.text for t in tokens), tuple(labels))


def check_labels(examples: Iterable[Example], where: str) -> list[Example]:
    """The examples, all of whose labels the model has. Raises DataError naming those that it has not."""
    kept = list(examples)
    unknown = {label for e in kept for label in e.labels} - set(LABEL_IDS) - {UNKNOWN}
    if unknown:
        raise DataError(f"{where}: unknown labels {', '.join(sorted(unknown))}; the model's classes are {', '.join(CLASSES)}")
    return kept


def split_by_seed(
    examples: Sequence[Example], seed: int, test: float, dev: float
) -> tuple[list[Example], list[Example], list[Example]]:
    """(train, dev, test) in shares of sentences.

    Sentences that differ in numerals only stay together: KazNERD has most such sentences twice, with
    digits and with the numbers spelled out, and a twin in the training part would flatter the score.
    """
    groups: dict[tuple[str, ...], list[Example]] = defaultdict(list)
    for example in examples:
        groups[tuple(w.casefold() for w in example.words if not _NUMERAL.fullmatch(w))].append(example)
    keys = sorted(groups)
    random.Random(seed).shuffle(keys)
    parts: tuple[list[Example], list[Example], list[Example]] = ([], [], [])
    for key in keys:
        if len(parts[2]) < test * len(examples):
            parts[2].extend(groups[key])
        elif len(parts[1]) < dev * len(examples):
            parts[1].extend(groups[key])
        else:
            parts[0].extend(groups[key])
    return parts


def entities(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """(first word, end, class) of each entity of an IOB2 sequence; an ``I-`` that follows nothing begins one."""
    found: list[tuple[int, int, str]] = []
    for i, label in enumerate(labels):
        if label in ("O", UNKNOWN):
            continue
        if label.startswith("I-") and found and found[-1][1] == i and found[-1][2] == label[2:]:
            found[-1] = (found[-1][0], i + 1, label[2:])
        else:
            found.append((i, i + 1, label[2:]))
    return found


@dataclass(frozen=True)
class Variation:
    """What training changes in a sentence, each with its probability: a name of a class in ``swap`` (per name)
    for another one of the training part's, the sentence's letters (all small, all capital), its last sign lost."""

    swap: dict[str, float] = field(default_factory=dict)
    lower: float = 0.0
    upper: float = 0.0
    drop_end: float = 0.0


def name_lexicon(examples: Iterable[Example], classes: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    """The distinct names of each class, sorted."""
    wanted = set(classes)
    names: dict[str, set[tuple[str, ...]]] = {name: set() for name in wanted}
    for example in examples:
        for start, end, name in entities(example.labels):
            if name in wanted:
                names[name].add(example.words[start:end])
    return {name: sorted(found) for name, found in names.items()}


def vary(example: Example, how: Variation, lexicon: dict[str, list[tuple[str, ...]]], rng: random.Random) -> Example:
    """A variant of the example, drawn with ``rng``."""
    example = _swap_names(example, how, lexicon, rng)
    draw = rng.random()
    if draw < how.lower:
        example = Example(tuple(w.lower() for w in example.words), example.labels, example.known)
    elif draw < how.lower + how.upper:
        example = Example(tuple(w.upper() for w in example.words), example.labels, example.known)
    if len(example.words) > 3 and example.words[-1] in ".!?" and rng.random() < how.drop_end:
        example = Example(example.words[:-1], example.labels[:-1], example.known)
    return example


def _swap_names(example: Example, how: Variation, lexicon: dict[str, list[tuple[str, ...]]], rng: random.Random) -> Example:
    words, labels = list(example.words), list(example.labels)
    for start, end, name in reversed(entities(example.labels)):
        if rng.random() < how.swap.get(name, 0.0) and lexicon.get(name):
            other = rng.choice(lexicon[name])
            words[start:end] = other
            labels[start:end] = [f"B-{name}"] + [f"I-{name}"] * (len(other) - 1)
    return Example(tuple(words), tuple(labels), example.known)
