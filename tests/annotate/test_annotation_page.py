"""The commands and the code of ``docs/annotation_tools.md`` run as they are printed."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jylnama.cli import app

ROOT = Path(__file__).parent.parent.parent
# what a user has saved out of a tool, here the file that went in
EXPORTED = {"project.json": "labelstudio/tasks.json", "admin.jsonl": "doccano/dataset.jsonl"}


def test_every_command_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "annotation_tools.md").read_text("utf-8")
    shutil.copytree(ROOT / "corpus" / "texts", tmp_path / "corpus" / "texts")
    shutil.copytree(ROOT / "annotations" / "corpus", tmp_path / "annotations" / "corpus")
    monkeypatch.chdir(tmp_path)
    for language, block in re.findall(r"```(sh|python)\n(.*?)```", page, re.DOTALL):
        if language == "python":
            exec(block, {})
            continue
        for line in block.splitlines():
            command = shlex.split(line.partition(" > ")[0])
            for word in command:
                if word in EXPORTED:
                    shutil.copy(EXPORTED[word], word)
            result = CliRunner().invoke(app, command[1:])
            assert result.exit_code == 0, f"{line}\n{result.output}"
