"""What a playbook says to a contract, in words: a verdict with its mark, and why."""

from __future__ import annotations

from app.words.catalogue import say
from app.words.shipped import key_of
from rag.vetting.maker import PositionPoint
from rag.vetting.playbook import Stance

_LIKENESS = ("sign", "meaning")  # of which what was found says less than what the playbook has against it
_REASONED = (Stance.REVIEW, Stance.UNACCEPTABLE, Stance.MISSING)


def stance_words(stance: Stance) -> str:
    """A verdict, with a mark that tells it without its colour: "✗ not acceptable"."""
    return say(f"playbooks.stance.{stance.value}")


def reason_words(point: PositionPoint) -> str:
    """Why it is so: what was found, and what the playbook has against it; what tells more comes first."""
    found = say(f"playbooks.why.{point.why}.{point.stance.value}", fact=point.fact)
    if point.stance not in _REASONED:
        return found
    both = (point.reason, found) if point.why in _LIKENESS else (found, point.reason)
    return " ".join(filter(None, both))


def position_words(name: str, built_in: str) -> str:
    """What a position is called: of a playbook that came along as the language calls it, else as it is
    written.
    """
    key = key_of("playbooks", "positions", name) if built_in else None
    return name if key is None else say(f"playbooks.positions.{key}")


def told(point: PositionPoint, built_in: str) -> tuple[str, str, str]:
    """A position, its verdict and why, as a row of the table has them."""
    return position_words(point.name, built_in), stance_words(point.stance), reason_words(point)
