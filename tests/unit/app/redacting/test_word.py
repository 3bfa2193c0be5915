"""A Word file: whatever part says something, the new file says nothing of it, and keeps the rest."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document
from docx.oxml import parse_xml

from app.redacting.attack import attacked
from app.redacting.redacting import Outcome, Redacting
from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader
from rag.redacting.finder import ALL
from rag.redacting.forms.piece import Piece, Where
from rag.redacting.forms.word.form import WordForm
from rag.redacting.kinds import Kind

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def contract() -> Document:
    made = docx.Document()
    made.core_properties.author = "Eva Klein"
    made.core_properties.title = "Contract with Jane Roe"
    made.sections[0].header.paragraphs[0].text = "Employee: Jane Roe"
    paragraph = made.add_paragraph("Between Acme Widgets Ltd and ")
    paragraph.add_run("Ja").bold = True
    paragraph.add_run("ne Roe").italic = True
    paragraph.add_run(", born 12 March 1975.")
    table = made.add_table(rows=2, cols=3)
    for row, texts in zip(
        table.rows,
        (("Name", "Date of birth", "Phone"), ("Xanthe Okonjo", "03/04/1981", "07700 900123")),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    tracked = made.add_paragraph("The salary is 45,000.00 EUR. ")
    by = 'w:author="Peter Lang" w:date="2024-01-01T00:00:00Z"'
    tracked._p.append(
        parse_xml(f'<w:ins {NS} w:id="1" {by}><w:r><w:t>It is paid monthly.</w:t></w:r></w:ins>')
    )
    tracked._p.append(
        parse_xml(
            f'<w:del {NS} w:id="2" {by}><w:r><w:delText>Paid by Maria Gonzales.</w:delText></w:r></w:del>'
        )
    )
    field = 'HYPERLINK "mailto:hans.meier@firma.de"'
    tracked._p.append(
        parse_xml(f"<w:fldSimple {NS} w:instr='{field}'><w:r><w:t>write</w:t></w:r></w:fldSimple>")
    )
    return made


def redacted(document: Document, **more: bool) -> tuple[Outcome, list[str]]:
    saved = io.BytesIO()
    document.save(saved)
    redacting = Redacting(DocumentReader())
    form = WordForm(saved.getvalue(), Piece("contract.docx", Where.NAME))
    plan = redacting.planned("contract.docx", form, ALL)
    return redacting.make(plan, ".docx", CancelToken(), **more), [one.text for one in plan.items]


def test_nothing_is_left_and_the_rest_stands() -> None:
    outcome, found = redacted(contract())

    assert outcome.made is not None
    assert outcome.survivors == ()
    for text in (
        "Jane Roe",
        "12 March 1975",
        "Xanthe Okonjo",
        "03/04/1981",
        "07700 900123",
        "Peter Lang",
        "Maria Gonzales",
        "hans.meier@firma.de",
        "Eva Klein",
    ):
        assert text in found or any(text in one for one in found), text
    with zipfile.ZipFile(io.BytesIO(outcome.made.data)) as package:
        whole = b"\n".join(package.read(name) for name in package.namelist())
    for word in (b"Jane", b"Roe", b"Okonjo", b"Lang", b"Gonzales", b"meier", b"Klein", b"1975", b"900123"):
        assert word not in whole
    again = docx.Document(io.BytesIO(outcome.made.data))
    text = "\n".join(one.text for one in again.paragraphs)
    assert "Between Acme Widgets Ltd and █████, born █████." in text
    assert "The salary is 45,000.00 EUR. It is paid monthly.write" in text
    assert [cell.text for cell in again.tables[0].rows[1].cells] == ["█████", "█████", "█████"]
    assert set(outcome.made.left_out) >= {"changes", "properties"}


def test_pseudonyms_are_the_same_for_one_person() -> None:
    outcome, _ = redacted(contract(), pseudonyms=True)

    assert outcome.made is not None
    again = docx.Document(io.BytesIO(outcome.made.data))
    header = again.sections[0].header.paragraphs[0].text
    told = header.removeprefix("Employee: ")
    assert told.startswith("Person ")
    assert f"and {told}, born Date of birth 1." in "\n".join(one.text for one in again.paragraphs)


def test_pseudonyms_are_kept_for_a_document_of_the_library() -> None:
    class Kept:
        def number(self, kind: str, who: str) -> int:
            return 70 + len(who)

    saved = io.BytesIO()
    contract().save(saved)
    redacting = Redacting(DocumentReader(), lambda _: Kept())
    plan = redacting.planned("c", WordForm(saved.getvalue(), Piece("c.docx", Where.NAME)), ALL)

    outcome = redacting.make(plan, ".docx", CancelToken(), pseudonyms=True, document_id=7)

    assert outcome.made is not None
    assert ("Person 78", Kind.NAME, "Jane Roe") in outcome.key
    told = "\n".join(one.text for one in docx.Document(io.BytesIO(outcome.made.data)).paragraphs)
    assert "and Person 78, born" in told


def test_a_kept_item_stays() -> None:
    saved = io.BytesIO()
    contract().save(saved)
    redacting = Redacting(DocumentReader())
    plan = redacting.planned("c", WordForm(saved.getvalue(), Piece("c.docx", Where.NAME)), ALL)
    kept = [one for one in plan.items if one.text == "12 March 1975"]

    outcome = redacting.make(plan, ".docx", CancelToken(), kept=kept)

    assert outcome.made is not None
    assert "born 12 March 1975." in "\n".join(
        one.text for one in docx.Document(io.BytesIO(outcome.made.data)).paragraphs
    )


def test_a_file_that_still_tells_is_not_given() -> None:
    """What makes the new file may have a fault: the attack does not rely on it."""

    class Careless(WordForm):
        def made(self, changes):  # type: ignore[no-untyped-def]
            return super().made([[] for _ in changes])

    saved = io.BytesIO()
    contract().save(saved)
    redacting = Redacting(DocumentReader())
    plan = redacting.planned("c", Careless(saved.getvalue(), Piece("c.docx", Where.NAME)), ALL)

    outcome = redacting.make(plan, ".docx", CancelToken())

    assert outcome.made is None
    assert {one.text for one in outcome.survivors} >= {"Jane Roe", "Xanthe Okonjo"}
    assert attacked(b"nothing", ".txt", ()) == []
