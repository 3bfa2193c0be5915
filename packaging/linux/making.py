"""All that a bundle is given out as on Linux: packages for Debian and for those with rpm, and an archive to
unpack.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bootstrap.console import StepFailed, say
from bootstrap.state import ROOT
from linux import debian, left, rpm
from linux.archive import Entry, compressed, of_folder
from release import asking
from release.edition import Made, known_models

TOOLS = "xz (Debian: xz-utils), binutils"


def program(bundle: Path, to: Path, made: Made) -> Iterator[Path]:
    """The packages of the program, as they are done. Raises `StepFailed`."""
    if missing := left.unknown(bundle):
        raise StepFailed(f"The bundle asks the system for libraries that nobody said it has: {missing}")
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    grammar = asking.grammar()
    with tempfile.TemporaryDirectory() as folder:
        icons = Path(folder)
        asking.icons(icons)
        yield debian.program(bundle, icons, asking.SVG, grammar, changes, to, made)
        if _rpm_is_made():
            yield rpm.program(bundle, icons, asking.SVG, grammar, changes, to, made)
    entries = [*of_folder(bundle, "confidant"), Entry("confidant/README.txt", _README.encode())]
    target = to / f"confidant-{made.version}-linux-{os.uname().machine}.tar.xz"
    compressed(entries, target, made.moment, quick=made.quick)
    yield target


def models(folder: Path, to: Path, made: Made) -> Iterator[Path]:
    """A package for each model of the list that lies in a models folder."""
    for one, known in known_models(folder):
        yield debian.model(one, known, to, made)
        if rpm.missing() is None:
            yield rpm.model(one, known, to, made)


def _rpm_is_made() -> bool:
    """Where its tool is not there, the packages that need none are made all the same."""
    if reason := rpm.missing():
        say(reason)
    return not reason


_README = """Confidant, to be used where it was unpacked: start "confidant".

Models that lie in a folder "models" in here, or beside this folder, are used where they lie. Libraries are
kept in the home of whoever uses the program (.local/share/Confidant), not in here.
"""
