"""The model that answers, told in plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.types import ModelState, ModelStatus
from app.words.answering_model import details, plain_words
from engine.provision.catalogue import Catalogue, CatalogueModel

READY = ModelStatus(ModelState.READY, "Qwen", "CPU", 12.4, 1_300_000_000)


@pytest.fixture(scope="module")
def model() -> CatalogueModel:
    return next(one for one in Catalogue.load().models if one.parameters and one.context_length)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        (1_500_000_000, "Small model, this computer"),
        (8_000_000_000, "Middle-sized model, this computer"),
        (32_000_000_000, "Large model, this computer"),
    ],
)
def test_it_is_told_how_large_it_is_and_where(model: CatalogueModel, parameters: int, expected: str) -> None:
    assert plain_words(replace(model, parameters=parameters)) == expected


def test_a_file_of_ones_own_is_as_large_as_its_bytes_say(model: CatalogueModel) -> None:
    file = replace(model.files[0], size=20_000_000_000)
    assert plain_words(replace(model, parameters=0, files=(file,))).startswith("Large")
    assert plain_words(replace(model, parameters=0, files=())) == "Model on this computer"


def test_one_that_runs_elsewhere_says_where(model: CatalogueModel) -> None:
    assert plain_words(model, "box.lan") == "Model on box.lan"
    told = dict(details(replace(READY, backend="box.lan"), None, "box.lan"))
    assert told["Runs on"] == "box.lan"
    assert "Computed by" not in told, "nobody here knows what it runs by there"


def test_its_details_are_words_and_not_codes(model: CatalogueModel) -> None:
    told = dict(details(READY, model))
    assert told["Name"] == "Qwen"
    assert told["Computed by"] == "The processor (CPU)"
    assert told["Speed"].startswith("12 tokens a second")
    assert told["In memory"] == "1.3 GB"
    assert told["Reads"].endswith("pages")
    assert "Now" not in told
    asleep = dict(details(ModelStatus(ModelState.IDLE, "Qwen"), model))
    assert asleep["Now"] == "asleep until the first question"
    assert "Speed" not in asleep
