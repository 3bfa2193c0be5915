"""The model that answers now, asked how likely texts are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from models import model_path

from app.events import EventBus
from app.models.active import Choice
from app.models.generating import ActiveGenerator
from app.models.writers import Writers
from app.types import ModelState
from engine.cancel import CancelToken
from engine.errors import Cancelled, ContextFull, ModelMissing

SMOL = "smollm2-135m-instruct-q4_1"


@pytest.fixture
def active() -> Iterator[ActiveGenerator]:
    path = model_path(SMOL)
    generator = ActiveGenerator(lambda: Choice(SMOL, path, (path,)), Writers(EventBus()))
    yield generator
    generator.unload()


def test_scoring_loads_the_model_as_an_answer_does(active: ActiveGenerator) -> None:
    assert active.log_likelihoods("The capital of France is", (), CancelToken()) == ()
    assert active.status.state is ModelState.IDLE
    likely, nonsense = active.log_likelihoods("The capital of France is", (" Paris", " xqzt"), CancelToken())
    assert nonsense < likely < 0
    assert active.status.state is ModelState.READY
    with pytest.raises(ContextFull):
        active.log_likelihoods("", (" word" * (active.info().context_length + 9),), CancelToken())


def test_nothing_is_loaded_for_who_has_cancelled(active: ActiveGenerator) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        active.log_likelihoods("The capital of France is", (" Paris",), cancel)
    assert active.status.state is ModelState.IDLE
    assert active.memory_bytes() == 0


def test_without_a_model_there_is_no_score() -> None:
    def none() -> Choice:
        raise ModelMissing(model=SMOL)

    with pytest.raises(ModelMissing):
        ActiveGenerator(none, Writers(EventBus())).log_likelihoods("", ("A house",), CancelToken())
