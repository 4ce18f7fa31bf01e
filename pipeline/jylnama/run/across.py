"""One happening told by several documents: ``canonical_events``, and ``cross_document_conflict`` where they disagree.

What is one happening is told by what is sure alone:

- a **congress** by its body, kind and number (a body outside the known ones by its name and the year);
- a **birth** or **death** by the person's full name (a bare surname is nobody) and dates not more than ten years apart;
- a **founding** by the one organisation that the event names (two words, or an abbreviation), and the year.

Only congresses, births and deaths are held against each other: a founding has a decree, an opening, a first sitting.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import regex

from jylnama.checks.messages import finding
from jylnama.checks.register import another_meets, is_local, known_days
from jylnama.checks.source import quoted
from jylnama.dates.calendars import iso, julian_to_gregorian, parse_iso
from jylnama.dates.styles import REFORM, day_number, gregorian_span
from jylnama.document import PRECISIONS
from jylnama.registers import Meeting, Registers, load_registers
from jylnama.registers.load import spelling
from jylnama.registers.schema import span
from jylnama.run.on_disk import ordered
from jylnama.run.tables import Row, check_row, schema
from jylnama.run.windows import windows

# codes of the checks that are made here; the others are in the tables from the beginning
DERIVED_CODES = ("cross_document_conflict",)
# two documents that date one person's death further apart than this write of two persons
SAME_PERSON_YEARS = 10
_MIN_SCORE = 0.5
# contradicting documents that one finding names
_LISTED = 5
_BATCH_ROWS = 1024
_CONFIG = {"memory_limit": "96MB", "preserve_insertion_order": "false", "threads": 1}
# what is read of the tables
_COLUMNS = {
    "events": [
        "event_id", "doc_id", "type", "trigger", "sentence", "start", "end", "edtf", "precision", "calendar", "os_start", "os_end", "ns_start",
        "ns_end", "pair_status", "congress_numbers", "congress_kind", "congress_body", "congress_body_id", "organisations",
        "score", "start_char", "carried", "date_ids", "congress_ids", "person_ids",
    ],
    "mentions": ["doc_id", "mention_id", "label", "text", "name", "person_id"],
    "people": ["doc_id", "person_id", "full_name", "wikidata", "mention_ids", "born", "died"],
}  # fmt: skip

_SOURCES = """
    WITH told AS (
        SELECT * FROM events
        WHERE NOT carried AND start IS NOT NULL AND len(date_ids) = 1 AND (
            type = 'congress' AND len(congress_numbers) = 1 AND len(congress_ids) = 1
                AND (congress_body_id <> 'other' OR congress_body <> '')
            OR type IN ('birth', 'death') AND len(person_ids) = 1
            OR type = 'founding' AND len(organisations) = 1
        )
    ),
    person AS (
        SELECT told.event_id, any_value(m.name) AS name, any_value(m.person_id) AS person_id, any_value(told.doc_id) AS doc_id
        FROM told JOIN mentions m ON m.doc_id = told.doc_id AND m.mention_id = told.person_ids[1]
        WHERE told.type IN ('birth', 'death') AND m.label = 'person' GROUP BY told.event_id
    ),
    whole AS (
        SELECT p.event_id, people.full_name AS name, people.wikidata
        FROM person p JOIN people ON people.doc_id = p.doc_id AND people.person_id = p.person_id
    ),
    written AS (
        SELECT told.event_id, any_value(m.text) AS text FROM told JOIN mentions m
        ON m.doc_id = told.doc_id AND m.mention_id = told.date_ids[1] WHERE m.label = 'date' GROUP BY told.event_id
    ),
    meeting AS (
        SELECT told.event_id, any_value(m.text) AS text FROM told JOIN mentions m
        ON m.doc_id = told.doc_id AND m.mention_id = told.congress_ids[1]
        WHERE told.type = 'congress' AND m.label = 'congress' GROUP BY told.event_id
    ),
    life AS (
        SELECT doc_id, person_id, full_name, wikidata, mention_ids, 'birth' AS type, born AS edtf FROM people WHERE born <> ''
        UNION ALL SELECT doc_id, person_id, full_name, wikidata, mention_ids, 'death', died FROM people WHERE died <> ''
    ),
    by_event AS (SELECT p.doc_id, p.person_id, told.type FROM person p JOIN told USING (event_id))
    SELECT told.event_id, told.doc_id, type, start, "end", edtf, precision, calendar, os_start, os_end, ns_start, ns_end,
           pair_status, congress_numbers[1] AS number, congress_kind AS kind, congress_body AS body,
           congress_body_id AS body_id, coalesce(whole.name, person.name) AS person,
           whole.wikidata AS wikidata, organisations[1] AS organisation,
           score, start_char, date_ids[1] AS date_id, congress_ids[1] AS congress_id, written.text AS written,
           meeting.text AS meeting, CASE type WHEN 'congress' THEN trigger END AS trigger,
           CASE type WHEN 'congress' THEN sentence END AS sentence
    FROM told LEFT JOIN person USING (event_id) LEFT JOIN whole USING (event_id) LEFT JOIN written USING (event_id)
         LEFT JOIN meeting USING (event_id)
    UNION ALL BY NAME
    SELECT doc_id, type, edtf, full_name AS person, wikidata, edtf AS written, mention_ids[1] AS person_mention, 0 AS start_char
    FROM life ANTI JOIN by_event USING (doc_id, person_id, type)
