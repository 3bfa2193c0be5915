"""An answer that rests on a shared passage, in what can be asked of it next and where it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from chroma_servers import chroma_server
from fakes.generator import FakeGenerator
from house import House
from sharing import NOW, allowed_house, door_to, filled

from app.cli.terminal import Terminal
from app.sharing.publishing import Publishing
from app.types import ModelState, ModelStatus
from engine.remote.places import Place
from rag.types import Answer, AnswerDone, Outcome

LAW = (
    "# Notification\n"
    "The controller notifies the supervisory authority of a breach within 72 hours.\n"
    "Fines are paid to the authority within 30 days."
)
QUESTION = "Within how many hours does the controller notify the supervisory authority of a breach?"


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as place, door_to(place) as found:
        yield found


@contextmanager
def asking(chroma: Place, folder: Path, reply: str = "Told.", **texts: str) -> Iterator[House]:
    """A library that searches "law", which somebody published."""
    with allowed_house(folder / "theirs", chroma) as theirs:
        filled(theirs, folder / "their-files", "legal", **texts)
        assert theirs.services.sharing is not None
        publishing = Publishing(theirs.services.sharing, theirs.store, theirs.vault)
        publishing.publish(publishing.plan("legal", "law"), lambda *_: None, NOW)
        try:
            with allowed_house(folder / "ours", chroma, "law", generator=FakeGenerator(reply)) as ours:
                filled(ours, folder / "our-files", "", notes="# Canteen\nThe canteen opens at noon.")
                yield ours
        finally:
            publishing.withdraw("law", NOW)


def talked(house: House, *questions: str) -> list[Answer]:
    chat = house.chats.create()
    answers = []
    for question in questions:
        *_, done = house.chats.ask(chat.id, question, NOW)
        assert isinstance(done, AnswerDone)
        answers.append(done.answer)
    return answers


def sources(answer: Answer) -> list[str]:
    return [one.quote for said in answer.sentences for one in said.citations if one.shared]


def test_the_words_of_a_model_rest_on_it(chroma: Place, tmp_path: Path) -> None:
    said = "The controller notifies the authority of a breach within 72 hours."
    with asking(chroma, tmp_path, said, gdpr=LAW) as ours:
        (answer,) = talked(ours, QUESTION)
        assert (answer.text, answer.model) == (said, "fake")
        assert sources(answer) == [LAW.split("\n")[1]]


def test_words_that_it_does_not_bear_are_not_shown(chroma: Place, tmp_path: Path) -> None:
    with asking(chroma, tmp_path, "The controller notifies the authority within 24 hours.", gdpr=LAW) as ours:
        (answer,) = talked(ours, QUESTION)
        assert "24" not in answer.text
        assert sources(answer) == [LAW.split("\n")[1]]


def test_it_is_put_in_another_form_and_asked_on(chroma: Place, tmp_path: Path) -> None:
    with asking(chroma, tmp_path, gdpr=LAW) as ours:
        _, table, points, on = talked(
            ours,
            QUESTION,
            "As a table, please.",
            "As bullet points.",
            "And within how many days are fines paid?",
        )
        for one in (table, points):
            assert "72 hours" in one.text
            assert sources(one) == [LAW.split("\n")[1]]
        assert sources(on) == [LAW.split("\n")[2]]


def test_it_is_made_shorter_only_as_far_as_it_bears_that(chroma: Place, tmp_path: Path) -> None:
    short = "The controller notifies of a breach within 72 hours."
    with asking(chroma, tmp_path, short, gdpr=LAW) as ours:
        _, shorter = talked(ours, QUESTION, "Shorter, please.")
        assert "72 hours" in shorter.text
        assert sources(shorter) == [LAW.split("\n")[1]]


def test_it_is_opened_in_the_terminal(chroma: Place, tmp_path: Path) -> None:
    with asking(chroma, tmp_path, gdpr=LAW) as ours:
        services: Any = SimpleNamespace(
            library=ours.library,
            chats=ours.chats,
            bus=ours.bus,
            models=SimpleNamespace(
                status=lambda: ModelStatus(ModelState.READY, "fake"), missing=tuple, list=list
            ),
            seal_report=SimpleNamespace(audit_hook=True),
            engines=SimpleNamespace(elsewhere=None),
            sharing=ours.services.sharing,
        )
        said: list[str] = []
        lines = iter([QUESTION, "/open 1"])

        def read_line(_prompt: str) -> str:
            try:
                return next(lines)
            except StopIteration:
                raise EOFError from None

        Terminal(services, read_line, said.append).run()
        text = "".join(said)
        assert "sealed, but for 127.0.0.1" in text
        opened = text[text.rindex("[1]") :]
        assert "from the shared collection “law” on 127.0.0.1" in opened
        assert "┃ The controller notifies" in opened


@pytest.mark.parametrize(
    ("law", "question", "quote"),
    [
        (
            "# Meldung\nDer Verantwortliche meldet eine Verletzung binnen 72 Stunden der Aufsichtsbehörde.",
            "Binnen wie vielen Stunden meldet der Verantwortliche eine Verletzung der Aufsichtsbehörde?",
            "72 Stunden",
        ),
        (
            "# Congés\nLes salariés ont droit à 25 jours de congés payés par an.",
            "À combien de jours de congés payés par an les salariés ont-ils droit ?",
            "25 jours",
        ),
        (
            "# Plazo\nEl comprador paga el precio en un plazo de 30 días desde la entrega.",
            "¿En qué plazo paga el comprador el precio desde la entrega?",
            "30 días",
        ),
        (
            "# Betaling\nDe huurder betaalt de huur binnen 14 dagen na ontvangst van de rekening.",
            "Binnen hoeveel dagen betaalt de huurder de huur na ontvangst van de rekening?",
            "14 dagen",
        ),
    ],
)
def test_in_other_languages(chroma: Place, tmp_path: Path, law: str, question: str, quote: str) -> None:
    with asking(chroma, tmp_path, text=law) as ours:
        (answer,) = talked(ours, question)
        assert answer.outcome is Outcome.ANSWERED
        assert quote in sources(answer)[0]
