"""The process that speaks with an engine: serves `engine.remote.generator.RemoteEngine`.

It has no socket and no file; what it says and hears goes over lines to the door (`engine.remote.door`), which
connects to one place. Methods: `info`, `generate`, `together`. From one request to the next it keeps nothing
but that the model thinks.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import cast

from engine.cancel import CancelToken
from engine.errors import (
    Cancelled,
    ContextFull,
    Fault,
    RemoteBusy,
    RemoteFailed,
    RemoteModelMissing,
    RemoteNonsense,
    RemoteRefused,
)
from engine.llama.event_frames import frames_of
from engine.llama.worker import messages_from, sampling_from
from engine.remote.asking import Caller, Reply
from engine.remote.counting import prompt_tokens
from engine.remote.dialects import CONTEXT, Known, context_in, dialect_called, known, request_of
from engine.remote.line import Line
from engine.remote.places import Place
from engine.remote.writing import Writing, fault_in
from engine.types import (
    GenerationDone,
    GenerationEvent,
    Message,
    Sampling,
    TextDelta,
    TextWithdrawn,
)
from engine.workers.frames import Frame, Json

_LOOK_SECONDS = 15.0  # for what a server says of itself
_SILENCE_SECONDS = 300.0  # the longest wait for a first token: others may be before us
_LEAST_ROOM = 16  # tokens of an answer
_MODELS, _CHAT = "/v1/models", "/v1/chat/completions"


def build(config: Mapping[str, Json]) -> RemoteHandler:
    """The factory `engine.workers.child` calls; nothing is connected yet."""
    fields = cast("dict[str, Json]", config["place"])
    place = Place(**fields)  # type: ignore[arg-type]  # the fields of a Place
    key, descriptors = str(config["key"]), cast("list[int]", config["descriptors"])
    callers = [Caller(Line(descriptor, place.host), place, key) for descriptor in descriptors]
    return RemoteHandler(callers, str(config["model"]), cast("int", config["context"]))


@dataclass(frozen=True, slots=True)
class _Asked:
    place: int  # among those asked together
    messages: Sequence[Message]
    sampling: Sampling


class RemoteHandler:
    """`context` is what a person said that the server has; 0 where it is to be asked."""

    def __init__(self, callers: Sequence[Caller], model: str, context: int) -> None:
        self._callers = callers
        self._host = callers[0].place.host
        self._model = model
        self._context = context
        self._thinks = False

    def handle(
        self,
        method: str,
        params: Mapping[str, Json],
        _blobs: tuple[bytes, ...],
        cancel: CancelToken,
    ) -> Iterator[Frame]:
        """Answer one request; see the module for the methods."""
        match method:
            case "info":
                found = cast("dict[str, Json]", asdict(self._info(cancel)))
                yield Frame(found | {"models": list(cast("tuple[str, ...]", found["models"]))})
            case "generate":
                asked = _Asked(0, messages_from(params["messages"]), sampling_from(params["sampling"]))
                yield from frames_of(self._generate(self._callers[0], asked, _seen(params), cancel))
            case "together":
                prompts = [messages_from(one) for one in cast("list[Json]", params["prompts"])]
                samplings = [sampling_from(one) for one in cast("list[Json]", params["samplings"])]
                pairs = zip(prompts, samplings, strict=True)
                every = [_Asked(place, *one) for place, one in enumerate(pairs)]
                yield from self._together(every, _seen(params), cancel)
            case _:
                raise ValueError(method)

    def _info(self, cancel: CancelToken) -> Known:
        caller = self._callers[0]
        with caller.ask("GET", _MODELS, None, cancel, _LOOK_SECONDS) as reply:
            self._check(reply)
            found = known(reply.json(), self._model, self._host)
        if settings := dialect_called(found.dialect).settings:
            with caller.ask("GET", settings, None, cancel, _LOOK_SECONDS) as reply:
                told = context_in(reply.json()) if reply.status == 200 else 0
            found = replace(found, context=told or found.context)
        limits = [one for one in (found.context, self._context) if one]
        return replace(found, context=min(limits, default=CONTEXT))

    def _generate(
        self, caller: Caller, asked: _Asked, seen: Known, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """A model that turns out to think is asked again with room for that, and from then on at once."""
        counted = prompt_tokens(asked.messages)
        free = max(_LEAST_ROOM, seen.context - counted)
        said = min(asked.sampling.max_tokens, free)
        larger = min(said + asked.sampling.max_thoughts, free)
        for most in dict.fromkeys((larger if self._thinks else said, larger)):
            writing = Writing(asked.sampling, self._host)
            try:
                yield from self._written(caller, asked, seen, most, writing, cancel)
            except Cancelled:
                writing.cancelled()
            if not writing.only_thought:
                break
            self._thinks = True
        yield writing.done(counted)

    def _written(
        self,
        caller: Caller,
        asked: _Asked,
        seen: Known,
        most: int,
        writing: Writing,
        cancel: CancelToken,
    ) -> Iterator[GenerationEvent]:
        cancel.raise_if_cancelled()
        body = request_of(asked.messages, asked.sampling, seen, most, self._host)
        with caller.ask("POST", _CHAT, body, cancel, _SILENCE_SECONDS) as reply:
            self._check(reply, counted=prompt_tokens(asked.messages), context=seen.context)
            for piece in reply.pieces():
                yield from writing.feed(piece)
                if writing.enough:
                    break
            yield from writing.finish()

    def _check(self, reply: Reply, counted: int = 0, context: int = 0) -> None:
        """Raises what another status than success means. What is said with it is not passed on."""
        status = reply.status
        if status == 200:
            return
        if status in (401, 403):
            raise RemoteRefused(host=self._host, status=status)
        if status in (429, 503):
            raise RemoteBusy(host=self._host, status=status)
        try:
            said = reply.json()
        except RemoteNonsense:
            said = None
        found = fault_in(said, status, self._host)
        if isinstance(found, ContextFull):
            asked, most = found.facts["prompt_tokens"], found.facts["context_length"]
            raise ContextFull(prompt_tokens=asked or counted, context_length=most or context)
        if status == 404:
            raise RemoteModelMissing(host=self._host, model=self._model)
        raise RemoteFailed(host=self._host, status=status)

    def _together(self, every: Sequence[_Asked], seen: Known, cancel: CancelToken) -> Iterator[Frame]:
        """As many at a time as there are lines; a frame for each text, once it is whole or was cancelled."""
        waiting: queue.SimpleQueue[_Asked] = queue.SimpleQueue()
        for one in every:
            waiting.put(one)
        done: queue.SimpleQueue[Frame | Exception] = queue.SimpleQueue()
        halt = CancelToken()  # with the asker's, and with the first fault
        withdraw = cancel.on_cancel(halt.cancel)

        def work(caller: Caller) -> None:
            while True:
                try:
                    one = waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    done.put(self._whole(caller, one, seen, halt))
                except Exception as error:  # whatever it is, the asker is told
                    done.put(error)
                    halt.cancel()

        threads = [threading.Thread(target=work, args=(caller,), daemon=True) for caller in self._callers]
        for thread in threads:
            thread.start()
        faults: list[Exception] = []
        try:
            for _ in every:
                found = done.get()
                if isinstance(found, Frame):
                    yield found
                else:
                    faults.append(found)
        finally:
            halt.cancel()
            withdraw()
            for thread in threads:
                thread.join()
        if faults:
            raise next((one for one in faults if isinstance(one, Fault)), faults[0])

    def _whole(self, caller: Caller, one: _Asked, seen: Known, cancel: CancelToken) -> Frame:
        text, done = "", None
        for event in self._generate(caller, one, seen, cancel):
            if isinstance(event, TextWithdrawn):
                text = ""
            elif isinstance(event, TextDelta):
                text += event.text
            elif isinstance(event, GenerationDone):
                done = cast("dict[str, Json]", asdict(event))
        return Frame({"place": one.place, "text": text, "done": done})


def _seen(params: Mapping[str, Json]) -> Known:
    fields = dict(cast("dict[str, Json]", params["seen"]))
    fields["models"] = cast("Json", tuple(cast("list[str]", fields["models"])))
    return Known(**fields)  # type: ignore[arg-type]  # the fields of a Known
