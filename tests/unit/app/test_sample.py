"""The sample regulation: there in some language for everybody, and made of the text that is kept."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from app.sample import sample
from app.words.languages import known

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("language", known())
def test_there_is_one_for_every_language(language: str) -> None:
    assert sample(language).read_bytes().startswith(b"%PDF-")


def test_it_is_what_its_text_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.spec_from_file_location("making", ROOT / "packaging" / "sample" / "making.py")
    assert found is not None
    assert found.loader is not None
    making = importlib.util.module_from_spec(found)
    found.loader.exec_module(making)
    monkeypatch.setattr(making, "MADE", tmp_path)
    sources = sorted((ROOT / "packaging" / "sample").glob("regulation.*.md"))
    assert sources
    for source in sources:
        made = making.make(source)
        assert made.read_bytes() == (ROOT / "assets" / "sample" / made.name).read_bytes(), made.name
