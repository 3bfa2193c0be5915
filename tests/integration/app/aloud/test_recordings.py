"""A real recording, read by the reader's process, is played by its sentences from any place in its text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes.speaker import FakeSpeaker
from house import House
from models import model_path

from app.aloud.recordings import PlayingRecordings
from engine.cancel import CancelToken
from engine.errors import Cancelled
from engine.speech import RATE
from engine.speech.decoding import Recording
from rag.errors import FileMissing
from rag.reading.reader import DocumentReader
from rag.types import Document

DATA = Path(__file__).resolve().parents[3] / "data" / "speech"


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, DocumentReader, Document]]:
    folder = tmp_path_factory.mktemp("heard")
    reader = DocumentReader(hearer=lambda: model_path("whisper-tiny.en"))
    house = House(folder / "home", reader=reader)
    path = Path(shutil.copy(DATA / "three.ogg", folder / "three.ogg"))
    house.library.add([path])
    house.library.wait_idle()
    (document,) = house.library.documents()
    yield house, reader, document
    house.close()
    reader.close()


def played(heard: tuple[House, DocumentReader, Document], start: int) -> tuple[list[str], np.ndarray]:
    house, reader, document = heard
    speaker, text = FakeSpeaker(), house.store.text(document.id)
    playing = PlayingRecordings(house.store, reader)
    said = [text[one.start : one.end] for one in playing.play(document, start, speaker, CancelToken())]
    assert all(sound.rate == RATE for sound in speaker.played)
    return said, np.concatenate([sound.samples for sound in speaker.played])


def test_all_of_it_is_heard_once_and_in_order(heard: tuple[House, DocumentReader, Document]) -> None:
    house, _, document = heard
    said, sound = played(heard, 0)
    assert " ".join(said).split() == house.store.text(document.id).split()
    whole = np.concatenate([piece.samples for piece in Recording(DATA / "three.ogg").pieces()])
    missing = whole.size - sound.size
    assert 0 <= missing < 2 * RATE, "from the first word on"
    np.testing.assert_array_equal(sound, whole[missing:])


def test_from_a_word_in_the_middle_of_a_sentence(heard: tuple[House, DocumentReader, Document]) -> None:
    house, _, document = heard
    text = house.store.text(document.id)
    said, sound = played(heard, text.index("inspected"))
    assert said[0].endswith("inspected once a month.")
    seconds = 28.0 - sound.size / RATE
    assert 12.8 < seconds < 14.5, "the word is said in the fourth sentence, from 12.5 to 15.4 s"


def test_who_stops_it_hears_no_more(heard: tuple[House, DocumentReader, Document]) -> None:
    house, reader, document = heard
    speaker, cancel = FakeSpeaker(), CancelToken()
    found = PlayingRecordings(house.store, reader).play(document, 0, speaker, cancel)
    next(found)
    next(found)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(found)
    assert len(speaker.played) == 1


def test_a_file_that_is_gone_is_told(heard: tuple[House, DocumentReader, Document], tmp_path: Path) -> None:
    house, reader, document = heard
    path = Path(document.file)
    moved = Path(shutil.move(path, tmp_path / "elsewhere.ogg"))
    try:
        with pytest.raises(FileMissing):
            next(PlayingRecordings(house.store, reader).play(document, 0, FakeSpeaker(), CancelToken()))
    finally:
        shutil.move(moved, path)
