"""Dates: lexicon and forms as data, a small matcher, a value model, a spaCy component."""
