"""Builds the program that people open on a stick, by makensis (NSIS), which runs on every system."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import tomllib
from pathlib import Path

from bootstrap.console import StepFailed
from bundle.icons import SIDE, WINDOWS

TOOL = "makensis"
_HERE = Path(__file__).resolve().parent
WORDS = _HERE / "setup.toml"


def missing() -> str | None:
    """What to say where it cannot be made here."""
    if shutil.which(TOOL):
        return None
    return "No program for sticks is made: makensis of NSIS is not here (Debian: apt-get install nsis)."


def build(version: str, msi: str, icons: Path, target: Path) -> None:
    """The program at `target`, which installs the MSI of that name beside it; `icons` is a folder of pictures
    (`bundle.icons`). Raises `StepFailed`.
    """
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder, "words.nsh")
        words.write_text(languages(), encoding="utf-8-sig")
        defined = {"VERSION": version, "MSI": msi, "TARGET": target, "WORDS": words}
        defined |= {"ICON": icons / WINDOWS, "SIDE": icons / SIDE}
        command = [TOOL, "-V2", "-WX", *(f"-D{name}={value}" for name, value in defined.items())]
        done = subprocess.run(
            [*command, str(_HERE / "setup.nsi")], capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        raise StepFailed(f"{TOOL} failed: {(done.stdout + done.stderr).strip()[-1000:]}")


def languages() -> str:
    """What it says, as NSIS reads it; of the languages the first stands for those that are not there."""
    texts = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    lines = [f'!insertmacro MUI_LANGUAGE "{language}"' for language in texts]
    for language, words in texts.items():
        lines += [f'LangString {key} ${{LANG_{language.upper()}}} "{text}"' for key, text in words.items()]
    return "\n".join(lines) + "\n"
