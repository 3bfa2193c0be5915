"""A question that waited, answered behind whatever conversation is in view by then."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.chat import Chats
from engine.cancel import CancelToken
from rag.types import AnswerEvent
from ui.chat.coming import Held
from ui.parts.tasks import Lane, Tasks


def ask_behind(
    chats: Chats,
    tasks: Tasks,
    held: Held,
    cancel: CancelToken,
    done: Callable[[int], None],
    failed: Callable[[Exception], None],
) -> None:
    """Ask it where it was asked, in a new conversation where that is not kept yet; `done` is given its
    number. Nothing in view changes.
    """
    asked_in = held.conversation

    def work() -> Iterator[AnswerEvent]:
        nonlocal asked_in
        asked_in = asked_in or chats.create().id
        return chats.ask(asked_in, held.question, cancel, held.scope, at_hand=held.at_hand)

    tasks.stream(Lane.MODEL, work, lambda _: None, lambda: done(asked_in), failed)
