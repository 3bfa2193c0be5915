"""Where tests find model files and evaluation data; absent ones skip with the reason."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import platformdirs
import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def models_dir() -> Path:
    """The folder laid out as <model id>/<file>: $CONFIDANT_TEST_MODELS, else the application's own."""
    configured = os.environ.get("CONFIDANT_TEST_MODELS")
    if configured:
        return Path(configured)
    return Path(platformdirs.user_data_dir("Confidant", appauthor=False)) / "models"


def model_path(model_id: str) -> Path:
    """The GGUF of a model, or its folder when it is no single GGUF. Skips when it is not installed."""
    folder = models_dir() / model_id
    if not folder.is_dir():
        pytest.skip(f"model {model_id} is not installed under {models_dir()}")
    files = sorted(folder.glob("*.gguf"))
    return files[0] if files else folder


def hearers(named: Sequence[str]) -> list[Path]:
    """The folders of models that hear: those that are named, else all that are installed."""
    return [Path(one) for one in named] or sorted(models_dir().glob("whisper-*"))


def evaluation(name: str) -> Path:
    """A folder of the evaluation data kept beside the checkout. Skips when it is absent."""
    folder = CHECKOUT.parent / "shared" / "eval" / name
    if not folder.is_dir():
        pytest.skip(f"evaluation data {name} is not beside this checkout")
    return folder
