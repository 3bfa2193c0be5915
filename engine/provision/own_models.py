"""The user's own models, copied into the models folder, where `Catalogue.with_local` finds them.

Nothing is fetched, and nothing of a file is run: its head is read and its size held against what it says.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.cancel import CancelToken
from engine.errors import DiskFull, ModelInvalid, ModelPresent, ModelsUnwritable, NotAModel
from engine.formats.gguf import read_header
from engine.formats.onnx import check_onnx
from engine.provision.catalogue import EMBEDDER_FILES, PROJECTOR, Catalogue
from engine.provision.provisioner import FetchProgress, Follower, check_room
from engine.provision.sources import NO_ROOM, Progress, WrongBytes, copy_stream

_SOURCE = "folder"
_WEIGHTS_NOT_USED = (".bin", ".h5", ".ot", ".msgpack", ".onnx")  # the same weights in other forms
_PART = re.compile(r"-\d{5}-of-\d{5}$")  # llama.cpp's gguf-split
_LISTED = "it has the name of a model of the list; get that one with “From a folder…”, or rename this one"
_LONGEST_HEAD = 100 << 20  # of a safetensors file


@dataclass(frozen=True, slots=True)
class _Copy:
    """A file, and its name below the new model's folder."""

    path: Path
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class _Model:
    """What becomes one folder of the models folder."""

    name: str
    files: tuple[_Copy, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


class OwnModels:
    def __init__(self, models_dir: Path, catalogue: Catalogue) -> None:
        self._models_dir = models_dir
        self._catalogue = catalogue

    def add(
        self,
        paths: Sequence[Path],
        progress: Callable[[FetchProgress], None] = lambda _: None,
        cancel: CancelToken | None = None,
    ) -> tuple[str, ...]:
        """Copy models and return the ids under which they are listed now.

        `paths` are GGUF files (one model and one projector belong together), line recognisers in ONNX, and
        folders as sentence-transformers writes them. Everything is looked at before anything is copied, and
        a model is put in place whole or not at all. Raises `NotAModel`, `ModelPresent`, `DiskFull`,
        `ModelsUnwritable`, `Cancelled`.
        """
        cancel = cancel or CancelToken()
        models = self._planned(paths)
        before = self._listed()
        taken = set(before)
        for model in models:
            if model.name in taken or (self._models_dir / model.name).exists():
                raise ModelPresent(model=model.name)
            taken.add(model.name)
        try:
            self._models_dir.mkdir(parents=True, exist_ok=True)
            check_room(self._models_dir, sum(model.size for model in models))
            for model in models:
                self._put(model, progress, cancel)
        except OSError as error:
            if error.errno in NO_ROOM:
                needed = sum(model.size for model in models)
                raise DiskFull(path=str(self._models_dir), needed=needed, available=None) from error
            raise ModelsUnwritable(path=str(self._models_dir), detail=error.strerror) from error
        return tuple(name for name in self._listed() if name not in before)

    def _listed(self) -> tuple[str, ...]:
        """Ids of the models that are installed."""
        models = self._catalogue.with_local(self._models_dir).models
        return tuple(model.id for model in models if model.installed(self._models_dir))

    def _planned(self, paths: Sequence[Path]) -> list[_Model]:
        """What the paths are, each one looked at."""
        known = {file.name for model in self._catalogue.models for file in model.files}
        known |= {model.id for model in self._catalogue.models}
        models: list[_Model] = []
        chatting: list[Path] = []
        projectors: list[Path] = []
        for path in paths:
            if path.name in known:
                raise NotAModel(path=str(path), detail=_LISTED)
            if path.is_dir():
                models.append(_embedder(path))
            elif path.suffix.lower() == ".onnx":
                check_onnx(path)
                models.append(_Model(path.stem, (_copy_of(path, f"{path.stem}.onnx"),)))
            else:
                (projectors if _sees(path) else chatting).append(path)
        if len(chatting) == len(projectors) == 1:
            return [*models, _pair(chatting[0], projectors[0])]
        for path in projectors:
            raise NotAModel(
                path=str(path),
                detail="it shows pictures to a model; choose it together with that model's file",
            )
        return [
            *models,
            *(_Model(_stem(path), (_copy_of(path, f"{_stem(path)}.gguf"),)) for path in chatting),
        ]

    def _put(self, model: _Model, progress: Callable[[FetchProgress], None], cancel: CancelToken) -> None:
        staging = self._models_dir / ".staging" / model.name
        shutil.rmtree(staging, ignore_errors=True)
        follower = Follower(model.name, model.size, progress)

        def tell(**event: Any) -> None:
            cancel.raise_if_cancelled()
            follower.take(event)

        try:
            tell(event="contact", source=_SOURCE, address=str(model.files[0].path.parent))
            copied = Progress(tell, _SOURCE, 0, model.size)
            for file in model.files:
                _write(file, staging, copied)
            staging.replace(self._models_dir / model.name)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


class _Source:
    """A file that is read: its faults are told from those of where it is written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._stream = path.open("rb")
        except OSError as error:
            raise _unreadable(path, error) from error

    def read(self, most: int) -> bytes:
        try:
            return self._stream.read(most)
        except OSError as error:
            raise _unreadable(self._path, error) from error

    def close(self) -> None:
        self._stream.close()


def _unreadable(path: Path, error: OSError) -> NotAModel:
    return NotAModel(path=str(path), detail=f"it cannot be read: {error.strerror}")


def _write(file: _Copy, staging: Path, progress: Progress) -> None:
    target = staging / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(_Source(file.path)) as source, target.open("wb") as out:
        try:
            copy_stream(source, out, progress, file.size)
        except WrongBytes as error:
            raise NotAModel(path=str(file.path), detail="it is still being written") from error
        if out.tell() != file.size:
            raise NotAModel(path=str(file.path), detail="it became shorter while it was copied")


def _copy_of(path: Path, name: str) -> _Copy:
    try:
        return _Copy(path, name, path.stat().st_size)
    except OSError as error:
        raise _unreadable(path, error) from error


def _sees(path: Path) -> bool:
    """Whether a GGUF file is a projector. Raises `NotAModel` for what is no model that can be listed."""
    try:
        header = read_header(path)
    except ModelInvalid as error:
        raise NotAModel(**error.facts) from error
    if _PART.search(_stem(path)):
        raise NotAModel(path=str(path), detail="it is one part of several; join them into one file first")
    if not header.sees and PROJECTOR in path.name.lower():
        raise NotAModel(path=str(path), detail="it is not for pictures")
    return header.sees


def _stem(path: Path) -> str:
    """The name of a GGUF file without its ending, which not every program writes."""
    return path.stem if path.suffix.lower() == ".gguf" else path.name


def _pair(model: Path, projector: Path) -> _Model:
    seeing = _stem(projector)
    named = seeing if PROJECTOR in seeing.lower() else f"{PROJECTOR}-{seeing}"
    files = (_copy_of(model, f"{_stem(model)}.gguf"), _copy_of(projector, f"{named}.gguf"))
    return _Model(_stem(model), files)


def _embedder(folder: Path) -> _Model:
    """A folder of sentence-transformers: its files, and those of the parts that `modules.json` names."""
    for name in EMBEDDER_FILES:
        if not (folder / name).is_file():
            raise NotAModel(path=str(folder), detail=f"it holds no {name}")
    _check_safetensors(folder / "model.safetensors")
    files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    for part in _parts(folder / "modules.json"):
        files += sorted(path for path in (folder / part).iterdir() if path.is_file())
    kept = [path for path in files if path.suffix not in _WEIGHTS_NOT_USED]
    copies = tuple(_copy_of(path, path.relative_to(folder).as_posix()) for path in kept)
    return _Model(folder.resolve().name, copies)


def _parts(listing: Path) -> list[str]:
    """Folders that a `modules.json` names; only such as lie beside it."""
    try:
        named = [str(entry["path"]) for entry in json.loads(listing.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotAModel(path=str(listing), detail="it does not list the parts of a model") from error
    return [
        name
        for name in named
        if name and Path(name).name == name and name != ".." and (listing.parent / name).is_dir()
    ]


def _check_safetensors(path: Path) -> None:
    """Raises `NotAModel` unless the file ends where its head says (safetensors' README, “Format”)."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= min(_LONGEST_HEAD, size - 8):
                raise NotAModel(path=str(path), detail="not a safetensors file, or cut short")
            head = json.loads(file.read(length))
        end = max(entry["data_offsets"][1] for name, entry in head.items() if name != "__metadata__")
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise NotAModel(path=str(path), detail="not a safetensors file") from error
    if 8 + length + end != size:
        raise NotAModel(path=str(path), detail="cut short")
