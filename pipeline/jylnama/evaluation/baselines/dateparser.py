"""dateparser (https://dateparser.readthedocs.io): its search with the languages Kazakh and Russian finds dates in running text.

Its settings here are those with the best ``dates.value_overlap`` on train and dev gold (docs/evaluation.md): no
relative parser (which reads ``1917 ж`` as 1,917 years ago), no date without a year, the longest sequences of tokens.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from datetime import datetime

from dateparser.search import search_dates

from jylnama.document import DAY, MONTH, YEAR, DateMention, Document, text_sha256
from jylnama.evaluation.baselines import Options, Predict

LANGUAGES = ["kk", "ru"]
# RELATIVE_BASE: whatever dateparser fills in must not depend on the day it is run
SETTINGS = {
    "PARSERS": ["custom-formats", "absolute-time"], "REQUIRE_PARTS": ["year"], "RELATIVE_BASE": datetime(2000, 1, 1),
}  # fmt: skip


def make(options: Options) -> Predict:
    return predict


def predict(texts: Iterable[tuple[str, str]]) -> Iterator[Document]:
    """Document objects that hold dates alone, in the offsets of the texts."""
    for doc_id, text in texts:
        yield Document(doc_id, text_sha256(text), dates=list(_dates(text)))


def _dates(text: str) -> Iterator[DateMention]:
    at = number = 0
    for substring, moment, period in search_dates(text, LANGUAGES, SETTINGS, strategy="ngram", add_period=True) or []:
        start = text.find(substring, at)  # dateparser gives strings, from left to right, without their places
        if start < 0:
            continue
        at = start + len(substring)
        first, last, precision = _value(moment, period)
        yield DateMention(f"d{number}", start, at, substring, first, last, precision=precision)
        number += 1


def _value(moment: datetime, period: str) -> tuple[str, str, str]:
    """First and last day of what dateparser says was named: a year, a month, or (all else) a day."""
    year, month = f"{moment.year:04}", f"{moment.month:02}"
    if period == "year":
        return f"{year}-01-01", f"{year}-12-31", YEAR
    if period == "month":
        days = calendar.monthrange(moment.year, moment.month)[1]
        return f"{year}-{month}-01", f"{year}-{month}-{days:02}", MONTH
    day = f"{year}-{month}-{moment.day:02}"
    return day, day, DAY
