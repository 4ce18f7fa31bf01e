"""Events: a trigger lexicon by type, and what joins a trigger to its date, congress and persons."""
