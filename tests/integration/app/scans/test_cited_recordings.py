"""Citations of a recording stay at their sentence and moment, whatever is corrected before or in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House
from models import model_path

from rag.grounding.citations import Quote, citation_of
from rag.reading.reader import DocumentReader
from rag.types import Citation, Document, DocumentState

pytestmark = pytest.mark.model

NOTICE = Path(__file__).resolve().parents[3] / "data" / "speech" / "notice.opus"
ENDS = "The contract ends on the third of March."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    reader = DocumentReader(hearer=lambda: model_path("whisper-tiny.en"))
    opened = House(tmp_path / "home", reader=reader)
    yield opened
    opened.close()
    reader.close()


@pytest.fixture
def document(house: House) -> Document:
    found = house.library.add([NOTICE])[0].outcome.result(120)
    assert found.state is DocumentState.READY
    return found


def cited(house: House, words: str) -> Citation:
    """The sentence as a search that is made now finds and cites it."""
    hit = next(one for one in house.library.search(words, 3) if words in one.text)
    start = hit.text.index(words)
    return citation_of(house.store, Quote(hit, start, start + len(words)))


def test_a_longer_line_before_it_moves_the_words_and_not_the_moment(house: House, document: Document) -> None:
    before = cited(house, ENDS)
    (first, *_) = house.scans.page(document.id, 1).lines
    house.scans.correct(document.id, 1, first.place, f"To put it shortly and in plain words: {first.text}")
    after = cited(house, ENDS)
    assert after.start > before.start
    assert house.store.text(document.id, after.start, after.end) == ENDS
    assert (after.page, after.place, after.quote) == (before.page, before.place, ENDS)
    assert [one.box for one in after.boxes] == [one.box for one in before.boxes]


def test_a_line_that_is_taken_away_and_brought_back_leaves_it_as_it_was(
    house: House, document: Document
) -> None:
    before = cited(house, ENDS)
    (first, *_) = house.scans.page(document.id, 1).lines
    house.scans.correct(document.id, 1, first.place, "")
    without = cited(house, ENDS)
    assert without.start < before.start
    assert (without.page, without.place) == (before.page, before.place)
    house.scans.correct(document.id, 1, first.place, first.text)
    assert cited(house, ENDS) == before


def test_what_is_corrected_in_it_is_quoted_as_it_is_now(house: House, document: Document) -> None:
    before = cited(house, ENDS)
    (line,) = [one for one in house.scans.page(document.id, 1).lines if ENDS in one.text]
    now = ENDS.replace("third", "twenty-third")
    house.scans.correct(document.id, 1, line.place, line.text.replace(ENDS, now))
    after = cited(house, now)
    assert (after.page, after.place, after.quote) == (before.page, before.place, now)
    assert not any(ENDS in one.text for one in house.library.search(ENDS, 3))
