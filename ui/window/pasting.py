"""What is pasted into the window: files that were copied are added, a picture is saved where the user says,
then added.

Nothing is written without asking: a picture kept by the program itself would lie unencrypted on the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.errors import FileUnwritable
from app.types import Notice
from app.words.catalogue import say
from app.words.messages import notice_of
from ui.parts.choosing import save_name


class Pastes(QObject):
    """Takes Ctrl+V where the window has the keys, and in the field for questions: files always, a picture
    while that is empty.
    """

    def __init__(
        self,
        window: QWidget,
        field: QPlainTextEdit,
        add: Callable[[list[Path]], None],
        refuse: Callable[[Notice], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._field = field
        self._add = add
        self._refuse = refuse
        window.installEventFilter(self)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.Paste)
        ):
            files = _files_on_clipboard()
            if files:
                self._add(files)
                return True
            here = watched is self._window or self._field.document().isEmpty()
            picture = _on_clipboard() if here else None
            if picture is not None:
                self._take(picture)
                return True
        return super().eventFilter(watched, event)

    def paste(self) -> None:
        """Add the files or the picture on the clipboard, or say that there is none."""
        files, picture = _files_on_clipboard(), _on_clipboard()
        if files:
            self._add(files)
        elif picture is None:
            self._refuse(Notice(say("window.paste.none"), "", say("window.paste.none-remedy")))
        else:
            self._take(picture)

    def _take(self, picture: QImage) -> None:
        name, _ = save_name(
            self._window, say("window.paste.title"), say("window.paste.name"), say("window.paste.filter")
        )
        if not name:
            return
        path = Path(name) if Path(name).suffix.lower() == ".png" else Path(f"{name}.png")
        if picture.save(str(path), "PNG"):  # type: ignore[call-overload]  # the stub wants bytes, Qt takes both
            self._add([path])
        else:
            self._refuse(notice_of(FileUnwritable(path=str(path), detail="")))


def _files_on_clipboard() -> list[Path]:
    """Files and folders that were copied, where all that was is there; none for an address."""
    held: QMimeData | None = QGuiApplication.clipboard().mimeData()
    urls = held.urls() if held is not None and held.hasUrls() else []
    files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return files if len(files) == len(urls) and all(file.exists() for file in files) else []


def _on_clipboard() -> QImage | None:
    """The picture, where the clipboard holds no text or files beside it."""
    # None where nothing was ever copied; the stub does not say so.
    held: QMimeData | None = QGuiApplication.clipboard().mimeData()
    if held is None or not held.hasImage() or held.hasText() or held.hasUrls():
        return None
    picture = QGuiApplication.clipboard().image()
    return None if picture.isNull() else picture
