"""The attack finds what stands in a file, however it is packed or written."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib

import pytest

from app.redacting.attack import Needle, attacked
from app.redacting.pdf import Sheet, write_pdf
from rag.redacting.kinds import Kind
from rag.types import Box

NAME = Needle(Kind.NAME, "Jane Schwarzenberger")
TOLD = b"Jane Schwarzenberger"
ACCOUNT = Needle(Kind.IBAN, "DE89 3704 0044 0532 0130 00")


def paper(*words: str) -> bytes:
    from PIL import Image

    picture = Image.new("RGB", (200, 100), "white")
    placed = [(word, Box(0.1, 0.1 + 0.2 * at, 0.9, 0.2 + 0.2 * at)) for at, word in enumerate(words)]
    return write_pdf([Sheet(200, 100, picture, placed)])


def where(data: bytes, suffix: str, *needles: Needle) -> set[str]:
    return {one.where for one in attacked(data, suffix, needles or (NAME, ACCOUNT))}


def test_a_clean_file_has_no_survivors() -> None:
    assert attacked(paper("Dear", "colleague"), ".pdf", (NAME, ACCOUNT)) == []


def test_words_under_the_picture_are_found_by_both_readers() -> None:
    assert where(paper("Jane Schwarzenberger"), ".pdf") >= {"pdfium", "pypdf"}


def test_figures_are_found_in_other_groups() -> None:
    assert where(paper("DE89370400440532013000"), ".pdf", ACCOUNT) >= {"pdfium", "pypdf"}


@pytest.mark.parametrize(
    "hidden",
    [
        TOLD,
        TOLD.decode().encode("utf-16-be"),
        TOLD.decode().encode("utf-16-le"),
        TOLD.hex().encode(),
        TOLD.hex().upper().encode(),
        base64.b64encode(TOLD),
        base64.b64encode(b"x" + TOLD + b"!"),
        base64.b64encode(b"xy" + TOLD + b"."),
        TOLD.replace(b" ", b"%20"),
    ],
)
def test_bytes_in_a_packed_stream(hidden: bytes) -> None:
    packed = zlib.compress(b"noise " + hidden + b" noise")
    data = (
        paper("Dear")
        + b"\n99 0 obj\n<< /Filter /FlateDecode >>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n"
    )

    found = attacked(data, ".pdf", (NAME,))

    assert [one.place for one in found if one.where == "bytes"]


def test_an_earlier_revision_is_found() -> None:
    data = paper("Dear") + b"\n1 0 obj\n(Jane Schwarzenberger)\nendobj\n"

    assert where(data, ".pdf") == {"bytes"}


def test_a_name_parted_between_runs_of_a_package() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(
            "word/document.xml", "<w:p><w:r><w:t>Jane Schwar</w:t></w:r><w:r><w:t>zenberger</w:t></w:r></w:p>"
        )

    assert where(made.getvalue(), ".docx") == {"part"}


def test_encoded_headers_and_bodies_of_a_message() -> None:
    data = (
        b"From: =?utf-8?b?"
        + base64.b64encode(TOLD)
        + b"?= <a@b.c>\nContent-Type: text/plain; charset=utf-8\n"
    )
    data += b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"DE89370400440532013000")

    assert where(data, ".eml") >= {"header", "text"}


def test_what_is_read_of_a_picture_counts() -> None:
    found = attacked(paper(), ".pdf", (NAME,), [(3, "by Jane\nSchwarzenberger")])

    assert [(one.where, one.place) for one in found] == [("picture", "3")]


def test_a_word_that_is_a_name_elsewhere_does_not_count() -> None:
    assert attacked(b"as long as the lang attribute", ".txt", (Needle(Kind.NAME, "Lang"),)) == []
    assert attacked(b"Mr Lang came", ".txt", (Needle(Kind.NAME, "Lang"),)) != []
