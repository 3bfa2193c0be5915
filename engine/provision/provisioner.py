"""Verify model files and put them in place.

What is not in a folder of this machine comes through `engine.provision.fetcher`, a process of its own; here
everything is checked once more against the catalogue and moved into the models folder, whole or not at all.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.cancel import CancelToken
from engine.errors import ChecksumMismatch, DiskFull, ModelMissing, SourcesExhausted
from engine.hashing import sha256_of
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.sources import FOLDER, NO_ROOM, Progress, SourceFailed, from_folder, is_right
from engine.provision.standby import FetcherStandby

# Folders to look in first, as an installer or an administrator sets them; separated as PATH is.
FOLDERS_VARIABLE = "CONFIDANT_MODEL_SOURCES"


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """How far a fetch has come. `contact` names what is contacted, as the user is shown it."""

    model: str
    source: str  # "folder", "hub", "wheels"; empty before the first
    contact: str
    done_bytes: int
    total_bytes: int
    seconds_left: float | None


class Provisioner:
    def __init__(self, models_dir: Path, catalogue: Catalogue, standby: FetcherStandby | None = None) -> None:
        """`standby` was started before this process was sealed; an unsealed one needs none."""
        self._standby = standby
        self._models_dir = models_dir
        self._catalogue = catalogue

    def fetch(
        self,
        model_id: str,
        *,
        sources_from: Sequence[Path] = (),
        offline: bool = False,
        progress: Callable[[FetchProgress], None] = lambda _: None,
        cancel: CancelToken | None = None,
    ) -> Path:
        """Bring a model onto this machine and return its file or folder.

        Folders are tried first, then the catalogue's sources in their order (none when `offline`).
        What an interrupted fetch left is used. Raises `ModelMissing` for an unknown id,
        `SourcesExhausted`, `DiskFull`, `Cancelled`.
        """
        model = self._catalogue.get(model_id)
        if model.installed(self._models_dir):
            return model.path_of(self._models_dir)
        staging = model.staging_in(self._models_dir)
        try:
            staging.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise DiskFull(path=str(staging), needed=model.size, available=0) from error
            raise SourcesExhausted(model=model.id, detail=f"{staging}: {error.strerror}") from error
        self._check_room(model, staging)
        cancel, follower = cancel or CancelToken(), Follower(model.id, model.size, progress)
        cancel.raise_if_cancelled()
        found = any(
            self._copied(folder, model, staging, follower, cancel)
            for folder in (*sources_from, *folders_from_environment())
        )
        if not found:
            self._ordered(model, follower, cancel, offline=offline)
        self._place(model, staging)
        return model.path_of(self._models_dir)

    def verify(self, model_id: str) -> None:
        """Hash every file of an installed model. Raises `ModelMissing`, `ChecksumMismatch`.

        The user's own files have no upstream hash to be held to and pass by being there.
        """
        model = self._catalogue.get(model_id)
        if not model.installed(self._models_dir):
            raise ModelMissing(model=model_id)
        for file in model.files:
            path = model.folder_in(self._models_dir) / file.name
            actual = sha256_of(path) if file.sha256 else ""
            if actual != file.sha256:
                raise ChecksumMismatch(path=str(path), expected=file.sha256, actual=actual)

    def _check_room(self, model: CatalogueModel, staging: Path) -> None:
        """Refuse early what cannot fit; the fetcher still reports a disk that fills up under it."""
        there = sum(path.stat().st_size for path in staging.rglob("*") if path.is_file())
        check_room(self._models_dir, max(0, model.size - there))

    def _copied(
        self, folder: Path, model: CatalogueModel, staging: Path, follower: Follower, cancel: CancelToken
    ) -> bool:
        """Copy the model from a folder; False, and why is kept, where it is not there."""

        def tell(**event: Any) -> None:
            cancel.raise_if_cancelled()
            follower.take(event)

        tell(event="contact", source=FOLDER, address=str(folder))
        try:
            wanted = [file for file in model.files if not is_right(staging / file.name, file)]
            done = model.size - sum(file.size for file in wanted)
            from_folder(folder, model.id, wanted, staging, Progress(tell, FOLDER, done, model.size))
        except SourceFailed as failed:
            follower.failures.append(f"{FOLDER}: {failed.facts['detail']}")
        except OSError as error:
            if error.errno in NO_ROOM:
                raise self._full(model) from error
            follower.failures.append(f"{FOLDER}: {error.strerror or type(error).__name__}")
        else:
            return True
        return False

    def _ordered(
        self, model: CatalogueModel, follower: Follower, cancel: CancelToken, *, offline: bool
    ) -> None:
        """Have the fetcher bring the model from the sources of the list."""
        status = 1
        if model.sources and not offline:
            standby = self._standby or FetcherStandby(self._models_dir, self._catalogue.file)
            try:
                status = standby.run(model.id, follower.take, cancel)
            finally:
                if standby is not self._standby:
                    standby.close()
        cancel.raise_if_cancelled()
        if follower.full:
            raise self._full(model)
        if status != 0:
            detail = "; ".join(follower.failures) or "no source was given"
            raise SourcesExhausted(model=model.id, detail=detail)

    def _full(self, model: CatalogueModel) -> DiskFull:
        free = shutil.disk_usage(self._models_dir).free
        return DiskFull(path=str(self._models_dir), needed=model.size, available=free)

    def _place(self, model: CatalogueModel, staging: Path) -> None:
        """Believe no other process: hash once more, then move."""
        for file in model.files:
            actual = sha256_of(staging / file.name)
            if actual != file.sha256:
                (staging / file.name).unlink()
                raise ChecksumMismatch(path=file.name, expected=file.sha256, actual=actual)
        for file in model.files:
            target = self._models_dir / model.id / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            (staging / file.name).replace(target)
        shutil.rmtree(staging)


def check_room(models_dir: Path, needed: int) -> None:
    """Raises `DiskFull` where so many bytes do not fit."""
    available = shutil.disk_usage(models_dir).free
    if needed > available:
        raise DiskFull(path=str(models_dir), needed=needed, available=available)


class Follower:
    """Turns the events of a fetch into `FetchProgress`, and keeps why sources failed."""

    def __init__(self, model_id: str, size: int, progress: Callable[[FetchProgress], None]) -> None:
        self._model_id = model_id
        self._size = size
        self._progress = progress
        self._contact = ""
        self._began: tuple[float, int] | None = None
        self.failures: list[str] = []
        self.full = False

    def take(self, event: dict[str, Any]) -> None:
        match event["event"]:
            case "contact":
                self._contact, self._began = event["address"], None
                self._tell(event["source"], 0)
            case "progress":
                self._tell(event["source"], event["done"])
            case "failed":
                self.failures.append(f"{event['source']}: {event['detail']}")
            case "full":
                self.full = True

    def _tell(self, source: str, done: int) -> None:
        now = time.monotonic()
        self._began = self._began or (now, done)
        fetched, took = done - self._began[1], now - self._began[0]
        left = (self._size - done) * took / fetched if fetched > 0 and took > 1 else None
        self._progress(FetchProgress(self._model_id, source, self._contact, done, self._size, left))


def folders_from_environment() -> tuple[Path, ...]:
    """The folders that `CONFIDANT_MODEL_SOURCES` names."""
    return tuple(Path(name) for name in os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep) if name)
