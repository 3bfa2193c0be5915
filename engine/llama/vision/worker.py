"""The process of a vision model: serves one model and its projector to `engine.llama.vision.VisionProcess`.

Methods: `info`, and `read` with the picture's bytes as its blob. The first that comes loads the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

from engine.cancel import CancelToken
from engine.llama.event_frames import frames_of
from engine.llama.worker import sampling_from
from engine.types import Picture, PictureTokens
from engine.workers.frames import Frame, Json

if TYPE_CHECKING:
    from engine.llama.vision.model import VisionModel


def build(config: Mapping[str, Json]) -> VisionHandler:
    """The factory `engine.workers.child` calls; nothing is loaded yet."""
    return VisionHandler(config)


class VisionHandler:
    def __init__(self, config: Mapping[str, Json]) -> None:
        self._config = config
        self._model: VisionModel | None = None

    def handle(
        self, method: str, params: Mapping[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Answer one request; see the module for the methods."""
        model = self._loaded(cancel)
        match method:
            case "info":
                yield Frame(cast("dict[str, Json]", asdict(model.info())))
            case "read":
                picture = Picture(cast("int", params["width"]), cast("int", params["height"]), blobs[0])
                sampling = sampling_from(params["sampling"])
                yield from frames_of(model.read(picture, str(params["instruction"]), sampling, cancel))
            case _:
                raise ValueError(method)

    def _loaded(self, cancel: CancelToken) -> VisionModel:
        if self._model is None:
            from engine.llama.vision.model import VisionModel

            config = self._config
            self._model = VisionModel(
                Path(str(config["path"])),
                Path(str(config["projector"])),
                str(config["name"]),
                context_length=cast("int | None", config["context_length"]),
                threads=cast("int | None", config["threads"]),
                gpu_layers=cast("int", config["gpu_layers"]),
                picture_tokens=PictureTokens(*cast("list[int]", config["picture_tokens"])),
                cancel=cancel,
            )
        return self._model
