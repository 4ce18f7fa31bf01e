"""Numbered meetings of standing bodies: lexicon as data, a matcher, a spaCy component."""
