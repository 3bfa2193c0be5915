"""Makes small files to read: PDFs, DOCX, and broken ones. Everything is written where the test says."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

BREACH = "The controller shall notify the breach not later than 72 hours after having become aware of it."


def pdf(
    path: Path,
    pages: Sequence[str] = (BREACH,),
    *,
    outline: Sequence[tuple[str, int, int]] = (),
    header: str = "",
    footer: str = "",
    title: str = "",
    size: tuple[float, float] = (595.0, 842.0),
    rotate: int = 0,
) -> Path:
    """A PDF, one string of lines for each page; lines that begin with "# " are set large and bold.

    `outline`: title, level from 0, page from 1. `header` and `footer` may hold "{page}".
    """
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=size)
    if title:
        canvas.setTitle(title)
    for number, text in enumerate(pages, 1):
        for entry, level, target in outline:
            if target == number:
                canvas.bookmarkPage(entry)
                canvas.addOutlineEntry(entry, entry, level)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, size[1] - 30, header.format(page=number))
        canvas.drawString(72, 25, footer.format(page=number))
        y = size[1] - 80
        for line in text.split("\n"):
            large = line.startswith("# ")
            canvas.setFont("Helvetica-Bold" if large else "Helvetica", 16 if large else 11)
            if line:
                canvas.drawString(72, y, line.removeprefix("# "))
            y -= 24 if large else 14
        canvas.showPage()
    canvas.save()
    if rotate:
        from pypdf import PdfReader, PdfWriter

        writer = PdfWriter(clone_from=PdfReader(path))
        for page in writer.pages:
            page.rotate(rotate)
        writer.write(path)
    return path


def labelled_pdf(path: Path, pages: Sequence[str], labels: Sequence[tuple[int, int, str, str]]) -> Path:
    """A PDF with page labels: from one page (from 0) to another in a style ("/r", "/D") with a prefix."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(pdf(path, pages)))
    for first, last, style, prefix in labels:
        writer.set_page_label(first, last, style=style, prefix=prefix)
    writer.write(path)
    return path


def encrypted_pdf(path: Path, password: str) -> Path:
    """A PDF that opens only with `password`."""
    from pypdf import PdfReader, PdfWriter

    plain = path.with_suffix(".plain.pdf")
    writer = PdfWriter(clone_from=PdfReader(pdf(plain)))
    writer.encrypt(password, algorithm="AES-256")
    writer.write(path)
    plain.unlink()
    return path


def form_pdf(path: Path, value: str) -> Path:
    """A PDF with one filled text field."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "Name of the applicant:")
    canvas.acroForm.textfield(name="applicant", value=value, x=220, y=690, width=240, height=24)
    canvas.save()
    return path


def truncated(path: Path, source: Path, keep: float) -> Path:
    """The first part of another file."""
    data = source.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    return path


def picture_pdf(path: Path, pages: int = 1) -> Path:
    """A PDF without any text, as a scanner makes them."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    for _ in range(pages):
        canvas.setFillGray(0.8)
        canvas.rect(100, 100, 300, 500, fill=1)
        canvas.showPage()
    canvas.save()
    return path


def docx(path: Path) -> Path:
    """A DOCX with headings, a table, a list and two pages."""
    from docx import Document
    from docx.enum.text import WD_BREAK

    document = Document()
    document.core_properties.title = "Handbook"
    document.add_heading("Trustees", 1)
    document.add_paragraph("A trustee keeps every record for seven years. " * 12)
    document.add_heading("Bonds", 2)
    document.add_paragraph("Every trustee posts a bond before the first case. " * 8)
    document.add_paragraph("Cash bond", style="List Bullet")
    document.add_paragraph("Surety bond", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Case", "Fee"), ("Chapter 13", "10 percent")), strict=True):
        for cell, value in zip(row.cells, cells, strict=True):
            cell.text = value
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_heading("Audits", 1)
    document.add_paragraph("Audits happen each year.")
    document.save(str(path))
    return path


def docx_of(path: Path, body: str, *, prolog: str = "", parts: dict[str, str] | None = None) -> Path:
    """A DOCX from raw XML of its body; `prolog` stands before the root element."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"{prolog}<w:document {space}><w:body>{body}</w:body></w:document>"
        )
        for name, text in (parts or {}).items():
            archive.writestr(name, text.replace("<w:root>", f"<w:root {space}>"))
    return path


def paragraph(text: str, properties: str = "") -> str:
    """Raw XML of one DOCX paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def bomb_docx(path: Path, unpacked: int = 320_000_000) -> Path:
    """A small DOCX whose body unpacks to `unpacked` bytes."""
    chunk = b" " * (1 << 20)
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(unpacked // len(chunk) + 1):
            part.write(chunk)
    return path


def own_text(number: int) -> str:
    """A text that no other page has."""
    turn, place = divmod(number, 26)
    return f"Part {chr(97 + place) * (3 + turn)} of the plan."


def bomb_pdf(path: Path, pages: int, pictures: Sequence[int] = (), contents: Sequence[int] = ()) -> Path:
    """A PDF with some pages whose picture, and some whose content, unpacks to more than a reader may hold."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

    texts = [own_text(number) for number in range(1, pages + 1)]
    writer = PdfWriter(clone_from=PdfReader(pdf(path, texts)))
    bomb = StreamObject()
    packer, million = zlib.compressobj(9), bytes(1_000_000)
    packed = b"".join(packer.compress(million) for _ in range(1000)) + packer.flush()
    bomb._data = zlib.compress(packed, 9)
    filters = ArrayObject([NameObject("/FlateDecode"), NameObject("/FlateDecode")])
    bomb[NameObject("/Filter")] = filters
    picture = StreamObject()
    picture._data = bomb._data
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(4000),
            NameObject("/Height"): NumberObject(4000),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/Filter"): ArrayObject([*filters, NameObject("/DCTDecode")]),
        }
    )
    shown = StreamObject()
    shown._data = b"q 400 0 0 300 80 200 cm /P Do Q"
    placed, drawn, bombed = (writer._add_object(one) for one in (picture, shown, bomb))
    for number, page in enumerate(writer.pages, 1):
        if number in pictures:
            resources = page["/Resources"]
            resources[NameObject("/XObject")] = DictionaryObject({NameObject("/P"): placed})
            page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), drawn])
        if number in contents:
            page[NameObject("/Contents")] = ArrayObject([bombed, page.raw_get("/Contents")])
    writer.write(path)
    return path


def stream_pdf(path: Path, size: tuple[int, int], kind: str, data: bytes, text: str = BREACH) -> Path:
    """A page with a line of text and a picture that holds `data` as they are, read by the filter `kind`."""
    width, height = size
    drawn = f"BT /F 12 Tf 60 780 Td ({text}) Tj ET q 400 0 0 300 80 200 cm /P Do Q".encode()
    picture = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8"
    picture += f"/ColorSpace/DeviceRGB/Filter/{kind}/Length {len(data)}"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 7 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<<%s>>stream\n%s\nendstream" % (picture.encode(), data),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Font<</F 6 0 R>>/XObject<</P 5 0 R>>>>",
    )
    whole, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    whole += b"xref\n0 8\n0000000000 65535 f \n%strailer<</Size 8/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(whole),
    )
    path.write_bytes(whole)
    return path
