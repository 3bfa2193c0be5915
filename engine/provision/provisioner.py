"""Verify model files and put them in place.

What is not in a folder of this machine comes through `engine.provision.fetcher`, a process of its own; here
everything is checked once more against the catalogue and moved into the models folder, whole or not at all.
What the catalogue leaves open is held to what the hub declared, and pinned (`engine.provision.pins`).
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from engine.cancel import CancelToken
from engine.errors import (
    ChecksumMismatch,
    DiskFull,
    HubAway,
    ModelGated,
    ModelMissing,
    NotFetched,
    PinnedOtherwise,
    ProvisionError,
    SourcesExhausted,
)
from engine.hashing import sha256_of
from engine.provision.catalogue import Catalogue, CatalogueModel, ModelFile
from engine.provision.hub import SourceFailed, is_token
from engine.provision.pins import DECLARED, Declared, Pins, filled_in
from engine.provision.sources import FOLDER, NO_ROOM, Progress, copied, in_folder, is_right
from engine.provision.standby import FetcherStandby

Got = TypeVar("Got")

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
    waiting_seconds: float = 0.0  # that the hub asked to wait for, told once
    revision: str = ""  # with `declared`: what the hub says that the model is made of, told once
    declared: tuple[ModelFile, ...] = ()


def first_of(models: Sequence[CatalogueModel], fetch: Callable[[CatalogueModel], Got]) -> Got:
    """What `fetch` returns for the first of these that can be had. One that only the hub has is passed over
    once nobody has answered there. Raises the fault of the first where none can be had, and `Cancelled`.
    """
    faults: list[ProvisionError] = []
    for model in models:
        if model.elsewhere or not any(isinstance(fault, HubAway) for fault in faults):
            try:
                return fetch(model)
            except (NotFetched, DiskFull) as fault:
                faults.append(fault)
    raise faults[0]


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
        token: str = "",
    ) -> Path:
        """Bring a model onto this machine and return its file or folder.

        Folders are tried first, then the catalogue's sources in their order (none when `offline`).
        What an interrupted fetch left is used. `token` opens the hub where it does not give the model to all,
        and is kept nowhere. Raises `ModelMissing` for an unknown id, `NotFetched`, `DiskFull`, `Cancelled`.
        """
        model = self._known(model_id)
        if model.installed(self._models_dir):
            return model.path_of(self._models_dir)
        if token and not is_token(token):
            raise ModelGated(model=model.id, detail="this is no token of the hub", page="")
        cancel, follower = cancel or CancelToken(), Follower(model.id, model.size, progress)
        staging = self._staging(model)
        cancel.raise_if_cancelled()
        found = any(
            self._copied(str(folder), partial(in_folder, folder, model.id), model, follower, cancel)
            for folder in (*sources_from, *folders_from_environment())
        )
        if not found:
            self._ordered(model, follower, cancel, token, offline=offline)
        self._place(model, staging)
        return model.path_of(self._models_dir)

    def take(
        self,
        model_id: str,
        files: Mapping[str, Path],
        progress: Callable[[FetchProgress], None] = lambda _: None,
        cancel: CancelToken | None = None,
    ) -> Path:
        """Put a model in place whose files lie on this machine, each under its name in the model's folder.

        Raises `ModelMissing` for an unknown id, `NotFetched`, `ChecksumMismatch`, `DiskFull`, `Cancelled`.
        """
        model = self._known(model_id)
        cancel, follower = cancel or CancelToken(), Follower(model.id, model.size, progress)
        staging = self._staging(model)
        place = next(iter(files.values()), self._models_dir).parent
        if not self._copied(str(place), lambda file: files[file.name], model, follower, cancel):
            raise follower.fault()
        self._place(model, staging)
        return model.path_of(self._models_dir)

    def verify(self, model_id: str) -> None:
        """Hash every file of an installed model. Raises `ModelMissing`, `ChecksumMismatch`.

        The user's own files have no upstream hash to be held to and pass by being there.
        """
        model = self._known(model_id)
        if not model.installed(self._models_dir):
            raise ModelMissing(model=model_id)
        for file in model.files:
            path = model.folder_in(self._models_dir) / file.name
            actual = sha256_of(path) if file.sha256 else ""
            if actual != file.sha256:
                raise ChecksumMismatch(path=str(path), expected=file.sha256, actual=actual)

    def _known(self, model_id: str) -> CatalogueModel:
        return Pins(self._models_dir).applied(self._catalogue.get(model_id))

    def _staging(self, model: CatalogueModel) -> Path:
        """The folder its files come into. Refuse early what cannot fit; the fetcher still reports a disk that
        fills up under it.
        """
        staging = model.staging_in(self._models_dir)
        try:
            staging.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise DiskFull(path=str(staging), needed=model.size, available=0) from error
            raise SourcesExhausted(model=model.id, detail=f"{staging}: {error.strerror}") from error
        there = sum(path.stat().st_size for path in staging.rglob("*") if path.is_file())
        known = sum(file.size for file in model.files)  # what is left open the fetcher learns, and checks
        check_room(self._models_dir, max(0, known - there))
        return staging

    def _copied(
        self,
        place: str,
        find: Callable[[ModelFile], Path],
        model: CatalogueModel,
        follower: Follower,
        cancel: CancelToken,
    ) -> bool:
        """Copy the model's files from a place; False, and why is kept, where they are not there."""

        def tell(**event: Any) -> None:
            cancel.raise_if_cancelled()
            follower.take(event)

        tell(event="contact", source=FOLDER, address=place)
        staging = model.staging_in(self._models_dir)
        try:
            wanted = [file for file in model.files if not is_right(staging / file.name, file)]
            done = model.size - sum(file.size for file in wanted)
            copied(find, wanted, staging, Progress(tell, FOLDER, done, model.size))
        except SourceFailed as failed:
            follower.failures.append(f"{FOLDER}: {failed.facts['detail']}")
        except OSError as error:
            if error.errno in NO_ROOM:
                raise self._full(model.size) from error
            follower.failures.append(f"{FOLDER}: {error.strerror or type(error).__name__}")
        else:
            return True
        return False

    def _ordered(
        self,
        model: CatalogueModel,
        follower: Follower,
        cancel: CancelToken,
        token: str,
        *,
        offline: bool,
    ) -> None:
        """Have the fetcher bring the model from the sources of the list."""
        status = 1
        if model.sources and not offline:
            standby = self._standby or FetcherStandby(self._models_dir, self._catalogue.file)
            try:
                status = standby.run(model.id, follower.take, cancel, token)
            finally:
                if standby is not self._standby:
                    standby.close()
        cancel.raise_if_cancelled()
        if follower.full:
            raise self._full(follower.size)
        if status != 0:
            raise follower.fault()

    def _full(self, needed: int) -> DiskFull:
        free = shutil.disk_usage(self._models_dir).free
        return DiskFull(path=str(self._models_dir), needed=needed, available=free)

    def _place(self, model: CatalogueModel, staging: Path) -> None:
        """Believe no other process: hash once more, then move."""
        whole, revision = self._completed(model, staging)
        actual: dict[str, str] = {}
        for file in whole.files:
            path = staging / file.name
            actual[file.name] = sha256_of(path)
            if not is_right(path, file):
                path.unlink()
                raise ChecksumMismatch(path=file.name, expected=file.sha256, actual=actual[file.name])
        if revision:
            files = {file.name: replace(file, sha256=actual[file.name], oid="") for file in whole.files}
            Pins(self._models_dir).put(model.id, Declared(revision, files))
        for file in whole.files:
            target = self._models_dir / model.id / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            (staging / file.name).replace(target)
        shutil.rmtree(staging)

    def _completed(self, model: CatalogueModel, staging: Path) -> tuple[CatalogueModel, str]:
        """The model with what the hub declared of it, and the revision to pin; empty where none was told."""
        try:
            declared = Declared.from_json((staging / DECLARED).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            declared = None
        whole = filled_in(model, declared) if declared else None
        if declared is not None and whole is not None:
            return whole, declared.revision
        if not model.settled:
            raise SourcesExhausted(model=model.id, detail="nobody has declared what it is made of")
        return model, ""


def check_room(models_dir: Path, needed: int) -> None:
    """Raises `DiskFull` where so many bytes do not fit."""
    available = shutil.disk_usage(models_dir).free
    if needed > available:
        raise DiskFull(path=str(models_dir), needed=needed, available=available)


class Follower:
    """Turns the events of a fetch into `FetchProgress`, and keeps why sources failed."""

    def __init__(self, model_id: str, size: int, progress: Callable[[FetchProgress], None]) -> None:
        self._model_id = model_id
        self.size = size
        self._progress = progress
        self._contact = ""
        self._began: tuple[float, int] | None = None
        self._faults: list[dict[str, Any]] = []
        self.failures: list[str] = []
        self.full = False

    def take(self, event: dict[str, Any]) -> None:
        match event["event"]:
            case "contact":
                self._contact, self._began = event["address"], None
                self._tell(event["source"], 0)
            case "declared":
                files = tuple(ModelFile(one["name"], one["size"], one["sha256"]) for one in event["files"])
                self.size = sum(file.size for file in files)
                self._tell("hub", 0, revision=event["revision"], declared=files)
            case "waiting":
                self._tell(event["source"], 0, waiting_seconds=event["seconds"])
            case "progress":
                self._tell(event["source"], event["done"])
            case "failed":
                self._faults.append(event)
                self.failures.append(f"{event['source']}: {event['detail']}")
            case "full":
                self.full = True

    def fault(self) -> ProvisionError:
        """Why no source gave it."""
        detail = "; ".join(self.failures) or "no source was given"
        told = {event.get("code", ""): event for event in self._faults}
        if event := told.get("otherwise"):
            facts = {name: str(event.get(name, "")) for name in ("file", "pinned", "declared")}
            return PinnedOtherwise(model=self._model_id, **facts)
        if event := told.get("gated"):
            return ModelGated(model=self._model_id, detail=detail, page=str(event.get("page", "")))
        if told.keys() == {"away"}:
            return HubAway(model=self._model_id, detail=detail)
        return SourcesExhausted(model=self._model_id, detail=detail)

    def _tell(self, source: str, done: int, **more: Any) -> None:
        now = time.monotonic()
        self._began = self._began or (now, done)
        fetched, took = done - self._began[1], now - self._began[0]
        left = (self.size - done) * took / fetched if fetched > 0 and took > 1 else None
        self._progress(FetchProgress(self._model_id, source, self._contact, done, self.size, left, **more))


def folders_from_environment() -> tuple[Path, ...]:
    """The folders that `CONFIDANT_MODEL_SOURCES` names."""
    return tuple(Path(name) for name in os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep) if name)
