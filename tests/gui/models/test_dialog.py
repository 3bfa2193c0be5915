"""The dialog of models: what each is used for, using another, and adding files of one's own."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from models import model_path
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QFileDialog, QFrame, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tiny_gguf import adapter, tiny
from vision import MODEL, PROJECTOR

from app.activity.activity import Activity
from app.activity.work import Sort, Standing
from app.events import EventBus
from app.models.models import Models
from app.models.roles import EMBEDDER
from app.settings import Settings
from engine.cancel import CancelToken
from engine.errors import ModelGated
from engine.provision.provisioner import FetchProgress
from ui.models.dialog import ModelsDialog
from ui.models.fetching import Fetching
from ui.parts.tasks import Tasks

PATIENCE = 30_000  # a busy machine takes many seconds for what a quiet one does in one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two vision models, whose files answer as well."""
    for name in ("first", "second"):
        there = tmp_path / "models" / name
        there.mkdir(parents=True)
        shutil.copy(MODEL, there / f"{name}.gguf")
        shutil.copy(PROJECTOR, there / f"mmproj-{name}.gguf")
    return tmp_path / "models"


@pytest.fixture
def models(tmp_path: Path, folder: Path) -> Iterator[Models]:
    shelf = Models(folder, Settings(tmp_path / "settings.json"), EventBus())
    yield shelf
    shelf.close()


@pytest.fixture
def dialog(qtbot: QtBot, models: Models) -> Iterator[ModelsDialog]:
    tasks = Tasks()
    made = ModelsDialog(None, models, tasks)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made._list.count() > 4, timeout=PATIENCE)
    yield made
    made.reject()
    tasks.close()


def cards(dialog: ModelsDialog) -> list[QFrame]:
    found = [dialog._list.itemAt(place).widget() for place in range(dialog._list.count())]
    return [one for one in found if isinstance(one, QFrame) and not isinstance(one, QLabel)]


def shown_cards(dialog: ModelsDialog) -> list[QFrame]:
    """The cards of models that can be seen, in their order."""
    found = [one for one in dialog._inside.findChildren(QFrame) if one.property("role") == "card"]
    return [one for one in found if one.isVisible()]


def said(card: QFrame) -> list[str]:
    return [one.text() for one in card.findChildren(QLabel)]


def card(dialog: ModelsDialog, name: str, kind: str) -> QFrame:
    """The card of a model that can do something."""
    return next(one for one in cards(dialog) if said(one)[0] == name and said(one)[2].endswith(kind))


def press(widget: QFrame | ModelsDialog, text: str) -> None:
    found = next(one for one in widget.findChildren(QPushButton) if one.text() == text)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def shows(dialog: ModelsDialog, name: str, kind: str, state: str) -> Callable[[], bool]:
    def look() -> bool:
        there = [one for one in cards(dialog) if said(one)[0] == name and said(one)[2].endswith(kind)]
        return any(state in said(one) for one in there)

    return look


def test_each_model_says_what_it_is_used_for(dialog: ModelsDialog) -> None:
    assert "Answers now" in said(card(dialog, "first", "answers questions"))
    assert "Reads pictures" in said(card(dialog, "first", "reads pictures"))
    assert not {"Answers now", "Reads pictures"} & set(said(card(dialog, "second", "reads pictures")))


def test_what_is_neither_here_nor_meant_for_this_computer_is_folded_away(
    qtbot: QtBot, dialog: ModelsDialog, models: Models
) -> None:
    rows = models.list()
    here = [row.model.name for row in rows if row.installed]
    suited = [row.model.name for row in rows if row.suits]
    rest = [row for row in rows if not row.suits and not row.installed]
    assert [said(one)[0] for one in cards(dialog)] == [*here, *suited]
    press(dialog, f"{len(rest)} more models")
    shown = [said(one)[0] for one in shown_cards(dialog)]
    assert shown[len(here) + len(suited) :] == [
        row.model.name for row in sorted(rest, key=lambda row: not row.fits)
    ]
    qtbot.waitUntil(lambda: dialog._inside.height() > 2_000, timeout=PATIENCE)  # laid out
    press(dialog, "Hide the other models")
    assert [said(one)[0] for one in shown_cards(dialog)] == [*here, *suited]


