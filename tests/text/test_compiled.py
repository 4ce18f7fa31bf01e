import pickle
from pathlib import Path

import pytest
import regex

from jylnama.text import compiled
from jylnama.text.compiled import compile_all

SOURCES = [r"(?<day>\d{1,2})\s", "жыл(?:ы|дың)?"]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setattr(compiled, "user_cache_path", lambda _: folder)
    return folder


def fail(*_: object) -> None:
    raise AssertionError("compiled anew")


def test_what_was_compiled_is_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = compile_all(SOURCES, regex.POSIX)
    assert len(list(cache.iterdir())) == 1
    with monkeypatch.context() as patch:
        patch.setattr(regex, "compile", fail)
        again = compile_all(SOURCES, regex.POSIX)
    assert [(p.pattern, p.flags) for p in again] == [(p.pattern, p.flags) for p in first]
    assert again[0].findall("17 шілде") == ["17"]


def test_other_sources_or_flags_are_other_patterns(cache: Path) -> None:
    assert compile_all(["а"], regex.POSIX)[0].flags & regex.POSIX
    assert not compile_all(["а"])[0].flags & regex.POSIX
    assert compile_all(["ә"])[0].pattern == "ә"
    assert len(list(cache.iterdir())) == 3


@pytest.mark.parametrize("damage", [b"", b"x" * 200, pickle.dumps([1])], ids=["empty", "garbled", "of another kind"])
def test_a_damaged_file_is_made_again(cache: Path, damage: bytes) -> None:
    compile_all(SOURCES)
    (path,) = cache.iterdir()
    whole = path.read_bytes()
    path.write_bytes(damage)
    assert [p.pattern for p in compile_all(SOURCES)] == SOURCES
    assert path.read_bytes() == whole


def test_without_a_folder_to_write_to(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert [p.pattern for p in compile_all(SOURCES)] == SOURCES
