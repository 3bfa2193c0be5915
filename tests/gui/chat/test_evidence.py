"""An answer is saved as evidence from its menu."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.activity.activity import Activity
from app.errors import NoEvidence
from app.events import EventBus
from app.words.catalogue import say
from ui.chat.turn_card import TurnCard
from ui.parts.evidence import save_evidence
from ui.parts.overlays import Banner
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT


def test_the_menu_of_an_answer_offers_it(qtbot: QtBot) -> None:
    card = TurnCard("What is the rent?", LIGHT)
    qtbot.addWidget(card)
    (action,) = [one for one in card.actions() if one.text() == say("evidence.save")]
    with qtbot.waitSignal(card.evidence):
        action.trigger()


@pytest.fixture
def given(qtbot: QtBot) -> Any:
    tasks, banner = Tasks(), Banner(LIGHT)
    qtbot.addWidget(banner)
    services = SimpleNamespace(activity=Activity(EventBus()))
    yield SimpleNamespace(tasks=tasks, frame=SimpleNamespace(banner=banner), services=services)
    tasks.close()


def test_it_is_made_elsewhere_and_written_where_it_was_asked_for(
    qtbot: QtBot, given: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []
    target = tmp_path / "answer"

    def chosen(_parent: QWidget, _title: str, name: str, _filter: str) -> tuple[str, str]:
        offered.append(name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    parent = QWidget()
    qtbot.addWidget(parent)
    save_evidence(given, parent, "What is <b>../the rent</b>?", lambda: b"pack")
    pack = target.with_suffix(".zip")
    qtbot.waitUntil(lambda: pack.is_file() and pack.read_bytes() == b"pack")
    assert [Path(one).name for one in offered] == ["What is b the rent b.zip"]
    qtbot.waitUntil(lambda: given.frame.banner._title.text().startswith("Saved as evidence"))


def test_a_refusal_is_told(qtbot: QtBot, given: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "x.zip"), ""))
    parent = QWidget()
    qtbot.addWidget(parent)

    def make() -> bytes:
        raise NoEvidence(turn=1)

    save_evidence(given, parent, "What?", make)
    qtbot.waitUntil(lambda: given.frame.banner._title.text() == say("faults.no-evidence.title"))
    assert not (tmp_path / "x.zip").exists()
