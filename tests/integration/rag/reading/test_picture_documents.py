"""Pictures in the library: read and drawn in processes of their own, found, corrected and saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from files import pictures
from models import model_path, models_dir
from programs.command import Command

from engine.cancel import CancelToken
from rag.errors import FileCorrupt, FileTooLarge
from rag.reading.reader import DocumentReader
from rag.types import Page, TextSource

SMALL = pictures.page(size=(1000, 320), height=30, at=(40, 60))


@pytest.fixture
def reader() -> Iterator[DocumentReader]:
    made = DocumentReader()
    yield made
    made.close()


def test_a_picture_is_read_and_drawn_in_processes_of_their_own(
    reader: DocumentReader, tmp_path: Path
) -> None:
    path = pictures.saved(tmp_path / "scan.jpg", SMALL, quality=90)
    _, page, structure = reader.read(path, None, CancelToken())
    assert isinstance(page, Page)
    assert page.source is TextSource.OCR
    assert page.text.split() == " ".join(pictures.BREACH).split()
    assert structure.passages
    drawn = reader.render(path, 1, 500)
    assert (drawn.width, drawn.height, len(drawn.rgb)) == (500, 160, 500 * 160 * 3)
    with pytest.raises(FileCorrupt):
        reader.render(path, 2, 500)


@pytest.mark.timeout(180)
def test_sheets_of_a3_scanned_at_600_dpi_are_read_within_the_memory_of_a_reader(
    reader: DocumentReader, tmp_path: Path
) -> None:
    sheet = pictures.page(size=(7016, 9933), height=120, at=(600, 600))
    more = {"save_all": True, "append_images": [sheet], "compression": "packbits"}
    path = pictures.saved(tmp_path / "a3.tif", sheet, dpi=(600, 600), **more)
    pages = [event for event in reader.read(path, None, CancelToken()) if isinstance(event, Page)]
    assert [page.text.split() for page in pages] == [" ".join(pictures.BREACH).split()] * 2
    assert (pages[0].width, pages[0].height) == pytest.approx((842, 1192), abs=1)


def test_a_picture_that_would_fill_the_memory_is_refused_in_its_process(
    reader: DocumentReader, tmp_path: Path
) -> None:
    path = pictures.blank_png(tmp_path / "plain.png", 30_000, 21_000)
    with pytest.raises(FileTooLarge):
        list(reader.read(path, None, CancelToken()))


@pytest.mark.model
@pytest.mark.timeout(300)
def test_a_scan_is_added_found_corrected_and_saved(tmp_path: Path) -> None:
    model_path("all-minilm-l6-v2")
    command = Command(tmp_path / "home", models_dir())
    path = pictures.saved(tmp_path / "notice.png", SMALL)
    assert command("add", path, "--json").row["coverage"]["ocr"] == 1
    (hit,) = command("search", "notify the breach", "--json").rows
    assert hit["hits"][0]["document"] == "notice.png"

    (overview,) = command("scans", "list", "notice.png", "--json").rows
    assert overview["page"] == 1
    assert overview["lines"] == 3
    assert not overview["handwritten"]
    assert "nothing to check" in command("scans", "list", "notice.png").out
    lines = command("scans", "show", "notice.png", "--json").rows
    assert [line["text"] for line in lines] == list(pictures.BREACH)
    assert [line["line"] for line in lines] == [1, 2, 3]
    assert "   2   " in command("scans", "show", "notice.png", "--page", "1").out

    changed = command(
        "scans", "correct", "notice.png", "--page", "1", "--line", "2", "96 hours  from it.", "--json"
    ).row
    assert (changed["text"], changed["read"]) == ("96 hours from it.", pictures.BREACH[1])
    assert command("scans", "correct", "notice.png", "--page", "1", "--line", "9", "x").status == 1
    assert "corrected" in command("scans", "show", "notice.png").out

    saved = tmp_path / "notice.pdf"
    assert command("scans", "export", "notice.png", saved).status == 0
    document = pypdfium2.PdfDocument(saved)
    page = document[0]
    text = page.get_textpage()
    assert "96 hours from it." in text.get_text_bounded()
    for held in (text, page, document):
        held.close()
    wrong = command("scans", "export", "notice.png", tmp_path / "notice.odt")
    assert wrong.status == 1
    assert ".docx" in wrong.err
    (tmp_path / "plain.txt").write_text("Text of its own.", encoding="utf-8")
    command("add", tmp_path / "plain.txt")
    assert command("scans", "list", "plain.txt").status == 1
    assert "no page of it" in command("scans", "export", "plain.txt", tmp_path / "p.md").err
