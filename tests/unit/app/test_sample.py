"""The sample regulation: there in some language for everybody, and made of the text that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.sample import sample
from app.words.languages import known
from engine.cancel import CancelToken
from rag.indexing.naming import called
from rag.reading.reader import DocumentReader
from rag.types import DocumentInfo
from sample import making

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("language", known())
def test_there_is_one_for_every_language(language: str) -> None:
    assert sample(language).read_bytes().startswith(b"%PDF-")


def test_it_is_what_its_text_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each but those that are set by a tool that the tests go without."""
    monkeypatch.setattr(making, "MADE", tmp_path)
    making.main()
    made = sorted(tmp_path.iterdir())
    assert {path.suffixes[0].strip(".") for path in made} == set(known()) - set(making.BACKWARDS)
    for path in made:
        assert path.read_bytes() == (ROOT / "assets" / "sample" / path.name).read_bytes(), path.name


@pytest.mark.parametrize("language", known())
def test_it_is_called_by_the_title_that_stands_on_it(language: str) -> None:
    """Its file's name, `regulation.en.pdf`, stood in the list, where a person reads titles."""
    path = sample(language)
    reader = DocumentReader()
    try:
        info = next(one for one in reader.read(path, None, CancelToken()) if isinstance(one, DocumentInfo))
    finally:
        reader.close()
    assert called(path) == f"{info.title}.pdf"


def test_a_file_of_its_name_elsewhere_keeps_that(tmp_path: Path) -> None:
    assert called(tmp_path / "regulation.en.pdf") == "regulation.en.pdf"
    assert called(sample().with_name("regulation.xx.pdf")) == "regulation.xx.pdf"
