"""Which model does a task: the one asked for, the specialist that is there, the one that answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.models.choosing import Shelf
from app.models.roles import CODING, DRAFTING, EXTRACTING, MEDICINE, SPECIALISTS, SUMMARISING, Role
from app.models.serving import ANSWERER, Serving
from app.settings import Settings
from app.types import ModelUse
from engine.errors import ModelMissing
from engine.provision.catalogue import Catalogue, CatalogueModel, ModelFile
from engine.types import ModelRole, Task

GB = 10**9
SMALL = CatalogueModel("small", "Small", "", ModelRole.CHAT, 5 * 10**8, "", 0, (), (), tasks=(Task.ANSWER,))


def model(
    name: str, *tasks: Task, parameters: int = 10**9, role: ModelRole = ModelRole.CHAT
) -> CatalogueModel:
    file = ModelFile(f"{name}.gguf", 1000, "")
    return replace(SMALL, id=name, name=name, role=role, parameters=parameters, files=(file,), tasks=tasks)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


def shelf(folder: Path, *models: CatalogueModel, memory: int = 16 * GB) -> Shelf:
    for one in models:
        path = one.paths_in(folder)[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\0" * 1000)
    listed = Catalogue.load()
    return Shelf(listed, replace(listed, models=models), folder, memory)


def serves(role: Role[object], found: Shelf, settings: Settings, only: str = "") -> str:
    chosen = Serving(found.folder, settings, only).chosen(role, found)
    return chosen.id if chosen else ""


GENERAL = model("general", Task.ANSWER, Task.SUMMARISE, parameters=4 * 10**9)
CODER = model("coder", Task.CODE, parameters=7 * 10**9, role=ModelRole.CODE)
WRITER = model("writer", Task.DRAFT, Task.ANSWER)
PICKER = model("picker", Task.EXTRACT, parameters=3 * 10**8)
DOCTOR = model("doctor", Task.MEDICINE)


def test_each_task_takes_its_specialist_and_falls_back(tmp_path: Path, settings: Settings) -> None:
    settings.update(model="general")
    there = shelf(tmp_path, GENERAL, CODER, WRITER, PICKER, DOCTOR)
    found = {role.name: serves(role, there, settings) for role in SPECIALISTS}
    assert found == {
        "summarise": "general",  # it is good at that itself
        "extract": "picker",
        "draft": "writer",
        "code": "coder",
        "calls": "general",
        "medicine": "doctor",
    }
    alone = shelf(tmp_path / "alone", GENERAL)
    assert {serves(role, alone, settings) for role in SPECIALISTS} == {"general"}


def test_who_is_best_at_it_comes_first_then_the_larger(tmp_path: Path, settings: Settings) -> None:
    settings.update(model="general")
    second = model("second", Task.ANSWER, Task.CODE, parameters=9 * 10**9)
    larger = model("larger", Task.CODE, parameters=8 * 10**9)
    assert serves(CODING, shelf(tmp_path, GENERAL, CODER, second), settings) == "coder"
    assert serves(CODING, shelf(tmp_path, GENERAL, CODER, larger), settings) == "larger"


def test_one_that_the_memory_cannot_carry_does_nothing_by_itself(tmp_path: Path, settings: Settings) -> None:
    settings.update(model="general")
    assert serves(CODING, shelf(tmp_path, GENERAL, CODER, memory=1000), settings) == "general"


def test_a_model_of_ones_own_does_all_unless_asked_otherwise(tmp_path: Path, settings: Settings) -> None:
    own = model("own")
    there = shelf(tmp_path, own, CODER)
    settings.update(model="own")
    assert serves(CODING, there, settings) == "own"
    settings.update(code_model="coder")
    assert serves(CODING, there, settings) == "coder"


def test_what_was_asked_for_counts_as_long_as_it_is_there(tmp_path: Path, settings: Settings) -> None:
    there = shelf(tmp_path, GENERAL, CODER, WRITER)
    settings.update(model="general", summarise_model="writer", draft_model=ANSWERER)
    assert serves(SUMMARISING, there, settings) == "writer"
    assert serves(DRAFTING, there, settings) == "general"
    settings.update(summarise_model="gone")
    assert serves(SUMMARISING, there, settings) == "general"


def test_the_model_of_one_run_writes_everything(tmp_path: Path, settings: Settings) -> None:
    there = shelf(tmp_path, GENERAL, CODER, PICKER)
    settings.update(code_model="coder")
    assert {serves(role, there, settings, only="picker") for role in SPECIALISTS} == {"picker"}
    assert {serves(role, there, settings, only="gone") for role in SPECIALISTS} == {""}


def test_each_role_is_told_with_what_could_serve_it(tmp_path: Path, settings: Settings) -> None:
    there = shelf(tmp_path, GENERAL, CODER)
    settings.update(model="general")
    rows = {row.name: row for row in Serving(tmp_path, settings, "").rows(there)}
    assert (rows["code"].model, rows["code"].stands_in) == ("coder", False)
    assert (rows["extract"].model, rows["extract"].stands_in) == ("general", True)
    assert rows["extract"].usable == ("general", "coder")
    assert (rows["pictures"].model, rows["pictures"].usable) == ("", ())
    uses = Serving(tmp_path, settings, "").uses(there, {})
    assert uses == {"general": [ModelUse.ANSWERS], "coder": [ModelUse.CODES]}


def test_only_what_is_there_and_can_do_it_is_kept(tmp_path: Path, settings: Settings) -> None:
    there = shelf(tmp_path, GENERAL, CODER)
    serving = Serving(tmp_path, settings, "")
    for given in ("coder", ANSWERER, ""):
        serving.give(EXTRACTING, given, there)
        assert settings.preferences.extract_model == given
    with pytest.raises(ModelMissing):
        serving.give(MEDICINE, "gone", there)
    assert settings.preferences.medicine_model == ""
