"""The command roles: which model does what, and which role answers about a collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.output import reason
from app.cli.rows import error_row
from app.cli.session import Session
from app.words.catalogue import say
from engine.errors import Fault

if TYPE_CHECKING:
    from app.models.models import Models
    from app.types import RoleRow

# As `app.models.roles` has them; that module is not for the head of a command.
_ROLES = (
    "answer",
    "summarise",
    "extract",
    "draft",
    "code",
    "calls",
    "medicine",
    "pictures",
    "lines",
    "embed",
)
_ANSWERING = ("answer", "medicine", "code")
_BEST = "best"


def grammar(command: Grammar) -> None:
    action = command.actions()
    action("list", say("cli.roles.list"))
    give = action("give", say("cli.roles.give"))
    give.add("role", choices=_ROLES, help=say("cli.roles.role"))
    give.add("model", metavar="MODEL", help=say("cli.roles.model"))
    collection = action("collection", say("cli.roles.collection"))
    collection.add("name", metavar="NAME", help=say("cli.roles.collection-name"))
    collection.add("role", choices=_ANSWERING, nargs="?", help=say("cli.roles.answering"))
    collection.add("--adapters", nargs="*", metavar="NAME[=SCALE]", help=say("cli.roles.adapters"))


def run(session: Session) -> bool:
    """List the roles, give one to a model, or a collection to one. Only the last opens the library."""
    from app.events import EventBus
    from app.models.models import Models
    from app.models.roles import role_named
    from app.settings import Settings

    asked = session.arguments
    if asked.action == "collection":
        return _collection(session)
    shelf = Models(session.paths.models, Settings(session.paths.settings), EventBus())
    try:
        if asked.action == "give":
            try:
                shelf.give(role_named(asked.role), "" if asked.model == _BEST else asked.model)
            except Fault as fault:
                failed = {"role": asked.role, "model": asked.model, "error": error_row(fault)}
                session.output.give(failed, f"{asked.model}: {reason(fault)}")
                return False
        for row in shelf.roles():
            if asked.action == "list" or row.name == asked.role:
                _show(session, shelf, row)
        return True
    finally:
        shelf.close()


def _show(session: Session, shelf: Models, row: RoleRow) -> None:
    from app.words.models import role_words

    now = shelf.title(row.model) if row.model else say("models.roles.none")
    stands_in = f" ({say('models.roles.stands-in')})" if row.stands_in and not row.asked else ""
    session.output.give(
        {
            "role": row.name,
            "model": row.model or None,
            "asked": row.asked or None,
            "stands_in": row.stands_in,
            "usable": list(row.usable),
            "error": None,
        },
        f"{row.name:<10} {now}{stands_in}\n           {role_words(row.use)}",
    )


def _collection(session: Session) -> bool:
    """Which role answers about a collection and with which adapters; told where none is given."""
    from app.cli.commands.models import scales_given
    from app.models.adapting import MOST
    from engine.types import Task

    asked = session.arguments
    with session.services() as services:
        answering = services.answering
        if asked.role is not None:
            answering.choose(Task(asked.role), asked.name)
        task = answering.of(asked.name)
        if asked.adapters is not None:
            try:
                scales = {name: float(scale) for name, scale in scales_given(asked.adapters).items()}
                services.models.check_adapters(scales, task)
            except ValueError:
                session.output.tell(say("cli.models.no-scale", most=MOST))
                return False
            except Fault as fault:
                failed = {"collection": asked.name, "role": task.value, "error": error_row(fault)}
                session.output.give(failed, f"{asked.name}: {reason(fault)}")
                return False
            answering.adapt(scales, asked.name)
        used = answering.adapters(asked.name)
    named = ", ".join(f"{name} ({scale:g})" for name, scale in used.items())
    told = say("cli.roles.answers", collection=asked.name, role=task.value)
    row = {"collection": asked.name, "role": task.value, "adapters": used, "error": None}
    session.output.give(row, f"{told} {say('cli.roles.with', adapters=named)}" if named else told)
    return True


COMMAND = Command("roles", run, grammar)
