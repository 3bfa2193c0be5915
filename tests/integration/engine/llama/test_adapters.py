"""LoRA adapters made by the tests: what they change can be foretold, and without them all is as before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from tiny_gguf import CONTEXT, adapter, speaking, taught, tiny

from engine.cancel import CancelToken
from engine.errors import ModelInvalid, ModelMissing
from engine.formats.gguf import read_header
from engine.llama.adapters import Adapter, belongs_to
from engine.llama.generator import ModelProcess
from engine.llama.model import LlamaModel
from engine.types import GenerationDone, Message, Sampling, Speaker, TextDelta

ASKED = (Message(Speaker.USER, "?"),)
BASE = speaking("OLD</s>")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("adapters")
    made = {"base": BASE, "new": taught("NEW</s>"), "odd": taught("PQR</s>", strength=8.0)}
    return {name: one.save(folder / f"{name}.gguf") for name, one in made.items()}


@pytest.fixture(scope="module")
def model(files: dict[str, Path]) -> Iterator[LlamaModel]:
    found = LlamaModel(files["base"], "base", context_length=CONTEXT)
    yield found
    found.close()


def said(model: LlamaModel | ModelProcess, *adapters: Adapter) -> str:
    writing = model.adapted(adapters) if isinstance(model, ModelProcess) else model
    if isinstance(model, LlamaModel):
        model.adapt(adapters)
    events = writing.generate(ASKED, Sampling(max_tokens=8, repeatable=True), CancelToken())
    return "".join(one.text for one in events if isinstance(one, TextDelta))


def test_an_adapter_says_what_it_was_made_to_say(model: LlamaModel, files: dict[str, Path]) -> None:
    assert said(model) == "OLD"
    assert said(model, Adapter(files["new"])) == "NEW"
    assert said(model) == "OLD"


def test_they_are_swapped_and_laid_over_each_other(model: LlamaModel, files: dict[str, Path]) -> None:
    new, odd = Adapter(files["new"]), Adapter(files["odd"])
    loaded = model._model
    assert [said(model, one) for one in (new, odd, new)] == ["NEW", "PQR", "NEW"]
    assert said(model, new, odd) == "PQR", "the stronger one is heard"
    assert said(model, Adapter(files["new"], 4.0), odd) == "NEW"
    assert model._model is loaded, "nothing was loaded again"


def test_a_scale_weighs_it(model: LlamaModel, files: dict[str, Path]) -> None:
    assert said(model, Adapter(files["new"], 0.01)) == "OLD"
    assert said(model, Adapter(files["new"], 1.0)) == "NEW"


def chances(model: LlamaModel, *adapters: Adapter) -> Sequence[tuple[int, float]]:
    model.adapt(adapters)
    return list(model.log_likelihoods("?", ["OLD", "NEW"], CancelToken()))


def test_at_scale_zero_every_figure_is_that_of_the_model_alone(
    model: LlamaModel, files: dict[str, Path]
) -> None:
    alone = chances(model)
    with_it = chances(model, Adapter(files["new"]))
    assert with_it != alone
    assert chances(model, Adapter(files["new"], 0.0)) == alone
    assert chances(model) == alone


def test_what_was_read_before_with_another_is_not_used(model: LlamaModel, files: dict[str, Path]) -> None:
    def cached(*adapters: Adapter) -> int:
        model.adapt(adapters)
        *_, done = model.generate(ASKED, Sampling(max_tokens=2), CancelToken())
        assert isinstance(done, GenerationDone)
        return done.cached_tokens

    cached()
    assert cached() > 0
    assert cached(Adapter(files["new"])) == 0


def test_the_stamp_tells_them(model: LlamaModel, files: dict[str, Path]) -> None:
    model.adapt(())
    alone = model.stamp().machine
    model.adapt([Adapter(files["new"], 0.5)])
    assert model.stamp().machine.startswith(f"{alone}, new ")
    assert model.stamp().machine.endswith(" × 0.5")


def test_the_process_uses_what_it_may_read(files: dict[str, Path]) -> None:
    with closing(
        ModelProcess(files["base"], "base", context_length=CONTEXT, adapters=(files["new"], files["odd"]))
    ) as process:
        assert said(process) == "OLD"
        pid = process.pid
        assert said(process, Adapter(files["new"])) == "NEW"
        assert said(process, Adapter(files["odd"])) == "PQR"
        assert process.pid == pid
        process.unload()
        assert said(process, Adapter(files["new"])) == "NEW", "another process knows it too"


@pytest.mark.parametrize("architecture", ["llama", "qwen2", "qwen3", "gemma3"])
def test_an_adapter_of_all_layers_changes_what_is_written(architecture: str, tmp_path: Path) -> None:
    made = tiny(architecture)
    path = adapter(made).save(tmp_path / "a.gguf")
    model = LlamaModel(made.save(tmp_path / "m.gguf"), "m", context_length=CONTEXT)
    try:
        assert belongs_to(read_header(path), read_header(tmp_path / "m.gguf"))
        assert chances(model, Adapter(path)) != chances(model)
    finally:
        model.close()


def test_one_that_was_made_for_another_model_is_refused(
    model: LlamaModel, files: dict[str, Path], tmp_path: Path
) -> None:
    others = {
        "architecture": adapter(tiny("qwen2")),
        "shape": adapter(tiny("llama", head=32)),
        "model": BASE,
    }
    for name, made in others.items():
        with pytest.raises(ModelInvalid) as refused:
            model.adapt([Adapter(made.save(tmp_path / f"{name}.gguf"))])
        assert refused.value.facts["detail"] == "it was made for another model"
    with pytest.raises(ModelMissing):
        model.adapt([Adapter(tmp_path / "gone.gguf")])
    assert said(model) == "OLD"
