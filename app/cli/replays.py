"""A kept answer asked for again exactly, on the command line."""

from __future__ import annotations

from dataclasses import asdict

from app.cli.answer_text import AnswerWriter
from app.cli.rows import answer_row
from app.cli.session import Session, interruptible, tell_unready
from app.words.records import replay_lines
from rag.types.records import Replayed


def again_exactly(session: Session) -> bool:
    """Ask again and tell whether the answer is the same; False when it is not. Raises `Fault`s."""
    turn, output = int(session.arguments.exactly), session.output
    with session.services() as services, interruptible() as cancel:
        tell_unready(session, services)
        writer, replayed = AnswerWriter(lambda text: None if output.as_json else output.stream(text)), None
        for event in services.chats.again_exactly(turn, cancel):
            if isinstance(event, Replayed):
                replayed = event
            else:
                writer.take(event)
    cancel.raise_if_cancelled()
    assert replayed is not None  # the last event of every replay
    told = {"same": replayed.same, "differs": [asdict(one) for one in replayed.differs]}
    row = answer_row(replayed.answer, turn=turn) | {"replay": told}
    output.give(row, "\n".join(["", *replay_lines(replayed)]))
    return replayed.same
