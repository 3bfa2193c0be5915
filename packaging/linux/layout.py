"""Where the files of the program and of models lie on a Linux (Filesystem Hierarchy Standard 3.0)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from linux import desktop
from linux.archive import Entry, of_folder
from release.sizes import of_speech

NAME = "confidant"
# What is said of that package, to whoever looks at a list of packages.
SPEECH_SUMMARY = "hears and speaks for Confidant"
SPEECH_ABOUT = (
    "With this Confidant writes down recordings, takes dictation and reads aloud, on this computer alone.",
    "Writing down needs a model besides.",
)
PROGRAM = "usr/lib/confidant"
MODELS = "usr/share/confidant/models"
# What is said once the program is gone, where there is no window any more to say it: by dpkg, which removes
# also what it purges.
_KEPT = "Libraries and settings stay where they are: .local/share/Confidant in the home of each person."
KEPT = f"""#!/bin/sh
set -e
if [ "$1" = remove ]; then
  echo "{_KEPT}"
fi
"""
# And by rpm, which runs this itself: no shell has to be there. It counts the editions that stay.
KEPT_LUA = f"""if tonumber(arg[2]) == 0 then
  print("{_KEPT}")
end
"""


class Papers:
    """What Debian wants to know of a package: its licence, its changes, and what is meant to be as it is."""

    def __init__(self, licence: str, changes: bytes, overrides: str = "") -> None:
        self._licence, self._changes, self._overrides = licence, changes, overrides

    def entries(self, package: str) -> Iterator[Entry]:
        """Its files."""
        yield Entry(f"usr/share/doc/{package}/copyright", self._licence.encode())
        yield Entry(f"usr/share/doc/{package}/changelog.gz", packed(self._changes))
        if self._overrides:
            yield Entry(f"usr/share/lintian/overrides/{package}", self._overrides.encode())


def program(
    bundle: Path,
    icons: Path,
    svg: Path,
    grammar: Mapping[str, Any],
    version: str,
    moment: int,
    zsh: str,
) -> Iterator[Entry]:
    """Every file of the program's package but its papers; none of speech. `zsh` is the folder in which that
    shell finds completions on such a system.
    """
    yield from part(bundle, PROGRAM, speech=False)
    yield Entry("usr/bin/confidant", link="../lib/confidant/confidant")
    share = "usr/share"
    yield Entry(f"{share}/applications/{desktop.ID}.desktop", desktop.entry(grammar["types"]).encode())
    about = desktop.metainfo(grammar["types"], version, moment).encode()
    yield Entry(f"{share}/metainfo/{desktop.ID}.metainfo.xml", about)
    for picture in sorted(icons.glob("*.png")):
        size = f"{picture.stem}x{picture.stem}"
        yield Entry(f"{share}/icons/hicolor/{size}/apps/{desktop.ID}.png", picture)
    yield Entry(f"{share}/icons/hicolor/scalable/apps/{desktop.ID}.svg", svg)
    told = dict(grammar)
    manual = desktop.manual(told, version, moment).encode()
    yield Entry(f"{share}/man/man1/confidant.1.gz", packed(manual))
    yield Entry(f"{share}/bash-completion/completions/confidant", desktop.bash(told).encode())
    yield Entry(f"{share}/zsh/{zsh}/_confidant", desktop.zsh(told).encode())
    yield Entry(f"{share}/fish/vendor_completions.d/confidant.fish", desktop.fish(told).encode())


def part(bundle: Path, below: str, *, speech: bool) -> Iterator[Entry]:
    """The files of a bundle that hear and speak, or all others, below a place: two packages lay them into one
    folder.
    """
    for entry in of_folder(bundle, ""):
        if of_speech(entry.place) == speech:
            yield replace(entry, place=f"{below}/{entry.place}")


def model_package(name: str) -> str:
    """The name of a model's package, by the model's id."""
    return "confidant-model-" + name.replace("_", "-")


def model(folder: Path) -> Iterator[Entry]:
    """Every file of a model's package but its papers; `folder` is the model's own, below a models folder."""
    yield from of_folder(folder, f"{MODELS}/{folder.name}")


def packed(text: bytes) -> bytes:
    """By gzip, the same bytes each time."""
    return gzip.compress(text, 9, mtime=0)
