"""What the window begins with: the library, or the first step where there is none yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.settings import Settings
from ui.parts.tasks import Tasks
from ui.window.main_window import MainWindow


def begin(
    window: MainWindow, home: Path, settings: Settings, tasks: Tasks, opened: Callable[[str | None], None]
) -> None:
    """Have the library `opened`, once whoever starts has said what shall open it where nothing does yet."""
    from app.security.protecting import is_new

    if not is_new(home):
        opened(None)
        return
    from ui.beginning.protecting import Protecting

    Protecting(window.panes.first, home, settings, tasks, opened).start()
