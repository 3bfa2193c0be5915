"""A model on its way onto this computer: one at a time, whether the dialog that began it is open or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.activity.activity import Activity
from app.activity.piece import Piece
from app.activity.work import Sort
from app.models.models import Models
from app.models.sticks import seal_of
from app.words.catalogue import say
from engine.cancel import CancelToken
from engine.provision.provisioner import FetchProgress
from ui.parts.tasks import Lane, Tasks


class Fetching(QObject):
    progressed = Signal(object)  # FetchProgress
    ended = Signal(str)  # what is said of it; "" for nothing
    failed = Signal(object)  # Exception

    def __init__(
        self, models: Models, tasks: Tasks, activity: Activity | None = None, parent: QObject | None = None
    ) -> None:
        """`activity` hears of it, where there is one."""
        super().__init__(parent)
        self._models, self._tasks, self._activity = models, tasks, activity
        self._cancel: CancelToken | None = None
        self.asked = ""  # the model that was asked for last
        self.words = self.if_stopped = (
            ""  # what is said until something is heard of it, and where it is stopped
        )
        self.last: FetchProgress | None = None

    @property
    def is_busy(self) -> bool:
        return self._cancel is not None

    def get(self, model_id: str, folder: Path | None = None, token: str = "") -> None:
        """Fetch one model, from a folder first when one is given; `token` opens the hub."""
        self.asked = model_id
        self.words, self.if_stopped = (
            say("models.dialog.looking_for", name=model_id),
            say("models.dialog.fetch_kept"),
        )

        def work(tell: Callable[[FetchProgress], None], cancel: CancelToken) -> str:
            self._models.get(model_id, tell, cancel, folder, token)
            return ""

        self._begin(model_id, work, lambda: self.get(model_id, folder))

    def add(self, paths: Sequence[Path]) -> None:
        """Copy the user's own models into the models folder."""
        name = paths[0].name
        self.words, self.if_stopped = (
            say("models.dialog.looking_at", name=name),
            say("models.dialog.not_added"),
        )

        def work(tell: Callable[[FetchProgress], None], cancel: CancelToken) -> str:
            seal = seal_of(paths)
            ids = self._models.add(paths, tell, cancel)
            names = sorted({self._models.title(one) for one in ids})
            added = say("models.dialog.added", names=", ".join(names))
            return f"{added}\n{say(f'models.stick.{seal.value}')}" if seal else added

        self._begin(name, work, lambda: self.add(paths))

    def stop(self) -> None:
        if self._cancel is not None:
            self._cancel.cancel()

    # --- inside --------------------------------------------------------------------------------------------

    def _begin(
        self,
        name: str,
        work: Callable[[Callable[[FetchProgress], None], CancelToken], str],
        again: Callable[[], None],
    ) -> None:
        if self._cancel is not None:
            return
        cancel = self._cancel = CancelToken()
        self.last = None
        piece = self._activity.begin(Sort.MODEL, name, cancel, again) if self._activity else None

        def tell(now: FetchProgress) -> None:
            if piece is not None:
                piece.tell(now.done_bytes, now.total_bytes, now.seconds_left)
            self._tasks.post(lambda: self._moved(now))

        self._tasks.run(
            Lane.FETCH,
            lambda: work(tell, cancel),
            lambda words: self._over(piece, words, None),
            lambda error: self._over(piece, "", error),
        )

    def _moved(self, now: FetchProgress) -> None:
        self.last = now
        self.progressed.emit(now)

    def _over(self, piece: Piece | None, words: str, error: Exception | None) -> None:
        self._cancel = None
        if piece is not None:
            piece.end(error)
        if error is None:
            self.ended.emit(words)
        else:
            self.failed.emit(error)
