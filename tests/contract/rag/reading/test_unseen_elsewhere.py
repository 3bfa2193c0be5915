"""What nobody sees of a web page, a Word text or a slide is read as hidden; what is seen stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from files.reading import read
from pptx import Presentation
from pptx.dml.color import RGBColor as SlideColour
from pptx.util import Inches
from pptx.util import Pt as SlidePoints

from rag.language.withdrawn import standing

SEEN, UNSEEN = "The monthly rent is 900 euros.", "It is 5000 euros from January."


def said(path: Path) -> str:
    return "\n".join(page.text for page in read(path)[1])


def holds(text: str) -> bool:
    assert SEEN in standing(text)
    assert UNSEEN in text
    return UNSEEN in standing(text)


@pytest.mark.parametrize(
    "style",
    [
        "color:#fff", "color:white", "color:rgb(250 250 250)", "color:transparent", "color:rgba(0,0,0,0)",
        "color:#123456;background:#123456", "font-size:0", "font-size:1px", "font-size:.05em", "opacity:0",
        "opacity:0;transform:none", "position:absolute;left:-9999px", "text-indent:-9999px",
        "height:0;overflow:hidden", "max-height:0px;overflow:hidden", "transform:scale(0)",
        "position:absolute;clip:rect(0,0,0,0)", "clip-path:inset(100%)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("sheet", [False, True])
def test_a_style_that_hides_text_of_a_page(tmp_path: Path, style: str, *, sheet: bool) -> None:
    path = tmp_path / "page.html"
    head = f"<style>.x {{ {style} }}</style>" if sheet else ""
    look = "class='x'" if sheet else f"style='{style}'"
    path.write_text(f"<html><head>{head}</head><body><p>{SEEN}</p><p {look}>{UNSEEN}</p></body></html>")
    assert not holds(said(path))


@pytest.mark.parametrize(
    "page",
    [
        "<body style='background:#000;color:#fff'><p>{0}</p><p>{1}</p>",
        "<body><p>{0}</p><p style='background:#00f;color:#fff'>{1}</p>",
        "<body bgcolor='#000000'><p style='color:#eee'>{0}</p><font color='white'>{1}</font>",
        "<body><p>{0}</p><div style='font-size:0'><span style='font-size:14px'>{1}</span></div>",
        "<body><p>{0}</p><p style='background:url(x.png);color:white'>{1}</p>",
        "<head><link rel='stylesheet' href='x.css'></head><body><p>{0}</p><p style='color:#fff'>{1}</p>",
        "<body><p>{0}</p><p style='opacity:.6;left:-3px;color:#888;font-size:9px'>{1}</p>",
        "<body><p>{0}</p><p style='color:var(--ink);height:0'>{1}</p>",
    ],
)
def test_a_style_that_hides_nothing(tmp_path: Path, page: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html>{page.format(SEEN, UNSEEN)}</html>")
    assert holds(said(path))


def shaded(parent: Any) -> None:
    made = OxmlElement("w:shd")
    made.set(qn("w:val"), "clear")
    made.set(qn("w:fill"), "1F3864")
    parent.append(made)


def white(run: Any) -> None:
    run.font.color.rgb = RGBColor(255, 255, 255)


def in_a_band(run: Any) -> None:
    white(run)
    shaded(run._r.get_or_add_rPr())


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        (white, False),
        (lambda run: setattr(run.font, "size", Pt(1)), False),
        (in_a_band, True),
        (lambda run: setattr(run.font, "size", Pt(6)), True),
        (lambda run: setattr(run.font.color, "rgb", RGBColor(120, 120, 120)), True),
    ],
)
def test_runs_of_word(tmp_path: Path, look: Callable[[Any], None], *, seen: bool) -> None:
    document = docx.Document()
    document.add_paragraph(SEEN)
    look(document.add_paragraph().add_run(UNSEEN))
    document.save(str(tmp_path / "text.docx"))
    assert holds(said(tmp_path / "text.docx")) is seen


def test_a_white_head_of_a_dark_cell_of_word_is_seen(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(SEEN)
    cell = document.add_table(1, 1).cell(0, 0)
    white(cell.paragraphs[0].add_run(UNSEEN))
    shaded(cell._tc.get_or_add_tcPr())
    document.save(str(tmp_path / "text.docx"))
    assert holds(said(tmp_path / "text.docx"))


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        (lambda box: setattr(box, "left", Inches(-20)), False),
        (lambda box: setattr(box, "top", Inches(30)), False),
        (lambda box: setattr(box.text_frame.paragraphs[0].runs[0].font, "size", SlidePoints(1)), False),
        (lambda box: setattr(box.text_frame.paragraphs[0].runs[0].font, "size", SlidePoints(8)), True),
        (
            lambda box: setattr(
                box.text_frame.paragraphs[0].runs[0].font.color, "rgb", SlideColour(255, 255, 255)
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
