"""What is being brought into view: what is asked meanwhile waits for it, so that neither takes the other's
place, and goes to the conversation that it was asked in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from rag.types import SearchScope

NO_VIEW = -1  # of what is shown beside the conversation, whichever is open


@dataclass(frozen=True, slots=True)
class Held:
    """A question that waits. `view` is what was in view when it was asked, `conversation` the one that was
    open there, 0 for one that is not kept yet.
    """

    question: str
    at_hand: Collection[int]
    scope: SearchScope | None
    view: int
    conversation: int


class Coming:
    """Counts what is on its way. Only for the window's thread."""

    def __init__(self, ask: Callable[[Held], bool]) -> None:
        """`ask` is given what waited, once nothing is on its way; False where it has to wait on."""
        self._ask = ask
        self._under_way = 0
        self._unready = 0  # questions that wait until anything can be asked
        self._held: deque[Held] = deque()

    @property
    def is_under_way(self) -> bool:
        return self._under_way > 0

    def begin(self) -> None:
        """Something is on its way from now on, until `end`."""
        self._under_way += 1

    def end(self) -> None:
        """It is in view, or will not be; after the last of them what waited is asked."""
        self._under_way = max(0, self._under_way - 1)
        self.go_on()

    def hold(self, question: Held) -> None:
        """Let a question wait, behind those that do already."""
        self._held.append(question)

    def wait(self, question: Held) -> None:
        """Let a question wait until `ready`."""
        self._unready += 1
        self.begin()
        self.hold(question)

    def ready(self) -> None:
        """Questions can be asked from now on."""
        unready, self._unready = self._unready, 0
        for _ in range(unready):
            self.end()

    def follow(self, view: int, to: int, conversation: int) -> None:
        """What was asked in a view was meant for what came into it."""
        moved = [replace(one, view=to, conversation=conversation) for one in self._held if one.view == view]
        self._held = deque([*moved, *(one for one in self._held if one.view != view)])

    def go_on(self) -> None:
        """Ask what waits, where it can be asked now."""
        while self._held and not self._under_way and self._ask(self._held[0]):
            self._held.popleft()
