"""What a form of model files is, and what one finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import ModelInvalid, NotAModel
from engine.formats.safetensors import WEIGHTS, check_weights
from engine.provision.catalogue import Catalogue, CatalogueModel, ModelFile, file_size
from engine.types import ModelRole


@dataclass(frozen=True, slots=True)
class Copy:
    """A file, and its name below the new model's folder."""

    path: Path
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class OwnModel:
    """What becomes one folder of the models folder."""

    name: str
    files: tuple[Copy, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Unusable:
    """What lies in a models folder and is no model that can be used; `fault` says what it is."""

    name: str
    path: Path
    size: int
    fault: NotAModel


def nothing_refused(_models_dir: Path, _catalogue: Catalogue) -> list[Unusable]:
    """For forms whose files say by their shape what they are."""
    return []


@dataclass(frozen=True, slots=True)
class Form:
    """One shape of model files.

    `takes` says by its name alone whether a path that is to be added is of this form; `plan` looks at such
    paths and says what to copy, or raises `NotAModel`; `find` lists the models of this form that lie in a
    models folder and are not of the catalogue, `refuse` what only looks like one.
    """

    takes: Callable[[Path], bool]
    plan: Callable[[Sequence[Path]], list[OwnModel]]
    find: Callable[[Path, Catalogue], list[CatalogueModel]]
    refuse: Callable[[Path, Catalogue], list[Unusable]] = nothing_refused


def own_model(
    name: str,
    role: ModelRole,
    description: str,
    folder: Path,
    files: Sequence[str],
    models_dir: Path,
) -> CatalogueModel:
    """The entry of a model that lies in `folder`, made of files of these names, which has no publisher."""
    return CatalogueModel(
        id=name,
        name=name,
        description=description,
        role=role,
        parameters=0,
        licence="",
        context_length=0,
        files=tuple(ModelFile(file, file_size(folder / file) or 0, "") for file in files),
        sources=(),
        folder=str(folder.relative_to(models_dir)),
    )


def copy_of(path: Path, name: str) -> Copy:
    """Raises `NotAModel` where the file cannot be looked at."""
    try:
        return Copy(path, name, path.stat().st_size)
    except OSError as error:
        raise unreadable(path, error) from error


def check_folder(folder: Path, needed: Sequence[str]) -> None:
    """Raises `NotAModel` where a folder lacks a file that it needs, or its weights are not whole."""
    for name in needed:
        if not (folder / name).is_file():
            raise NotAModel(path=str(folder), detail=f"it holds no {name}")
    try:
        check_weights(folder / WEIGHTS)
    except ModelInvalid as error:
        raise NotAModel(**error.facts) from error


def unreadable(path: Path, error: OSError) -> NotAModel:
    return NotAModel(path=str(path), detail=f"it cannot be read: {error.strerror}")
