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


def test_a_book_marks_what_its_styles_strike_and_hide(tmp_path: Path) -> None:
    text = 'Jedes Seil <i class="calibre5">20</i> 10 Drähte.</p><p hidden="hidden">Entwurf'
    path = office.epub(tmp_path / "a.epub", [("Eins", text), ("Deux", "Fin.")])
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    link = b'<head><link rel="stylesheet" type="text/css" href="../css/book%20a.css"/></head><body>'
    members["OPS/text/c0.xhtml"] = members["OPS/text/c0.xhtml"].replace(b"<body>", link)
    members["OPS/css/book a.css"] = b'@charset "utf-8"; .calibre5 {text-decoration: line-through}'
    _, (first, _) = read(office.zip_of(path, members))
    assert first.text == "Eins\n\nJedes Seil [struck: 20] 10 Drähte.\n\n[hidden: Entwurf]"
