"""A scan taken along: text, Markdown, Word, a PDF to search, ALTO; with doubtful words marked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import docx
import pypdfium2
import pytest
from docx.enum.text import WD_COLOR_INDEX
from files import pictures
from lxml import etree

from app.errors import FileUnwritable, NotScanned, ScanFileUnknown
from app.exporting.alto import NAMESPACE
from app.exporting.scans import export
from app.scans import Scans
from rag.layout.trust import Trust
from rag.reading.reader import Picture
from rag.scanning.scanned import ScannedLine, ScannedOverview, ScannedPage, ScannedWord
from rag.types import Box, Document, DocumentState, LineKind, PageUnit


def line(place: int, text: str, box: Box, *doubts: ScannedWord, read: str | None = None) -> ScannedLine:
    return ScannedLine(place, text, box, LineKind.PRINTED, 0.95, Trust.SURE, doubts, (), read)


PAGE = ScannedPage(
    1, 595.0, 842.0, 0.9,
    (
        line(0, "1. Müller owes *much* money", Box(0.1, 0.1, 0.7, 0.13), ScannedWord(3, 9, 0.5)),
        line(2, "to Škoda, “Łódź” & Co.", Box(0.1, 0.15, 0.5, 0.18), read="to Skoda"),
        line(3, "written up the margin", Box(0.9, 0.1, 0.93, 0.6)),
    ),
)  # fmt: skip
EMPTY = ScannedPage(2, 0.0, 0.0, 0.0, ())


@dataclass
class FakeScans:
    """Two pages, the second without text."""

    pages: tuple[ScannedPage, ...] = (PAGE, EMPTY)
    widths: list[int] = field(default_factory=list)

    def document(self, document_id: int) -> Document:
        return Document(
            document_id, "deed <1>.png", "/d/deed.png", "", "", DocumentState.READY, PageUnit.PAGE,
            len(self.pages), 1, 10, 0.0,
        )  # fmt: skip

    def overview(self, document_id: int) -> tuple[ScannedOverview, ...]:
        return tuple(
            ScannedOverview(one.number, 0.9, False, len(one.lines), 0) for one in self.pages if one.lines
        )

    def page(self, document_id: int, number: int) -> ScannedPage:
        return self.pages[number - 1]

    def picture(self, document_id: int, number: int, width_px: int) -> Picture:
        self.widths.append(width_px)
        drawn = pictures.page(size=(600, 849), height=16, at=(60, 85))
        return Picture(*drawn.size, drawn.tobytes())


def exported(path: Path, scans: FakeScans | None = None) -> Path:
    export(cast("Scans", scans or FakeScans()), 1, path)
    return path


def test_plain_text_has_the_lines_alone(tmp_path: Path) -> None:
    text = exported(tmp_path / "a.txt").read_text(encoding="utf-8")
    assert text == "1. Müller owes *much* money\nto Škoda, “Łódź” & Co.\nwritten up the margin\n\f\n"


def test_markdown_marks_doubtful_words_and_keeps_lines(tmp_path: Path) -> None:
    text = exported(tmp_path / "a.MD").read_text(encoding="utf-8")
    assert text.startswith("# deed \\<1>.png\n\n## Page 1\n\n")
    assert "1\\. Müller[?] owes \\*much\\* money  \nto Škoda, “Łódź” & Co.  \n" in text
    assert text.count("[?]") == 1
    assert "## Page 2" in text


def test_a_word_file_highlights_doubtful_words(tmp_path: Path) -> None:
    document = docx.Document(str(exported(tmp_path / "a.docx")))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    marked = [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert marked == ["Müller"]
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said[:3] == ["Page 1", "1. Müller owes *much* money", "to Škoda, “Łódź” & Co."]


def test_a_pdf_is_searched_where_the_lines_stand_and_shows_the_picture_alone(tmp_path: Path) -> None:
    scans = FakeScans()
    found = pypdfium2.PdfDocument(exported(tmp_path / "a.pdf", scans))
    assert len(found) == 2
    assert scans.widths == [round(595 / 72 * 200), 1650]
    page = found[0]
    width, height = page.get_size()
    assert (width, height) == pytest.approx((595, 842), abs=1)
    text = page.get_textpage()
    for one in PAGE.lines:
        assert one.text in text.get_text_bounded()
        box = text.get_charbox(text.get_text_range().index(one.text), loose=False)
        left, bottom, right, top = box
        assert one.box.x0 - 0.01 <= left / width <= right / width <= one.box.x1 + 0.01
        assert one.box.y0 - 0.01 <= 1 - top / height <= 1 - bottom / height <= one.box.y1 + 0.01
    drawn = page.render(scale=1, grayscale=True).to_numpy()
    assert drawn[: int(0.09 * height)].min() > 200  # paper
    assert drawn[int(0.1 * height) : int(0.2 * height), : int(width / 2)].min() < 100  # the picture's letters
    assert drawn[:, int(0.88 * width) :].min() > 200  # and nothing of the text
    text.close()
    page.close()
    found.close()


def test_alto_has_every_place_in_pixels_and_how_sure_each_word_is(tmp_path: Path) -> None:
    root = etree.parse(str(exported(tmp_path / "a.xml"))).getroot()
    ns = {"a": NAMESPACE}
    assert root.tag == f"{{{NAMESPACE}}}alto"
    assert root.findtext("a:Description/a:MeasurementUnit", namespaces=ns) == "pixel"
    assert root.findtext("a:Description/a:sourceImageInformation/a:fileName", namespaces=ns) == "deed <1>.png"
    pages = root.findall("a:Layout/a:Page", ns)
    assert [page.get("PHYSICAL_IMG_NR") for page in pages] == ["1", "2"]
    assert (pages[0].get("WIDTH"), pages[0].get("HEIGHT")) == ("1653", "2339")
    places = {"HPOS", "VPOS", "WIDTH", "HEIGHT"}
    needed = {"PrintSpace": places, "TextBlock": {"ID", *places}, "TextLine": {"ID", *places},
              "String": {"ID", "CONTENT", "WC", *places}, "SP": {"WIDTH", "HPOS", "VPOS"}}  # fmt: skip
    for name, attributes in needed.items():
        elements = list(root.iter(f"{{{NAMESPACE}}}{name}"))
        assert elements
        for element in elements:
            assert attributes <= set(element.attrib)
            assert all(int(element.get(one) or "-1") >= 0 for one in attributes & places)
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(ids) == len(set(ids))
    lines = root.findall(".//a:TextLine", ns)
    assert [" ".join(str(word.get("CONTENT")) for word in one.findall("a:String", ns)) for one in lines] == [
        one.text for one in PAGE.lines
    ]
    sure = {
        str(word.get("CONTENT")): float(word.get("WC") or 0) for word in root.iter(f"{{{NAMESPACE}}}String")
    }
    assert (sure["Müller"], sure["owes"]) == (0.5, 0.95)


def test_what_cannot_be_saved_says_so(tmp_path: Path) -> None:
    with pytest.raises(ScanFileUnknown):
        exported(tmp_path / "a.odt")
    with pytest.raises(NotScanned):
        exported(tmp_path / "a.txt", FakeScans((EMPTY,)))
    for suffix in ("txt", "md", "docx", "pdf", "xml"):
        with pytest.raises(FileUnwritable):
            exported(tmp_path / "missing" / f"a.{suffix}")


def test_a_line_of_many_doubts_is_marked_once_for_each() -> None:
    from app.exporting.scans import pieces

    doubtful = replace(
        PAGE.lines[0], doubts=(ScannedWord(10, 14, 0.4), ScannedWord(3, 9, 0.5), ScannedWord(3, 9, 0.5))
    )
    assert list(pieces(doubtful)) == [
        ("1. ", False), ("Müller", True), (" ", False), ("owes", True), (" *much* money", False),
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", ["txt", "md", "docx", "pdf", "xml"])
def test_a_line_that_was_taken_away_is_in_no_file(tmp_path: Path, suffix: str) -> None:
    away = line(1, "", Box(0.4, 0.3, 0.5, 0.35), read="C")
    with_hole = FakeScans((replace(PAGE, lines=(PAGE.lines[0], away, *PAGE.lines[1:])), EMPTY))
    texts = [
        _text(exported(tmp_path / f"{name}.{suffix}", scans))
        for name, scans in (("hole", with_hole), ("plain", FakeScans()))
    ]
    assert texts[0] == texts[1]


def _text(path: Path) -> str:
    match path.suffix:
        case ".docx":
            return "\n".join(one.text for one in docx.Document(str(path)).paragraphs)
        case ".pdf":
            with pypdfium2.PdfDocument(path) as document:
                return "\n".join(page.get_textpage().get_text_bounded() for page in document)
        case _:
            return path.read_text(encoding="utf-8")
