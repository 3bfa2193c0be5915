"""Real files are laid out in the reader's process, and every passage of them is shown to the character."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from models import evaluation

from engine.cancel import CancelToken
from rag.errors import FormatUnknown
from rag.reading.reader import DocumentReader
from rag.reading.viewing.packing import View, unpacked
from rag.types import Member, Page, Structure
from rag.types.views import Block, Family, Joint, Kind

FILES = {
    "regulation_files": (
        "formats/docx-tables.docx", "docling/word_sample.docx",
        "formats/2023-half-year-analyses-by-segment.xlsx",
        "docling/wiki_duck.html", "docling/powerpoint_sample.pptx",
    ),
    "field_reading": (
        "x01_hidden.xlsx", "x04_merged.xlsx", "c04_title_lines.csv", "o01_contract.odt",
        "d13_table_merges.docx",
        "m03_nested.eml", "m06_alternative_table.eml", "g02_cp1251.msg", "s01_groups.pptx",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    made = DocumentReader()
    yield made
    made.close()


def laid_out(reader: DocumentReader, path: Path) -> tuple[str, Structure, View, list[Block]]:
    events = list(reader.read(path, None, CancelToken()))
    pages, structure = [one for one in events if isinstance(one, Page)], events[-1]
    assert isinstance(structure, Structure)
    text = "\n".join(page.text for page in pages)
    starts = [sum(len(page.text) + 1 for page in pages[:number]) for number in range(len(pages))]
    view = reader.view(path, None, text, starts, CancelToken())
    return (
        text,
        structure,
        view,
        [one for part in view.parts for one in unpacked(part.packed, part.start, part.end)],
    )


@pytest.mark.evaluation
@pytest.mark.parametrize(("room", "name"), [(room, name) for room, names in FILES.items() for name in names])
def test_every_passage_of_a_real_file_is_shown(reader: DocumentReader, room: str, name: str) -> None:
    path = evaluation(room) / "dev" / name
    if not path.exists():
        pytest.skip("not in this copy of the evaluation data")
    text, structure, view, blocks = laid_out(reader, path)
    shown = [False] * len(text)
    for block in blocks:
        if block.kind is Kind.PICTURE:
            continue
        assert text[block.start : block.end].strip()
        assert "\n" not in text[block.start : block.end]
        for place in range(block.start, block.end):
            shown[place] = True
    named = {sheet.name for sheet in view.sheets}
    for passage in structure.passages:
        left = "".join(text[at] for at in range(passage.start, passage.end) if not shown[at]).split("\n")
        assert {line for line in left if line.strip()} <= named, "a passage is not shown whole"


@pytest.mark.evaluation
@pytest.mark.parametrize(("room", "name"), [(room, name) for room, names in FILES.items() for name in names])
def test_a_cell_is_a_stretch_of_its_row_and_names_are_said_once(
    reader: DocumentReader, room: str, name: str
) -> None:
    path = evaluation(room) / "dev" / name
    if not path.exists():
        pytest.skip("not in this copy of the evaluation data")
    text, _, _, blocks = laid_out(reader, path)
    for block in blocks:
        if block.kind is not Kind.ROW:
            continue
        assert block.cells, "a row without cells would be an empty line"
        columns = [cell.column for cell in block.cells]
        assert columns == sorted(set(columns))
        assert all(text[cell.start : cell.end].strip() for cell in block.cells)


def test_a_file_that_changed_is_laid_out_as_far_as_it_says_the_same(
    reader: DocumentReader, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text("<h1>Rules</h1><ul><li>Lock the <b>door</b></li><li>New line</li></ul>", encoding="utf-8")
    text = "Rules\n\n• Lock the door\n• Old line"
    view = reader.view(path, None, text, [0], CancelToken())
    kinds = [
        (text[one.start : one.end], one.kind)
        for part in view.parts
        for one in unpacked(part.packed, 0, len(text))
    ]
    assert kinds == [
        ("Rules", Kind.HEADING), ("• Lock the door", Kind.ITEM), ("• Old line", Kind.PARAGRAPH),
    ]  # fmt: skip


def test_markdown_is_shown_without_its_signs(reader: DocumentReader, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text(
        "# A *fine* day\n\nSee [the rules](https://x.example/r) and 2 * 3 * 4.\n", encoding="utf-8"
    )
    text, _, view, blocks = laid_out(reader, path)
    assert view.family is Family.FLOW

    def shown(block: Block) -> str:
        gone = {place for start, end in block.hidden for place in range(start, end)}
        return "".join(text[at] for at in range(block.start, block.end) if at not in gone)

    assert [shown(one) for one in blocks] == ["A fine day", "See the rules and 2 * 3 * 4."]


def test_pictures_and_plain_text_have_no_view(reader: DocumentReader, tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("words", encoding="utf-8")
    with pytest.raises(FormatUnknown):
        reader.view(path, None, "words", [0], CancelToken())


def test_a_message_of_a_mailbox_is_laid_out_by_itself(reader: DocumentReader, tmp_path: Path) -> None:
    path = tmp_path / "all.mbox"
    letters = "".join(
        f"From a@b.example Mon Jan  1 00:00:0{number} 2024\nFrom: a@b.example\nTo: c@d.example\n"
        f"Subject: Number {number}\nDate: Mon, 01 Jan 2024 00:00:0{number} +0000\n\nBody {number}.\n\n"
        for number in range(3)
    )
    path.write_text(letters, encoding="utf-8")
    keys: list[str] = []
    texts: list[str] = []
    for event in reader.read_members(path, None, CancelToken(), ()):
        if isinstance(event, Member):
            keys.append(event.key)
        elif isinstance(event, Page) and event.text:
            texts.append(event.text)
    view = reader.view(path, None, texts[1], [0], CancelToken(), keys[1])
    assert view.family is Family.MAIL
    blocks = [one for part in view.parts for one in unpacked(part.packed, part.start, part.end)]
    kinds = [(texts[1][one.start : one.end], one.kind) for one in blocks]
    assert kinds[0] == ("Subject: Number 1", Kind.HEADING)
    assert {kind for text, kind in kinds if text.startswith(("From", "To", "Date"))} == {Kind.FIELD}
    assert kinds[-1] == ("Body 1.", Kind.PARAGRAPH)


def test_lines_that_a_mail_program_parted_are_shown_as_one_paragraph(
    reader: DocumentReader, tmp_path: Path
) -> None:
    """Each line of a plain message was a paragraph of its own. The text, and with it what is cited, stays."""
    wrapped = (
        "The boiler in the cellar was inspected last Tuesday, and the stoker\n"
        "told us that the gauge on its left side has to be replaced before the\n"
        "winter begins.\n"
    )
    path = tmp_path / "letter.eml"
    head = "From: a@b.example\nTo: c@d.example\nSubject: Boiler\n\nDear all,\n\n"
    path.write_text(f"{head}{wrapped}\n- the gauge\n- the key\n\nKind regards,\nJane\n-- \nJane Eyre\n")
    text, structure, _, blocks = laid_out(reader, path)
    assert wrapped in text
    assert any(wrapped.strip() in passage.text for passage in structure.passages)
    joints = {text[one.start : one.end]: one.joint for one in blocks}
    first, *others = wrapped.strip().split("\n")
    assert joints[first] is Joint.APART
    assert [joints[one] for one in others] == [Joint.WRAPPED, Joint.WRAPPED]
    assert joints["- the key"] is joints["Jane"] is joints["Jane Eyre"] is Joint.LINE
    assert joints["Kind regards,"] is Joint.APART


def test_hidden_rows_and_comments_of_a_sheet_are_told_with_its_cells(
    reader: DocumentReader, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("Rents"), book.add_worksheet("Secret")
        other.hide()
        sheet.merge_range("A1:B1", "All rents")
        for row, cells in enumerate((("Month", "Rent"), ("May", 950), ("June", 960)), 1):
            sheet.write_row(row, 0, cells)
        sheet.write_comment("B3", "see the lease")
        sheet.set_row(3, None, None, {"hidden": True})
        other.write_row(0, 0, ["Margin", 12])
    text, _, view, blocks = laid_out(reader, path)
    first, second = view.sheets
    assert (first.name, second.name) == ("Rents", "Secret (hidden)")
    assert first.heads == (2, 2)
    assert [(one.top, one.left, one.bottom, one.right) for one in first.merges] == [(1, 0, 1, 1)]
    rows = {(one.row, text[cell.start : cell.end]) for one in blocks for cell in one.cells}
    assert {(3, "950"), (4, "June"), (4, "960")} <= rows
    noted = next(one for one in blocks if one.row == 3)
    assert text[noted.cells[-1].end : noted.end] == "; comment on B3: see the lease"
