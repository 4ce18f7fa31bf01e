"""The words for "and" as a pattern for regular expressions."""

from __future__ import annotations

# мен, пен, бен as the word before ends (тоғыз бен он); һәм in texts of before 1930
ANDS = ("және", "мен", "пен", "бен", "һәм")
AND = rf"(?:{'|'.join(ANDS)})"
