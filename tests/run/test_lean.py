import subprocess
import sys

SCRIPT = """
import sys
from jylnama.run.lean import import_spacy
import_spacy()
import spacy
assert spacy.blank("kk")("1917 жыл")
assert "spacy.cli" not in sys.modules
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
import spacy.cli
assert spacy.cli.download
"""


def test_spacy_is_whole_without_its_commands_and_they_come_when_they_are_called() -> None:
    subprocess.run([sys.executable, "-c", SCRIPT], check=True, timeout=120)
