"""Real files are laid out in the reader's process, and every passage of them is shown to the character."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from models import evaluation

from engine.cancel import CancelToken
from rag.errors import FormatUnknown
from rag.reading.reader import DocumentReader
from rag.reading.viewing.packing import View, unpacked
from rag.types import Page, Structure
from rag.types.views import Block, Family, Kind

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
