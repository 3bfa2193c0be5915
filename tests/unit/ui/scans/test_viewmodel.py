"""What the pane of scans decides: words, the next doubt, and corrections on their way; without a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gui import document

from app.words.scans import (
    PageDoubts,
    has_scans,
    left_heard,
    left_words,
    line_words,
    next_doubt,
    next_page,
    rewritten,
    word_words,
)
from rag.errors import VaultFull
from rag.layout.trust import Trust, trust
from rag.reading.reader import Picture
from rag.scanning.scanned import ScannedLine, ScannedPage, ScannedWord
from rag.types import Box, Coverage, Document, DocumentState, LineKind
from ui.scans.viewmodel import ScanPlace, ScansViewModel, _nearest, page_words

KINDS = {
    LineKind.PRINTED: "Read from print, 95 % sure",
    LineKind.TYPED: "Read from typewriting, 95 % sure",
    LineKind.HANDWRITTEN: "Read from handwriting – check it",
    LineKind.EITHER: "Read from print or a clear hand – check it",
}


def line(
    place: int, confidence: float = 0.99, text: str = "Dear Sir", read: str | None = None
) -> ScannedLine:
    return ScannedLine(
        place,
        text,
        Box(0.1, 0.1 * place, 0.5, 0.1 * place + 0.08),
        LineKind.HANDWRITTEN,
        confidence,
        trust(confidence),
        (ScannedWord(0, 4, 0.6),) if confidence < 0.9 else (),
        (),
        read,
        again=confidence < 0.75,
    )


def page(number: int, *confidences: float) -> ScannedPage:
    lines = tuple(line(place, confidence) for place, confidence in enumerate(confidences))
    return ScannedPage(number, 595.0, 842.0, 0.9, lines)


class Now:
    """Tasks that are done when the test says so; at once unless it holds them."""

    def __init__(self) -> None:
        self.held: list[Callable[[], None]] = []
        self.holds = False

    def run(
        self, lane: object, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[..., None]
    ) -> None:
        def act() -> None:
            try:
                found = work()
            except Exception as error:
                failed(error)
            else:
                done(found)

        if self.holds:
            self.held.append(act)
        else:
            act()

    def let(self) -> None:
        self.holds = False
        for act in self.held:
            act()
        self.held.clear()


class Kept:
    """`Scans` over pages in memory."""

    def __init__(self, *pages: ScannedPage) -> None:
        self.by_number = {one.number: one for one in pages}
        self.fault: Exception | None = None

    def pages(self, document_id: int) -> tuple[ScannedPage, ...]:
        return tuple(self.by_number.values())

    def page(self, document_id: int, number: int) -> ScannedPage:
        return self.by_number[number]

    def correct(self, document_id: int, number: int, place: int, text: str) -> ScannedPage:
        if self.fault is not None:
            raise self.fault
        old = self.by_number[number]
        lines = tuple(rewritten(one, text) if one.place == place else one for one in old.lines)
        self.by_number[number] = replace(old, lines=lines)
        return self.by_number[number]


class OneDocument:
    def __init__(self) -> None:
        self.one: Document = document(1, "letter.pdf", pages=3)
        self.drawn: list[int] = []
        self.there = True

    def document(self, document_id: int) -> Document:
        return self.one

    def page_picture(self, document_id: int, number: int, width_px: int) -> Picture | None:
        self.drawn.append(width_px)
        return Picture(width_px, 2, bytes(width_px * 2 * 3)) if self.there else None


class Desk:
    """A view model, and what it has told."""

    def __init__(self, *pages: ScannedPage) -> None:
        self.tasks, self.scans, self.library = Now(), Kept(*pages), OneDocument()
        self.model = ScansViewModel(self.scans, self.library, self.tasks)  # type: ignore[arg-type]
        self.places: list[ScanPlace] = []
        self.words: list[str] = []
        self.empty: list[str] = []
        self.refused: list[Any] = []
        self.model.opened.connect(lambda _, place: self.places.append(place))
        self.model.counted.connect(self.words.append)
        self.model.emptied.connect(lambda title, _: self.empty.append(title))
        self.model.refused.connect(self.refused.append)

    def texts(self) -> list[str]:
        return [one.text for one in self.model.lines]


@pytest.fixture
def desk() -> Desk:
    found = Desk(page(2, 0.99, 0.8, 0.95, 0.5), page(5, 0.99), page(7, 0.7, 0.99))
    found.model.open(found.library.one)
    return found


@pytest.mark.parametrize("kind", list(LineKind))
def test_a_line_says_how_it_was_read(kind: LineKind) -> None:
    assert line_words(replace(line(0, 0.95), kind=kind)) == KINDS[kind]


def test_an_unreliable_line_and_a_corrected_one_say_so() -> None:
    assert line_words(line(0, 0.6)) == "Unreliable: read from handwriting"
    assert line_words(line(0, 0.8)) == "Doubtful: read from handwriting"
    printed = replace(line(0, 0.6), kind=LineKind.PRINTED)
    assert line_words(printed) == "Unreliable: read from print, 60 % sure"
    assert line_words(line(0, 0.6, read="Deer Sir")) == "Corrected"
    doubt = ScannedWord(0, 4, 0.613)
    assert word_words("Dear Sir", doubt) == "“Dear” was read 61 % sure"
    assert word_words("Dear Sir", doubt, LineKind.HANDWRITTEN) == "“Dear” was not read for sure"


@pytest.mark.parametrize(
    ("here", "all_", "pages", "words"),
    [
        (0, 0, 2, "No doubtful lines left"),
        (4, 4, 1, "4 doubtful lines left"),
        (0, 3, 2, "No doubtful lines left on this page, 3 in the document"),
        (1, 1, 2, "1 doubtful line left on this page, 1 in the document"),
        (12, 1030, 9, "12 doubtful lines left on this page, 1,030 in the document"),
    ],
)
def test_how_many_are_left(here: int, all_: int, pages: int, words: str) -> None:
    assert left_words(here, all_, pages) == words


def test_lines_that_are_sure_but_for_a_word_are_counted_apart() -> None:
    assert left_words(0, 0, 2, 1) == "No doubtful lines left · 1 other line with a doubtful word"
    assert left_words(2, 2, 1, 3) == "2 doubtful lines left · 3 other lines with a doubtful word"


def test_which_page_it_is() -> None:
    assert page_words(ScanPlace(document(pages=9), 3, 2, 4, None)) == "page 3, 2 of 4 read from pictures"
    assert page_words(ScanPlace(document(pages=4), 3, 3, 4, None)) == "page 3 of 4"


def test_a_line_given_its_first_reading_is_no_longer_corrected() -> None:
    new = rewritten(line(0, 0.6), "Dear Sirs")
    assert (new.text, new.read, new.trust, new.doubts) == ("Dear Sirs", "Dear Sir", Trust.SURE, ())
    again = rewritten(rewritten(new, "Dear Madam"), "Dear Sir")
    assert again.read is None
    assert not again.is_corrected


def test_the_next_doubt() -> None:
    lines = page(1, 0.99, 0.8, 0.95, 0.5).lines
    assert next_doubt(lines, None, 1) == 1
    assert next_doubt(lines, 1, 1) == 3
    assert next_doubt(lines, 3, 1) is None
    assert next_doubt(lines, None, -1) == 3
    assert next_doubt(lines, 3, -1) == 1
    assert next_doubt(lines, 0, -1) is None
    assert next_doubt((), None, 1) is None


def test_a_doubtful_word_of_a_sure_line_is_a_doubt() -> None:
    word = (ScannedWord(0, 4, 0.6),)
    lines = (line(0), replace(line(1), doubts=word), line(2, 0.8), replace(line(3, read="Deer"), doubts=word))
    assert [next_doubt(lines, None, 1), next_doubt(lines, 1, 1), next_doubt(lines, 2, 1)] == [1, 2, None]
    assert next_doubt(lines, 2, -1) == 1
    assert PageDoubts.among(1, lines) == PageDoubts(1, 1, 0, 1)
    assert PageDoubts.among(1, [line(0, 0.6), line(1, 0.6, read="Deer Sir")]) == PageDoubts(1, 1, 1, 0)


def test_the_next_page_with_doubts() -> None:
    pages = [PageDoubts(number, doubts, 0, 0) for number, doubts in ((1, 2), (2, 0), (3, 1))]
    assert next_page(pages, 0, 1) == 2
    worded = [PageDoubts(1, 1, 1, 0), PageDoubts(2, 0, 0, 3), PageDoubts(3, 1, 0, 0)]
    assert next_page(worded, 0, 1) == 1, "a line that is sure but for a word is looked at too"
    assert next_page(pages, 2, -1) == 0
    assert next_page(pages, 2, 1) is None
    assert next_page(pages, -1, 1) == 0


def test_only_pages_from_pictures_make_a_scan() -> None:
    assert not has_scans(replace(document(), coverage=Coverage(text=9)))
    assert has_scans(replace(document(), coverage=Coverage(text=9, vision=1)))


def test_it_opens_at_the_first_doubt(desk: Desk) -> None:
    (place,) = desk.places
    assert (place.number, place.at, place.pages, place.place) == (2, 1, 3, 1)
    assert desk.words == ["2 doubtful lines left on this page, 3 in the document"]


def test_doubts_are_followed_over_pages_and_back(desk: Desk) -> None:
    assert desk.model.step(1)
    assert desk.model.place == 3
    assert desk.model.step(1)
    assert (desk.places[-1].number, desk.model.place) == (7, 0), "page 5 holds none"
    assert not desk.model.step(1)
    assert desk.model.step(-1)
    assert (desk.places[-1].number, desk.model.place) == (2, 3), "the last of the page before"


def test_it_opens_at_a_place(desk: Desk) -> None:
    desk.model.open(desk.library.one, 2, Box(0.1, 0.21, 0.2, 0.25))
    assert desk.model.place == 2


def test_pages_are_turned_within_bounds(desk: Desk) -> None:
    desk.model.turn(-1)
    assert len(desk.places) == 1
    desk.model.turn(9)
    assert desk.places[-1].number == 7
    desk.model.turn(-1)
    assert (desk.places[-1].number, desk.model.place) == (5, 0), "without a doubt, its first line"


def test_a_correction_shows_before_the_library_has_it(desk: Desk) -> None:
    desk.tasks.holds = True
    desk.model.correct(1, "  Dear   Madam ")
    assert desk.texts()[1] == "Dear Madam"
    assert desk.words[-1] == "1 doubtful line left on this page, 2 in the document"
    assert desk.scans.by_number[2].lines[1].text == "Dear Sir"
    desk.tasks.let()
    assert desk.scans.by_number[2].lines[1].text == "Dear Madam"


def test_nothing_is_sent_for_the_same_text(desk: Desk) -> None:
    desk.scans.fault = VaultFull(path="vault.db")
    for text in ("Dear Sir", " Dear  Sir "):
        desk.model.correct(1, text)
    desk.model.correct(99, "No such line")
    assert not desk.refused
    assert not desk.model.can_undo


def test_a_fault_brings_back_the_text_and_says_why(desk: Desk) -> None:
    desk.scans.fault = VaultFull(path="vault.db")
    desk.model.correct(1, "Dear Madam")
    assert desk.texts()[1] == "Dear Sir"
    assert len(desk.refused) == 1
    assert not desk.model.can_undo


def test_a_fault_leaves_what_was_typed_after_it(desk: Desk) -> None:
    desk.tasks.holds = True
    desk.model.correct(1, "Dear Madam")
    desk.model.correct(1, "Dear Madams")
    first, second = desk.tasks.held
    desk.scans.fault = VaultFull(path="vault.db")
    first()
    assert desk.texts()[1] == "Dear Madams"
    desk.scans.fault = None
    second()
    assert desk.texts()[1] == desk.scans.by_number[2].lines[1].text == "Dear Madams"


def test_what_the_library_answers_late_does_not_undo_what_came_after(desk: Desk) -> None:
    desk.tasks.holds = True
    desk.model.correct(1, "Dear Madam")
    desk.model.correct(3, "Yours")
    first, second = desk.tasks.held
    first()
    assert desk.texts()[3] == "Yours", "the page that came back does not know it yet"
    second()
    assert desk.texts() == ["Dear Sir", "Dear Madam", "Dear Sir", "Yours"]


def test_undo_goes_back_one_by_one(desk: Desk) -> None:
    desk.model.correct(1, "Dear Madam")
    desk.model.correct(3, "Yours")
    desk.model.turn(2)
    desk.model.undo()
    assert (desk.places[-1].number, desk.model.place) == (2, 3)
    assert desk.scans.by_number[2].lines[3].text == "Dear Sir"
    desk.model.undo()
    assert desk.model.place == 1
    assert desk.texts() == ["Dear Sir"] * 4
    desk.model.undo()
    assert not desk.model.can_undo


def test_a_correction_is_taken_back(desk: Desk) -> None:
    desk.model.correct(1, "Dear Madam")
    desk.model.take_back(1)
    assert desk.texts()[1] == "Dear Sir"
    desk.model.take_back(0)
    assert desk.texts()[0] == "Dear Sir", "nothing to take back"


def test_the_picture_is_drawn_once_for_several_widths(desk: Desk) -> None:
    widths: list[int] = []
    desk.model.pictures.pictured.connect(lambda found: widths.append(found.fitted.width()))
    desk.model.pictures.fit(600)
    desk.model.pictures.fit(500)
    desk.model.pictures.change_zoom(1)
    assert widths == [600, 500, 625]
    assert desk.library.drawn == [1400]
    desk.model.pictures.fit(2000)
    assert desk.library.drawn == [1400, 2500]


def test_what_another_reader_changes_is_shown_and_corrections_stay(desk: Desk) -> None:
    again: list[int] = []
    desk.model.again.connect(again.append)
    desk.tasks.holds = True
    desk.model.correct(1, "Dear Madam")
    renewed = tuple(
        replace(one, text="Dear friend", confidence=0.96, trust=Trust.SURE, doubts=()) if one.place else one
        for one in desk.scans.by_number[2].lines
    )
    desk.model.renew(1, replace(desk.scans.by_number[2], lines=renewed))
    assert desk.texts() == ["Dear Sir", "Dear Madam", "Dear friend", "Dear friend"]
    assert desk.words[-1] == "No doubtful lines left on this page, 1 in the document"
    desk.model.renew(1, page(7, 0.99, 0.99))
    assert desk.words[-1] == "No doubtful lines left"
    assert again[-1] == 0
    desk.model.renew(2, page(2, 0.5))
    assert desk.texts()[0] == "Dear Sir", "of another document"


def test_a_page_whose_file_is_gone_has_no_picture(desk: Desk) -> None:
    found: list[object] = []
    desk.model.pictures.pictured.connect(found.append)
    desk.library.there = False
    desk.model.turn(1)
    assert found == [None]
    assert not desk.refused, "the pane says so by itself"


def test_a_document_still_being_read_opens_when_it_is_ready() -> None:
    desk = Desk(page(1, 0.5))
    ready = desk.library.one
    desk.library.one = replace(ready, state=DocumentState.READING)
    desk.model.open(desk.library.one)
    assert desk.empty == ["Still being read"]
    desk.library.one = ready
    desk.model.take(ready)
    assert desk.places[-1].number == 1


def test_a_document_that_could_not_be_read_says_so() -> None:
    desk = Desk()
    desk.library.one = replace(desk.library.one, state=DocumentState.FAILED)
    desk.model.open(desk.library.one)
    assert desk.empty == ["This document could not be read"]


def test_a_document_without_such_pages_says_so() -> None:
    desk = Desk()
    desk.model.open(desk.library.one)
    assert desk.empty == ["No pages read from pictures"]


def test_what_was_read_is_saved(desk: Desk) -> None:
    saved: list[Path] = []
    desk.model.exported.connect(saved.append)
    asked: list[tuple[object, ...]] = []
    desk.model.export(Path("letter.txt"), lambda *told: asked.append(told))
    assert saved == [Path("letter.txt")]
    assert asked == [(desk.scans, 1, Path("letter.txt"))]


def test_of_a_minute_the_line_nearest_in_time_is_stood_at() -> None:
    said = [replace(line(place), box=Box(0.1 * place, 0.0, 0.1 * place + 0.1, 1.0)) for place in range(5)]
    assert _nearest(said, Box(0.31, 0.0, 0.33, 1.0)) == 3
    assert _nearest(said, None) is None


def test_a_line_that_was_heard_tells_when() -> None:
    heard = replace(line(0, 0.9), begins=61.4)
    assert line_words(heard) == "1:01 · heard, 90 % sure"
    assert line_words(rewritten(heard, "Dear Madam")) == "1:01 · corrected"
    assert word_words("Dear Sir", ScannedWord(5, 8, 0.4), heard=True) == "“Sir” was heard 40 % sure"
    assert left_heard(0) == "No doubtful words left"
    assert left_heard(1) == "1 line with a doubtful word left"
