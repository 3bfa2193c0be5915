"""The list of people in the window of redacted copies, driven by keyboard, over a vault of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.redacting.listing import RedactionList, list_of
from app.redacting.redacting import Redacting
from rag.reading.reader import DocumentReader
from rag.redacting.listed import Entry, Sort
from rag.storing.listed import ListedStore
from rag.storing.vault import Vault
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT
from ui.redacting.dialog import RedactDialog
from ui.redacting.people import PeopleDialog

PATIENCE = 120_000


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.close()


@pytest.fixture
def reader() -> Iterator[DocumentReader]:
    reader = DocumentReader()
    yield reader
    reader.close()


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Vault.create(tmp_path / "vault", bytes(32))
    with made.write() as db:
        db.execute(
            "INSERT INTO documents (id, path, name, collection, size, modified, added, state)"
            " VALUES (1, '/1.txt', 'first.txt', '', 0, 0, 0, 'ready')"
        )
    yield made
    made.close()


@pytest.fixture
def people(vault: Vault) -> RedactionList:
    return list_of(vault)


def shown(dialog: PeopleDialog) -> list[list[str]]:
    rows = [dialog.rows.topLevelItem(place) for place in range(dialog.rows.topLevelItemCount())]
    return [[row.text(column) for column in range(3)] for row in rows if row is not None]


def opened(qtbot: QtBot, people: RedactionList, tasks: Tasks) -> PeopleDialog:
    dialog = PeopleDialog(None, people, tasks)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_person_is_listed_taken_off_and_brought_back(
    qtbot: QtBot, people: RedactionList, tasks: Tasks
) -> None:
    dialog = opened(qtbot, people, tasks)

    QTest.keyClicks(dialog.field, "Okonjo, Xanthe")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(dialog) == [["Okonjo, Xanthe", "Person", "always"]], timeout=PATIENCE)
    assert people.entries() == [Entry(Sort.PERSON, "Okonjo, Xanthe")]

    QTest.keyClick(dialog.rows, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shown(dialog) == [] and dialog.back.isVisible(), timeout=PATIENCE)
    QTest.keyClick(dialog.back, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(shown(dialog)) == 1, timeout=PATIENCE)
    assert not dialog.back.isVisible()
    assert dialog.changed


def test_a_company_is_never_redacted_and_one_letter_is_refused(
    qtbot: QtBot, people: RedactionList, tasks: Tasks
) -> None:
    dialog = opened(qtbot, people, tasks)
    QTest.keyClick(dialog.sort, Qt.Key.Key_Down)
    QTest.keyClick(dialog.rule, Qt.Key.Key_Down)
    QTest.keyClicks(dialog.field, "X")
    QTest.keyClick(dialog.add, Qt.Key.Key_Space)
    assert "too short" in dialog.hint.text()

    QTest.keyClicks(dialog.field, " Corp")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: shown(dialog) == [["X Corp", "Company", "never"]], timeout=PATIENCE)
    assert dialog.hint.text() == ""


def test_who_was_found_elsewhere_is_listed_or_passed_over(
    qtbot: QtBot, vault: Vault, people: RedactionList, tasks: Tasks
) -> None:
    ListedStore(vault).met(1, ["Jane Roe", "John Doe"])
    dialog = opened(qtbot, people, tasks)
    qtbot.waitUntil(lambda: len(shown(dialog)) == 2, timeout=PATIENCE)
    assert shown(dialog)[0] == ["Jane Roe", "Person", "found in first.txt"]

    QTest.keyClick(dialog.take, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shown(dialog)[0][2] == "always", timeout=PATIENCE)
    dialog.rows.setCurrentItem(dialog.rows.topLevelItem(1))
    QTest.keyClick(dialog.passed, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: len(shown(dialog)) == 1, timeout=PATIENCE)
    assert not dialog.passed.isVisible()


def test_an_offer_has_no_tick_and_goes_with_one(
    qtbot: QtBot,
    vault: Vault,
    people: RedactionList,
    tasks: Tasks,
    reader: DocumentReader,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ListedStore(vault).met(1, ["Xanthe Okonjo"])
    file = tmp_path / "note.txt"
    file.write_text("They said okonjo had left, so said Peter Lang.\n", encoding="utf-8")
    dialog = RedactDialog(None, Redacting(reader, people=people), reader, tasks, LIGHT)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.begin(str(file), file.name)
    qtbot.waitUntil(dialog.items.isEnabled, timeout=PATIENCE)
    groups = [dialog.items.topLevelItem(place) for place in range(dialog.items.topLevelItemCount())]
    assert [group.text(0) for group in groups if group] == ["Name", "People of other documents"]
    assert [one.text for one in dialog.items.going()] == ["Peter Lang"]
    assert dialog.items.kept() == []

    offer = groups[1].child(0) if groups[1] else None
    dialog.items.setCurrentItem(offer)
    QTest.keyClick(dialog.items, Qt.Key.Key_Space)
    assert [one.text for one in dialog.items.also()] == ["okonjo"]
    target = tmp_path / "out.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    QTest.keyClick(dialog.export, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: target.exists() and dialog.items.isEnabled(), timeout=PATIENCE)

    assert target.read_text(encoding="utf-8") == "They said █████ had left, so said █████.\n"


def test_never_redact_is_one_action_on_the_row(
    qtbot: QtBot, people: RedactionList, tasks: Tasks, reader: DocumentReader, tmp_path: Path
) -> None:
    file = tmp_path / "note.txt"
    file.write_text("So said Peter Lang to Jane Roe.\n", encoding="utf-8")
    dialog = RedactDialog(None, Redacting(reader, people=people), reader, tasks, LIGHT)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.begin(str(file), file.name)
    qtbot.waitUntil(dialog.items.isEnabled, timeout=PATIENCE)

    dialog.items.setCurrentItem(dialog.items.row_of("Peter Lang"))
    never = next(one for one in dialog.items.actions() if one.text() == "Never redact")
    never.trigger()

    qtbot.waitUntil(
        lambda: dialog.items.isEnabled() and dialog.items.row_of("Peter Lang") is None, timeout=PATIENCE
    )
    assert people.entries() == [Entry(Sort.PERSON, "Peter Lang", never=True)]
    assert dialog.items.row_of("Jane Roe") is not None
    QApplication.processEvents()