def test_a_better_model_is_named_with_the_way_without_a_network(
    qtbot: QtBot, dialog: ModelsDialog, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    starter = models.starter()
    monkeypatch.setattr(models, "better", lambda: starter)
    dialog.refresh()

    def told() -> bool:
        lines = [one.text() for one in dialog._inside.findChildren(QLabel)]
        return any(one.startswith(starter.name) and "on a stick" in one for one in lines)

    qtbot.waitUntil(told, timeout=PATIENCE)


def test_a_model_that_the_hub_does_not_give_to_all_is_asked_for_with_a_token(
    qtbot: QtBot, dialog: ModelsDialog, models: Models, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given: list[tuple[str, str]] = []

    def get(model_id: str, *rest: object) -> Path:
        given.append((model_id, str(rest[-1])))
        if not rest[-1]:
            raise ModelGated(model=model_id, detail="", page="https://hub.example/gated")
        return tmp_path

    monkeypatch.setattr(models, "get", get)
    assert not dialog._token.isVisible()
    dialog.get("gated")
    qtbot.waitUntil(dialog._token.isVisible, timeout=PATIENCE)
    assert "https://hub.example/gated" in dialog._words.text()
    QTest.keyClicks(dialog._token, "hf_secret")
    press(dialog, "Try again")
    qtbot.waitUntil(lambda: len(given) == 2 and not dialog._token.isVisible(), timeout=PATIENCE)
    assert given == [("gated", ""), ("gated", "hf_secret")]
    assert dialog._token.text() == "", "the field forgets it"


def test_another_vision_model_is_used(qtbot: QtBot, dialog: ModelsDialog, models: Models) -> None:
    press(card(dialog, "second", "reads pictures"), "Use")
    qtbot.waitUntil(shows(dialog, "second", "reads pictures", "Reads pictures"), timeout=PATIENCE)
    assert models.pictures.name == "second-vision"
    assert dialog._words.text() == "second reads pictures from now on."
    assert "Answers now" in said(card(dialog, "first", "answers questions")), (
        "which answers is another matter"
    )


def test_a_line_recogniser_is_added_used_and_given_up(
    qtbot: QtBot, dialog: ModelsDialog, models: Models
) -> None:
    rapidocr = pytest.importorskip("rapidocr")
    path = Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_rec_small.onnx"
    dialog.add([path])
    qtbot.waitUntil(lambda: dialog._words.text().startswith("Added: PP-OCRv6_rec_small."), timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: any(said(one)[0] == "PP-OCRv6_rec_small" for one in cards(dialog)), timeout=PATIENCE
    )
    press(card(dialog, "PP-OCRv6_rec_small", "reads scanned lines"), "Use")
    used = shows(dialog, "PP-OCRv6_rec_small", "reads scanned lines", "Reads scanned lines")
    qtbot.waitUntil(used, timeout=PATIENCE)
    assert models.recogniser() is not None
    press(card(dialog, "PP-OCRv6_rec_small", "reads scanned lines"), "Use the built-in reader")
    qtbot.waitUntil(lambda: not used() and models.recogniser() is None, timeout=PATIENCE)
    assert dialog._words.text().startswith("The built-in reader")


@pytest.mark.model
def test_another_embedding_model_works_from_the_next_start(
    qtbot: QtBot, dialog: ModelsDialog, models: Models, folder: Path
) -> None:
    for name in (EMBEDDER, "my-embedder"):
        shutil.copytree(model_path(EMBEDDER), folder / name, copy_function=os.link)
    assert models.embedder.name, "it is used"
    dialog.refresh()
    qtbot.waitUntil(lambda: any(said(one)[0] == "my-embedder" for one in cards(dialog)), timeout=PATIENCE)
    mine = card(dialog, "my-embedder", "finds passages")
    before = next(words for words in said(mine) if words.startswith("If you use it"))
    assert "from the next start" in before
    assert "new vectors in the background" in before
    press(mine, "Use")
    later = shows(dialog, "my-embedder", "finds passages", "Finds passages from the next start")
    qtbot.waitUntil(later, timeout=PATIENCE)
    now = next(row.model.name for row in models.list() if row.model.id == EMBEDDER)
    assert shows(dialog, now, "finds passages", "Finds passages")()
    assert "from the next start" in dialog._words.text()


def test_chosen_files_are_added(
    qtbot: QtBot, dialog: ModelsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = shutil.copy(MODEL, tmp_path / "mine.gguf")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(mine)], ""))
    with qtbot.waitSignal(dialog.changed, timeout=PATIENCE):
        press(dialog, "Add a model file…")
    qtbot.waitUntil(lambda: any(said(one)[0] == "mine" for one in cards(dialog)), timeout=PATIENCE)


