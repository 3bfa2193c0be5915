"""Makes small Office files, books, messages and archives to read, with the programs' own libraries where
there are any, and broken ones by hand."""

from __future__ import annotations

import hashlib
import hmac
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from email.message import EmailMessage
from pathlib import Path

_FEES = (("Case", "Fee"), ("Chapter 13", "10 percent"), ("Chapter 7", "none"))
_CHAPTERS = (("One", "It began."), ("Two", "It ended."))
_CONTENT = "http://www.w3.org/1999/xhtml"
_OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"'
    ' xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"'
    ' xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop-formats:field:1.0"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def xlsx(path: Path, rows: int = 3) -> Path:
    """A workbook: "Sales" with a title, a merged header and `rows` rows; an empty sheet; a hidden one."""
    import openpyxl

    book = openpyxl.Workbook()
    sales = book.active
    sales.title = "Sales"
    sales["A1"] = "Sales by segment"
    sales.append([])
    sales.append(["Segment", "2023", None, "Since"])
    sales.append([None, "Amount", "Share", None])
    sales.merge_cells("A3:A4")
    sales.merge_cells("B3:C3")
    for number in range(rows):
        sales.append([f"Segment {number}", 1204.5 + number, 0.125, date(2024, 3, 31)])
        last = sales.max_row
        sales.cell(last, 2).number_format = "#,##0.00"
        sales.cell(last, 3).number_format = "0.0%"
        sales.cell(last, 4).number_format = "d mmmm yyyy"
    book.create_sheet("Nothing")
    hidden = book.create_sheet("Secrets")
    hidden.sheet_state = "hidden"
    hidden["B2"] = "Hidden margin"
    hidden["C2"] = 7
    book.save(path)
    return path


def xls(path: Path) -> Path:
    """A workbook of Excel 97: "Sales" with a header and three rows, and a hidden sheet."""
    path.write_bytes((Path(__file__).resolve().parents[2] / "data" / "sales.xls").read_bytes())
    return path


def long_xls(path: Path, rows: int) -> Path:
    """An Excel 97 workbook: a month, a name and a rent in each row. Source: MS-XLS, records of BIFF8."""

    def record(number: int, body: bytes) -> bytes:
        return struct.pack("<HH", number, len(body)) + body

    def text(row: int, column: int, words: str) -> bytes:
        body = struct.pack("<HHHHB", row, column, 0, len(words), 0) + words.encode("latin-1")
        return record(0x0204, body)

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))

    end, name = record(0x000A, b""), b"Rents"
    cells = [text(0, 0, "Month") + text(0, 1, "Tenant") + text(0, 2, "Rent")]
    for row in range(1, rows):
        rent = record(0x0203, struct.pack("<HHHd", row, 2, 0, 900.0 + row % 700))
        cells.append(text(row, 0, f"Month {row}") + text(row, 1, f"Tenant {row % 311}") + rent)
    sheet = begin(0x0010) + record(0x0200, struct.pack("<IIHHH", 0, rows, 0, 3, 0)) + b"".join(cells) + end
    bound = 4 + 8 + len(name)  # its own record
    font = struct.pack("<HHHHHBBBBBB", 200, 0, 8, 400, 0, 0, 0, 0, 0, 5, 0) + b"Arial"
    head = begin(0x0005) + record(0x0042, struct.pack("<H", 1200))
    head += record(0x0031, font) + record(0x00E0, b"\0" * 20)
    at = len(head) + bound + len(end)
    head += record(0x0085, struct.pack("<IHBB", at, 0, len(name), 0) + name) + end
    path.write_bytes(ole({"Workbook": head + sheet}))
    return path


def pptx(path: Path, slides: int = 2) -> Path:
    """A talk: each slide with title, list and notes; the first with a table as well."""
    import pptx as library
    from pptx.util import Inches

    talk = library.Presentation()
    for number in range(1, slides + 1):
        slide = talk.slides.add_slide(talk.slide_layouts[1])
        slide.shapes.title.text = f"Topic {number}"
        slide.placeholders[1].text = f"First point of {number}\nSecond point of {number}"
        slide.notes_slide.notes_text_frame.text = f"Say this on slide {number}."
        if number == 1:
            box = slide.shapes.add_table(3, 2, Inches(1), Inches(1), Inches(4), Inches(2))
            for place, cells in enumerate(_FEES):
                for column, text in enumerate(cells):
                    box.table.cell(place, column).text = text
    talk.save(path)
    return path


