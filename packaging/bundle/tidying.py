"""A bundle for Linux after PyInstaller made it: without what nobody asks for any more, each file once."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

from bundle.algebra import pass_on
from bundle.films import replace_codec, replace_films
from bundle.libraries import described, libraries, link, loadable, orphans, twins
from bundle.lowering import lower
from bundle.unicode_data import empty_unicode_data

INSIDE = "_internal"  # PyInstaller's folder beside the executable
_LOOSE = ".so."
_LOADED_BY_NAME = "libpython"  # by the executable, which is linked to nothing


def tidy(bundle: Path) -> None:
    """Do all of it. Raises `subprocess.CalledProcessError`, with what a tool of binutils said."""
    inside = bundle / INSIDE
    for asking in inside.glob("cv2/cv2*.so"):
        replace_films(inside, asking)
        replace_codec(inside, asking)
        pass_on(inside, asking)
    empty_unicode_data(inside)
    for path in libraries(bundle):
        lower(path)
    _link_twins(inside)
    _drop_orphans(bundle, inside)
    for path in libraries(bundle):
        if path.parent != bundle:  # the executable carries an archive behind its sections
            strip(path)


def strip(path: Path) -> bool:
    """Take the names of local symbols and what debuggers read away, where the library can still be loaded
    then: one that was given other names of its libraries (auditwheel) often cannot. Whether that was done.
    """
    lighter = path.with_name(f"{path.name}.lighter")
    command = ["strip", "--strip-unneeded", "-o", str(lighter), str(path)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode == 0 and loadable(lighter) and lighter.stat().st_size < path.stat().st_size:
        lighter.replace(path)
        return True
    lighter.unlink(missing_ok=True)
    return False


def _link_twins(inside: Path) -> None:
    digests = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in libraries(inside)}
    for path, target in twins(digests).items():
        link(path, target)


def _drop_orphans(bundle: Path, inside: Path) -> None:
    """Libraries of the system lie loose in the folder: gathered for what needed them, which may be gone."""
    there = {path: described(path) for path in libraries(bundle)}
    loose = {
        library.name: path
        for path, library in there.items()
        if path.parent == inside and _LOOSE in path.name and not path.name.startswith(_LOADED_BY_NAME)
    }
    needs: dict[str, frozenset[str]] = {name: frozenset() for name in loose}
    roots: set[str] = {path.name for path in inside.iterdir() if path.is_symlink()}
    for path, library in there.items():
        if library.name in loose and loose[library.name] == path:
            needs[library.name] = library.needed
        else:
            roots |= library.needed
    for name in orphans(needs, frozenset(roots)):
        loose[name].unlink()
