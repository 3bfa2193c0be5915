"""A packaged program that came without what hears and speaks says so, and one that came with it goes on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.models.active import Choice
from app.models.hearing import InstalledHearer
from app.words.messages import notice_of
from engine.errors import PartMissing
from engine.speech import decoding
from engine.speech.part import check_part
from release.sizes import of_speech


def _frozen(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(folder), raising=False)


def test_a_checkout_has_it() -> None:
    check_part()


def test_a_program_with_it_goes_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ctranslate2").mkdir()
    _frozen(monkeypatch, tmp_path)
    check_part()
    assert of_speech("_internal/ctranslate2/_ext.so"), "what is looked for lies in that package"


def test_a_program_without_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _frozen(monkeypatch, tmp_path)
    hearer = InstalledHearer(lambda: Choice("whisper", tmp_path, ()))
    for refused in (check_part, lambda: decoding.Recording(tmp_path / "a.wav"), hearer.start):
        with pytest.raises(PartMissing) as told:
            refused()
        assert told.value.facts == {"part": "speech"}
        assert "confidant-speech" in notice_of(told.value).remedy
