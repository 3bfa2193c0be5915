"""What was set aside is told: each text once, with the pages it stood on."""

from __future__ import annotations

from rag.layout.asides import Asides
from rag.types import Aside, Line


def test_texts_that_differ_in_figures_alone_are_one() -> None:
    asides = Asides()
    for number in range(2, 10):
        asides.add(
            number,
            [
                Line(0, 5, "Text."),
                Line(5, 5, "House rules"),
                Line(5, 5, "____________"),
                Line(5, 5, f"Page {number} of 9"),
            ],
        )
    assert asides.found() == (Aside("House rules", 2, 8), Aside("Page 2 of 9", 2, 8))


def test_lines_of_the_text_are_not_told() -> None:
    asides = Asides()
    asides.add(1, [Line(0, 5, "Text.")])
    assert asides.found() == ()
