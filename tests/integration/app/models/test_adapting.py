"""LoRA adapters of one's own: added, bound to the model that they were made for, put on and taken off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from programs.command import Command
from tiny_gguf import adapter, speaking, taught, tiny

from app.events import EventBus
from app.models.generating import ActiveGenerator
from app.models.models import Models
from app.models.roles import DRAFTING
from app.paths import Paths
from app.settings import Settings
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import ModelMissing, NotAModel
from engine.types import Message, Sampling, Speaker, Task, TextDelta


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    found = Paths(tmp_path / "home", tmp_path / "models")
    speaking("OLD</s>").save(found.models / "base" / "base.gguf")
    return found


@pytest.fixture
def models(paths: Paths) -> Iterator[Models]:
    shelf = Models(paths.models, Settings(paths.settings), EventBus())
    yield shelf
    shelf.close()


def answer(models: Models) -> str:
    asked = (Message(Speaker.USER, "?"),)
    events = models.generator.generate(asked, Sampling(max_tokens=8), CancelToken())
    return "".join(one.text for one in events if isinstance(one, TextDelta))


def process_of(models: Models) -> int | None:
    with models._writers.using(models.generator.choice()) as process:
        return process.pid


def add(models: Models, path: Path) -> tuple[str, ...]:
    return models.add([path], lambda _: None, CancelToken())


def test_an_adapter_is_added_used_and_taken_off_while_the_model_stays(models: Models, tmp_path: Path) -> None:
    assert add(models, taught("NEW</s>").save(tmp_path / "new.gguf")) == ("new",)
    assert [row.model.id for row in models.list() if row.installed] == ["base"], "it is no model"
    assert answer(models) == "OLD"
    pid = process_of(models)
    assert pid is not None
    models.adapt({"new": 1.0})
    assert answer(models) == "NEW"
    assert "new " in models.generator.stamp().machine
    models.adapt({"new": 0.0})
    assert answer(models) == "OLD"
    models.adapt({})
    assert answer(models) == "OLD"
    assert process_of(models) == pid


def test_one_that_came_later_is_used_all_the_same(models: Models, tmp_path: Path) -> None:
    assert answer(models) == "OLD"
    add(models, taught("NEW</s>").save(tmp_path / "new.gguf"))
    models.adapt({"new": 1.0})
    assert answer(models) == "NEW", "its process may not read it, so another takes its place"


def test_what_is_asked_for_stays_with_the_model_that_it_belongs_to(
    models: Models, paths: Paths, tmp_path: Path
) -> None:
    add(models, taught("NEW</s>").save(tmp_path / "new.gguf"))
    models.adapt({"new": 1.0})
    tiny("qwen3").save(paths.models / "other.gguf")
    models.use("other")
    assert [(row.fits, row.scale) for row in models.adapters()] == [(False, 1.0)]
    answer(models)
    assert "new" not in models.generator.stamp().machine
    models.use("base")
    assert answer(models) == "NEW"


def test_one_of_another_model_is_refused(models: Models, tmp_path: Path) -> None:
    add(models, adapter(tiny("qwen3")).save(tmp_path / "theirs.gguf"))
    with pytest.raises(NotAModel) as refused:
        models.adapt({"theirs": 1.0})
    assert "models of the kind “qwen3”" in notice_of(refused.value).sentence
    assert "“base” is none of them" in notice_of(refused.value).sentence
    with pytest.raises(ModelMissing):
        models.adapt({"gone": 1.0})


@pytest.mark.parametrize("scale", [-1.0, 5.0, float("nan"), float("inf")])
def test_a_scale_out_of_bounds_is_refused(scale: float, models: Models, tmp_path: Path) -> None:
    add(models, taught("NEW</s>").save(tmp_path / "new.gguf"))
    with pytest.raises(ValueError, match="new="):
        models.adapt({"new": scale})


@pytest.mark.parametrize("kept", ["no JSON", "[]", '{"new": "loud"}', '{"new": 1e9}', '{"new": NaN}'])
def test_settings_that_cannot_be_read_count_as_none(kept: str, paths: Paths, models: Models) -> None:
    taught("NEW</s>").save(paths.models / "new.gguf")
    models._settings.update(adapters=kept)
    assert [row.scale for row in models.adapters()] == [None]
    assert answer(models) == "OLD"


def test_the_command_line(paths: Paths, tmp_path: Path) -> None:
    command = Command(paths.home, paths.models)
    ran = command("models", "add", taught("NEW</s>").save(tmp_path / "new.gguf"), "--json")
    assert (ran.status, ran.rows[0]["id"]) == (0, "new")
    assert "belongs to the model that answers" in command("models", "list").out
    ran = command("models", "adapt", "new=0.5", "--json")
    assert (ran.status, ran.rows) == (0, [{"id": "new", "state": "in use", "scale": 0.5, "error": None}])
    assert "uses it, at 0.5" in command("models", "list").out
    rows = {row["id"]: row for row in command("models", "list", "--json").rows}
    assert (rows["new"]["role"], rows["new"]["used_for"]) == ("adapter", "answers")
    for wrong in ("new=loud", "new=9"):
        ran = command("models", "adapt", wrong)
        assert ran.status == 1
        assert "a number from 0 to 4" in ran.out + ran.err
    assert command("models", "adapt", "gone").status == 1
    assert command("models", "adapt").status == 0
    assert "belongs to the model that answers" in command("models", "list").out


def written(writer: ActiveGenerator) -> str:
    asked = (Message(Speaker.USER, "?"),)
    events = writer.generate(asked, Sampling(max_tokens=8), CancelToken())
    return "".join(one.text for one in events if isinstance(one, TextDelta))


def test_a_role_follows_the_answers_until_it_has_its_own(models: Models, tmp_path: Path) -> None:
    for name in ("NEW", "PQR"):
        add(models, taught(f"{name}</s>").save(tmp_path / f"{name.lower()}.gguf"))
    drafts = models.of(DRAFTING)
    models.adapt({"new": 1.0})
    assert (answer(models), written(drafts)) == ("NEW", "NEW")
    models.adapt({"pqr": 1.0}, DRAFTING)
    assert (answer(models), written(drafts)) == ("NEW", "PQR")
    assert {row.name: row.scale for row in models.adapters(DRAFTING)} == {"new": None, "pqr": 1.0}
    models.adapt({}, DRAFTING)
    assert (answer(models), written(drafts)) == ("NEW", "OLD"), "its own choice is: none"
    models.adapt({})
    assert answer(models) == "OLD"


def test_a_collection_has_its_own_beside_the_role(models: Models, tmp_path: Path) -> None:
    for name in ("NEW", "PQR"):
        add(models, taught(f"{name}</s>").save(tmp_path / f"{name.lower()}.gguf"))
    models.adapt({"new": 1.0})
    patients = models.adapted(Task.MEDICINE, {"pqr": 1.0, "gone": 1.0})
    assert (answer(models), written(patients), answer(models)) == ("NEW", "PQR", "NEW")
    with pytest.raises(ModelMissing):
        models.check_adapters({"gone": 1.0}, Task.MEDICINE)


def test_scales_kept_before_roles_had_their_own_are_the_answers(paths: Paths, models: Models) -> None:
    taught("NEW</s>").save(paths.models / "new.gguf")
    models._settings.update(adapters='{"new": 1.0}')
    assert answer(models) == "NEW"


def test_a_collection_and_a_role_on_the_command_line(paths: Paths, tmp_path: Path) -> None:
    command = Command(paths.home, paths.models)
    command("models", "add", taught("NEW</s>").save(tmp_path / "new.gguf"))
    assert command("models", "adapt", "new=0.5", "--role", "draft").status == 0
    assert "belongs to the model that answers" in command("models", "list").out
    (row,) = command("roles", "collection", "Patients", "medicine", "--adapters", "new=2", "--json").rows
    assert (row["role"], row["adapters"]) == ("medicine", {"new": 2.0})
    assert "With: new (2)." in command("roles", "collection", "Patients").out
    for wrong in ("new=9", "new=loud", "gone"):
        assert command("roles", "collection", "Patients", "--adapters", wrong).status == 1
    assert command("roles", "collection", "Patients", "--adapters").status == 0
    (row,) = command("roles", "collection", "Patients", "--json").rows
    assert (row["role"], row["adapters"]) == ("medicine", {})
