"""A PDF that would run something is read as ever, and told."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from rag.reading.pages.pdf import read
from rag.reading.source import Source
from rag.types import Page


def plain(path: Path) -> Path:
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "The rent is 900 euros.")
    canvas.save()
    return path


def with_action(path: Path, kind: str) -> Path:
    writer = PdfWriter(clone_from=PdfReader(plain(path)))
    action = DictionaryObject({NameObject("/S"): NameObject(f"/{kind}")})
    action[NameObject("/JS" if kind == "JavaScript" else "/F")] = TextStringObject("app.alert('x')")
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    writer.write(str(path))
    return path


def first(path: Path, password: str | None = None) -> Page:
    return next(page for page in read(Source(path), password) if isinstance(page, Page))


def encrypted(path: Path, method: str) -> Path:
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt("secret", algorithm=method)
    writer.write(str(path))
    return path


def packed(path: Path, action: bytes) -> Path:
    """A file whose action stands in a compressed stream of objects (ISO 32000-1, 7.5.7 and 7.5.8)."""
    content = b"BT /F 12 Tf 72 700 Td (The rent is 900 euros.) Tj ET"
    inside = zlib.compress(b"6 0 " + action)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 6 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F<</Type/Font"
        b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        4: b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        5: b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (len(inside), inside),
    }
    data, rows = b"%PDF-1.5\n", [struct.pack(">BIB", 0, 0, 255)]
    for number, body in objects.items():
        rows.append(struct.pack(">BIB", 1, len(data), 0))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows += [struct.pack(">BIB", 2, 5, 0), struct.pack(">BIB", 1, len(data), 0)]
    table = zlib.compress(b"".join(rows))
    data += b"7 0 obj\n<</Type/XRef/Size 8/W[1 4 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(
        table
    )
    path.write_bytes(data[: (start := data.rindex(b"7 0 obj"))] + data[start:] + table)
    with path.open("ab") as file:
        file.write(b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % start)
    return path


@pytest.mark.parametrize(
    ("kind", "told"),
    [("JavaScript", "JavaScript"), ("Launch", "start a program"), ("SubmitForm", "send a form")],
)
def test_what_a_file_would_do_is_told_and_not_done(tmp_path: Path, kind: str, told: str) -> None:
    page = first(with_action(tmp_path / "lease.pdf", kind))
    assert "900 euros" in page.text
    assert any(told in one for one in page.unread)


@pytest.mark.parametrize("method", ["RC4-128", "AES-256"])
@pytest.mark.parametrize(
    ("kind", "told"),
    [("JavaScript", "JavaScript"), ("Launch", "start a program"), ("SubmitForm", "send a form")],
)
def test_what_an_encrypted_file_would_do_is_told(tmp_path: Path, method: str, kind: str, told: str) -> None:
    page = first(encrypted(with_action(tmp_path / "lease.pdf", kind), method), "secret")
    assert "900 euros" in page.text
    assert any(told in one for one in page.unread)


ALERT = rb"<</S/JavaScript/JS(app.alert\('x'\))>>"
FORMAT = rb"""<</S/JavaScript/JS(AFNumber_Format\(2, 0, 0, 0, "", true\);)>>"""
LINK = b"<</S/URI/URI(https://example.org)>>"


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (ALERT, "JavaScript"),
        (b"<</S/Launch/F(x.exe)>>", "start a program"),
        (b"<</S/SubmitForm/F(https://example.org)>>", "send a form"),
        (b"<</S/ImportData/F(x.fdf)>>", "fetch data"),
        (b"<</S/L#61unch/F(x.exe)>>", "start a program"),
    ],
)
@pytest.mark.parametrize("method", ["", "AES-256"])
def test_what_stands_in_packed_objects_is_told(tmp_path: Path, action: bytes, told: str, method: str) -> None:
    path = packed(tmp_path / "lease.pdf", action)
    page = first(encrypted(path, method) if method else path, "secret" if method else None)
    assert "900 euros" in page.text
    assert any(told in one for one in page.unread)


@pytest.mark.parametrize("method", ["", "AES-256"])
@pytest.mark.parametrize("action", [LINK, FORMAT])
def test_links_and_formats_are_no_hidden_actions(tmp_path: Path, action: bytes, method: str) -> None:
    path = packed(tmp_path / "lease.pdf", action)
    assert first(encrypted(path, method) if method else path, "secret" if method else None).unread == ()


def test_an_ordinary_file_does_nothing(tmp_path: Path) -> None:
    assert first(plain(tmp_path / "lease.pdf")).unread == ()
