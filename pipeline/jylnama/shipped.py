"""Where the models that ship with the package are."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from jylnama.errors import UserError


class ModelError(UserError):
    """A model that cannot be used; the message says where it was looked for and what is missing."""


def model_folder(name: str, file: str) -> Path:
    """The folder of a shipped model: in the installed package, or under ``models/`` of a checkout.

    Raises ModelError where ``file`` is in neither.
    """
    installed = Path(str(resources.files("jylnama"))) / "models" / name
    checkout = Path(__file__).parents[2] / "models" / name
    for folder in (installed, checkout):
        if (folder / file).exists():
            return folder
    raise ModelError(
        f"the model {name} is neither in {installed} nor in {checkout}; reinstall the package, or name a model's folder"
    )