"""


# --- from the tables to groups --------------------------------------------------------------------------------------


def canonical(folder: Path, registers: Sequence[str] = ()) -> Iterator[tuple[str, pa.Table]]:
    """Rows of ``canonical_events`` and of ``checks`` from the finished tables in ``folder``.

    registers: files of the user's registers, in force over the shipped ones.
    Yields pairs (name of the table, rows). Memory: that of one window of documents, and of the sources of one happening.
    """
    batches: dict[str, list[Row]] = {"canonical_events": [], "checks": []}
    known = load_registers(registers)
    for group in _groups(folder, known):
        for cluster, name in _clusters(group):
            event, checks = _compare(cluster, name, known)
            batches["canonical_events"].append(event)
            batches["checks"] += checks
        for table, rows in batches.items():
            if len(rows) >= _BATCH_ROWS:
                yield table, pa.Table.from_pylist(rows, schema=schema(table))
                batches[table] = []
    for table, rows in batches.items():
        if rows:
            yield table, pa.Table.from_pylist(rows, schema=schema(table))


def _groups(folder: Path, known: Registers) -> Iterator[list[Row]]:
    """Sources of one key, in a fixed order, in which they are laid down on the disk."""
    with ordered(folder / "across.tmp", "key", "doc_id", "start_char", "event_id", "edtf", "source") as sources:
        for window in windows(folder, _COLUMNS):
            told = (_met(row) if row["event_id"] else _lived(row) for row in _sources(window))
            rows = (_laid_down(row | {"key": key}) for row in told if row and (key := _key(row, known)))
            sources.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", rows)
        in_order = sources.execute("SELECT key, source FROM rows ORDER BY key, doc_id, start_char, event_id, edtf, source")
        for _, group in itertools.groupby(in_order, key=itemgetter(0)):
            yield [json.loads(source) for _, source in group]


def _laid_down(row: Row) -> tuple[object, ...]:
    """A source as a row on the disk: by its place, what has no event or no date last."""
    key, doc_id, event_id, edtf = (
        b"\xff" if row[name] is None else row[name].encode() for name in ("key", "doc_id", "event_id", "edtf")
    )
    return key, doc_id, row["start_char"], event_id, edtf, json.dumps(row, ensure_ascii=False)


def _sources(tables: dict[str, pa.Table]) -> list[Row]:
    import duckdb

    with duckdb.connect(config=_CONFIG) as database:  # one that lives on grows with every table that it has seen
        for name, table in tables.items():
            database.register(name, table)
        rows: list[Row] = database.sql(_SOURCES).to_arrow_table().to_pylist()
    return rows


def _met(row: Row) -> Row | None:
    """A source without its sentence; None for an event of another meeting, which is linked with the congress."""
    trigger, sentence = row.pop("trigger"), row.pop("sentence")
    places = [m.start() for m in regex.finditer(rf"(?<!\p{{L}}){regex.escape(trigger)}", sentence)] if sentence else []
    return None if places and all(another_meets(sentence[:place], row["meeting"] or "") for place in places) else row


def _lived(row: Row) -> Row | None:
    """A source from a person's life dates (``Г.В. Плеханов (1856 – 1918)``), which no event tells; None for what is no stretch."""
    first, _, last = row["edtf"].strip("~?%").partition("/")
    try:
        start, end = span(first, last or first)
    except ValueError:
        return None
    precision = {4: "year", 7: "month"}.get(len(first), "day")
    return row | {"start": start, "end": end, "precision": precision, "calendar": "unstated"}


