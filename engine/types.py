"""Values of the engine: messages, sampling, generated text, machine and model facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every child imports this module, and numpy alone would double its start
    import numpy as np
    from numpy.typing import NDArray


class ModelRole(StrEnum):
    CHAT = "chat"
    CODE = "code"
    VISION = "vision"
    EMBED = "embed"
    RERANK = "rerank"
    OCR = "ocr"


class Speaker(StrEnum):
    """Roles of a chat template."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class StopReason(StrEnum):
    END = "end"  # the model ended its turn
    STOP = "stop"  # a stop string was met
    LENGTH = "length"  # max_tokens, or the context length was reached
    CANCELLED = "cancelled"


class DeathReason(StrEnum):
    """Why a child process is no more."""

    EXIT = "exit"  # ended by itself with a status
    SIGNAL = "signal"  # killed from outside or crashed (segmentation fault, illegal instruction)
    MEMORY = "memory"  # over its memory limit
    CPU = "cpu"  # over its processor time
    TIMEOUT = "timeout"  # over its wall time, or silent for too long
    OUTPUT = "output"  # sent more than it may
    START = "start"  # could not be started


@dataclass(frozen=True, slots=True)
class Message:
    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are drawn. `temperature` 0 is greedy. Defaults suit grounded answers."""

    temperature: float = 0.0
    top_p: float = 0.95
    top_k: int = 40
    min_p: float = 0.05
    repeat_penalty: float = 1.05
    seed: int = 0
    max_tokens: int = 512
    stop: tuple[str, ...] = ()
    json_schema: str | None = None  # JSON Schema text; the output is then constrained by grammar


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of generated text: whole characters only."""

    text: str


@dataclass(frozen=True, slots=True)
class GenerationDone:
    """The last event of a generation. Seconds are wall time in the model process."""

    stop_reason: StopReason
    prompt_tokens: int
    cached_tokens: int  # of the prompt, taken from the KV prefix of the turn before
    generated_tokens: int
    prefill_seconds: float
    generate_seconds: float

    @property
    def tokens_per_second(self) -> float:
        return self.generated_tokens / self.generate_seconds if self.generate_seconds > 0 else 0.0


GenerationEvent = TextDelta | GenerationDone


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What a loaded model says of itself."""

    name: str  # catalogue id, or the file's stem
    architecture: str
    parameters: int
    context_length: int  # in use, not the trained maximum
    backend: str  # "CPU", "CUDA", "Metal", "Vulkan"
    threads: int
    memory_bytes: int  # of the model process once loaded


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """What is kept of passages: their vectors, shape (n, dimension), each of length 1, and the codes of each
    one's tokens (see `engine.token_codes`).
    """

    vectors: NDArray[np.float32]
    codes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class QuestionVectors:
    """A question's vector, shape (dimension,), and its tokens: directions of shape (m, BITS) and length 1,
    and the place of each in the text.
    """

    vector: NDArray[np.float32]
    tokens: NDArray[np.float32]
    places: tuple[int, ...]
