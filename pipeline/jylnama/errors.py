"""What a caller can do wrong, told apart from what is a bug of ours."""

from __future__ import annotations


class UserError(ValueError):
    """The call, or a file that it names, cannot be used; the message says why and what to do, and is shown as it is."""
