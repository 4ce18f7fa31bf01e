"""The judge of triggers: candidates and their features, what it lets pass and adds, and its training on a tiny language."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from jylnama.linking.features import BY_NAME, Candidate, candidates
from jylnama.linking.judge import CLASSES, Judge, shipped_judge
from jylnama.linking.lexicon import analysed, is_auxiliary
from jylnama.linking.sentence import Sentence
from jylnama.linking.triggers import find_triggers
from jylnama.ner.model import NerModel
from jylnama.pipeline import read_document


@pytest.mark.parametrize(
    ("word", "stem", "form"),
    [("ашылды", "ашыл", "finite"), ("ашылған", "ашыл", "participle"), ("ашылғанда", "ашыл", "subordinate"), ("ашылып", "ашыл", "converb"),
     ("ашылуы", "ашыл", "verbal"), ("ашылмады", "ашыл", "negated"), ("келеді", "кел", "present"), ("көпір", "көпір", "noun"), ("1926", "1926", "noun")],
)  # fmt: skip
def test_forms_of_any_verb(word: str, stem: str, form: str) -> None:
    assert analysed(word)[1] == form
    assert analysed(word)[0].startswith(stem[:4])


def test_auxiliaries() -> None:
    assert all(is_auxiliary()(word, 0) for word in ("кетті", "алды", "бастады"))
    assert not any(is_auxiliary()(word, 0) for word in ("ашылды", "мектеп"))


def sentence_of(nlp: Language, text: str) -> Sentence:
    doc = nlp(text)
    return Sentence(text, 0, doc._.dates, doc._.congresses, doc._.persons, [], [])


def test_candidates_are_verbs_outside_of_dates(nlp: Language) -> None:
    sentence = sentence_of(nlp, "1926 жылы жаңа көпір ашылып, балалар оқи бастады.")
    found = list(candidates(sentence, find_triggers(sentence), BY_NAME))
    assert [sentence.text[c.start : c.end] for c in found] == ["ашылып", "бастады"]
    assert {"stem ашыл", "form converb", "dated 1", "verbs 0", "clause көпір"} <= set(found[0].features)
    assert "verbs 1" in found[1].features


def bare(judge: Judge, *features: str) -> Candidate[int]:
    return Candidate(0, 6, "finite", None, list(judge.rows_of(features)))


def test_probabilities_sum_to_one() -> None:
    judge = shipped_judge()
    probabilities = judge.probabilities([bare(judge, "stem ашыл", "no such feature"), bare(judge, "no such feature")])
    assert probabilities.shape == (2, len(CLASSES))
    assert probabilities.sum(1) == pytest.approx([1, 1], abs=1e-5)
    assert probabilities[0].tolist() != probabilities[1].tolist()


def events(nlp: Language, text: str) -> list[tuple[str, str]]:
    return [(e.type, e.trigger.text) for e in read_document(nlp, text, "x").events]


def test_the_type_hangs_on_the_clause(nlp: Language) -> None:
    assert events(nlp, "1926 жылы ол редакцияға қызметке алынды.") == [("appointment", "алынды")]
    assert events(nlp, "1226 жылы қамал үш күнде алынды.") == [("takeover", "алынды")]


def test_a_predicate_with_its_auxiliary(nlp: Language) -> None:
    (event,) = read_document(nlp, "1932 жылы тракторлар даланы жырта бастады.", "x").events
    assert event.trigger.text == "жырта бастады"


def test_scores_follow_the_evidence(nlp: Language) -> None:
    document = read_document(nlp, "1926 жылы Қарағашта жаңа мектеп ашылды.", "x")
    assert document.events[0].score > 0.8
    assert document.events[0].evidence.startswith("0.9/clause/")


def test_training(tmp_path: Path) -> None:
    """The words decide, and a configuration's faults are told."""
    pytest.importorskip("torch", reason="training needs the extra train (PyTorch)")
    from jylnama.linking import judge as module
    from jylnama.linking.training import TrainingError, train, unmarked

    assert unmarked("1926 жылы ⟦founding|ашылды⟧.") == ("1926 жылы ашылды.", [(10, 16, "founding")])
    lines = [f"{1900 + n} жылы мектеп{n} {'⟦founding|ашылды⟧' if n % 2 else 'жабық тұрған'}." for n in range(60)]
    (tmp_path / "sentences.txt").write_text("# пікір\n" + "\n".join(lines), encoding="utf-8")
    config = tmp_path / "config.toml"
    options = 'task = "triggers"\nleast = 2\nbatch = 16\nepochs = 8\nrate = 0.05\nweight_decay = 0.01\ndropout = 0.1\nseed = 1\n'
    options += "units = 8\nstate_rate = 0.001\nstate_dropout = 0.1\nwithout_states = 0.3\n"
    config.write_text(options + 'sentences = ["sentences.txt"]\n', encoding="utf-8")
    log: list[str] = []
    train(config, tmp_path / "out", log.append)
    first = (tmp_path / "out" / module.FILE).read_bytes()
    trained = module.read_judge(tmp_path / "out")
    opened = bare(trained, "stem ашыл", "form finite", "rule founding")
    closed = bare(trained, "stem тұр", "form participle", "rule -")
    assert trained.probabilities([opened, closed]).argmax(1).tolist() == [CLASSES.index("founding"), 0]
    train(config, tmp_path / "again", log.append)
    assert (tmp_path / "again" / module.FILE).read_bytes() == first
    (tmp_path / "sentences.txt").write_text("1926 жылы ⟦opening|ашылды⟧.", encoding="utf-8")
    with pytest.raises(TrainingError, match="sentences.txt:1"):
        train(config, tmp_path / "out", log.append)
    config.write_text(options, encoding="utf-8")
    with pytest.raises(TrainingError, match="sentences missing"):
        train(config, tmp_path / "out", log.append)


def test_a_participle_has_the_congress_behind_it(nlp: Language) -> None:
    document = read_document(nlp, "1921 ж. наурызда Мәскеуде өткен РК(б)П X съезі жаңа салық туралы қаулы қабылдады.", "x")
    assert [(e.type, e.congresses) for e in document.events] == [("congress", ["c0"]), ("adoption", ["c0"])]


def test_the_name_model_has_a_say(nlp: Language) -> None:
    """Its states reach the candidates of dated sentences, are dropped afterwards, and are those that the judge was taught on."""
    text = "Ауылда мектеп бар. 1926 жылы қалада мектеп ашылды."
    doc = nlp.make_doc(text)
    for name, component in nlp.pipeline:
        if name == "kk_events":
            break
        doc = component(doc)
    states = doc._.word_states
    assert set(states) == {start for start in range(19, len(text)) if text[start - 1] == " " or text[start] == "."}
    sentence = Sentence(text[19:], 19, doc._.dates, [], [], [], [], states)
    judge = shipped_judge()
    *_, candidate = candidates(sentence, find_triggers(sentence), judge.features)
    assert candidate.state is not None
    assert candidate.state.shape == (len(judge.inner) - 1,)
    with_state, without = judge.probabilities([candidate, candidate._replace(state=None)])
    assert with_state.argmax() == without.argmax() == CLASSES.index("founding")
    assert with_state.tolist() != without.tolist()
    assert nlp(text)._.word_states is None
    assert judge.encoder == NerModel.load().sha256()
