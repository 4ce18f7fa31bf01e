"""A run folder as one HTML file that a historian can read."""