# --- who and what is one --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name taken apart, in lower case: the family name without its ending, the other names in order.

    Names written as initials have one letter. ``mononym``: there is no family name (``Абылай хан``).
    """

    family: str
    given: tuple[str, ...]
    mononym: bool = False

    def fits(self, other: PersonName) -> bool:
        """Whether two names of one family can be one person's: no name speaks against another."""
        return all(a == b or (len(a) == 1 or len(b) == 1) and a[0] == b[0] for a, b in zip(self.given, other.given, strict=False))

    def is_surely(self, other: PersonName) -> bool:
        """Whether they are one person's beyond doubt of the name: a spelled-out given name or two initials in common."""
        if self.mononym or other.mononym:
            return self == other
        common = list(zip(self.given, other.given, strict=False))
        return self.fits(other) and (len(common) > 1 or any(a == b and len(a) > 1 for a, b in common))


_TITLES = frozenset(("хан", "сұлтан", "би", "батыр", "төре", "қожа", "патша", "ханым", "ана", "ата"))
_FAMILY_ENDING = regex.compile(r"(?:[оеё]в(?:а|ич)?|ин[а]?|ск(?:ий|ая)|[ұу]лы|[қк]ызы|тегі)$")
_ABBREVIATION = regex.compile(r"[\p{Lu}()\p{Ll}-]*\p{Lu}{2}[\p{Lu}()\p{Ll}-]*")
_PATRONYMIC = regex.compile(r"(?:[оеё]вич|[оеё]вна|ич|инична)$")


def person_name(name: str) -> PersonName | None:
    """A full name taken apart; None for a bare surname or given name, which is nobody's in particular."""
    pieces = [piece for word in name.split() for piece in regex.findall(r"\p{Lu}\.|[\p{L}-]+", word)]
    words = [piece.rstrip(".").lower() for piece in pieces]
    if len(words) < 2:
        return None
    if words[-1] in _TITLES:
        return PersonName(" ".join(words), (), mononym=True)
    spelled = [i for i, piece in enumerate(pieces) if not piece.endswith(".") and len(piece) > 1]
    if not spelled:
        return None
    at = spelled[-1]
    if len(words) == 3 and at == 2 and len(spelled) == 3 and _PATRONYMIC.search(words[2]):
        at = 0  # Ленин Владимир Ильич
    family = _FAMILY_ENDING.sub("", words[at]) if len(words[at]) > 5 else words[at]
    given = tuple(word for i, word in enumerate(words) if i != at)
    return PersonName(family.rstrip("йь-"), given) if family else None


def _key(row: Row, registers: Registers) -> str | None:
    """What may be one happening: sources of other keys never meet."""
    if row["type"] == "congress":
        if is_local(row["body_id"], f"{row['body']} {row['meeting']}"):
            return None
        body = row["body_id"]
        if body == "other":  # one body under the names that the register has for it
            known = _known(row, registers)
            body = f"other {spelling(_plain(known.bodies[0] if known and known.bodies else row['body']))}"
        return f"congress:{body}:{row['kind']}:{row['number']:02d}"
    if row["type"] == "founding":
        telling = " " in row["organisation"].strip() or _ABBREVIATION.fullmatch(row["organisation"])
        return f"founding:{_plain(row['organisation'])}" if telling else None
    if row["wikidata"]:
        return f"{row['type']}:{row['wikidata']}"
    person = person_name(row["person"] or "")
    return f"{row['type']}:{person.family}" if person else None


def _plain(name: str) -> str:
    return " ".join(regex.sub(r"[«»“”\"]", "", name).lower().split())


def _clusters(group: list[Row]) -> Iterator[tuple[list[Row], str]]:
    """The happenings among the sources of one key, each with its name (a key of its own)."""
    key = group[0]["key"]
    kind, other = group[0]["type"], group[0]["body_id"] == "other"
    if kind == "congress" and not other or group[0]["wikidata"]:
        yield group, key
    elif kind in ("congress", "founding"):  # several bodies are called writers' union
        years: dict[str, list[Row]] = {}
        for row in group:
            years.setdefault(row["start"][:-6], []).append(row)
        for year, rows in sorted(years.items()):
            yield rows, f"{key}:{year}"
    else:
        for number, rows in enumerate(_persons(group)):
            names = [person_name(row["person"]) for row in rows]
            longest = max((" ".join((*n.given, n.family)) for n in names if n), key=lambda text: (len(text), text))
            yield rows, f"{kind}:{longest}:{number}"


