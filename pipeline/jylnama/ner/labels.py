"""The classes of the model (those of KazNERD) and their IOB2 labels."""

from __future__ import annotations

CLASSES = (
    "ADAGE", "ART", "CARDINAL", "CONTACT", "DATE", "DISEASE", "EVENT", "FACILITY", "GPE", "LANGUAGE", "LAW",
    "LOCATION", "MISCELLANEOUS", "MONEY", "NON_HUMAN", "NORP", "ORDINAL", "ORGANISATION", "PERCENTAGE", "PERSON",
    "POSITION", "PRODUCT", "PROJECT", "QUANTITY", "TIME",
)  # fmt: skip
# by id: O, then B- and I- of each class: the class of id n > 0 is CLASSES[(n - 1) // 2]
LABELS = ("O", *(f"{prefix}-{name}" for name in CLASSES for prefix in "BI"))
LABEL_IDS = {label: number for number, label in enumerate(LABELS)}
