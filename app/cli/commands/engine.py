"""The command engine: allow a server of the private network to answer, take that back, and try it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.private_servers import introduce, known_by
from app.cli.session import Session, interruptible
from app.words.catalogue import say

if TYPE_CHECKING:
    from app.elsewhere.allowed import Allowed, Allowing
    from app.services import Services
    from engine.remote.places import Place
    from engine.remote.standby import Door


def grammar(command: Grammar) -> None:
    action = command.actions()
    add = action("add", say("cli.engine.add"))
    add.add("url", metavar="URL", help=say("cli.engine.url"))
    add.add("--fingerprint", metavar="SHA256", default="", help=say("cli.engine.fingerprint"))
    add.add("--use", metavar="NAME", default="", help=say("cli.engine.use"))
    add.add("--context", type=int, metavar="TOKENS", default=0, help=say("cli.engine.context"))
    add.add("--key", action="store_true", help=say("cli.engine.key"))
    action("show", say("cli.engine.show"))
    action("test", say("cli.engine.test"))
    action("remove", say("cli.engine.remove"))


def run(session: Session) -> bool:
    """Do one of them. Raises `RemoteError`s and `VaultError`s."""
    return {"add": _add, "show": _show, "test": _test, "remove": _remove}[session.arguments.action](session)


def _add(session: Session) -> bool:
    from engine.remote.standby import ENGINE

    return introduce(session, ENGINE, _allow)


def _allow(session: Session, services: Services, door: Door, place: Place, key: str) -> bool:
    from app.elsewhere.allowed import POLICY, Allowed
    from engine.remote.generator import RemoteEngine

    asked = session.arguments
    engine = RemoteEngine(door, place, asked.use, context=asked.context, key=key, noted=services.audit.engine)
    try:
        with interruptible() as cancel:
            seen = engine.look(cancel)
    finally:
        engine.close()
    if not asked.use and len(seen.models) > 1:
        session.output.tell(say("cli.engine.choose", models="\n  ".join(seen.models)))
        return False
    allowed = Allowed(place, seen.model, asked.context, key)
    _allowing(session, services).allow(allowed)
    services.audit.chose(POLICY, f"{place.url} {place.address} {place.fingerprint} {seen.model}")
    session.output.give(_row(allowed, "allowed"), say("cli.engine.added", model=seen.model, url=place.url))
    return True


def _show(session: Session) -> bool:
    with session.services() as services:
        allowed = _allowing(session, services).allowed()
    if allowed is None:
        session.output.tell(say("cli.engine.none"))
        return True
    place = allowed.place
    told = say("cli.engine.shown", model=allowed.model, url=place.url, address=place.address)
    session.output.give(_row(allowed, "allowed"), f"{told} {known_by(place)}")
    return True


def _test(session: Session) -> bool:
    """Ask it for a few words of ours."""
    from engine.types import GenerationDone, Message, Sampling, Speaker, TextDelta

    with session.services() as services, interruptible() as cancel:
        engine = services.engines.elsewhere
        if engine is None:
            session.output.tell(say("cli.engine.none"))
            return False
        info = engine.info()
        if not engine.answers:
            return False  # the session said why
        asked = (Message(Speaker.USER, "Count from one to ten in words."),)  # not for people
        events = list(engine.generate(asked, Sampling(max_tokens=48), cancel))
    said = "".join(event.text for event in events if isinstance(event, TextDelta))
    done = events[-1]
    if not (isinstance(done, GenerationDone) and said.strip() and engine.answers):
        return False
    row = {"host": engine.host, "model": info.name, "kind": info.architecture, "context": info.context_length,
           "first_seconds": done.prefill_seconds, "tokens_per_second": done.tokens_per_second,
           "state": "answers", "error": None}  # fmt: skip
    told = say(
        "cli.engine.answers",
        model=info.name,
        host=engine.host,
        kind=info.architecture,
        context=info.context_length,
        seconds=done.prefill_seconds,
        speed=done.tokens_per_second,
    )
    session.output.give(row, told)
    return True


def _remove(session: Session) -> bool:
    from app.elsewhere.allowed import POLICY

    with session.services() as services:
        allowing = _allowing(session, services)
        had = allowing.allowed()
        allowing.withdraw()
        if had is not None:
            services.audit.chose(POLICY, "")
    session.output.tell(say("cli.engine.removed" if had else "cli.engine.none"))
    return True


def _allowing(session: Session, services: Services) -> Allowing:
    from app.elsewhere.allowed import Allowing
    from rag.storing.policies import PolicyStore

    return Allowing(PolicyStore(services.vault), session.paths.engine)


def _row(allowed: Allowed, state: str) -> dict[str, object]:
    place = allowed.place
    return {"url": place.url, "address": place.address, "fingerprint": place.fingerprint,
            "model": allowed.model, "context": allowed.context or None, "state": state,
            "error": None}  # fmt: skip


COMMAND = Command("engine", run, grammar)
