"""What was read and what was not, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from gui import document

from app.words.coverage import aside_lines, coverage_lines, gap_lines, library_summary
from rag.types import Aside, Coverage, DocumentState, Gap, PageUnit


def test_a_library_is_summed_up() -> None:
    law = replace(document(1), coverage=Coverage(text=1200, ocr=4, empty=2, failed=1))
    assert library_summary([law]) == "1,204 pages read, 3 without text"
    note = replace(document(2), coverage=Coverage(text=1))
    assert library_summary([note]) == "1 page read"
    failed, waiting = (
        document(3, state=DocumentState.FAILED),
        document(4, state=DocumentState.QUEUED),
    )
    assert library_summary([note, failed, waiting]) == "1 page read, 1 file failed"
    assert library_summary([waiting]) == ""
    assert library_summary([]) == ""


def test_a_document_tells_where_its_text_came_from() -> None:
    scan = replace(document(), coverage=Coverage(text=250, ocr=6, vision=1, empty=3, failed=1))
    assert coverage_lines(scan) == [
        "250 pages with text",
        "7 pages recognised from a picture",
        "3 pages without text",
        "1 page not read",
    ]
    slides = replace(document(unit=PageUnit.SLIDE), coverage=Coverage(text=1))
    assert coverage_lines(slides) == ["1 slide with text"]


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        ([], []),
        ([Gap(3, "page 3", None)], ["page 3: no text"]),
        ([Gap(n, f"page {n}", None) for n in (3, 7, 8, 9, 12)],
         ["page 3: no text", "pages 7–9: no text", "page 12: no text"]),
        ([Gap(1, "a.zip, page 1", None), Gap(2, "a.zip, page 2", None), Gap(3, "a.zip, page 3", None)],
         [f"a.zip, page {n}: no text" for n in (1, 2, 3)]),
        ([Gap(1, "page 1", None), Gap(2, "photo.raw", "a kind of file that cannot be read")],
         ["photo.raw: a kind of file that cannot be read", "page 1: no text"]),
        ([Gap(1, "page 1", None), Gap(2, "page 2", "picture not read: too large", partly=True)],
         ["page 2: picture not read: too large", "page 1: no text"]),
    ],
)  # fmt: skip
def test_what_gave_no_text_is_listed(gaps: list[Gap], expected: list[str]) -> None:
    assert gap_lines(gaps) == expected


def test_what_was_set_aside_is_told() -> None:
    assert aside_lines([Aside("Page 2 of 9", 2, 8), Aside("House rules", 3, 1)]) == [
        "set aside on 8 pages from page 2 on: “Page 2 of 9”",
        "set aside on 1 page from page 3 on: “House rules”",
    ]
