"""``jylnama bench``: how fast, how large, how soon; beside the rivals, on the same texts in the same run."""
