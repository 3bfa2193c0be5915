"""What nobody sees of a slide is read as hidden; what is seen stays."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from files.unseen import SEEN, UNSEEN, holds, said
from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

Look = Callable[[Any], None]  # of the second of two boxes on an empty slide
DARK = RGBColor(0x1F, 0x38, 0x64)


def run_of(box: Any) -> Any:
    return box.text_frame.paragraphs[0].runs[0]


def white(box: Any) -> None:
    run_of(box).font.color.rgb = RGBColor(255, 255, 255)


def in_the_colour_of_the_ground(box: Any) -> None:
    run_of(box).font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1


def a_little_darker(box: Any) -> None:
    in_the_colour_of_the_ground(box)
    run_of(box).font.color.brightness = -0.05


def through_and_through(box: Any) -> None:
    white(box)
    run_of(box)._r.rPr.find(".//{*}srgbClr").append(parse_xml(f"<a:alpha {nsdecls('a')} val='0'/>"))


def without_a_filling(box: Any) -> None:
    run_of(box)._r.get_or_add_rPr().append(parse_xml(f"<a:noFill {nsdecls('a')}/>"))


def white_by_the_list(box: Any) -> None:
    style = box.text_frame._txBody.find("{*}lstStyle")
    style.append(
        parse_xml(
            f"<a:lvl1pPr {nsdecls('a')}><a:defRPr><a:solidFill><a:srgbClr val='FFFFFF'/></a:solidFill>"
            "</a:defRPr></a:lvl1pPr>"
        )
    )


def dark_on_dark(box: Any) -> None:
    run_of(box).font.color.rgb = DARK
    box.fill.solid()
    box.fill.fore_color.rgb = DARK


def beside_the_slide(box: Any) -> None:
    box.left = Inches(-20)


def below_the_slide(box: Any) -> None:
    box.top = Inches(30)


def tiny(box: Any) -> None:
    run_of(box).font.size = Pt(1)


def not_shown(box: Any) -> None:
    box._element.nvSpPr.cNvPr.set("hidden", "1")


def on_a_hidden_slide(box: Any) -> None:
    slide = box.part.slide
    deck = box.part.package.presentation_part.presentation
    other = deck.slides.add_slide(deck.slide_layouts[6])
    other.shapes.add_textbox(0, 0, Inches(4), Inches(1)).text_frame.text = UNSEEN
    other._element.set("show", "0")
    slide.shapes._spTree.remove(box._element)


def on_a_cell_of_white(box: Any) -> None:
    white_in_a_table(box)
    cell = box.part.slide.shapes[-1].table.cell(0, 0)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor(255, 255, 255)


HIDING: list[Look] = [
    white, in_the_colour_of_the_ground, a_little_darker, through_and_through, without_a_filling,
    white_by_the_list,
    dark_on_dark, beside_the_slide, below_the_slide, tiny, not_shown, on_a_hidden_slide, on_a_cell_of_white,
]  # fmt: skip


def small(box: Any) -> None:
    run_of(box).font.size = Pt(8)


def white_on_its_filling(box: Any) -> None:
    white(box)
    box.fill.solid()
    box.fill.fore_color.rgb = DARK


def white_on_a_shape(box: Any) -> None:
    white(box)
    tree = box._element.getparent()
    made = box.part.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, box.left, box.top, box.width, box.height)
    tree.remove(made._element)
    tree.insert(2, made._element)


def white_on_a_picture(box: Any) -> None:
    white(box)
    tree = box._element.getparent()
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "navy").save(picture, "png")
    made = box.part.slide.shapes.add_picture(picture, 0, 0, Inches(10), Inches(7))
    tree.remove(made._element)
    tree.insert(2, made._element)


def white_on_a_dark_slide(box: Any) -> None:
    white(box)
    fill = box.part.slide.background.fill
    fill.solid()
    fill.fore_color.rgb = DARK


def white_on_a_dark_master(box: Any) -> None:
    white(box)
    fill = box.part.slide.slide_layout.slide_master.background.fill
    fill.solid()
    fill.fore_color.rgb = DARK


def white_in_a_table(box: Any) -> None:
    shapes = box.part.slide.shapes
    table = shapes.add_table(2, 2, 0, 0, Inches(4), Inches(1)).table
    table.cell(0, 0).text = UNSEEN
    white(table.cell(0, 0))
    box._element.getparent().remove(box._element)


def white_in_a_drawn_shape(box: Any) -> None:
    made = box.part.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, box.left, box.top, box.width, box.height)
    made.text_frame.text = UNSEEN  # in white upon the accent, by the style of the shape
    box._element.getparent().remove(box._element)


def white_in_a_group_with_a_shape(box: Any) -> None:
    group = box.part.slide.shapes.add_group_shape()
    group.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, 100, 100)
    inner = group.shapes.add_textbox(0, 0, 100, 100)
    inner.text_frame.text = UNSEEN
    white(inner)
    box._element.getparent().remove(box._element)


def grey(box: Any) -> None:
    run_of(box).font.color.rgb = RGBColor(120, 120, 120)


SHOWING: list[Look] = [
    small, white_on_its_filling, white_on_a_shape, white_on_a_picture, white_on_a_dark_slide,
    white_on_a_dark_master, white_in_a_table, white_in_a_drawn_shape, white_in_a_group_with_a_shape, grey,
]  # fmt: skip


@pytest.mark.parametrize(
    ("look", "seen"), [*((one, False) for one in HIDING), *((one, True) for one in SHOWING)]
)
def test_shapes_of_a_slide(tmp_path: Path, look: Look, *, seen: bool) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for at, text in ((1, SEEN), (3, UNSEEN)):
        box = slide.shapes.add_textbox(Inches(1), Inches(at), Inches(5), Inches(1))
        box.text_frame.text = text
    look(box)
    deck.save(str(tmp_path / "deck.pptx"))
    assert holds(said(tmp_path / "deck.pptx")) is seen
