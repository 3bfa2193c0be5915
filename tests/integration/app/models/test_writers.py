"""Several models that write: one process for each, and room made for another by the one used longest ago."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from models import model_path

from app.events import Event, EventBus, ModelChanged, ModelsSwapped
from app.models.active import Choice
from app.models.generating import ActiveGenerator
from app.models.graphics import ON_THE_CARD, ON_THE_PROCESSOR
from app.models.writers import Writers
from app.types import ModelState
from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.types import Message, Sampling, Speaker, TextDelta

SMOL, QWEN = "smollm2-135m-instruct-q4_1", "qwen2.5-coder-0.5b-instruct-q4_k_m"
GB = 10**9
ROOMY, NARROW = 64 * GB, GB // 2


class Given:
    """The pool with what was told of it; `chosen` is what each role uses."""

    def __init__(self, memory: int, available: int = 64 * GB) -> None:
        self.events: list[Event] = []
        bus = EventBus()
        bus.subscribe(self.events.append)
        self.writers = Writers(
            bus, memory=memory, available=lambda: available, layers=lambda _: ON_THE_PROCESSOR
        )

    def role(self, name: str, needed: int = GB // 2) -> ActiveGenerator:
        path = model_path(name)
        return ActiveGenerator(lambda: Choice(name, path, (path,), needed=needed), self.writers)

    @property
    def swaps(self) -> list[ModelsSwapped]:
        return [one for one in self.events if isinstance(one, ModelsSwapped)]

    def close(self) -> None:
        for name in (SMOL, QWEN):
            self.writers.end(name)


@pytest.fixture
def roomy() -> Iterator[Given]:
    given = Given(ROOMY)
    yield given
    given.close()


@pytest.fixture
def narrow() -> Iterator[Given]:
    given = Given(NARROW)
    yield given
    given.close()


def said(role: ActiveGenerator, cancel: CancelToken | None = None) -> str:
    asked = (Message(Speaker.USER, "Say hello."),)
    sampling = Sampling(max_tokens=3, repeatable=True)
    events = role.generate(asked, sampling, cancel or CancelToken())
    return "".join(one.text for one in events if isinstance(one, TextDelta))


def test_two_roles_of_one_model_share_its_process(roomy: Given) -> None:
    first, second = roomy.role(SMOL), roomy.role(SMOL)
    assert said(first) == said(second)
    with roomy.writers.using(first.choice()) as one, roomy.writers.using(second.choice()) as other:
        assert one.pid is not None
        assert one.pid == other.pid
    assert first.memory_bytes() == second.memory_bytes() > 0


def test_two_models_stay_where_the_memory_carries_both(roomy: Given) -> None:
    small, large = roomy.role(SMOL), roomy.role(QWEN)
    said(small)
    said(large)
    assert small.memory_bytes() > 0
    assert large.memory_bytes() > 0
    assert roomy.swaps == []


def test_the_one_used_longest_ago_makes_room(narrow: Given) -> None:
    small, large = narrow.role(SMOL), narrow.role(QWEN)
    alone = said(small)
    said(large)
    assert small.memory_bytes() == 0
    assert small.status.state is ModelState.IDLE
    assert large.status.state is ModelState.READY
    assert said(small) == alone, "it comes back by itself, and says the same"
    assert large.memory_bytes() == 0
    assert narrow.swaps == [ModelsSwapped(SMOL, QWEN), ModelsSwapped(QWEN, SMOL)]
    states = [one.status for one in narrow.events if isinstance(one, ModelChanged)]
    assert [one.name for one in states if one.state is ModelState.LOADING] == [SMOL, QWEN, SMOL]


def test_little_free_memory_makes_room_too() -> None:
    given = Given(ROOMY, available=GB // 4)
    try:
        small, large = given.role(SMOL), given.role(QWEN)
        said(small)
        said(large)
        assert given.swaps == [ModelsSwapped(SMOL, QWEN)]
    finally:
        given.close()


def test_one_that_is_writing_is_waited_for(narrow: Given) -> None:
    small, large = narrow.role(SMOL), narrow.role(QWEN)
    asked = (Message(Speaker.USER, "Count to one hundred."),)
    writing = small.generate(asked, Sampling(max_tokens=40, repeatable=True), CancelToken())
    first = next(one for one in writing if isinstance(one, TextDelta))
    waiting = threading.Thread(target=said, args=(large,))
    waiting.start()
    assert not narrow.swaps
    rest = [one.text for one in writing if isinstance(one, TextDelta)]
    waiting.join(60)
    assert not waiting.is_alive()
    assert len(first.text + "".join(rest)) > 20, "it wrote to its end"
    assert narrow.swaps == [ModelsSwapped(SMOL, QWEN)]


def test_who_waits_for_room_can_give_up(narrow: Given) -> None:
    small, large, cancel = narrow.role(SMOL), narrow.role(QWEN), CancelToken()
    with narrow.writers.using(small.choice()) as process:
        process.info()
        timer = threading.Timer(0.5, cancel.cancel)
        timer.start()
        with pytest.raises(Cancelled):
            said(large, cancel)
    assert narrow.writers.memory_bytes(SMOL) > 0
    assert said(large), "afterwards it has room"


def test_the_card_is_used_as_its_trial_says(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    class Process:
        readable = ()

        def __init__(self, *_: object, gpu_layers: int, **__: object) -> None:
            made.append(gpu_layers)

    monkeypatch.setattr("app.models.writers.ModelProcess", Process)
    path = model_path(SMOL)
    for layers in (ON_THE_CARD, ON_THE_PROCESSOR):
        Writers(EventBus(), layers=lambda _, layers=layers: layers)._made(Choice(SMOL, path, (path,)))
    assert made == [ON_THE_CARD, ON_THE_PROCESSOR]


def test_another_file_of_the_same_name_is_another_process(roomy: Given) -> None:
    path = model_path(SMOL)
    choices = [Choice("mine", path, (path,))]
    role = ActiveGenerator(lambda: choices[-1], roomy.writers)
    try:
        said(role)
        with roomy.writers.using(choices[-1]) as one:
            before = one.pid
        choices.append(replace(choices[-1], path=model_path(QWEN), files=(model_path(QWEN),)))
        said(role)
        with roomy.writers.using(choices[-1]) as one:
            assert one.pid != before
    finally:
        roomy.writers.end("mine")
