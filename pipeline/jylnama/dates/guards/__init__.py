"""Guards: what must stand around an expression that its atoms alone do not make a date.

Users of date taggers complain most of bare numbers taken for dates; here a bare number needs a witness.
Each guard gets the text, the run and the fit; one module a unit, and all of them in ``GUARDS``.
"""

from __future__ import annotations

from jylnama.dates.guards import anaphora, centuries, days, months, seasons, years
from jylnama.dates.guards.common import GUARDS

__all__ = ["GUARDS", "anaphora", "centuries", "days", "months", "seasons", "years"]