def protected(path: Path, plain: Path, password: str) -> Path:
    """An Office file under a password."""
    from msoffcrypto.format.ooxml import OOXMLFile

    with plain.open("rb") as source, path.open("wb") as target:
        OOXMLFile(source).encrypt(password, target)
    return path


def zip_of(path: Path, members: Mapping[str, bytes | str]) -> Path:
    """An archive with these members, in this order."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def aes_zip(path: Path, members: Mapping[str, bytes], password: str, strength: int = 3) -> Path:
    """An archive encrypted as WinZip does, with keys of 128, 192 or 256 bits (`strength` 1, 2, 3)."""
    from rag.reading.containers.zip_aes import crypted

    key_size, body, directory = 8 + 8 * strength, b"", b""
    for number, (name, data) in enumerate(members.items()):
        salt = bytes([number + 1]) * (4 + 4 * strength)
        keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 2 * key_size + 2)
        sealed = crypted(zlib.compress(data, wbits=-15), keys[:key_size])
        seal = hmac.new(keys[key_size : 2 * key_size], sealed, hashlib.sha1).digest()[:10]
        packed = salt + keys[2 * key_size :] + sealed + seal
        extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", strength, 8)
        common = struct.pack(
            "<HHHHHIIIHH", 51, 1, 99, 0, 33, 0, len(packed), len(data), len(name), len(extra)
        )
        directory += struct.pack("<4sH", b"PK\1\2", 51) + common
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name.encode() + extra
        body += b"PK\3\4" + common + name.encode() + extra + packed
    count = len(members)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    path.write_bytes(body + directory + end)
    return path


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """The bytes of an archive with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def epub(
    path: Path,
    chapters: Sequence[tuple[str, str]] = _CHAPTERS,
    images: Mapping[str, bytes] | None = None,
) -> Path:
    """A book with a chapter for each title and text, a table of contents, and PNG pictures by their names."""
    names = [f"text/c{number}.xhtml" for number in range(len(chapters))]
    items = "".join(
        f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(names)
    )
    items += "".join(f'<item id="{name}" href="{name}" media-type="image/png"/>' for name in images or ())
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(names)))
    links = "".join(
        f'<li><a href="{name}">{title}</a></li>' for name, (title, _) in zip(names, chapters, strict=True)
    )
    members: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
        ),
        "OPS/book.opf": (
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<metadata><dc:title>A Book</dc:title><dc:creator>Ada</dc:creator></metadata><manifest>"
            f'<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>{items}'
            f"</manifest><spine>{spine}</spine></package>"
        ),
        "OPS/nav.xhtml": (
            f'<html xmlns="{_CONTENT}" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
            f'<nav epub:type="toc"><ol>{links}</ol></nav></body></html>'
        ),
    }
    members |= {f"OPS/{name}": data for name, data in (images or {}).items()}
    for name, (title, text) in zip(names, chapters, strict=True):
        members[f"OPS/{name}"] = f'<html xmlns="{_CONTENT}"><body><h1>{title}</h1><p>{text}</p></body></html>'
    return zip_of(path, members)


def opendocument(
    path: Path,
    kind: str,
    body: str,
    styles: str = "",
    prolog: str = "",
    common: str = "",
    parts: Mapping[str, bytes | str] | None = None,
) -> Path:
    """An ODT, ODS or ODP (`kind`: text, spreadsheet, presentation) from raw XML of its body.

    `common` is what its part of named styles and kinds of pages holds, `parts` are further ones.
    """
    content = (
        f"{prolog}<office:document-content {_OFFICE}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    members: dict[str, bytes | str] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": content,
    }
    members["styles.xml"] = f"<office:document-styles {_OFFICE}>{common}</office:document-styles>"
    return zip_of(path, members | dict(parts or {}))


def odt(path: Path) -> Path:
    """A text with a heading, a list, a table with a header, a footnote and two pages."""
    row = "<table:table-row>{}</table:table-row>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = [
        row.format("".join(cell.format(text) for text in pair)) for pair in (("Case", "Fee"), ("A", "10"))
    ]
    body = (
        '<text:h text:outline-level="1">Fees</text:h><text:p>Pay<text:s text:c="1"/>on time<text:note>'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>Or early.</text:p>"
        "</text:note-body></text:note>.</text:p><text:list><text:list-item><text:p>cash</text:p>"
        "</text:list-item><text:list-item><text:p>bond</text:p></text:list-item></text:list><table:table>"
        f"<table:table-header-rows>{rows[0]}</table:table-header-rows>{rows[1]}</table:table>"
        '<text:p text:style-name="P1">The next page.</text:p>'
    )
    style = '<style:style style:name="P1"><style:paragraph-properties fo:break-before="page"/></style:style>'
    return opendocument(path, "text", body, style)


