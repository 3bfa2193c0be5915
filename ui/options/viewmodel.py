"""How settings stand, and what becomes of a change; the vault and files are asked in their lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from app.options.holding import held_fault, is_left
from app.options.notes import State, state_of
from app.options.option import Group, Option, Where
from app.options.register import OPTIONS
from app.words.messages import notice_of
from ui.parts.tasks import Lane, Tasks


class OptionsViewModel(QObject):
    told = Signal(object)  # dict[str, State] by id
    changed = Signal(str)  # the id of what has another value now
    was_reset = Signal(object)  # list[Option]; what is as at first again, [] for nothing
    undone = Signal()
    refused = Signal(object)  # Notice

    def __init__(self, where: Where, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._where = where
        self._tasks = tasks
        self._before: dict[str, str] = {}  # what was reset last, by id

    def load(self) -> None:
        """Look anew."""
        self._tasks.run(Lane.LIBRARY, self._looked, self.told.emit, self._refuse)

    def put(self, option: Option, value: str) -> None:
        """Have this value from now on."""
        self._do([(option, value)], lambda: None)

    def reset(self, options: Sequence[Option]) -> None:
        """Have them as at first; `undo` takes that back."""

        def differing() -> dict[str, str]:
            states = {one.id: state_of(one, self._where) for one in options if one.kept is not None}
            return {
                one.id: states[one.id].value
                for one in options
                if one.kept
                and states[one.id].possible
                and states[one.id].value != one.kept.usual
                and is_left(one, one.kept.usual)
            }

        def found(before: dict[str, str]) -> None:
            self._before = before
            chosen = [one for one in options if one.id in before]
            pairs = [(one, one.kept.usual) for one in chosen if one.kept]
            self._do(pairs, lambda: self.was_reset.emit(chosen))

        self._tasks.run(Lane.LIBRARY, differing, found, self._refuse)

    def undo(self) -> None:
        """Have what was reset last as it was before."""
        before, self._before = self._before, {}
        pairs = [(one, before[one.id]) for one in OPTIONS if one.id in before]
        self._do(pairs, self.undone.emit)

    # --- inside --------------------------------------------------------------------------------------------

    def _looked(self) -> Mapping[str, State]:
        return {one.id: state_of(one, self._where) for one in OPTIONS}

    def _do(self, pairs: Sequence[tuple[Option, str]], then: Callable[[], object]) -> None:
        """Change some. What the window looks like is changed here and now, the rest in its lane."""
        here = [pair for pair in pairs if pair[0].group is Group.LOOK]
        there = [pair for pair in pairs if pair[0].group is not Group.LOOK]
        for option, value in here:
            self._put(option, value)
            self.changed.emit(option.id)

        def work() -> None:
            for option, value in there:
                self._put(option, value)

        def done(_: None) -> None:
            for option, _value in there:
                self.changed.emit(option.id)
            then()
            self.load()

        if there:
            self._tasks.run(Lane.LIBRARY, work, done, self._refuse)
        else:
            done(None)

    def _put(self, option: Option, value: str) -> None:
        if option.kept is not None and option.fits(value):
            if not is_left(option, value):
                raise held_fault(option)
            option.kept.put(self._where, value)

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(notice_of(error))
        self.load()
