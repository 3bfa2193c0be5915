"""Starts the window: shown first, filled as soon as the library is open."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from app import ending
from app.paths import Paths
from app.settings import LARGEST, SMALLEST, Settings
from app.types import Appearance, LockedWork, Notice
from app.words.catalogue import say
from app.words.messages import notice_of
from engine.errors import Fault
from engine.wiping import wipe
from rag.errors import (
    KeyringUnavailable,
    PassphraseWrong,
    RecoveryWrong,
    TooManyTries,
    VaultCorrupt,
    VaultLocked,
    VaultNewer,
)
from ui.parts.icons import follow_screens
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import body_font, follow_desktop
from ui.window.beginning import begin
from ui.window.behind import Opened
from ui.window.called import Called, bring_forward
from ui.window.collecting import Collecting
from ui.window.dressing import put_on
from ui.window.idle import IdleWatch
from ui.window.main_window import MainWindow
from ui.window.opening import Opening
from ui.window.seen import Seen
from ui.window.sleep import SleepWatch
from ui.window.unlock import PassphraseDialog, wants_unlocked, warn

if TYPE_CHECKING:  # the window is seen before what follows is loaded: `ui.window.loading`
    from app.matters.matters import Place
    from app.security.repairs import Repaired
    from app.services import Services
    from engine.provision.standby import FetcherStandby
    from ui.window.repair_dialog import Repair

_SCALE_STEP = 0.1
_DRESSING = ("appearance", "contrast", "text-size", "motion")  # not for people: settings of the look
_BEHIND_MS = 2000  # how often it is looked whether what goes on behind the lock is done

_log = logging.getLogger(__name__)


class Application:
    """One window over one home."""

    def __init__(
        self,
        paths: Paths,
        *,
        place: Place | None = None,
        passphrase: str | None = None,
        model: str = "",
        standby: FetcherStandby | None = None,
        files: Sequence[Path] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Needs a `QApplication`. `place` is the matter whose home `paths` are of, `files` are to be added
        once it is open. By the `clock`, in seconds, it locks where nobody uses it.
        """
        self._paths = paths
        self._place, self._model, self._standby = place, model, standby
        self._settings = Settings(paths.settings)
        self._services: Services | None = None
        self._repair: Repair | None = None  # to be done before the library is opened again
        self._behind: Opened | None = None  # a library whose work goes on while the window is locked
        self._locks_on_return = False
        self._files = list(files)  # that wait until a library is shown
        self._called: Called | None = None  # hears other starts, also while the window is locked
        self._clock, self._desktop_font = clock, body_font()
        self.tasks, self.window = self._blank()
        self._behind_timer = QTimer(interval=_BEHIND_MS)
        self._behind_timer.timeout.connect(self._look_behind)
        self._left = self._left_alone()
        follow_desktop(self._dress)
        follow_screens(self._dress)
        self._dress()
        self._passphrase = passphrase

    @property
    def services(self) -> Services | None:
        """Of the library that is open; None until its desks stand."""
        return self._services if self.window.stands else None

    def start(self) -> None:
        """Show the window, and open the library behind it once it is seen."""
        asks = self._place is None and self._passphrase is None
        first = partial(begin, self.window, self._paths.home, self._settings, self.tasks, self._open)
        Seen(self.window, first if asks else partial(self._open, self._passphrase))
        self.window.present()
        self._called = Called(self._library, self.come)

    def close(self) -> None:
        """End lanes, threads and children."""
        if self._called is not None:
            self._called.close()
        self._behind_timer.stop()
        if self._behind is not None:
            self._behind.end()
        self.window.hide()
        if self._services is not None:
            Opened(self.window, self.tasks, self._services).end()
        else:
            self.tasks.close()

    def lock(self) -> None:
        """Blank the window, end every child and let the key leave memory, until somebody unlocks it. What is
        being read or made goes on then; where the person said so it goes on behind the lock, and the key
        leaves memory when it is done. A matter is left for its library, and nothing of it goes on.
        """
        if self._services is None:
            return
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog):
                dialog.reject()
        in_matter = self._leave_matter()
        before = self._withdraw(self._services)
        goes_on = self._settings.preferences.locked_work is LockedWork.GOES_ON and not in_matter
        if goes_on and before.has_work:
            self._behind = before
            self._behind_timer.start()
        else:
            before.end()
        QTimer.singleShot(0, self._unlock)

    def _leave_matter(self) -> bool:
        """Be over the library again that the matter belongs to; whether it was one."""
        if self._place is None:
            return False
        self._paths, self._place = Paths(self._library, self._paths.models), None
        return True

    @property
    def _library(self) -> Path:
        """The home of the library, also where the window is over a matter of it."""
        return self._paths.library or self._paths.home

    def _withdraw(self, services: Services) -> Opened:
        """Put up a window that shows nothing of the library."""
        before = Opened(self.window, self.tasks, services)
        self._services, self._passphrase = None, None
        self._put_up(*self._blank(), before.window)
        before.window.hide()
        QApplication.processEvents()
        return before

    def _offer_repair(self) -> None:
        """The library is open for reading: mend it, once it is closed."""
        services = self._services
        if services is None or services.vault.read_only is None:
            return
        from ui.window.repair_dialog import RepairDialog

        dialog = RepairDialog(self.window, self._paths.home, notice_of(services.vault.read_only), opened=True)
        if dialog.exec() and dialog.chosen is not None and services is self._services:
            self._repair = dialog.chosen
            self._withdraw(services).end()
            self._open(None)

    def _choose_matter(self) -> None:
        """Let the window be over a matter in place of the library, or go back to the library."""
        from app.matters.matters import Matters
        from ui.matters.dialog import MattersDialog, wants_back
        from ui.matters.viewmodel import MattersViewModel

        services = self._services
        if services is None:
            return
        if self._place is not None:
            if wants_back(self.window, self._place.matter) and services is self._services:
                self._leave_matter()
                self._withdraw(services).end()
                self._open(None)
            return
        matters = Matters(self._paths, services.vault)
        model = MattersViewModel(matters, self.tasks, services.bring, self.window)
        dialog = MattersDialog(self.window, model)
        if dialog.exec() and dialog.chosen is not None and services is self._services:
            place = matters.place(dialog.chosen, dialog.passphrase)
            self._withdraw(services).end()
            self._paths, self._place = place.paths, place
            self._open(place.passphrase)

    def _give_up(self) -> None:
        """What was to be opened is not: a matter is left for its library, and the window without one."""
        if self._leave_matter():
            self._open(None)
        else:
            self.window.close()

    def _put_up(self, tasks: Tasks, window: MainWindow, before: MainWindow) -> None:
        """Show a window in place of the one before."""
        self.tasks, self.window = tasks, window
        self._left = self._left_alone()
        self._dress()
        window.restoreGeometry(before.saveGeometry())
        window.present()

    def _look_behind(self) -> None:
        """End what stands behind the lock once its work is done."""
        if self._behind is not None and not self._behind.has_work:
            done, self._behind = self._behind, None
            self._behind_timer.stop()
            done.end()

    def _blank(self) -> tuple[Tasks, MainWindow]:
        """A window that shows nothing of a library yet."""
        # Before there is a widget: menus and lists that are made first keep the desktop's size otherwise.
        palette, tasks = put_on(self._settings.preferences, self._desktop_font), Tasks()
        window = MainWindow(palette, self._settings, tasks)
        window.appearance_chosen.connect(self._choose)
        window.text_scaled.connect(self._scale)
        window.lock_asked.connect(self.lock)
        window.option_changed.connect(self._adopt)
        window.repair_asked.connect(self._offer_repair)
        window.matters_asked.connect(self._choose_matter)
        window.came_up.connect(self._returned)
        return tasks, window

    def _left_alone(self) -> tuple[SleepWatch, IdleWatch, Collecting]:
        """What notices that whoever comes to the window now may be another, or that nobody waits."""
        return (
            SleepWatch(self.window, self._may_lock),
            IdleWatch(self.window, self._may_lock, self._locks_after, self._clock),
            Collecting(self.window),
        )

    def _locks_after(self) -> float:
        speaks = self._services is not None and self._services.recordings.keeps_unlocked
        return 0.0 if speaks else self._settings.preferences.lock_after.seconds

    def _may_lock(self) -> None:
        """Nobody was here. A library that a keyring opens asks nobody who comes."""
        if self._services is None or not self._is_typed():
            return
        if self.window.isVisible():
            self.lock()
        elif self._settings.preferences.locked_work is LockedWork.GOES_ON:
            self._locks_on_return = True  # it is in the tray, and shows nothing to lock
        else:
            QApplication.quit()

    def _returned(self) -> None:
        """The window came out of the tray."""
        if self._locks_on_return:
            self._locks_on_return = False
            self.lock()

    def _is_typed(self) -> bool:
        from app.security.keys import is_typed

        return is_typed(self._library)

    def _unlock(self) -> None:
        if self._is_typed():
            self._ask()
            return
        self.window.show_locked(locked=True)
        if wants_unlocked():
            self._open(None)
        else:
            self.window.close()

    def _open(self, passphrase: str | None) -> None:
        self.window.show_locked(locked=False)
        if self._behind is not None:
            from app.security.keys import KeySlots

            slots = KeySlots(self._paths.home)
            self.tasks.run(
                Lane.LIBRARY,
                lambda: wipe(slots.unlock(passphrase)),
                lambda _: self._come_forward(passphrase),
                self._refused,
            )
            return
        ring = self._place.ring if self._place else None
        mend = self._mend if self._repair is not None else None
        opening = Opening(self._paths, passphrase, ring, mend, self._model, self._standby)
        opening.run(self.tasks, self._opened, lambda error: self._refused(error, passphrase))

    def _mend(self, home: Path, key: bytes) -> Repaired:
        """In its lane, once: what was mended is not mended again where the library does not open then."""
        assert self._repair is not None
        done = self._repair(home, key)
        self._repair = None
        return done

    def _opened(self, services: Services, done: Repaired | None) -> None:
        self._services = services
        broken_off = ending.begin(services.paths.home) and done is None
        steps = self.window.building(services, self._place, broken_off=broken_off)
        self.tasks.in_turns(steps, partial(self._stands, self.window, done))

    def _stands(self, window: MainWindow, done: Repaired | None) -> None:
        if done is not None:
            from app.words.repairs import repair_lines

            window.banner.show_notice(Notice(say("window.repair.done"), "\n".join(repair_lines(done)), ""))
        self._bring()

    def come(self, files: Sequence[Path]) -> None:
        """Somebody started the program once more, perhaps to open files with it."""
        bring_forward(self.window)
        self._files += files
        self._bring()

    def _bring(self) -> None:
        """Add what waits for a library that is shown: none is while it is locked."""
        if self._services is not None and self._files:
            self.window.bring(self._files)
            self._files = []

    def _come_forward(self, passphrase: str | None) -> None:
        """Whoever unlocked it knows what opens the library: show it again, or open it where it has ended."""
        if self._behind is None:
            self._open(passphrase)
            return
        opened, self._behind = self._behind, None
        self._behind_timer.stop()
        blank, tasks = self.window, self.tasks
        self._services = opened.services
        self._put_up(opened.tasks, opened.window, blank)
        blank.hide()
        tasks.close()
        blank.deleteLater()
        self._bring()

    def _refused(self, error: Exception, passphrase: str | None = None) -> None:
        if isinstance(error, VaultLocked | KeyringUnavailable):
            self._ask()
            return
        if isinstance(error, PassphraseWrong | RecoveryWrong | TooManyTries):
            words = notice_of(error)
            self._ask(f"{words.sentence} {words.remedy}")
            return
        self._repair = None
        if isinstance(error, VaultCorrupt | VaultNewer):
            from ui.window.repair_dialog import RepairDialog

            newer = isinstance(error, VaultNewer)
            dialog = RepairDialog(self.window, self._paths.home, notice_of(error), newer=newer)
            if dialog.exec() and dialog.chosen is not None:
                self._repair = dialog.chosen
                self._open(passphrase)
            else:
                self._give_up()
            return
        if not isinstance(error, Fault):
            _log.error("the library could not be opened", exc_info=error)
        warn(self.window, notice_of(error))
        self._give_up()

    def _ask(self, hint: str = "") -> None:
        from app.security.key_file import SlotKind
        from app.security.keys import KeySlots

        kinds = KeySlots(self._paths.home).kinds()
        self.window.show_locked(locked=bool(kinds))
        dialog = PassphraseDialog(self.window, new=not kinds, hint=hint, code=SlotKind.RECOVERY in kinds)
        if dialog.exec():
            self._open(dialog.passphrase)
        else:
            self._give_up()

    def _choose(self, appearance: Appearance) -> None:
        self._settings.update(appearance=appearance)
        self._dress()

    def _adopt(self, option_id: str) -> None:
        """A setting was changed: look so, where it says how the window looks."""
        if option_id in _DRESSING:
            self._dress()

    def _scale(self, steps: int) -> None:
        scale = self._settings.preferences.text_scale + steps * _SCALE_STEP
        self._settings.update(text_scale=min(LARGEST, max(SMALLEST, round(scale, 2))))
        self._dress()

    def _dress(self) -> None:
        """Put the theme on, in the window too."""
        self.window.retint(put_on(self._settings.preferences, self._desktop_font))
