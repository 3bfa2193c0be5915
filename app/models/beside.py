"""Model files that came along with the program: on a stick, in a folder of models beside it."""

from __future__ import annotations

from pathlib import Path

from engine.assets import ASSETS

_MOST = 6
_FOLDER = "models"


def beside(own: Path, around: Path = ASSETS.parent) -> tuple[Path, ...]:
    """GGUF files in a folder `models` in the program's folder or in the one that holds it, the largest first;
    `own` is where this machine keeps its own. What cannot be read is left out.
    """
    found: dict[Path, int] = {}
    for folder in (around / _FOLDER, around.parent / _FOLDER):
        try:
            if folder.resolve() == own.resolve():
                continue
            for one in folder.glob("*.gguf"):
                found[one] = one.stat().st_size
        except OSError:
            continue
    return tuple(sorted(found, key=lambda one: found[one], reverse=True)[:_MOST])
