"""All that a bundle is given out as on Linux: packages for Debian and for those with rpm, and archives to
unpack; what hears and speaks is a package of its own.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bootstrap.console import StepFailed, say
from bootstrap.state import ROOT
from linux import debian, layout, left, rpm
from linux.archive import Entry, compressed
from release import asking
from release.edition import Made, known_models
from release.sizes import SPEECH

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
        yield debian.speech(bundle, changes, to, made)
        if _rpm_is_made():
            yield rpm.program(bundle, icons, asking.SVG, grammar, changes, to, made)
            yield rpm.speech(bundle, changes, to, made)
    told = Entry(f"{layout.NAME}/README.txt", _README.encode())
    yield _archive(layout.NAME, [*layout.part(bundle, layout.NAME, speech=False), told], to, made)
    yield _archive(SPEECH, list(layout.part(bundle, layout.NAME, speech=True)), to, made)


def models(folder: Path, to: Path, made: Made) -> Iterator[Path]:
    """A package for each model of the list that lies in a models folder."""
    for one, known in known_models(folder):
        yield debian.model(one, known, to, made)
        if rpm.missing() is None:
            yield rpm.model(one, known, to, made)


def _archive(name: str, entries: list[Entry], to: Path, made: Made) -> Path:
    target = to / f"{name}-{made.version}-linux-{os.uname().machine}.tar.xz"
    compressed(entries, target, made.moment, quick=made.quick)
    return target


def _rpm_is_made() -> bool:
    """Where its tool is not there, the packages that need none are made all the same."""
    if reason := rpm.missing():
        say(reason)
    return not reason


_README = """Confidant, to be used where it was unpacked: start "confidant".

To have it hear and speak, unpack confidant-speech of the same version where you unpacked this: its files
join those in this folder.

Models that lie in a folder "models" in here, or beside this folder, are used where they lie. Libraries are
kept in the home of whoever uses the program (.local/share/Confidant), not in here.
"""
