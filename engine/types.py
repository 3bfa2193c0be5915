"""Values of the engine: messages, sampling, generated text, machine and model facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.errors import PictureInvalid

if TYPE_CHECKING:  # every child imports this module, and numpy alone would double its start
    import numpy as np
    from numpy.typing import NDArray


class ModelRole(StrEnum):
    CHAT = "chat"
    CODE = "code"
    VISION = "vision"
    EMBED = "embed"
    OCR = "ocr"
    RERANK = "rerank"
    HEAR = "hear"
    TELL_APART = "tell-apart"  # who speaks


class Task(StrEnum):
    """What a model is asked to do; a model may be good at several."""

    ANSWER = "answer"
    SUMMARISE = "summarise"
    EXTRACT = "extract"
    DRAFT = "draft"
    CODE = "code"
    CALLS = "calls"  # calls of functions, in a given form
    MODERATE = "moderate"
    MEDICINE = "medicine"
    PICTURES = "pictures"
    HEAR = "hear"
    SPEAK = "speak"
    TELL_APART = "tell-apart"
    EMBED = "embed"
    RERANK = "rerank"


class Speaker(StrEnum):
    """Roles of a chat template."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class StopReason(StrEnum):
    END = "end"  # the model ended its turn
    STOP = "stop"  # a stop string was met
    LENGTH = "length"  # max_tokens, or the context length was reached
    THOUGHT = "thought"  # the model thought, and ended or had no tokens left without saying anything
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


_MIN_SIDE = 8  # dots; less holds no letter
_MAX_DOTS = 40_000_000  # an A4 page at 600 dots an inch has 35 million
_MAX_RATIO = 200  # a line of text across a page is 50 times as wide as it is high


@dataclass(frozen=True, slots=True)
class Picture:
    """What a model is shown: rows of red, green and blue bytes from the top. Sides are in dots.

    Raises `PictureInvalid` when made of sides that make no picture, or of bytes that do not fill them.
    """

    width: int
    height: int
    rgb: bytes

    def __post_init__(self) -> None:
        shorter, longer = sorted((self.width, self.height))
        if shorter < _MIN_SIDE:
            problem = "too small"
        elif shorter * longer > _MAX_DOTS:
            problem = "too large"
        elif longer > _MAX_RATIO * shorter:
            problem = "too narrow"
        elif len(self.rgb) != 3 * shorter * longer:
            problem = "not as many bytes as its sides ask for"
        else:
            return
        raise PictureInvalid(width=self.width, height=self.height, detail=problem)


@dataclass(frozen=True, slots=True)
class PictureTokens:
    """How many tokens a model may turn a picture into, where it leaves a choice; most do so by the size.

    More show smaller letters and take longer. 0 for the fewest leaves that to the model.
    """

    fewest: int = 0
    most: int = 1024


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are drawn. `temperature` 0 is greedy. Defaults suit grounded answers."""

    temperature: float = 0.0
    top_p: float = 0.95
    top_k: int = 40
    min_p: float = 0.05
    repeat_penalty: float = 1.05
    seed: int = 0
    max_tokens: int = 512  # of what is said
    max_thoughts: int = 512  # tokens a model may think besides, where thinking cannot be switched off
    stop: tuple[str, ...] = ()
    # The same bytes whatever was asked before: less of the prompt before is used again, up to a batch is read
    # once more.
    repeatable: bool = False
    json_schema: str | None = None  # JSON Schema text; the output is then constrained by grammar


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of generated text: whole characters only."""

    text: str


@dataclass(frozen=True, slots=True)
class Thinking:
    """The model thinks: `tokens` of thoughts so far. What it thinks is told to nobody."""

    tokens: int


@dataclass(frozen=True, slots=True)
class TextWithdrawn:
    """All text so far turned out to be thoughts, and does not count."""


@dataclass(frozen=True, slots=True)
class GenerationDone:
    """The last event of a generation. Seconds are wall time in the model process."""

    stop_reason: StopReason
    prompt_tokens: int
    cached_tokens: int  # of the prompt, taken from the KV prefix of the turn before
    generated_tokens: int  # thoughts among them
    prefill_seconds: float
    generate_seconds: float
    thought_tokens: int = 0

    @property
    def tokens_per_second(self) -> float:
        return self.generated_tokens / self.generate_seconds if self.generate_seconds > 0 else 0.0


GenerationEvent = TextDelta | Thinking | TextWithdrawn | GenerationDone


@dataclass(frozen=True, slots=True)
class Generated:
    """A whole generation: all of its text, and how it went."""

    text: str
    done: GenerationDone


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
    family: str = (
        ""  # in whose way it is spoken to, where its file does not say how (`engine.llama.families`)
    )


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """By what a text was written: the same of it, asked the same, writes the same. `machine` is what rounding
    depends on beside the file: back end, threads, context length.
    """

    name: str
    sha256: str  # of the model's file; empty where it lies on another machine, of which nobody here can tell
    library: str  # llama.cpp's Python package and version
    machine: str


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """What is kept of passages: their vectors, shape (n, dimension), each of length 1, and the codes of each
    one's tokens (see `engine.embedding.token_codes`).
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


class Method(StrEnum):
    """Ways to forecast a series; the last three are for demand that is mostly none."""

    SEASONAL_NAIVE = "seasonal-naive"  # what it was a season ago
    AVERAGE = "seasonal-average"  # of the last few seasons
    LONG_NAIVE = "long-seasonal-naive"  # the same by the longest season: the week of hours, the year of days
    LONG_AVERAGE = "long-seasonal-average"
    ETS = "ets"
    THETA = "theta"
    CES = "ces"
    ARIMA = "arima"
    MSTL = "mstl"
    CROSTON = "croston"
    ADIDA = "adida"
    TSB = "tsb"


@dataclass(frozen=True, slots=True)
class Predicted:
    """What a method says of a series' future: values, and half of the interval around each, empty of a method
    that gives none.
    """

    mean: NDArray[np.float64]
    spread: NDArray[np.float64]


# Languages (ISO 639) that are written without spaces: of what is heard each character is a word.
UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word that was heard: seconds since the beginning of the sound, what is written of it with what
    follows it (",", "."), and how surely it was heard, 0–1.
    """

    start: float
    end: float
    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence, or a piece of one up to a pause: seconds since the beginning of the sound, its words, and
    the language (ISO 639-1) that it was heard in.
    """

    words: tuple[HeardWord, ...]
    language: str

    @property
    def start(self) -> float:
        return self.words[0].start

    @property
    def end(self) -> float:
        return self.words[-1].end

    @property
    def text(self) -> str:
        return ("" if self.language in UNSPACED else " ").join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of one channel, −1…1, `rate` a second."""

    rate: int
    samples: NDArray[np.float32]

    @property
    def seconds(self) -> float:
        return self.samples.size / self.rate
