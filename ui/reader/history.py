"""Where somebody was in documents before, and where they came back from."""

from __future__ import annotations

from dataclasses import dataclass

from ui.reader.kinds import Place, Span

_MOST = 200


@dataclass(frozen=True, slots=True)
class Stop:
    """A place in a document, with what was marked there."""

    document: int
    place: Place
    marks: tuple[Span, ...] = ()
    section: str = ""  # of what is cited there


class History:
    """Two ways from where one is. `go` is told where one leaves; the way forward ends there."""

    def __init__(self) -> None:
        self._past: list[Stop] = []
        self._future: list[Stop] = []

    @property
    def can_go_back(self) -> bool:
        return bool(self._past)

    @property
    def can_go_on(self) -> bool:
        return bool(self._future)

    def leave(self, stop: Stop) -> None:
        """Somebody goes elsewhere from here."""
        if not self._past or self._past[-1] != stop:
            self._past.append(stop)
            del self._past[:-_MOST]
        self._future.clear()

    def back(self, here: Stop) -> Stop | None:
        """The place before; None where there is none."""
        return _step(self._past, self._future, here)

    def on(self, here: Stop) -> Stop | None:
        """The place that one came back from; None where there is none."""
        return _step(self._future, self._past, here)


def _step(from_: list[Stop], onto: list[Stop], here: Stop) -> Stop | None:
    if not from_:
        return None
    onto.append(here)
    return from_.pop()
