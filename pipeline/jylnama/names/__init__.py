"""Persons by rule: lexicons as data, a finder over runs of capitalised words, a spaCy component."""
