"""The document object: what the system says of one text, and what gold annotations look like.

Every offset counts Unicode code points of the *original* text and is half open:
``text[start_char:end_char]`` is what stands there. Field names are the output contract.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Self

from jylnama.errors import UserError

CENTURY, DECADE, YEAR, SEASON, MONTH, DAY = "century", "decade", "year", "season", "month", "day"
PRECISIONS = (DAY, MONTH, SEASON, YEAR, DECADE, CENTURY)
CALENDARS = ("unstated", "julian", "gregorian")
LANGUAGES = ("kk", "ru", "en")
BODY_IDS = ("cpsu", "soviets-ru", "soviets-ussr", "kazakh-cp", "all-kazakh", "other")
CONGRESS_KINDS = ("congress", "conference", "plenum", "kurultai", "session")
EVENT_TYPES = (
    "congress", "founding", "dissolution", "renaming", "adoption", "uprising", "war", "takeover",
    "appointment", "dismissal", "birth", "death", "repression", "publication", "treaty",
    "movement", "education", "other",
)  # fmt: skip


class DocumentError(UserError):
    """A document object that does not follow the contract; the message names the field."""


@dataclass(slots=True)
class Mention:
    """A labelled stretch of the text."""

    id: str
    start_char: int
    end_char: int
    text: str

    required: ClassVar[tuple[str, ...]] = ("start_char", "end_char", "text")

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Build a mention; unknown keys are ignored, missing optional ones take their default.

        Raises DocumentError when a required key is missing.
        """
        missing = [key for key in cls.required if data.get(key) is None]
        if missing:
            raise DocumentError(f"{cls.__name__} {data.get('id', '?')}: missing {', '.join(missing)}")
        known = {f.name for f in fields(cls)}
        values = {key: value for key, value in data.items() if key in known}
        values.setdefault("id", f"{cls.__name__[0].lower()}{data['start_char']}")
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class DateMention(Mention):
    """A calendar expression. ``start`` and ``end`` are ISO 8601 days as written, both inclusive.

    ``impossible`` marks a day that no calendar has (31 April); its month then stands for it.
    ``ns_inferred``: ``ns_start`` and ``ns_end`` (or one of them) are calculated, not written.
    """

    start: str = ""
    end: str = ""
    edtf: str | None = None
    precision: str = DAY
    calendar: str = "unstated"
    os_start: str | None = None
    os_end: str | None = None
    ns_start: str | None = None
    ns_end: str | None = None
    pair_status: str | None = None
    relative: bool = False
    approximate: bool = False
    impossible: bool = False
    ns_inferred: bool = False
    zone: str = "body"

    required: ClassVar[tuple[str, ...]] = ("start_char", "end_char", "text", "start", "end")


@dataclass(slots=True)
class CongressMention(Mention):
    """A numbered meeting of a standing body."""

    numbers: list[int] = field(default_factory=list)
    kind: str = "congress"
    body: str = ""
    body_id: str = "other"
    zone: str = "body"


@dataclass(slots=True)
class PersonMention(Mention):
    """A human being's name; ``name`` is its base form."""

    name: str = ""
    person_id: str | None = None
    zone: str = "body"


@dataclass(slots=True)
class Person:
    """One person of a document: the fullest name borne in it, all names, EDTF dates of birth and death where told.

    ``wikidata`` is an item's id where the register of pseudonyms has the person.
    """

    person_id: str
    full_name: str
    names: list[str]
    born: str | None = None
    died: str | None = None
    wikidata: str = ""


@dataclass(slots=True)
class NamedMention(Mention):
    """A place or an organisation."""

    name: str = ""
    zone: str = "body"


# the kinds of mentions: label → list of the document object, first letter of ids, class
LAYERS: dict[str, tuple[str, str, type[Mention]]] = {
    "date": ("dates", "d", DateMention),
    "congress": ("congresses", "c", CongressMention),
    "person": ("persons", "p", PersonMention),
    "place": ("places", "l", NamedMention),
    "organisation": ("organisations", "o", NamedMention),
}
# their lists, which an event has under the same names
MENTIONS = tuple(layer for layer, _, _ in LAYERS.values())


@dataclass(slots=True)
class Trigger:
    """The word that names an event."""

    start_char: int
    end_char: int
    text: str


@dataclass(slots=True)
class Event:
    """A past happening. The lists hold ids of mentions of the same document.

    ``score`` is the probability that sentence, type and dates are right; ``evidence`` says how they were found.
    """

    id: str
    type: str
    trigger: Trigger
    dates: list[str] = field(default_factory=list)
    congresses: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    carried: bool = False
    score: float | None = None
    evidence: str = ""

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        known = {f.name for f in fields(cls)}
        values = {key: value for key, value in data.items() if key in known}
        try:
            values["trigger"] = Trigger(**values["trigger"])
            return cls(**values)
        except (KeyError, TypeError) as error:
            raise DocumentError(f"event {data.get('id', '?')}: {error}") from error


