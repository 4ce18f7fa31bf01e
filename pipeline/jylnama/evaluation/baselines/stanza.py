"""Stanza's sentence splitter and name tagger for Kazakh (https://stanfordnlp.github.io/stanza/), without any rule of ours."""

from __future__ import annotations

from jylnama.evaluation.baselines import Options, Predict
from jylnama.evaluation.baselines.own import names_alone
from jylnama.stanza.models import pipeline


def make(options: Options) -> Predict:
    """Sentences and names by Stanza's models, which are looked for now. Raises StanzaError (a ValueError)."""
    models = str(options.stanza) if options.stanza else None
    pipeline("tokenize,ner", models)
    return names_alone(("stanza_sentencizer", {"models": models}), ("kk_language", {}), ("stanza_ner", {"models": models}))
