"""The command ask: answers from the documents, with citations."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.answer_text import AnswerWriter
from app.cli.batches import fault_of_row
from app.cli.command import Command, Grammar
from app.cli.output import reason
from app.cli.progress import ProgressBar
from app.cli.rows import answer_row, unanswered_row
from app.cli.session import Query, Session, interruptible, require_tags, tell_unready
from app.words.catalogue import say
from engine.errors import Cancelled, ContextFull, Fault, WorkerError
from rag.types import Answer, AnswerDone, AnswerEvent

if TYPE_CHECKING:
    from app.services import Services
    from engine.cancel import CancelToken


def grammar(command: Grammar) -> None:
    arguments.questions(command, say("cli.ask.rows"))
    every = command.either()
    every.add_argument("--every-document", action="store_true", help=say("cli.ask.every-document"))
    every.add_argument("--every-section", action="store_true", help=say("cli.ask.every-section"))
    every.add_argument("--keep", action="store_true", help=say("cli.ask.keep"))
    every.add_argument("--exactly", type=arguments.positive, metavar="TURN", help=say("cli.ask.exactly"))
    command.add("--yes", action="store_true", help=say("cli.ask.yes"))
    command.add("--csv", type=Path, metavar="FILE", help=say("cli.ask.csv"))
    arguments.out(command)


def wrong(asked: argparse.Namespace) -> str:
    """What is wrong with the arguments together; "" when nothing is."""
    if asked.exactly is not None:
        return "" if asked.text is None and asked.batch is None else say("cli.ask.exactly-alone")
    if unfit := arguments.wrong_question(asked):
        return unfit
    if asked.keep and asked.batch is not None:
        return say("cli.ask.keep-one")
    every = _every(asked)
    if every and asked.batch is not None:
        return say("cli.ask.no-batch")
    if asked.every_section and asked.document is None:
        return say("cli.ask.needs-document")
    return say("cli.ask.needs-every") if (asked.csv or asked.out) and not every else ""


def _every(asked: argparse.Namespace) -> bool:
    return bool(asked.every_document or asked.every_section)


def run(session: Session) -> bool:
    """Answer one question or a batch, or ask everything; False when a question got no answer."""
    if _every(session.arguments):
        from app.cli.surveys import survey

        return survey(session)
    if session.arguments.exactly is not None:
        from app.cli.replays import again_exactly

        return again_exactly(session)
    queries = session.queries("id")
    with session.services() as services, interruptible() as cancel:
        require_tags(services, queries)
        tell_unready(session, services, writes=True)
        return answer_all(session, services, queries, cancel)


def answer_all(session: Session, services: Services, queries: Sequence[Query], cancel: CancelToken) -> bool:
    """Answer questions one after the other; False when one got no answer."""
    batch = session.arguments.batch is not None
    bar, done = ProgressBar(session.output.err), True
    for number, query in enumerate(queries, 1):
        if batch and not session.output.out.isatty():
            told = say("cli.search.far", number=number, total=len(queries))
            bar.show(say("cli.ask.answering"), number - 1, len(queries), told)
        done = _ask(session, services, query, cancel) and done
    bar.clear()
    return done


def _ask(session: Session, services: Services, query: Query, cancel: CancelToken) -> bool:
    """Answer one question. One that ends the model process, or is too long, or whose answer
    fails in a way that nobody foresaw, does not end a batch.
    """
    turn: list[int] = []
    try:
        events = _events(session, services, query, cancel, turn)
        answer = _silently(events) if session.output.as_json else _aloud(session, query, events)
    except (WorkerError, ContextFull) as fault:
        return _unanswered(session, query, fault)
    except Exception as failure:
        if session.arguments.batch is None:
            raise
        return _unanswered(session, query, fault_of_row(failure))
    if answer.stopped:
        raise Cancelled
    if session.output.as_json:  # people have read it already, as it came
        session.output.give(answer_row(answer, query.id, next(iter(turn), None)), answer.text)
    if answer.wish is not None and answer.wish.errand is not None and session.arguments.batch is None:
        from app.cli.carried import carry

        return carry(session, services, answer.wish, cancel)
    return True


def _unanswered(session: Session, query: Query, fault: Fault) -> bool:
    session.output.give(unanswered_row(query.text, query.id, fault), reason(fault))
    return False


def _events(
    session: Session, services: Services, query: Query, cancel: CancelToken, turn: list[int]
) -> Iterator[AnswerEvent]:
    """Those of one answer; where it is kept, the id of its turn is left in `turn`."""
    chats = services.chats
    if not session.arguments.keep:
        yield from chats.answer(query.text, cancel, query.scope, query.history)
        return
    conversation = chats.create().id
    yield from chats.ask(conversation, query.text, cancel, query.scope)
    turn.append(chats.turns(conversation)[-1].id)


def _silently(events: Iterator[AnswerEvent]) -> Answer:
    ended = [event.answer for event in events if isinstance(event, AnswerDone)]
    if not ended:
        raise Cancelled
    return ended[-1]


def _aloud(session: Session, query: Query, events: Iterator[AnswerEvent]) -> Answer:
    write = session.output.stream
    if session.arguments.batch is not None:
        write(f"── {query.text}\n")
    writer = AnswerWriter(write)
    for event in events:
        writer.take(event)
    if writer.answer is None:
        raise Cancelled
    notes = writer.footnotes()
    write(f"\n{notes}\n\n" if notes else "\n")
    return writer.answer


COMMAND = Command("ask", run, grammar, wrong)
