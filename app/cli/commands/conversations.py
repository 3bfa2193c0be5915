"""The command conversations: which questions are kept, with their answers."""

from __future__ import annotations

from pathlib import Path

from app.cli.command import Command, Grammar
from app.cli.session import Session
from app.words.catalogue import count, say


def grammar(command: Grammar) -> None:
    action = command.actions(required=False)
    training = action("training", say("cli.conversations.training"))
    training.add("file", type=Path, metavar="FILE.jsonl", help=say("cli.conversations.training-file"))


def run(session: Session) -> bool:
    """List the turns of every conversation, the one used last first; or save them as training data."""
    return _training(session) if session.arguments.action == "training" else _list(session)


def _training(session: Session) -> bool:
    path = session.arguments.file
    with session.services() as services:
        number = services.training.save(path)
    session.output.give({"file": str(path), "examples": number}, count("training.saved", number, path=path))
    return True


def _list(session: Session) -> bool:
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


COMMAND = Command("conversations", run, grammar)
