"""Questions to begin with: out of the person's own documents, each answered right before it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from house import House
from models import model_path, models_dir

from app.events import ExamplesChanged
from app.paths import Paths
from app.sample import sample
from app.services import open_services
from engine.cancel import CancelToken
from rag.offering.offering import MOST
from rag.types import AnswerDone, Outcome

LEASE = """The lease of the boathouse begins in spring and is kept in two copies.
The tenant must pay the deposit within fourteen days after the lease was signed.
The yearly rent is 640 euros and falls due on the first of May.
Boats may be varnished in the yard on days without rain.
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home")
    opened.services.examples.start()
    yield opened
    opened.close()


def some(event: ExamplesChanged) -> bool:
    return len(event.questions) > 1


def add(house: House, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    house.library.add([path])
    house.library.wait_idle()


def test_a_document_offers_what_it_answers_and_takes_it_along(house: House, tmp_path: Path) -> None:
    add(house, tmp_path / "lease.txt", LEASE)
    offered = house.next_event(ExamplesChanged, some).questions
    assert "How much is the yearly rent?" in offered
    assert "Within what time must the tenant pay the deposit?" in offered
    for question in offered:
        *_, last = house.services.chats.answer(question, CancelToken())
        assert isinstance(last, AnswerDone)
        assert last.answer.outcome is Outcome.ANSWERED
    [document] = house.library.documents()
    house.library.remove(document.id)
    assert house.next_event(ExamplesChanged, lambda event: not event.documents).questions == ()


def test_the_first_is_told_before_the_others_are_looked_for(house: House, tmp_path: Path) -> None:
    add(house, tmp_path / "lease.txt", LEASE)
    told = house.next_event(ExamplesChanged, lambda event: bool(event.questions)).questions
    assert len(told) == 1
    assert house.next_event(ExamplesChanged, some).questions[0] == told[0]


def test_what_two_documents_answer_differently_is_not_offered(house: House, tmp_path: Path) -> None:
    add(house, tmp_path / "lease.txt", LEASE)
    assert "How much is the yearly rent?" in house.next_event(ExamplesChanged, some).questions
    add(house, tmp_path / "other.txt", LEASE.replace("640", "980").replace("fourteen", "thirty"))
    assert house.next_event(ExamplesChanged, lambda event: len(event.documents) == 2).questions == ()


def test_a_document_that_says_nothing_to_ask_offers_nothing(house: House, tmp_path: Path) -> None:
    add(house, tmp_path / "poem.txt", "Page 3\nO river, run.\nIt shall be paid within ten days.\nPage 4\n")
    assert house.next_event(ExamplesChanged, lambda event: bool(event.documents)).questions == ()


def test_nothing_of_it_is_kept(house: House, tmp_path: Path) -> None:
    add(house, tmp_path / "lease.txt", LEASE)
    [first, *_] = house.next_event(ExamplesChanged, some).questions
    with house.vault.read() as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [str(row) for name in tables for row in db.execute(f'SELECT * FROM "{name}"').fetchall()]
    assert not [row for row in kept if first in row]
    assert not [
        one for one in (tmp_path / "home").rglob("*.json") if first in one.read_text(encoding="utf-8")
    ]
    assert house.chats.conversations() == []


@pytest.mark.model
def test_the_sample_offers_its_fill(tmp_path: Path) -> None:
    """With the embedder that comes along and no model that writes."""
    model_path("all-minilm-l6-v2")
    services = open_services(
        Paths(tmp_path, models_dir()), "a passphrase", keyring_allowed=False, watch=False
    )
    try:
        services.library.add([sample()])
        services.library.wait_idle()
        [document] = services.library.documents()
        assert document.pages >= 10
        found = services.examples._offering.offered([document.id], CancelToken())
        assert len(found) == MOST, found
    finally:
        services.close()
