"""Dictation with the real model, and a microphone of the test's own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest
from fakes.microphone import FakeMicrophone, spoken
from models import model_path
from numpy.typing import NDArray

from app.dictating.dictation import Dictated, Dictation, Sounding
from engine.cancel import CancelToken
from engine.errors import Cancelled, ModelMissing, NoSoundDevice
from engine.speech import RATE
from engine.speech.hearer import HearerProcess
from engine.speech.voice import PAUSE
from engine.types import Heard

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def hearer() -> Iterator[HearerProcess]:
    process = HearerProcess(model_path("whisper-tiny.en"))
    process.start()
    yield process
    process.close()


class _Measured:
    """A hearer that notes how many samples it is given. `after` is called with them once all is heard."""

    def __init__(self, hearer: HearerProcess, after: Callable[[int], object] = lambda _: None) -> None:
        self._hearer, self._after = hearer, after
        self.sizes: list[int] = []

    def hear(
        self,
        samples: NDArray[np.float32],
        cancel: CancelToken,
        *,
        language: str = "",
        names: Sequence[str] = (),
    ) -> Iterator[Heard]:
        self.sizes.append(samples.size)
        yield from self._hearer.hear(samples, cancel, language=language, names=names)
        self._after(samples.size)

    def unload(self) -> None:
        self._hearer.unload()


def _said_by(microphone: FakeMicrophone) -> CancelToken:
    """The end of listening: when all is said."""
    end = CancelToken()

    def stop() -> None:
        microphone.all_said.wait(60)
        end.cancel()

    threading.Thread(target=stop, daemon=True).start()
    return end


def _dictated(
    hearer: HearerProcess, microphone: FakeMicrophone, sounding: list[Sounding] | None = None
) -> list[Dictated]:
    """All that is told until the last word is said."""
    end = _said_by(microphone)
    told = [] if sounding is None else sounding
    return list(Dictation(hearer, microphone).take_down(end, CancelToken(), told.append))


def test_text_comes_while_one_speaks_and_all_of_it_at_the_end(hearer: HearerProcess) -> None:
    heard: list[Sounding] = []
    microphone = FakeMicrophone(spoken(), speed=4)
    found = _dictated(hearer, microphone, heard)
    *partial, final = found
    assert final.final
    assert "72 hours" in final.text
    assert final.text.endswith("The contract ends on the third of March.")
    assert partial
    assert not any(one.final for one in partial)
    assert "contract" not in partial[0].text
    assert (microphone.opened, microphone.closed) == (1, 1)
    assert heard[-1].seconds == pytest.approx(spoken().size / RATE, abs=1.5)
    assert max(one.level for one in heard) > 0.5 > min(one.level for one in heard)


def test_what_is_settled_is_not_heard_again(hearer: HearerProcess) -> None:
    """Four times the same, over a minute: what is given to the model stays short, and nothing is lost."""
    measured = _Measured(hearer)
    microphone = FakeMicrophone(np.tile(spoken(), 4), speed=4)
    end = _said_by(microphone)
    *_, final = Dictation(measured, microphone).take_down(end, CancelToken())
    assert max(measured.sizes) < 25 * RATE
    assert final.text.count("third of March") == 4
    assert final.text.count("72 hours") == 4


def test_what_was_heard_in_a_pause_is_not_heard_again_at_the_end(hearer: HearerProcess) -> None:
    """Whoever falls silent waits for their words: nothing but silence came since they were heard."""
    said = spoken()[: 6 * RATE]
    end, paused = CancelToken(), said.size + int(PAUSE * RATE)
    measured = _Measured(hearer, lambda size: end.cancel() if size >= paused else None)
    *_, final = Dictation(measured, FakeMicrophone(said, speed=4)).take_down(end, CancelToken())
    assert final.final
    assert final.text == " ".join(one.text for one in hearer.hear(said, CancelToken()))
    assert [size >= paused for size in measured.sizes].count(True) == 1


def test_of_silence_nothing_is_written(hearer: HearerProcess) -> None:
    assert _dictated(hearer, FakeMicrophone(np.zeros(5 * RATE, np.float32))) == [Dictated("", final=True)]


def test_who_discards_it_gets_nothing_and_the_microphone_is_closed(hearer: HearerProcess) -> None:
    microphone, cancel = FakeMicrophone(spoken(), speed=4), CancelToken()
    dictated = Dictation(hearer, microphone).take_down(CancelToken(), cancel)
    assert not next(dictated).final
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(dictated)
    assert microphone.closed == 1
    assert "microphone" not in {one.name for one in threading.enumerate()}


def test_a_microphone_that_is_pulled_out_leaves_what_was_said(hearer: HearerProcess) -> None:
    dictated = Dictation(hearer, FakeMicrophone(spoken(), lost=True)).take_down(CancelToken(), CancelToken())
    found: list[Dictated] = []
    with pytest.raises(NoSoundDevice):
        found.extend(dictated)
    assert found[-1].final
    assert found[-1].text.endswith("third of March.")


def test_where_nothing_hears_the_microphone_stays_closed(hearer: HearerProcess) -> None:
    def missing() -> None:
        raise ModelMissing(model="none")

    microphone = FakeMicrophone(spoken())
    with pytest.raises(ModelMissing):
        list(Dictation(hearer, microphone, missing).take_down(CancelToken(), CancelToken()))
    assert microphone.opened == 0


def test_without_a_microphone_it_says_so(hearer: HearerProcess) -> None:
    with pytest.raises(NoSoundDevice):
        list(Dictation(hearer, FakeMicrophone(absent=True)).take_down(CancelToken(), CancelToken()))


def test_a_name_that_is_told_is_spelt_so(hearer: HearerProcess) -> None:
    microphone = FakeMicrophone(spoken())
    end = _said_by(microphone)
    told = Dictation(hearer, microphone).take_down(
        end, CancelToken(), names=lambda: ("supervisory authority",)
    )
    assert "supervisory authority" in list(told)[-1].text.lower()


def test_names_that_are_told_are_not_written_where_they_are_not_said(hearer: HearerProcess) -> None:
    of = ("Lease", "Loan agreement", "Annual report", "Privacy policy", "Minutes of the meeting")
    names = [f"{one} {more}" for one in of for more in ("Berlin", "Madrid", "draft", "final")]
    microphone = FakeMicrophone(spoken()[: 3 * RATE])
    end = _said_by(microphone)
    told = Dictation(hearer, microphone).take_down(end, CancelToken(), names=lambda: names)
    said = list(told)[-1].text
    assert said.startswith("The controller")
    assert "Lease" not in said
