"""How models did, in words: the rows of the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.models.board.measuring import Share, Standing
from app.words.amounts import size_text
from app.words.catalogue import say
from app.words.messages import notice_for

_WORDS = 0.75  # of a token, in the languages we serve well

COLUMNS: dict[str, Callable[[Standing], str]] = {
    "right": lambda one: share_text(one.right),
    "refused": lambda one: share_text(one.refused),
    "invented": lambda one: share_text(one.invented),
    "formed": lambda one: share_text(one.formed),
    "first": lambda one: say("board.values.seconds", value=f"{one.first_seconds:.1f}"),
    "writes": lambda one: say("board.values.speed", value=f"{one.writes * _WORDS:.0f}"),
    "reads": lambda one: say("board.values.speed", value=f"{one.reads * _WORDS:.0f}"),
    "load": lambda one: say("board.values.seconds", value=f"{one.load_seconds:.1f}"),
    "memory": lambda one: size_text(one.memory_bytes),
    "energy": lambda one: say("board.values.joules", value=f"{one.joules:.0f}") if one.joules else _none(),
}


def share_text(share: Share) -> str:
    """ "9 of 12", or a dash where nothing was counted."""
    if not share.of:
        return _none()
    return say("board.values.share", count=share.count, of=share.of)


def columns(standings: Sequence[Standing]) -> tuple[str, ...]:
    """What is told of them: all of `COLUMNS`, but of energy nothing where the machine tells none."""
    measured = any(one.joules for one in standings)
    return tuple(key for key in COLUMNS if key != "energy" or measured)


def cells(one: Standing, told: Sequence[str] = tuple(COLUMNS)) -> tuple[str, ...]:
    """A model's row behind its name, in the order of `told`; why, where it could not be asked."""
    if one.fault:
        return (fault_words(one), *((_none(),) * (len(told) - 1)))
    return tuple(COLUMNS[key](one) for key in told)


def fault_words(one: Standing) -> str:
    """Why a model could not be asked."""
    return notice_for(one.fault, {}).title


def ranked(standings: Sequence[Standing]) -> list[Standing]:
    """The best first: what is right and what is rightly refused, less what was invented."""
    return sorted(standings, key=lambda one: (bool(one.fault), -worth(one)))


def worth(one: Standing) -> float:
    """One figure for the order of the rows, -1 to 2; no measure of its own."""
    return (one.right.value or 0.0) + (one.refused.value or 0.0) - (one.invented.value or 0.0)


def lengths(standings: Sequence[Standing]) -> list[list[float | None]]:
    """How long each cell's bar is, 0 to 1: a share as it is, all else beside the most of its row; None where
    there is nothing to draw.
    """
    most = {key: max((value(one) for one in standings), default=0.0) for key, value in _VALUES.items()}
    return [[_length(one, key, most) for key in columns(standings)] for one in standings]


def _length(one: Standing, key: str, most: dict[str, float]) -> float | None:
    if one.fault:
        return None
    if key in _SHARES:
        return _SHARES[key](one).value
    return _VALUES[key](one) / most[key] if most[key] else None


def _none() -> str:
    return say("board.values.none")


_SHARES: dict[str, Callable[[Standing], Share]] = {
    "right": lambda one: one.right,
    "refused": lambda one: one.refused,
    "invented": lambda one: one.invented,
    "formed": lambda one: one.formed,
}
_VALUES: dict[str, Callable[[Standing], float]] = {
    "first": lambda one: one.first_seconds,
    "writes": lambda one: one.writes,
    "reads": lambda one: one.reads,
    "load": lambda one: one.load_seconds,
    "memory": lambda one: float(one.memory_bytes),
    "energy": lambda one: one.joules,
}
