"""What was read and what was not, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from gui import document

from app.words.catalogue import ENGLISH, use
from app.words.coverage import (
    coverage_lines,
    details,
    gap_lines,
    library_summary,
)
from app.words.languages import known
from rag.types import (
    Aside,
    Coverage,
    DocumentCoverage,
    DocumentState,
    Flaw,
    FlawKind,
    Gap,
    PageUnit,
    PoorPage,
)


def test_a_library_is_summed_up() -> None:
    law = replace(document(1), coverage=Coverage(text=1200, ocr=4, empty=2, failed=1))
    assert library_summary([law]) == "1,204 pages read · 3 without text"
    note = replace(document(2), coverage=Coverage(text=1))
    assert library_summary([note]) == "1 page read"
    failed, waiting = (
        document(3, state=DocumentState.FAILED),
        document(4, state=DocumentState.QUEUED),
    )
    assert library_summary([note, failed, waiting]) == "1 page read · 1 file failed"
    assert library_summary([waiting]) == ""
    assert library_summary([]) == ""


@pytest.mark.parametrize("language", known())
def test_no_part_begins_like_the_rest_of_a_number(language: str) -> None:
    """In French “2, 3 files” was read as 2,3 files."""
    found = [
        replace(document(1), coverage=Coverage(text=9, empty=2), poor_pages=2),
        *(document(number, state=DocumentState.FAILED) for number in (2, 3, 4)),
    ]
    use(language)
    try:
        assert len(library_summary(found).split(" · ")) == 4
    finally:
        use(ENGLISH)


def test_minutes_of_recordings_are_no_pages() -> None:
    talk = replace(document(1, unit=PageUnit.MINUTE), coverage=Coverage(text=3, empty=1))
    assert library_summary([talk]) == "3 minutes heard · 1 without text"
    law = replace(document(2), coverage=Coverage(text=9))
    assert library_summary([talk, law]) == "9 pages read · 3 minutes heard · 1 without text"
    mute = replace(document(3, unit=PageUnit.MINUTE), coverage=Coverage(empty=2))
    assert library_summary([mute]) == "0 minutes heard · 2 without text"


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
    asides = (Aside("Page 2 of 9", 2, 8), Aside("House rules", 3, 1))
    (told,) = details(DocumentCoverage(document(), asides=asides))
    assert told == [
        "set aside on 8 pages from page 2 on: “Page 2 of 9”",
        "set aside on 1 page from page 3 on: “House rules”",
    ]


def test_pages_that_were_read_poorly_are_told_with_what_tells_so() -> None:
    words, more = Flaw(FlawKind.WORDS, 0.42), Flaw(FlawKind.WORDS, 0.61)
    pages = (
        PoorPage(2, "page 2", (words,)),
        PoorPage(3, "page 3", (more,)),
        PoorPage(7, "page 7", (Flaw(FlawKind.LACKING, 12, ("total", "due")), Flaw(FlawKind.INVISIBLE, 1))),
        PoorPage(8, "page 8", (Flaw(FlawKind.UNSURE, 0.64),)),
    )
    (told,) = details(DocumentCoverage(document(), poor=pages))
    assert told == [
        "page 2 to page 3 were read poorly: 61 % of its words are in no dictionary",
        (
            "page 7 was read poorly: 12 words seen on the page are not in its text (“total due”); 1 word of"
            " its text cannot be seen on the page"
        ),
        "page 8 was read poorly: it was read from its picture, 64 % sure",
    ]
    assert details(DocumentCoverage(document())) == []


@pytest.mark.parametrize("kind", FlawKind)
def test_every_flaw_has_its_words(kind: FlawKind) -> None:
    poor = (PoorPage(1, "page 1", (Flaw(kind, 0.5),)),)
    ((line,),) = details(DocumentCoverage(document(), poor=poor))
    assert line.startswith("page 1 was read poorly: ")


def test_the_library_tells_how_many_pages_were_read_poorly() -> None:
    law = replace(document(1), coverage=Coverage(text=9), poor_pages=3)
    assert library_summary(one for one in [law]) == "9 pages read · 3 read poorly"
    told = [["4 of 9 pages held against their pictures"]]
    assert details(DocumentCoverage(replace(law, pages=9), compared=4)) == told


def test_what_lacks_is_told_in_groups() -> None:
    found = DocumentCoverage(
        replace(document(1), pages=9),
        (Gap(3, "page 3", None),),
        (PoorPage(2, "page 2", (Flaw(FlawKind.WORDS, 0.42),)),),
        4,
        (Aside("House rules", 3, 1),),
    )
    assert [[line.partition(":")[0] for line in group] for group in details(found)] == [
        ["page 2 was read poorly", "4 of 9 pages held against their pictures"],
        ["page 3"],
        ["set aside on 1 page from page 3 on"],
    ]
