"""Verify model files and put them in place.

The bytes come through `engine.provision.fetcher`, a process of its own; here they are checked once more
against the catalogue and moved into the models folder, whole or not at all.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from engine.assets import ROOT
from engine.cancel import CancelToken
from engine.errors import Cancelled, ChecksumMismatch, DiskFull, ModelMissing, SourcesExhausted
from engine.provision.catalogue import Catalogue, CatalogueModel, HubSource
from engine.provision.sources import NO_ROOM, sha256

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
        staging = self._models_dir / ".staging" / model.id
        try:
            staging.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise DiskFull(path=str(staging), needed=model.size, available=0) from error
            raise SourcesExhausted(model=model.id, detail=f"{staging}: {error.strerror}") from error
        self._check_room(model, staging)
        job = {
            "staging": str(staging),
            "files": [{"name": f.name, "size": f.size, "sha256": f.sha256} for f in model.files],
            "sources": [
                *_folders([*sources_from, *folders_from_environment()], model),
                *([] if offline else _listed(model)),
            ],
        }
        self._run(job, Follower(model.id, model.size, progress), cancel or CancelToken())
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
            actual = sha256(path) if file.sha256 else ""
            if actual != file.sha256:
                raise ChecksumMismatch(path=str(path), expected=file.sha256, actual=actual)

    def _check_room(self, model: CatalogueModel, staging: Path) -> None:
        """Refuse early what cannot fit; the fetcher still reports a disk that fills up under it."""
        there = sum(path.stat().st_size for path in staging.rglob("*") if path.is_file())
        check_room(self._models_dir, max(0, model.size - there))

    def _run(self, job: dict[str, Any], follower: Follower, cancel: CancelToken) -> None:
        cancel.raise_if_cancelled()
        standby = self._standby or FetcherStandby()
        try:
            status = standby.run(job, follower.take, cancel)
        finally:
            if standby is not self._standby:
                standby.close()
        if cancel.cancelled:
            raise Cancelled
        if follower.full:
            size, free = sum(f["size"] for f in job["files"]), shutil.disk_usage(self._models_dir).free
            raise DiskFull(path=str(self._models_dir), needed=size, available=free)
        if status != 0:
            model = Path(job["staging"]).name
            raise SourcesExhausted(model=model, detail="; ".join(follower.failures) or "no source was given")

    def _place(self, model: CatalogueModel, staging: Path) -> None:
        """Believe no other process: hash once more, then move."""
        for file in model.files:
            actual = sha256(staging / file.name)
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


class FetcherStandby:
    """The way out that is made before the door is sealed.

    A child inherits its parent's network filter for ever, so the application starts this small
    process first and seals itself then. It waits, and starts one fetcher for each job.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "engine.provision.fetcher", "--standby"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=sys.platform != "win32",
        )

    def run(self, job: dict[str, Any], take: Callable[[dict[str, Any]], None], cancel: CancelToken) -> int:
        """Run one job, one at a time; returns the fetcher's exit status, -1 when it is gone."""
        with self._lock:
            if not self._send({"job": job}):
                return -1
            withdraw = cancel.on_cancel(self._cancel)
            try:
                for line in cast("IO[str]", self._child.stdout):
                    event = json.loads(line)
                    if event["event"] == "end":
                        return int(event["status"])
                    take(event)
            finally:
                withdraw()
            return -1

    def close(self) -> None:
        """End it, with a fetch that is under way; what was fetched is used the next time."""
        with suppress(OSError):
            cast("IO[str]", self._child.stdin).close()
        self._child.wait()
        cast("IO[str]", self._child.stdout).close()

    def _cancel(self) -> None:
        self._send({"cancel": True})

    def _send(self, message: dict[str, Any]) -> bool:
        stdin = cast("IO[str]", self._child.stdin)
        try:
            stdin.write(json.dumps(message) + "\n")
            stdin.flush()
        except (OSError, ValueError):
            return False
        return True


def folders_from_environment() -> tuple[Path, ...]:
    """The folders that `CONFIDANT_MODEL_SOURCES` names."""
    return tuple(Path(name) for name in os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep) if name)


def _folders(folders: Sequence[Path], model: CatalogueModel) -> list[dict[str, Any]]:
    return [{"kind": "folder", "path": str(folder), "model": model.id} for folder in folders]


def _listed(model: CatalogueModel) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = []
    for source in model.sources:
        if isinstance(source, HubSource):
            listed.append({"kind": "hub", "repository": source.repository, "revision": source.revision})
        else:
            listed.append(
                {
                    "kind": "wheels",
                    "packages": list(source.packages),
                    "version": source.version,
                    "member": source.member,
                    "joined": source.joined,
                }
            )
    return listed
