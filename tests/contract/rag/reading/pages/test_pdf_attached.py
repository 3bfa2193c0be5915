"""Files that a PDF holds follow its pages, each alone in its failing; XFA forms say what was entered."""

from __future__ import annotations

from pathlib import Path

from files import documents
from files.annotated import sheet
from files.reading import read

from rag.reading.course import Course, PageBegun
from rag.reading.pages import pdf
from rag.reading.source import Source
from rag.types import Page

COVER = [(60, 760, "Open this portfolio in another program.")]


def bundle(folder: Path, files: dict[str, bytes], pages: int = 1) -> Path:
    return sheet(folder / "bundle.pdf", COVER, attached=files, pages=pages)


def files_of(folder: Path) -> dict[str, bytes]:
    opinion = documents.pdf(
        folder / "o.pdf", ["# Gutachten\nDer Riss ist 4 mm breit."] * 2, outline=[("G", 0, 2)]
    )
    return {
        "a.csv": "Posten;Preis\nGerüst;900".encode(),
        "b.bin": b"\0\1\2",
        "c gutachten.pdf": opinion.read_bytes(),
        "d.txt": b"Zuletzt.",
    }


def test_attached_files_follow_the_pages_and_fail_alone(tmp_path: Path) -> None:
    info, pages = read(bundle(tmp_path, files_of(tmp_path), pages=2))
    assert [(page.number, page.label) for page in pages] == [
        (1, None), (2, None), (3, "a.csv, row 1"), (4, "b.bin: not read, a kind of file that cannot be read"),
        (5, "c gutachten.pdf, page 1"), (6, "c gutachten.pdf, page 2"), (7, "d.txt, page 1"),
    ]  # fmt: skip
    assert "Posten: Gerüst; Preis: 900" in pages[2].text
    assert "4 mm" in pages[5].text
    assert info.page_count == 7
    assert [(item.title, item.page) for item in info.outline] == [("G", 6)]


def test_a_pdf_without_files_is_counted_once(tmp_path: Path) -> None:
    events = list(pdf.read(Source(documents.pdf(tmp_path / "a.pdf")), None))
    assert len(events) == 2


def test_files_in_files_end_somewhere(tmp_path: Path) -> None:
    path = bundle(tmp_path, {"d.txt": b"Innerst."})
    for _ in range(6):
        path = bundle(tmp_path, {"inner.pdf": path.read_bytes()})
    _, pages = read(path)
    assert pages[-1].label == (
        "inner.pdf, inner.pdf, inner.pdf, inner.pdf: not read, too many archives inside each other"
    )


def test_reading_goes_on_at_the_file_that_ended_the_reader(tmp_path: Path) -> None:
    path = bundle(tmp_path, files_of(tmp_path))
    whole = [step for step in pdf.read_on(Source(path), None, Course()) if isinstance(step, Page)]
    ended = "c gutachten.pdf: not read, the reader ended at it and went on after it"
    for known, ends, first in ((3, {4: 1}, 4), (4, {5: 2}, 5)):  # at its first page, and at its second
        steps = list(pdf.read_on(Source(path), None, Course(known, ends=ends)))
        left = [step for step in steps if isinstance(step, Page)]
        assert (left[0].number, left[0].label) == (first, ended)
        assert [(page.number, page.label) for page in left[1:]] == [(first + 1, "d.txt, page 1")]
        assert PageBegun(first + 1) in steps
    again = Course(4, ends={4: 1})
    assert [step.label for step in pdf.read_on(Source(path), None, again) if isinstance(step, Page)] == [
        "d.txt, page 1"
    ]
    assert whole[-1].label == "d.txt, page 1"


def packets(data: str) -> dict[str, str]:
    template = """<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="f">
      <draw><value><text>Zollanmeldung</text></value></draw>
      <field name="absender"><caption><value><text>Absender:</text></value></caption></field>
      <field name="eilig"><ui><checkButton/></ui><caption><value><text>Eilig</text></value></caption></field>
      <exclGroup name="art"><field name="a"><caption><value><text>Ware</text></value></caption>
        <items><integer>1</integer></items></field><field name="b"><caption><value><text>Muster</text></value>
        </caption><items><integer>2</integer></items></field></exclGroup>
      <field name="land"><caption><value><text>Land</text></value></caption>
        <items><text>Schweiz</text><text>Polen</text></items>
        <items save="1"><text>CH</text><text>PL</text></items>
      </field></subform></template>"""
    head = '<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data>'
    return {"template": template, "datasets": f"{head}{data}</xfa:data></xfa:datasets>"}


WAIT = [(60, 760, "Bitte warten …")]


def test_a_form_that_only_announces_itself_says_what_was_entered(tmp_path: Path) -> None:
    data = (
        "<f><absender>Lindgren &amp; Söhne</absender><eilig>1</eilig><art>2</art><land>PL</land>"
        "<posten><name>Lager</name></posten><posten><name>Rollen</name></posten></f>"
    )
    _, (page,) = read(sheet(tmp_path / "a.pdf", WAIT, xfa=packets(data)))
    assert page.text.split("\n\n")[1:] == [
        "Zollanmeldung", "Absender: Lindgren & Söhne", "[x] Eilig", "[ ] Ware", "[x] Muster", "Land: Polen",
        "name: Lager", "name: Rollen",
    ]  # fmt: skip
    assert not page.unread


def test_a_form_whose_data_cannot_be_read_is_told(tmp_path: Path) -> None:
    for data in ("", "<f><absender>cut"):
        _, (page,) = read(sheet(tmp_path / "a.pdf", WAIT, xfa=packets(data)))
        assert page.unread == ("form not read: only Adobe's programs draw it (XFA)",)
        assert page.text.startswith("Bitte warten")
