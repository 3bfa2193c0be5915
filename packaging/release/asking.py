"""What the program tells of itself for its packages, asked with the packages of the set-up."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from bootstrap.console import StepFailed
from bootstrap.state import PYTHON, ROOT

SVG = ROOT / "assets" / "icons" / "confidant.svg"


def grammar() -> dict[str, Any]:
    """Its command line, and what it reads (`release.grammar`). Raises `StepFailed`."""
    said: dict[str, Any] = json.loads(_run("-m", "release.grammar"))
    return said


def icons(folder: Path) -> None:
    """Draw its icon (`bundle.icons`). Raises `StepFailed`."""
    _run("packaging/bundle/icons.py", str(SVG), str(folder))


def policies(folder: Path) -> None:
    """Write the templates of group policies (`windows.policy`). Raises `StepFailed`."""
    _run("-m", "windows.policy", str(folder))


def _run(*arguments: str) -> str:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "packaging")))
    done = subprocess.run(
        [str(PYTHON), *arguments],
        cwd=ROOT,
        env=dict(os.environ) | {"PYTHONPATH": paths, "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise StepFailed(done.stderr[-1000:])
    return done.stdout
