"""Stanza's Kazakh sentence splitter and name tagger as components with the interface of ours."""
