"""The licences of the models in the list, in their own words where those came along."""

from __future__ import annotations

import json
from pathlib import Path

from app.models.licences import licences_of_models
from engine.assets import ASSETS, ROOT
from engine.provision.catalogue import CATALOGUE_FILE, Catalogue


def test_every_model_is_named_once_under_its_licence_with_words_or_an_address() -> None:
    text = licences_of_models(Catalogue.load())
    for model in Catalogue.load().models:
        assert text.count(f"    {model.name}\n") == 1, model.name
        part = next(one for one in text.split("=" * 78) if f"    {model.name}\n" in one)
        assert part.strip().startswith(f"{model.licence}\n")
        if model.licence in ("Apache-2.0", "MIT"):
            assert "WITHOUT WARRANT" in part
        else:
            assert model.licence_text in part
    assert text.count("Grant of Patent License") == 1
    assert text.startswith("Apache-2.0\n")


def test_no_model_stands_under_a_licence_without_words_or_address(tmp_path: Path) -> None:
    listed = json.loads(CATALOGUE_FILE.read_text(encoding="utf-8"))["models"]
    assert all(one["licence"] and one["licence_text"].startswith("https://") for one in listed)
    assert licences_of_models(Catalogue.load(), tmp_path).count("https://opensource.org/license/mit") == 1


def test_the_programs_own_licence_is_the_same_text() -> None:
    assert (ASSETS / "licences" / "Apache-2.0.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()
