"""Models that lie ready for everybody who uses this computer, or beside a program that was unpacked from a
stick: they are used where they lie, by links in the person's own models folder.
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from engine.starting import frozen

FOLDER = "models"
# By system, where only administrators can write: on Linux by hand, and by packages. On Windows that is the
# program's own folder, where it is there for everybody.
_SHARED = {
    "linux": ("/usr/local/share/confidant", "/usr/share/confidant"),
    "darwin": ("/Library/Application Support/Confidant",),  # not for people
}


def places() -> Iterator[Path]:
    """Folders in which such models may be, whether they are there or not; the first comes first."""
    if frozen():
        program = Path(sys.executable).resolve().parent
        yield program / FOLDER
        yield program.parent / FOLDER  # a stick, on which the program's folder lies beside that of the models
    yield from (Path(one) / FOLDER for one in _SHARED.get(sys.platform, ()))


def lay_out(models: Path, where: Iterable[Path]) -> None:
    """Have links in `models` to the models there are; of those that were taken away the links go.

    What the person has of the same name stays. A folder that cannot be written to is left as it is.
    """
    there = [place for place in where if place.is_dir() and place.resolve() != models.resolve()]
    with suppress(OSError):
        for link in [one for one in models.iterdir() if _is_link(one) and not one.exists()]:
            link.unlink()
    for place in there:
        for model in sorted(one for one in place.iterdir() if one.is_dir() and not one.name.startswith(".")):
            link = models / model.name
            if not (link.exists() or _is_link(link)):
                with suppress(OSError):
                    models.mkdir(parents=True, exist_ok=True)
                    _link(link, model)


if sys.platform == "win32":
    import _winapi

    def _link(link: Path, folder: Path) -> None:
        """A junction: everybody may make one, which is not so with a symbolic link."""
        _winapi.CreateJunction(str(folder), str(link))

    def _is_link(path: Path) -> bool:
        try:
            kind = path.lstat().st_reparse_tag
        except OSError:
            return False
        return kind in (stat.IO_REPARSE_TAG_MOUNT_POINT, stat.IO_REPARSE_TAG_SYMLINK)

else:

    def _link(link: Path, folder: Path) -> None:
        link.symlink_to(folder, target_is_directory=True)

    def _is_link(path: Path) -> bool:
        return path.is_symlink()