def _persons(group: list[Row]) -> list[list[Row]]:
    """Sources of one family name, one list a person: the longer names first, then what fits one person alone."""
    alike: dict[tuple[object, ...], list[Row]] = {}
    for row in group:
        alike.setdefault((row["person"], *_value(row)), []).append(row)
    names = {signature: person_name(rows[0]["person"]) for signature, rows in alike.items()}
    order = sorted(alike, key=lambda s: (-sum(len(part) > 1 for part in _given(names[s])), -len(_given(names[s])), str(s)))
    people: list[list[tuple[object, ...]]] = []
    for signature in order:
        row, name = alike[signature][0], names[signature]
        fitting = [person for person in people if all(_one_person(row, name, alike[o][0], names[o]) for o in person)]
        if len(fitting) == 1:
            fitting[0].append(signature)
        else:  # nobody's, or the name of several: refused
            people.append([signature])
    rows = [sorted((row for s in person for row in alike[s]), key=_place) for person in people]
    return sorted(rows, key=lambda person: _place(person[0]))


def _place(row: Row) -> tuple[str, int, str]:
    return row["doc_id"], row["start_char"], row["event_id"] or ""


def _value(row: Row) -> tuple[object, ...]:
    """What a source says of the time: sources of one value are compared once."""
    return row["start"], row["end"], row["precision"], row["ns_start"], row["ns_end"]


def _given(name: PersonName | None) -> tuple[str, ...]:
    return name.given if name else ()


def _one_person(row: Row, name: PersonName | None, other: Row, other_name: PersonName | None) -> bool:
    if name is None or other_name is None or not name.fits(other_name):
        return False
    if compatible(row, other):
        return True
    return name.is_surely(other_name) and _years_apart(row, other) <= SAME_PERSON_YEARS


def _years_apart(first: Row, second: Row) -> int:
    (a, b), (c, d) = ((parse_iso(row["start"])[0], parse_iso(row["end"])[0]) for row in (first, second))
    return max(a - d, c - b, 0)


# --- do they agree --------------------------------------------------------------------------------------------------


def readings(row: Row) -> list[tuple[int, int]]:
    """Stretches that a written date can mean, as Gregorian day numbers: a lone day before the reform in either style."""
    written = day_number(row["start"]), day_number(row["end"])
    found = [written]
    if row["precision"] == "day":
        if row["ns_start"] and row["ns_end"]:
            found.append((day_number(row["ns_start"]), day_number(row["ns_end"])))
        if row["start"] < REFORM and not row["start"].startswith("-"):
            try:
                moved = [day_number(iso(julian_to_gregorian(parse_iso(row[edge])))) for edge in ("start", "end")]
                found.append((moved[0], moved[1]))
            except ValueError:
                pass
    return list(dict.fromkeys(found))


def compatible(first: Row, second: Row) -> bool:
    """Whether two written dates can be one happening's: some readings meet. Stretches of days must share an end."""
    for a, b in itertools.product(readings(first), readings(second)):
        if a[0] <= b[1] and b[0] <= a[1]:
            stretches = first["precision"] == second["precision"] == "day" and a[0] < a[1] and b[0] < b[1]
            if not stretches or a[0] == b[0] or a[1] == b[1]:
                return True
    return False


def _comparable(row: Row) -> bool:
    """Dates that can be held against another document: not approximate, of an event that the system is sure of."""
    approximate = bool(row["edtf"]) and any(sign in row["edtf"] for sign in "~?%")
    return not approximate and (row["score"] is None or row["score"] >= _MIN_SCORE)


def _at_odds(row: Row, other: Row) -> bool:
    if compatible(row, other):
        return False
    # a congress whose body the text leaves out was guessed from the context: another year may be another body's
    guessed = row["type"] == "congress" and not (row["body"] and other["body"])
    return not guessed or row["start"][:-6] == other["start"][:-6]


