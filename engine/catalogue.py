"""What models exist, what they are made of, and where their bytes may come from.

`assets/models.json` is the catalogue. A model counts by the sha256 of its files, never by where
they came from: the same bytes from a USB stick, the upstream hub or a wheel are the same model.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.errors import ModelMissing
from engine.types import ModelRole

CATALOGUE_FILE = Path(__file__).resolve().parents[1] / "assets" / "models.json"


_EMBEDDER_FILES = ("model.safetensors", "modules.json", "config.json")


@dataclass(frozen=True, slots=True)
class ModelFile:
    name: str  # relative to the model's folder
    size: int
    sha256: str  # empty for the user's own files


@dataclass(frozen=True, slots=True)
class HubSource:
    """Files of a repository of the upstream hub at one revision."""

    repository: str
    revision: str


@dataclass(frozen=True, slots=True)
class WheelSource:
    """Members of wheels of the package index; `joined` ones are parts of one file, in numeric order."""

    packages: tuple[str, ...]
    version: str
    member: str
    joined: bool


Source = HubSource | WheelSource


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    id: str
    name: str
    description: str
    role: ModelRole
    parameters: int
    licence: str
    context_length: int
    files: tuple[ModelFile, ...]
    sources: tuple[Source, ...]
    starter_from_bytes: int | None = None  # machine memory from which it is the starter
    folder: str = ""  # below the models folder; empty: named by the id

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(file.size for file in self.files)

    def folder_in(self, models_dir: Path) -> Path:
        return models_dir / (self.folder or self.id)

    def installed(self, models_dir: Path) -> bool:
        """Every file is there with its size; `Provisioner.verify` hashes them as well."""
        folder = self.folder_in(models_dir)
        return all(_size(folder / file.name) == file.size for file in self.files)

    def path_of(self, models_dir: Path) -> Path:
        """The GGUF, or the model's folder when it has several files."""
        folder = self.folder_in(models_dir)
        return folder / self.files[0].name if len(self.files) == 1 else folder


@dataclass(frozen=True, slots=True)
class Catalogue:
    models: tuple[CatalogueModel, ...]

    @classmethod
    def load(cls, path: Path = CATALOGUE_FILE) -> Catalogue:
        """Read the catalogue that ships with the application."""
        listed = json.loads(path.read_text(encoding="utf-8"))["models"]
        return cls(tuple(_model(entry) for entry in listed))

    def get(self, model_id: str) -> CatalogueModel:
        """Raises `ModelMissing` for an id it does not know."""
        for model in self.models:
            if model.id == model_id:
                return model
        raise ModelMissing(model=model_id)

    def starter_for(self, machine_memory_bytes: int) -> CatalogueModel:
        """The largest starter this much memory carries."""
        starters = [model for model in self.models if model.starter_from_bytes is not None]
        starters.sort(key=lambda model: model.starter_from_bytes or 0)
        fitting = [m for m in starters if (m.starter_from_bytes or 0) <= machine_memory_bytes]
        return (fitting or starters)[-1]

    def with_local(self, models_dir: Path) -> Catalogue:
        """This catalogue and the user's own: GGUF files in the models folder or one folder below it, and
        folders of embedding models as sentence-transformers writes them.
        """
        known = {file.name for model in self.models for file in model.files}
        found = sorted({*models_dir.glob("*.gguf"), *models_dir.glob("[!.]*/*.gguf")})
        own = tuple(_own(path, models_dir) for path in found if path.name not in known)
        listed = {model.id for model in self.models}
        folders = sorted(path.parent for path in models_dir.glob("[!.]*/modules.json"))
        embedders = tuple(_own_embedder(folder) for folder in folders if folder.name not in listed)
        return replace(self, models=self.models + own + embedders)


def _own_embedder(folder: Path) -> CatalogueModel:
    return CatalogueModel(
        id=folder.name,
        name=folder.name,
        description="Your own embedding model.",
        role=ModelRole.EMBED,
        parameters=0,
        licence="",
        context_length=0,
        files=tuple(ModelFile(name, _size(folder / name) or 0, "") for name in _EMBEDDER_FILES),
        sources=(),
    )


def _own(path: Path, models_dir: Path) -> CatalogueModel:
    return CatalogueModel(
        id=path.stem,
        name=path.stem,
        description="Your own file.",
        role=ModelRole.CHAT,
        parameters=0,
        licence="",
        context_length=0,
        files=(ModelFile(path.name, _size(path) or 0, ""),),
        sources=(),
        folder=str(path.parent.relative_to(models_dir)),
    )


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _model(entry: dict[str, Any]) -> CatalogueModel:
    return CatalogueModel(
        id=entry["id"],
        name=entry["name"],
        description=entry["description"],
        role=ModelRole(entry["role"]),
        parameters=entry["parameters"],
        licence=entry["licence"],
        context_length=entry["context_length"],
        files=tuple(ModelFile(file["name"], file["size"], file["sha256"]) for file in entry["files"]),
        sources=tuple(_source(source) for source in entry["sources"]),
        starter_from_bytes=entry["starter_from_bytes"],
    )


def _source(entry: dict[str, Any]) -> Source:
    if entry["kind"] == "hub":
        return HubSource(entry["repository"], entry["revision"])
    return WheelSource(tuple(entry["packages"]), entry["version"], entry["member"], entry["joined"])
