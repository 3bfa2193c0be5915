"""The command draft: letters and texts from a template, drawn from documents, one for each row of a table."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.output import told
from app.cli.rows import error_row, library_row
from app.cli.session import Session, interruptible
from app.words.catalogue import say
from engine.errors import Cancelled, Fault

if TYPE_CHECKING:
    from app.services import Services
    from engine.cancel import CancelToken
    from rag.drafting.styles import Style

_NAMES = ("reply", "notice", "reminder", "cover", "inspection", "marketing", "summary", "snippet")
_TONES = ("formal", "friendly", "plain")
_LENGTHS = ("short", "normal", "long")
_ADDRESSES = ("polite", "familiar")
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")


def grammar(command: Grammar) -> None:
    which = command.either()
    which.add_argument(
        "--template", metavar="NAME-or-FILE", help=say("drafting.command.template", names=", ".join(_NAMES))
    )
    which.add_argument("--list", action="store_true", help=say("drafting.command.list"))
    command.add("--about", metavar="TEXT", default="", help=say("drafting.command.about"))
    command.add(
        "--document",
        nargs="+",
        action="extend",
        default=[],
        metavar="D",
        help=say("drafting.command.document"),
    )
    command.add("--table", type=Path, metavar="FILE", help=say("drafting.command.table"))
    command.add("--language", choices=_LANGUAGES, default="", help=say("drafting.command.language"))
    command.add("--tone", choices=_TONES, help=say("drafting.command.tone"))
    command.add("--length", choices=_LENGTHS, help=say("drafting.command.length"))
    command.add("--address", choices=_ADDRESSES, help=say("drafting.command.address"))
    command.add("--variants", type=int, choices=(1, 2, 3), default=1, help=say("drafting.command.variants"))
    command.add(
        "--style", nargs="+", action="extend", default=[], metavar="FILE", help=say("drafting.command.style")
    )
    command.add("--seed", type=int, metavar="N", help=say("drafting.command.seed"))
    command.add("--out", type=Path, metavar="FILE", help=say("drafting.command.out"))
    command.add("--no-sources", action="store_true", help=say("drafting.command.no-sources"))


def wrong(given: Namespace) -> str:
    """What is wrong with the arguments together; "" when nothing is."""
    if not given.template and not given.list:
        return say("drafting.command.needs")
    return say("drafting.command.no-rows") if given.table is not None and given.variants > 1 else ""


def run(session: Session) -> bool:
    """Draft, one row of output for each draft; False where a document or a draft failed."""
    from app.cli import drafted
    from app.exporting.drafts import writes
    from app.runs.drafts import Order
    from rag.drafting.giving import given
    from rag.drafting.syntax import Address, Length, Tone

    asked = session.arguments
    if asked.list:
        return _listed(session)
    if asked.out is not None:
        writes(asked.out.expanduser())
    with session.services() as services, interruptible() as cancel:
        documents, whole = _documents(session, services, cancel)
        loose = given(asked.about)
        template = services.drafts.template(asked.template, loose, documents, asked.language)
        about = given(asked.about, (one.name for one in template.wanted))
        columns, rows = _rows(session, services, cancel)
        order = Order(
            template,
            about,
            documents,
            columns,
            rows,
            asked.language,
            Tone(asked.tone) if asked.tone else None,
            Length(asked.length) if asked.length else None,
            asked.variants,
            asked.seed,
            _style(session, services, cancel),
            Address(asked.address) if asked.address else None,
        )
        made = services.drafts.create(order)
        return (
            drafted.make(session, services, made, cancel, asked.out, sources=not asked.no_sources) and whole
        )


def _documents(session: Session, services: Services, cancel: CancelToken) -> tuple[tuple[int, ...], bool]:
    """The ids of what is READY, and whether that is all; what cannot be read takes nothing else along."""
    from app.cli import making
    from rag.types import DocumentState

    found, whole = list[int](), True
    for name in session.arguments.document:
        try:
            document = making.document(session, services, name, cancel)
        except Fault as fault:
            if isinstance(fault, Cancelled):
                raise
            whole = False
            session.output.refuse(fault, {"document": name, "error": error_row(fault)})
            continue
        if document.state is DocumentState.READY:
            found.append(document.id)
        else:
            whole = False
            row = {"document": document.name, "error": library_row(document)["error"]}
            session.output.give(row, f"{document.name}: {told(document)}")
    return tuple(dict.fromkeys(found)), whole


def _style(session: Session, services: Services, cancel: CancelToken) -> Style:
    """What is learnt from letters: files, which are not kept, or documents of the library."""
    from app.cli.session import only
    from app.words.drafts import learnt_words
    from rag.types import Page

    names: list[str] = session.arguments.style
    texts: list[str] = []
    documents: list[int] = []
    for name in names:
        path = Path(name).expanduser()
        if path.is_file():
            events = services.reader.read(path, None, cancel)
            texts.append("\n".join(event.text for event in events if isinstance(event, Page)))
        else:
            documents.append(only(services, name).id)
    style = services.drafts.learnt(texts, documents)
    if names:
        session.output.note(learnt_words(style))
    return style


def _rows(
    session: Session, services: Services, cancel: CancelToken
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The head and the rows of the table; () where there is none."""
    from app.runs.tables import table_in

    path: Path | None = session.arguments.table
    if path is None:
        return (), ()
    return table_in(services.reader.grids(path.expanduser(), cancel), str(path))


def _listed(session: Session) -> bool:
    from app.words.drafts import template_words
    from rag.drafting.templates import Templates

    for one in Templates(session.paths.templates).all():
        slots = [slot.name for slot in one.wanted if not slot.optional]
        row = {"template": one.id, "language": one.language, "name": one.name, "slots": slots, "own": one.own}
        session.output.give(
            row,
            say("drafting.command.listed", id=one.id, language=one.language, name=template_words(one.name)),
        )
    return True


COMMAND = Command("draft", run, grammar, wrong)
