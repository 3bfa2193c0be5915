"""The model process: serves one GGUF model to `engine.generator.ModelProcess`.

Methods: `info`, `count` and `generate`. The model is loaded by the first of them that needs it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

from engine.cancel import CancelToken
from engine.frames import Frame, Json
from engine.types import Message, Sampling, Speaker, TextDelta

if TYPE_CHECKING:
    from engine.llama import LlamaModel

_FLUSH_SECONDS = 0.015  # a fast model's tokens share frames: waking the window for each slows it down


def build(config: Mapping[str, Json]) -> LlamaHandler:
    """The factory `engine.child` calls; nothing is loaded yet."""
    return LlamaHandler(config)


class LlamaHandler:
    def __init__(self, config: Mapping[str, Json]) -> None:
        self._config = config
        self._model: LlamaModel | None = None

    def handle(
        self,
        method: str,
        params: Mapping[str, Json],
        _blobs: tuple[bytes, ...],
        cancel: CancelToken,
    ) -> Iterator[Frame]:
        """Answer one request; see the module for the methods."""
        model = self._loaded(cancel)
        match method:
            case "info":
                yield Frame(cast("dict[str, Json]", asdict(model.info())))
            case "count":
                texts = cast("list[str]", params["texts"])
                yield Frame({"counts": [model.count_tokens(text) for text in texts]})
            case "generate":
                yield from self._generate(model, params, cancel)
            case _:
                raise ValueError(method)

    def _generate(
        self, model: LlamaModel, params: Mapping[str, Json], cancel: CancelToken
    ) -> Iterator[Frame]:
        messages = [
            Message(Speaker(speaker), text) for speaker, text in cast("list[list[str]]", params["messages"])
        ]
        pending = ""
        sent = 0.0
        for event in model.generate(messages, sampling_from(params["sampling"]), cancel):
            if not isinstance(event, TextDelta):
                if pending:
                    yield Frame({"text": pending})
                yield Frame({"done": cast("dict[str, Json]", asdict(event))})
                return
            pending += event.text
            now = time.monotonic()
            if now - sent >= _FLUSH_SECONDS:
                yield Frame({"text": pending})
                pending, sent = "", now

    def _loaded(self, cancel: CancelToken) -> LlamaModel:
        if self._model is None:
            from engine.llama import LlamaModel

            config = self._config
            self._model = LlamaModel(
                Path(str(config["path"])),
                str(config["name"]),
                context_length=cast("int | None", config["context_length"]),
                threads=cast("int | None", config["threads"]),
                gpu_layers=cast("int", config["gpu_layers"]),
                cancel=cancel,
            )
        return self._model


def sampling_to(sampling: Sampling) -> dict[str, Json]:
    """`Sampling` as JSON for a frame."""
    values = cast("dict[str, Json]", asdict(sampling))
    values["stop"] = list(sampling.stop)
    return values


def sampling_from(values: Json) -> Sampling:
    """The reverse of `sampling_to`."""
    fields = dict(cast("dict[str, Json]", values))
    fields["stop"] = cast("Json", tuple(cast("list[str]", fields["stop"])))
    return Sampling(**fields)  # type: ignore[arg-type]  # the fields are those `asdict` gave
