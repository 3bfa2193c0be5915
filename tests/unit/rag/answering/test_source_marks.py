"""Source marks that a model invents never reach the user, however the text arrives."""

import pytest

from rag.answering.source_marks import MarkFilter, without_marks

CASES = {
    "Within 72 hours [1].": "Within 72 hours.",
    "Within 72 hours [1, 3] or later (Source 2).": "Within 72 hours or later.",
    "Within 72 hours [Source 1][2].": "Within 72 hours.",
    "According to source 1, it takes 72 hours.": "It takes 72 hours.",
    "According to the sources, it takes 72 hours.": "It takes 72 hours.",
    "  Article 33(1) and point (2) stay, as does [sic].": "Article 33(1) and point (2) stay, as does [sic].",
    "According to Article 33, (1) notify.": "According to Article 33, (1) notify.",
    "[1] Notify.": "Notify.",
    "An open [ bracket": "An open [ bracket",
}


@pytest.mark.parametrize("size", [1, 3, 7, 100])
@pytest.mark.parametrize("text", CASES)
def test_marks_are_taken_out(text: str, size: int) -> None:
    marks = MarkFilter()
    shown = "".join(marks.feed(text[at : at + size]) for at in range(0, len(text), size)) + marks.close()
    assert shown == CASES[text]


def test_text_without_marks_is_left_alone() -> None:
    assert without_marks("Pay 20 (twenty) euros.") == "Pay 20 (twenty) euros."
