"""Named entities by a small Transformer that ships with the package."""
