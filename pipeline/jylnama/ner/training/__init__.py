"""Training of the NER model: start weights, data, loop, export. Needs the extra ``train``."""
