"""A stick as `make.py package --stick` lays it out: a manifest of every file with its bytes and SHA-256, and
the models below `models`, each in a folder of its name.

Nothing on it is believed: paths stay below the stick, and what is copied is hashed on its way.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from engine.assets import ASSETS
from engine.cancel import CancelToken
from engine.errors import DiskFull, ModelsUnwritable, StickRefused
from engine.provision.provisioner import FetchProgress, Follower, check_room
from engine.provision.signature import AnotherKey, PublicKey, SignatureUnfit, check
from engine.provision.sources import FOLDER, NO_ROOM, Progress, WrongBytes, copy_stream

MANIFEST = "manifest.json"
SIGNATURE = f"{MANIFEST}.minisig"
FORMAT = 1
KEY = ASSETS / "stick.pub"  # whose signatures this program trusts, where it was made to carry a key

_MODELS = "models"
_MOST = 4 << 20  # bytes of a manifest
_HEX = frozenset("0123456789abcdef")


class Seal(StrEnum):
    """What is known of who made a stick."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    UNCHECKED = "unchecked"  # signed, and this program carries no key to hold that against


@dataclass(frozen=True, slots=True)
class StickFile:
    """A file of a model: its place in the model's folder, and what it must be."""

    name: str
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StickModel:
    name: str  # of its folder
    files: tuple[StickFile, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Stick:
    folder: Path
    models: tuple[StickModel, ...]
    seal: Seal


def is_stick(folder: Path) -> bool:
    """Whether a folder holds a manifest; nothing of it is read."""
    try:
        return (folder / MANIFEST).is_file() and (folder / _MODELS).is_dir()
    except OSError:
        return False


def read_stick(folder: Path, key: Path = KEY) -> Stick:
    """What is on a stick, its signature held against the key, where that is there. No file is hashed yet.
    Raises `StickRefused`.
    """
    manifest = _bytes_of(folder, MANIFEST)
    seal = _seal(folder, manifest, key)
    by_name: dict[str, list[StickFile]] = {}
    for place, size, sha256 in _listed(folder, manifest):
        match place.parts:
            case (first, name, *rest) if first == _MODELS and rest and not name.startswith("."):
                file = StickFile("/".join(rest), folder.joinpath(*place.parts), size, sha256)
                by_name.setdefault(name, []).append(file)
    if not by_name:
        raise _refused(folder, "empty")
    models = tuple(StickModel(name, tuple(files)) for name, files in sorted(by_name.items()))
    for file in (file for model in models for file in model.files):
        _check_inside(folder, file)
    return Stick(folder, models, seal)


def copy(
    stick: Stick,
    models: Sequence[StickModel],
    models_dir: Path,
    progress: Callable[[FetchProgress], None] = lambda _: None,
    cancel: CancelToken | None = None,
) -> None:
    """Copy models of a stick into the models folder, each whole or not at all; of one that does not come to
    its end nothing stays, and the rest is copied all the same. Raises `StickRefused` for the first such one,
    when the others are there, `DiskFull`, `ModelsUnwritable`, `Cancelled`.
    """
    needed = sum(model.size for model in models)
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        check_room(models_dir, needed)
        put, refused = list[str](), list[StickRefused]()
        for model in models:
            try:
                _put(stick, model, models_dir, progress, cancel or CancelToken())
                put.append(model.name)
            except StickRefused as fault:
                refused.append(fault)
        if refused:
            raise but_for(refused[0], put)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(path=str(models_dir), needed=needed, available=None) from error
        raise ModelsUnwritable(path=str(models_dir), detail=error.strerror) from error


def but_for(fault: StickRefused, put: Sequence[str]) -> StickRefused:
    """The fault of one model of a stick, with the names of those that were taken all the same."""
    return StickRefused(path=fault.facts["path"], kind="some", others=", ".join(put)) if put else fault


# --- inside ------------------------------------------------------------------------------------------------


def _put(
    stick: Stick,
    model: StickModel,
    models_dir: Path,
    progress: Callable[[FetchProgress], None],
    cancel: CancelToken,
) -> None:
    # In a folder of its own: what a fetch of the same model left is not touched.
    staging = models_dir / ".staging" / f"stick-{model.name}"
    shutil.rmtree(staging, ignore_errors=True)
    follower = Follower(model.name, model.size, progress)

    def tell(**event: Any) -> None:
        cancel.raise_if_cancelled()
        follower.take(event)

    for file in model.files:
        _check_size(stick.folder, file)
    try:
        tell(event="contact", source=FOLDER, address=str(stick.folder))
        copied = Progress(tell, FOLDER, 0, model.size)
        for file in model.files:
            _copy(stick.folder, file, staging / file.name, copied)
        for file in model.files:
            target = models_dir / model.name / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            (staging / file.name).replace(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        with suppress(OSError):
            staging.parent.rmdir()  # where nothing else is on its way


def _copy(stick: Path, file: StickFile, target: Path, progress: Progress) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(_Hashed(stick, file)) as source, target.open("wb") as out:
        try:
            copy_stream(source, out, progress, file.size)
        except WrongBytes as error:
            raise _refused(stick, "bytes", file.path) from error
        if out.tell() != file.size or source.sha256 != file.sha256:
            raise _refused(stick, "bytes", file.path)


class _Hashed:
    """A file of the stick, hashed as it is read. A stick that was pulled out is told from a full disk."""

    def __init__(self, stick: Path, file: StickFile) -> None:
        self._stick, self._path = stick, file.path
        self._hash = hashlib.sha256()
        try:
            self._stream: BinaryIO = file.path.open("rb")
        except OSError as error:
            raise _refused(stick, "missing", file.path) from error

    @property
    def sha256(self) -> str:
        """Of what was read, in hex."""
        return self._hash.hexdigest()

    def read(self, most: int) -> bytes:
        try:
            block = self._stream.read(most)
        except OSError as error:
            raise _refused(self._stick, "missing", self._path) from error
        self._hash.update(block)
        return block

    def close(self) -> None:
        self._stream.close()


def _seal(folder: Path, manifest: bytes, key: Path) -> Seal:
    if not (folder / SIGNATURE).exists():
        return Seal.UNSIGNED
    if not key.is_file():
        return Seal.UNCHECKED
    try:
        text = _bytes_of(folder, SIGNATURE).decode()
        check(manifest, text, PublicKey.read(key.read_text(encoding="utf-8")))
    except AnotherKey as error:
        raise _refused(folder, "key") from error
    except (SignatureUnfit, UnicodeDecodeError) as error:
        raise _refused(folder, "signature") from error
    return Seal.SIGNED


def _listed(folder: Path, manifest: bytes) -> list[tuple[PurePosixPath, int, str]]:
    """Place, bytes and SHA-256 of each file. Raises `StickRefused` for what is no manifest."""
    try:
        told = json.loads(manifest)
        if told["format"] != FORMAT:
            raise _refused(folder, "newer")
        found = [(_place(one["file"]), one["bytes"], one["sha256"]) for one in told["files"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refused(folder, "manifest") from error
    sound = all(
        type(size) is int
        and size >= 0
        and isinstance(sha256, str)
        and len(sha256) == 64
        and set(sha256) <= _HEX
        for _, size, sha256 in found
    )
    # Two names that differ in capitals alone are one file on many systems.
    if not sound or len({str(place).casefold() for place, _, _ in found}) != len(found):
        raise _refused(folder, "manifest")
    return found


def _place(told: str) -> PurePosixPath:
    """A path below the stick. Raises `ValueError` for any other."""
    place = PurePosixPath(told)
    unfit = place.is_absolute() or any(one in told for one in "\\:\0") or str(place) != told
    if unfit or ".." in place.parts:
        raise ValueError(told)
    return place


def _check_inside(folder: Path, file: StickFile) -> None:
    """Refuse a stick with something that leads away from it."""
    try:
        inside = file.path.resolve().is_relative_to(folder.resolve())
    except OSError as error:
        raise _refused(folder, "missing", file.path) from error
    if not inside:
        raise _refused(folder, "missing", file.path)


def _check_size(folder: Path, file: StickFile) -> None:
    """Refuse early what a look at sizes tells."""
    try:
        if not file.path.is_file():
            raise _refused(folder, "missing", file.path)
        if file.path.stat().st_size != file.size:
            raise _refused(folder, "bytes", file.path)
    except OSError as error:
        raise _refused(folder, "missing", file.path) from error


def _bytes_of(folder: Path, name: str) -> bytes:
    try:
        with (folder / name).open("rb") as file:
            found = file.read(_MOST + 1)
    except OSError as error:
        raise _refused(folder, "manifest") from error
    if len(found) > _MOST:
        raise _refused(folder, "manifest")
    return found


def _refused(folder: Path, kind: str, path: Path | None = None) -> StickRefused:
    return StickRefused(path=str(path or folder), kind=kind)
