"""The user's own models, copied into the models folder, where `engine.provision.forms` finds them.

Nothing is fetched, and nothing of a file is run: its head is read and its size held against what it says.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.cancel import CancelToken
from engine.errors import DiskFull, ModelPresent, ModelsUnwritable, NotAModel
from engine.provision.catalogue import Catalogue
from engine.provision.forms.form import Copy, OwnModel, unreadable
from engine.provision.forms.gguf import own_adapters
from engine.provision.forms.register import planned, with_own
from engine.provision.provisioner import FetchProgress, Follower, check_room
from engine.provision.sources import FOLDER, NO_ROOM, Progress, WrongBytes, copy_stream

_LISTED = "it has the name of a model of the list; get that one with “From a folder…”, or rename this one"


class OwnModels:
    def __init__(
        self,
        models_dir: Path,
        catalogue: Catalogue,
        fault: Callable[[Path], NotAModel | None] = lambda _: None,
    ) -> None:
        """`fault` tells why a GGUF file, or the first of several, cannot be used, where its head does not."""
        self._models_dir = models_dir
        self._fault = fault
        self._catalogue = catalogue

    def add(
        self,
        paths: Sequence[Path],
        progress: Callable[[FetchProgress], None] = lambda _: None,
        cancel: CancelToken | None = None,
    ) -> tuple[str, ...]:
        """Copy models and return the ids under which they are listed now.

        `paths` are GGUF files (one model and one projector belong together, and any part of a model in
        several stands for all of them), line recognisers in ONNX, and folders as sentence-transformers
        writes them. Everything is looked at before anything is copied, and a model is put in place whole or
        not at all. Raises `NotAModel`, `ModelPresent`, `DiskFull`, `ModelsUnwritable`, `Cancelled`.
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

    def look(self, name: str, paths: Sequence[Path]) -> None:
        """Whether `add` would take these, whatever is there already, and whether their folder may be called
        that. Raises `NotAModel`.
        """
        if any(name in (model.id, model.folder) for model in self._catalogue.models):
            raise NotAModel(path=str(paths[0]), detail=_LISTED)
        self._planned(paths)

    def _listed(self) -> tuple[str, ...]:
        """Ids of the user's own that are installed, also under the name of a file of the list, and names of
        adapters.
        """
        own = replace(self._catalogue, models=())
        models = with_own(own, self._models_dir).models
        return (
            *(model.id for model in models if model.installed(self._models_dir)),
            *(adapter.name for adapter in own_adapters(self._models_dir, own)),
        )

    def _planned(self, paths: Sequence[Path]) -> list[OwnModel]:
        models = planned(paths)
        known = {model.id for model in self._catalogue.models}
        for model in models:
            if model.name in known:  # its folder is the other's
                raise NotAModel(path=str(model.files[0].path), detail=_LISTED)
            gguf = model.files[0].name.endswith(".gguf")
            if gguf and (fault := self._fault(model.files[0].path)):
                raise fault
        return models

    def _put(self, model: OwnModel, progress: Callable[[FetchProgress], None], cancel: CancelToken) -> None:
        staging = self._models_dir / ".staging" / model.name
        shutil.rmtree(staging, ignore_errors=True)
        follower = Follower(model.name, model.size, progress)

        def tell(**event: Any) -> None:
            cancel.raise_if_cancelled()
            follower.take(event)

        try:
            tell(event="contact", source=FOLDER, address=str(model.files[0].path.parent))
            copied = Progress(tell, FOLDER, 0, model.size)
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
            raise unreadable(path, error) from error

    def read(self, most: int) -> bytes:
        try:
            return self._stream.read(most)
        except OSError as error:
            raise unreadable(self._path, error) from error

    def close(self) -> None:
        self._stream.close()


def _write(file: Copy, staging: Path, progress: Progress) -> None:
    target = staging / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(_Source(file.path)) as source, target.open("wb") as out:
        try:
            copy_stream(source, out, progress, file.size)
        except WrongBytes as error:
            raise NotAModel(path=str(file.path), detail="it is still being written") from error
        if out.tell() != file.size:
            raise NotAModel(path=str(file.path), detail="it became shorter while it was copied")
