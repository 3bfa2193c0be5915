"""Scans through the real reader: a picture of text becomes pages, passages, answers and corrections."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.judge import FakeJudge
from fakes.picture_reader import FakePictureReader
from fakes.scan_reader import ScanReader
from house import House
from PIL import Image, ImageDraw, ImageFont

from engine.cancel import CancelToken
from engine.errors import ModelInvalid, ModelMissing
from rag.errors import DocumentUnknown
from rag.layout.corrections import Correction
from rag.layout.trust import Trust
from rag.reading.reader import DocumentReader
from rag.runs.types import Done, Ended, RunState
from rag.scanning.model_files import recogniser_file
from rag.types import Document, DocumentState, Page, SearchScope, TextSource

LETTER = (
    "The Harbour Office, Bristol",
    "Dear Madam,",
    "The tenant gives notice three months before",
    "the end of the lease of the warehouse.",
    "The rent is 1,250 pounds a quarter.",
    "Yours faithfully, Edward Langley",
)


def sheet(lines: tuple[str, ...] = LETTER, *, turned: int = 0) -> Image.Image:
    """A page as a scanner sees it: grey paper, black print."""
    page = Image.new("RGB", (1240, 1000), (236, 234, 228))
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(40)
    for place, line in enumerate(lines):
        pen.text((110, 110 + 90 * place), line, fill=(30, 30, 34), font=font)
    return page.rotate(turned, expand=True)


def scanned_pdf(path: Path, *pages: Image.Image) -> Path:
    pages[0].save(path, save_all=True, append_images=list(pages[1:]), resolution=150)
    return path


def read(path: Path) -> list[Page]:
    reader = DocumentReader()
    try:
        return [event for event in reader.read(path, None, CancelToken()) if isinstance(event, Page)]
    finally:
        reader.close()


def test_a_scanned_pdf_is_read_with_the_place_of_every_word(tmp_path: Path) -> None:
    (page,) = read(scanned_pdf(tmp_path / "letter.pdf", sheet()))
    assert page.source is TextSource.OCR
    assert [line.text for line in page.lines] == list(LETTER)
    assert page.confidence > 0.9
    for word in page.words:
        assert word.box.x0 < word.box.x1
    rent = next(word for word in page.words if page.text[word.start : word.end] == "1,250")
    line = next(one for one in page.lines if "1,250" in one.text)
    assert line.box is not None
    assert line.box.x0 < rent.box.x0 < rent.box.x1 < line.box.x1


@pytest.mark.parametrize("turned", [90, 180])
def test_a_page_that_lies_the_wrong_way_is_turned(tmp_path: Path, turned: int) -> None:
    (page,) = read(scanned_pdf(tmp_path / "letter.pdf", sheet(turned=turned)))
    assert [line.text for line in page.lines] == list(LETTER)
    first, last = page.lines[0].box, page.lines[-1].box
    assert first is not None
    assert last is not None
    # Boxes are those of the page as it lies in the file.
    assert first.y0 > last.y0 if turned == 180 else first.x0 < last.x0


def test_a_text_layer_is_believed_and_a_picture_beside_it_is_read_too(tmp_path: Path) -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen import canvas

    path = tmp_path / "mixed.pdf"
    drawn = canvas.Canvas(str(path), pagesize=(595, 842))
    drawn.drawString(60, 780, "This page says of itself what stands on it, but for the picture.")
    drawn.drawImage(ImageReader(sheet(("Exhibit A", "Valve pressure 4.2 bar"))), 60, 200, 475, 383)
    drawn.save()
    (page,) = read(path)
    assert page.source is TextSource.TEXT
    assert page.text.startswith("This page says of itself")
    assert "Valve pressure 4.2 bar" in page.text
    box = next(line.box for line in page.lines if "Valve" in line.text)
    assert box is not None
    assert box.y0 > 0.3


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    seeing = FakePictureReader(("The rent is due on the first of May",))
    opened = House(tmp_path / "home", reader=ScanReader(), seeing=seeing)
    yield opened
    opened.close()


TOLD = (
    "0.97 Dear Madam\n0.62 The ront is ~doo on the forst of Moy | The rent is doo\n0.95 Yours faithfully"
    "\n\n0.96 Second page"
)


def added(house: House, tmp_path: Path, told: str = TOLD, name: str = "letter.scan") -> Document:
    path = tmp_path / name
    path.write_text(told, encoding="utf-8")
    document = house.library.add([path])[0].outcome.result(30)
    assert document.state is DocumentState.READY
    return document


def found(house: House, question: str) -> list[str]:
    return [hit.text for hit in house.library.search(question, 3, SearchScope(document="letter.scan"))]


def test_a_correction_is_found_at_once_and_moves_what_follows(house: House, tmp_path: Path) -> None:
    document = added(house, tmp_path)
    before = house.store.page_start(document.id, 2)
    page = house.scans.correct(document.id, 1, 1, "The rent is due on the first day of May")
    line = page.lines[1]
    assert (line.text, line.read, line.trust) == (
        "The rent is due on the first day of May",
        "The ront is doo on the forst of Moy",
        Trust.SURE,
    )
    assert any("first day of May" in text for text in found(house, "first day of May"))
    assert not any("forst" in text for text in found(house, "rent"))
    text = house.store.text(document.id)
    assert house.store.page_start(document.id, 2) == before + 4
    for passage in house.store.passages(document.id):
        assert text[passage.start : passage.end] == passage.text


def test_a_correction_is_taken_back_by_writing_what_was_read(house: House, tmp_path: Path) -> None:
    document = added(house, tmp_path)
    house.scans.correct(document.id, 1, 1, "The rent is due")
    line = house.scans.correct(document.id, 1, 1, "The ront is doo on the forst of Moy").lines[1]
    assert not line.is_corrected
    assert line.confidence == pytest.approx(0.62)


def looked(house: House, document: Document) -> list[tuple[int, int]]:
    """Lines done, of how many, after each line of a second look that comes to its end."""
    run = house.second_looks.create(document.id)
    *steps, last = house.runs.run(run.id, CancelToken())
    assert isinstance(last, Ended)
    assert last.run.state is RunState.DONE
    return [(one.done, one.total) for one in steps if isinstance(one, Done)]


def test_corrections_survive_reading_the_file_again(house: House, tmp_path: Path) -> None:
    document = added(house, tmp_path)
    house.scans.correct(document.id, 1, 1, "The rent is due on the first of May")
    other = house.library.add([tmp_path / "letter.scan"], collection="other")[0].outcome.result(30)
    page = house.scans.page(other.id, 1)
    assert page.lines[1].text == "The rent is due on the first of May"
    assert page.lines[1].read == "The ront is doo on the forst of Moy"


def test_a_removed_document_leaves_no_corrections_behind(house: House, tmp_path: Path) -> None:
    document = added(house, tmp_path)
    house.scans.correct(document.id, 1, 1, "The rent is due on the first of May")
    house.library.remove(document.id)
    again = added(house, tmp_path)
    assert house.scans.page(again.id, 1).lines[1].text.startswith("The ront")


def test_a_line_that_is_not_there_cannot_be_corrected(house: House, tmp_path: Path) -> None:
    document = added(house, tmp_path)
    for page, place in ((1, 9), (7, 0)):
        with pytest.raises(DocumentUnknown):
            house.scans.correct(document.id, page, place, "x")


def test_a_vision_model_is_shown_the_unreliable_lines_alone(house: House, tmp_path: Path) -> None:
    document = added(house, tmp_path)
    assert looked(house, document) == [(1, 1)]
    line = house.scans.page(document.id, 1).lines[1]
    assert line.text == "The rent is due on the first of May"
    assert line.others[0] == "The ront is doo on the forst of Moy"
    assert line.trust is not Trust.SURE
    assert not line.is_corrected
    assert any("first of May" in text for text in found(house, "first of May"))
    (shown,) = house.seeing.shown
    assert shown[0].width > 5 * shown[0].height


READINGS = """
0.97 Dear Madam,
0.68 The rent is dun in May | The rent is due in Moy @ -3.5 | The rent is due in May @ -4.0
0.86 yours trily | yours truly @ -1.0
0.55 unknown hand
"""


def test_a_language_model_chooses_among_what_was_read(tmp_path: Path) -> None:
    judge = FakeJudge("judge", "due in May")
    house = House(tmp_path / "home", reader=ScanReader(), seeing=FakePictureReader(name=""), judging=judge)
    try:
        document = added(house, tmp_path, READINGS)
        assert house.second_looks.reader == "judge"
        assert [line.again for line in house.scans.page(document.id, 1).lines] == [False, True, True, False]
        assert looked(house, document) == [(1, 2), (2, 2)]
        lines = house.scans.page(document.id, 1).lines
        assert lines[1].text == "The rent is due in May"
        assert lines[1].others == ("The rent is dun in May", "The rent is due in Moy")
        assert lines[1].confidence == pytest.approx(0.68)
        assert lines[2].text == "yours trily", "nothing that it likes: the picture decides"
        assert not any(line.again for line in lines), "what it said is known"
        assert judge.told[1].endswith("Dear Madam,\nThe rent is due in May\n")
        assert any("due in May" in text for text in found(house, "When is the rent due?"))
    finally:
        house.close()


def test_what_stays_unreliable_is_shown_to_the_vision_model(tmp_path: Path) -> None:
    seeing = FakePictureReader(("The rent is due in May",))
    house = House(tmp_path / "home", reader=ScanReader(), seeing=seeing, judging=FakeJudge("judge", "Moy"))
    try:
        document = added(house, tmp_path, READINGS)
        assert [line.again for line in house.scans.page(document.id, 1).lines] == [False, True, True, True]
        looked(house, document)
        lines = house.scans.page(document.id, 1).lines
        assert len(seeing.shown) == 2
        assert lines[1].text == "The rent is due in Moy"
        assert lines[1].confidence > 0.68, "the vision model nearly agrees"
        assert lines[1].others[0] == "The rent is due in May"
    finally:
        house.close()


def test_what_a_person_wrote_is_not_looked_at_again(house: House, tmp_path: Path) -> None:
    document = added(house, tmp_path)
    house.scans.correct(document.id, 1, 1, "The rent is done")
    assert looked(house, document) == []


def test_a_citation_tells_how_surely_its_line_was_read(house: House, tmp_path: Path) -> None:
    document = added(house, tmp_path)
    start = house.store.text(document.id).index("The ront")
    (place,) = house.store.boxes(document.id, start, start + 8)
    assert place.confidence == pytest.approx(0.62)


def test_a_reader_process_gives_back_what_people_corrected(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "letter.pdf", sheet())
    (page,) = read(path)
    line = page.lines[4]
    assert line.box is not None
    edit = Correction(1, line.box, line.text, "The rent is 1,290 pounds a quarter, paid in advance.")
    reader = DocumentReader()
    try:
        events = reader.read(path, None, CancelToken(), [edit])
        (again,) = (event for event in events if isinstance(event, Page))
    finally:
        reader.close()
    assert again.lines[4].text == edit.text
    assert again.lines[4].read == line.text
    assert [again.text[word.start : word.end] for word in again.words] == again.text.split()


def test_what_is_no_writing_is_taken_away_and_can_be_brought_back(house: House, tmp_path: Path) -> None:
    document = added(house, tmp_path)
    page = house.scans.correct(document.id, 1, 1, "")
    assert (page.lines[1].text, page.lines[1].read) == ("", "The ront is doo on the forst of Moy")
    assert "ront" not in house.store.text(document.id)
    assert not any("ront" in text for text in found(house, "ront doo"))
    page = house.scans.correct(document.id, 1, 1, "The ront is doo on the forst of Moy")
    assert not page.lines[1].is_corrected
    assert any("ront" in text for text in found(house, "ront doo"))


@pytest.mark.parametrize("place", [0, 2])
def test_the_first_and_the_last_line_come_back_into_their_passage(
    house: House, tmp_path: Path, place: int
) -> None:
    document = added(house, tmp_path)
    before = house.store.text(document.id)
    read = house.scans.page(document.id, 1).lines[place].text
    house.scans.correct(document.id, 1, place, "")
    house.scans.correct(document.id, 1, place, read)
    assert house.store.text(document.id) == before
    assert any(read in passage.text for passage in house.store.passages(document.id))
    for passage in house.store.passages(document.id):
        assert before[passage.start : passage.end] == passage.text


def test_a_recogniser_of_ones_own_reads_instead(tmp_path: Path) -> None:
    own = tmp_path / "own.onnx"
    path = scanned_pdf(tmp_path / "letter.pdf", sheet(("The rent is due",)))
    reader = DocumentReader(recogniser=lambda: own)
    try:
        with pytest.raises(ModelMissing):
            list(reader.read(path, None, CancelToken()))
        own.write_bytes(b"no model")
        with pytest.raises(ModelInvalid):
            list(reader.read(path, None, CancelToken()))
        shutil.copy(recogniser_file(), own)
        pages = [event for event in reader.read(path, None, CancelToken()) if isinstance(event, Page)]
    finally:
        reader.close()
    assert [line.text for line in pages[0].lines] == ["The rent is due"]