@dataclass(slots=True)
class Check:
    """Something a reader of the source would want to be told; ``mentions`` are ids."""

    code: str
    severity: str
    mentions: list[str]
    message: str
    suggestion: str | None = None


@dataclass(slots=True)
class Sentence:
    """A sentence of the original text and its language (``kk``, ``ru``, ``en``)."""

    start_char: int
    end_char: int
    language: str = "kk"


@dataclass(slots=True)
class Document:
    """All that was found in one text (which the object itself does not hold)."""

    doc_id: str
    sha256: str
    language: str = "kk"
    sentences: list[Sentence] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    congresses: list[CongressMention] = field(default_factory=list)
    persons: list[PersonMention] = field(default_factory=list)
    places: list[NamedMention] = field(default_factory=list)
    organisations: list[NamedMention] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of the contract: sentences as pairs, languages that differ kept beside them."""
        data = asdict(self)
        data["sentences"] = [[s.start_char, s.end_char] for s in self.sentences]
        data["sentence_languages"] = [s.language for s in self.sentences]
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Document:
        """Read the JSON form; keys that gold may leave out take their defaults.

        Raises DocumentError naming what is missing or malformed.
        """
        if not isinstance(data, dict):
            raise DocumentError(f"a document object is a JSON object, not a {type(data).__name__}")
        for name in _LISTS:
            items = data.get(name, [])
            if not isinstance(items, list) or any(not isinstance(item, dict) for item in items):
                raise DocumentError(f"document {data.get('doc_id', '?')}: {name}: not a list of objects")
        try:
            doc = cls(str(data["doc_id"]), str(data["sha256"]), str(data.get("language", "kk")))
            languages = data.get("sentence_languages") or [doc.language] * len(data["sentences"])
            doc.sentences = [
                Sentence(start, end, language) for (start, end), language in zip(data["sentences"], languages, strict=True)
            ]
        except KeyError as error:
            raise DocumentError(f"document {data.get('doc_id', '?')}: missing {error}") from error
        except (TypeError, ValueError) as error:
            raise DocumentError(f"document {data.get('doc_id', '?')}: sentences: {error}") from error
        for layer, _, kind in LAYERS.values():
            setattr(doc, layer, [kind.from_dict(d) for d in data.get(layer, ())])
        doc.people = [Person(**d) for d in data.get("people", ())]
        doc.events = [Event.from_dict(d) for d in data.get("events", ())]
        doc.checks = [Check(**d) for d in data.get("checks", ())]
        return doc


_LISTS = (*MENTIONS, "people", "events", "checks")


def moved(piece: Document, offset: int, before: Counter[str]) -> Document:
    """Give a piece of a text, in place, the offsets and ids that it has in the whole; returns it.

    offset: code points of the text before the piece. before: how many sentences, mentions, people, events and checks stand
    before it, by the name of their list; the piece's own are added.
    """
    renamed = {
        m.id: f"{letter}{i}" for layer, letter, _ in LAYERS.values() for i, m in enumerate(getattr(piece, layer), before[layer])
    }
    persons = {person.person_id: f"n{i}" for i, person in enumerate(piece.people, before["people"])}
    mentions = [m for layer in MENTIONS for m in getattr(piece, layer)]
    for stretch in (*piece.sentences, *mentions, *(event.trigger for event in piece.events)):
        stretch.start_char += offset
        stretch.end_char += offset
    for mention in mentions:
        mention.id = renamed[mention.id]
    for number, event in enumerate(piece.events, before["events"]):
        event.id = f"e{number}"
        for layer in MENTIONS:
            setattr(event, layer, [renamed[i] for i in getattr(event, layer)])
    for check in piece.checks:
        check.mentions = [renamed[i] for i in check.mentions]
    for person in piece.people:
        person.person_id = persons[person.person_id]
    for name in piece.persons:
        name.person_id = persons.get(name.person_id or "", name.person_id)
    before.update({name: len(getattr(piece, name)) for name in ("sentences", *_LISTS)})
    return piece


def main_language(languages: Iterable[str] | Mapping[str, int]) -> str:
    """The language of most sentences, of their languages or the number of each; Kazakh where there are none."""
    counts = Counter(languages)
    return max(sorted(counts), key=counts.__getitem__, default="kk")


def text_sha256(text: str) -> str:
    """Hex SHA-256 of the text's UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
