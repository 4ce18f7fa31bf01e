"""γ of Mathet, Widlöcher and Métivier: agreement on where spans are and what they are at once, through ``pygamma-agreement``.

Y. Mathet, A. Widlöcher, J.-P. Métivier, The Unified and Holistic Method Gamma (γ) for Inter-Annotator Agreement Measure
and Alignment, Computational Linguistics 41 (2015). The best alignment of both annotators' spans has a disorder; γ is
one minus its share of the disorder that random spans of the same kind have.
"""

from __future__ import annotations

import logging
import warnings

import numpy as np

from jylnama.annotate.matching import Item

SAMPLES = 30  # random continua a document, as in the paper


def disorders(a: list[Item], b: list[Item], seed: int) -> tuple[float, float]:
    """Observed and expected disorder of one document, times its spans a side, so that sums over documents pool.

    A span's category is its label, of an event its type. Raises ImportError without the library.
    """
    import cvxopt.glpk
    from pyannote.core import Segment
    from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum

    if not a and not b:
        return 0.0, 0.0
    cvxopt.glpk.options["msg_lev"] = "GLP_MSG_OFF"  # its threads share this, and cvxpy restores what it was
    continuum = Continuum()
    for name, side in (("A", a), ("B", b)):
        continuum.add_annotator(name)
        for item in side:
            continuum.add(name, Segment(item.start, item.end), item.value("type") if item.label == "event" else item.label)
    state = np.random.get_state()
    np.random.seed(seed)  # the library draws from NumPy's global generator
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.ERROR)  # it tells for each alignment which solver it has
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = continuum.compute_gamma(CombinedCategoricalDissimilarity(), n_samples=SAMPLES)
            spans_a_side = (len(a) + len(b)) / 2
            return spans_a_side * float(result.observed_disorder), spans_a_side * float(result.expected_disorder)
    finally:
        logging.getLogger().setLevel(level)
        np.random.set_state(state)
