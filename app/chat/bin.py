"""The bin for conversations and single questions: `KEPT_DAYS` there, then gone; at once where a person says
so.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import suppress

from app.library.removing import KEPT_DAYS
from rag.errors import ConversationUnknown
from rag.storing.conversations import ChatStore
from rag.storing.removed_talks import RemovedTalk, Sort

_DAY = 86_400.0


class TalkBin:
    """Methods raise `VaultError`s, and `ConversationUnknown` for what is not there."""

    def __init__(self, store: ChatStore, clock: Callable[[], float] = time.time) -> None:
        """`clock` is in seconds since the epoch."""
        self._store = store
        self._clock = clock

    def all(self) -> list[RemovedTalk]:
        """What is in the bin, what went last first."""
        return self._store.removed.all()

    def days_left(self, removed: RemovedTalk) -> int:
        """In how many days it is deleted for good; a day begun counts."""
        return max(0, math.ceil((removed.at - self._clock()) / _DAY + KEPT_DAYS))

    def put(self, sort: Sort, id_: int) -> None:
        """Remove a conversation or a turn, so that `restore` brings it back as it is."""
        self._store.put_away(sort, id_)

    def restore(self, sort: Sort, id_: int) -> None:
        """Bring it back to its place."""
        self._store.bring_back(sort, id_)

    def delete(self, sort: Sort, id_: int) -> None:
        """Delete it for good, with every trace in the vault."""
        self._store.removed.delete(sort, id_)

    def empty(self) -> int:
        """Delete all that is in the bin for good; how many that were."""
        return self._delete(self.all())

    def expire(self) -> int:
        """Delete for good what has been in the bin for longer than `KEPT_DAYS`; how many that were."""
        before = self._clock() - KEPT_DAYS * _DAY
        return self._delete([one for one in self.all() if one.at < before])

    def _delete(self, found: list[RemovedTalk]) -> int:
        for one in found:
            with suppress(ConversationUnknown):  # somebody else was quicker
                self._store.removed.delete(one.sort, one.id)
        return len(found)
