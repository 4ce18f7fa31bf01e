"""A file is there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jylnama.exchange.csv_table import cell
from jylnama.files import replacing, write_text


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


def test_links_and_devices_stay(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "kept" / "real.txt")
    write_text(tmp_path / "link.txt", "new", durable=True)
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "kept" / "real.txt").read_text() == "new"
    write_text(Path(os.devnull), "gone")
    assert Path(os.devnull).is_char_device() or os.name == "nt"
    with pytest.raises(OSError, match="nowhere") as caught:
        write_text(tmp_path / "nowhere" / "x.txt", "x")
    assert caught.value.filename == str(tmp_path / "nowhere" / "x.txt")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("@a", "'@a"),
        ("-0099-03-01", "-0099-03-01"),
        (-44, -44),
        (["a", "b"], "a; b"),
        (None, ""),
        ("a\nb", "a b"),
    ],
)
def test_cells(value: object, expected: object) -> None:
    assert cell(value) == expected
