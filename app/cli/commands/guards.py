"""The command guards: which of them stand before and after an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.session import Session
from app.words.catalogue import say

if TYPE_CHECKING:
    from rag.guarding.house import HousePolicy

_NAMES = ("injection", "personal", "moderation", "grounding")


def grammar(command: Grammar) -> None:
    action = command.actions()
    for name, about in (
        ("list", say("cli.guards.list")),
        ("on", say("cli.guards.on")),
        ("off", say("cli.guards.off")),
        ("policy", say("cli.guards.policy")),
    ):
        one = action(name, about)
        if name == "policy":
            continue
        if name != "list":
            one.add("guard", choices=_NAMES, help=say("cli.guards.guard"))
        one.add("--collection", metavar="NAME", default="", help=say("cli.guards.collection"))


def run(session: Session) -> bool:
    """List the guards, or turn one on or off, or tell which policy is applied; False where it is wrong."""
    asked = session.arguments
    if asked.action == "policy":
        from rag.guarding.house import HousePolicy

        return _policy(session, HousePolicy(session.paths.moderation))
    with session.services() as services:
        guards = services.guards
        if asked.action != "list":
            guards.turn(asked.guard, asked.action == "on", asked.collection)
        for name in guards.names if asked.action == "list" else (asked.guard,):
            on = guards.is_on(name, asked.collection or None)
            row = {"guard": name, "on": on, "collection": asked.collection or None}
            told = say("cli.guards.is-on" if on else "cli.guards.is-off", name=name)
            session.output.give(row, f"{told} {say(f'guards.about.{name}')}")
        from app.words.moderating import house_words

        note = house_words(guards.house)
        if note and asked.action == "list":
            session.output.note(note)
    return True


def _policy(session: Session, house: HousePolicy) -> bool:
    """Which policy is applied, and what its categories do."""
    from app.words.moderating import house_words
    from rag.guarding.house import Form

    found = house.now()
    rows = [
        {"category": one.name, "guard": one.guard.value or None, "alike": one.alike}
        for one in found.policy.categories
    ]
    note = house_words(house)
    row = {"policy": found.form.value, "path": str(house.path), "note": note or None, "categories": rows}
    own = "guards.policy.none" if found.form is Form.NONE else "guards.policy.policy"
    lines = [note or say(own, path=str(house.path))]
    does = ((one.name, one.guard.value or "nothing") for one in found.policy.categories)
    lines += [f"    {name}: {say(f'guards.does.{what}')}" for name, what in does]
    session.output.give(row, "\n".join(lines))
    return found.form is not Form.WRONG


COMMAND = Command("guards", run, grammar)
