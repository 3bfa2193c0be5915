"""The command keys: the ways that open the library, to be listed, added, changed and taken away."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.session import Session
from app.cli.unlock import chosen_passphrase, with_passphrase
from app.words.catalogue import say

if TYPE_CHECKING:
    from app.security.key_file import SlotKind
    from app.security.keys import KeySlots, Way

_KINDS = ("passphrase", "keyring", "recovery")


def grammar(command: Grammar) -> None:
    action = command.actions(required=False)
    action("list", say("cli.keys.actions.list"))
    for name in ("add", "change", "remove"):
        row = action(name, say(f"cli.keys.actions.{name}"))
        row.add("kind", choices=_KINDS)
        if name != "remove":
            row.add("--new-passphrase-file", type=Path, metavar="F", help=say("cli.keys.new-passphrase-file"))


def run(session: Session) -> bool:
    """List the ways, or add, change or take away one; False where there is no library yet."""
    from app.security.key_file import SlotKind
    from rag.storing.lock import HomeLock

    asked, output, slots = session.arguments, session.output, session.slots
    if not slots.kinds():
        output.note(say("cli.keys.none"))
        return False
    if asked.action in (None, "list"):
        for way in slots.ways():
            output.give(_row(way), _told(session, way))
        return True
    kind = SlotKind(asked.kind)
    with HomeLock.acquire(session.paths.home):
        key = with_passphrase(session.paths, session.passphrase, slots.unlock)  # whoever changes keys has one
        if asked.action == "remove":
            slots.remove(kind)
        else:
            _put(session, slots, kind, key)
    _note(session, key, kind, added=asked.action != "remove")
    if asked.action == "remove" or kind is not SlotKind.RECOVERY:
        done = "removed" if asked.action == "remove" else "added"
        named = _named(session, kind.value)
        told = say("cli.keys.removed" if done == "removed" else "cli.keys.added", kind=named)
        output.give({"kind": kind.value, "state": done}, told)
    return True


def _note(session: Session, key: bytes, kind: SlotKind, *, added: bool) -> None:
    """Note it in the log of the library or matter, where that can be opened."""
    from app.matters.matters import audit_of
    from engine.errors import Fault
    from rag.storing.vault import VAULT_FILE, Vault

    with suppress(Fault), closing(Vault.open(session.paths.home / VAULT_FILE, key)) as vault:
        audit_of(vault).way(kind.value, added=added)


def _put(session: Session, slots: KeySlots, kind: str, key: bytes) -> None:
    from app.security.recovery import sheet_of

    if kind == "passphrase":
        slots.add_passphrase(key, chosen_passphrase(session.arguments.new_passphrase_file))
    elif kind == "keyring":
        slots.add_keyring(key)
    else:
        code = slots.add_recovery(key)
        session.output.give(
            {"kind": kind, "state": "added", "code": code}, say("cli.keys.code", code=sheet_of(code))
        )


def _row(way: Way) -> dict[str, str | float | None]:
    return {"kind": way.kind.value, "created": way.created}


def _named(session: Session, kind: str) -> str:
    of_a_matter = session.place is not None and kind == "keyring"
    return say("cli.keys.kind.library" if of_a_matter else f"cli.keys.kind.{kind}")


def _told(session: Session, way: Way) -> str:
    kind = _named(session, way.kind.value)
    if way.created is None:
        return kind
    day = datetime.fromtimestamp(way.created, UTC).astimezone()
    return say("cli.keys.since", kind=kind, date=f"{day:%Y-%m-%d %H:%M}")


COMMAND = Command("keys", run, grammar)
