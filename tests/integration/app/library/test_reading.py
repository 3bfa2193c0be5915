"""What somebody who reads a document finds in it and copies out of it; a real vault, a real reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import pdf
from house import PATIENCE, House

from app.library.reading import Reading, joined
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.reading.reader import DocumentReader
from rag.types import Document

PAGES = [
    "The keeper of the vessel writes the pressure down.\nHe is told of the inspec-\ntion in writing.",
    "Nothing stands here that matters to anybody who\nlooks after the Résumé of the",
    "pressure vessel. The end of the handbook.",
    *(f"Filler of a page that is like no other, {name}." for name in ("ash", "birch", "cedar", "elm", "fir")),
]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home", reader=DocumentReader())
    yield opened
    opened.close()


@pytest.fixture
def reading(house: House) -> Reading:
    return Reading(house.store, house.library)


@pytest.fixture
def document(house: House, tmp_path: Path) -> Document:
    made = pdf(tmp_path / "handbook.pdf", PAGES, header="Handbook of boilers", footer="{page}")
    (added,) = house.library.add([made])
    return added.outcome.result(PATIENCE)


def found(reading: Reading, document: Document, words: str) -> list[tuple[int, str]]:
    return [
        (one.page, " ".join(reading.text(document.id, one.start, one.end).split()))
        for one in reading.find(document.id, words, CancelToken())
    ]


def test_words_are_found_on_every_page_in_order(reading: Reading, document: Document) -> None:
    assert found(reading, document, "PRESSURE") == [(1, "pressure"), (3, "pressure")]
    assert found(reading, document, "no such words") == []


def test_over_the_ends_of_lines_and_pages(reading: Reading, document: Document) -> None:
    assert found(reading, document, "inspection in writing") == [(1, "inspection in writing")]
    assert found(reading, document, "resume of the pressure") == [(2, "Résumé of the pressure")]
    assert found(reading, document, "who looks") == [(2, "who looks")]


def test_a_running_head_is_found_where_it_is_printed(reading: Reading, document: Document) -> None:
    heads = reading.find(document.id, "handbook of BOILERS", CancelToken())
    assert [one.page for one in heads] == list(range(1, 9))
    assert heads[0].start < heads[0].end, "on the first page it belongs to the text"
    for one in heads[1:]:
        assert one.start == one.end
        assert [place.page for place in one.boxes] == [one.page]
        assert one.boxes[0].box.y1 < 0.1


def test_looking_stops_when_it_is_not_wanted_any_more(reading: Reading, document: Document) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        reading.find(document.id, "pressure", cancel)


def test_what_is_copied_has_no_ends_of_lines(reading: Reading, document: Document) -> None:
    (one,) = reading.find(document.id, "he is told", CancelToken())
    copied = reading.copied(document.id, one.start, one.start + 45)
    assert copied.startswith("He is told of the inspection in writing.")
    assert "\n" not in copied


def test_sheets_and_leaves_belong_together(reading: Reading, document: Document) -> None:
    sheets = reading.sheets(document.id)
    assert [one.number for one in sheets] == list(range(1, 9))
    assert {(one.width, one.height) for one in sheets} == {(595.0, 842.0)}
    for sheet in sheets:
        leaf = reading.leaf(document, sheet.number)
        assert (leaf.begin, len(leaf.text)) == (sheet.start, sheet.length)
        assert [leaf.text[one.start : one.end] for one in leaf.words][:2] == leaf.text.split()[:2]


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("one line\nand the next", "one line and the next"),
        ("a paragraph\n\nanother", "a paragraph\nanother"),
        ("the noti-\nfication", "the notification"),
        ("die Donau-\nDampfschiffahrt", "die Donau-Dampfschiffahrt"),
        ("see:\n• first\n• second", "see:\n• first\n• second"),
        ("as follows:\n1. one\n2. two\nruns on", "as follows:\n1. one\n2. two runs on"),
        ("个人信息\n处理", "个人信息处理"),
        ("from 5-\n7 items", "from 5- 7 items"),
    ],
)
def test_lines_are_joined_as_a_person_would_write_them(text: str, copied: str) -> None:
    assert joined(text) == copied