def test_files_are_dropped_on_the_dialog(
    qtbot: QtBot, dialog: ModelsDialog, models: Models, tmp_path: Path
) -> None:
    paths = [shutil.copy(MODEL, tmp_path / "mine.gguf"), shutil.copy(PROJECTOR, tmp_path / "sight.gguf")]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(50, 50), action, data, left, none)
    QApplication.sendEvent(dialog, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(dialog.changed, timeout=PATIENCE):
        QApplication.sendEvent(dialog, QDropEvent(QPointF(50, 50), action, data, left, none))
    assert {"mine", "mine-vision"} <= {row.model.id for row in models.list()}


def test_what_is_no_model_is_refused_in_words(qtbot: QtBot, dialog: ModelsDialog, tmp_path: Path) -> None:
    letter = tmp_path / "letter.gguf"
    letter.write_text("Dear Sir")
    dialog.add([letter])
    qtbot.waitUntil(lambda: "cannot be used" in dialog._words.text(), timeout=PATIENCE)
    assert "not a GGUF file" in dialog._words.text()
    assert dialog.add_files.isVisible()


def test_copying_can_be_stopped(
    qtbot: QtBot, dialog: ModelsDialog, models: Models, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun = threading.Event()

    def add(
        paths: Sequence[Path], progress: Callable[[FetchProgress], None], cancel: CancelToken
    ) -> tuple[str, ...]:
        progress(FetchProgress("mine", "folder", "/media/stick", 400_000_000, 1_000_000_000, 12.0))
        begun.set()
        cancel.wait(PATIENCE / 1000)
        cancel.raise_if_cancelled()
        return ()

    monkeypatch.setattr(models, "add", add)
    dialog.add([tmp_path / "mine.gguf"])
    qtbot.waitUntil(lambda: "400 of 1000 MB" in dialog._words.text(), timeout=PATIENCE)
    assert dialog._words.text().endswith("From /media/stick")
    assert dialog._bar.value() == 400
    assert not dialog._inside.isEnabled(), "one at a time"
    assert not dialog.add_files.isVisible()
    QTest.mouseClick(dialog._stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog._words.text() == "Stopped. Nothing was added.", timeout=PATIENCE)
    assert dialog.add_files.isVisible()


def test_what_lies_there_and_cannot_answer_says_what_it_is(
    qtbot: QtBot, dialog: ModelsDialog, folder: Path
) -> None:
    tiny("qwen3").with_keys(qwen3__pooling_type=4).save(folder / "extra" / "extra.gguf")
    dialog.refresh()
    qtbot.waitUntil(lambda: any(said(one)[0] == "extra" for one in cards(dialog)), timeout=PATIENCE)
    (found,) = [one for one in cards(dialog) if said(one)[0] == "extra"]
    assert "is a reranker" in said(found)[1]
    assert said(found)[2].endswith("cannot be used")
    assert found.findChildren(QPushButton) == []


def test_a_model_that_does_not_say_how_it_is_spoken_to_is_told(
    qtbot: QtBot, dialog: ModelsDialog, folder: Path
) -> None:
    tiny(name="Raw", tokens=()).save(folder / "raw.gguf")
    dialog.refresh()
    qtbot.waitUntil(lambda: any(said(one)[0] == "raw" for one in cards(dialog)), timeout=PATIENCE)
    assert any("most likely a base model" in text for text in said(card(dialog, "raw", "answers questions")))


def test_an_adapter_is_put_on_and_taken_off(
    qtbot: QtBot, dialog: ModelsDialog, models: Models, folder: Path
) -> None:
    base = tiny()
    base.save(folder / "base" / "base.gguf")
    adapter(base).save(folder / "mine.gguf")
    adapter(tiny("qwen3")).save(folder / "theirs.gguf")
    models.use("base")
    dialog.refresh()

    def found(name: str) -> QFrame:
        return next(one for one in cards(dialog) if said(one)[0] == name)

    def shown(text: str) -> Callable[[], bool]:
        return lambda: any(said(one)[0] == "mine" and text in said(one)[1] for one in cards(dialog))

    qtbot.waitUntil(shown("belongs to the model that answers"), timeout=PATIENCE)
    assert found("theirs").findChildren(QPushButton) == []
    press(found("mine"), "Use")
    qtbot.waitUntil(shown("The model that answers uses it, at 1"), timeout=PATIENCE)
    assert dialog._words.text() == "mine is used from the next answer on."
    (scale,) = found("mine").findChildren(QDoubleSpinBox)
    assert (scale.value(), scale.accessibleName()) == (1.0, "How strongly mine counts")
    scale.setFocus()
    for _ in range(5):
        QTest.keyClick(scale, Qt.Key.Key_Down)
    qtbot.waitUntil(shown("The model that answers uses it, at 0.75"), timeout=PATIENCE)
    assert {row.name: row.scale for row in models.adapters()} == {"mine": 0.75, "theirs": None}
    press(found("mine"), "Take off")
    qtbot.waitUntil(shown("belongs to the model that answers"), timeout=PATIENCE)
    assert [row.scale for row in models.adapters()] == [None, None]


def test_a_fetch_goes_on_when_the_dialog_is_closed_and_is_shown_by_the_next(
    qtbot: QtBot, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def get(
        model_id: str, progress: Callable[[FetchProgress], None], cancel: CancelToken, *_: object
    ) -> Path:
        progress(FetchProgress(model_id, "hub", "the hub", 400_000_000, 1_000_000_000, 12.0))
        assert go_on.wait(PATIENCE / 1000)
        cancel.raise_if_cancelled()
        return Path(model_id)

    monkeypatch.setattr(models, "get", get)
    tasks, activity = Tasks(), Activity(EventBus())
    fetching = Fetching(models, tasks, activity)
    first = ModelsDialog(None, models, tasks, fetching=fetching)
    qtbot.addWidget(first)
    first.get("some-model")
    qtbot.waitUntil(lambda: first._bar.value() == 400, timeout=PATIENCE)
    first.reject()
    (work,) = activity.snapshot().working
    assert (work.sort, work.name, work.share, work.can_cancel) == (Sort.MODEL, "some-model", 0.4, True)
    second = ModelsDialog(None, models, tasks, fetching=fetching)
    qtbot.addWidget(second)
    second.show()
    assert second._bar.value() == 400
    assert second._stop.isVisible()
    with qtbot.waitSignal(fetching.ended, timeout=PATIENCE):
        go_on.set()
    assert activity.snapshot().ended[0].standing is Standing.FINISHED
    assert second.add_files.isVisible()
    go_on.clear()
    second.get("another")
    qtbot.waitUntil(lambda: second._bar.value() == 400, timeout=PATIENCE)
    second.reject()
    activity.cancel(activity.snapshot().working[0].key)
    go_on.set()
    qtbot.waitUntil(lambda: activity.snapshot().ended[0].standing is Standing.CANCELLED, timeout=PATIENCE)
    tasks.close()
