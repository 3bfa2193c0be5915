"""Pictures within documents have their places, and are drawn in the reader's process from the file alone."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from PIL import Image

from engine.cancel import CancelToken
from rag.errors import ReadError
from rag.reading.course import Course
from rag.reading.detection import steps_of
from rag.reading.reader import DocumentReader
from rag.reading.source import Source
from rag.reading.viewing.packing import unpacked
from rag.reading.viewing.recording import recording
from rag.types import Member, Page
from rag.types.views import Block, Kind, Pictured

RED, BLUE = (221, 17, 51), (17, 51, 221)


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    made = DocumentReader()
    yield made
    made.close()


def drawing(colour: tuple[int, int, int] = RED) -> io.BytesIO:
    stream = io.BytesIO()
    image = Image.new("RGB", (200, 100), colour)
    image.paste((255, 255, 255), (100, 0, 200, 100))  # the right half is blank
    image.save(stream, "PNG")
    stream.seek(0)
    return stream


def laid(reader: DocumentReader, path: Path) -> tuple[str, list[Block]]:
    pages = [one for one in reader.read(path, None, CancelToken()) if isinstance(one, Page)]
    text = "\n".join(page.text for page in pages)
    starts = [sum(len(page.text) + 1 for page in pages[:number]) for number in range(len(pages))]
    view = reader.view(path, None, text, starts, CancelToken())
    return text, [one for part in view.parts for one in unpacked(part.packed, part.start, part.end)]


def order(text: str, blocks: list[Block]) -> list[str]:
    """The lines that are shown, and "#" with what is said for each picture."""
    shown = [one for one in blocks if one.picture or one.hidden != ((one.start, one.end),)]
    return [f"#{one.picture.said}" if one.picture else text[one.start : one.end] for one in shown]


def pictured(blocks: list[Block]) -> list[Pictured]:
    return [one.picture for one in blocks if one.kind is Kind.PICTURE and one.picture is not None]


def letter(path: Path, *, described: str = "A gate", changed: bytes | None = None, name: str = "") -> Path:
    """A letter with one picture, whose file is `changed` and called `name` in place of its own."""
    made = docx.Document()
    made.add_paragraph("Before the gate.")
    made.add_picture(drawing())
    made.element.body.find(".//{*}docPr").set("descr", described)
    made.add_paragraph("Behind the gate.")
    whole = io.BytesIO()
    made.save(whole)
    with ZipFile(whole) as old, ZipFile(path, "w") as new:
        for one in old.namelist():
            data = old.read(one)
            if one.startswith("word/media/") and changed is not None:
                new.writestr(name or one, changed)
                continue
            if name:
                data = data.replace(b"media/image1.png", name.removeprefix("word/").encode())
            new.writestr(one, data)
    return path


def huge() -> bytes:
    """What claims to be a picture of 3.6 thousand million points."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    found = b"\x89PNG\r\n\x1a\n"
    for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")):
        found += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return found


def test_a_picture_of_a_letter_stands_in_its_place_and_is_drawn(
    reader: DocumentReader, tmp_path: Path
) -> None:
    path = letter(tmp_path / "letter.docx")
    text, blocks = laid(reader, path)
    assert order(text, blocks) == ["Before the gate.", "#A gate", "Behind the gate."]
    (one,) = pictured(blocks)
    assert one.is_drawn
    assert one.wide == pytest.approx(2 * one.high, rel=0.01)
    found = reader.picture(path, one.number, 100, None, "")
    assert (found.width, found.height) == (100, 50)
    assert tuple(found.rgb[:3]) == RED


def test_pictures_in_a_table_stand_behind_their_rows(reader: DocumentReader, tmp_path: Path) -> None:
    made = docx.Document()
    table = made.add_table(rows=3, cols=2)
    for row, said in zip(table.rows, ("Part", "Roof", "Wall"), strict=True):
        row.cells[0].text = said
        row.cells[1].text = f"State of the {said.lower()}"
        if said != "Part":
            row.cells[1].paragraphs[0].add_run().add_picture(drawing())
    for shape, said in zip(made.element.body.iter("{*}docPr"), ("roof", "wall"), strict=True):
        shape.set("descr", said)
    path = tmp_path / "report.docx"
    made.save(str(path))
    text, blocks = laid(reader, path)
    found = order(text, blocks)
    assert [one for one in found if one.startswith("#")] == ["#roof", "#wall"]
    assert "Roof" in found[found.index("#roof") - 1]
    assert "Wall" in found[found.index("#wall") - 1]


