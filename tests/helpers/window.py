"""The real window over a real vault and real readers, with a generator of the test's own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fakes.generator import FakeGenerator
from fakes.picture_reader import FakePictureReader
from house import House
from models import model_path
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from steps import built

from engine.power import Supply
from engine.types import Message
from rag.reading.reader import DocumentReader
from ui.parts.overlays import DropTarget
from ui.parts.tasks import Tasks
from ui.parts.theme import LIGHT
from ui.window.main_window import MainWindow

SMALLEST = "smollm2-135m-instruct-q4_1"


@contextmanager
def open_window(
    home: Path,
    reply: str | Callable[[Sequence[Message]], str],
    generator: FakeGenerator | None = None,
    reader: Any = None,
    seeing: FakePictureReader | None = None,
    clock: Callable[[], float] = time.time,
    supply: Callable[[], Supply] = Supply,
    watched: bool = False,
) -> Iterator[MainWindow]:
    """A window whose answers are `reply`, or come from `generator`; the status bar's model is the smallest
    real one. `clock` and `supply` as of `House`; `watched`: the supply is from before the window is there.
    """
    models_folder = model_path(SMALLEST).parent.parent
    house = House(
        home,
        reader=reader or DocumentReader(),
        generator=generator or FakeGenerator(reply),
        seeing=seeing,
        models=models_folder,
        model=SMALLEST,
        clock=clock,
        supply=supply,
    )
    services = house.services
    if watched:
        services.power.start()
    tasks = Tasks()
    window = MainWindow(LIGHT, services.settings, tasks)
    try:
        window.resize(1200, 800)
        window.show()
        built(window.building(services))
        yield window
    finally:
        window.hide()
        services.runs.close()
        services.models.close()
        tasks.close()
        services.close()
        window.deleteLater()
        QApplication.sendPostedEvents()


def drop(window: MainWindow, paths: Sequence[Path], target: DropTarget = DropTarget.ADD) -> None:
    """Hold files over the window and let them go on a target, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    overlay = window.panes.drop
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(400, 300), action, data, left, none))
    assert overlay.isVisible()
    QApplication.processEvents()  # which gives the targets their places
    place = overlay.places[target]
    at = window.mapFromGlobal(place.mapToGlobal(place.rect().center()))
    QApplication.sendEvent(window, QDragMoveEvent(at, action, data, left, none))
    assert place.is_lit
    QApplication.sendEvent(window, QDropEvent(QPointF(at), action, data, left, none))
    assert not window.panes.drop.isVisible()


def marker_share(page: QWidget, area: QRectF) -> float:
    """The part of an area of the page, 0-1, that has the marker's colour and not the paper's."""
    image = page.grab().toImage()
    ratio = image.devicePixelRatio()
    pixels = [
        image.pixelColor(int(x * ratio), int(y * ratio))
        for x in range(int(area.left()), int(area.right()))
        for y in range(int(area.top()) + 1, int(area.bottom()))
    ]
    return sum(p.red() > 200 and p.blue() < p.red() - 40 for p in pixels) / max(1, len(pixels))
