"""Reading aloud with the real voice, and a loudspeaker of the test's own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from fakes.speaker import FakeSpeaker

from app.aloud.reading import ReadingAloud
from app.aloud.utterances import Utterance
from engine.cancel import CancelToken
from engine.errors import Cancelled, NoSoundDevice, NoVoice

TEXTS = [
    Utterance("The rent is due on the third working day.", 0, 10),
    Utterance("It is paid in advance. It is not paid in cash.", 10, 20),
    Utterance("The deposit is returned within sixty days.", 20, 30),
]


@pytest.fixture(scope="module")
def aloud() -> Iterator[ReadingAloud]:
    made = ReadingAloud(FakeSpeaker())
    yield made
    made.close()


def test_each_is_told_once_and_heard_to_its_end(aloud: ReadingAloud) -> None:
    aloud.speaker = speaker = FakeSpeaker()
    assert list(aloud.read(TEXTS, CancelToken())) == TEXTS
    assert len(speaker.played) == 4  # sentences
    assert all(sound.seconds > 0.5 for sound in speaker.played)


def test_who_stops_hears_nothing_more_at_once(aloud: ReadingAloud) -> None:
    aloud.speaker = speaker = FakeSpeaker(held=True)
    cancel = CancelToken()
    reading = aloud.read(TEXTS * 20, cancel)
    assert next(reading) is TEXTS[0]

    def stop() -> None:
        while not speaker.played:
            time.sleep(0.01)
        cancel.cancel()

    threading.Thread(target=stop).start()
    with pytest.raises(Cancelled):
        next(reading)
    assert len(speaker.played) == 1
    assert "voice-ahead" not in {one.name for one in threading.enumerate()}


def test_a_language_that_no_voice_speaks_is_told(aloud: ReadingAloud) -> None:
    german = "Der Mieter zahlt die Miete bis zum dritten Werktag, und der Vermieter bestätigt das."
    with pytest.raises(NoVoice) as told:
        list(aloud.read([Utterance(german, 0, 9)], CancelToken()))
    assert told.value.facts == {"language": "de"}


def test_without_a_loudspeaker_it_is_told(aloud: ReadingAloud) -> None:
    aloud.speaker = FakeSpeaker(absent=True)
    with pytest.raises(NoSoundDevice):
        list(aloud.read(TEXTS, CancelToken()))
    aloud.speaker = FakeSpeaker()
    assert list(aloud.read(TEXTS[:1], CancelToken())) == TEXTS[:1]
