"""What models are good for is said by the catalogue, which holds what the list of models says in English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.words import catalogue
from app.words.models import description_words
from engine.provision.catalogue import Catalogue, CatalogueModel

MODELS = tuple(Catalogue.load().models)


@pytest.fixture
def german() -> Iterator[None]:
    before = catalogue.spoken()
    catalogue.use("de")
    yield
    catalogue.use(before)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_the_catalogue_says_what_the_list_says(model: CatalogueModel) -> None:
    assert catalogue.has(f"descriptions.{model.id.replace('.', '_')}")
    assert description_words(model) == model.description


def test_the_catalogue_describes_no_model_that_is_not_in_the_list() -> None:
    listed = {model.id.replace(".", "_") for model in MODELS}
    assert set(catalogue.under("descriptions")) == listed


@pytest.mark.usefixtures("german")
def test_a_model_of_ones_own_keeps_its_description() -> None:
    assert description_words(MODELS[0]) != MODELS[0].description
    own = replace(MODELS[0], id="mine.q4", description="Mine.")
    assert description_words(own) == "Mine."
