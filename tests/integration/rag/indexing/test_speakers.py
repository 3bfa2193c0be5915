"""Three made voices in one recording, heard and told apart by the real models in the reader's process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House
from models import model_path

from app.activity.work import Sort, Standing, Work
from engine.cancel import CancelToken
from engine.errors import ModelMissing
from rag.errors import FileMissing, SpeakerUnknown
from rag.grounding.citations import Quote, citation_of
from rag.prompting.prompts import source_text
from rag.reading.reader import DocumentReader
from rag.types import Document

THREE = Path(__file__).resolve().parents[3] / "data" / "speech" / "three.ogg"
MONTHLY = "inspected once a month"


class Told(House):
    """A library that has the recording, read."""

    def __init__(self, home: Path, voices: bool = True) -> None:
        hearer, apart = model_path("whisper-tiny.en"), model_path("campplus") / "campplus_cn_en_common.pt"
        self.closing = DocumentReader(hearer=lambda: hearer, voices=lambda: apart if voices else None)
        super().__init__(home, reader=self.closing, models=model_path("campplus").parent)
        file = home.parent / "meeting.ogg"
        if not file.exists():
            shutil.copy(THREE, file)
        self.library.add([file])
        self.library.wait_idle()

    @property
    def document(self) -> Document:
        (document,) = self.library.documents()
        return document

    def tell(self) -> bool:
        return self.services.speakers.check(self.document, None, CancelToken())

    def close(self) -> None:
        super().close()
        self.closing.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Told]:
    made = Told(tmp_path / "home")
    yield made
    made.close()


def _works(house: Told) -> list[Work]:
    return list(house.services.activity.snapshot().ended)


def test_each_turn_has_its_speaker_its_time_and_its_words(house: Told) -> None:
    assert house.services.speakers.waiting() == [house.document.id]
    assert house.tell()
    assert house.services.speakers.waiting() == []
    turns = house.store.speakers.turns(house.document.id)
    assert [turn.speaker for turn in turns] == [1, 2, 3, 1, 2, 1, 3]
    assert MONTHLY in house.store.text(house.document.id, turns[3].start, turns[3].end)
    starts = [0.0, 5.0, 8.0, 12.5, 16.2, 21.1, 24.3]
    assert all(abs(turn.seconds - start) < 1 for turn, start in zip(turns, starts, strict=True))
    work = [one for one in _works(house) if one.sort is Sort.SPEAKERS]
    assert [(one.name, one.standing) for one in work] == [("meeting.ogg", Standing.FINISHED)]


def test_what_cannot_be_told_is_said_and_leaves_the_rest_as_it_is(house: Told) -> None:
    Path(house.document.file).unlink()
    assert house.tell()
    assert house.store.speakers.fault(house.document.id) == "file-missing"
    assert house.services.speakers.waiting() == []  # not tried again by itself
    assert house.library.search("inspected once a month", 1)[0].voices == ()
    work = [one for one in _works(house) if one.sort is Sort.SPEAKERS]
    assert [one.standing for one in work] == [Standing.FAILED]
    with pytest.raises(FileMissing):
        house.services.speakers.turns(house.document, CancelToken())


def test_without_a_model_that_is_told_who_asks(tmp_path: Path) -> None:
    house = Told(tmp_path / "home", voices=False)
    try:
        with pytest.raises(ModelMissing) as told:
            house.services.speakers.turns(house.document, CancelToken())
        assert told.value.facts["model"] == "campplus"
    finally:
        house.close()


def test_a_name_is_found_cited_told_to_the_model_and_taken_back(house: Told) -> None:
    house.tell()
    store, id_ = house.store, house.document.id
    assert store.speakers.name(id_, 1, " Ms  Weber ") == ""
    (hit,) = house.library.search("What did Weber say?", 1)
    assert hit.section == "Ms Weber"
    told = source_text(1, hit)
    assert f"\nMs Weber: {hit.text.splitlines()[0]}" in told
    assert "\nSpeaker 2: " in told
    assert "\nSpeaker 3: " in told
    start = hit.text.index(MONTHLY)
    cited = citation_of(store, Quote(hit, start, start + len(MONTHLY)))
    assert (cited.place.partition(", ")[2], cited.section) == ("Ms Weber", "")
    assert cited.quote == MONTHLY
    other = store.speakers.turns(id_)[1]
    assert "Weber" not in store.page_at(id_, other.start)[1]
    assert store.speakers.name(id_, 1, "") == "Ms Weber"
    assert house.library.search("What did Weber say?", 1)[0].section == ""
    assert store.page_at(id_, hit.start + start)[1] == cited.place.partition(", ")[0]
    with pytest.raises(SpeakerUnknown):
        store.speakers.name(id_, 4, "Mr Hale")


def test_names_are_there_again_where_the_voices_are_when_it_is_read_again(house: Told) -> None:
    house.tell()
    house.store.speakers.name(house.document.id, 2, "Mr Hale")
    house.store.speakers.name(house.document.id, 3, "Ms Weber")
    house.library.read_whole(house.document.id)
    house.library.wait_idle()
    assert house.store.speakers.turns(house.document.id) == ()
    assert house.tell()
    assert house.store.speakers.names(house.document.id) == {1: "", 2: "Mr Hale", 3: "Ms Weber"}
    (hit,) = house.library.search("Hale", 1)
    assert hit.section == "Mr Hale, Ms Weber"


def test_a_corrected_line_stays_its_speakers(house: Told) -> None:
    house.tell()
    store, id_ = house.store, house.document.id
    before = store.speakers.turns(id_)
    house.scans.correct(id_, 1, 0, "Good morning to each and every one of you.")
    after = store.speakers.turns(id_)
    assert [turn.speaker for turn in after] == [turn.speaker for turn in before]
    assert MONTHLY in store.text(id_, after[3].start, after[3].end)
