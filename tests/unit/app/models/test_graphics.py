"""Whether a model goes to the graphics card: every way in which a trial can end, and what is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator

from app.models.active import Choice
from app.models.graphics import ON_THE_CARD, ON_THE_PROCESSOR, Graphics, Trial, Verdict
from engine.cancel import CancelToken
from engine.errors import WorkerDied
from engine.types import GenerationDone, GenerationEvent, Message, ModelInfo, Sampling

CARD, CPU = "CUDA", "CPU"


class Process(FakeGenerator):
    """A model's process with a speed, and with likelihoods that are off by `shift`."""

    def __init__(self, seconds: float, backend: str, shift: float = 0.0) -> None:
        super().__init__("one two three")
        self._seconds, self._backend, self._shift = seconds, backend, shift
        self.closed = False

    def info(self) -> ModelInfo:
        return replace(super().info(), backend=self._backend)

    def log_likelihoods(self, before: str, texts: Sequence[str], cancel: CancelToken) -> tuple[float, ...]:
        return tuple(-10.0 * len(text) * (1 + self._shift) for text in texts)

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        for event in super().generate(messages, sampling, cancel):
            if isinstance(event, GenerationDone):
                yield replace(event, generate_seconds=self._seconds)
            else:
                yield event

    def close(self) -> None:
        self.closed = True


class Cancelling(Process):
    """As one that hangs until its time is over."""

    def log_likelihoods(self, before: str, texts: Sequence[str], cancel: CancelToken) -> tuple[float, ...]:
        cancel.cancel()
        return super().log_likelihoods(before, texts, cancel)


def crashing() -> Process:
    raise WorkerDied(reason="signal", exit_code=-11, detail="SIGSEGV", worker="model")


Made = Callable[[], Process]


@pytest.fixture
def choice(tmp_path: Path) -> Choice:
    path = tmp_path / "models" / "m" / "m.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"GGUF")
    return Choice("m", path, (path,))


def graphics(
    choice: Choice, card: Made, processor: Made, installed: Sequence[str] = (CARD, CPU)
) -> tuple[Graphics, list[int]]:
    tried: list[int] = []

    def make(_: Choice, layers: int) -> Process:
        tried.append(layers)
        return card() if layers == ON_THE_CARD else processor()

    return Graphics(choice.files[0].parent.parent, make, installed), tried


@pytest.mark.parametrize(
    ("card", "verdict", "layers"),
    [
        (lambda: Process(1.0, CARD), Verdict.FASTER, ON_THE_CARD),
        (lambda: Process(1.0, CARD, 0.004), Verdict.FASTER, ON_THE_CARD),  # half precision
        (lambda: Process(9.0, CARD), Verdict.SLOWER, ON_THE_PROCESSOR),
        (lambda: Process(1.0, CARD, 0.5), Verdict.WRONG, ON_THE_PROCESSOR),
        (lambda: Process(1.0, CARD, float("nan")), Verdict.WRONG, ON_THE_PROCESSOR),
        (lambda: Process(1.0, CPU), Verdict.UNUSED, ON_THE_PROCESSOR),
        (lambda: Cancelling(1.0, CARD), Verdict.CRASHED, ON_THE_PROCESSOR),
        (crashing, Verdict.CRASHED, ON_THE_PROCESSOR),
    ],
)
def test_a_card_is_used_where_it_serves(card: Made, verdict: Verdict, layers: int, choice: Choice) -> None:
    made, _ = graphics(choice, card, lambda: Process(4.0, CPU))
    assert made.layers(choice) == layers
    assert made.trial(choice).verdict is verdict


def test_it_is_tried_once_and_again_when_asked(choice: Choice) -> None:
    made, tried = graphics(choice, crashing, lambda: Process(4.0, CPU))
    assert [made.layers(choice) for _ in range(3)] == [ON_THE_PROCESSOR] * 3
    assert tried == [ON_THE_CARD]
    assert made.known(choice) == Trial(Verdict.CRASHED, CARD, detail="worker-died")

    later, tried = graphics(choice, lambda: Process(1.0, CARD), lambda: Process(4.0, CPU))
    assert later.layers(choice) == ON_THE_PROCESSOR
    later.switch(off=False)
    assert later.layers(choice) == ON_THE_CARD
    assert tried == [ON_THE_CARD, ON_THE_PROCESSOR]


def test_another_driver_or_another_file_is_tried_anew(choice: Choice) -> None:
    made, _ = graphics(choice, crashing, lambda: Process(4.0, CPU))
    made.layers(choice)
    assert graphics(choice, crashing, crashing, ("Vulkan", CPU))[0].known(choice) is None
    choice.path.write_bytes(b"GGUF and more")
    assert made.known(choice) is None


def test_switched_off_or_without_a_driver_nothing_is_tried(choice: Choice) -> None:
    made, tried = graphics(choice, crashing, crashing)
    made.switch(off=True)
    assert made.is_off
    assert made.layers(choice) == ON_THE_PROCESSOR
    none, also = graphics(choice, crashing, crashing, (CPU,))
    assert none.layers(choice) == ON_THE_PROCESSOR
    assert tried == also == []


def test_processes_of_a_trial_are_ended(choice: Choice) -> None:
    one, other = Process(1.0, CARD), Process(4.0, CPU)
    graphics(choice, lambda: one, lambda: other)[0].layers(choice)
    assert one.closed
    assert other.closed


def test_damage_to_what_was_kept_is_another_trial(choice: Choice) -> None:
    made, tried = graphics(choice, lambda: Process(1.0, CARD), lambda: Process(4.0, CPU))
    made.layers(choice)
    (choice.files[0].parent.parent / ".measured" / "graphics.json").write_text("{", encoding="utf-8")
    assert made.layers(choice) == ON_THE_CARD
    assert len(tried) == 4
