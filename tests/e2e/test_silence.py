"""A whole session in an empty home: what is written there, and what is asked of the network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from files import documents, pictures
from models import CHECKOUT, model_path, models_dir
from tracing import families, traced

EMBEDDER, SMALL = "all-minilm-l6-v2", "qwen2.5-coder-0.5b-instruct-q4_k_m"
PATIENCE = 280


def environment(home: Path) -> dict[str, str]:
    """As a person has it who has just been given this machine: no switch of ours, nothing in the home."""
    kept = ("PATH", "LANG", "PYTHONPATH", "QT_QPA_PLATFORM", "PYTHON_KEYRING_BACKEND")
    chosen = {name: os.environ[name] for name in kept if name in os.environ}
    return chosen | {
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CONFIDANT_MODELS": str(models_dir()),
    }


@pytest.mark.model
@pytest.mark.timeout(900)
def test_nothing_is_noted_beside_the_library_and_no_socket_is_opened(tmp_path: Path) -> None:
    """A scan is read, searched and asked about; then every file in the home is the library's."""
    model_path(EMBEDDER), model_path(SMALL)
    home = tmp_path / "person"
    (home / "tmp").mkdir(parents=True)
    (home / "passphrase").write_text("correct horse\n")
    scan = pictures.saved(home / "scan.png", pictures.page(["The deposit is returned", "within 45 days."]))
    letter = documents.pdf(home / "letter.pdf", [documents.BREACH])
    before = set(home.rglob("*"))
    trace = tmp_path / "trace"
    for arguments in (
        ("add", str(scan), str(letter)),
        ("search", "deposit returned"),
        ("ask", "Within how many days is the deposit returned?", "--model", SMALL),
        ("doctor",),
    ):
        command = [sys.executable, "-m", "app", *arguments, "--passphrase-file", str(home / "passphrase")]
        done = subprocess.run(
            traced(command, trace) or command,
            cwd=CHECKOUT,
            env=environment(home),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    made = {path for path in home.rglob("*") if path.is_file()} - before
    library = home / ".local" / "share" / "Confidant" if sys.platform == "linux" else home
    assert {str(path.relative_to(home)) for path in made if library not in path.parents} == set()
    if trace.exists():
        assert families(trace) <= {"AF_UNIX"}
