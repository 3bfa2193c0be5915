"""What a model has read is not read again after its process ended, and changes no byte of what it writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from held_states import HeldStates
from models import model_path

from engine.cancel import CancelToken
from engine.llama.cache import BATCH
from engine.llama.generator import ModelProcess
from engine.llama.states import Keeping
from engine.types import GenerationDone, Message, Sampling, Speaker, TextDelta

pytestmark = pytest.mark.model

SMOL = "smollm2-135m-instruct-q4_1"
SYSTEM = Message(
    Speaker.SYSTEM, "You answer from the text alone, in one sentence, and say where it stands. " * 4
)
RULES = "The keeper of the lamp reads the gauge at noon and writes the figure into the book. " * 32
OTHERS = "The warden of the gate counts the carts at dusk and tells the number to the clerk. " * 32
ASKED = (SYSTEM, Message(Speaker.USER, f"{RULES}What is read at noon?"))
NEAR = (SYSTEM, Message(Speaker.USER, f"{RULES}Who writes, and where?"))
AWAY = (SYSTEM, Message(Speaker.USER, f"{OTHERS}What is counted at dusk?"))
REPEATABLE = Sampling(max_tokens=40, repeatable=True)


Start = Callable[..., ModelProcess]


@pytest.fixture
def states() -> HeldStates:
    return HeldStates()


@pytest.fixture
def start(states: HeldStates) -> Iterator[Start]:
    begun: list[ModelProcess] = []

    def one(
        context: int = 4096, threads: int | None = None, kept: HeldStates | None = states
    ) -> ModelProcess:
        begun.append(
            ModelProcess(
                model_path(SMOL), SMOL, context_length=context, threads=threads, gpu_layers=0, states=kept
            )
        )
        return begun[-1]

    yield one
    for process in begun:
        process.close()


def said(process: ModelProcess, messages: tuple[Message, ...] = ASKED) -> tuple[str, GenerationDone]:
    *events, done = process.generate(messages, REPEATABLE, CancelToken())
    assert isinstance(done, GenerationDone)
    return "".join(one.text for one in events if isinstance(one, TextDelta)), done


def test_after_a_restart_the_same_bytes_come_and_little_is_read(start: Start, states: HeldStates) -> None:
    cold = {messages: said(start(kept=None), messages)[0] for messages in (ASKED, NEAR, AWAY)}
    with closing(start()) as first:
        text, done = said(first)
        assert (text, done.cached_tokens) == (cold[ASKED], 0)
    assert [fixed for _, fixed, _ in states.held] == [True, False]
    with closing(start()) as second:
        text, done = said(second)
        assert text == cold[ASKED]
        assert done.prompt_tokens - done.cached_tokens <= BATCH
    with closing(start()) as third:
        text, done = said(third, NEAR)
        assert text == cold[NEAR]
        assert done.prompt_tokens - done.cached_tokens <= 2 * BATCH
        text, done = said(third, AWAY)
        assert text == cold[AWAY]
        assert 32 <= done.cached_tokens < BATCH, "the rules before the sources, and no more"


def test_the_rules_are_read_once_whatever_is_asked(start: Start, states: HeldStates) -> None:
    with closing(start()) as first:
        said(first)
    states.held = [one for one in states.held if one[1]]
    assert len(states.held[0][2]) < 6_000_000, "the state of few tokens is small"
    with closing(start()) as second:
        _, done = said(second, AWAY)
        assert done.cached_tokens == 72 or 32 <= done.cached_tokens < BATCH
    assert [fixed for _, fixed, _ in states.held] == [True, False], "what is known is not kept twice"


def test_a_process_that_rests_or_is_unloaded_goes_on_where_it_was(start: Start, states: HeldStates) -> None:
    process = start()
    cold, _ = said(process)
    process.unload()
    assert process.pid is None
    text, done = said(process)
    assert text == cold
    assert done.cached_tokens >= 2 * BATCH


def test_sources_asked_about_twice_are_there_again_after_others(start: Start, states: HeldStates) -> None:
    process = start()
    cold, _ = said(process)
    said(process, NEAR)
    assert not states.held
    said(process, AWAY)
    assert [fixed for _, fixed, _ in states.held] == [False], "what two questions were about"
    text, done = said(process)
    assert text == cold
    assert done.cached_tokens >= 2 * BATCH


def test_sources_asked_about_once_make_room_for_others(start: Start, states: HeldStates) -> None:
    process = start()
    said(process)
    said(process, AWAY)
    assert not states.held


@pytest.mark.parametrize("change", [{"context": 2048}, {"threads": 1}])
def test_a_state_of_other_circumstances_is_not_taken(
    start: Start, states: HeldStates, change: dict[str, int]
) -> None:
    with closing(start(threads=2)) as first:
        said(first)
    with closing(start(**{"threads": 2, **change})) as second:
        _, done = said(second)
        assert done.cached_tokens == 0


def test_fewer_threads_have_states_of_their_own(start: Start, states: HeldStates) -> None:
    with closing(start(threads=2)) as first:
        fewer, _ = said(first.adapted((), threads=1))
    with closing(start(threads=2)) as second:
        _, done = said(second)
        assert done.cached_tokens == 0
        text, done = said(second.adapted((), threads=1))
        assert (text, done.cached_tokens > BATCH) == (fewer, True)


@pytest.mark.parametrize("damage", [b"", b"x" * 100, None])
def test_a_damaged_state_is_read_anew(start: Start, states: HeldStates, damage: bytes | None) -> None:
    with closing(start()) as first:
        cold, _ = said(first)
    states.held = [
        (keys, fixed, state[: len(state) // 2] if damage is None else damage)
        for keys, fixed, state in states.held
    ]
    with closing(start()) as second:
        text, done = said(second)
        assert (text, done.cached_tokens) == (cold, 0)
        assert said(second)[0] == cold


def test_what_is_forgotten_is_not_kept_from_what_the_process_still_holds(
    start: Start, states: HeldStates
) -> None:
    process = start()
    said(process)
    said(process, NEAR)
    states.era += 1
    process.unload()
    assert not states.held
    said(process)
    said(process, NEAR)
    states.era += 1
    said(process, AWAY)
    assert not states.held
    process.unload()
    assert [fixed for _, fixed, _ in states.held] == [True, False]


def test_it_is_kept_once_nobody_asks_for_a_while(start: Start, states: HeldStates) -> None:
    process = start()
    process._keeping = Keeping(process._worker, states, quiet_seconds=0.05)
    said(process)
    deadline = CancelToken()
    for _ in range(400):
        if len(states.held) == 2 or deadline.wait(0.05):
            break
    assert [fixed for _, fixed, _ in states.held] == [True, False]
    process._keeping.close()
