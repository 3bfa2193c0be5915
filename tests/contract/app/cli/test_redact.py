"""The command redact: its row is a contract with scripts, and nothing of what it found is in its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from programs.command import Command
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

LINES = (
    "Dear Mrs Roe,",
    "we confirm your account GB82 WEST 1234 5698 7654 32 and your",
    "e-mail jane.roe@example.com. Your date of birth: 12/03/1975.",
    "Invoice no. 4500123456 of 5 March 2024: 1,250.00 EUR to Acme Widgets Ltd.",
    "Phone: +44 20 7946 0958. Yours sincerely,",
    "Peter Lang",
)
PLANTED = (
    "Roe",
    "GB82 WEST 1234 5698 7654 32",
    "jane.roe@example.com",
    "12/03/1975",
    "+44 20 7946 0958",
    "Peter Lang",
)
STAYS = ("Dear Mrs", "we confirm your account", "4500123456", "5 March 2024", "1,250.00", "Acme Widgets Ltd")


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "home", tmp_path / "models")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """With a title, an author, and a name in the outline."""
    file = tmp_path / "letter.pdf"
    drawn = canvas.Canvas(str(file), pagesize=A4)
    drawn.setTitle("Letter to Jane Roe")
    drawn.setAuthor("Peter Lang")
    drawn.bookmarkPage("a")
    drawn.addOutlineEntry("Jane Roe", "a")
    for number, line in enumerate(LINES):
        drawn.drawString(72, 760 - 18 * number, line)
    drawn.save()
    return file


def test_a_pdf_is_written_anew(command: Command, letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"

    ran = command("redact", letter, "--out", out, "--yes", "--json")

    assert ran.status == 0, ran.err
    row = ran.row
    assert (row["document"], row["out"], row["survivors"], row["error"]) == ("letter.pdf", str(out), [], None)
    found = {one["text"] for one in row["found"]}
    assert found >= set(PLANTED)
    on_page = [one for one in row["found"] if one["page"] == 1]
    assert all(len(one["box"]) == 4 and 0 <= one["box"][0] < one["box"][2] <= 1 for one in on_page)
    assert {one["kind"] for one in row["found"]} == {"name", "iban", "email", "birth", "phone"}
    data = out.read_bytes()
    text = "\n".join(one.extract_text() for one in PdfReader(out).pages)
    for planted in PLANTED:
        assert planted not in text
        assert planted.encode() not in data
    for stays in STAYS:
        assert stays in text
    assert b"/Info" not in data
    assert b"/Outlines" not in data
    assert data.count(b"%%EOF") == 1


def test_only_some_kinds_and_a_text_that_is_added(command: Command, tmp_path: Path) -> None:
    file, out = tmp_path / "note.txt", tmp_path / "out.txt"
    file.write_text("Jane Roe, jane@x.org, about Project Heron. Dear Jane Roe,", encoding="utf-8")

    ran = command(
        "redact", file, "--out", out, "--kinds", "email", "--also", "project heron", "--json", "--yes"
    )

    assert out.read_text(encoding="utf-8") == "Jane Roe, █████, about █████. Dear Jane Roe,"
    assert [one["kind"] for one in ran.row["found"]] == ["email", "other"]


def test_pseudonyms_and_a_text_that_is_kept(command: Command, tmp_path: Path) -> None:
    file, out = tmp_path / "note.txt", tmp_path / "out.txt"
    file.write_text(
        "Name: Jane Roe\nSigned by John Smith. Ms Roe paid, to jane.roe@x.org.\n", encoding="utf-8"
    )

    ran = command("redact", file, "--out", out, "--pseudonyms", "--keep", "john smith", "--json", "--yes")

    written = out.read_text(encoding="utf-8")
    assert written == "Name: Person 1\nSigned by John Smith. Ms Person 1 paid, to E-mail 1.\n"
    assert [one["text"] for one in ran.row["kept"]] == ["John Smith"]


def test_a_picture_is_read_and_drawn_anew(command: Command, tmp_path: Path) -> None:
    file, out = tmp_path / "scan.png", tmp_path / "out.pdf"
    picture = Image.new("RGB", (1400, 500), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(34)
    for number, line in enumerate(
        ("Patient: Jane Schwarzenberger", "Date of birth: 12/03/1975", "Findings: none.")
    ):
        draw.text((120, 100 + 90 * number), line, fill="black", font=font)
    picture.save(file)

    ran = command("redact", file, "--out", out, "--yes", "--json")

    assert ran.status == 0, (ran.out, ran.err)
    assert {one["text"] for one in ran.row["found"]} == {"Jane Schwarzenberger", "12/03/1975"}
    text = "\n".join(one.extract_text() for one in PdfReader(out).pages)
    assert "Findings" in text
    assert "Schwarzen" not in text


def test_another_format_than_the_document_has(command: Command, letter: Path, tmp_path: Path) -> None:
    ran = command("redact", letter, "--out", tmp_path / "out.docx", "--yes", "--json")

    assert ran.status == 1
    assert json.loads(ran.out)["error"]["code"] == "redacted-file-unknown"
    assert not (tmp_path / "out.docx").exists()
