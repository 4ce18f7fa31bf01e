"""Stanza's tokenizer and tagger as components, with real models that the test trains small."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from jylnama.kazakh.zones import doc_text
from jylnama.pipeline import load, read_document
from jylnama.stanza.models import StanzaError, pipeline

TREEBANK = Path(__file__).parents[3] / "shared/data/ud_kazakh_ktb/kk_ktb-ud-test.conllu"
TEXT = "Абай 1845 жылы туған. Шоқан Орынборға барды. Ахмет 1937 жылы қайтыс болды."
# token and tag; sentences of our own
TAGGED = [
    [("Абай", "B-PERSON"), ("туған", "O"), (".", "O")],
    [("Шоқан", "B-PERSON"), ("Орынборға", "B-GPE"), ("барды", "O"), (".", "O")],
    [("Ахмет", "B-PERSON"), ("қайтыс", "O"), ("болды", "O"), (".", "O")],
    [("Ол", "O"), ("Орынборға", "B-GPE"), ("келді", "O"), (".", "O")],
]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with a tokenizer and a tagger, trained for a few steps."""
    pytest.importorskip("stanza", reason="the extra [stanza] is not installed")
    if not TREEBANK.exists():
        pytest.skip("the Kazakh treebank is not at hand")
    import torch

    torch.set_num_threads(1)  # such small nets are many times slower on many threads
    folder = tmp_path_factory.mktemp("stanza")
    _train_tokenizer(folder)
    _train_tagger(folder)
    return str(folder)


def _train_tokenizer(folder: Path) -> None:
    from stanza.models import tokenizer
    from stanza.utils.datasets import prepare_tokenizer_data

    conllu = "\n\n".join(TREEBANK.read_text("utf-8").split("\n\n")[:80]) + "\n\n"
    (folder / "a.conllu").write_text(conllu, "utf-8")
    lines = [line[9:] for line in conllu.split("\n") if line.startswith("# text = ")]
    (folder / "a.txt").write_text(" ".join(lines) + "\n", "utf-8")
    prepare_tokenizer_data.main(
        [str(folder / "a.txt"), str(folder / "a.conllu"), "-o", str(folder / "a.labels"), "-m", str(folder / "a.mwt.json")]
    )
    tokenizer.main([
        "--txt_file", str(folder / "a.txt"), "--label_file", str(folder / "a.labels"), "--dev_txt_file", str(folder / "a.txt"),
        "--dev_label_file", str(folder / "a.labels"), "--dev_conll_gold", str(folder / "a.conllu"), "--lang", "kk", "--shorthand", "kk_ktb",
        "--mwt_json_file", str(folder / "a.mwt.json"), "--steps", "60", "--eval_steps", "60", "--max_steps_before_stop", "1000",
        "--hidden_dim", "32", "--save_dir", str(folder), "--save_name", "kk_tokenizer.pt", "--lr0", "0.01",
    ])  # fmt: skip


def _train_tagger(folder: Path) -> None:
    import json

    from stanza.models import ner_tagger

    data = [[{"text": text, "ner": tag} for text, tag in sentence] for sentence in TAGGED * 4]
    (folder / "ner.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    ner_tagger.main([
        "--train_file", str(folder / "ner.json"), "--eval_file", str(folder / "ner.json"), "--shorthand", "kk_own", "--no_pretrain",
        "--hidden_dim", "32", "--char_hidden_dim", "24", "--char_emb_dim", "16", "--max_steps", "60", "--eval_interval", "60",
        "--optim", "adam", "--lr", "0.02", "--save_dir", str(folder), "--save_name", "kk_nertagger.pt",
    ])  # fmt: skip


def test_names_with_exact_offsets(models: str) -> None:
    nlp = spacy.blank("kk")
    nlp.add_pipe("kk_sentencizer")
    nlp.add_pipe("stanza_ner", config={"models": models})
    first, second = nlp.pipe([TEXT, "Ол Орынборға келді."])
    assert {doc_text(first)[e.start_char : e.end_char] for e in first._.ner if e.label == "PERSON"} >= {"Абай", "Шоқан"}
    assert [(doc_text(second)[e.start_char : e.end_char], e.label) for e in second._.ner] == [("Орынборға", "GPE")]


def test_sentences_of_the_tokenizer(models: str) -> None:
    nlp = spacy.blank("kk")
    nlp.add_pipe("stanza_sentencizer", config={"models": models})
    starts = [s.start_char for s in nlp(TEXT).sents]
    expected = [s.tokens[0].start_char for s in pipeline("tokenize", models)(TEXT).sentences]
    assert starts == expected
    assert list(nlp("").sents) == []


def test_the_whole_pipeline_on_stanza(models: str) -> None:
    document = read_document(load(ner="stanza", splitter="stanza", stanza=models), TEXT, "x")
    assert [d.text for d in document.dates] == ["1845 жылы", "1937 жылы"]
    assert "Шоқан" in {p.text for p in document.persons}
    assert [p.name for p in document.places] == ["Орынбор"]


def test_a_folder_without_models_is_named(tmp_path: Path) -> None:
    pytest.importorskip("stanza", reason="the extra [stanza] is not installed")
    with pytest.raises(StanzaError, match="needs one file"):
        pipeline("tokenize", str(tmp_path))
    with pytest.raises(StanzaError, match="no such folder"):
        pipeline("tokenize", str(tmp_path / "none"))


def test_models_that_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    """What to do comes first, and by its option; the network's own words are left out."""
    stanza = pytest.importorskip("stanza", reason="the extra [stanza] is not installed")

    def fail(*_: object, **__: object) -> None:
        raise ConnectionError("HTTPSConnectionPool: retries (Caused by NameResolutionError(no such host))")

    monkeypatch.setattr(stanza, "Pipeline", fail)
    with pytest.raises(StanzaError, match=r"name a folder that has them by --stanza-models .*says: ConnectionError$"):
        pipeline("tokenize", None)
