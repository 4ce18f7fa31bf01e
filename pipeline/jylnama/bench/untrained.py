"""Stanza's nets for Kazakh without their training: the shapes of the published ones, so the same arithmetic a word.

Shapes: Stanza's defaults for a tokenizer and for a tagger without a character language model, 25 classes (KazNERD).
"""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

_CLASSES = 25
_SENTENCES = (
    "Съезд Орынборда ашылды .",
    "Ол 1917 жылы Ташкентке барды .",
    "Газет Семейде шыға бастады .",
    "Партия мүшелері жиналды .",
)


def stanza_models(folder: Path) -> bool:
    """Write models of one training step into ``folder``, where Stanza has none of its own; returns whether it did."""
    from stanza.resources.common import DEFAULT_MODEL_DIR

    if list(Path(DEFAULT_MODEL_DIR).glob("kk/ner/*.pt")):
        return False
    with contextlib.redirect_stdout(io.StringIO()):
        if not list(folder.glob("*tokenizer.pt")):
            _tokenizer(folder)
        if not list(folder.glob("*nertagger.pt")):
            _tagger(folder)
    return True


def _tokenizer(folder: Path) -> None:
    from stanza.models import tokenizer
    from stanza.utils.datasets import prepare_tokenizer_data

    (folder / "t.txt").write_text(" ".join(_SENTENCES) + "\n", "utf-8")
    (folder / "t.conllu").write_text("".join(map(_conllu, _SENTENCES)), "utf-8")
    prepare_tokenizer_data.main(
        [str(folder / "t.txt"), str(folder / "t.conllu"), "-o", str(folder / "t.labels"), "-m", str(folder / "t.json")]
    )
    tokenizer.main([
        "--txt_file", str(folder / "t.txt"), "--label_file", str(folder / "t.labels"), "--dev_txt_file", str(folder / "t.txt"),
        "--dev_label_file", str(folder / "t.labels"), "--dev_conll_gold", str(folder / "t.conllu"), "--mwt_json_file", str(folder / "t.json"),
        "--lang", "kk", "--shorthand", "kk_ktb", "--steps", "1", "--eval_steps", "1",
        "--save_dir", str(folder), "--save_name", "kk_tokenizer.pt",
    ])  # fmt: skip


def _conllu(sentence: str) -> str:
    rows = (f"{i}\t{word}\t_\tX\t_\t_\t{i - 1}\tdep\t_\t_" for i, word in enumerate(sentence.split(), 1))
    return f"# text = {sentence}\n" + "\n".join(rows) + "\n\n"


def _tagger(folder: Path) -> None:
    from stanza.models import ner_tagger

    # every class alone, and over three words: all the tags that the net then has to choose from
    data = [
        [{"text": word, "ner": tag} for word, tag in zip(["Ол", "жаңа", "Орда", "қала", "үйі", "."], tags.split(), strict=True)]
        for c in range(_CLASSES)
        for tags in (f"S-C{c} O B-C{c} I-C{c} E-C{c} O",)
    ]
    (folder / "n.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    ner_tagger.main([
        "--train_file", str(folder / "n.json"), "--eval_file", str(folder / "n.json"), "--shorthand", "kk_kaznerd",
        "--no_pretrain", "--max_steps", "1", "--eval_interval", "1", "--save_dir", str(folder), "--save_name", "kk_nertagger.pt",
    ])  # fmt: skip
