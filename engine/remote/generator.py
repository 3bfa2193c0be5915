"""An engine on the private network as the rest of the product sees it: a `TextGenerator`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import cast

from engine.cancel import CancelToken
from engine.errors import Cancelled, ContextFull, Fault
from engine.llama.event_frames import CANCELLED, done_from, events_of
from engine.llama.worker import messages_to, sampling_to
from engine.remote.counting import count_tokens, prompt_tokens
from engine.remote.dialects import Known
from engine.remote.places import Place
from engine.remote.standby import Door
from engine.types import (
    Generated,
    GenerationDone,
    GenerationEvent,
    Message,
    ModelInfo,
    ModelStamp,
    Sampling,
)
from engine.workers.frames import Json
from engine.workers.runtime import Runtime
from engine.workers.worker import Limits, WorkerSpec

_LINES = 4  # texts that are asked for at a time
_SILENCE_SECONDS = 900.0
_MEMORY_BYTES = 512 << 20  # of what speaks with it: replies are limited far below
_REST_SECONDS = 600.0
_ROOM_FOR_ANSWER = 16


@dataclass(frozen=True, slots=True)
class Exchange:
    """What goes to the engine, or came of it. Told before, with `ended` "", and again after."""

    host: str
    model: str
    requests: int
    prompt_tokens: int = 0  # 0: no text is sent, the server is asked what it is
    generated_tokens: int = 0
    ended: str = ""  # why, or the code of a fault


class RemoteEngine(Runtime):
    """A `TextGenerator` over one model of one server. Thread-safe; a second caller waits for the first.

    Methods raise `RemoteError`s and `WorkerError`s besides what the protocol names.
    """

    def __init__(
        self,
        door: Door,
        place: Place,
        model: str = "",
        *,
        context: int = 0,
        key: str = "",
        noted: Callable[[Exchange], None] = lambda _: None,
    ) -> None:
        """`model` "" is the first that the server lists; `context` in tokens, 0 where the server is to be
        asked; `key` is a bearer token. `noted` is called before anything goes to the server, which does not
        go where it raises, and again with what came of it.
        """
        super().__init__(
            WorkerSpec(
                name="engine",
                target="engine.remote.worker:build",
                config={
                    "place": cast("dict[str, Json]", asdict(place)),
                    "model": model,
                    "context": context,
                    "key": key,
                },
                limits=Limits(idle_seconds=_SILENCE_SECONDS, memory_bytes=_MEMORY_BYTES),
                rest_seconds=_REST_SECONDS,
                descriptors=lambda: door.lines(_LINES),
            )
        )
        self.place = place
        self._model = model
        self._noted = noted
        self._lock = threading.Lock()
        self._seen: Known | None = None

    def look(self, cancel: CancelToken | None = None) -> Known:
        """Ask the server what it is, and whether it has the model."""
        with self._exchange(Exchange(self.place.url, self._model, 1)) as exchange:
            header = dict(self._worker.call("info", cancel=cancel).header)
            header["models"] = cast("Json", tuple(cast("list[str]", header["models"])))
            found = Known(**header)  # type: ignore[arg-type]  # the fields of a Known
            exchange.ended(found.model, None)
        with self._lock:
            self._seen = found
        return found

    def info(self) -> ModelInfo:
        """See `engine.protocols.TextGenerator`. The server is asked once, and again after `unload`."""
        seen = self._ready()
        return ModelInfo(
            name=seen.model,
            architecture=seen.dialect,
            parameters=seen.parameters,
            context_length=seen.context,
            backend=self.place.host,
            threads=1,
            memory_bytes=self.memory_bytes(),
        )

    def stamp(self) -> ModelStamp:
        """See `engine.protocols.TextGenerator`. Nobody here can tell the bytes of its file: no sha256."""
        seen = self._ready()
        return ModelStamp(seen.model, "", seen.dialect, self.place.url)

    def count_tokens(self, text: str) -> int:
        """At most as many, by and large; see `engine.remote.counting`. The server is not asked."""
        return count_tokens(text)

    def count_tokens_many(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text."""
        return [count_tokens(text) for text in texts]

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """See `engine.protocols.TextGenerator`."""
        if cancel.cancelled:
            yield CANCELLED
            return
        seen = self._ready(cancel)
        counted = self._fitting(messages, sampling, seen)
        params: Mapping[str, Json] = {
            "seen": _to_json(seen),
            "messages": messages_to(messages),
            "sampling": sampling_to(sampling),
        }
        with self._exchange(Exchange(self.place.url, seen.model, 1, counted)) as exchange:
            for event in events_of(self._worker.request("generate", params, cancel=cancel)):
                if isinstance(event, GenerationDone):
                    exchange.ended(seen.model, event)
                yield event

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        """See `engine.protocols.TextGenerator`."""
        if len(prompts) != len(samplings):
            raise ValueError("as many samplings as prompts")
        texts, dones = [""] * len(prompts), [CANCELLED] * len(prompts)
        if not prompts or cancel.cancelled:
            return tuple(map(Generated, texts, dones))
        seen = self._ready(cancel)
        counted = sum(self._fitting(*pair, seen) for pair in zip(prompts, samplings, strict=True))
        params: Mapping[str, Json] = {
            "seen": _to_json(seen),
            "prompts": [messages_to(messages) for messages in prompts],
            "samplings": [sampling_to(sampling) for sampling in samplings],
        }
        with self._exchange(Exchange(self.place.url, seen.model, len(prompts), counted)) as exchange:
            try:
                for frame in self._worker.request("together", params, cancel=cancel):
                    place = cast("int", frame.header["place"])
                    texts[place] = str(frame.header["text"])
                    dones[place] = done_from(frame.header["done"])
            except Cancelled:  # the process had to be ended; what came is kept
                pass
            exchange.ended(seen.model, *dones)
        return tuple(map(Generated, texts, dones))

    def unload(self) -> None:
        """End the process that speaks with it; the next use asks the server anew what it is."""
        with self._lock:
            self._seen = None
        super().unload()

    def _ready(self, cancel: CancelToken | None = None) -> Known:
        return self._seen or self.look(cancel)

    def _fitting(self, messages: Sequence[Message], sampling: Sampling, seen: Known) -> int:
        """The tokens of a prompt. Raises `ContextFull`: some servers cut off what does not fit, and say so
        to nobody.
        """
        counted = prompt_tokens(messages)
        if counted + min(_ROOM_FOR_ANSWER, sampling.max_tokens) > seen.context:
            raise ContextFull(prompt_tokens=counted, context_length=seen.context)
        return counted

    def _exchange(self, asked: Exchange) -> _Noting:
        return _Noting(asked, self._noted)


class _Noting:
    """Tells of an exchange before it begins, and how it ended, however it is left."""

    def __init__(self, asked: Exchange, noted: Callable[[Exchange], None]) -> None:
        self._asked = asked
        self._noted = noted
        self._done: Exchange | None = None

    def __enter__(self) -> _Noting:
        self._noted(self._asked)
        return self

    def ended(self, model: str, *dones: GenerationDone | None) -> None:
        """It came to its end; what was counted there takes the place of what was counted here."""
        known = [one for one in dones if one is not None]
        self._done = replace(
            self._asked,
            model=model,
            prompt_tokens=sum(one.prompt_tokens for one in known),
            generated_tokens=sum(one.generated_tokens for one in known),
            ended=" ".join(dict.fromkeys(one.stop_reason.value for one in known)) or "end",
        )

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._done is not None:
            self._noted(self._done)
        elif isinstance(error, Fault):
            self._noted(replace(self._asked, ended=error.code))
        else:  # the asker turned away
            self._noted(replace(self._asked, ended="cancelled"))


def _to_json(seen: Known) -> dict[str, Json]:
    return {**cast("dict[str, Json]", asdict(seen)), "models": list(seen.models)}
