"""Word files and messages are taken apart in a process of their own, which may die of them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image

from engine.cancel import CancelToken
from engine.workers.worker import Limits
from rag.errors import FileCorrupt, ReaderFailed, ReadError
from rag.reading.reader import Picture
from rag.redacting.forms.mail import MailForm
from rag.redacting.forms.piece import Change, Piece, Where
from rag.redacting.forms.rewriting import RewrittenForm
from rag.redacting.forms.word.form import WordForm
from rag.types import Page


def _word() -> bytes:
    made, file, picture = docx.Document(), io.BytesIO(), io.BytesIO()
    Image.new("RGB", (40, 20), (200, 10, 10)).save(picture, "PNG")
    made.add_paragraph("Tenant: Jane Roe")
    made.add_picture(io.BytesIO(picture.getvalue()))
    made.save(file)
    return file.getvalue()


_MAIL = b"From: Jane Roe <jane@x.example>\nSubject: Lease\n\nHello John\n"


def _form(kind: str, data: bytes, seen: list[Picture] | None = None, **more: object) -> RewrittenForm:
    def words_on(picture: Picture) -> str:
        if seen is not None:
            seen.append(picture)
        return "John Doe"

    return RewrittenForm(kind, data, Path(f"a.{kind}"), words_on, CancelToken(), **more)  # type: ignore[arg-type]


def test_a_word_file_has_the_same_texts_and_the_same_copy() -> None:
    data, seen = _word(), list[Picture]()
    here = WordForm(data, Piece("a.word", Where.NAME), lambda _: "John Doe")

    there = _form("word", data, seen)

    assert there.pieces == here.pieces
    assert [(one.width, one.height, one.rgb[:3]) for one in seen] == [(40, 20, bytes((200, 10, 10)))]
    changes = [[Change(8, 16)] if "Jane Roe" in piece.text else [] for piece in here.pieces]
    twice = [there.made(changes), there.made(changes)]
    assert twice[0] == twice[1] == here.made(changes)


def test_a_message_has_the_same_texts_and_what_was_read_of_its_attachments() -> None:
    told = [Page(1, "Name: Max Muster", label="a.pdf, page 1")]
    here = MailForm(_MAIL, Piece("a.mail", Where.NAME), told)

    there = _form("mail", _MAIL, told=told)

    assert there.pieces == here.pieces
    changes = [[Change(0, 4)] for _ in here.pieces]
    assert there.made(changes) == here.made(changes)


def test_what_is_no_word_file_is_a_fault_that_names_it() -> None:
    for data in (b"", b"PK\x03\x04", b"no zip", _empty()):
        with pytest.raises(FileCorrupt) as failed:
            _form("word", data)
        assert failed.value.facts["path"] == "a.word"


def _empty() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<not closed")
    return file.getvalue()


def test_a_file_that_its_process_dies_of_costs_that_process_alone() -> None:
    # 300 MB of runs in 300 kB of a package: more than the process may have.
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        runs = "<w:r><w:t>x</w:t></w:r>" * 12_000_000
        package.writestr("word/document.xml", f'<w:document xmlns:w="{namespace}">{runs}</w:document>')

    with pytest.raises(ReaderFailed) as failed:
        _form("word", file.getvalue(), limits=Limits(memory_bytes=400 << 20, wall_seconds=120))

    assert failed.value.facts["reason"] == "memory"
    assert _form("word", _word()).pieces


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: \xff\xfe\n\nbody \xff\n",
        b"Content-Type: text/plain; charset=nonsense\n\n\xe4\xf6\n",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 100,
        b"Content-Type: text/html\n\n" + b"<div>" * 5000 + b"Jane Roe",
        b"Content-Type: text/html\n\n<!-- Jane Roe --><?xml version='1.0'?><p>Jane Roe</p><!-- -->",
        b"Content-Type: text/html\n\n<!-- Jane Roe -->",
        b"From: =?utf-8?q?=ff=ff?= <a@x.example>\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"\x00" * 1000,
    ],
)
def test_a_broken_message_is_taken_apart_or_refused(data: bytes) -> None:
    try:
        form = _form("mail", data)
        made = form.made([[] for _ in form.pieces])
    except ReadError:
        return
    assert made.data.startswith((b"Content-Type", b"MIME", b"From", b"Subject"))


def test_a_page_that_names_its_code_page_is_read() -> None:
    data = b"Content-Type: text/html\n\n<?xml version='1.0' encoding='utf-8'?><html><p>Hello Jane</p></html>"

    assert "Hello Jane" in [piece.text.strip() for piece in _form("mail", data).pieces]
