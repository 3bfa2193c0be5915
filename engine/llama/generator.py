"""The chat model as the rest of the product sees it: a `TextGenerator` in a process of its own, which also
says how likely given texts are.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.llama.adapters import Adapter
from engine.llama.event_frames import CANCELLED, done_from, events_of
from engine.llama.process import LlamaProcess
from engine.llama.states import Keeping, States
from engine.llama.worker import adapters_to, messages_to, sampling_to
from engine.types import Generated, GenerationEvent, Message, ModelStamp, Sampling
from engine.workers.frames import Json


class ModelProcess(LlamaProcess):
    """A `TextGenerator` and `LikelihoodScorer` over one GGUF file. Thread-safe; a second caller waits
    for the first.

    Do not count tokens between the events of a generation in the same thread: that would wait for
    itself.
    """

    readable: tuple[Path, ...] = ()  # adapters that it may be asked to use
    adapters: tuple[Adapter, ...] = ()  # that it writes with
    threads: int | None = None  # that it computes on; None for as many as it was made with

    def __init__(
        self,
        model_path: Path,
        name: str,
        *,
        context_length: int | None = None,
        threads: int | None = None,
        gpu_layers: int = -1,
        rest_seconds: float | None = None,
        rested: Callable[[], None] = lambda: None,
        parts: tuple[Path, ...] = (),
        adapters: tuple[Path, ...] = (),
        states: States | None = None,
    ) -> None:
        """`parts` are the further files of a model in several, `adapters` those that it may be asked to use,
        `states` keeps what it has read of prompts whose answers are to be repeatable.

        The options are those of `engine.llama.process.LlamaProcess`."""
        super().__init__(
            "model",
            "engine.llama.worker:build",
            model_path,
            name,
            context_length=context_length,
            threads=threads,
            gpu_layers=gpu_layers,
            rest_seconds=rest_seconds,
            rested=rested,
            companions=(*parts, *adapters),
        )
        self.readable = adapters
        self._keeping = Keeping(self._worker, states)

    def adapted(self, adapters: Sequence[Adapter], threads: int | None = None) -> ModelProcess:
        """The same process, asked to write with these adapters and no others, each one of those it was given
        to read, on so many threads (None for as many as it was made with). The model is not loaded again;
        requests may raise `ModelMissing` and `ModelInvalid` for the adapters.

        What is written on fewer may be worded otherwise: sums are parted among threads, and rounded there.
        """
        other = copy.copy(self)
        other.adapters, other.threads = tuple(adapters), threads
        return other

    def stamp(self) -> ModelStamp:
        """See `engine.protocols.TextGenerator`."""
        return ModelStamp(**self._worker.call("stamp", self._adapted()).header)  # type: ignore[arg-type]  # its own fields

    def count_tokens(self, text: str) -> int:
        """Tokens of plain `text`, without template or special tokens."""
        return self.count_tokens_many((text,))[0]

    def count_tokens_many(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, in one request."""
        if not texts:
            return []
        header = self._worker.call("count", {"texts": list(texts)}).header
        return cast("list[int]", header["counts"])

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """See `engine.protocols.TextGenerator`."""
        params: Mapping[str, Json] = {
            **self._adapted(),
            "messages": messages_to(messages),
            "sampling": sampling_to(sampling),
        }
        if sampling.repeatable:
            with suppress(Cancelled):  # the generation tells of it
                self._keeping.before(messages, self._adapted(), cancel)
        yield from events_of(self._worker.request("generate", params, cancel=cancel))
        if sampling.repeatable:
            self._keeping.after()

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        """See `engine.protocols.TextGenerator`."""
        if len(prompts) != len(samplings):
            raise ValueError("as many samplings as prompts")
        params: Mapping[str, Json] = {
            **self._adapted(),
            "prompts": [messages_to(messages) for messages in prompts],
            "samplings": [sampling_to(sampling) for sampling in samplings],
        }
        texts, dones = [""] * len(prompts), [CANCELLED] * len(prompts)
        try:
            for frame in self._worker.request("together", params, cancel=cancel) if prompts else ():
                place = cast("int", frame.header["place"])
                texts[place] = "" if "withdrawn" in frame.header else texts[place]
                texts[place] += str(frame.header.get("text", ""))
                if "done" in frame.header:
                    dones[place] = done_from(frame.header["done"])
        except Cancelled:  # before it began, or the process had to be ended; what came is kept
            pass
        return tuple(map(Generated, texts, dones))

    def log_likelihoods(self, before: str, texts: Sequence[str], cancel: CancelToken) -> tuple[float, ...]:
        """See `engine.protocols.LikelihoodScorer`."""
        values = [0.0] * len(texts)
        params: Mapping[str, Json] = {**self._adapted(), "before": before, "texts": list(texts)}
        for frame in self._worker.request("likelihoods", params, cancel=cancel) if texts else ():
            values[cast("int", frame.header["place"])] = cast("float", frame.header["value"])
        return tuple(values)

    def unload(self) -> None:
        """As before, once what it has read is kept."""
        self._keeping.take()
        super().unload()

    def close(self) -> None:
        """As before, once what it has read is kept."""
        self._keeping.close()
        super().close()

    def _adapted(self) -> dict[str, Json]:
        """Goes along with every request, as the process may be another one by then."""
        return {"adapters": adapters_to(self.adapters), "threads": self.threads}
