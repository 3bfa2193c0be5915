"""What comes into the open library from another vault stands in the window at once."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from house import House
from pytestqt.qtbot import QtBot
from said import say_of
from window import open_window

from rag.storing.merging import take_conversations, take_runs
from rag.storing.taking import take_document
from ui.library.desk import LibraryDesk
from ui.library.rows import DocumentRole
from ui.runs.desk import RunDesk

pytestmark = pytest.mark.model

PATIENCE = 30_000
TEXTS = {"birds.txt": "The heron was seen in May.\n", "mill.txt": "The rent of the mill is due in June.\n"}


def test_documents_conversations_and_kept_work_are_listed_without_a_restart(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_window(tmp_path / "home", "") as window, closing(House(tmp_path / "other")) as other:
        qtbot.waitUntil(lambda: not window.panes.composer.field.placeholderText().startswith("Opening"))
        panes, runs = window.panes, window.desk(RunDesk)
        said = say_of(other, tmp_path, TEXTS, "When was the heron seen?")
        services, ids = window.desk(LibraryDesk).given.services, dict[int, int]()
        for one in said.documents.values():
            ids |= take_document(other.vault, services.vault, one.id, "other").ids
        take_conversations(other.vault, services.vault, ids)
        take_runs(other.vault, services.vault, ids, of_many=True)
        assert panes.conversations.list.count() == 0
        assert panes.library.list.model().rowCount() == 0
        services.bring(list(ids.values()))
        model = panes.library.list.model()
        qtbot.waitUntil(lambda: model.rowCount() == 2, timeout=PATIENCE)
        names = {model.index(row, 0).data(DocumentRole).name for row in range(2)}
        assert names == set(TEXTS)
        qtbot.waitUntil(lambda: panes.conversations.list.count() == 2, timeout=PATIENCE)
        assert panes.conversations.list.item(1).text() == "What was asked"  # below its day
        runs.show_list()
        qtbot.waitUntil(lambda: runs.list.rows.rowCount() == 3, timeout=PATIENCE)
