"""The floors of docs/architecture.md: an import goes downwards, or one way between two rooms of a floor."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pipeline" / "jylnama"
EXTRACTORS = 2
# the page says why
EXCEPTIONS = {("stanza", "ner")}


def floors() -> dict[str, int]:
    """Floor by room, as the table of the page has them; doors stand above all."""
    found: dict[str, int] = {}
    for line in (ROOT / "docs" / "architecture.md").read_text("utf-8").splitlines():
        if row := re.match(r"\| (doors|\d) \|([^|]*)\|", line):
            floor = 9 if row[1] == "doors" else int(row[1])
            found |= {name.removesuffix("/").removesuffix(".py"): floor for name in re.findall(r"`([^` ]+)`", row[2])}
    return found


def imports() -> Iterator[tuple[str, str, str]]:
    """Pairs of rooms, and where the first imports the other."""
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, f"{inside}:{node.lineno}: name the room in full"
                names = [f"jylnama.{alias.name}" for alias in node.names] if node.module == "jylnama" else [node.module or ""]
            for name in names:
                package, _, rest = name.partition(".")
                room, other = inside.parts[0].removesuffix(".py"), rest.partition(".")[0]
                # the version and the package's folder are known everywhere
                if package == "jylnama" and other not in ("", "__version__", room):
                    yield room, other, f"{inside}:{node.lineno}"


def test_every_room_has_a_floor() -> None:
    rooms = {
        path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms == set(floors())


def test_imports_go_downwards() -> None:
    floor, found = floors(), list(imports())
    assert found
    assert [f"{where}: {room} → {other}" for room, other, where in found if floor[other] > floor[room]] == []
    level = {(room, other) for room, other, _ in found if floor[room] == floor[other]}
    assert {pair for pair in level if pair[::-1] in level} == set()
    assert {pair for pair in level if floor[pair[0]] == EXTRACTORS} == EXCEPTIONS


@pytest.mark.parametrize("room", sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")))
def test_files_that_the_page_names_are_there(room: str) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for name in re.findall(rf"`{room}/([\w/]+\.\w+)`", page):
        assert (PACKAGE / room / name).exists(), name
