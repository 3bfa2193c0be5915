"""What can be copied from though it is no field of Qt's: the menus ask it as they ask those."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Copied(Protocol):
    """A widget whose text is selected and copied, not written."""

    @property
    def has_selection(self) -> bool: ...

    def copy(self) -> None: ...

    def select_all(self) -> None: ...
