"""The program as `python -m app` starts it, which tells when its window was painted and its library open.

Its arguments are the program's. One line of JSON to standard output: seconds by the machine's monotonic clock
and by the processor (`own`: of the window's thread), and which modules were loaded by the first frame. It
works with any checkout that is the first place of PYTHONPATH.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import json
import sys
import time
from collections.abc import Sequence
from types import ModuleType
from typing import Any

_STARTER = "ui.window.application"
_told: dict[str, Any] = {}


def _mark(name: str) -> None:
    _told[name] = {
        "at": time.monotonic(),
        "own": time.thread_time(),
        "process": time.process_time(),
        "modules": sorted(sys.modules),
    }


def _watch(module: ModuleType) -> None:
    """Note when the window of this application is painted first, and when its library is open."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            # The whole window is painted within this one event: it is shown when the loop comes round again.
            if event.type() is QEvent.Type.Paint and not _told and watched is started[0].window:
                _mark("frame")
                QTimer.singleShot(0, flushed)
            return False

    def flushed() -> None:
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(painted)
        _mark("frame")
        ended()

    def ended() -> None:
        if {"frame", "open"} <= set(_told):
            QApplication.quit()

    painted, started = Painted(), list[Any]()
    # In checkouts of before, its desks stood as soon as the library was open.
    open_ = "_stands" if hasattr(module.Application, "_stands") else "_opened"
    start, opened = module.Application.start, getattr(module.Application, open_)

    def begin(self: Any) -> None:
        started.append(self)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(painted)
        start(self)

    def then(self: Any, *found: Any) -> None:
        opened(self, *found)
        _mark("open")
        ended()

    module.Application.start = begin  # type: ignore[attr-defined]
    setattr(module.Application, open_, then)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the module that starts the window as ever, and watches it once it is loaded."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != _STARTER:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.loader is not None
        execute = spec.loader.exec_module

        def executed(module: ModuleType) -> None:
            execute(module)
            _watch(module)

        spec.loader.exec_module = executed  # type: ignore[method-assign]
        return spec


if __name__ == "__main__":
    sys.meta_path.insert(0, _Finder())
    from app.__main__ import main

    status = main(sys.argv[1:])
    print(json.dumps(_told), flush=True)
    sys.exit(status)
