"""Marks in copies of PDFs whose own tables are wrong, as many files' are."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from files.documents import pdf

from rag.reading.pages.noting import with_marks
from rag.reading.pdf_marks import PdfMark
from rag.types import Box

TEXT = "The rent is due on the third working day."
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "sound": lambda data: data,
    "no place of the table": lambda data: re.sub(rb"startxref\s+\d+", b"startxref\n0", data),
    "a wrong place of the table": lambda data: re.sub(
        rb"startxref\s+(\d+)", lambda found: b"startxref\n%d" % (int(found[1]) - 7), data
    ),
    "something before it": lambda data: b"From: scanner@example.org\n\n" + data,
    "no end": lambda data: data.replace(b"%%EOF", b""),
    "something behind it": lambda data: data + bytes(1500),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_copy_can_be_read_strictly_whatever_the_file_was_like(tmp_path: Path, damage: str) -> None:
    path = pdf(tmp_path / "lease.pdf", [TEXT, "Second page."])
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    mark = PdfMark(2, (Box(0.1, 0.1, 0.3, 0.12),), (1.0, 0.9, 0.3), "Zwei – 二", "note-1", 1e9, 1e9)
    nowhere = PdfMark(7, (), (1.0, 0.9, 0.3), "on no page", "note-2", 1e9, 1e9)
    copy, left = with_marks(path, None, [mark, nowhere])
    assert left == [1]
    pages = pypdf.PdfReader(io.BytesIO(copy), strict=True).pages
    assert TEXT in pages[0].extract_text()
    assert "/Annots" not in pages[0]
    (found,) = [one.get_object() for one in pages[1]["/Annots"]]
    assert (found["/Subtype"], found["/Contents"], found["/NM"]) == ("/Highlight", "Zwei – 二", "note-1")


def test_annotations_that_a_page_has_stay(tmp_path: Path) -> None:
    path = pdf(tmp_path / "lease.pdf", [TEXT])
    mark = PdfMark(1, (Box(0.1, 0.1, 0.3, 0.12),), (1.0, 0.9, 0.3), "first", "note-1", 1e9, 1e9)
    path.write_bytes(with_marks(path, None, [mark])[0])
    copy, _ = with_marks(path, None, [PdfMark(1, (), (0.5, 0.9, 0.3), "second", "note-2", 1e9, 1e9)])
    (page,) = pypdf.PdfReader(io.BytesIO(copy)).pages
    assert [one.get_object()["/Contents"] for one in page["/Annots"]] == ["first", "second"]
