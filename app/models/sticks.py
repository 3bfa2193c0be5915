"""Models on a stick with a manifest: finding such sticks, and taking what is on them."""

from __future__ import annotations

import string
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app.models.permitted import check_listed, check_own
from engine.cancel import CancelToken
from engine.errors import ModelPresent, StickRefused
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.own_models import OwnModels
from engine.provision.provisioner import FetchProgress
from engine.provision.stick import Seal, StickModel, but_for, copy, is_stick, read_stick
from engine.starting import frozen

_HEADS = (".gguf", ".onnx")  # files that are shown alone; of other models the folder is


def sticks(places: Sequence[Path] | None = None) -> tuple[Path, ...]:
    """Sticks that are plugged in, by default wherever this system puts them."""
    there = _places() if places is None else places
    return tuple(dict.fromkeys(one for one in there if is_stick(one)))


def seal_of(paths: Sequence[Path]) -> Seal | None:
    """What is known of who made the sticks among these, the least of it; None where there is none. Raises
    `StickRefused`.
    """
    found = {read_stick(path).seal for path in paths if is_stick(path)}
    return next((one for one in (Seal.UNSIGNED, Seal.UNCHECKED, Seal.SIGNED) if one in found), None)


def from_stick(
    folder: Path,
    models_dir: Path,
    listed: Catalogue,
    mine: OwnModels,
    progress: Callable[[FetchProgress], None],
    cancel: CancelToken,
) -> tuple[str, ...]:
    """Copy the models of a stick that are not there yet and return their ids.

    A model of the list must have the bytes that the list names; every other is looked at as the user's own.
    One that does not fit is left out and told when the rest is there. Raises `StickRefused`, `ModelPresent`
    where all are there, what `OwnModels.look` and `copy` raise, and `SetByOrganisation`.
    """
    stick = read_stick(folder)
    by_folder = {model.folder or model.id: model for model in listed.models}
    wanted: list[tuple[str, StickModel]] = []
    refused: list[StickRefused] = []
    for model in stick.models:
        known = by_folder.get(model.name)
        if known is not None and known.settled:
            check_listed([known])
            if (fault := _unfit(folder, model, known)) is not None:
                refused.append(fault)
            elif not known.installed(models_dir):
                wanted.append((known.id, model))
        elif not (models_dir / model.name).exists():
            paths = _shown(folder, model)
            check_own(paths)
            mine.look(model.name, paths)
            wanted.append((model.name, model))
    if wanted:
        copy(stick, [model for _, model in wanted], models_dir, progress, cancel)
    elif not refused:
        raise ModelPresent(model=", ".join(model.name for model in stick.models))
    if refused:
        raise but_for(refused[0], [name for name, _ in wanted])
    return tuple(name for name, _ in wanted)


def _unfit(folder: Path, model: StickModel, known: CatalogueModel) -> StickRefused | None:
    """What stands against a model whose manifest does not promise what the list does."""
    promised = {file.name: (file.size, file.sha256) for file in model.files}
    for file in known.files:
        if promised.get(file.name) != (file.size, file.sha256):
            return StickRefused(path=str(folder / "models" / model.name / file.name), kind="bytes")
    return None


def _shown(folder: Path, model: StickModel) -> list[Path]:
    """What of a model `OwnModels` is shown."""
    heads = [file.path for file in model.files if file.name.endswith(_HEADS) and "/" not in file.name]
    return heads or [folder / "models" / model.name]


def _places() -> Iterator[Path]:
    if frozen():
        yield Path(sys.executable).resolve().parent.parent  # a program that was started from the stick
    if sys.platform == "win32":
        yield from (Path(f"{letter}:\\") for letter in string.ascii_uppercase[3:])
    elif sys.platform == "darwin":
        yield from _inside(Path("/Volumes"))
    else:
        for place in ("/run/media", "/media"):  # each with a folder for every person, and older ones without
            for one in _inside(Path(place)):
                yield one
                yield from _inside(one)


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if one.is_dir())
    except OSError:
        return []
