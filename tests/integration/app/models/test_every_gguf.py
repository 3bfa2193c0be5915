"""GGUF files of every kind, in the models folder and to be added: what can answer does, the rest is named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from programs.command import Command
from tiny_gguf import TinyGguf, tiny
from vision import PROJECTOR

from app.doctor import Doctor, Health
from app.events import EventBus
from app.models.looking import Looks
from app.models.models import Models
from app.paths import Paths
from app.settings import Settings
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import ModelDoesNotFit, NotAModel
from engine.llama.knowing import Look
from engine.types import GenerationDone, Message, Sampling, Speaker


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    found = Paths(tmp_path / "home", tmp_path / "models")
    found.models.mkdir()
    return found


@pytest.fixture
def models(paths: Paths) -> Iterator[Models]:
    shelf = Models(paths.models, Settings(paths.settings), EventBus())
    yield shelf
    shelf.close()


def add(models: Models, *paths: Path) -> tuple[str, ...]:
    return models.add(paths, lambda _: None, CancelToken())


def refused(models: Models, path: Path) -> NotAModel:
    with pytest.raises(NotAModel) as caught:
        add(models, path)
    return caught.value


# What each of the nine is that were added as chat models once, and what is said of it.
STRANGERS: dict[str, tuple[Callable[[], TinyGguf], str]] = {
    "unknown": (lambda: tiny("zork"), "the kind “zork”, which this version"),
    "reranker": (lambda: tiny("qwen3").with_keys(qwen3__pooling_type=4), "is a reranker"),
    "vocabulary": (lambda: TinyGguf(tiny().keys), "the vocabulary of a model alone"),
    "drawing": (lambda: TinyGguf({"general.architecture": "flux"}, tiny().tensors), "makes pictures"),
    "translating": (lambda: tiny("t5").with_tensors(t5_blocks()), "turns one text into another"),
    "transcribing": (
        lambda: TinyGguf({"general.architecture": "whisper"}, tiny().tensors),
        "writes down speech",
    ),
    "hears": (
        lambda: TinyGguf({"general.architecture": "clip", "clip.has_audio_encoder": True}, tiny().tensors),
        "lets a language model hear",
    ),
    "embedding": (lambda: tiny("qwen3").with_keys(qwen3__pooling_type=3), "is an embedding model"),
    "projector": (
        lambda: TinyGguf({"general.architecture": "clip", "clip.has_vision_encoder": True}),
        "shows pictures",
    ),
    "diffusion": (lambda: tiny("dream"), "fills in a whole text at once"),  # only llama.cpp tells
}


def t5_blocks() -> dict[str, object]:
    weights = next(iter(tiny().tensors.values()))
    return {"enc.blk.0.attn_q.weight": weights, "dec.blk.0.attn_q.weight": weights}


@pytest.mark.parametrize("kind", STRANGERS)
def test_what_is_no_chat_model_is_named_and_never_chosen(
    kind: str, models: Models, paths: Paths, tmp_path: Path
) -> None:
    made, words = STRANGERS[kind]
    path = made().save(tmp_path / "stranger.gguf")
    fault = refused(models, path)
    assert fault.facts["kind"] == kind
    assert words in notice_of(fault).sentence

    path.rename(paths.models / "stranger.gguf")
    assert not [row for row in models.list() if row.model.id == "stranger"]
    assert models.active() == ""
    (told,) = models.unusable()
    assert (told.name, told.fault.facts["kind"]) == ("stranger", kind)
    with pytest.raises(NotAModel):
        models.use("stranger")


def test_a_kind_that_llama_cpp_does_not_know_is_asked_about_once(models: Models, paths: Paths) -> None:
    tiny("zork").save(paths.models / "z.gguf")
    asked: list[Path] = []

    def ask(files: object) -> Look:
        asked.append(paths.models)
        return Look("unknown model architecture: 'zork'", unknown=True)

    for _ in range(2):  # two starts of the program
        looks = Looks(paths.models, ask)
        for _ in range(3):
            fault = looks.fault(paths.models / "z.gguf")
            assert fault is not None
            assert fault.facts["architecture"] == "zork"
    assert len(asked) == 1


def test_a_model_that_ends_what_looks_at_it_is_none(paths: Paths) -> None:
    path = tiny().save(paths.models / "m.gguf")
    fault = Looks(paths.models, lambda _: Look("it ends what reads it")).fault(path)
    assert fault is not None
    assert "ends while it reads the file" in notice_of(fault).sentence
    assert Looks(paths.models / "elsewhere", lambda _: None).fault(path) is None, "nobody can be asked"


def test_weights_that_are_missing_are_told_before_anything_is_loaded(models: Models, tmp_path: Path) -> None:
    made = tiny()
    lacking = TinyGguf(made.keys, {name: one for name, one in made.tensors.items() if "ffn_down" not in name})
    assert "ffn_down" in str(refused(models, lacking.save(tmp_path / "m.gguf")).facts["detail"])


# --- models in parts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", [0, 2])
def test_a_model_in_parts_is_one_model_and_answers(
    chosen: int, models: Models, paths: Paths, tmp_path: Path
) -> None:
    parts = tiny("qwen3").save_in_parts(tmp_path / "stick", "Big-Model", 3)
    assert add(models, parts[chosen]) == ("Big-Model",)
    assert sorted(path.name for path in (paths.models / "Big-Model").iterdir()) == [p.name for p in parts]
    assert models.active() == "Big-Model"
    (row,) = [row for row in models.list() if row.installed]
    assert row.model.size == sum(path.stat().st_size for path in parts)
    *_, done = models.generator.generate(
        (Message(Speaker.USER, "Hi"),), Sampling(max_tokens=4), CancelToken()
    )
    assert isinstance(done, GenerationDone)


def test_all_parts_chosen_at_once_are_one_model(models: Models, tmp_path: Path) -> None:
    assert add(models, *tiny().save_in_parts(tmp_path / "stick", "big", 2)) == ("big",)


def test_parts_put_into_the_folder_by_hand_are_one_model(models: Models, paths: Paths) -> None:
    tiny().save_in_parts(paths.models / "mine", "big", 3)
    assert [row.model.id for row in models.list() if row.installed] == ["big"]
    assert list(models.unusable()) == []


def test_missing_parts_are_named(models: Models, paths: Paths, tmp_path: Path) -> None:
    parts = tiny().save_in_parts(tmp_path / "stick", "big", 4)
    for number in (1, 3):
        parts[number].unlink()
    fault = refused(models, parts[2])
    assert "4 parts, of which these are missing: 2, 4" in notice_of(fault).sentence
    (tmp_path / "stick").rename(paths.models / "mine")
    assert not [row for row in models.list() if row.installed]
    assert "missing: 2, 4" in notice_of(models.unusable()[0].fault).sentence


# --- files that did not come whole --------------------------------------------------------------------------


@pytest.mark.parametrize("harm", ["cut", "zeros"])
def test_a_file_that_did_not_come_whole_is_not_installed(harm: str, models: Models, paths: Paths) -> None:
    path = tiny().save(paths.models / "mine" / "mine.gguf")
    whole = path.read_bytes()
    kept = len(whole) * 2 // 3
    path.write_bytes(whole[:kept] + (bytes(len(whole) - kept) if harm == "zeros" else b""))
    assert not [row for row in models.list() if row.model.id == "mine"]
    assert models.active() == ""
    told = notice_of(models.unusable()[0].fault).sentence
    assert ("cut short" if harm == "cut" else "the end of the file is empty") in told


# --- models that are too large ------------------------------------------------------------------------------


def test_a_model_that_this_machine_never_carries_is_not_used(
    models: Models, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny().save(paths.models / "small.gguf")
    tiny("qwen3", context=8192, layers=8).save(paths.models / "large.gguf")
    needed = {row.model.id: row.needed_bytes for row in models.list()}
    between = (needed["small"] + needed["large"]) // 2
    machine = type("Machine", (), {"memory_bytes": between})
    monkeypatch.setattr("app.models.models.machine", machine)
    with pytest.raises(ModelDoesNotFit) as caught:
        models.use("large")
    assert caught.value.facts["instead"] == "small"
    notice = notice_of(caught.value)
    assert "this computer has" in notice.sentence
    assert "Use “small”" in notice.remedy
    assert models.active() == "small"
    models.use("small")


# --- what people are told -----------------------------------------------------------------------------------


def test_the_command_line(paths: Paths, models: Models, tmp_path: Path) -> None:
    tiny().save(paths.models / "mine.gguf")
    reranker = tiny("qwen3").with_keys(qwen3__pooling_type=4).save(paths.models / "extra" / "rates.gguf")
    command = Command(paths.home, paths.models)
    listed = command("models", "list")
    assert "✗ rates" in listed.out
    assert "is a reranker" in listed.out
    rows = {row["id"]: row for row in command("models", "list", "--json").rows}
    assert rows["rates"]["error"]["code"] == "not-a-model"
    assert (rows["rates"]["installed"], rows["mine"]["installed"]) == (False, True)
    ran = command("models", "use", "rates", "--json")
    assert ran.status == 1
    assert ran.rows[0]["error"]["code"] == "not-a-model"
    assert "is a reranker" in command("models", "add", reranker).out
    found = [one for one in Doctor(paths, models, load_model=False).examine() if "reranker" in one.detail]
    assert [one.health for one in found] == [Health.LIMITED]


def test_a_projector_beside_its_model_is_nothing_to_tell(models: Models, paths: Paths) -> None:
    (paths.models / "alone").mkdir()
    (paths.models / "alone" / "mmproj.gguf").write_bytes(PROJECTOR.read_bytes())
    assert [one.fault.facts["kind"] for one in models.unusable()] == ["projector"]


def test_what_was_kept_of_a_look_is_read_with_care(paths: Paths) -> None:
    path = tiny().save(paths.models / "m.gguf")
    first = Looks(paths.models, lambda _: Look("bad"))
    assert first.fault(path) is not None
    (kept,) = (paths.models / ".measured" / "looks").iterdir()
    for damaged in ("", "[]", json.dumps({"strange": 1})):
        kept.write_text(damaged)
        assert Looks(paths.models, lambda _: Look()).fault(path) is None


# --- models that do not say how they are spoken to ---------------------------------------------------------


def test_what_a_file_does_not_say_is_told(paths: Paths, models: Models, tmp_path: Path) -> None:
    tiny(name="Tiny Instruct").save(tmp_path / "kind.gguf")
    tiny(name="Tiny", tokens=()).save(tmp_path / "raw.gguf")
    tiny(template="{% for m in messages %}{{ m.content }}{% endfor %}").save(tmp_path / "own.gguf")
    command = Command(paths.home, paths.models)
    told = {name: command("models", "add", tmp_path / f"{name}.gguf") for name in ("kind", "raw", "own")}
    assert "kind: Its file does not say how it is spoken to" in told["kind"].err
    assert "most likely a base model" in told["raw"].err
    assert "spoken to" not in told["own"].err
    rows = {row["id"]: row["template"] for row in command("models", "list", "--json").rows}
    assert (rows["kind"], rows["raw"], rows["own"]) == ("family", "base", "own")
    assert "most likely a base model" in command("models", "list").out
    models.use("raw")
    (engine,) = [one for one in Doctor(paths, models).examine() if one.subject == "llama.cpp"]
    assert "in plain words" in engine.detail
