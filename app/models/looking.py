"""What of a models folder can be used: each file of one's own is shown to llama.cpp once, and what it said is
kept beside the models until the file or llama.cpp changes.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from app.models import measured
from engine.errors import ModelInvalid, NotAModel
from engine.formats.gguf_kinds import GgufKind, kind_of
from engine.formats.gguf_parts import kept_header, parts_of
from engine.llama.knowing import Look, look, version
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.provision.forms.form import Unusable, unreadable
from engine.provision.forms.gguf import header_of
from engine.provision.forms.register import unusable, with_own

_FOLDER = f"{measured.FOLDER}/looks"
_READ = 1 << 20  # bytes of a file by which it is known again, with its size

Ask = Callable[[Sequence[Path]], Look | None]


class Looks:
    """What llama.cpp says of GGUF files. Thread-safe."""

    def __init__(self, models_dir: Path, ask: Ask = look) -> None:
        self._models_dir = models_dir
        self._folder = models_dir / _FOLDER
        self._ask = ask
        self._lock = threading.Lock()
        self._known: dict[object, Look | None] = {}  # by files as they stand, and by what is in them

    def fault(self, path: Path) -> NotAModel | None:
        """Why the model of this file, or of this first part, cannot be used; None where it can, and for an
        adapter, which llama.cpp takes over its model only.
        """
        try:
            if kind_of(kept_header(path)) is GgufKind.ADAPTER:
                return None
            found = self._look(parts_of(path).paths)
        except ModelInvalid as error:
            return NotAModel(**error.facts)
        except OSError as error:
            return unreadable(path, error)
        if found is None:
            return None
        facts = {"path": str(path)}
        if found.unknown:
            return NotAModel(**facts, kind=GgufKind.UNKNOWN.value, architecture=_named(found.error))
        if found.error:
            return NotAModel(**facts, detail=found.error)
        if found.encodes or found.fills:
            kind = GgufKind.TRANSLATING if found.encodes else GgufKind.DIFFUSION
            return NotAModel(**facts, kind=kind.value)
        return None

    def _look(self, paths: tuple[Path, ...]) -> Look | None:
        stats = [path.stat() for path in paths]
        seen = (paths, *((one.st_size, one.st_mtime_ns) for one in stats))
        with self._lock:
            if seen not in self._known:
                self._known[seen] = self._kept(paths, sum(one.st_size for one in stats))
            return self._known[seen]

    def _kept(self, paths: Sequence[Path], size: int) -> Look | None:
        """What is known of files with this beginning."""
        key = hashlib.sha256(f"{version()} {size}".encode())
        for path in paths:
            with path.open("rb") as file:
                key.update(file.read(_READ))
        name = key.hexdigest()
        if name not in self._known:
            self._known[name] = self._told(paths, self._folder / f"{name}.json")
        return self._known[name]

    def _told(self, paths: Sequence[Path], kept: Path) -> Look | None:
        with suppress(TypeError):
            if (known := measured.read(kept)) is not None:
                return Look(**known)
        found = self._ask(paths)
        if found is not None:
            self._keep(kept, found)
        return found

    def _keep(self, path: Path, found: Look) -> None:
        """A folder that cannot be written, or is not there yet, costs another look at the next start."""
        if not self._models_dir.is_dir():
            return
        measured.write(path, asdict(found))


def sifted(catalogue: Catalogue, models_dir: Path, looks: Looks) -> tuple[Catalogue, list[Unusable]]:
    """The catalogue with those of the user's own models that can be used, and what else lies there.

    The user's own is whatever lies outside the folders of the models of the list, also under the name of one:
    names say nothing of what is in a file, and who copied a model by hand goes on with it, whatever the list
    holds later.
    """
    theirs = {model.folder_in(models_dir) for model in catalogue.models}
    nothing = replace(catalogue, models=())
    own = [
        model for model in with_own(nothing, models_dir).models if model.folder_in(models_dir) not in theirs
    ]
    refused = {id(model): fault for model in own if (fault := _fault(model, models_dir, looks))}
    models = (*catalogue.models, *(model for model in own if id(model) not in refused))
    others = {
        model.paths_in(models_dir)[0]: Unusable(
            model.name, model.paths_in(models_dir)[0], model.size, refused[id(model)]
        )
        for model in reversed(own)
        if id(model) in refused
    }
    rest = [one for one in unusable(nothing, models_dir) if one.path.parent not in theirs]
    return replace(catalogue, models=models), [*rest, *others.values()]


def _fault(model: CatalogueModel, models_dir: Path, looks: Looks) -> NotAModel | None:
    if header_of(model, models_dir) is None:
        return None
    return looks.fault(model.paths_in(models_dir)[0])


def _named(error: str) -> str:
    """The architecture in what llama.cpp says: "unknown model architecture: 'name'"."""
    return error.split("'")[1] if error.count("'") > 1 else ""
