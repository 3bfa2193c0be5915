"""The command record: heard into the library, kept or deleted where it broke off, and saved as a file."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from fakes.microphone import FakeMicrophone, spoken
from models import model_path
from programs.command import Command

from engine.speech import RATE
from engine.speech.decoding import Recording

pytestmark = pytest.mark.model

_SECONDS = 14  # of what is said, to its first full stop


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "home", model_path("whisper-tiny.en").parent)


def speaks(monkeypatch: pytest.MonkeyPatch, *, lost: bool = False) -> FakeMicrophone:
    """This machine has a microphone, into which somebody speaks."""
    found = FakeMicrophone(spoken()[: _SECONDS * RATE], speed=100, lost=lost)
    monkeypatch.setattr("app.recording.recordings.LocalMicrophone", lambda: found)
    return found


def samples(path: Path) -> np.ndarray:
    return np.concatenate([piece.samples for piece in Recording(path).pieces()])


def test_what_is_said_is_kept_read_and_saved_as_a_file_of_the_same_sound(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    microphone = speaks(monkeypatch)
    ran = command("record", "Inspection: hall 3", "--minutes", str(_SECONDS / 60), "--json")
    assert ran.status == 0, ran.err
    assert "The microphone is open" in ran.err
    assert (microphone.opened, microphone.closed) == (1, 1)
    name = "Inspection hall 3.flac"
    assert [one["document"] for one in command("library", "--json").rows] == [name]
    heard = command("scans", "show", name)
    assert "The controller shall" in heard.out
    assert "minute 1" in heard.out
    assert "page" not in heard.out
    assert "minute" in command("scans", "list", name).out

    said = spoken()[: _SECONDS * RATE]
    flac, wav = tmp_path / "hall.flac", tmp_path / "hall.WAV"
    saved = command("record", name, "--save", flac, "--json")
    assert saved.row == {"document": name, "file": str(flac)}
    assert command("record", name, "--save", wav).status == 0
    np.testing.assert_allclose(samples(flac)[: said.size], said, atol=1e-4)
    np.testing.assert_array_equal(samples(wav), samples(flac))
    with wave.open(str(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
    logged = [one for one in command("audit", "list", "--json").rows if one["kind"] == "exported"]
    facts = [one["facts"] for one in logged]
    assert [one["form"] for one in facts] == ["flac", "wav"]
    assert all(one["what"] == "recording" and one["bytes"] > _SECONDS * 1000 for one in facts)


def test_what_cannot_be_saved_is_refused_and_no_file_is_written(command: Command, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The pump is red.", encoding="utf-8")
    command("add", note)
    wrong = command("record", "note.txt", "--save", tmp_path / "note.mp3")
    assert wrong.status != 0
    assert "does not end in .flac or .wav" in wrong.err
    none = command("record", "note.txt", "--save", tmp_path / "note.flac")
    assert none.status != 0
    assert "only what was recorded in Confidant is" in none.err
    assert sorted(one.name for one in tmp_path.iterdir() if one.suffix in (".mp3", ".flac")) == []


@pytest.mark.parametrize("what", ["keep", "discard"])
def test_what_broke_off_waits_until_somebody_says_what_becomes_of_it(
    command: Command, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    speaks(monkeypatch, lost=True)
    broken = command("record", "Meeting", "--minutes", "5")
    assert broken.status != 0
    assert command("library", "--json").out == ""
    speaks(monkeypatch)
    told = command("record", "Another", "--minutes", "0.05")
    assert "Recordings that were broken off: 1." in told.err
    command("remove", "Another.flac")
    assert command("record", "--left", what).status == 0
    names = [one["document"] for one in command("library", "--json").rows]
    assert names == (["Meeting.flac"] if what == "keep" else [])
    assert "broken off" not in command("record", "Third", "--minutes", "0.05").err
