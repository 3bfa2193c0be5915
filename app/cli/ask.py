"""The command ask: answers from the documents, with citations."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from app.cli.answer_text import AnswerWriter
from app.cli.library import tell_unready
from app.cli.output import answer_row, unanswered_row
from app.cli.progress import ProgressBar
from app.cli.session import Query, Session
from app.services import Services
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled, ContextFull, WorkerError
from rag.types import Answer, AnswerDone


def ask(session: Session) -> bool:
    """Answer one question or a batch; False when a question got no answer."""
    queries = session.queries("id")
    batch = session.arguments.batch is not None
    bar, done = ProgressBar(session.output.err), True
    with session.services() as services, interruptible() as cancel:
        tell_unready(session, services)
        for number, query in enumerate(queries, 1):
            if batch and not session.output.out.isatty():
                bar.show("answering", number - 1, len(queries), f"question {number} of {len(queries)}")
            done = _ask(session, services, query, cancel) and done
        bar.clear()
    return done


@contextmanager
def interruptible() -> Iterator[CancelToken]:
    """A token that Ctrl-C sets, in place of ending the program; for the main thread."""
    cancel = CancelToken()
    before = signal.signal(signal.SIGINT, lambda *_: cancel.cancel())
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)


def _ask(session: Session, services: Services, query: Query, cancel: CancelToken) -> bool:
    """Answer one question. One that ends the model process, or is too long, does not end a batch."""
    try:
        if session.output.as_json:
            answer = _silently(services, query, cancel)
        else:
            answer = _aloud(session, services, query, cancel)
    except (WorkerError, ContextFull) as fault:
        if session.output.as_json:
            session.output.row(unanswered_row(query.text, query.id, fault))
        else:
            notice = notice_of(fault)
            session.output.text(f"{notice.sentence} {notice.remedy}")
        return False
    if answer.stopped:
        raise Cancelled
    if session.output.as_json:
        session.output.row(answer_row(answer, query.id))
    return True


def _silently(services: Services, query: Query, cancel: CancelToken) -> Answer:
    for event in services.chats.answer(query.text, cancel, query.scope):
        if isinstance(event, AnswerDone):
            return event.answer
    raise Cancelled


def _aloud(session: Session, services: Services, query: Query, cancel: CancelToken) -> Answer:
    out = session.output.out

    def write(text: str) -> None:
        out.write(text)
        out.flush()

    if session.arguments.batch is not None:
        write(f"── {query.text}\n")
    writer = AnswerWriter(write)
    for event in services.chats.answer(query.text, cancel, query.scope):
        writer.take(event)
    if writer.answer is None:
        raise Cancelled
    notes = writer.footnotes()
    write(f"\n{notes}\n\n" if notes else "\n")
    return writer.answer
