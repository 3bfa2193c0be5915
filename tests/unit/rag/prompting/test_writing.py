"""All that a model says, to its own end, to the most it may write, or to where its reader has enough."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from fakes.generator import FakeGenerator
from fakes.picture_reader import FakePictureReader
from fakes.thinker import ThinkingGenerator
from thinking import SHAPES

from engine.cancel import CancelToken
from engine.errors import Cancelled, OnlyThoughts
from engine.types import GenerationEvent, Message, Picture, Sampling, Speaker, StopReason, TextDelta
from rag.prompting.writing import Telling, taken, written, written_together

ASKED = (Message(Speaker.USER, "What are the rules?"),)
REPLY = "Rule one. Rule two. Rule three."


def test_everything_is_taken_and_counted() -> None:
    found = written(FakeGenerator(REPLY), ASKED, Sampling(max_tokens=100), CancelToken())
    assert (found.text, found.whole) == (REPLY, True)
    assert found.prompt_tokens > 0
    assert found.generated_tokens > 0


def test_a_text_of_the_most_it_may_have_is_not_whole() -> None:
    found = written(FakeGenerator(REPLY), ASKED, Sampling(max_tokens=3), CancelToken())
    assert REPLY.startswith(found.text)
    assert (found.whole, found.generated_tokens) == (False, 3)


def test_the_model_stops_where_its_reader_has_enough() -> None:
    turns: list[CancelToken] = []

    def ask(turn: CancelToken) -> Iterator[GenerationEvent]:
        turns.append(turn)
        return FakeGenerator(REPLY).generate(ASKED, Sampling(max_tokens=100), turn)

    cancel = CancelToken()
    found = taken(ask, cancel, until=lambda text: text.endswith("two."))
    assert (found.text, found.whole) == ("Rule one. Rule two.", True)
    assert turns[0].cancelled
    assert not cancel.cancelled


def test_what_is_cancelled_gives_no_writing() -> None:
    cancel = CancelToken()

    def until(text: str) -> bool:
        if "one" in text:
            cancel.cancel()
        return False

    with pytest.raises(Cancelled):
        written(FakeGenerator(REPLY), ASKED, Sampling(max_tokens=100), cancel, until)
    with pytest.raises(Cancelled):
        written(FakeGenerator(REPLY), ASKED, Sampling(max_tokens=100), cancel, lambda _: True)
    with pytest.raises(Cancelled):
        written_together(FakeGenerator(REPLY), [ASKED], [Sampling(max_tokens=100)], cancel)


def test_several_are_asked_at_once() -> None:
    samplings = [Sampling(max_tokens=100), Sampling(max_tokens=3)]
    found = written_together(FakeGenerator(REPLY), [ASKED, ASKED], samplings, CancelToken())
    assert [one.whole for one in found] == [True, False]
    assert found[0].text == REPLY


def test_a_model_that_sees_is_followed_like_one_that_reads() -> None:
    reader, picture = FakePictureReader(["Signed at Leeds"]), Picture(32, 32, bytes(32 * 32 * 3))
    found = taken(lambda turn: reader.read(picture, "Read.", Sampling(max_tokens=9), turn), CancelToken())
    assert (found.text, found.whole) == ("Signed at Leeds", True)


def test_a_telling_left_early_ends_the_turn_and_forgets_the_asker() -> None:
    cancel, gate = CancelToken(), threading.Semaphore(1)
    generator = FakeGenerator(REPLY, gate=gate)
    with Telling(lambda turn: generator.generate(ASKED, Sampling(max_tokens=9), turn), cancel) as telling:
        assert next(telling.events()) == TextDelta("Rule")
    assert telling.turn.cancelled
    assert not cancel.cancelled
    assert telling.done.stop_reason is StopReason.CANCELLED
    assert cancel._callbacks == []


def test_enough_lets_the_model_tell_what_it_spent() -> None:
    generator, said = FakeGenerator(REPLY), ""
    with Telling(lambda turn: generator.generate(ASKED, Sampling(max_tokens=99), turn), CancelToken()) as it:
        for event in it.events():
            assert isinstance(event, TextDelta)
            said += event.text
            it.enough()
    assert REPLY.startswith(said)
    assert it.done.generated_tokens > 0


@pytest.mark.parametrize("size", [0, 1, 10_000])
@pytest.mark.parametrize("name", SHAPES)
def test_what_is_thought_is_not_taken(name: str, size: int) -> None:
    generator, sampling = ThinkingGenerator(SHAPES[name], size), Sampling(max_tokens=100)
    if not SHAPES[name].said:
        with pytest.raises(OnlyThoughts):
            written(generator, ASKED, sampling, CancelToken())
        with pytest.raises(OnlyThoughts):
            written_together(generator, [ASKED, ASKED], [sampling] * 2, CancelToken())
        return
    assert written(generator, ASKED, sampling, CancelToken()).text == SHAPES[name].said
    (one,) = written_together(generator, [ASKED], [sampling], CancelToken())
    assert one.text == SHAPES[name].said
