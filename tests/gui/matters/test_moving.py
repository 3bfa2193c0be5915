"""Documents moved into a matter from the library: what is told before, and what became of each."""

from __future__ import annotations

from pathlib import Path

from matters import PASSPHRASE, Chambers
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.cancel import CancelToken
from rag.storing.documents import DocumentStore
from ui.matters.moving import MoveForm, Moves
from ui.parts.tasks import Tasks

PATIENCE = 60_000


def test_several_documents_go_with_the_answers_that_rest_on_them(qtbot: QtBot, tmp_path: Path) -> None:
    chambers = Chambers(tmp_path / "home")
    wall = chambers.new("Wall", PASSPHRASE)
    chambers.add(tmp_path / "birds.txt", "The heron was seen in May.")
    chambers.add(tmp_path / "tigers.txt", "Nobody saw the tiger.")
    with chambers.house() as house:
        talk = house.chats.create("Birds")
        list(house.chats.ask(talk.id, "When was the heron seen?", CancelToken()))
    tasks = Tasks()
    with chambers.matters() as matters:
        store = DocumentStore(matters.vault)
        documents = store.list()
        birds = [one for one in documents if one.name == "birds.txt"]
        assert store.answers_on(birds) == 1
        form = MoveForm(None, documents, store.answers_on(documents), matters.all())
        qtbot.addWidget(form)
        form.show()
        assert "2 documents, 2 passages: birds.txt, tigers.txt" in form.what.text()
        assert "1 answer here rests on them" in form.answers.text()
        assert not form.do.isEnabled(), "the matter is closed"
        qtbot.keyClicks(form.secret, PASSPHRASE)
        qtbot.keyClick(form.secret, Qt.Key.Key_Return)
        assert form.result() == 1
        moves = Moves(matters, tasks, store.remove)
        with qtbot.waitSignal(moves.refused, timeout=PATIENCE):
            moves.move(documents, form.matter, "not this one")
        assert len(store.list()) == 2
        with qtbot.waitSignal(moves.moved, timeout=PATIENCE) as moved:
            moves.move(documents, form.matter, form.passphrase)
        assert moved.args == ["2 documents are in “Wall” now: birds.txt, tigers.txt."]
        assert store.list() == []
        assert store.answers_on(birds) == 0
        tasks.close()
    assert sorted(chambers.names(wall, PASSPHRASE)) == ["birds.txt", "tigers.txt"]
