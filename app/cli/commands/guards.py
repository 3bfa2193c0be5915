"""The command guards: which of them stand before and after an answer."""

from __future__ import annotations

from app.cli.command import Command, Grammar
from app.cli.session import Session
from app.words.catalogue import say

_NAMES = ("injection", "personal", "moderation", "grounding")


def grammar(command: Grammar) -> None:
    action = command.actions()
    for name, about in (
        ("list", say("cli.guards.list")),
        ("on", say("cli.guards.on")),
        ("off", say("cli.guards.off")),
    ):
        one = action(name, about)
        if name != "list":
            one.add("guard", choices=_NAMES, help=say("cli.guards.guard"))
        one.add("--collection", metavar="NAME", default="", help=say("cli.guards.collection"))


def run(session: Session) -> bool:
    """List the guards, or turn one on or off."""
    asked = session.arguments
    with session.services() as services:
        guards = services.guards
        if asked.action != "list":
            guards.turn(asked.guard, asked.action == "on", asked.collection)
        for name in guards.names if asked.action == "list" else (asked.guard,):
            on = guards.is_on(name, asked.collection or None)
            row = {"guard": name, "on": on, "collection": asked.collection or None}
            told = say("cli.guards.is-on" if on else "cli.guards.is-off", name=name)
            session.output.give(row, f"{told} {say(f'guards.about.{name}')}")
    return True


COMMAND = Command("guards", run, grammar)
