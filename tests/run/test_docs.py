"""docs/batches.md and docs/cluster.md: what runs here is run, what needs a cluster is at least Python; options are told."""

from __future__ import annotations

from pathlib import Path

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


@pytest.mark.parametrize("command", ["extract", "bench"])
def test_every_option_is_told(command: str) -> None:
    pages = "".join(path.read_text("utf-8") for path in sorted(DOCS.glob("*.md")))
    known = typer.main.get_command(app).commands[command].params
    for option in (name for parameter in known for name in parameter.opts if name.startswith("--")):
        if option not in ("--out", "--quiet"):
            assert f"`{option}" in pages or f" {option}" in pages, option
