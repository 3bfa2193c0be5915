"""Bringing models onto this machine: from where the list says, from a folder, from the user's own files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from app.models.permitted import check_listed, check_own, permitted_list
from app.models.sticks import from_stick
from app.organisation.held import refusal, rules
from app.organisation.rules import Key
from engine.cancel import CancelToken
from engine.errors import ModelPresent, NotAModel, NotFetched
from engine.hardware import machine
from engine.hashing import sha256_of
from engine.provision.catalogue import STARTER, Catalogue, CatalogueModel, ModelFile, file_size
from engine.provision.own_models import OwnModels
from engine.provision.pins import pinned
from engine.provision.provisioner import FetchProgress, Provisioner, first_of
from engine.provision.sources import is_right
from engine.provision.standby import FetcherStandby
from engine.provision.stick import is_stick

Telling = Callable[[FetchProgress], None]


class Getting:
    """What is listed and what is the user's own, in one models folder."""

    def __init__(
        self,
        folder: Path,
        catalogue: Catalogue,
        fault: Callable[[Path], NotAModel | None] = lambda _: None,
        standby: FetcherStandby | None = None,
    ) -> None:
        """`fault` tells why a GGUF file of one's own cannot be used; `standby` was started before the process
        was sealed and can fetch.
        """
        self._fault = fault
        self._folder = folder
        self._catalogue = catalogue
        self._standby = standby

    def listed(self) -> Catalogue:
        """The catalogue, with what the hub declared of models that were fetched."""
        return pinned(self._catalogue, self._folder)

    def get(
        self,
        model_id: str,
        progress: Telling,
        cancel: CancelToken,
        folder: Path | None = None,
        token: str = "",
    ) -> Path:
        """See `Models.get`. Where the organisation lets nothing be fetched, from folders alone."""
        offline = not rules().fetch_models
        fetch = partial(
            self._provisioner().fetch,
            sources_from=[folder] if folder else [],
            progress=progress,
            cancel=cancel,
            token=token,
            offline=offline,
        )
        listed = permitted_list(self._catalogue) if model_id == STARTER else self._catalogue
        meant = check_listed(listed.meant(model_id, machine().memory_bytes))
        try:
            return first_of(meant, lambda model: fetch(model.id))
        except NotFetched as fault:
            if offline:
                raise refusal(Key.FETCH_MODELS) from fault
            raise

    def add(self, paths: Sequence[Path], progress: Telling, cancel: CancelToken) -> tuple[str, ...]:
        """Copy models and return the ids under which they are listed now.

        What has the bytes of a model of the list is that model, whatever it is called: somebody brought it on
        a stick. Everything else is the user's own, see `OwnModels.add`. Folders with a manifest give the
        models that it lists. Raises what that raises, `StickRefused`, `NotFetched` and `SetByOrganisation`.
        """
        listed = self.listed()
        sticks = [path for path in paths if is_stick(path)]
        brought = [
            name
            for stick in sticks
            for name in from_stick(
                stick, self._folder, listed, OwnModels(self._folder, listed, self._fault), progress, cancel
            )
        ]
        paths = [path for path in paths if path not in sticks]
        found = _of_the_list(listed, paths)
        for model in found:
            check_listed([model])
            if model.installed(self._folder):
                raise ModelPresent(model=model.id)
        taken = {path for files in found.values() for path in files.values()}
        own = [path for path in paths if path not in taken and not _holds(path, taken)]
        check_own(own)
        mine = OwnModels(self._folder, listed, self._fault)
        added = mine.add(own, progress, cancel) if own else ()
        for model, files in found.items():
            self._provisioner().take(model.id, files, progress, cancel)
        return (*brought, *(model.id for model in found), *added)

    def verify(self, model_id: str) -> None:
        """Hash the model's files. Raises `ModelMissing`, `ChecksumMismatch`."""
        self._provisioner().verify(model_id)

    def _provisioner(self) -> Provisioner:
        return Provisioner(self._folder, self._catalogue, self._standby)


def _of_the_list(listed: Catalogue, paths: Sequence[Path]) -> dict[CatalogueModel, dict[str, Path]]:
    """The models of the list that lie whole among these files and folders, with where each file is."""
    by_size: dict[int, list[Path]] = {}
    for path in paths:
        if path.is_file():
            by_size.setdefault(file_size(path) or 0, []).append(path)
    digests: dict[Path, str] = {}

    def found(file: ModelFile) -> Path | None:
        for path in by_size.get(file.size, ()):
            digests[path] = digests.get(path) or sha256_of(path)
            if digests[path] == file.sha256:
                return path
        return None

    whole: dict[CatalogueModel, dict[str, Path]] = {}
    folders = [path for path in paths if path.is_dir()]
    for model in listed.models:
        if not model.settled:
            continue
        files = {file.name: found(file) for file in model.files}
        if all(files.values()):
            whole[model] = {name: path for name, path in files.items() if path}
        for folder in folders:
            if all(is_right(folder / file.name, file) for file in model.files):
                whole[model] = {file.name: folder / file.name for file in model.files}
    return whole


def _holds(folder: Path, taken: set[Path]) -> bool:
    return any(folder in path.parents for path in taken)
