"""Pages held against their pictures, in the process that reads: what is lost in silence is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import docx
from files.pictures import page as drawn
from files.pictures import saved
from files.poor import LEASE, STAMP, lease, other_letters

from engine.cancel import CancelToken
from rag.errors import FormatUnknown
from rag.examining.compared import Compared, flaws_of
from rag.reading.reader import DocumentReader
from rag.types import FlawKind, Page


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    reader = DocumentReader()
    yield reader
    reader.close()


def compared(reader: DocumentReader, path: Path, number: int = 1) -> Compared | None:
    pages = [event for event in reader.read(path, None, CancelToken()) if isinstance(event, Page)]
    return reader.compare(path, pages[number - 1], None, CancelToken())


def test_a_page_that_says_what_it_shows_passes(reader: DocumentReader, tmp_path: Path) -> None:
    found = compared(reader, lease(tmp_path / "a.pdf"))
    assert found is not None
    assert len(found.words) > 30
    assert flaws_of(found) == ()
    assert found.lacking == found.invisible == ()


def test_words_of_a_small_picture_are_found(reader: DocumentReader, tmp_path: Path) -> None:
    found = compared(reader, lease(tmp_path / "a.pdf", stamp=STAMP, pages=2), 2)
    assert found is not None
    (flaw,) = flaws_of(found)
    assert flaw.kind is FlawKind.LACKING
    assert {"RECEIVED", "4,250.00", "Harbour"} <= set(flaw.words)
    assert flaw.amount <= len(" ".join(STAMP).split())


def test_text_in_white_is_marked_where_it_stands_and_no_flaw(reader: DocumentReader, tmp_path: Path) -> None:
    path = lease(tmp_path / "a.pdf", hidden=LEASE[:2])
    (page,) = [one for one in reader.read(path, None, CancelToken()) if isinstance(one, Page)]
    assert page.text.count("[hidden: ") >= 1
    found = compared(reader, path)
    assert found is not None
    assert not flaws_of(found)


def test_a_font_that_says_other_letters_is_found(reader: DocumentReader, tmp_path: Path) -> None:
    found = compared(reader, other_letters(tmp_path / "a.pdf"))
    assert found is not None
    (flaw,) = flaws_of(found)
    assert flaw.kind is FlawKind.LACKING
    assert flaw.amount > 0.8 * len(found.words)


def test_other_scripts_and_formats_are_not_compared(reader: DocumentReader, tmp_path: Path) -> None:
    path = lease(tmp_path / "a.pdf")
    cyrillic = Page(1, "Договор аренды жилого помещения", width=595.0, height=842.0)
    assert reader.compare(path, cyrillic, None, CancelToken()) is None
    with pytest.raises(FormatUnknown):
        compared(reader, docx(tmp_path / "a.docx"))


def test_a_picture_read_as_a_page_agrees_with_itself(reader: DocumentReader, tmp_path: Path) -> None:
    found = compared(reader, saved(tmp_path / "a.png", drawn(LEASE)))
    assert found is not None
    assert flaws_of(found) == ()


def test_the_process_comes_back_after_a_rest(reader: DocumentReader, tmp_path: Path) -> None:
    path = lease(tmp_path / "a.pdf")
    first = compared(reader, path)
    reader.rest()
    assert compared(reader, path) == first
