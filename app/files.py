"""Which files a person means who names files and folders."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from rag.readers.registry import SUFFIXES


def readable_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, whatever they are, and the readable ones inside the folders named; absolute paths.

    Inside folders hidden files are passed over, and links to folders are not followed, so that no loop of
    links can hold it.
    """
    for path in paths:
        named = path.expanduser()
        if named.is_dir():
            yield from _inside(named)
        else:
            yield named.absolute()


def _inside(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(place, name).absolute()
