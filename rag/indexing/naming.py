"""What a document is called in the library."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import PurePath

from engine.assets import SAMPLE
from rag.language.file_names import name_of


def called(path: PurePath) -> str:
    """What its file is called; the sample, whose file's name a person has never seen, by its title."""
    if path.parent == SAMPLE:
        title = _titles().get(PurePath(path.stem).suffix.removeprefix("."))
        if title is not None:
            return f"{title}{path.suffix}"
    return name_of(path)


@cache
def _titles() -> dict[str, str]:
    with (SAMPLE / "titles.toml").open("rb") as file:
        titles: dict[str, str] = tomllib.load(file)
    return titles
