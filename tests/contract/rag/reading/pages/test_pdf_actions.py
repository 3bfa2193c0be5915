"""A PDF that would run something is read as ever, and told."""

from __future__ import annotations

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


def first(path: Path) -> Page:
    return next(page for page in read(Source(path), None) if isinstance(page, Page))


@pytest.mark.parametrize(
    ("kind", "told"),
    [("JavaScript", "JavaScript"), ("Launch", "start a program"), ("SubmitForm", "send a form")],
)
def test_what_a_file_would_do_is_told_and_not_done(tmp_path: Path, kind: str, told: str) -> None:
    page = first(with_action(tmp_path / "lease.pdf", kind))
    assert "900 euros" in page.text
    assert any(told in one for one in page.unread)


def test_an_ordinary_file_does_nothing(tmp_path: Path) -> None:
    assert first(plain(tmp_path / "lease.pdf")).unread == ()
