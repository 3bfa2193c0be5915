"""Three made voices in one recording, heard and told apart by the real models in the reader's process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from house import House
from models import model_path

from app.aloud.speakers import spoken
from engine.cancel import CancelToken
from engine.errors import ModelMissing
from rag.errors import FileMissing
from rag.reading.reader import DocumentReader
from rag.types import Document

THREE = Path(__file__).resolve().parents[3] / "data" / "speech" / "three.ogg"


def reading(house: House, tmp_path: Path) -> Document:
    house.library.add([Path(shutil.copy(THREE, tmp_path / "meeting.ogg"))])
    house.library.wait_idle()
    (document,) = house.library.documents()
    return document


def test_each_turn_has_its_speaker_its_time_and_its_words(tmp_path: Path) -> None:
    hearer, voices = model_path("whisper-tiny.en"), model_path("campplus") / "campplus_cn_en_common.pt"
    reader = DocumentReader(hearer=lambda: hearer, voices=lambda: voices)
    house = House(tmp_path / "home", reader=reader)
    try:
        document = reading(house, tmp_path)
        turns = spoken(house.store, reader, document, CancelToken())
        assert [turn.speaker for turn in turns] == [1, 2, 3, 1, 2, 1, 3]
        assert "inspected once a month" in turns[3].text
        starts = [0.0, 5.0, 8.0, 12.5, 16.2, 21.1, 24.3]
        assert all(abs(turn.start - start) < 1 for turn, start in zip(turns, starts, strict=True))
        Path(document.file).unlink()
        with pytest.raises(FileMissing):
            spoken(house.store, reader, document, CancelToken())
    finally:
        house.close()
        reader.close()


def test_without_a_model_that_is_told(tmp_path: Path) -> None:
    hearer = model_path("whisper-tiny.en")
    reader = DocumentReader(hearer=lambda: hearer)
    house = House(tmp_path / "home", reader=reader)
    try:
        document = reading(house, tmp_path)
        with pytest.raises(ModelMissing) as told:
            spoken(house.store, reader, document, CancelToken())
        assert told.value.facts["model"] == "campplus"
    finally:
        house.close()
        reader.close()
