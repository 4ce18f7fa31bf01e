"""Annotation tools: document objects to and from their formats, and the agreement of two annotators."""
