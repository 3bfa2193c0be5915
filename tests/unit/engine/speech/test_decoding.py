"""Recordings of every kind that is read, and files that are none."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from engine.speech import RATE
from engine.speech.decoding import NotDecoded, Recording, Silent

DATA = Path(__file__).resolve().parents[3] / "data" / "speech"
NOTICE = DATA / "notice.opus"
FILMS = ("film.mp4", "film.mkv", "film.webm")


def samples_of(path: Path, start: int = 0) -> np.ndarray:
    return np.concatenate([piece.samples for piece in Recording(path).pieces(start)])


def sound(seconds: float) -> np.ndarray:
    """Clicks, each second another number of them, so that every place is known."""
    made = np.zeros(round(seconds * RATE), np.float32)
    chance = np.random.default_rng(1)
    made[chance.integers(0, made.size, round(seconds * 8))] = 0.8
    return made


def lag(found: np.ndarray, expected: np.ndarray) -> float:
    """Seconds by which one comes after the other."""
    size = 2 * max(found.size, expected.size)
    product = np.fft.rfft(found, size) * np.conj(np.fft.rfft(expected, size))
    place = int(np.argmax(np.fft.irfft(product)))
    return (place if place < size // 2 else place - size) / RATE


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "m4a", "ogg", "opus"])
def test_pieces_are_where_they_were_asked_for(kind: str, tmp_path: Path) -> None:
    import codecpod

    codecs: dict[str, codecpod.Codec] = {
        "wav": codecpod.Wav(),
        "flac": codecpod.Flac(),
        "mp3": codecpod.Mp3(bit_rate=64_000),
        "m4a": codecpod.Aac(bit_rate=64_000),
        "ogg": codecpod.Vorbis(),
        "opus": codecpod.Opus(bit_rate=32_000),
    }
    path, made = tmp_path / f"sound.{kind}", sound(150)
    codecpod.save(str(path), made, RATE, codecs[kind])
    recording = Recording(path)
    assert abs(recording.seconds - 150) < 0.2
    for piece in recording.pieces():
        assert abs(lag(piece.samples, made[piece.start * RATE :][: piece.samples.size])) < 0.08
    assert abs(samples_of(path).size / RATE - 150) < 0.3
    assert abs(lag(samples_of(path, 90), made[90 * RATE :])) < 0.08


@pytest.mark.parametrize("name", FILMS)
def test_the_sound_of_films_is_heard(name: str) -> None:
    assert abs(lag(samples_of(DATA / name), samples_of(NOTICE)[: 4 * RATE])) < 0.08


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _said_to_last_ten_hours(data: bytes) -> bytes:
    return data[:4] + b"\xff" * 4 + data[8:40] + b"\xff" * 4 + data[44:]


def _rate(data: bytes) -> bytes:
    return data[:24] + (2**31 - 1).to_bytes(4, "little") + data[28:]


def _channels(data: bytes) -> bytes:
    return data[:22] + (60_000).to_bytes(2, "little") + data[24:]


NONE = {
    "empty": b"",
    "letter": b"Dear Sir, please find enclosed the contract.\n" * 40,
    "web page": b"<html><body>no sound</body></html>" * 40,
    "list of files": b"ffconcat version 1.0\nfile '/etc/hostname'\n",
    "list of songs": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n",
}


@pytest.mark.parametrize("kind", [*NONE, "header", "samples a second", "channels"])
@pytest.mark.parametrize("suffix", ["wav", "mp3", "m4a", "mkv", "ogg"])
def test_what_is_no_recording_is_told(kind: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"named.{suffix}"
    whole = _wav(tmp_path)
    spoilt = {"header": whole[:30], "samples a second": _rate(whole), "channels": _channels(whole)}
    path.write_bytes({**NONE, **spoilt}[kind])
    with pytest.raises(NotDecoded):
        samples_of(path)


def test_a_header_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    path.write_bytes(_said_to_last_ten_hours(_wav(tmp_path)))
    assert abs(samples_of(path).size / RATE - 5) < 0.1


def test_a_recording_without_a_sample(tmp_path: Path) -> None:
    path = tmp_path / "none.wav"
    with wave.open(str(path), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(RATE)
    assert list(Recording(path).pieces()) == []


def test_a_film_that_was_not_copied_whole(tmp_path: Path) -> None:
    path = tmp_path / "cut.mp4"
    path.write_bytes(_cut((DATA / "film.mp4").read_bytes()))
    with pytest.raises(NotDecoded):
        Recording(path)


def test_of_half_a_file_half_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "half.opus"
    path.write_bytes(_cut(NOTICE.read_bytes()))
    assert 4 < samples_of(path).size / RATE < 12


def test_a_film_without_sound() -> None:
    with pytest.raises(Silent):
        Recording(DATA / "mute.mp4")


def _wav(folder: Path) -> bytes:
    path = folder / "made.wav"
    with wave.open(str(path), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(RATE)
        made.writeframes((sound(5) * 32_767).astype("<i2").tobytes())
    return path.read_bytes()
