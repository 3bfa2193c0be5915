"""The dialog of drafts over a real vault: slots with their places, drafts read, copied and saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from gui import citation_point
from house import House
from pausing import pause
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QScrollArea
from pytestqt.qtbot import QtBot
from scenes.looks import LANGUAGES, PERCENT, Look, dressed

from app.exporting.register import format_of
from app.exporting.runs import save_run
from app.words import catalogue
from rag.reading.reader import DocumentReader
from rag.types import Citation, DocumentState
from ui.drafting.dialog import DraftDialog
from ui.parts.controls import SourceRow
from ui.parts.tasks import Tasks
from ui.parts.theme import BODY_POINTS, DARK, LIGHT

PATIENCE = 60_000
INVOICE = "Rechnungsnummer: RE-2024-0815\nRechnungsdatum: 14.03.2024\nGesamtbetrag 1.250,00 €\n"


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def house(tmp_path: Path, tasks: Tasks) -> Iterator[House]:
    """Closed after the lanes of the window."""
    opened = House(tmp_path / "home", reader=DocumentReader())
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "rechnung.txt").write_text(INVOICE, encoding="utf-8")
    opened.library.add([folder / "rechnung.txt"])
    opened.library.wait_idle()
    yield opened
    tasks.close()
    opened.close()


@pytest.fixture
def dialog(qtbot: QtBot, house: House, tasks: Tasks) -> DraftDialog:
    """With the German reminder and the invoice chosen, its slots filled."""
    documents = [one for one in house.store.list() if one.state is DocumentState.READY]
    made = DraftDialog(None, house.services, tasks, LIGHT, [one.id for one in documents])
    qtbot.addWidget(made)
    made.show()
    made.offer(documents, house.services.drafts.templates.all("de"))
    place = next(
        at for at, one in enumerate(house.services.drafts.templates.all("de")) if one.id == "reminder"
    )
    made.panes.templates.setCurrentIndex(place)
    qtbot.waitUntil(lambda: _text(made, "amount") == "1.250,00 €", timeout=PATIENCE)
    return made


def _text(dialog: DraftDialog, slot: str) -> str:
    try:
        field = dialog.panes.form.field(slot)
    except KeyError:
        return ""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _type(dialog: DraftDialog, slot: str, text: str) -> None:
    field = dialog.panes.form.field(slot)
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    field.setFocus()
    QTest.keyClicks(field, text)


def _drafted(qtbot: QtBot, dialog: DraftDialog) -> str:
    before = dialog._outcome
    QTest.mouseClick(dialog.panes.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: dialog._outcome is not before and not dialog._making.is_under_way, timeout=PATIENCE
    )
    return dialog.panes.previews[0].toPlainText()


def test_slots_are_filled_from_the_document_and_open_their_place(qtbot: QtBot, dialog: DraftDialog) -> None:
    assert _text(dialog, "invoice number") == "RE-2024-0815"
    assert _text(dialog, "recipient") == ""
    cited: list[Citation] = []
    dialog.cited.connect(cited.append)
    row = next(one for one in dialog.panes.form.findChildren(SourceRow))
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Space)
    assert [one.document for one in cited] == ["rechnung.txt"]


def test_a_draft_is_read_with_what_is_open_told_and_its_chips_open_passages(
    qtbot: QtBot, dialog: DraftDialog
) -> None:
    _type(dialog, "recipient", "Frau Weber")
    text = _drafted(qtbot, dialog)
    assert "Sehr geehrte Frau Weber," in text
    assert "bis zum [Frist]" in text
    assert "deadline" in dialog.panes.words.text()
    cited: list[Citation] = []
    dialog.cited.connect(cited.append)
    preview = dialog.panes.previews[0]
    QTest.mouseClick(
        preview.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        citation_point(preview, 1),
    )
    assert [one.quote for one in cited] == ["RE-2024-0815"]


def test_what_is_typed_counts_before_the_document_and_stays(qtbot: QtBot, dialog: DraftDialog) -> None:
    field = dialog.panes.form.field("amount")
    assert isinstance(field, QLineEdit)
    field.selectAll()
    _type(dialog, "amount", "99,00 EUR")
    dialog.panes.tone.setCurrentIndex(dialog.panes.tone.findData("plain"))
    asked = dialog._asked
    qtbot.waitUntil(lambda: dialog._asked > asked, timeout=PATIENCE)
    text = _drafted(qtbot, dialog)
    assert _text(dialog, "amount") == "99,00 EUR"
    assert "über 99,00 EUR ist noch offen." in text


def test_whoever_types_goes_on_typing_when_the_documents_have_told_more(
    qtbot: QtBot, dialog: DraftDialog
) -> None:
    """The fields were made anew under the hands of whoever filled them."""
    _type(dialog, "recipient", "Frau ")
    field = dialog.panes.form.field("recipient")
    row = dialog.panes.form.findChildren(SourceRow)[0]
    dialog.panes.tone.setCurrentIndex(dialog.panes.tone.findData("plain"))
    qtbot.waitUntil(lambda: row not in dialog.panes.form.findChildren(SourceRow), timeout=PATIENCE)
    assert dialog.focusWidget() is field
    QTest.keyClicks(dialog.focusWidget(), "Weber")
    assert _text(dialog, "recipient") == "Frau Weber"
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    stop = dialog.focusWidget()
    assert stop is not None
    assert stop.mapTo(dialog.panes.form, stop.rect().topLeft()).y() > field.y(), "Tab goes down the form"


def test_three_tones_stand_side_by_side(qtbot: QtBot, dialog: DraftDialog) -> None:
    dialog.panes.variants.setFocus()
    QTest.keyClick(dialog.panes.variants, Qt.Key.Key_Space)
    _drafted(qtbot, dialog)
    texts = {one.toPlainText() for one in dialog.panes.previews if one.isVisible()}
    assert len(texts) == 3
    dialog.retint(DARK)
    assert {one.toPlainText() for one in dialog.panes.previews} == texts


def test_a_letter_for_each_row_of_a_table_is_saved_as_word(
    qtbot: QtBot, dialog: DraftDialog, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, out = tmp_path / "rows.csv", tmp_path / "letters.docx"
    table.write_text("Anrede;Nachname;Betrag\nFrau;Öz;5,00 €\nHerr;Lang;\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(table), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    QTest.mouseClick(dialog.panes.table, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "2 rows" in dialog.panes.table.text(), timeout=PATIENCE)
    assert not dialog.panes.variants.isEnabled()
    assert "Sehr geehrte Frau Öz," in _drafted(qtbot, dialog)
    dialog.panes.shown.setFocus()
    QTest.keyClick(dialog.panes.shown, Qt.Key.Key_Down)
    second = dialog.panes.previews[0].toPlainText()
    assert "Sehr geehrter Herr Lang," in second
    assert "über [Betrag]" in second
    QTest.mouseClick(dialog.panes.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "letters.docx" in dialog.panes.words.text(), timeout=PATIENCE)
    assert any("Frau Öz" in one.text for one in docx.Document(str(out)).paragraphs)
    assert [one.maker for one in house.runs.runs()] == ["draft"]


def test_a_draft_is_copied_without_marks(qtbot: QtBot, dialog: DraftDialog) -> None:
    _drafted(qtbot, dialog)
    QTest.mouseClick(dialog.panes.copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert "Rechnung RE-2024-0815 vom 14. März 2024 über 1.250,00 €" in text
    assert "[1]" not in text


def test_a_template_of_ones_own_is_chosen_and_one_that_says_nonsense_is_told(
    qtbot: QtBot, dialog: DraftDialog, tmp_path: Path
) -> None:
    good, bad = tmp_path / "own.md", tmp_path / "bad.md"
    good.write_text("Guten Tag {{recipient}}, wir haben das Paket nicht.", encoding="utf-8")
    bad.write_text("Guten Tag {{recipient", encoding="utf-8")
    dialog.take_template(bad)
    assert "bad.md" in dialog.panes.words.text()
    dialog.take_template(good)
    assert dialog.panes.template is not None
    assert dialog.panes.template.id == "own"
    qtbot.waitUntil(lambda: dialog._asked > 1, timeout=PATIENCE)
    assert "Guten Tag [recipient], wir haben das Paket nicht." in _drafted(qtbot, dialog)


def test_the_style_of_letters_is_learnt(qtbot: QtBot, dialog: DraftDialog, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Hallo Jonas,\n\ndanke dir für die Skizze.\n\nBeste Grüße\nPetra\n", encoding="utf-8")
    dialog.learn([letter])
    qtbot.waitUntil(lambda: "Petra" in dialog.panes.words.text(), timeout=PATIENCE)
    assert dialog.panes.tone.currentData() == "plain"
    assert "Beste Grüße\nPetra" in _drafted(qtbot, dialog)


def test_a_draft_of_the_activity_is_saved_as_the_letter_it_is(
    qtbot: QtBot, dialog: DraftDialog, house: House, tmp_path: Path
) -> None:
    _drafted(qtbot, dialog)
    (run,) = house.runs.runs()
    out = tmp_path / "letter.docx"
    form = format_of(out)
    assert form is not None
    save_run(out, house.runs.report(run.id), form)
    written = docx.Document(str(out))
    assert "Mit freundlichen Grüßen" in [one.text for one in written.paragraphs]
    assert {one.style.name for one in written.paragraphs} == {"Normal"}
    assert any("RE-2024-0815" in one.text for one in written.comments)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_letter_is_begun_in_the_language_that_is_spoken(
    qtbot: QtBot, house: House, tasks: Tasks, language: str
) -> None:
    before = catalogue.spoken()
    catalogue.use(language)
    try:
        made = DraftDialog(None, house.services, tasks, LIGHT, [])
        qtbot.addWidget(made)
        made.offer([], house.services.drafts.templates.all())
        assert made.panes.template is not None
        assert (made.panes.template.id, made.panes.template.language) == ("reply", language)
    finally:
        catalogue.use(before)


def test_what_is_said_below_the_previews_is_seen_on_a_low_screen(
    dialog: DraftDialog, qapp: QApplication
) -> None:
    """At 600 pixels the sentence was sliced, and its rest had to be scrolled to."""
    with dressed(qapp, Look("low", 1024, 600, LIGHT)):
        words = dialog.panes.words
        dialog.panes.tell(catalogue.say("drafting.window.intro"))
        for high in (700, 600, 552):
            dialog.resize(780, high)
            pause(100)
            assert dialog.height() == high
            assert words.visibleRegion().boundingRect().size() == words.size()
            assert words.height() >= words.heightForWidth(words.width())


@pytest.mark.parametrize("percent", PERCENT)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_no_wider_than_its_pane(
    qtbot: QtBot, house: House, tasks: Tasks, qapp: QApplication, language: str, percent: int
) -> None:
    """In French and Italian two buttons side by side took more than there is, and every field was cut."""
    with dressed(qapp, Look("least", 1024, 600, LIGHT, BODY_POINTS * percent / 100, language)):
        made = DraftDialog(None, house.services, tasks, LIGHT, [])
        qtbot.addWidget(made)
        made.panes.tell_table("Einladungen zur ausserordentlichen Gesellschafterversammlung.csv", 1200)
        made.show()
        form = made.panes.templates.parentWidget()
        area = form.parentWidget().parentWidget()
        assert isinstance(area, QScrollArea)
        room = area.minimumWidth() - area.verticalScrollBar().sizeHint().width()
        assert form.minimumSizeHint().width() <= room
        assert "Einladung" in made.panes.table.text()
        assert "Gesellschafterversammlung" in made.panes.table.toolTip()
