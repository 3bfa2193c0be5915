"""The first run in a process of its own: from an empty home to an answer that opens at its place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from models import model_path
from surroundings import HELPERS, environment

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

_CALM_SECONDS = 120  # what the first run may take a person whose computer has nothing else to do


@pytest.mark.parametrize("embedder", [True, False])
def test_the_sample_is_answered_without_a_model_and_by_the_keyboard_alone(
    tmp_path: Path, *, embedder: bool
) -> None:
    """With the embedder that comes along and no model that writes; and with an empty folder of models."""
    models = tmp_path / "models"
    models.mkdir()
    if embedder:
        found = model_path("all-minilm-l6-v2")
        (models / "all-minilm-l6-v2").symlink_to(found if found.is_dir() else found.parent)
    command = [
        sys.executable,
        str(HELPERS / "programs" / "first_run.py"),
        str(tmp_path / "home"),
        str(models),
    ]
    if shots := os.environ.get("CONFIDANT_GALLERY"):
        command.append(shots)
    around = environment(QT_QPA_PLATFORM="offscreen", PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring")
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    print(f"first cited answer after {seen['seconds']:.1f} s")
    assert seen["model"] == "Go on without a model"
    assert ("by their words alone" in seen["told"]) is not embedder
    assert seen["words"] == 16
    assert seen["outcome"] == "answered"
    assert seen["cited"][0] == "Regulation on the Use of the Public Libraries of Lindhaven.pdf"
    assert seen["step"] == "done"
    assert seen["kinds"] == ["passphrase", "recovery"]
    assert seen["seconds"] < 4 * _CALM_SECONDS, "the machine of a test has much else to do"
