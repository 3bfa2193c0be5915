"""What the other packages may ask of a model. Real and fake implementations pass the same suites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.cosines import CosineScale
from engine.types import (
    Generated,
    GenerationEvent,
    Heard,
    Message,
    Method,
    ModelInfo,
    ModelStamp,
    PassageVectors,
    Picture,
    Predicted,
    QuestionVectors,
    Sampling,
    Sound,
)


class TextGenerator(Protocol):
    """A chat model. One generation at a time; a second caller waits."""

    def info(self) -> ModelInfo:
        """Load the model if need be and describe it. Raises `ModelError`, `WorkerError`."""
        ...

    def stamp(self) -> ModelStamp:
        """Load the model if need be and say exactly which it is. Its file is read once for that.

        Raises `ModelError`, `WorkerError`.
        """
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of plain `text`, without template or special tokens."""
        ...

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """Yield `TextDelta`s, then exactly one `GenerationDone` (also when cancelled).

        Of thoughts only their number is told, by `Thinking`; a `TextWithdrawn` says that the text before it
        was thought. A model that says nothing else ends with `StopReason.THOUGHT` and no text.

        Raises `ContextFull` before the first token if the prompt does not fit, `ModelError` and
        `WorkerError` otherwise. Closing the iterator cancels.
        """
        ...

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        """What `generate` gives for each prompt with its sampling, in order, in less time than one by one.

        A text may differ from the one `generate` gives, for numbers are rounded in another order; the same
        call gives the same texts. When cancelled, the texts so far, with `StopReason.CANCELLED`. Prompts that
        do not fit the context together are taken fewer at a time. Raises `ContextFull` before the first
        token if one of them does not fit by itself, `ModelError` and `WorkerError` otherwise, and
        `ValueError` when there are not as many samplings as prompts.
        """
        ...

    def unload(self) -> None:
        """Give the memory back; the next use loads again."""
        ...


class LikelihoodScorer(Protocol):
    """A language model that says how likely given texts are. One request at a time; a second caller waits."""

    def log_likelihoods(self, before: str, texts: Sequence[str], cancel: CancelToken) -> tuple[float, ...]:
        """Natural log of the chance that the model gives each text, as what follows `before`; in order.

        Plain text: no chat template, control tokens written out are no such tokens, nothing is added. Each is
        the sum over the text's tokens, so that a longer text is less likely, and 0.0 for an empty one. What
        is before and the text are cut into tokens as one, for a token may lie across the border; scored is
        every token after those that `before` alone begins with as well. Begin texts that are compared
        alike (after a line's end, or each with its space), and the same of `before` is scored with each.

        Texts are scored several at a time; their chances differ from those of single calls by rounding
        only. Of a `before` that leaves too little room in the context the beginning is dropped, as much for
        all texts as the longest needs. Raises `ContextFull` when a text does not fit by itself, `Cancelled`,
        and `ModelError` and `WorkerError` otherwise.
        """
        ...


class PictureReader(Protocol):
    """A vision model. One picture at a time; a second caller waits."""

    def info(self) -> ModelInfo:
        """Load the model if need be and describe it. Raises `ModelError`, `WorkerError`."""
        ...

    def read(
        self, picture: Picture, instruction: str, sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """Do what the instruction says: yield `TextDelta`s, then exactly one `GenerationDone`
        (also when cancelled).

        Nothing of one picture is known at the next. The picture's own tokens count as the prompt's. Raises
        `ContextFull` before the first token if picture and instruction do not fit, `PictureInvalid` when the
        model can make nothing of the picture, `ModelError` and `WorkerError` otherwise. Closing the iterator
        cancels.
        """
        ...

    def unload(self) -> None:
        """Give the memory back; the next use loads again."""
        ...


class Embedder(Protocol):
    """A sentence embedding model."""

    @property
    def name(self) -> str:
        """Identifies the vectors: model and precision; vectors of two names never mix."""
        ...

    @property
    def dimension(self) -> int: ...

    @property
    def scale(self) -> CosineScale:
        """How the cosines of `embed` are to be read. The first use of an embedder that nobody has measured
        measures it, which takes seconds. Raises as `embed` does.
        """
        ...

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), dimension), each of length 1, in the order given."""
        ...

    def embed_passages(self, texts: Sequence[str], cancel: CancelToken) -> PassageVectors:
        """What an index keeps of texts; the vectors are those of `embed`."""
        ...

    def embed_question(self, text: str, cancel: CancelToken) -> QuestionVectors:
        """What is compared with that; the vector is that of `embed`."""
        ...


class Reranker(Protocol):
    """A model that reads a question and a passage together."""

    def scores(self, question: str, texts: Sequence[str], cancel: CancelToken) -> NDArray[np.float32] | None:
        """How well each text answers a question, 0–1, in the order given; None where there is no such model,
        or it fails: then nothing is said of them. Raises `Cancelled`.
        """
        ...


class Forecaster(Protocol):
    """Methods of forecasting. One series at a time; a second caller waits."""

    def predict(
        self,
        values: NDArray[np.float64],
        seasons: Sequence[int],
        horizon: int,
        methods: Sequence[Method],
        level: int,
        cancel: CancelToken,
    ) -> Mapping[Method, Predicted]:
        """What each of `methods` says of the `horizon` values after `values`, without those that have nothing
        to say. `seasons`: lengths in values, the shortest first, (1,) where there is none. `level`: percent
        of cases that an interval is to hold. Raises `WorkerError`, `Cancelled`.
        """
        ...

    def close(self) -> None:
        """End it for good."""
        ...


class Hearer(Protocol):
    """A model that writes down what is said. One sound at a time; a second caller waits."""

    def hear(
        self,
        samples: NDArray[np.float32],
        cancel: CancelToken,
        *,
        language: str = "",
        names: Sequence[str] = (),
    ) -> Iterator[Heard]:
        """Yield what is said in `samples` (one channel at `engine.speech.RATE`, −1…1), in order, as it is
        known; nothing where nobody speaks. At most half an hour at once.

        `language`: ISO 639-1, empty where the model is to tell it by itself. `names`: words that are likely
        to be said and hard to spell. Raises `ModelError`, `WorkerError`, `Cancelled`. Closing the iterator
        cancels.
        """
        ...

    def unload(self) -> None:
        """Give the memory back; the next use loads again."""
        ...


class Voice(Protocol):
    """A model that reads aloud. One text at a time; a second caller waits."""

    def speak(self, text: str, cancel: CancelToken) -> Iterator[Sound]:
        """Yield the sound of `text`, a sentence or a part of a long one at a time, as each is made; nothing
        where nothing in it can be said. Raises `WorkerError`, `Cancelled`. Closing the iterator cancels.
        """
        ...

    def unload(self) -> None:
        """Give the memory back; the next use loads again."""
        ...

    def close(self) -> None:
        """End it for good."""
        ...


class Speaker(Protocol):
    """Where sounds are heard."""

    def play(self, sound: Sound, cancel: CancelToken) -> None:
        """Play it to its end; silent at once when cancelled, which raises `Cancelled`. Raises
        `NoSoundDevice` where nothing can be heard here.
        """
        ...


class Microphone(Protocol):
    """What is said here. Nothing of it is kept."""

    def listen(self, cancel: CancelToken) -> Iterator[NDArray[np.float32]]:
        """Yield what is heard, one channel at `engine.speech.RATE`, a tenth of a second at a time, until
        cancelled; then what was heard last, and the end. Raises `NoSoundDevice`.
        """
        ...
