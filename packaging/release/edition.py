"""An edition: what every package of it is told, and the models that it is given out with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bootstrap.state import ROOT

_TEXTS = ROOT / "assets" / "licences"
CATALOGUE = ROOT / "assets" / "models.json"


class Made:
    """Its version, its moment (seconds since 1970), where in its folder all licences stand, and whether
    little time is taken to compress it.
    """

    def __init__(self, version: str, moment: int, licences: str, *, quick: bool = False) -> None:
        self.version, self.moment, self.licences, self.quick = version, moment, licences, quick


def known_models(folder: Path, catalogue: Path = CATALOGUE) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Of a models folder those that the list knows, with what it says of each."""
    for known in json.loads(catalogue.read_text(encoding="utf-8"))["models"]:
        files = [folder / known["id"] / file["name"] for file in known["files"]]
        if all(path.is_file() for path in files):
            yield folder / known["id"], known


def licence_text(known: Mapping[str, Any]) -> str:
    """The words of a model's licence where the program brings them, else where they stand."""
    own = _TEXTS / f"{known['licence']}.txt"
    return own.read_text(encoding="utf-8") if own.is_file() else str(known["licence_text"])
