"""Files inserted in Office files: read after the file's own pages, or told by name where they cannot be."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from files import documents, office
from files.office import ole
from files.reading import read

from rag.reading.course import Course, PageBegun
from rag.reading.detection import steps_of
from rag.types import DocumentInfo, Page


def docx(path: Path) -> Path:
    import docx as library

    document = library.Document()
    document.add_paragraph("Der Vertrag nennt die Anlage.")
    document.save(str(path))
    return path


def xlsx(path: Path) -> Path:
    return office.xlsx(path, rows=2)


def holding(path: Path, folder: str, files: dict[str, bytes], charted: str = "") -> Path:
    """The Office file at `path`, with files embedded; `charted`: the one that a chart is drawn from."""
    with zipfile.ZipFile(path, "a") as archive:
        for name, data in files.items():
            archive.writestr(f"{folder}/embeddings/{name}", data)
        if charted:
            archive.writestr(f"{folder}/charts/chart9.xml", "<chartSpace/>")
            archive.writestr(
                f"{folder}/charts/_rels/chart9.xml.rels",
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="r1" Type="http://x/package" Target="../embeddings/{charted}"/>'
                "</Relationships>",
            )
    return path


def packaged(name: str, data: bytes) -> bytes:
    """A file as Windows packs any into a document."""
    path = f"C:\\Daten\\{name}".encode("cp1252") + b"\0"
    body = b"\2\0" + name.encode("cp1252") + b"\0" + path + b"\0\0\3\0"
    body += struct.pack("<I", len(path)) + path + struct.pack("<I", len(data)) + data
    return ole({"\x01Ole10Native": struct.pack("<I", len(body)) + body})


@pytest.mark.parametrize(
    ("make", "folder"), [(docx, "word"), (office.pptx, "ppt"), (xlsx, "xl")], ids=["text", "slides", "sheets"]
)
def test_an_inserted_file_is_read_after_the_files_own_pages(
    make: Callable[[Path], Path], folder: str, tmp_path: Path
) -> None:
    _, alone = read(make(tmp_path / f"alone.{make.__name__}"))
    inner = {"Microsoft_Word_Document1.docx": docx(tmp_path / "inner.docx").read_bytes()}
    info, pages = read(holding(make(tmp_path / f"a.{make.__name__}"), folder, inner))
    assert info.page_count == len(pages) == len(alone) + 1
    assert [page.text for page in pages[:-1]] == [page.text for page in alone]
    assert pages[-1].text == "Microsoft_Word_Document1.docx\n\nDer Vertrag nennt die Anlage."
    assert pages[-1].label == "Microsoft_Word_Document1.docx, page 1"


def test_a_packaged_file_has_its_own_name(tmp_path: Path) -> None:
    pdf = documents.pdf(tmp_path / "p.pdf", ["The probe 4711 has passed its test."]).read_bytes()
    inner = {"oleObject1.bin": packaged("Prüfbericht.pdf", pdf), "oleObject2.bin": ole({"CONTENTS": pdf})}
    _, pages = read(holding(docx(tmp_path / "a.docx"), "word", inner))
    assert [page.label for page in pages[1:]] == ["Prüfbericht.pdf, page 1", "oleObject2.pdf, page 1"]
    assert all("The probe 4711 has passed its test." in page.text for page in pages[1:])


def test_a_workbook_packed_by_an_older_program_is_read(tmp_path: Path) -> None:
    data = xlsx(tmp_path / "x.xlsx").read_bytes()
    _, pages = read(holding(docx(tmp_path / "a.docx"), "word", {"oleObject1.bin": ole({"Package": data})}))
    assert "Segment 0" in pages[1].text
    assert (pages[1].label or "").startswith("oleObject1, ")


def test_what_cannot_be_read_is_told_by_name(tmp_path: Path) -> None:
    inner = {
        "oleObject1.bin": packaged("Zeichnung.dwg", b"AC1032" + bytes(range(256)) * 4),
        "oleObject2.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut short",
        "Bericht3.docx": b"PK\x03\x04 cut short",
    }
    _, pages = read(holding(docx(tmp_path / "a.docx"), "word", inner))
    told = sorted(page.label or "" for page in pages[1:])
    assert told[0] == "Bericht3.docx: not read, damaged"
    assert told[1] == "Zeichnung.dwg: not read, a kind of file that cannot be read"
    assert told[2].startswith("oleObject2.bin: not read")


def test_what_a_chart_is_drawn_from_is_no_file(tmp_path: Path) -> None:
    data = xlsx(tmp_path / "x.xlsx").read_bytes()
    path = holding(office.pptx(tmp_path / "a.pptx"), "ppt", {"Sheet1.xlsx": data}, charted="Sheet1.xlsx")
    _, pages = read(path)
    assert "Segment" not in " ".join(page.text for page in pages)


def test_an_object_of_another_program_in_an_open_document_is_read(tmp_path: Path) -> None:
    data = xlsx(tmp_path / "x.xlsx").read_bytes()
    path = office.odt(tmp_path / "a.odt")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("Object 1", ole({"Package": data}))
    _, pages = read(path)
    assert "Segment 0" in " ".join(page.text for page in pages)
    assert any((page.label or "").startswith("Object 1, ") for page in pages)


def test_a_file_that_ends_the_process_costs_itself(tmp_path: Path) -> None:
    inner = {
        "A1.docx": docx(tmp_path / "a1.docx").read_bytes(),
        "B2.docx": docx(tmp_path / "b2.docx").read_bytes(),
    }
    path = holding(docx(tmp_path / "a.docx"), "word", inner)
    keys = [step.number for step in steps_of(path, None, Course()) if isinstance(step, PageBegun)]
    again = list(steps_of(path, None, Course(known=1).after_end(1, keys[1])))
    pages = [step for step in again if isinstance(step, Page)]
    assert [page.label for page in pages] == [
        "A1.docx: not read, the reader ended at it and went on after it",
        "B2.docx, page 1",
    ]
    assert [step.page_count for step in again if isinstance(step, DocumentInfo)] == [1, 3]
