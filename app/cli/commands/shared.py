"""The command shared: a server of shared collections on the private network, which of them are searched, and
which of this library are published there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.private_servers import introduce, known_by
from app.cli.session import Session, interruptible
from app.words.catalogue import count, say

if TYPE_CHECKING:
    from app.cli.rows import Row
    from app.services import Services
    from app.sharing.allowed import SharedPlace, SharedPlaces
    from app.sharing.publishing import Plan
    from app.sharing.searching import Offered, Sharing
    from engine.remote.places import Place
    from engine.remote.standby import Door


def grammar(command: Grammar) -> None:
    action = command.actions()
    add = action("add", say("cli.shared.add"))
    add.add("url", metavar="URL", help=say("cli.shared.url"))
    add.add("--fingerprint", metavar="SHA256", default="", help=say("cli.engine.fingerprint"))
    add.add("--key", action="store_true", help=say("cli.engine.key"))
    action("show", say("cli.shared.show"))
    action("list", say("cli.shared.list"))
    for one in (action("use", say("cli.shared.use")), action("leave", say("cli.shared.leave"))):
        one.add("name", metavar="NAME", help=say("cli.shared.name"))
    action("remove", say("cli.shared.remove"))
    publish = action("publish", say("cli.shared.publish"))
    publish.add("collection", metavar="COLLECTION", help=say("cli.shared.collection"))
    publish.add("--as", dest="name", metavar="NAME", default="", help=say("cli.shared.as"))
    publish.add("--owner", metavar="WHO", default="", help=say("cli.shared.owner"))
    publish.add("--yes", action="store_true", help=say("cli.shared.yes"))
    withdraw = action("withdraw", say("cli.shared.withdraw"))
    withdraw.add("name", metavar="NAME", help=say("cli.shared.name"))


def run(session: Session) -> bool:
    """Do one of them. Raises `RemoteError`s, `VaultError`s and `NothingToPublish`."""
    actions = {"add": _add, "show": _show, "list": _list, "use": _use, "leave": _leave, "remove": _remove,
               "publish": _publish, "withdraw": _withdraw}  # fmt: skip
    return actions[session.arguments.action](session)


def _add(session: Session) -> bool:
    from engine.remote.standby import SHARED

    return introduce(session, SHARED, _allow)


def _allow(session: Session, services: Services, door: Door, place: Place, key: str) -> bool:
    from app.sharing.allowed import POLICY, SharedPlace
    from engine.remote.collections import SharedServer

    server = SharedServer(door, place, key=key, noted=services.audit.shared)
    try:
        with interruptible() as cancel:
            listed = server.collections(cancel)
    finally:
        server.close()
    places = _places(session, services)
    before = places.allowed()
    same = before is not None and before.place == place
    allowed = SharedPlace(place, key, before.collections if before and same else ())
    places.allow(allowed)
    services.audit.chose(POLICY, f"{place.url} {place.address} {place.fingerprint}")
    found = count("cli.shared.holds", len(listed))
    session.output.give(_row(allowed), f"{say('cli.shared.added', url=place.url)} {found}")
    return True


def _show(session: Session) -> bool:
    with session.services() as services:
        allowed = _places(session, services).allowed()
    if allowed is None:
        session.output.tell(say("cli.shared.none"))
        return True
    place = allowed.place
    chosen = "; ".join(allowed.collections)
    searched = say("cli.shared.searched", names=chosen) if chosen else say("cli.shared.not-searched")
    told = say("cli.shared.shown", url=place.url, address=place.address)
    session.output.give(_row(allowed), f"{told} {known_by(place)}\n{searched}")
    return True


def _list(session: Session) -> bool:
    """What the server holds, asked now."""
    with session.services() as services, interruptible() as cancel:
        sharing = _sharing(session, services)
        if sharing is None:
            return False
        offered = sharing.offered(cancel)
        gone = [name for name in sharing.chosen if name not in {one.listed.name for one in offered}]
    for one in offered:
        session.output.give(_offered_row(one), _offered_words(one))
    for name in gone:
        row = {"collection": name, "searched": True, "usable": False, "state": "gone", "error": None}
        session.output.give(row, say("cli.shared.gone", name=name))
    if not (offered or gone):
        session.output.tell(count("cli.shared.holds", 0))
    return True


def _use(session: Session) -> bool:
    from engine.errors import RemoteCollectionMissing

    name = session.arguments.name
    with session.services() as services, interruptible() as cancel:
        sharing = _sharing(session, services)
        if sharing is None:
            return False
        found = next((one for one in sharing.offered(cancel) if one.listed.name == name), None)
        if found is None:
            raise RemoteCollectionMissing(host=sharing.host, collection=name)
        if found.lacks is not None:
            raise found.lacks
        sharing.choose(name, True)
    session.output.tell(say("cli.shared.used", name=name, host=sharing.host))
    return True


def _leave(session: Session) -> bool:
    name = session.arguments.name
    with session.services() as services:
        places = _places(session, services)
        allowed = places.allowed()
        chosen = allowed.collections if allowed else ()
        places.choose([one for one in chosen if one != name])
    session.output.tell(say("cli.shared.left" if name in chosen else "cli.shared.never", name=name))
    return True


def _remove(session: Session) -> bool:
    from app.sharing.allowed import POLICY

    with session.services() as services:
        places = _places(session, services)
        had = places.allowed()
        places.withdraw()
        if had is not None:
            services.audit.chose(POLICY, "")
    session.output.tell(say("cli.shared.removed" if had else "cli.shared.none"))
    return True


def _publish(session: Session) -> bool:
    from app.cli.progress import ProgressBar
    from app.sharing.publishing import Publishing
    from app.words.sharing import plan_words

    asked = session.arguments
    with session.services() as services:
        sharing = _sharing(session, services)
        if sharing is None:
            return False
        publishing = Publishing(sharing, services.store, services.vault)
        plan = publishing.plan(asked.collection, asked.name, asked.owner)
        if not asked.yes:
            session.output.give(_plan_row(plan, "asked"), plan_words(plan, sharing.server.place.url))
            session.output.note(say("cli.shared.confirm"))
            return False
        bar = ProgressBar(session.output.err)
        with interruptible() as cancel:
            done = publishing.publish(
                plan, lambda at, total: bar.show(say("cli.shared.sending"), at, total), cancel
            )
        bar.clear()
    row = _plan_row(plan, "published" if done.whole else "stopped")
    row |= {"sent": done.sent, "there": done.there, "dropped": done.dropped}
    told = "cli.shared.published" if done.whole else "cli.shared.stopped"
    session.output.give(row, say(told, name=done.name, host=sharing.host, sent=done.sent, there=done.there))
    return done.whole


def _withdraw(session: Session) -> bool:
    from app.sharing.publishing import Publishing

    name = session.arguments.name
    with session.services() as services, interruptible() as cancel:
        sharing = _sharing(session, services)
        if sharing is None:
            return False
        Publishing(sharing, services.store, services.vault).withdraw(name, cancel)
    session.output.tell(say("cli.shared.withdrawn", name=name, host=sharing.host))
    return True


def _sharing(session: Session, services: Services) -> Sharing | None:
    """What is asked; None, which is told, where none is allowed. Raises `RemoteNotAllowed`."""
    if services.sharing is None:
        if services.vault.read_only is None:
            session.output.tell(say("cli.shared.none"))
        return None
    _ = services.sharing.server
    return services.sharing


def _places(session: Session, services: Services) -> SharedPlaces:
    from app.sharing.allowed import SharedPlaces
    from rag.storing.policies import PolicyStore

    return SharedPlaces(PolicyStore(services.vault), session.paths.shared)


def _row(allowed: SharedPlace) -> Row:
    place = allowed.place
    return {"url": place.url, "address": place.address, "fingerprint": place.fingerprint,
            "collections": list(allowed.collections), "state": "allowed", "error": None}  # fmt: skip


def _offered_row(one: Offered) -> Row:
    from app.cli.rows import error_row

    state = "whole" if one.whole else "partial"
    return {"collection": one.listed.name, "owner": one.owner or None, "published_here": one.own,
            "searched": one.chosen, "usable": one.lacks is None, "state": state,
            "error": error_row(one.lacks) if one.lacks else None}  # fmt: skip


def _offered_words(one: Offered) -> str:
    from app.words.sharing import offered_words

    return f"{'*' if one.chosen else ' '} {one.listed.name}: {offered_words(one)}"


def _plan_row(plan: Plan, state: str) -> Row:
    return {"collection": plan.collection, "name": plan.name, "owner": plan.owner or None,
            "documents": list(plan.documents), "left_out": list(plan.left_out), "passages": plan.passages,
            "bytes": plan.bytes, "dimension": plan.dimension, "state": state, "error": None}  # fmt: skip


COMMAND = Command("shared", run, grammar)
