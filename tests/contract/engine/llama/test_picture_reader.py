"""What every `PictureReader` does; run by a tiny real model and by the fake the other tests use.

The real one has random weights and writes nonsense: what it says is never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes.picture_reader import FakePictureReader
from vision import MODEL, PROJECTOR, noise

from engine.cancel import CancelToken
from engine.errors import ContextFull
from engine.llama.vision.process import VisionProcess
from engine.types import GenerationDone, GenerationEvent, Picture, Sampling, StopReason, TextDelta

CONTEXT = 512
Reader = VisionProcess | FakePictureReader


@pytest.fixture(scope="module")
def process() -> Iterator[VisionProcess]:
    reader = VisionProcess(MODEL, PROJECTOR, "tiny-vision", context_length=CONTEXT, threads=1)
    yield reader
    reader.close()


@pytest.fixture(params=["real", "fake"])
def reader(request: pytest.FixtureRequest) -> Reader:
    if request.param == "fake":
        return FakePictureReader(context_length=CONTEXT)
    process: VisionProcess = request.getfixturevalue("process")
    return process


def run(
    reader: Reader,
    picture: Picture | None = None,
    instruction: str = "Write down the text.",
    sampling: Sampling | None = None,
    cancel: CancelToken | None = None,
) -> list[GenerationEvent]:
    sampling = sampling or Sampling(max_tokens=4)
    return list(reader.read(picture or noise(), instruction, sampling, cancel or CancelToken()))


def done_of(events: list[GenerationEvent]) -> GenerationDone:
    done = events[-1]
    assert isinstance(done, GenerationDone)
    assert all(isinstance(event, TextDelta) for event in events[:-1])
    return done


def test_text_comes_in_pieces_and_ends_with_one_report(reader: Reader) -> None:
    done = done_of(run(reader))
    assert done.stop_reason in {StopReason.END, StopReason.LENGTH}
    assert 0 < done.generated_tokens <= 4
    assert done.prompt_tokens > 16
    assert done.cached_tokens == 0


def test_the_same_picture_is_read_the_same(reader: Reader) -> None:
    first, second = ("".join(e.text for e in run(reader, noise(3)) if isinstance(e, TextDelta)) for _ in "ab")
    assert first == second


def test_a_longer_instruction_is_a_longer_prompt(reader: Reader) -> None:
    short, long = (done_of(run(reader, instruction="Read this." * n)).prompt_tokens for n in (1, 1))
    assert short == long
    assert done_of(run(reader, instruction="Read this, every word of it.")).prompt_tokens > short


def test_cancelled_before_it_begins(reader: Reader) -> None:
    cancel = CancelToken()
    cancel.cancel()
    done = done_of(run(reader, cancel=cancel))
    assert (done.stop_reason, done.generated_tokens) == (StopReason.CANCELLED, 0)


def test_what_does_not_fit_is_refused_before_the_first_token(reader: Reader) -> None:
    with pytest.raises(ContextFull) as refused:
        run(reader, instruction="read " * CONTEXT)
    assert refused.value.facts["context_length"] == CONTEXT
    assert int(refused.value.facts["prompt_tokens"] or 0) > CONTEXT


def test_a_reader_that_was_left_reads_on(reader: Reader) -> None:
    events = reader.read(noise(), "Read.", Sampling(max_tokens=50), CancelToken())
    next(events)
    events.close()
    assert done_of(run(reader)).stop_reason is not StopReason.CANCELLED


def test_it_can_be_unloaded_and_used_again(reader: Reader) -> None:
    run(reader)
    reader.unload()
    assert done_of(run(reader)).generated_tokens > 0
    assert reader.info().context_length == CONTEXT
