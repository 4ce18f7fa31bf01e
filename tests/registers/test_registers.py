"""Registers: the shipped ones are sound, and every fault of a user's file is told with its line."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from spacy.language import Language
from typer.testing import CliRunner

from jylnama.cli import app as jylnama
from jylnama.pipeline import load, read_document
from jylnama.registers import RegisterError, load_registers
from jylnama.registers.cli import app
from jylnama.registers.schema import interval, read_table

HEAD = "register_id,body_id,body,kind,number,os_start,os_end,ns_start,ns_end,source\n"
NAMES = "entity_id,name,lang,start,end,checked,source,note\n"
PLACES = "place_id,name,lang,start,end,source\n"


def test_shipped_registers_are_sound() -> None:
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 0, result.output
    registers = load_registers()
    party = [registers.meeting("cpsu", "", "congress", n) for n in range(1, 29)]
    assert all(party)
    assert all(meeting.names["kk"] and meeting.names["ru"] and meeting.names["en"] for meeting in party if meeting)
    assert all(registers.meeting("cpsu", "", "conference", n) for n in range(1, 20))


FAULTS = [
    ("", "is empty"),
    ("a,b\n1,2\n", "no register"),
    (HEAD.replace("source", "source,colour") + "x,cpsu,,congress,1,,,1900,1900,s,red\n", "unknown columns: colour"),
    (HEAD.replace(",source", "") + "x,cpsu,,congress,1,,,1900,1900\n", "missing columns: source"),
    (HEAD + "x,cpsu,,congress,1,,,1900\n", "8 cells"),
    (HEAD + "x,cpsu,,congress,1,,,1900,1900,\n", "source is empty"),
    (HEAD + "x,party,,congress,1,,,1900,1900,s\n", "body_id: 'party' is none of"),
    (HEAD + "x,other,,congress,1,,,1900,1900,s\n", "the body's name is needed"),
    (HEAD + "x,cpsu,,meeting,1,,,1900,1900,s\n", "kind: 'meeting' is none of"),
    (HEAD + "x,cpsu,,congress,one,,,1900,1900,s\n", "number: 'one'"),
    (HEAD + "x,cpsu,,congress,1,,,1900-02-30,1900-03-01,s\n", "ns_start: '1900-02-30' is no day"),
    (HEAD + "x,cpsu,,congress,1,,,1901,1900,s\n", "ns_end 1900 is before ns_start 1901"),
    (
        HEAD + "x,cpsu,,congress,1,1917-10-25,1917-10-26,1917-11-07,1917-11-07,s\n",
        "os_end 1917-10-26 is 1917-11-08, not 1917-11-07",
    ),
    (HEAD + "x,cpsu,,congress,1,1917-10-25,,1917-11-07,1917-11-07,s\n", "give both or none"),
    (HEAD + "x,cpsu,,congress,2,,,1903,1903,s\ny,cpsu,,congress,1,,,1898,1898,s\n", "not sorted by"),
    (HEAD + "x,cpsu,,congress,1,,,1903,1903,s\nx,cpsu,,congress,2,,,1905,1905,s\n", "given already in line 2"),
    (HEAD + "x,cpsu,,congress,1,,,1903,1903,s\ny,cpsu,,congress,2,,,1898,1898,s\n", "number 2 begins before number 1 ends"),
    (NAMES + "party,A,kk,1900,1910,both,s,\nparty,B,kk,1905,1920,both,s,\n", "B overlaps A (line 2); say why in note"),
    (NAMES + "party,A,kk,1900,1910,always,s,\n", "checked: 'always' is none of"),
    (NAMES + "party,A,de,1900,1910,both,s,\n", "lang: 'de' is none of"),
    (PLACES + "city,A,kk,1900,1910,s\ncity,B,kk,1905,1920,s\n", "B overlaps A (line 2)"),
]


@pytest.mark.parametrize(("content", "message"), FAULTS)
def test_faults_are_told(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "my.csv"
    path.write_text(content, encoding="utf-8")
    assert any(message in str(fault) for fault in read_table(path).faults), read_table(path).faults
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 2
    assert message in result.output
    with pytest.raises(RegisterError):
        load_registers([path])


@pytest.mark.parametrize(
    "content",
    [
        NAMES + "party,A,kk,1900,1910,both,s,\nparty,B,kk,1900,1910,both,s,\nparty,C,kk,1910,,both,s,\n",
        NAMES + "party,A,kk,1900,1910,both,s,\nparty,B,kk,1905,1920,both,s,sources differ\n",
        PLACES + "city,A,kk,,1910,s\ncity,B,kk,1910,,s\ncity,A,ru,,,s\n",
        "# a comment\n" + HEAD + "x,cpsu,,congress,1,,,1898-03,1898-03,s\ny,cpsu,,congress,3,,,1905,1905,s\n",
    ],
)
def test_sound_files(tmp_path: Path, content: str) -> None:
    path = tmp_path / "my.csv"
    path.write_text(content, encoding="utf-8")
    assert read_table(path).faults == []


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    assert "cannot be read" in str(read_table(tmp_path / "none.csv").faults[0])


def test_interval() -> None:
    assert interval("1900-02") == ("1900-02-01", "1900-02-28")
    assert interval("1904") == ("1904-01-01", "1904-12-31")


@pytest.mark.parametrize(
    "body",
    ["Қазақ АКСР Кеңестері", "қазақ асср советтері", "Қырғыз (Қазақ) АКСР  Кеңестері", "ҚАКСР Кеңестері", "Бүкілқазақ Кеңестер"],
)
def test_spellings_of_one_body(body: str) -> None:
    meeting = load_registers().meeting("other", body, "congress", 5)
    assert meeting is not None
    assert meeting.register_id == "soviets-kz-congress-5"


@pytest.mark.parametrize("body", ["", "Қазақ КСР Жоғарғы Кеңесі", "Өзбек КСР Кеңестері", "Торғай облыстық Кеңестері"])
def test_other_bodies_stay_others(body: str) -> None:
    assert load_registers().meeting("other", body, "congress", 5) is None


def test_the_kurultai_of_a_known_body_is_its_congress() -> None:
    registers = load_registers()
    assert registers.meeting("all-kazakh", "", "kurultai", 2) == registers.meeting("all-kazakh", "", "congress", 2)
    assert registers.meeting("other", "Қазақстан Кеңестері", "kurultai", 5) is None
    assert registers.meeting("cpsu", "", "conference", 25) is None


def test_a_users_register_is_in_force(tmp_path: Path, nlp: Language) -> None:
    path = tmp_path / "my.csv"
    path.write_text(HEAD + "writers-3,other,Жазушылар одағы|Жазушылар,congress,3,,,1954-09-03,1954-09-06,s\n", encoding="utf-8")
    text = "Жазушылар одағының 3-съезі (1955) өтті."
    assert read_document(nlp, text, "x").checks == []
    own = load(ner="rules", registers=[path])
    (check,) = read_document(own, text, "x").checks
    assert (check.code, check.suggestion) == ("register_conflict", "1954-09-03–1954-09-06")


def test_a_users_register_in_a_run(tmp_path: Path) -> None:
    path = tmp_path / "my.csv"
    path.write_text(HEAD + "writers-3,other,Жазушылар одағы,congress,3,,,1954-09-03,1954-09-06,s\n", encoding="utf-8")
    text = tmp_path / "a.txt"
    text.write_text("Жазушылар одағының 3-съезі (1955) өтті.", encoding="utf-8")
    run = tmp_path / "run"
    result = CliRunner().invoke(jylnama, ["extract", str(text), "--out", str(run), "--ner", "none", "--register", str(path)])
    assert result.exit_code == 0, result.output
    assert pq.read_table(run / "checks.parquet").column("code").to_pylist() == ["register_conflict"]
    assert pq.read_table(run / "canonical_events.parquet").column("register_id").to_pylist() == ["writers-3"]
    path.write_text(HEAD + "faulty\n", encoding="utf-8")
    result = CliRunner().invoke(jylnama, ["extract", str(text), "--out", str(tmp_path / "other"), "--register", str(path)])
    assert result.exit_code == 2
    assert "1 cells, the header has 10" in result.output.replace("\n", " ")
    assert not (tmp_path / "other").exists()