def _contradictions(rows: list[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Sources that another document contradicts, each date of a document once, with what contradicts it."""
    if rows[0]["type"] == "founding":
        return
    alike: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        if _comparable(row):
            alike.setdefault((bool(row["body"]), *_value(row)), []).append(row)
    for own in alike.values():
        odd = [others for others in alike.values() if _at_odds(own[0], others[0])]
        for row in {(row["doc_id"], row["date_id"] or row["person_mention"]): row for row in own}.values():
            foreign = [
                [other for other in itertools.islice(others, _LISTED + 1) if other["doc_id"] != row["doc_id"]] for others in odd
            ]
            listed = [
                other for _, others in sorted(zip(map(len, odd), foreign, strict=True), key=lambda x: -x[0]) for other in others
            ]
            if listed:
                yield row, listed[:_LISTED]


def _compare(rows: list[Row], key: str, registers: Registers) -> tuple[Row, list[Row]]:
    """The canonical event of the sources, and the check rows of those that contradict another document."""
    known = _known(rows[0], registers)
    name = _name(rows, known)
    checks = [
        _conflict(row, others, name, known) for row, others in sorted(_contradictions(rows), key=lambda pair: _place(pair[0]))
    ]
    event = {"canonical_id": key, "type": rows[0]["type"], "name": name, "agreement": "conflict" if checks else _agreement(rows)}
    return event | _identity(rows[0], known) | _time(_best(rows, known)) | _tellers(rows), checks


def _agreement(rows: list[Row]) -> str:
    """How far sources go together of which none contradicts another."""
    if len({row["doc_id"] for row in rows}) == 1:
        return "single"
    return "same" if len({(row["start"], row["end"], row["precision"]) for row in rows}) == 1 else "compatible"


def _identity(row: Row, known: Meeting | None) -> Row:
    """What the happening is by the contract's ids, and by the register where that knows it; what is empty is left out."""
    found: Row = {"wikidata": row["wikidata"]}
    if row["type"] == "congress":
        found |= {"congress_body_id": row["body_id"], "congress_kind": row["kind"], "congress_number": row["number"]}
    if known:
        found |= {"register_id": known.register_id, "wikidata": known.wikidata or None}
        found |= {"known_start": known.gregorian[0], "known_end": known.gregorian[1]}
    return found


def _time(best: Row) -> Row:
    """The date of the source that stands for the happening, and its place on one line of days."""
    first, last = gregorian_span(
        best["start"], best["end"], best["precision"], best["calendar"], best["ns_start"], best["ns_end"]
    )
    written = {column: best[column] for column in ("start", "end", "edtf", "precision", "calendar", "ns_start", "ns_end")}
    return written | {"sort_start": first, "sort_end": last}


def _tellers(rows: list[Row]) -> Row:
    """The documents and events that tell it, with the names and dates that they give."""
    documents = sorted({row["doc_id"] for row in rows})
    events = [row["event_id"] for row in rows if row["event_id"]]
    return {
        "names": sorted({written for row in rows if (written := _written_name(row))}),
        "n_documents": len(documents), "n_events": len(events), "doc_ids": documents, "event_ids": events,
        "dates": sorted({row["edtf"] or f"{row['start']}/{row['end']}" for row in rows}),
    }  # fmt: skip


def _known(row: Row, registers: Registers) -> Meeting | None:
    if row["type"] != "congress":
        return None
    return registers.meeting(row["body_id"], row["body"] or "", row["kind"], row["number"])


def _written_name(row: Row) -> str | None:
    if row["type"] == "congress":
        return row["body"] or None
    return row["organisation"] if row["type"] == "founding" else row["person"]


def _name(rows: list[Row], known: Meeting | None) -> str:
    """What the happening is called: the register's name, else the longest name in the sources."""
    if known and known.names["kk"]:
        return known.names["kk"]
    longest = max((written for row in rows if (written := _written_name(row))), key=lambda text: (len(text), text), default="")
    if rows[0]["type"] == "congress":
        return f"{longest or rows[0]['body_id']}: {rows[0]['kind']} {rows[0]['number']}"
    return longest


def _best(rows: list[Row], known: Meeting | None) -> Row:
    """The source whose date stands for the happening: one that the register bears out, the finest, the most frequent."""
    counts = Counter((row["start"], row["end"]) for row in rows)
    days = set(known.days) if known else set()

    def rank(row: Row) -> tuple[object, ...]:
        return (
            (row["start"], row["end"]) not in days, row["pair_status"] == "inconsistent", PRECISIONS.index(row["precision"]),
            -counts[row["start"], row["end"]], row["pair_status"] is None, *_place(row),
        )  # fmt: skip

    return min(rows, key=rank)


def _conflict(row: Row, others: list[Row], name: str, known: Meeting | None) -> Row:
    """A row of ``checks``: what other documents say, the most frequent first; the register's date where there is one."""
    first = others[0]
    said = "; ".join(f"{other['doc_id']}: {quoted(other['written'] or other['edtf'] or other['start'])}" for other in others)
    if known:
        said = f"{known_days(known)}; {said}"
    mentions = [m for m in (row["congress_id"], row["person_mention"], row["date_id"]) if m]
    check = finding(
        "cross_document_conflict", mentions, said, name=name, date=quoted(row["written"] or row["start"]),
        doc=first["doc_id"], other=quoted(first["written"] or first["start"]),
    )  # fmt: skip
    return check_row(row["doc_id"], check)
