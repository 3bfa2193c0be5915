"""Books and OpenDocument texts."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from files import office
from files.reading import read

from rag.errors import (
    FileProtected,
)


def test_a_chapter_is_a_page_named_by_the_table_of_contents(tmp_path: Path) -> None:
    info, pages = read(office.epub(tmp_path / "a.epub"))
    assert (info.title, info.author) == ("A Book", "Ada")
    assert [(item.title, item.level, item.page) for item in info.outline] == [("One", 1, 1), ("Two", 1, 2)]
    assert [(page.label, page.text) for page in pages] == [
        ("One", "One\n\nIt began."),
        ("Two", "Two\n\nIt ended."),
    ]


def test_a_book_that_is_copy_protected_says_so(tmp_path: Path) -> None:
    path = office.epub(tmp_path / "a.epub")
    locked = '<encryption><CipherReference URI="OPS/text/c1.xhtml"/></encryption>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("META-INF/encryption.xml", locked)
    with pytest.raises(FileProtected) as refused:
        read(path)
    assert refused.value.facts["detail"] == "against copying"


def test_an_open_text_keeps_headings_lists_tables_notes_and_pages(tmp_path: Path) -> None:
    _, (first, second) = read(office.odt(tmp_path / "a.odt"))
    assert first.text == (
        "Fees\n\nPay on time[1].\n\n• cash\n• bond\n\nCase | Fee\n\nCase: A; Fee: 10\n\n1 Or early."
    )
    assert [(heading.level, heading.title) for heading in first.headings] == [(1, "Fees")]
    assert second.text == "The next page."
