"""Waiting for files that are being read into the library, and telling what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.cli.output import described, reason, state_name, steps
from app.cli.progress import ProgressBar
from app.cli.rows import document_row, failed_row
from app.cli.session import Session, tell_lacking
from app.cli.unlock import ask_password
from app.words.catalogue import say
from engine.errors import Fault
from rag.language.file_names import name_of
from rag.types import DocumentState

if TYPE_CHECKING:
    from app.events import Event
    from app.library.additions import Addition
    from app.services import Services


def read_in(session: Session, services: Services, begin: Callable[[], Sequence[Addition]]) -> list[bool]:
    """Whether each file that `begin` queues was read, once all are; a row for each, also for what is passed
    over, and a bar meanwhile.
    """
    from app.events import DocumentProgress

    bar = ProgressBar(session.output.err)
    names: dict[int | None, str] = {}

    def progress(event: Event) -> None:
        if isinstance(event, DocumentProgress):
            name = names.get(event.document_id) or say("cli.add.earlier")
            detail = f"{state_name(event.state)} {steps(event)}"
            bar.show(name, event.done, event.total, detail, event.seconds_left)

    unsubscribe = services.bus.subscribe(progress)
    try:
        additions = begin()
        names |= {addition.document_id: name_of(addition.path) for addition in additions}
        read = [_added(session, services, addition, bar) for addition in additions]
        done = [one for one, addition in zip(read, additions, strict=True) if not addition.passed_over]
    finally:
        unsubscribe()
        bar.clear()
    if any(done):
        tell_lacking(session, services, writes=False)
    return done


def _added(session: Session, services: Services, addition: Addition, bar: ProgressBar) -> bool:
    """Wait for one file and write its row; a protected one is tried again with a password typed in."""
    output, name = session.output, name_of(addition.path)
    try:
        document = addition.outcome.result()
        if document.error_code in ("password-needed", "password-wrong"):
            bar.clear()
            password = ask_password(name)
            if password:
                document = services.library.retry(document.id, password).outcome.result()
    except Fault as fault:
        bar.clear()
        output.give(failed_row(name, fault), f"{name}: {reason(fault)}")
        return False
    bar.clear()
    if document.path == str(addition.path):
        name = document.name  # with its folder where another file has the same
    output.give(document_row(document, name), f"{name}: {described(document)}")
    for one in services.library.held_by(document.id) if document.held else ():
        if one.state is DocumentState.FAILED:
            output.give(document_row(one), f"{one.name}: {described(one)}")
    return document.state is DocumentState.READY
