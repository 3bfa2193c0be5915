"""Where no model is installed the documents answer by themselves; what only a model can do says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from answer_house import QUESTION, House, answer_of
from fakes.generator import FakeGenerator

from engine.errors import ModelMissing
from engine.types import ModelInfo
from rag.answering.assistant import Assistant
from rag.types import Outcome


class NoModel(FakeGenerator):
    """What the program has for a generator while no model is installed."""

    def __init__(self, *, named: bool = False) -> None:
        super().__init__()
        self._fault = ModelMissing(model="starter", named=named)

    def info(self) -> ModelInfo:
        raise self._fault


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.vault.close()


def assistant(house: House, generator: FakeGenerator) -> Assistant:
    return Assistant(generator, house.retriever, house.store, house.embedder)


def test_a_question_is_answered_by_a_quote(house: House) -> None:
    generator = NoModel()
    answer = answer_of(list(assistant(house, generator).answer(QUESTION)))
    assert answer.outcome is Outcome.ANSWERED
    assert "72 hours" in answer.sentences[0].citations[0].quote
    assert not answer.model
    assert not generator.calls


def test_the_answer_can_be_made_again_without_a_model(house: House) -> None:
    made = assistant(house, NoModel())
    made.recording.begin()
    answer_of(list(made.answer(QUESTION)))
    assert not made.recording.taken.asked


def test_code_is_refused_as_before(house: House) -> None:
    with pytest.raises(ModelMissing):
        list(assistant(house, NoModel()).answer("Write a Python function that adds two numbers."))


def test_a_model_that_was_named_and_is_gone_is_told(house: House) -> None:
    with pytest.raises(ModelMissing):
        list(assistant(house, NoModel(named=True)).answer(QUESTION))
