"""The command models: list, get, add, use and verify. It opens no library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.output import reason
from app.cli.progress import ProgressBar
from app.cli.rows import error_row
from app.cli.session import Session, interruptible
from app.cli.unlock import ask_token
from app.words.amounts import size_text
from app.words.catalogue import count, say
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault

if TYPE_CHECKING:
    from app.cli.output import Output
    from app.models.models import Models
    from app.types import AdapterRow, ModelRow
    from engine.provision.forms.form import Unusable
    from engine.provision.provisioner import FetchProgress

_WRITING = (
    "answer",
    "summarise",
    "extract",
    "draft",
    "code",
    "calls",
    "medicine",
)  # roles of models that write
_BUILT_IN = "built-in"  # in place of a model's id: what reads the lines of scans without one


def grammar(command: Grammar) -> None:
    action = command.actions()
    action("list", say("cli.models.list")).add("--all", action="store_true", help=say("cli.models.all"))
    get = action("get", say("cli.models.get"))
    get.add("ids", nargs="+", metavar="ID", help=say("cli.models.get-id"))
    get.add("--from", dest="folder", type=Path, metavar="DIR", help=say("cli.models.from-folder"))
    get.add("--token", action="store_true", help=say("cli.models.token"))
    add = action("add", say("cli.models.add"))
    add.add("paths", nargs="+", type=Path, metavar="PATH", help=say("cli.models.add-path"))
    use = action("use", say("cli.models.use"))
    use.add("id", metavar="ID", help=say("cli.models.use-id"))
    adapt = action("adapt", say("cli.models.adapt"))
    adapt.add("adapters", nargs="*", metavar="NAME[=SCALE]", help=say("cli.models.adapt-name"))
    adapt.add("--role", choices=_WRITING, default="answer", help=say("cli.models.adapt-role"))
    verify = action("verify", say("cli.models.verify"))
    verify.add("ids", nargs="*", metavar="ID", help=say("cli.models.verify-id"))


def run(session: Session) -> bool:
    """List, fetch, copy, choose or verify models. Opens no library."""
    from app.events import EventBus
    from app.models.models import Models
    from app.settings import Settings

    arguments = session.arguments
    shelf = Models(
        session.paths.models,
        Settings(session.paths.settings),
        EventBus(),
        getattr(arguments, "model", ""),
        session.standby,
    )
    try:
        if arguments.action == "get":
            return _get(session, shelf)
        if arguments.action == "add":
            return _add(session, shelf)
        if arguments.action == "use":
            return _use(session, shelf)
        if arguments.action == "adapt":
            return _adapt(session, shelf)
        return _verify(session, shelf) if arguments.action == "verify" else _list(session, shelf)
    finally:
        shelf.close()


def _list(session: Session, shelf: Models) -> bool:
    """What is installed, what suits this machine, and the rest where it is asked for; a script gets all."""
    from app.words.models import better_words

    rows, output = shelf.list(), session.output
    groups = {
        "here": [row for row in rows if row.installed],
        "suits": [row for row in rows if row.suits and not row.installed],
        "others": [row for row in rows if not row.suits and not row.installed],
    }
    whole = session.arguments.all or output.as_json
    for name, group in groups.items():
        if group and (whole or name != "others"):
            output.tell(say(f"cli.models.group.{name}"))
            for row in group:
                _show(output, row)
    for adapter in shelf.adapters():
        _show_adapter(output, adapter)
    for one in shelf.unusable():
        _show_unusable(output, one)
    if groups["others"] and not whole:
        output.tell(count("cli.models.folded", len(groups["others"])))
    if (found := shelf.better()) is not None:
        output.tell(better_words(found))
    output.tell(say("cli.models.legend"))
    return True


def _show(output: Output, row: ModelRow) -> None:
    from app.words.models import amount_words, description_words, speech_words, state_words

    model = row.model
    used = row.used_for or row.also
    mark = "●" if used else "✓" if row.installed else " "
    use = f" {state_words(row)}." if used else ""
    speech = f" {told}" if (told := speech_words(row)) else ""
    fits = "" if row.fits else say("cli.models.too-big", size=size_text(row.needed_bytes))
    output.give(
        {
            "id": model.id,
            "name": model.name,
            "role": model.role.value,
            "licence": model.licence,
            "size": model.size,
            "installed": row.installed,
            "active": row.active,
            "used_for": row.used_for.value if row.used_for else None,
            "fits": row.fits,
            "needed_bytes": row.needed_bytes,
            "path": str(row.path) if row.path else None,
            "template": row.speech.value if row.speech else None,
            "error": None,
            "suits": row.suits,
            "tasks": [task.value for task in model.tasks],
            "licence_text": model.licence_text,
            "context_length": model.context_length,
            "pinned": model.settled,
            "also": [one.value for one in row.also],
        },
        f"{mark} {model.id:<40} {amount_words(model):>8}  {model.licence}\n"
        f"    {model.name}. {description_words(model)}{fits}{use}{speech}",
    )


def _show_adapter(output: Output, one: AdapterRow) -> None:
    from app.words.models import adapter_words

    used = one.fits and bool(one.scale)
    output.give(
        {
            **_own_row(one.name, one.size, one.path),
            "role": "adapter",
            "installed": True,
            "used_for": "answers" if used else None,
            "fits": one.fits,
        },
        f"{'●' if used else '✓'} {one.name:<40} {size_text(one.size):>8}\n    {adapter_words(one)}",
    )


def _show_unusable(output: Output, one: Unusable) -> None:
    output.give(
        {**_own_row(one.name, one.size, one.path), "error": error_row(one.fault)},
        f"✗ {one.name:<40} {size_text(one.size):>8}\n    {reason(one.fault)}",
    )


def _own_row(name: str, size: int, path: Path) -> dict[str, object]:
    """Of a file of one's own that is no model."""
    return {
        "id": name,
        "name": name,
        "role": None,
        "licence": "",
        "size": size,
        "installed": False,
        "active": False,
        "used_for": None,
        "fits": None,
        "needed_bytes": None,
        "path": str(path),
        "template": None,
        "error": None,
        "suits": False,
        "tasks": [],
        "licence_text": "",
        "context_length": None,
        "pinned": False,
        "also": [],
    }


