"""Memory of the process."""

from __future__ import annotations

import sys


def peak_mb() -> float:
    """The most memory that this process has held so far, in MB (2**20 bytes); 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
