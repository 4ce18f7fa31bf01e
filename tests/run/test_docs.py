"""docs/batches.md and docs/cluster.md: what runs here is run, what needs a cluster is at least Python; options are told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

from jylnama.cli import app

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"


def test_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    examples = list(Sybil(parsers=[PythonCodeBlockParser()]).parse(DOCS / "batches.md").examples())
    assert examples
    for example in examples:
        example.evaluate()


def test_cluster_examples_compile() -> None:
    blocks: list[str] = []
    parser = CodeBlockParser(language="python", evaluator=lambda example: blocks.append(example.parsed))
    for example in Sybil(parsers=[parser]).parse(DOCS / "cluster.md").examples():
        example.evaluate()
    assert len(blocks) == 2
    for block in blocks:
        compile(block, "cluster.md", "exec")
    skipping = Sybil(parsers=[PythonCodeBlockParser(), SkipParser()]).parse(DOCS / "cluster.md")
    for example in skipping.examples():  # whoever runs the page must skip them: they start clusters
        example.evaluate()


PAGES = {
    "extract": "batches.md", "bench": "batches.md", "evaluate": "evaluation.md", "annotate export": "annotation_tools.md",
    "annotate import": "annotation_tools.md", "annotate agreement": "annotation_tools.md", "query": "queries.md",
    "report": "queries.md", "register check": "registers.md",
}  # fmt: skip
TOLD_BY_HELP = {"export", "train", "model info", "model evaluate", "register show"}
# what needs no page: where to write, and not to talk; the table itself names --max-rows where it ends
PLAIN = {"--out", "--quiet", "--max-rows"}


def options(group: Any = None, before: str = "") -> dict[str, list[str]]:
    """The long options of every command."""
    found = {}
    for name, command in (group or typer.main.get_command(app)).commands.items():
        if hasattr(command, "commands"):
            found |= options(command, f"{name} ")
        else:
            found[before + name] = [
                option for parameter in command.params for option in parameter.opts if option.startswith("--")
            ]
    return found


def test_every_command_has_its_page_or_needs_none() -> None:
    assert set(options()) == {*PAGES, *TOLD_BY_HELP}


@pytest.mark.parametrize("command", PAGES)
def test_every_option_is_told(command: str) -> None:
    page = (DOCS / PAGES[command]).read_text("utf-8")
    assert f"jylnama {command}" in page
    told = set(re.findall(r"--[a-z][a-z0-9-]*", page))
    assert not set(options()[command]) - told - PLAIN
