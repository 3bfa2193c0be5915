"""A text generator without a model that thinks, in the manner of a chat template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fakes.generator import FakeGenerator
from thinking import Shape

from engine.cancel import CancelToken
from engine.llama.template import ChatTemplate, prompt_end
from engine.types import (
    GenerationDone,
    GenerationEvent,
    Message,
    Sampling,
    StopReason,
    TextDelta,
    TextWithdrawn,
    Thinking,
)


class ThinkingGenerator(FakeGenerator):
    """Writes what a shape does, in pieces of `size` characters, or of words and signs with 0."""

    def __init__(self, shape: Shape, size: int = 0, context_length: int = 4096) -> None:
        super().__init__(shape.written, context_length=context_length)
        self._shape = shape
        self._size = size
        self._template = ChatTemplate(shape.template)

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        shape = self._shape
        end = prompt_end(self._template.render(messages)) if shape.prompt_end is None else shape.prompt_end
        thoughts, said = self._template.thoughts.begun(end), ""
        *written, done = super().generate(messages, replace(sampling, max_tokens=2000), cancel)
        assert isinstance(done, GenerationDone)
        pieces = [one.text for one in written if isinstance(one, TextDelta)]
        if self._size:
            whole = "".join(pieces)
            pieces = [whole[at : at + self._size] for at in range(0, len(whole), self._size)]
        for number, piece in enumerate(pieces, 1):
            before = thoughts.withdrawals
            text = thoughts.feed(piece)
            if thoughts.withdrawals > before:
                yield TextWithdrawn()
                said = ""
            if text:
                said += text
                yield TextDelta(text)
            elif thoughts.thinking:
                yield Thinking(number)
        if rest := thoughts.finish():
            said += rest
            yield TextDelta(rest)
        yield done if said.strip() else replace(done, stop_reason=StopReason.THOUGHT)
