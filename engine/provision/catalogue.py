"""What models exist, what they are made of, and where their bytes may come from.

`assets/models.json` is the catalogue. A model counts by the sha256 of its files, never by where
they came from: the same bytes from a USB stick, the upstream hub or a wheel are the same model.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.assets import ASSETS
from engine.errors import ModelInvalid, ModelMissing
from engine.formats.gguf import read_header
from engine.types import ModelRole

CATALOGUE_FILE = ASSETS / "models.json"

PROJECTOR = "mmproj"  # in the name of the file that shows pictures to the model beside it
EMBEDDER_FILES = ("model.safetensors", "modules.json", "config.json")  # what none can be without
_LINES = ".onnx"


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

    @property
    def reads_lines(self) -> bool:
        """Whether it is a line recogniser (see `engine.ocr.line_recogniser`), which no model process runs."""
        return self.role is ModelRole.OCR and self.files[0].name.endswith(_LINES)

    def pair_in(self, models_dir: Path) -> tuple[Path, Path]:
        """The GGUF of a model that sees, and that of its projector: its first two files."""
        folder = self.folder_in(models_dir)
        return folder / self.files[0].name, folder / self.files[1].name

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

        A model and a projector (`mmproj*.gguf`) that share a folder with no other are also one that sees, or
        one that only reads text from pictures if its name has "ocr" in it. An ONNX file outside the folders
        of embedding models is a line recogniser.
        """
        known = {file.name for model in self.models for file in model.files}
        found = sorted({*models_dir.glob("*.gguf"), *models_dir.glob("[!.]*/*.gguf")})
        paths = [path for path in found if path.name not in known]
        seeing = _own_seeing(paths, models_dir)
        only_read = {model.pair_in(models_dir)[0] for model in seeing if model.role is ModelRole.OCR}
        chatting = [path for path in paths if not _names_projector(path) and path not in only_read]
        own = (*(_own(path, models_dir) for path in chatting), *seeing)
        listed = {model.id for model in self.models}
        folders = sorted(path.parent for path in models_dir.glob("[!.]*/modules.json"))
        embedders = tuple(_own_embedder(folder) for folder in folders if folder.name not in listed)
        files = sorted({*models_dir.glob(f"*{_LINES}"), *models_dir.glob(f"[!.]*/*{_LINES}")})
        recognisers = tuple(
            replace(_own(path, models_dir), description="Your own line recogniser.", role=ModelRole.OCR)
            for path in files
            if path.parent not in folders
        )
        return replace(self, models=self.models + own + embedders + recognisers)


def _own_embedder(folder: Path) -> CatalogueModel:
    return CatalogueModel(
        id=folder.name,
        name=folder.name,
        description="Your own embedding model.",
        role=ModelRole.EMBED,
        parameters=0,
        licence="",
        context_length=0,
        files=tuple(ModelFile(name, _size(folder / name) or 0, "") for name in EMBEDDER_FILES),
        sources=(),
    )


def _names_projector(path: Path) -> bool:
    return PROJECTOR in path.name.lower()


def _own_seeing(paths: Sequence[Path], models_dir: Path) -> tuple[CatalogueModel, ...]:
    """A model for each folder that holds one GGUF and one projector."""
    pairs = []
    for _, together in itertools.groupby(sorted(paths, key=_folder), key=_folder):
        here = list(together)
        models = [path for path in here if not _names_projector(path)]
        projectors = [path for path in here if _names_projector(path) and _sees(path)]
        if len(models) == len(projectors) == 1:
            pairs.append((models[0], projectors[0]))
    return tuple(
        replace(
            _own(model, models_dir),
            id=f"{model.stem}-vision",
            description=f"Your own file, with {projector.name}.",
            role=ModelRole.OCR if "ocr" in model.stem.lower() else ModelRole.VISION,
            files=tuple(ModelFile(path.name, _size(path) or 0, "") for path in (model, projector)),
        )
        for model, projector in pairs
    )


def _folder(path: Path) -> Path:
    return path.parent


def _sees(path: Path) -> bool:
    try:
        return read_header(path).sees
    except ModelInvalid:
        return False


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
