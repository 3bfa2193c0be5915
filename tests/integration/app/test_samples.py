"""The sample regulation in each language: read as it was written, each page where its file has it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from files.reading import read

from app.sample import sample
from app.words.languages import known
from rag.language.languages import language_of
from sample.blocks import Kind, blocks
from sample.making import HERE

_PAGES = range(10, 12)


def plain(text: str) -> str:
    """A text with single blanks."""
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("language", known())
def test_it_is_read_as_it_was_written(language: str) -> None:
    _, pages = read(sample(language))
    assert len(pages) in _PAGES
    said = plain("\n".join(page.text for page in pages))
    written = (HERE / f"regulation.{language}.md").read_text(encoding="utf-8")
    found = list(blocks(written))
    told = [plain(block.text) for block in found if block.kind is not Kind.TABLE]
    missing = [text for text in told if text not in said]
    assert not missing, missing
    cells = {cell for block in found for row in block.rows for cell in row}
    assert not [cell for cell in cells if cell not in said]
    assert language_of(said).code == language


@pytest.mark.parametrize("language", known())
def test_each_says_what_the_english_one_says(language: str) -> None:
    """The same parts, articles and paragraphs, with the same figures."""
    texts = [Path(HERE / f"regulation.{code}.md").read_text(encoding="utf-8") for code in ("en", language)]
    english, own = ([(one.kind, len(one.rows)) for one in blocks(text)] for text in texts)
    assert own == english
    amounts = [sorted(re.findall(r"\d+[.,]\d\d\b", text.replace(",", "."))) for text in texts]
    assert amounts[0] == amounts[1]
