"""What nobody sees of a slide is read as hidden; what is seen stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from files.unseen import SEEN, UNSEEN, holds, said
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        (lambda box: setattr(box, "left", Inches(-20)), False),
        (lambda box: setattr(box, "top", Inches(30)), False),
        (lambda box: setattr(box.text_frame.paragraphs[0].runs[0].font, "size", Pt(1)), False),
        (lambda box: setattr(box.text_frame.paragraphs[0].runs[0].font, "size", Pt(8)), True),
        (
            lambda box: setattr(
                box.text_frame.paragraphs[0].runs[0].font.color, "rgb", RGBColor(255, 255, 255)
            ),
            True,  # what a slide's ground is, its layout and theme say
        ),
    ],
)
def test_shapes_of_a_slide(tmp_path: Path, look: Callable[[Any], None], *, seen: bool) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for at, text in ((1, SEEN), (3, UNSEEN)):
        box = slide.shapes.add_textbox(Inches(1), Inches(at), Inches(5), Inches(1))
        box.text_frame.text = text
    look(box)
    deck.save(str(tmp_path / "deck.pptx"))
    assert holds(said(tmp_path / "deck.pptx")) is seen
