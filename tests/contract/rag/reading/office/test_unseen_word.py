"""What nobody sees of a Word text is read as hidden; what is seen stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from files.unseen import SEEN, UNSEEN, holds, said

WHITE = RGBColor(255, 255, 255)


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


def filled(parent: Any, fill: str) -> None:
    made = OxmlElement("w:shd")
    made.set(qn("w:val"), "clear")
    made.set(qn("w:fill"), fill)
    parent.append(made)


def in_a_style(paragraph: Any) -> None:
    paragraph.style = paragraph.part.document.styles["Body Text"]
    paragraph.style.font.color.rgb = WHITE


def in_a_tiny_style(paragraph: Any) -> None:
    paragraph.style = paragraph.part.document.styles["Body Text"]
    paragraph.style.font.size = Pt(1)


def in_a_style_of_characters(paragraph: Any) -> None:
    made = paragraph.part.document.styles.add_style("Ghost", WD_STYLE_TYPE.CHARACTER)
    made.font.color.rgb = WHITE
    paragraph.runs[0].style = made


def in_a_named_style(paragraph: Any) -> None:
    paragraph.style = paragraph.part.document.styles["List Bullet"]
    paragraph.runs[0].font.color.rgb = WHITE


def on_white(paragraph: Any) -> None:
    paragraph.runs[0].font.color.rgb = WHITE
    filled(paragraph._p.get_or_add_pPr(), "FFFFFF")


def dark_on_dark(paragraph: Any) -> None:
    paragraph.runs[0].font.color.rgb = RGBColor(0x1F, 0x38, 0x64)
    filled(paragraph._p.get_or_add_pPr(), "1F3864")


def on_black_by_style(paragraph: Any) -> None:
    paragraph.style = paragraph.part.document.styles["Body Text"]
    filled(paragraph.style.element.get_or_add_pPr(), "000000")
    paragraph.runs[0].font.color.rgb = WHITE


def marked_in_green(paragraph: Any) -> None:
    paragraph.runs[0].font.color.rgb = WHITE
    made = OxmlElement("w:highlight")
    made.set(qn("w:val"), "green")
    paragraph.runs[0]._r.get_or_add_rPr().append(made)


def black_again(paragraph: Any) -> None:
    in_a_style(paragraph)
    paragraph.runs[0].font.color.rgb = RGBColor(0, 0, 0)


def drawn(paragraph: Any, anchor: str) -> None:
    """A floating shape that is anchored in the paragraph."""
    paragraph.add_run()._r.append(
        parse_xml(
            f"<w:drawing {nsdecls('w', 'wp', 'a')}><wp:anchor {anchor}>"
            "<wp:extent cx='7000000' cy='9000000'/><wp:docPr id='9' name='x'/></wp:anchor></w:drawing>"
        )
    )


def on_a_picture(paragraph: Any) -> None:
    paragraph.runs[0].font.color.rgb = WHITE
    drawn(paragraph, "behindDoc='1'")


def beside_a_picture(paragraph: Any) -> None:
    paragraph.runs[0].font.color.rgb = WHITE
    drawn(paragraph, "behindDoc='0'")


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        (in_a_style, False), (in_a_tiny_style, False), (in_a_style_of_characters, False),
        (in_a_named_style, False), (on_white, False), (dark_on_dark, False), (beside_a_picture, False),
        (on_black_by_style, True), (marked_in_green, True), (black_again, True), (on_a_picture, True),
    ],
)  # fmt: skip
def test_paragraphs_of_word(tmp_path: Path, look: Callable[[Any], None], *, seen: bool) -> None:
    document = docx.Document()
    document.add_paragraph(SEEN)
    look(document.add_paragraph(UNSEEN))
    document.save(str(tmp_path / "text.docx"))
    assert holds(said(tmp_path / "text.docx")) is seen


@pytest.mark.parametrize(
    ("style", "seen"), [("Table Grid", False), ("Light Shading", True), ("Medium Grid 3", True)]
)
def test_white_text_in_tables_of_word(tmp_path: Path, style: str, *, seen: bool) -> None:
    document = docx.Document()
    document.add_paragraph(SEEN)
    table = document.add_table(2, 2, style=style)
    white(table.cell(0, 0).paragraphs[0].add_run(UNSEEN))
    document.save(str(tmp_path / "text.docx"))
    assert holds(said(tmp_path / "text.docx")) is seen


BOX = (
    "<w:pict {0} xmlns:v='urn:schemas-microsoft-com:vml'><v:shape style='{1}'><v:textbox><w:txbxContent>"
    "<w:p><w:r>{2}<w:t>{3}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
)


@pytest.mark.parametrize(
    ("style", "run", "seen"),
    [
        ("width:90pt;visibility: hidden", "", False), ("width:90pt", "", True),
        ("width:90pt", "<w:rPr><w:color w:val='FFFFFF'/></w:rPr>", True),  # what a box is filled with
    ],
)  # fmt: skip
def test_boxes_of_word(tmp_path: Path, style: str, run: str, *, seen: bool) -> None:
    document = docx.Document()
    document.add_paragraph(SEEN)
    paragraph = document.add_paragraph()
    paragraph.add_run()._r.append(parse_xml(BOX.format(nsdecls("w"), style, run, UNSEEN)))
    document.save(str(tmp_path / "text.docx"))
    assert holds(said(tmp_path / "text.docx")) is seen


@pytest.mark.parametrize(
    ("place", "name", "seen"),
    [
        (914_400, "", True), (-20_000_000, "", False), (30_000_000, "", False),
        (914_400, "hidden='1'", False),
    ],
)  # fmt: skip
def test_floating_boxes_of_word(tmp_path: Path, place: int, name: str, *, seen: bool) -> None:
    document = docx.Document()
    document.add_paragraph(SEEN)
    run = document.add_paragraph().add_run()
    run._r.append(
        parse_xml(
            f"<w:drawing {nsdecls('w', 'wp', 'a')}><wp:anchor><wp:positionH relativeFrom='page'>"
            f"<wp:posOffset>{place}</wp:posOffset></wp:positionH><wp:extent cx='3000000' cy='900000'/>"
            f"<wp:docPr id='9' name='x' {name}/><a:graphic><a:graphicData><w:txbxContent>"
            f"<w:p><w:r><w:t>{UNSEEN}</w:t></w:r></w:p></w:txbxContent></a:graphicData></a:graphic>"
            "</wp:anchor></w:drawing>"
        )
    )
    document.save(str(tmp_path / "text.docx"))
    assert holds(said(tmp_path / "text.docx")) is seen
