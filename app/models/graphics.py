"""Whether a model's layers go to the graphics card: tried once a model in processes of their own, and kept.

A driver that crashes takes its process along, a wrong one gives other numbers, a small card is slower than
the processor: each is found before a person asks. The model then runs on the processor, which is told with
its reason.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import math
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.models import measured
from app.models.active import Choice
from app.words.catalogue import say
from engine.assets import ASSETS
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from engine.hardware import ONLY_PROCESSOR, backends
from engine.llama.generator import ModelProcess
from engine.types import GenerationDone, GenerationEvent, Message, ModelInfo, Sampling, Speaker

ON_THE_CARD, ON_THE_PROCESSOR = -1, 0  # layers, as `ModelProcess` takes them

_FILE = Path(measured.FOLDER) / "graphics.json"
_SAMPLE = ASSETS / "sample" / "allotment-rules.md"  # what is read and gone on with in a trial
_TOKENS = 24
_SECONDS = 180.0  # for one half of a trial: a driver that hangs is one that fails
# Of a text's log-likelihood. Half precision on a card moves it by some thousandths; a broken kernel by tens.
_FAR = 0.05
_SLOWER = 0.9  # of the processor's speed; below it the card is not worth its memory

_log = logging.getLogger(__name__)


class Verdict(StrEnum):
    """How a trial ended."""

    FASTER = "faster"
    SLOWER = "slower"
    WRONG = "wrong"  # other numbers than the processor's
    CRASHED = "crashed"  # or hung, or was refused by its driver
    UNUSED = "unused"  # this build of llama.cpp has nothing for it


@dataclass(frozen=True, slots=True)
class Trial:
    """Tokens a second on the card and on the processor; `detail`: the code of what went wrong."""

    verdict: Verdict
    backend: str = ""
    card: float = 0.0
    processor: float = 0.0
    detail: str = ""


class Tried(Protocol):
    """What a trial asks of a model's process."""

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]: ...

    def log_likelihoods(
        self, before: str, texts: Sequence[str], cancel: CancelToken
    ) -> tuple[float, ...]: ...

    def info(self) -> ModelInfo: ...

    def close(self) -> None: ...


class Graphics:
    """Decides for one models folder. Thread-safe."""

    def __init__(
        self, models_dir: Path, make: Callable[[Choice, int], Tried], installed: Sequence[str] | None = None
    ) -> None:
        """`make` gives a model's process with so many layers on the card; `installed` are the back ends whose
        driver is there, by default those of this machine.
        """
        self._file = models_dir / _FILE
        self._make = make
        self._installed = tuple(backends() if installed is None else installed)
        self._lock = threading.Lock()

    @property
    def is_there(self) -> bool:
        """Whether there is a driver for a card at all."""
        return self._installed != ONLY_PROCESSOR

    @property
    def is_off(self) -> bool:
        """Whether the person wants the processor alone."""
        return bool(self._read().get("off", False))

    def switch(self, *, off: bool) -> None:
        """Use the processor alone, or the card where it serves; what was tried is forgotten."""
        measured.write(self._file, {"off": off})

    def layers(self, choice: Choice) -> int:
        """How many layers go to the card; the first time, after a trial that takes some seconds."""
        if not self.is_there or self.is_off:
            return ON_THE_PROCESSOR
        trial = self.trial(choice)
        return ON_THE_CARD if trial.verdict is Verdict.FASTER else ON_THE_PROCESSOR

    def known(self, choice: Choice) -> Trial | None:
        """The trial that was kept; None before."""
        found = self._read().get(self._key(choice))
        try:
            return (
                Trial(**{**found, "verdict": Verdict(found["verdict"])}) if isinstance(found, dict) else None
            )
        except (TypeError, ValueError, KeyError):
            pass
        return None

    def trial(self, choice: Choice) -> Trial:
        """What was kept, else a trial now."""
        with self._lock:
            known = self.known(choice)
            if known is not None:
                return known
            made = self._tried(choice)
            _log.info("graphics: %s (%s)", made.verdict.value, made.detail or made.backend)
            measured.write(self._file, {**self._read(), self._key(choice): asdict(made)})
            return made

    # --- inside --------------------------------------------------------------------------------------------

    def _tried(self, choice: Choice) -> Trial:
        backend = self._installed[0]
        try:
            card, there, used = self._half(choice, ON_THE_CARD)
        except (Fault, Cancelled) as error:
            detail = "no-answer" if isinstance(error, Cancelled) else error.code
            return Trial(Verdict.CRASHED, backend, detail=detail)
        if used == ONLY_PROCESSOR[0]:
            return Trial(Verdict.UNUSED, backend, processor=card)
        backend = used
        try:
            processor, here, _ = self._half(choice, ON_THE_PROCESSOR)
        except (Fault, Cancelled):
            return Trial(Verdict.FASTER, backend, card)  # it does not run on the processor at all
        if any(not math.isclose(one, other, rel_tol=_FAR) for one, other in zip(there, here, strict=True)):
            return Trial(Verdict.WRONG, backend, card, processor)
        verdict = Verdict.FASTER if card >= _SLOWER * processor else Verdict.SLOWER
        return Trial(verdict, backend, card, processor)

    def _half(self, choice: Choice, layers: int) -> tuple[float, tuple[float, ...], str]:
        """Tokens a second, how likely the texts are, and what it ran on."""
        cancel = CancelToken()
        timer = threading.Timer(_SECONDS, cancel.cancel)
        timer.daemon = True
        timer.start()
        try:
            with closing(self._make(choice, layers)) as process:
                before, *texts = _SAMPLE.read_text("utf-8").splitlines()[6:9]
                likely = process.log_likelihoods(before, texts, cancel)
                return _speed(process, cancel), likely, process.info().backend
        finally:
            timer.cancel()

    def _key(self, choice: Choice) -> str:
        """Another model, another llama.cpp or another driver is tried anew."""
        try:
            engine = importlib.metadata.version("llama-cpp-python")
        except importlib.metadata.PackageNotFoundError:
            engine = ""
        size = choice.path.stat().st_size if choice.path.exists() else 0
        return hashlib.sha256(repr((choice.id, size, engine, self._installed)).encode()).hexdigest()[:24]

    def _read(self) -> dict[str, object]:
        return measured.read(self._file) or {}


def _speed(process: Tried, cancel: CancelToken) -> float:
    messages = [Message(Speaker.USER, _SAMPLE.read_text("utf-8")[:400])]
    sampling = Sampling(max_tokens=_TOKENS, repeatable=True)
    for event in process.generate(messages, sampling, cancel):
        if isinstance(event, GenerationDone):
            cancel.raise_if_cancelled()
            return event.tokens_per_second
    raise Cancelled


def graphics_of(choice: Choice) -> Graphics:
    """What decides for the models folder that a model lies in."""
    return graphics_in(choice.files[0].parent.parent)


def graphics_in(models_dir: Path) -> Graphics:
    """What decides for a models folder on this machine."""
    return Graphics(models_dir, lambda one, layers: ModelProcess(one.path, one.id, gpu_layers=layers))


def trial_words(trial: Trial, title: str) -> str:
    """How a trial of the model of this title ended."""
    return say(
        f"board.graphics.tried.{trial.verdict.value}",
        model=title,
        backend=trial.backend,
        card=f"{trial.card:.1f}",
        processor=f"{trial.processor:.1f}",
        detail=trial.detail,
    )
