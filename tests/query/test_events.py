"""``jylnama.events``: the event table of texts as a DataFrame."""

from __future__ import annotations

import pytest

import jylnama
from jylnama.run.tables import TABLES

TEXT = "1917 ж. 25 қазанда (7 қараша) көтеріліс болды. 1917 жылғы 1 қарашада кеңес құрылды. 1917 жылы газет шыға бастады."


def test_one_string_is_one_text() -> None:
    frame = jylnama.events(TEXT)
    assert list(frame.columns) == [name for name, _, _ in TABLES["events"]]
    assert set(frame["doc_id"]) == {"doc0"}
    assert frame.equals(jylnama.events([TEXT]))
    assert frame["event_id"].is_unique


def test_mixed_styles_and_precisions_sort_on_one_line() -> None:
    frame = jylnama.events([("a", TEXT)]).sort_values(["sort_start", "sort_end"])
    assert list(frame["start"]) == ["1917-01-01", "1917-11-01", "1917-10-25"]  # 25 October O.S. is 7 November
    assert str(frame["sort_start"].dtype) == "Int64"


def test_no_text_gives_an_empty_table_and_no_id_twice() -> None:
    assert jylnama.events([]).empty
    with pytest.raises(ValueError, match="'a'"):
        jylnama.events([("a", TEXT), ("a", TEXT)])
