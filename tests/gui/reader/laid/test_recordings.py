"""What is said in a recording is shown as a text, each minute under the time at which it begins."""

from __future__ import annotations

from gui import document

from rag.types import PageUnit, Sheet
from ui.reader.kinds import Opened
from ui.reader.laid.fetching import called, is_laid


def test_minutes_are_called_by_their_time() -> None:
    sheets = (Sheet(1, 0, 40, label="0:00"), Sheet(2, 41, 40, label="1:00"))
    opened = Opened(document(name="interview.m4a", unit=PageUnit.MINUTE, pages=2), sheets)
    assert is_laid(opened)
    assert called(opened, 2) == "1:00"
