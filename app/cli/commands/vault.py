"""The command vault: check, salvage, copy, bring back and move it, and take all out in open formats."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from app.cli.command import Command, Grammar
from app.cli.rows import Row
from app.cli.session import Session
from app.cli.unlock import with_passphrase
from app.words.amounts import size_text
from app.words.catalogue import count, say

_NEWEST = "newest"
_NEEDS_FOLDER = ("backup", "export", "move")


def grammar(command: Grammar) -> None:
    action = command.actions()
    for name in ("check", "salvage", "snapshot"):
        action(name, say(f"cli.vault.actions.{name}"))
    action("snapshots", say("cli.vault.actions.snapshots")).add(
        "--delete", action="store_true", help=say("cli.vault.delete")
    )
    for name in _NEEDS_FOLDER:
        action(name, say(f"cli.vault.actions.{name}")).add("folder", type=Path, metavar="FOLDER")
    for name in ("verify", "restore"):
        action(name, say(f"cli.vault.actions.{name}")).add("source", metavar="SNAPSHOT")


def wrong(arguments: argparse.Namespace) -> str:
    """What cannot be done with a matter by itself; "" for the rest."""
    alone = arguments.action in ("backup", "move") and getattr(arguments, "matter", None)
    return say("cli.vault.with-its-library") if alone else ""


def run(session: Session) -> bool:
    """Do it; False where the vault, or the copy that is looked at, is damaged."""
    match session.arguments.action:
        case "check":
            return _check(session)
        case "salvage":
            return _salvage(session)
        case "snapshots":
            _snapshots(session)
        case "verify":
            _verify(session)
        case "restore":
            _restore(session)
        case "move":
            _move(session)
        case _:
            _copy_out(session)
    return True


def _key(session: Session) -> bytes:
    return with_passphrase(session.paths, session.passphrase, session.slots.unlock)


def _check(session: Session) -> bool:
    """Prove every page, and that they fit together."""
    from contextlib import closing

    from app.security.snapshots import before_migrating
    from rag.errors import VaultCorrupt
    from rag.storing.page_proof import PAGE, damaged_pages
    from rag.storing.vault import Vault

    key, path = _key(session), session.paths.vault
    try:
        with closing(Vault.open(path, key, before_migrating(session.paths.home))) as vault:
            found = [str(page) for page in damaged_pages(path, key)] or vault.damage()
    except VaultCorrupt as fault:
        found = [str(page) for page in damaged_pages(path, key)] or [str(fault.facts["detail"])]
    pages = -(-path.stat().st_size // PAGE)
    row: Row = {"state": "damaged" if found else "whole", "pages": pages, "damaged": found}
    told = (
        count("cli.vault.damaged", len(found), places=", ".join(found[:8]))
        if found
        else count("cli.vault.whole", pages)
    )
    session.output.give(row, told)
    return not found


def _salvage(session: Session) -> bool:
    """Take what is whole into a new vault, which takes the damaged one's place."""
    from app.security.repairs import salvage_in_place
    from app.words.repairs import repair_lines

    done = salvage_in_place(session.paths.home, _key(session))
    found = done.salvaged
    assert found is not None
    row: Row = {
        "state": "salvaged",
        "damaged": found.damaged,
        "rows": sum(found.rows.values()),
        "gaps": found.gaps,
        "orphans": found.orphans,
        "again": found.again,
        "incomplete": found.incomplete,
        "nameless": found.nameless,
        "aside": str(done.aside),
    }
    session.output.give(row, "\n".join(repair_lines(done)))
    return True


def _snapshots(session: Session) -> None:
    from app.security.snapshots import Snapshots

    snapshots = Snapshots(session.paths.home)
    if session.arguments.delete:
        deleted = snapshots.delete()
        session.output.give({"deleted": deleted}, count("cli.vault.deleted", deleted))
        return
    found = snapshots.all()
    for one in found:
        day = datetime.fromtimestamp(one.taken, UTC).astimezone()
        row: Row = {"name": one.name, "taken": one.taken, "size": one.size, "path": str(one.path)}
        session.output.give(row, f"{one.name}  {day:%Y-%m-%d %H:%M}  {size_text(one.size)}")
    if not found:
        session.output.tell(say("cli.vault.no-snapshots"))


def _source(session: Session) -> Path:
    """The vault that is meant: a snapshot by its name, a folder of a backup, or a file."""
    from app.security.snapshots import Snapshots
    from rag.storing.vault import VAULT_FILE

    named = Path(session.arguments.source).expanduser()
    if named.is_dir():
        return named / VAULT_FILE
    if named.is_file():
        return named
    return Snapshots(session.paths.home).named(session.arguments.source).path


def _verify(session: Session) -> None:
    from app.security.snapshots import verify

    source = _source(session)
    pages = verify(source, _key(session))
    session.output.give(
        {"path": str(source), "state": "whole", "pages": pages}, count("cli.vault.whole", pages)
    )


def _restore(session: Session) -> None:
    from app.security.repairs import go_back, restore_in_place
    from app.words.repairs import repair_lines

    home = session.paths.home
    if session.arguments.source == _NEWEST:  # that this release reads, whatever a newer one took since
        done = go_back(home, _key(session))
    else:
        source = _source(session)
        done = restore_in_place(home, _key(session), source)
    aside = None if done.aside is None else str(done.aside)
    row: Row = {"state": "restored", "from": str(done.source), "aside": aside}
    session.output.give(row, "\n".join(repair_lines(done)))


def _move(session: Session) -> None:
    from app.security.homes import move
    from rag.storing.lock import HomeLock

    key, folder = _key(session), session.arguments.folder.expanduser().absolute()
    with HomeLock.acquire(session.paths.home):
        move(session.paths.home, key, folder)
    session.output.give({"state": "moved", "folder": str(folder)}, say("cli.vault.moved", folder=folder))


def _copy_out(session: Session) -> None:
    """What needs the vault open: a snapshot now, a backup, all of it in open formats."""
    from app.exporting.everything import export_everything
    from app.security.homes import back_up
    from app.security.snapshots import Snapshots

    asked, output, home = session.arguments, session.output, session.paths.home
    with session.services() as services:
        match asked.action:
            case "snapshot":
                one = Snapshots(home).take(services.vault)
                output.give(
                    {"name": one.name, "size": one.size}, say("cli.vault.snapshot-taken", name=one.name)
                )
            case "backup":
                folder = asked.folder.expanduser().absolute()
                back_up(services.vault, home, folder)
                output.give(
                    {"state": "backed-up", "folder": str(folder)}, say("cli.vault.backed-up", folder=folder)
                )
            case _:
                folder = asked.folder.expanduser().absolute()
                made = export_everything(folder, services.library, services.chats, services.runs)
                output.give(
                    {"state": "exported", "folder": str(folder), **made},
                    say("cli.vault.exported", folder=folder, **made),
                )


COMMAND = Command("vault", run, grammar, wrong)
