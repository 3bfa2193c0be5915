"""An open library in its window, which may stand behind a locked one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import ending
from ui.parts.tasks import Tasks
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from app.services import Services


@dataclass(frozen=True, slots=True)
class Opened:
    window: MainWindow
    tasks: Tasks
    services: Services

    @property
    def has_work(self) -> bool:
        """Whether something is being read or made that goes on by itself."""
        services = self.services
        pauses = services.scheduler.pauses
        if not services.library.is_idle and not pauses:
            return True
        if services.recipes.has_work:
            return True
        return any(not pauses & services.runs.waits_for(run) for run in services.runs.pending())

    def end(self) -> None:
        """End lanes, threads and children, and let the key leave memory."""
        self.window.hide()
        self.services.runs.close()
        self.services.models.generator.unload()
        self.tasks.close()
        ending.end(self.services.paths.home)
        self.services.close()
        self.window.deleteLater()
