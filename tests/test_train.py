"""What ``jylnama train`` says before it trains; the trainings have tests of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from jylnama.cli import app


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('task = "foo"', "task 'foo'; there are: ner, triggers"),
        ("task = 3", "task '3'; there are: ner, triggers"),
        ('task = "triggers"', "by --out"),
    ],
)
def test_what_is_trained(tmp_path: Path, text: str, message: str) -> None:
    config = tmp_path / "c.toml"
    config.write_text(text, "utf-8")
    result = CliRunner().invoke(app, ["train", str(config)])
    assert result.exit_code == 2
    assert str(config) in result.stderr
    assert message in result.stderr


def test_the_default_task_may_be_named(tmp_path: Path) -> None:
    """What is wrong then is what a configuration of the model of names lacks."""
    pytest.importorskip("torch", reason="training needs the extra train (PyTorch)")
    pytest.importorskip("onnx", reason="training needs the extra train (onnx)")
    config = tmp_path / "c.toml"
    config.write_text('task = "ner"\noutput = "x"', "utf-8")
    result = CliRunner().invoke(app, ["train", str(config)])
    assert result.exit_code == 2
    assert "unknown task" not in result.stderr
    assert "main" in result.stderr
