"""What is said in a recording is shown as a text, each minute under the time at which it begins."""

from __future__ import annotations

from gui import document

from app.words.catalogue import ENGLISH, use
from rag.types import PageUnit, Sheet
from ui.reader.kinds import Opened
from ui.reader.laid.fetching import called, is_laid


def test_minutes_are_called_by_their_time() -> None:
    sheets = (Sheet(1, 0, 40, label="0:00"), Sheet(2, 41, 40, label="1:00"))
    opened = Opened(document(name="interview.m4a", unit=PageUnit.MINUTE, pages=2), sheets)
    assert is_laid(opened)
    assert called(opened, 2) == "1:00"


def test_the_page_of_an_attachment_is_told_in_the_language_of_the_window() -> None:
    sheets = (Sheet(1, 0, 40), Sheet(2, 41, 40, label="plan.txt, page 1"))
    opened = Opened(document(name="message.eml", pages=2), sheets)
    assert called(opened, 2) == "plan.txt, page 1"
    use("de")
    try:
        assert called(opened, 2) == "plan.txt, Seite 1"
    finally:
        use(ENGLISH)