def _use(session: Session, shelf: Models) -> bool:
    model_id = session.arguments.id
    try:
        if model_id == _BUILT_IN:
            shelf.use_built_in_reader()
        else:
            shelf.use(model_id)
    except Fault as fault:
        return _failed(session, model_id, fault)
    row = {"id": model_id, "state": "in use", "error": None}  # not for people
    session.output.give(row, say("cli.models.in-use", model=model_id))
    return True


def scales_given(adapters: Sequence[str]) -> dict[str, str]:
    """NAME or NAME=SCALE as they were typed: scales by name, 1 where none is said."""
    scales = {name: scale for name, _, scale in (one.rpartition("=") for one in adapters) if name}
    return scales | {one: "1" for one in adapters if "=" not in one}


def _adapt(session: Session, shelf: Models) -> bool:
    """Let the model that answers use these adapters and no others."""
    from app.models.adapting import MOST
    from app.models.roles import role_named

    role, scales = session.arguments.role, scales_given(session.arguments.adapters)
    try:
        shelf.adapt({name: float(scale) for name, scale in scales.items()}, role_named(role))
    except ValueError:
        session.output.tell(say("cli.models.no-scale", most=MOST))
        return False
    except Fault as fault:
        return _failed(session, ", ".join(scales), fault)
    model = shelf.title({row.name: row.model for row in shelf.roles()}[role])
    for name, scale in scales.items():
        row = {"id": name, "state": "in use", "scale": float(scale), "error": None}  # not for people
        session.output.give(row, say("cli.models.adapted", adapter=name, scale=float(scale), model=model))
    if not scales:
        session.output.tell(say("cli.models.not-adapted", model=model))
    return True