def eml(
    path: Path, attachments: Mapping[str, bytes], html: str = "", text: str = "Please read this."
) -> Path:
    """A message with these attachments."""
    path.write_bytes(message(attachments, html, text).as_bytes())
    return path


def message(
    attachments: Mapping[str, bytes], html: str = "", text: str = "Please read this."
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Ada Lovelace <ada@example.org>"
    mail["To"] = "Kurt Gödel <kurt@example.org>"
    mail["Date"] = "Tue, 03 May 2022 10:00:00 +0200"
    mail["Subject"] = "The contract – draft"
    if text:
        mail.set_content(text)
    if html and text:
        mail.add_alternative(html, subtype="html")
    elif html:
        mail.set_content(html, subtype="html")
    for name, data in attachments.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail


def msg(path: Path, body: str, attachments: Mapping[str, bytes] | None = None) -> Path:
    """An Outlook message; attachments of 4,096 bytes, or 512 more, or 1,024 and so on."""
    fields = {"0037001F": "The contract", "1000001F": body, "0C1A001F": "Ada", "0E04001F": "Kurt"}
    tree: dict[str, object] = {
        f"__substg1.0_{key}": value.encode("utf-16-le") for key, value in fields.items()
    }
    tree["__properties_version1.0"] = b"\0" * 32
    for number, (name, data) in enumerate((attachments or {}).items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": data,
            "__properties_version1.0": b"\0" * 8,
        }
    path.write_bytes(ole(tree))
    return path


def ole(tree: Mapping[str, object]) -> bytes:
    """An OLE container; a value is the bytes of a stream or a storage. Streams are padded to 4,096 bytes.

    Source: MS-CFB.
    """
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    entries: list[list[object]] = [["Root Entry", 5, free, b""]]  # name, type, first child, stream

    def add(children: Mapping[str, object], parent: int) -> None:
        places = []
        for name, value in sorted(children.items()):
            places.append(len(entries))
            entries.append([name, 2 if isinstance(value, bytes) else 1, free, value])
        entries[parent][2] = places[0] if places else free
        for place in places:
            value = entries[place][3]
            if isinstance(value, Mapping):
                add(value, place)

    add(tree, 0)
    siblings: dict[int, int] = {}
    for place, (_, _, child, _) in enumerate(entries):
        assert isinstance(child, int)
        if child == free:
            continue
        value = tree if place == 0 else entries[place][3]
        assert isinstance(value, Mapping)
        for step in range(child, child + len(value) - 1):
            siblings[step] = step + 1
    data, chains, starts = b"", [], {}
    for place, entry in enumerate(entries):
        if entry[1] == 2:
            assert isinstance(entry[3], bytes)
            stream = entry[3].ljust(4096, b"\0")
            stream += b"\0" * (-len(stream) % sector)
            starts[place] = (len(chains), len(stream))
            count = len(stream) // sector
            chains += [len(chains) + step + 1 for step in range(count - 1)] + [end]
            data += stream
    directory = b""
    for place, (name, kind, child, _) in enumerate(entries):
        encoded = str(name).encode("utf-16-le")
        start, size = starts.get(place, (end if place == 0 else 0, 0))
        directory += struct.pack(
            "<64sHBBIII16sIQQIQ", encoded, len(encoded) + 2, kind, 1, free, siblings.get(place, free), child,
            b"", 0, 0, 0, start, size,
        )  # fmt: skip
    directory += b"\0" * (-len(directory) % sector)
    first_of_directory = len(chains)
    count = len(directory) // sector
    chains += [len(chains) + step + 1 for step in range(count - 1)] + [end]
    data += directory
    tables = 1
    while (len(chains) + tables) * 4 > tables * sector:
        tables += 1
    places = list(range(len(chains), len(chains) + tables))
    table = [*chains, *([0xFFFFFFFD] * tables)]
    table += [free] * (tables * sector // 4 - len(table))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0,
        tables, first_of_directory, 0, 4096, end, 0, end, 0, 0,
    )[:76]  # fmt: skip
    header += struct.pack(f"<{109}I", *places, *([free] * (109 - tables)))
    return header + data + struct.pack(f"<{len(table)}I", *table)
