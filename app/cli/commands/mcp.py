"""The command mcp: lets other programs of this computer search and read the open library, once allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.session import Session
from app.words.catalogue import say

if TYPE_CHECKING:
    from app.outward.allowed import Outward
    from app.services import Services


def grammar(command: Grammar) -> None:
    action = command.actions(required=False)
    action("allow", say("cli.mcp.allow"))
    action("withdraw", say("cli.mcp.withdraw"))
    action("show", say("cli.mcp.show"))


def run(session: Session) -> bool:
    """Without an action, answer the program that started this one until it closes standard input. Raises
    `NotAllowed` where nobody allowed it.
    """
    from app.errors import NotAllowed

    asked = getattr(session.arguments, "action", None)
    with session.services() as services:
        outward = _outward(services)
        if asked is not None:
            return _chosen(session, services, outward, asked)
        if not outward.allowed:
            raise NotAllowed
        if services.vault.read_only is not None:
            return False  # the session said why: no request could be logged
        from app.outward.server import serve

        serve(services)
    return True


def _chosen(session: Session, services: Services, outward: Outward, asked: str) -> bool:
    if asked != "show":
        if services.vault.read_only is not None:
            return False  # the session said why
        from app.outward.allowed import POLICY

        services.audit.chose(POLICY, outward.allow(asked == "allow"))
    may = outward.allowed
    session.output.give({"allowed": may}, say("cli.mcp.allowed" if may else "cli.mcp.refused"))
    return True


def _outward(services: Services) -> Outward:
    from app.outward.allowed import Outward
    from rag.storing.policies import PolicyStore

    return Outward(PolicyStore(services.vault))


COMMAND = Command("mcp", run, grammar)
