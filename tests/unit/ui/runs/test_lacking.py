"""Which runs of a line wait for a model, and how many a person is told of."""

from __future__ import annotations

from typing import cast

import pytest

from app.runs.runs import Runs
from rag.errors import KindUnknown
from rag.runs.types import Run
from ui.runs.lacking import Lacking, Waiting


class Made:
    """A run of this number."""

    def __init__(self, number: int) -> None:
        self.id = number


class Makers:
    """Odd runs ask a model, even ones do not, and the kind of 6 is gone."""

    def asks_model(self, run: Run) -> bool:
        if run.id == 6:
            raise KindUnknown(kind="mine")
        return run.id % 2 == 1


LINE = [cast("Run", Made(number)) for number in (1, 2, 3, 6)]


def waiting(*, there: bool = False) -> Waiting:
    return Waiting(cast("Runs", Makers()), lambda: there)


def test_those_that_ask_a_model_wait_where_there_is_none() -> None:
    found = waiting()
    with pytest.raises(Lacking) as raised:
        found.look(LINE[0], LINE)
    assert raised.value.ids == {1, 3}
    found.look(LINE[1], LINE)
    found.look(LINE[3], LINE)  # it says itself that its kind is gone
    waiting(there=True).look(LINE[0], LINE)


def test_a_person_is_told_once_of_what_they_asked_for() -> None:
    found, fault = waiting(), Lacking(frozenset({1, 3}))
    assert found.take(fault) == 0, "nobody asked: it waited when the program was started"
    found.ask()
    assert (found.take(fault), found.take(fault)) == (2, 0)
    found.ask(1)
    assert found.ids == {3}
    found.retry()
    assert not found.ids
