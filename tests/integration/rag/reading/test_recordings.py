"""Recordings in the process that reads them, heard with a real model."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from models import model_path

from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.errors import FileCorrupt, FileEmpty, HearerNeeded
from rag.reading.reader import DocumentReader
from rag.reading.sound.recording import BREAKS_OFF
from rag.types import DocumentInfo, Page, PageUnit, ReadEvent, Structure

DATA = Path(__file__).resolve().parents[3] / "data" / "speech"
NOTICE = DATA / "notice.opus"
RATE = 16_000
HOURS = 10 * 60 * 60


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    folder = model_path("whisper-tiny.en")
    made = DocumentReader(hearer=lambda: folder)
    yield made
    made.close()


def read(reader: DocumentReader, path: Path, known: tuple[Page, ...] = ()) -> list[ReadEvent]:
    return list(reader.read(path, None, CancelToken(), known=known))


def pages(events: list[ReadEvent]) -> list[Page]:
    return [event for event in events if isinstance(event, Page)]


@pytest.fixture(scope="module")
def three_minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notice at 0:00, at 1:05 and at 2:10."""
    import codecpod

    said, _ = codecpod.load(str(NOTICE), sample_rate=RATE, mono=True)
    sound = np.zeros(150 * RATE, np.float32)
    for second in (0, 65, 130):
        sound[second * RATE :][: len(said)] = said
    path = tmp_path_factory.mktemp("sound") / "interview.flac"
    codecpod.save(str(path), sound, RATE, codecpod.Flac())
    return path


def test_each_minute_is_a_page_called_by_its_time(reader: DocumentReader, three_minutes: Path) -> None:
    events = read(reader, three_minutes)
    assert events[0] == DocumentInfo("", 3, PageUnit.MINUTE)
    found = pages(events)
    assert [page.label for page in found] == ["0:00", "1:00", "2:00"]
    for page in found:
        assert "72 hours" in page.text
        assert "\n\nThe contract ends on the third of March." in page.text
        assert len(page.lines) == 2
        assert 0.5 < page.confidence < 1
    structure = events[-1]
    assert isinstance(structure, Structure)
    assert structure.passages


def test_words_have_their_times_and_doubts(reader: DocumentReader, three_minutes: Path) -> None:
    """On the second page the sentences begin 7.0 and 17.3 s after its beginning."""
    page = pages(read(reader, three_minutes))[1]
    assert [page.text[word.start : word.end] for word in page.words] == page.text.split()
    for line, second in zip(page.lines, (7.0, 17.3), strict=True):
        assert line.box is not None
        assert abs(line.box.x0 * 60 - second) < 0.5
    for line in page.lines:
        for doubt in line.doubts:
            assert doubt.confidence < 0.5
            assert page.text[doubt.start : doubt.end] in page.text.split()


def test_reading_goes_on_after_the_minutes_that_are_known(
    reader: DocumentReader, three_minutes: Path
) -> None:
    whole = read(reader, three_minutes)
    again = read(reader, three_minutes, tuple(pages(whole)[:2]))
    assert [page.number for page in pages(again)] == [3]
    assert pages(again)[0].text == pages(whole)[2].text
    assert again[-1] == whole[-1]


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv", "film.webm"])
def test_films_are_heard(reader: DocumentReader, name: str) -> None:
    (page,) = pages(read(reader, DATA / name))
    assert "the" in page.text.lower()


def test_hearing_is_cancelled(reader: DocumentReader, three_minutes: Path) -> None:
    cancel = CancelToken()
    events = reader.read(three_minutes, None, cancel)
    next(events)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(events)


def test_without_a_model_that_hears_the_file_says_what_it_needs() -> None:
    reader = DocumentReader()
    try:
        with pytest.raises(HearerNeeded) as refused:
            read(reader, NOTICE)
    finally:
        reader.close()
    assert refused.value.facts == {"path": str(NOTICE)}


def saved(path: Path, samples: np.ndarray, claimed: int | None = None) -> Path:
    with wave.open(str(path), "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(RATE)
        made.writeframes((samples * 32_767).astype("<i2").tobytes())
    if claimed is not None:
        data = bytearray(path.read_bytes())
        data[40:44] = (claimed * RATE * 2).to_bytes(4, "little")
        path.write_bytes(data)
    return path


def test_where_nobody_speaks_nothing_is_written(reader: DocumentReader, tmp_path: Path) -> None:
    chance = np.random.default_rng(2)
    seconds = np.arange(70 * RATE) / RATE
    hum = 0.2 * np.sin(2 * np.pi * 110 * seconds) + 0.05 * chance.standard_normal(seconds.size)
    found = pages(read(reader, saved(tmp_path / "hum.wav", hum)))
    assert [(page.text, page.label) for page in found] == [("", "0:00"), ("", "1:00")]


def test_a_recording_that_breaks_off_says_so(reader: DocumentReader, tmp_path: Path) -> None:
    import codecpod

    whole = tmp_path / "whole.mp3"
    said, _ = codecpod.load(str(NOTICE), sample_rate=RATE, mono=True)
    codecpod.save(str(whole), np.tile(said, 5), RATE, codecpod.Mp3(bit_rate=64_000))
    cut = tmp_path / "cut.mp3"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 5])
    *_, last = pages(read(reader, cut))
    assert last.unread == (BREAKS_OFF,)
    assert pages(read(reader, whole))[-1].unread == ()


def test_ten_hours_in_the_header_are_not_waited_for(reader: DocumentReader, tmp_path: Path) -> None:
    path = saved(tmp_path / "long.wav", np.zeros(3 * RATE), HOURS)
    events = read(reader, path)
    assert [page.number for page in pages(events)] == [1]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.m4a", b"\0" * 2000), ("a.mp3", b"\xff\xfb\x90" + b"\0" * 40), ("a.webm", b"\x1a\x45\xdf\xa3" * 50)],
)
def test_what_is_damaged_is_told(reader: DocumentReader, name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FileCorrupt):
        read(reader, tmp_path / name)


def test_an_empty_file_a_film_without_sound_and_a_text_by_another_name(
    reader: DocumentReader, tmp_path: Path
) -> None:
    (tmp_path / "a.mp3").write_bytes(b"")
    with pytest.raises(FileEmpty):
        read(reader, tmp_path / "a.mp3")
    with pytest.raises(FileCorrupt) as refused:
        read(reader, DATA / "mute.mp4")
    assert refused.value.facts["detail"] == "it has no sound"
    (tmp_path / "letter.wav").write_text("Dear Sir, the contract ends in March.\n", encoding="utf-8")
    with pytest.raises(FileCorrupt) as refused:
        read(reader, tmp_path / "letter.wav")
    assert refused.value.facts["detail"] == "no sound can be read from it"
