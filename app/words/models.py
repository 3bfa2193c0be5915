"""What is said of the models on this machine. Every use has its words under its value."""

from __future__ import annotations

from app.types import ModelRow, ModelUse
from app.words.catalogue import has, say


def kind_words(use: ModelUse) -> str:
    """What a model can do: "reads pictures"."""
    return say(f"models.kinds.{use}")


def state_words(row: ModelRow) -> str:
    """What an installed model does: "Reads pictures"."""
    return say(f"models.states.{row.used_for or 'none'}")


def use_words(use: ModelUse) -> str:
    """What using a model means, to follow its name: "answers from now on"."""
    return say(f"models.from_now.{use}")


def before_words(row: ModelRow) -> str:
    """What is told of an installed model before it is used; empty where its name for it says enough."""
    key = f"models.before.{row.purpose}"
    untold = not row.installed or row.used_for is not None or not has(key)
    return "" if untold else say(key, what=use_words(row.purpose))
