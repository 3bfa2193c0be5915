"""A small window with files in it, which are dragged out of it as out of a file manager.

python file_manager.py X Y FILE…
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Files(QLabel):
    """All its files at once are what is dragged."""

    def __init__(self, files: list[Path]) -> None:
        super().__init__("\n".join(file.name for file in files))
        self._files = files
        self.setWindowTitle("Files")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in self._files])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


if __name__ == "__main__":
    left, top = int(sys.argv[1]), int(sys.argv[2])
    application = QApplication(sys.argv[:1])
    shown = Files([Path(name) for name in sys.argv[3:]])
    shown.setGeometry(left, top, 160, 60)
    shown.show()
    sys.exit(application.exec())
