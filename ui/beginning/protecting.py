"""The first step of a home that has no key yet, before its library can be opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from app.first_run import FirstRun
from app.security.keyring import SystemKeyring
from app.security.protecting import has_keyring, protect
from app.settings import Settings
from app.types import FirstStep
from app.words.messages import notice_of
from ui.beginning.page import FirstPage
from ui.parts.tasks import Lane, Tasks


class Protecting(QObject):
    """Shows the step, makes the key, and has the library opened while a recovery code is in view."""

    def __init__(
        self,
        page: FirstPage,
        home: Path,
        settings: Settings,
        tasks: Tasks,
        opened: Callable[[str | None], None],
    ) -> None:
        """`opened` opens the library, with the passphrase where there is one."""
        super().__init__(page)
        self._page, self._home, self._first, self._tasks = page, home, FirstRun(settings), tasks
        self._opened = opened
        page.protect.chosen.connect(self._protect)

    def start(self) -> None:
        """Show the step, and look whether there is a keyring."""
        self._page.protect.begin()
        self._page.open(FirstStep.PROTECT)
        ring = SystemKeyring()
        self._tasks.run(Lane.PLAN, lambda: has_keyring(ring), self._known)

    def _known(self, there: bool) -> None:
        self._page.protect.show_keyring(there=there)
        if not self._page.protect.first_field.hasFocus():
            self._page.take_keyboard()

    def _protect(self, passphrase: str, code: bool) -> None:
        def done(words: str) -> None:
            self._first.protected(code=bool(words))
            if words:
                self._page.protect.show_code(words)
                self._page.take_keyboard()
            else:
                self._page.protect.show_done()
                self._page.open(FirstStep.MODEL)
            self._opened(passphrase or None)

        self._tasks.run(
            Lane.LIBRARY,
            lambda: protect(self._home, passphrase, code=code),
            done,
            lambda error: self._page.protect.fail(notice_of(error)),
        )
