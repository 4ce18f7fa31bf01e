"""A file is there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from jylnama.exchange.csv_table import cell
from jylnama.exchange.files import replacing


def test_an_interrupted_file_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    out.write_text("old")

    def fill_the_disk() -> None:
        with replacing(out) as path:
            path.write_text("half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="full"):
        fill_the_disk()
    assert [p.name for p in tmp_path.iterdir()] == ["events.csv"]
    assert out.read_text() == "old"
    with replacing(out) as path:
        path.write_text("new")
    assert out.read_text() == "new"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("=1+1", "'=1+1"), ("@a", "'@a"), ("-0099-03-01", "-0099-03-01"), (-44, -44), (["a", "b"], "a; b"), (None, ""), ("a\nb", "a b")],
)
def test_cells(value: object, expected: object) -> None:
    assert cell(value) == expected
