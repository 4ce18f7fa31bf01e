"""The language itself: tokenizer, sentences, numerals, endings."""
