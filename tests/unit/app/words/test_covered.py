"""How the places of a citation are named."""

from __future__ import annotations

import pytest

from app.words.covered import cited_pages
from rag.types import Citation


@pytest.mark.parametrize(
    ("place", "named"),
    [("12:41, Ms Weber", "12:41, Ms Weber"), ("1:02:41", "1:02:41"), ("slide 3", "slide 3")],
)
def test_a_moment_of_a_recording_is_no_page(place: str, named: str) -> None:
    assert cited_pages([Citation(1, "meeting.flac", 13, "", 0, 4, "Yes.", place=place)]) == named


def test_a_page_is_one() -> None:
    assert cited_pages([Citation(1, "lease.pdf", 3, "", 0, 4, "Yes.", place="page 3")]) == "p. 3"
