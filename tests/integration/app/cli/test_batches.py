"""One question's death is its own: the other rows of a batch are answered."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from files.documents import BREACH
from house import House

from app.cli.batches import fault_of_row
from app.cli.commands.ask import answer_all
from app.cli.commands.search import find_all
from app.cli.output import Output
from app.cli.session import Query, Session
from app.services import Services
from engine.cancel import CancelToken
from engine.errors import Cancelled, ModelMissing, WorkerDied
from engine.types import Message
from rag.errors import DocumentUnknown, VaultCorrupt
from rag.types import SearchScope

BREAKS = "Which authority must the controller notify of a breach?"
QUESTIONS = ("How many hours has the controller?", BREAKS, "Whom does the controller notify?")

Run = Callable[[Session, Services, Sequence[Query], CancelToken], bool]


class Failing:
    """Raises where it is asked the one question, as a parser does that meets what it cannot read."""

    def reply(self, messages: Sequence[Message]) -> str:
        self.search([messages[-1].text])
        return BREACH

    def search(self, texts: Sequence[str]) -> None:
        if any(BREAKS in text for text in texts):
            raise ZeroDivisionError


@pytest.fixture
def failing() -> Failing:
    return Failing()


@pytest.fixture
def house(tmp_path: Path, failing: Failing) -> Iterator[House]:
    opened = House(tmp_path / "home", generator=FakeGenerator(failing.reply))
    path = tmp_path / "gdpr.txt"
    path.write_text(f"# Notification\n{BREACH}\n", encoding="utf-8")
    opened.library.add([path])
    opened.library.wait_idle()
    yield opened
    opened.close()


def ran(
    house: House, run: Run, *, batch: Path | None = Path("b.jsonl")
) -> tuple[bool, list[dict[str, object]]]:
    out = io.StringIO()
    asked = argparse.Namespace(batch=batch, k=3, keep=False)
    session = Session(asked, house.services.paths, Output(True, out, io.StringIO()))
    queries = [Query(number, text, SearchScope()) for number, text in enumerate(QUESTIONS)]
    done = run(session, house.services, queries, CancelToken())
    return done, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_batch_of_asks_tells_the_failure_in_its_row_and_goes_on(house: House) -> None:
    done, rows = ran(house, answer_all)
    assert not done
    assert [row["id"] for row in rows] == [0, 1, 2]
    assert [row["found"] for row in rows] == [True, False, True]
    assert ["error" in row for row in rows] == [False, True, False]


def test_a_batch_of_searches_tells_the_failure_in_its_row_and_goes_on(house: House, failing: Failing) -> None:
    house.embedder.before = failing.search
    done, rows = ran(house, find_all)
    assert not done
    assert [row["qid"] for row in rows] == [0, 1, 2]
    assert [bool(row["hits"]) for row in rows] == [True, False, True]
    assert ["error" in row for row in rows] == [False, True, False]


def test_a_known_failure_has_its_own_words() -> None:
    assert fault_of_row(WorkerDied(reason="memory", exit_code=87, detail="model")).code == "worker-died"
    assert fault_of_row(DocumentUnknown(document="a.pdf")).code == "document-unknown"


@pytest.mark.parametrize(
    "failure",
    [Cancelled(), ModelMissing(model="m"), VaultCorrupt(path="v", detail="d"), BrokenPipeError()],
)
def test_what_no_other_row_could_do_better_ends_the_batch(failure: Exception) -> None:
    with pytest.raises(type(failure)):
        fault_of_row(failure)


@pytest.mark.parametrize("run", [answer_all, find_all])
def test_a_question_by_itself_fails_aloud(house: House, failing: Failing, run: Run) -> None:
    house.embedder.before = failing.search
    with pytest.raises(ZeroDivisionError):
        ran(house, run, batch=None)