def _telling(session: Session, bar: ProgressBar) -> Callable[[FetchProgress], None]:
    """Shows how far models have come, and says once where each comes from and what it is made of."""
    from app.words.models import declared_words

    told = set[str]()

    def progress(event: FetchProgress) -> None:
        if event.contact not in told:
            told.add(event.contact)
            bar.clear()
            session.output.note(say("cli.models.contact", model=event.model, place=event.contact))
        for line in declared_words(event):
            bar.clear()
            session.output.note(line)
        if event.waiting_seconds:
            bar.clear()
            session.output.note(say("models.waiting", seconds=event.waiting_seconds))
        done, total = size_text(event.done_bytes), size_text(event.total_bytes)
        amount = say("cli.models.amount", done=done, total=total)
        bar.show(event.model, event.done_bytes, event.total_bytes, amount, event.seconds_left)

    return progress


def _add(session: Session, shelf: Models) -> bool:
    """Copy the user's own models, or those of a stick, into the models folder."""
    from app.models.sticks import seal_of

    output, bar = session.output, ProgressBar(session.output.err)
    with interruptible() as cancel:
        try:
            seal = seal_of(session.arguments.paths)
            added = shelf.add(session.arguments.paths, _telling(session, bar), cancel)
        except Cancelled:
            raise
        except Fault as fault:
            return _failed(session, ", ".join(path.name for path in session.arguments.paths), fault)
        finally:
            bar.clear()
    for model_id in added:
        row: dict[str, object] = {"id": model_id, "state": "added", "error": None}
        row |= {"seal": seal.value} if seal else {}
        output.give(row, say("cli.models.added", model=model_id))
    if seal is not None:
        output.note(say(f"models.stick.{seal.value}"))
    for told in _speeches(shelf, added):
        output.note(told)
    return True


def _speeches(shelf: Models, added: Sequence[str]) -> list[str]:
    """What is told of models that do not say how they are spoken to."""
    from app.words.models import speech_words

    rows = [row for row in shelf.list() if row.model.id in added]
    return [f"{row.model.id}: {told}" for row in rows if (told := speech_words(row))]


def _get(session: Session, shelf: Models) -> bool:
    output, bar = session.output, ProgressBar(session.output.err)
    progress = _telling(session, bar)
    token = ask_token() if session.arguments.token else ""

    def fetch(model_id: str, cancel: CancelToken) -> bool:
        try:
            path = shelf.get(model_id, progress, cancel, session.arguments.folder, token)
        except Cancelled:
            raise
        except Fault as fault:
            return _failed(session, model_id, fault)
        finally:
            bar.clear()
        row = {"id": model_id, "state": "installed", "path": str(path), "error": None}
        output.give(row, say("cli.models.installed", model=model_id, path=path))
        return True

    with interruptible() as cancel:
        fetched = [fetch(model_id, cancel) for model_id in session.arguments.ids]
        return all(fetched)


def _verify(session: Session, shelf: Models) -> bool:
    done = True
    # The user's own files have no publisher's fingerprint to be held against.
    known = [row.model.id for row in shelf.list() if row.installed and row.model.settled]
    for model_id in session.arguments.ids or known:
        try:
            shelf.verify(model_id)
        except Fault as fault:
            done = _failed(session, model_id, fault)
        else:
            row = {"id": model_id, "state": "verified", "error": None}
            session.output.give(row, say("cli.models.verified", model=model_id))
    return done


def _failed(session: Session, model_id: str, fault: Fault) -> bool:
    row = {"id": model_id, "state": "failed", "error": error_row(fault)}
    session.output.give(row, f"{model_id}: {reason(fault)}")
    return False


COMMAND = Command("models", run, grammar)
