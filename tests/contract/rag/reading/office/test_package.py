"""What every packed format withstands: passwords, files cut short, entities, parts too large."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from files import documents, office
from files.reading import read

from rag.errors import (
    FileCorrupt,
    FileTooLarge,
    PasswordNeeded,
    PasswordWrong,
    ReadError,
)
from rag.reading.detection import format_of
from rag.reading.formats import Format

_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha ha ha ha ha ha ">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 20}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)

_MAKERS = {
    ".xlsx": office.xlsx,
    ".pptx": office.pptx,
    ".epub": office.epub,
    ".odt": office.odt,
    ".xls": office.xls,
    ".docx": documents.docx,
}


@pytest.mark.parametrize("made", [office.xlsx, office.pptx, documents.docx])
def test_a_protected_office_file_asks_for_its_password(made: object, tmp_path: Path) -> None:
    assert callable(made)
    plain = made(tmp_path / "plain.bin")
    path = office.protected(tmp_path / "a.bin", plain, "secret")
    assert format_of(path) is Format.PROTECTED
    with pytest.raises(PasswordNeeded):
        read(path)
    with pytest.raises(PasswordWrong):
        read(path, "wrong")
    assert read(path, "secret") == read(plain)


@pytest.mark.parametrize("suffix", sorted(_MAKERS))
@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_read_or_refused(suffix: str, keep: float, tmp_path: Path) -> None:
    whole = _MAKERS[suffix](tmp_path / f"whole{suffix}")
    path = documents.truncated(tmp_path / f"cut{suffix}", whole, keep)
    try:
        _, pages = read(path)
    except ReadError:
        return
    assert pages


@pytest.mark.parametrize(
    ("suffix", "part"),
    [(".xlsx", "xl/worksheets/sheet1.xml"), (".pptx", "ppt/slides/slide1.xml"), (".odt", "content.xml"),
     (".epub", "OPS/text/c0.xhtml"), (".xlsx", "xl/sharedStrings.xml"), (".docx", "word/document.xml")],
)  # fmt: skip
def test_entities_are_neither_expanded_nor_fetched(suffix: str, part: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", encoding="utf-8")
    whole = _MAKERS[suffix](tmp_path / f"whole{suffix}")
    for prolog, entity in ((_BOMB, "i"), (f'<!DOCTYPE x [<!ENTITY i SYSTEM "{secret.as_uri()}">]>', "i")):
        path = _with_entity(tmp_path / f"a{suffix}", whole, part, prolog, entity)
        try:
            _, pages = read(path)
        except FileCorrupt:
            continue
        text = "".join(page.text for page in pages)
        assert "SECRET" not in text
        assert len(text) < 10_000


def test_parts_that_unpack_to_too_much_are_refused_unopened(tmp_path: Path) -> None:
    chunk = b" " * (1 << 20)
    path = tmp_path / "a.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(310):
            part.write(chunk)
    with pytest.raises(FileTooLarge):
        read(path)


_OPTIONAL = [
    (".docx", "docProps/core.xml", ()),
    (".pptx", "docProps/core.xml", ()),
    (".pptx", "ppt/notesSlides/notesSlide1.xml", ("notes not read: damaged",)),
    (".pptx", "ppt/slides/slide1.xml", ("slide not read: damaged",)),
    (".pptx", "ppt/slides/_rels/slide1.xml.rels", ("notes and charts not read: damaged",)),
    (".xlsx", "docProps/core.xml", ()),
    (".xlsx", "xl/styles.xml", ("formats of numbers not read: damaged",)),
    (".xlsx", "xl/comments/comment1.xml", ("comments not read: damaged",)),
    (".xlsx", "xl/worksheets/_rels/sheet1.xml.rels", ("comments and drawings not read: damaged",)),
    (".odt", "styles.xml", ("styles not read: damaged",)),
    (".odt", "meta.xml", ()),
    (".epub", "OPS/text/c0.xhtml", ("chapter not read: damaged",)),
]


@pytest.mark.parametrize(
    ("suffix", "part", "told", "packed"),
    # Of a book's chapter the markup is read, whatever it is.
    [(*one, packed) for one in _OPTIONAL for packed in (True, False) if packed or one[0] != ".epub"],
)
def test_a_damaged_part_is_told_and_the_rest_is_read(
    suffix: str, part: str, told: tuple[str, ...], packed: bool, tmp_path: Path
) -> None:
    whole = _MAKERS[suffix](tmp_path / f"whole{suffix}")
    if suffix == ".xlsx":
        _commented(whole)
    _, pages = read(_damaged(tmp_path / f"a{suffix}", whole, part, packed=packed))
    assert any(page.text for page in pages)
    assert pages[0].unread == told
    assert not any(page.unread for page in pages[1:])


def _commented(path: Path) -> None:
    import openpyxl
    from openpyxl.comments import Comment

    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A1"].comment = Comment("Checked", "Ada")
    book.save(path)


def _damaged(path: Path, whole: Path, part: str, *, packed: bool) -> Path:
    """A copy of a package in which a part is cut off; `packed`: in which it cannot even be unpacked."""
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        names = source.namelist()
        for name in dict.fromkeys([*names, part]):
            data = source.read(name) if name in names else b"<properties/>"
            target.writestr(name, data if packed or name != part else data[: len(data) // 2] + b"<&")
    if packed:
        with zipfile.ZipFile(path) as archive:
            at = archive.getinfo(part).header_offset + 30 + len(part.encode())
        data = bytearray(path.read_bytes())
        data[at + 2] ^= 1  # as its checksum tells
        path.write_bytes(data)
    return path


def _with_entity(path: Path, whole: Path, part: str, prolog: str, entity: str) -> Path:
    """A copy of a package in which one part declares entities and uses one in its first text."""
    stream = io.BytesIO(whole.read_bytes())
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                text = data.decode()
                if text.startswith("<?xml"):
                    text = text.partition("?>")[2]
                for end in ("</t>", "</a:t>", "</text:p>", "</p>", "</v>", "</w:t>"):
                    text = text.replace(end, f"&{entity};{end}", 1)
                data = (prolog + text).encode()
            target.writestr(name, data)
    return path
