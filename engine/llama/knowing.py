"""Whether this llama.cpp can load a file, asked before anybody uses it.

llama.cpp itself is asked, in a process that can do no harm: it loads everything of the file but the weights
("no_alloc"), which takes less than a second and tells architectures, vocabularies and shapes that it does not
know. A list of what it knows would be wrong with the next version. A file that ends the process is one that
cannot be loaded.
"""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.cancel import CancelToken
from engine.errors import Fault, WorkerDied
from engine.types import DeathReason
from engine.workers.confining import Work
from engine.workers.frames import Frame, Json
from engine.workers.worker import Limits, Worker, WorkerSpec

_TARGET = "engine.llama.knowing:build"
_LIMITS = Limits(wall_seconds=60, memory_bytes=4 << 30)
_UNKNOWN = re.compile(r"unknown model architecture")
_CAUSE = re.compile(r"^.*error loading model(?: \w+)?: ")
_LONGEST = 200  # characters of what llama.cpp says


@dataclass(frozen=True, slots=True)
class Look:
    """What llama.cpp says of a file. `error` is empty where it can be loaded."""

    error: str = ""
    unknown: bool = False  # the architecture is
    encodes: bool = False  # it has an encoder before what writes
    fills: bool = False  # it fills in a whole text at once (diffusion)


def version() -> str:
    """Which llama.cpp answers; another one may know more."""
    return importlib.metadata.version("llama-cpp-python")


def look(parts: Sequence[Path], cancel: CancelToken | None = None) -> Look | None:
    """Ask about a model by its files, the first of which holds its keys; None where nobody can be asked.

    Raises `Cancelled`.
    """
    spec = WorkerSpec("looking", _TARGET, limits=_LIMITS, files=tuple(parts), work=Work.COMPUTING)
    with Worker(spec) as worker:
        try:
            found = worker.call("look", {"path": str(parts[0])}, cancel=cancel).header
        except WorkerDied as died:
            if died.facts.get("reason") == DeathReason.START:
                return None
            return Look(error="it ends what reads it")
        except Fault:
            if cancel is not None:
                cancel.raise_if_cancelled()
            return None
    error = str(found["error"])
    return Look(
        _CAUSE.sub("", error)[:_LONGEST],
        unknown=bool(_UNKNOWN.search(error)),
        encodes=bool(found["encodes"]),
        fills=bool(found["fills"]),
    )


class LookHandler:
    """Serves `look` (path): one frame with the first error, or with what the model is."""

    def handle(
        self, _method: str, params: Mapping[str, Json], _blobs: tuple[bytes, ...], _cancel: CancelToken
    ) -> Iterator[Frame]:
        from engine.llama.native import library

        lib = library()
        lib.log.clear()
        options = lib.api.llama_model_default_params()
        options.no_alloc = True
        options.load_mode = lib.api.LLAMA_LOAD_MODE_NONE
        options.n_gpu_layers = 0
        model = lib.api.llama_model_load_from_file(str(params["path"]).encode("utf-8"), options)
        if not model:
            yield Frame({"error": lib.log.first_error or "unknown", "encodes": False, "fills": False})
            return
        encodes = bool(lib.api.llama_model_has_encoder(model))
        fills = bool(lib.api.llama_model_is_diffusion(model))
        lib.api.llama_model_free(model)
        yield Frame({"error": "", "encodes": encodes, "fills": fills})


def build(_config: Mapping[str, Json]) -> LookHandler:
    """The factory `engine.workers.child` calls."""
    return LookHandler()
