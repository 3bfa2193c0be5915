"""A graphics driver that crashes, for real: in a process of its own, found out once; the model answers."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from models import model_path

from app.models.active import Choice
from app.models.graphics import ON_THE_PROCESSOR, Graphics, Verdict
from engine.llama.generator import ModelProcess
from engine.llama.process import LlamaProcess
from engine.llama.states import Keeping

SMALL = "smollm2-135m-instruct-q4_1"
HELPERS = Path(__file__).resolve().parents[3] / "helpers"


class Crashing(ModelProcess):
    def __init__(self, path: Path, name: str, layers: int) -> None:
        LlamaProcess.__init__(
            self,
            "model",
            "programs.crashing_model:build",
            path,
            name,
            context_length=512,
            threads=None,
            gpu_layers=layers,
        )
        self._keeping = Keeping(self._worker, None)


def test_a_driver_that_crashes_leaves_the_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HELPERS))
    source = model_path(SMALL)
    path = tmp_path / "models" / SMALL / source.name
    path.parent.mkdir(parents=True)
    shutil.copy(source, path)
    choice = Choice(SMALL, path, (path,))
    made: list[int] = []

    def make(one: Choice, layers: int) -> Crashing:
        made.append(layers)
        return Crashing(one.path, one.id, layers)

    graphics = Graphics(tmp_path / "models", make, ("CUDA", "CPU"))

    assert graphics.layers(choice) == ON_THE_PROCESSOR
    trial = graphics.trial(choice)
    assert (trial.verdict, trial.backend, trial.detail) == (Verdict.CRASHED, "CUDA", "worker-died")
    assert len(made) == 1

    with closing(Crashing(path, SMALL, ON_THE_PROCESSOR)) as process:
        assert process.info().backend == "CPU"
