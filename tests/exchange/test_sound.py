"""Gold that cannot be right is refused, whoever reads it, with file, line and item."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from typer.testing import CliRunner

from jylnama.cli import app
from jylnama.document import Document, DocumentError
from jylnama.exchange.jsonl import read
from jylnama.exchange.sound import faults
from jylnama.pipeline import read_document

TEXT = "1921 жылы 5 мамырда Семейде мұғалімдердің 2-съезі ашылды. Оны А. Қалиев басқарды. Ол 1930 жылы қайтыс болды."


@pytest.fixture(scope="module")
def gold(nlp: Language) -> dict[str, Any]:
    data = read_document(nlp, TEXT, "a").to_dict()
    assert len(data["dates"]) > 1
    assert data["events"]
    return data


Change = Callable[[dict[str, Any]], Any]


def changed(layer: str, **values: Any) -> Change:
    return lambda data: data[layer][0].update(values)


FAULTS: list[tuple[Change, str]] = [
    (changed("dates", start_char="0"), "offsets '0' and 19: whole numbers are wanted"),
    (changed("dates", start_char=-5), "offsets -5–19"),
    (changed("dates", end_char=1_000_000), "has 19 characters, 0–1000000 are 1000000"),
    (changed("dates", start="1917-13-45"), "start '1917-13-45': a day as 1917-11-07 is wanted"),
    (changed("dates", ns_end="1917"), "ns_end '1917'"),
    (changed("dates", id="d1"), "dates: the id d1 is there 2 times"),
    (changed("congresses", numbers=["2"]), "numbers ['2']: a list of whole numbers is wanted"),
    (changed("events", type="foo"), "type 'foo'; there are: congress, founding"),
    (changed("events", dates=["d999"]), "dates has no 'd999'"),
    (changed("events", dates="d0"), "a list of ids is wanted"),
    (lambda data: data["events"][0]["trigger"].update(start_char=True), "whole numbers are wanted"),
    (lambda data: data.update(sentences=[[5, 1], [0, 3]]), "sentence 0: offsets 5–1"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), FAULTS)
def test_what_cannot_be_right_is_refused(gold: dict[str, Any], tmp_path: Path, change: Change, words: str) -> None:
    data = deepcopy(gold)
    change(data)
    data.pop("sentence_languages")
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(gold) + "\n" + json.dumps(data), "utf-8")
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert f"{path}:2: document a: " in str(caught.value)
    assert words in str(caught.value)
    result = CliRunner().invoke(app, ["evaluate", "--gold", str(path), "--pred", str(path)])
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (2, True)


def test_what_the_system_says_is_sound(gold: dict[str, Any], nlp: Language) -> None:
    assert list(faults(Document.from_dict(gold))) == []
    odd = "Б.з.б. 44 жылы 15 наурызда өлді. XIX ғасырдың 30-жылдары. 31 сәуір 1917 ж. 1920 – 1917 жж. соғыс болды. 100 ж. ашылды."
    assert list(faults(read_document(nlp, odd, "b"))) == []


def test_a_value_that_is_not_known_yet_is_no_fault(gold: dict[str, Any]) -> None:
    data = deepcopy(gold)
    data["dates"][0].update(start="", end="", ns_start=None, text="")
    assert list(faults(Document.from_dict(data))) == []


def test_gold_that_does_not_fit_its_text(gold: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    data = deepcopy(gold)
    data["dates"][0].update(start_char=1, end_char=20)
    (tmp_path / "gold.json").write_text(json.dumps(data), "utf-8")
    (tmp_path / "pred.json").write_text(json.dumps(gold), "utf-8")
    call = ["evaluate", "--gold", str(tmp_path / "gold.json"), "--pred", str(tmp_path / "pred.json"), "--samples", "0"]
    assert CliRunner().invoke(app, call).exit_code == 0  # nobody can know without the text
    result = CliRunner().invoke(app, [*call, "--texts", str(tmp_path / "a.txt")])
    assert result.exit_code == 2
    assert "does not stand at 1–20, but" in result.output
