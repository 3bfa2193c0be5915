"""The command conversations: which questions are kept, with their answers."""

from __future__ import annotations

from app.cli.command import Command
from app.cli.session import Session
from app.words.catalogue import say


def run(session: Session) -> bool:
    """List the turns of every conversation, the conversation used last first."""
    output = session.output
    with session.services() as services:
        chats = services.chats
        kept = [
            (one, turn, chats.is_exact(turn.id))
            for one in chats.conversations()
            for turn in chats.turns(one.id)
        ]
    if not kept:
        output.tell(say("cli.conversations.none"))
    titled = 0
    for conversation, turn, exact in kept:
        answer = turn.answer
        row = {
            "turn": turn.id,
            "conversation": conversation.id,
            "title": conversation.title,
            "question": turn.question,
            "outcome": answer.outcome.value if answer else None,
            "model": answer.model if answer else "",
            "created": round(turn.created, 3),
            "exact": exact,
        }
        title = f"{conversation.title}\n" if conversation.id != titled else ""
        titled = conversation.id
        output.give(row, f"{title}{turn.id:>4}  {turn.question}")
    return True


COMMAND = Command("conversations", run)
