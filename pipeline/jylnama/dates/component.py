"""The ``kk_dates`` component."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from jylnama.dates.finder import FoundDate, find_dates
from jylnama.dates.values import edtf
from jylnama.document import DateMention
from jylnama.kazakh.zones import citation_zones, doc_text, extend, foreign_zones, write_spans


@Language.factory("kk_dates", default_config={"skip_languages": ["ru", "en"]})
def make_dates(nlp: Language, name: str, skip_languages: list[str]) -> KazakhDates:
    return KazakhDates(skip_languages)


class KazakhDates:
    """Finds calendar expressions: days, ranges, months, seasons, years, decades, centuries, OS/NS pairs.

    Works on any ``Doc``; reads ``doc.spans["citations"]`` and the sentences' languages where other
    components have set them. Writes ``doc.spans["dates"]`` (label ``date``, token-aligned) and
    ``doc._.dates``: ``DateMention`` objects with exact offsets into ``doc.text``.

    skip_languages (list[str]): sentences of these languages are not read.
    """

    def __init__(self, skip_languages: list[str]) -> None:
        self.skip_languages = frozenset(skip_languages)
        extend("dates")

    def __call__(self, doc: Doc) -> Doc:
        text = doc_text(doc)
        found_dates = find_dates(text, citation_zones(doc), foreign_zones(doc, self.skip_languages))
        mentions = [date_mention(f"d{i}", text, found) for i, found in enumerate(found_dates)]
        doc._.dates = mentions
        write_spans(doc, "dates", [(m.start_char, m.end_char, "date") for m in mentions])
        return doc


def date_mention(mention_id: str, text: str, found: FoundDate) -> DateMention:
    """The document object's form of a found date."""
    reading = found.reading
    os_days, ns_days = reading.os or (None, None), reading.ns or (None, None)
    return DateMention(
        mention_id, found.start, found.end, text[found.start : found.end],
        start=reading.interval.start, end=reading.interval.end,
        edtf=edtf(reading.interval, approximate=reading.approximate),
        precision=reading.interval.precision, calendar=reading.calendar,
        os_start=os_days[0], os_end=os_days[1], ns_start=ns_days[0], ns_end=ns_days[1],
        pair_status=reading.pair_status, relative=reading.relative, approximate=reading.approximate,
        impossible=reading.impossible, zone=found.zone,
    )  # fmt: skip
