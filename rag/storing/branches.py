"""Which turns of a conversation stand in view, and which are other versions of those.

A turn follows its parent; turns with one parent are versions of each other, of which one is chosen. The path
goes from the first turn along what is chosen. What is in the bin is passed through: what followed it follows
what stood before it, and it comes back to its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlite3 import Connection


class Node(NamedTuple):
    """A turn. `parent`: the one that it follows, None for a first one."""

    id: int
    parent: int | None
    chosen: bool
    removed: bool


class Branches:
    """Of one conversation. Ids that are not of it raise `KeyError`."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        """`nodes` ascend, so that each stands behind its parent."""
        self.nodes = {one.id: one for one in nodes}
        self._following: dict[int | None, list[Node]] = {}
        self._above: dict[int, int | None] = {}  # the nearest before it that is in view
        self._below: dict[int | None, list[int]] = {}
        self._weight: dict[int, tuple[bool, ...]] = {}  # what is chosen from there on, down to it
        for one in self.nodes.values():
            self._following.setdefault(one.parent, []).append(one)
            before = None if one.parent is None else self.nodes[one.parent]
            through = before is not None and before.removed
            self._above[one.id] = self._above[before.id] if before is not None and through else one.parent
            held = self._weight[before.id] if before is not None and through else ()
            self._weight[one.id] = (*held, one.chosen)
            if not one.removed:
                self._below.setdefault(self._above[one.id], []).append(one.id)
        self.path = self._walked()

    def all(self) -> list[int]:
        """Every turn that is not in the bin, in the order in which they were asked."""
        return [one.id for one in self.nodes.values() if not one.removed]

    def before(self, turn: int) -> list[int]:
        """What stands before a turn, whether it is in view or not, the first one first."""
        found = list[int]()
        at = self._above[turn]
        while at is not None:
            found.append(at)
            at = self._above[at]
        return found[::-1]

    def above(self, turn: int) -> int | None:
        """The turn that one follows; None for a first one."""
        return self._above[turn]

    def versions(self, turn: int) -> tuple[int, ...]:
        """A turn and those that it is a version of, in the order in which they were asked."""
        return tuple(self._below[self._above[turn]])

    def end(self) -> int | None:
        """What the next question follows: the last turn in view, or what is in the bin behind it."""
        at = self.path[-1] if self.path else None
        while behind := self._following.get(at):
            at = max(behind, key=lambda one: (one.chosen, one.id)).id
        return at

    def choosing(self, turn: int) -> list[Node]:
        """The rows to be written so that a turn stands in view."""
        changed = list[Node]()
        at: int | None = turn
        while at is not None:
            parent = self.nodes[at].parent
            changed += [
                one._replace(chosen=one.id == at)
                for one in self._following[parent]
                if one.chosen is not (one.id == at)
            ]
            at = parent
        return changed

    def without(self, turn: int) -> list[Node]:
        """The rows to be written before a turn is deleted: what followed it follows what stood before it."""
        gone = self.nodes[turn]
        return [
            one._replace(parent=gone.parent, chosen=one.chosen and gone.chosen)
            for one in self._following.get(turn, ())
        ]

    def _walked(self) -> list[int]:
        path, at = list[int](), None
        while below := self._below.get(at):
            at = max(below, key=lambda one: (self._weight[one], one))
            path.append(at)
        return path


def branches_of(db: Connection, conversation: int) -> Branches:
    """Those of a conversation; without rows that damage may have taken, one turn follows the other."""
    nodes = dict[int, Node]()
    before: int | None = None
    for id_, known, parent, chosen, removed in db.execute(
        "SELECT t.id, b.turn_id NOT NULL, b.parent, coalesce(b.chosen, 1), r.turn_id NOT NULL FROM turns t"
        " LEFT JOIN branches b ON b.turn_id = t.id LEFT JOIN removed_turns r ON r.turn_id = t.id"
        " WHERE t.conversation_id = ? ORDER BY t.id",
        (conversation,),
    ):
        follows = parent if known and (parent is None or parent in nodes) else before
        nodes[id_] = Node(id_, follows, bool(chosen), bool(removed))
        before = id_
    return Branches(nodes.values())


def write_branches(db: Connection, rows: Iterable[Node]) -> None:
    """Keep where turns stand."""
    db.executemany(
        "INSERT OR REPLACE INTO branches (turn_id, parent, chosen) VALUES (?, ?, ?)",
        [(one.id, one.parent, int(one.chosen)) for one in rows],
    )
