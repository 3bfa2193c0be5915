"""Files on their way into the library: dropped on the window, pasted, chosen, or opened with the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.sample import sample
from app.words.catalogue import say
from ui.parts.choosing import folder_name, open_names
from ui.parts.desk import Entry, Menu
from ui.parts.overlays import DropTarget
from ui.window.dropping import Drops
from ui.window.panes import Panes

if TYPE_CHECKING:
    from ui.beginning.page import FirstPage
from ui.window.pasting import Pastes

Take = Callable[[Sequence[Path], DropTarget], None]


class Arrivals:
    """What arrives while the library is being opened waits for it."""

    def __init__(self, window: QWidget, panes: Panes) -> None:
        self._window = window
        self._waiting: list[tuple[Sequence[Path], DropTarget]] = []
        self._take: Take = lambda paths, target: self._waiting.append((paths, target))
        Drops(window, panes.drop).dropped.connect(self._add)
        self._pastes = Pastes(window, panes.composer.field, self._add, panes.banner.show_notice)
        panes.library.add_asked.connect(self._choose_files)
        panes.library.folder_asked.connect(self._choose_folder)
        panes.welcome.add_asked.connect(self._choose_files)
        panes.welcome.sample_asked.connect(self.add_sample)
        panes.when_first(self._join)

    def entries(self) -> Sequence[Entry]:
        """The lines of the menus that bring files."""
        return (
            Entry(Menu.FILE, 10, say("window.file.add"), "Ctrl+O", self._choose_files),
            Entry(Menu.FILE, 11, say("window.file.folder"), "Ctrl+Shift+O", self._choose_folder),
            Entry(Menu.FILE, 12, say("window.file.summarise"), "", self._choose_for_summaries),
            Entry(Menu.FILE, 13, say("window.file.paste"), "", self._pastes.paste),
        )

    def deliver(self, take: Take) -> None:
        """Give what waits, and whatever comes from now on, to `take`."""
        self._take = take
        for paths, target in self._waiting:
            take(paths, target)
        self._waiting.clear()

    def bring(self, paths: Sequence[Path]) -> None:
        """Add files that the program was started with."""
        self._add(paths)

    def _join(self, first: FirstPage) -> None:
        """The steps of the first run bring documents too."""
        first.document.file_asked.connect(self._choose_files)
        first.document.folder_asked.connect(self._choose_folder)
        first.document.sample_asked.connect(self.add_sample)

    def add_sample(self) -> None:
        """Read the regulation that comes with the program."""
        self._add([sample()])

    def _add(self, paths: Sequence[Path], target: DropTarget = DropTarget.ADD) -> None:
        self._take(paths, target)

    def _choose_files(self, target: DropTarget = DropTarget.ADD) -> None:
        chosen = open_names(self._window, say("window.choose.files"))
        if chosen:
            self._add([Path(one) for one in chosen], target)

    def _choose_for_summaries(self) -> None:
        self._choose_files(DropTarget.SUMMARISE)

    def _choose_folder(self) -> None:
        chosen = folder_name(self._window, say("window.choose.folder"))
        if chosen:
            self._add([Path(chosen)])
