"""The model process: serves one GGUF model to `engine.llama.generator.ModelProcess`.

Methods: `info`, `stamp`, `count`, `generate`, `together`, `likelihoods`; of what it has read
(`engine.llama.recalling`) `recall`, `restore` and `states`. The first that needs the model loads it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

from engine.cancel import CancelToken
from engine.llama.event_frames import frames_of
from engine.types import GenerationDone, Message, Sampling, Speaker, TextDelta, TextWithdrawn
from engine.workers.frames import Frame, Json

if TYPE_CHECKING:
    from engine.llama.adapters import Adapter
    from engine.llama.model import LlamaModel
    from engine.llama.recalling import Kept

_TELL_SECONDS = 1.0  # nobody watches texts written together; what came is kept when the process is ended


def build(config: Mapping[str, Json]) -> LlamaHandler:
    """The factory `engine.workers.child` calls; nothing is loaded yet."""
    return LlamaHandler(config)


class LlamaHandler:
    def __init__(self, config: Mapping[str, Json]) -> None:
        self._config = config
        self._model: LlamaModel | None = None

    def handle(
        self,
        method: str,
        params: Mapping[str, Json],
        blobs: tuple[bytes, ...],
        cancel: CancelToken,
    ) -> Iterator[Frame]:
        """Answer one request; see the module for the methods."""
        model = self._loaded(cancel)
        if "adapters" in params:
            model.adapt(adapters_from(params["adapters"]))
        if "threads" in params:
            model.compute_on(cast("int | None", params["threads"]))
        match method:
            case "info":
                yield Frame(cast("dict[str, Json]", asdict(model.info())))
            case "stamp":
                yield Frame(cast("dict[str, Json]", asdict(model.stamp())))
            case "count":
                texts = cast("list[str]", params["texts"])
                yield Frame({"counts": [model.count_tokens(text) for text in texts]})
            case "generate":
                yield from self._generate(model, params, cancel)
            case "together":
                yield from self._together(model, params, cancel)
            case "likelihoods":
                texts = cast("list[str]", params["texts"])
                for place, value in model.log_likelihoods(str(params["before"]), texts, cancel):
                    yield Frame({"place": place, "value": value})
            case _:
                yield from _of_states(model, method, params, blobs)

    def _generate(
        self, model: LlamaModel, params: Mapping[str, Json], cancel: CancelToken
    ) -> Iterator[Frame]:
        messages = messages_from(params["messages"])
        yield from frames_of(model.generate(messages, sampling_from(params["sampling"]), cancel))

    def _together(
        self, model: LlamaModel, params: Mapping[str, Json], cancel: CancelToken
    ) -> Iterator[Frame]:
        """A frame for what each text grew by in about a second, the last with what is said of it."""
        prompts = [messages_from(one) for one in cast("list[Json]", params["prompts"])]
        samplings = [sampling_from(one) for one in cast("list[Json]", params["samplings"])]
        pending = [""] * len(prompts)
        sent = time.monotonic()
        for place, event in model.generate_together(prompts, samplings, cancel):
            if isinstance(event, TextWithdrawn):
                pending[place] = ""
                yield Frame({"place": place, "withdrawn": True})
            elif isinstance(event, TextDelta):
                pending[place] += event.text
                if time.monotonic() - sent < _TELL_SECONDS:
                    continue
                for other, text in enumerate(pending):
                    if text:
                        yield Frame({"place": other, "text": text})
                pending, sent = [""] * len(prompts), time.monotonic()
            elif isinstance(event, GenerationDone):
                done = cast("dict[str, Json]", asdict(event))
                yield Frame({"place": place, "text": pending[place], "done": done})
                pending[place] = ""

    def _loaded(self, cancel: CancelToken) -> LlamaModel:
        if self._model is None:
            from engine.llama.model import LlamaModel

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


def _of_states(
    model: LlamaModel, method: str, params: Mapping[str, Json], blobs: tuple[bytes, ...]
) -> Iterator[Frame]:
    match method:
        case "recall":
            keys, displaced = model.wanted(messages_from(params["messages"]))
            yield Frame({"keys": cast("Json", keys)})
            if displaced is not None:
                yield _state_frame(displaced)
        case "restore":
            yield Frame({"tokens": model.recall.restore(str(params["key"]), b"".join(blobs))})
        case "states":
            for kept in model.recall.states(cast("list[str]", params["known"])):
                yield _state_frame(kept)
        case _:
            raise ValueError(method)


def _state_frame(kept: Kept) -> Frame:
    return Frame({"keys": cast("Json", list(kept.keys)), "fixed": kept.fixed}, (kept.state,))


def adapters_to(adapters: Iterable[Adapter]) -> list[Json]:
    """`Adapter`s as JSON for a frame."""
    return [[str(one.path), one.scale] for one in adapters]


def adapters_from(values: Json) -> list[Adapter]:
    """The reverse of `adapters_to`."""
    from engine.llama.adapters import Adapter

    return [Adapter(Path(path), scale) for path, scale in cast("list[tuple[str, float]]", values)]


def messages_to(messages: Iterable[Message]) -> list[Json]:
    """`Message`s as JSON for a frame."""
    return [[message.speaker.value, message.text] for message in messages]


def messages_from(values: Json) -> list[Message]:
    """The reverse of `messages_to`."""
    return [Message(Speaker(speaker), text) for speaker, text in cast("list[list[str]]", values)]


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
