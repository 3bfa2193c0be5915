"""`engine.protocols.Hearer`, with a model in the process that the program starts: sealed, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from models import model_path

from engine.cancel import CancelToken
from engine.errors import Cancelled, ModelInvalid, ModelMissing
from engine.protocols import Hearer
from engine.speech import RATE
from engine.speech.decoding import Recording
from engine.speech.hearer import HearerProcess
from engine.speech.listening import FILES

NOTICE = Path(__file__).resolve().parents[3] / "data" / "speech" / "notice.opus"


@pytest.fixture(scope="module")
def hearer() -> Iterator[HearerProcess]:
    process = HearerProcess(model_path("whisper-tiny.en"))
    yield process
    process.close()


@pytest.fixture(scope="module")
def notice() -> np.ndarray:
    return np.concatenate([piece.samples for piece in Recording(NOTICE).pieces()])


def test_what_is_said_is_written_with_its_times(hearer: Hearer, notice: np.ndarray) -> None:
    """Silence to 2.0 s; a sentence to 7.3 s; silence to 12.3 s; another to 15.0 s."""
    first, second = hearer.hear(notice, CancelToken())
    assert "notify" in first.text
    assert "72 hours" in first.text
    assert second.text == "The contract ends on the third of March."
    for heard, start, end in ((first, 2.0, 7.3), (second, 12.3, 15.0)):
        assert abs(heard.start - start) < 0.5
        assert abs(heard.end - end) < 0.5
        assert heard.language == "en"
        places = [place for word in heard.words for place in (word.start, word.end)]
        assert places == sorted(places)
        assert all(0 < word.probability <= 1 for word in heard.words)


def test_the_same_is_heard_twice(hearer: Hearer, notice: np.ndarray) -> None:
    assert list(hearer.hear(notice, CancelToken())) == list(hearer.hear(notice, CancelToken()))


def test_what_is_said_very_quietly_is_written_too(hearer: Hearer, notice: np.ndarray) -> None:
    quiet = np.round(notice * 1e-3 * 32768).astype(np.float32) / np.float32(32768)
    text = " ".join(one.text for one in hearer.hear(quiet, CancelToken()))
    assert "hours" in text
    assert text.startswith(next(iter(hearer.hear(notice, CancelToken()))).text[:20])


@pytest.mark.parametrize("seconds", [0.0, 0.01, 3.0, 40.0])
def test_of_silence_and_noise_nothing_is_written(hearer: Hearer, seconds: float) -> None:
    chance = np.random.default_rng(5)
    for loudness in (0.0, 1e-4, 0.3):
        sound = loudness * chance.standard_normal(round(seconds * RATE))
        assert list(hearer.hear(sound.astype(np.float32), CancelToken())) == []


def test_samples_that_are_no_numbers_end_nothing(hearer: Hearer, notice: np.ndarray) -> None:
    broken = np.full(2 * RATE, np.nan, np.float32)
    assert list(hearer.hear(broken, CancelToken())) == []
    assert list(hearer.hear(np.full(2 * RATE, 1e30, np.float32), CancelToken())) == []
    assert len(list(hearer.hear(notice, CancelToken()))) == 2


def test_a_name_that_is_told_is_spelt_so(hearer: Hearer, notice: np.ndarray) -> None:
    told = " ".join(one.text for one in hearer.hear(notice, CancelToken(), names=("supervisory authority",)))
    assert "supervisory authority" in told.lower()


def test_hearing_is_cancelled(hearer: Hearer, notice: np.ndarray) -> None:
    cancel = CancelToken()
    found = hearer.hear(np.tile(notice, 6), cancel)
    next(found)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(found)


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    process = HearerProcess(tmp_path)
    with pytest.raises(ModelMissing):
        process.start()
    for name in FILES:
        (tmp_path / name).write_bytes(b"none")
    with pytest.raises(ModelInvalid):
        process.start()
    process.close()
