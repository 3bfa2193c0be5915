"""Who answers: the engine while it can be reached, else the model of this machine, and that it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from fakes.generator import FakeGenerator

from app.elsewhere.answering import Elsewhere, Note, StandingIn
from app.events import EngineChanged, Event, EventBus, ModelChanged
from engine.cancel import CancelToken
from engine.errors import (
    ContextFull,
    Fault,
    ModelMissing,
    RemoteBusy,
    RemoteCut,
    RemoteNotAllowed,
    RemoteUnable,
    RemoteUnreachable,
    WorkerDied,
)
from engine.remote.generator import Exchange
from engine.types import (
    GenerationEvent,
    Message,
    ModelInfo,
    Sampling,
    Speaker,
    TextDelta,
    TextWithdrawn,
)
from rag.errors import VaultFull

ASKED = (Message(Speaker.USER, "Why?"),)
AWAY = RemoteUnreachable(host="box", detail="timeout")


class FakeEngine(FakeGenerator):
    """An engine whose next requests fail with `faults`, after so many words where a number stands before."""

    def __init__(self, note: Note, **options: Any) -> None:
        super().__init__("It is far away.", **options)
        self.note = note
        self.faults: list[Fault | tuple[int, Fault]] = []
        self.looks = 0
        self.closed = False

    def look(self) -> None:
        self.looks += 1
        self._fail()

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        self.note(Exchange("box", "fake", 1, 5))
        words, fault = 0, None
        if self.faults:
            first = self.faults.pop(0)
            words, fault = first if isinstance(first, tuple) else (0, first)
        for number, event in enumerate(super().generate(messages, sampling, cancel)):
            if fault is not None and number >= words:
                raise fault
            yield event

    def generate_together(self, *asked: Any) -> Any:
        self._fail()
        return super().generate_together(*asked)

    def close(self) -> None:
        self.closed = True

    def _fail(self) -> None:
        if self.faults:
            fault = self.faults.pop(0)
            assert isinstance(fault, Fault)
            raise fault


class Setting:
    def __init__(self, here: FakeGenerator | None = None, **options: Any) -> None:
        self.now = 0.0
        self.told: list[Event] = []
        self.notes: list[Exchange] = []
        bus = EventBus()
        bus.subscribe(self.told.append)
        self.here = here or FakeGenerator("It is near.")
        self.engines: list[FakeEngine] = []

        def make(note: Note) -> FakeEngine:
            self.engines.append(FakeEngine(note, **options))
            return self.engines[-1]

        self.answers = Elsewhere("box", make, self.here, bus, clock=lambda: self.now)
        self.answers.note_to(self.notes.append)

    @property
    def engine(self) -> FakeEngine:
        return self.engines[0]

    @property
    def changes(self) -> list[str | None]:
        return [one.away.code if one.away else None for one in self.told if isinstance(one, EngineChanged)]

    def said(self) -> str:
        text = ""
        for event in self.answers.generate(ASKED, Sampling(), CancelToken()):
            text = "" if isinstance(event, TextWithdrawn) else text
            text += event.text if isinstance(event, TextDelta) else ""
        return text


def test_the_engine_answers_and_that_is_told_once() -> None:
    setting = Setting()
    assert setting.answers.info().name == "fake"
    assert (setting.said(), setting.said()) == ("It is far away.", "It is far away.")
    assert setting.changes == [None]
    assert setting.answers.answers
    assert len(setting.notes) == 2
    assert setting.here.calls == []
    status = [one.status for one in setting.told if isinstance(one, ModelChanged)][-1]
    assert (status.name, status.backend) == ("fake", "box")


def test_one_that_answered_just_now_is_not_asked_whether_it_is_there() -> None:
    setting = Setting()
    setting.said()
    setting.said()
    assert setting.engine.looks == 1
    setting.now += 120
    setting.answers.info()
    assert setting.engine.looks == 2


@pytest.mark.parametrize(
    "fault",
    [
        AWAY,
        (2, RemoteCut(host="box", detail="ended")),
        RemoteBusy(host="box", status=503),
        WorkerDied(reason="exit"),
        VaultFull(path="/h"),
    ],
)
def test_when_it_fails_this_machine_answers_and_that_is_told_once(fault: Any) -> None:
    setting = Setting()
    setting.answers.info()
    setting.engine.faults = [fault]
    code = (fault[1] if isinstance(fault, tuple) else fault).code
    assert setting.said() == "It is near."
    assert setting.said() == "It is near."
    assert setting.changes == [None, code]
    assert not setting.answers.answers
    assert setting.answers.info().context_length == setting.here.info().context_length
    setting.now += 61
    assert setting.said() == "It is far away."
    assert setting.changes == [None, code, None]


def test_one_that_was_never_there() -> None:
    setting = Setting()
    for again in range(3):
        setting.engine.faults = [AWAY]
        assert setting.said() == "It is near."
        assert setting.engine.looks == again + 1
        setting.now += 61
    assert setting.changes == [AWAY.code]


def test_together_as_one_by_one() -> None:
    setting = Setting()
    ask: Callable[[], list[str]] = lambda: [  # noqa: E731
        one.text for one in setting.answers.generate_together([ASKED] * 2, [Sampling()] * 2, CancelToken())
    ]
    assert ask() == ["It is far away."] * 2
    setting.engine.faults = [AWAY]
    assert ask() == ["It is near."] * 2
    assert setting.changes == [None, AWAY.code]


def test_what_it_cannot_do_is_done_here_and_it_is_not_away() -> None:
    setting = Setting()
    setting.answers.info()
    setting.engine.faults = [RemoteUnable(host="box", detail="schema")]
    assert (setting.said(), setting.said()) == ("It is near.", "It is far away.")
    assert setting.changes == [None]


def test_a_prompt_for_a_larger_context_is_not_cut_for_this_machine() -> None:
    setting = Setting(FakeGenerator("It is near.", context_length=20), context_length=9000)
    long = (Message(Speaker.USER, "word " * 100),)
    assert setting.answers.info().context_length == 9000
    setting.engine.faults = [AWAY, AWAY]
    with pytest.raises(RemoteUnreachable):
        list(setting.answers.generate(long, Sampling(), CancelToken()))
    assert setting.answers.info().context_length == 20  # the next question is made for this one
    with pytest.raises(ContextFull):
        list(setting.answers.generate(long, Sampling(), CancelToken()))


class NoModel(FakeGenerator):
    def info(self) -> ModelInfo:
        raise ModelMissing(model="starter")

    def generate(self, *_: Any) -> Iterator[GenerationEvent]:
        raise ModelMissing(model="starter")


def test_without_a_model_here_the_reason_is_that_the_engine_is_away() -> None:
    setting = Setting(NoModel())
    assert setting.said() == "It is far away."
    setting.engine.faults = [AWAY]
    for ask in (setting.said, setting.answers.info):
        with pytest.raises(RemoteUnreachable):
            ask()


def test_what_was_changed_from_outside_is_never_asked() -> None:
    told: list[Event] = []
    bus = EventBus()
    bus.subscribe(told.append)
    here = FakeGenerator("It is near.")
    fault = RemoteNotAllowed(host="box", detail="changed")
    answers = Elsewhere("box", None, here, bus, fault)
    assert [one.text for one in answers.generate_together([ASKED], [Sampling()], CancelToken())] == [
        "It is near."
    ]
    assert answers.info() == here.info()
    assert told == [EngineChanged("box", fault)]
    answers.close()


def test_nothing_goes_before_somebody_keeps_the_log() -> None:
    engines: list[FakeEngine] = []

    def make(note: Note) -> FakeEngine:
        engines.append(FakeEngine(note))
        return engines[-1]

    answers = Elsewhere("box", make, FakeGenerator(), EventBus())
    with pytest.raises(ValueError, match="log"):
        list(answers.generate(ASKED, Sampling(), CancelToken()))
    notes: list[Exchange] = []
    others: list[Exchange] = []
    answers.note_to(notes.append)
    answers.note_to(others.append)  # as services beside these would
    list(answers.generate(ASKED, Sampling(), CancelToken()))
    assert (len(notes), others) == (1, [])
    answers.close()
    assert engines[0].closed


def test_a_specialist_of_this_machine_comes_before_the_engine() -> None:
    special, general = FakeGenerator("Special."), FakeGenerator("General.")
    is_there = [True, False]
    writer = StandingIn(special, lambda: is_there[0], general)
    for expected in ("Special.", "General."):
        events = writer.generate(ASKED, Sampling(), CancelToken())
        assert "".join(one.text for one in events if isinstance(one, TextDelta)) == expected
        (found,) = writer.generate_together([ASKED], [Sampling()], CancelToken())
        assert found.text == expected
        is_there.pop(0) if len(is_there) > 1 else None
