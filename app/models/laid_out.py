"""Models that lie ready for everybody who uses this computer, or beside a program that was unpacked from a
stick: they are used where they lie, by links in the person's own models folder.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from engine.starting import frozen

FOLDER = "models"
_SHARED = ("/usr/local/share/confidant", "/usr/share/confidant")  # of Linux: by hand, by packages


def places() -> Iterator[Path]:
    """Folders in which such models may be, whether they are there or not; the first comes first."""
    if frozen():
        program = Path(sys.executable).resolve().parent
        yield program / FOLDER
        yield program.parent / FOLDER  # a stick, on which the program's folder lies beside that of the models
    if sys.platform == "linux":
        yield from (Path(one) / FOLDER for one in _SHARED)


def lay_out(models: Path, where: Iterable[Path]) -> None:
    """Have links in `models` to the models there are; of those that were taken away the links go.

    What the person has of the same name stays. A folder that cannot be written to is left as it is.
    """
    there = [place for place in where if place.is_dir() and place.resolve() != models.resolve()]
    with suppress(OSError):
        for link in [one for one in models.iterdir() if one.is_symlink() and not one.exists()]:
            link.unlink()
    for place in there:
        for model in sorted(one for one in place.iterdir() if one.is_dir() and not one.name.startswith(".")):
            link = models / model.name
            if not (link.exists() or link.is_symlink()):
                with suppress(OSError):
                    models.mkdir(parents=True, exist_ok=True)
                    link.symlink_to(model, target_is_directory=True)
