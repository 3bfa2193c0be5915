"""Which model is named as the better one, and which are offered first, at given sizes of memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.models.choosing import Shelf
from app.models.recommending import better, suited
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.types import Task

GB = 10**9
LIST = Catalogue.load()
SMALLEST = LIST.get("qwen2.5-coder-0.5b-instruct-q4_k_m")


def shelf(folder: Path, memory: float) -> Shelf:
    return Shelf(LIST, LIST, folder, int(memory * GB))


def there(model: CatalogueModel, folder: Path) -> CatalogueModel:
    """The model as files of its sizes, which take no room."""
    for file in model.files:
        path = model.folder_in(folder) / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as made:
            made.truncate(file.size)
    assert model.installed(folder)
    return model


@pytest.mark.parametrize(
    ("memory", "expected"),
    [
        (64, "qwen3-4b-instruct-2507-q4_k_m"),
        (16, "qwen3-4b-instruct-2507-q4_k_m"),
        (12, "qwen3-4b-instruct-2507-q4_k_m"),
        (11.9, "qwen3-1.7b-q4_k_m"),
        (8, "qwen3-1.7b-q4_k_m"),
        (6, "qwen3-1.7b-q4_k_m"),
    ],
)
def test_where_the_smallest_answers_a_better_one_is_named(
    tmp_path: Path, memory: float, expected: str
) -> None:
    found = better(shelf(tmp_path, memory), there(SMALLEST, tmp_path))
    assert found is not None
    assert found.id == expected
    assert shelf(tmp_path, memory).fits(found)


def test_four_gigabytes_carry_none_that_would_be_better(tmp_path: Path) -> None:
    assert better(shelf(tmp_path, 4), there(SMALLEST, tmp_path)) is None


def test_nothing_is_better_than_the_starter_itself(tmp_path: Path) -> None:
    starter = LIST.starter_for(16 * GB)
    assert better(shelf(tmp_path, 16), there(starter, tmp_path)) is None


def test_the_users_own_model_is_nobodys_to_judge(tmp_path: Path) -> None:
    own = replace(SMALLEST, id="mine", sources=(), parameters=0)
    assert better(shelf(tmp_path, 16), own) is None


def test_what_has_more_parameters_is_kept(tmp_path: Path) -> None:
    larger = max((one for one in LIST.models if one.settled), key=lambda one: one.parameters)
    assert better(shelf(tmp_path, 16), larger) is None


@pytest.mark.parametrize("memory", [4, 8, 16, 32, 64])
def test_what_is_offered_first_fits_in_half_of_the_memory(tmp_path: Path, memory: int) -> None:
    found = suited(shelf(tmp_path, memory), there(SMALLEST, tmp_path))
    assert len(found) == len({one.id for one in found}) <= 6
    specialists = [one for one in found if one.starter_from_bytes is None]
    assert all(shelf(tmp_path, memory).needed(one) <= memory * GB / 2 for one in specialists)
    assert not any(one.licence == "Qwen-Research" for one in found)


def test_a_specialist_is_offered_until_one_of_its_kind_is_here(tmp_path: Path) -> None:
    first = suited(shelf(tmp_path, 16), SMALLEST)
    pictures = next(one for one in first if one.tasks[:1] == (Task.PICTURES,))
    there(pictures, tmp_path)
    again = suited(shelf(tmp_path, 16), SMALLEST)
    assert not any(one.tasks[:1] == (Task.PICTURES,) for one in again)
    assert len(again) == len(first) - 1
