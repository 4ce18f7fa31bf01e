"""The shipped model at work."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from jylnama.ner.labels import LABELS
from jylnama.ner.model import FILES, NAME, NerModel
from jylnama.ner.words import words
from jylnama.shipped import ModelError, model_folder

FOLDER = model_folder(NAME, FILES[-1])
SENTENCES = [
    "Әлихан Бөкейханов 1917 жылы Орынборда Алаш партиясын құрды.",
    "Кездесуге В.И. Ленин, Л.Д. Троцкий және М. Калинин қатысты.",
    "Шежіреші қария ескі әңгімелерді айтып отырды.",
    "Абылай ханның елшілері Бейжіңге барды.",
    "Семей.",
    "Қоныс аударған ауылдар Сырдария мен Шу өзендерінің бойына орналасты, ал батыстағы рулар Жайыққа қарай көшті.",
]


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in words(text)]


@pytest.fixture(scope="module")
def model() -> NerModel:
    return NerModel.load(threads=1)


def test_it_finds_names(model: NerModel) -> None:
    found = {(" ".join(cut(text)[e.start : e.end]), e.label) for text in SENTENCES for e in model.predict([cut(text)])[0]}
    assert {("Әлихан Бөкейханов", "PERSON"), ("Орынборда", "GPE"), ("В . И . Ленин", "PERSON"), ("1917 жылы", "DATE")} <= found
    assert not model.predict([cut(SENTENCES[2])])[0]


def test_the_company_of_a_sentence_changes_nothing(model: NerModel) -> None:
    """Labels and scores, bit by bit, whatever else is in the batch."""
    sentences = [cut(text) for text in SENTENCES]
    alone = [model.logits([words])[0] for words in sentences]
    many = sentences * 40 + [["Абай"] * n for n in range(1, 120, 7)]
    together = model.logits(many)
    assert all(np.array_equal(alone[i % len(sentences)], together[i]) for i in range(len(sentences) * 40))


def test_states_beside_the_entities(model: NerModel) -> None:
    """One pass gives both; a sentence's states do not depend on the others, and words behind a window have theirs."""
    sentences = [cut(text) for text in SENTENCES]
    together = model.read(sentences * 20)
    assert [entities for entities, _ in together[: len(sentences)]] == model.predict(sentences)
    for i, (_, states) in enumerate(together):
        sentence = sentences[i % len(sentences)]
        assert np.array_equal(states, model.read([sentence])[0][1])
        assert states.shape == (len(sentence), model.config["hidden"])
    ((_, long),) = model.read([["қарт", "айтты"] * 300])
    assert np.all(np.abs(long).max(1) > 0)


def test_no_words(model: NerModel) -> None:
    assert model.predict([[], ["Абай"], []])[0] == []
    assert model.predict([]) == []


def test_no_letter_is_unknown(model: NerModel) -> None:
    letters = [chr(c) for c in (*range(0x41, 0x250), *range(0x400, 0x530)) if chr(c).isalpha()]
    unknown = model.config["unk"]
    words = [letter * n for letter in letters for n in (1, 2)]
    assert not [w for w in words if unknown in model.tokenizer.encode(w, add_special_tokens=False).ids]


@pytest.mark.parametrize("word", ["\u200b", "\x07", "𝔄", "漢字", "😀", "", "a" * 5000])
def test_odd_words_keep_their_place(model: NerModel, word: str) -> None:
    assert model.logits([["Абай", word, "Орынборда"]])[0].shape == (3, len(LABELS))


def test_long_sentences_are_read_in_windows(model: NerModel) -> None:
    """A name is found anywhere in a sentence that is longer than a window, and every word gets scores."""
    words = cut("қарт айтты, ")[:-1] * 400
    for at in (3, 200, 333, 790):
        words[at : at + 2] = ["Міржақып", "Дулатов"]
    found = [(e.start, e.end) for e in model.predict([words])[0] if e.label == "PERSON"]
    assert {(at, at + 2) for at in (3, 200, 333, 790)} <= set(found)
    assert np.all(np.abs(model.logits([words])[0]).max(1) > 0)


def test_running_it_needs_no_pytorch(model: NerModel) -> None:
    import subprocess

    code = (
        "from jylnama.ner.model import NerModel; NerModel.load().predict([['Абай']]); import sys; print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_whole_folder_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 40e6


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.onnx"):
        NerModel.load(tmp_path)


def test_weights_that_are_none(tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"model\.onnx"):
        NerModel.load(tmp_path)