def test_what_is_cut_off_a_picture_is_not_shown(reader: DocumentReader, tmp_path: Path) -> None:
    made = docx.Document()
    made.add_picture(drawing())
    fill = next(made.element.body.iter("{*}blipFill"))
    cut = fill.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}srcRect", {"r": "50000"})
    fill.insert(1, cut)
    made.add_paragraph("A gate.")
    path = tmp_path / "cut.docx"
    made.save(str(path))
    (one,) = pictured(laid(reader, path)[1])
    found = reader.picture(path, one.number, 100, None, "")
    assert {found.rgb[place : place + 3] for place in range(0, len(found.rgb), 3)} == {bytes(RED)}


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\nbroken", b"\x01\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 80]
)
def test_a_picture_that_cannot_be_drawn_keeps_its_place(
    reader: DocumentReader, tmp_path: Path, data: bytes
) -> None:
    path = letter(tmp_path / "letter.docx", changed=data, name="word/media/image1.emf")
    text, blocks = laid(reader, path)
    assert order(text, blocks) == ["Before the gate.", "#A gate", "Behind the gate."]
    assert not pictured(blocks)[0].is_drawn
    with pytest.raises(ReadError):
        reader.picture(path, 0, 100, None, "")


def test_a_picture_that_claims_to_be_huge_costs_itself_alone(reader: DocumentReader, tmp_path: Path) -> None:
    path = letter(tmp_path / "letter.docx", changed=huge())
    text, blocks = laid(reader, path)
    assert order(text, blocks) == ["Before the gate.", "#A gate", "Behind the gate."]
    with pytest.raises(ReadError):
        reader.picture(path, 0, 100, None, "")


def test_a_picture_that_lies_elsewhere_is_not_loaded(reader: DocumentReader, tmp_path: Path) -> None:
    """Neither from an address nor from the disk."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(drawing(BLUE).getvalue())
    path = letter(tmp_path / "plain.docx")
    linked = tmp_path / "linked.docx"
    with ZipFile(path) as old, ZipFile(linked, "w") as new:
        for one in old.namelist():
            data = old.read(one).replace(b"r:embed=", b"r:link=")
            data = data.replace(
                b'Target="media/image1.png"', f'Target="{secret.as_uri()}" TargetMode="External"'.encode()
            )
            new.writestr(one, data)
    text, blocks = laid(reader, linked)
    assert "#A gate" in order(text, blocks)
    assert not pictured(blocks)[0].is_drawn
    with pytest.raises(ReadError):
        reader.picture(linked, 0, 100, None, "")


def test_a_page_of_pictures_alone_shows_them(reader: DocumentReader, tmp_path: Path) -> None:
    import pptx
    from pptx.util import Inches

    made = pptx.Presentation()
    for shows in (False, True, False, True):
        slide = made.slides.add_slide(made.slide_layouts[6 if shows else 5])
        if shows:
            slide.shapes.add_picture(drawing(), Inches(1), Inches(1))
        else:
            slide.shapes.title.text = "Words"
    path = tmp_path / "slides.pptx"
    made.save(str(path))
    text, blocks = laid(reader, path)
    assert order(text, blocks) == ["Words", "#", "Words", "#"]
    places = [one.start for one in blocks if one.picture]
    assert places == [text.index("Words") + 6, len(text)], "each on its own slide"


def test_remote_pictures_of_a_page_stay_words(reader: DocumentReader, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<p>One.</p><img src='https://far.example/gate.png' alt='A far gate'><img src='gate.png'>"
    )
    text, blocks = laid(reader, path)
    assert order(text, blocks) == ["One.", "A far gate"]


def test_a_picture_of_a_message_in_a_mailbox_is_drawn(reader: DocumentReader, tmp_path: Path) -> None:
    """And of a letter that is attached to a message: of both the numbers count through."""
    made = EmailMessage()
    made["From"], made["Date"] = "anne@example.org", "Mon, 04 Mar 2024 09:00:00 +0100"
    made["Subject"] = "The gate"
    made.set_content("<p>See:</p><img src='cid:gate'>", subtype="html")
    made.add_related(drawing().getvalue(), "image", "png", cid="<gate>")
    attached = letter(tmp_path / "letter.docx", described="").read_bytes()
    made.add_attachment(attached, "application", "octet-stream", filename="letter.docx")
    path = tmp_path / "all.mbox"
    path.write_bytes(b"From anne@example.org Mon Mar  4 09:00:00 2024\n" + bytes(made) + b"\n")
    events = list(reader.read_members(path, None, CancelToken(), ()))
    (key,) = (one.key for one in events if isinstance(one, Member))
    pages = [one for one in events if isinstance(one, Page) and one.text]
    text = "\n".join(page.text for page in pages)
    starts = [sum(len(page.text) + 1 for page in pages[:number]) for number in range(len(pages))]
    view = reader.view(path, None, text, starts, CancelToken(), key)
    blocks = [one for part in view.parts for one in unpacked(part.packed, part.start, part.end)]
    found = order(text, blocks)
    assert found.index("#") == found.index("See:") + 1
    assert found[found.index("Before the gate.") + 1] == "#"
    for one in pictured(blocks):
        assert tuple(reader.picture(path, one.number, 50, None, key).rgb[:3]) == RED


def test_a_view_holds_no_files_of_pictures(tmp_path: Path) -> None:
    """A report of a thousand photographs would be held whole, to learn how large they are."""
    with recording() as noted:
        list(steps_of(Source(letter(tmp_path / "letter.docx")), None, Course()))
    (one,) = noted.drawings
    assert not one.data
    assert one.shown[2]
