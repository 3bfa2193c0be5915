"""The command tags: list, add, remove, rename, delete, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.session import Session, only
from app.words.catalogue import count, say

if TYPE_CHECKING:
    from app.services import Services
    from rag.types import Document


def grammar(command: Grammar) -> None:
    action = command.actions()
    action("list", say("cli.tags.list"))
    for on in (action("add", say("cli.tags.add")), action("remove", say("cli.tags.remove"))):
        on.add("tag", metavar="TAG", help=say("cli.tags.tags"))
        on.add("documents", nargs="+", metavar="DOCUMENT", help=say("cli.tags.document"))
    rename = action("rename", say("cli.tags.rename"))
    rename.add("tag", metavar="TAG")
    rename.add("new", metavar="NEW")
    action("delete", say("cli.tags.delete")).add("tag", metavar="TAG")
    action("undo", say("cli.tags.undo"))
    rule = action("rule", say("cli.tags.rule.about")).actions(dest="rule_action")
    rule("list", say("cli.tags.rule.list"))
    add, trial = rule("add", say("cli.tags.rule.add")), rule("try", say("cli.tags.rule.try"))
    add.add("tag", metavar="TAG", help=say("cli.tags.tags"))
    trial.add("tag", nargs="?", metavar="TAG", help=say("cli.tags.rule.all"))
    trial.add("--apply", action="store_true", help=say("cli.tags.rule.apply"))
    for one in (add, trial):
        one.add("--folder", default="", metavar="PATH", help=say("cli.tags.rule.folder"))
        one.add("--collection", default="", metavar="C", help=say("cli.tags.rule.collection"))
        one.add("--from", dest="sender", default="", metavar="WHO", help=say("cli.tags.rule.sender"))
        one.add("--type", default="", metavar="T", help=say("cli.tags.rule.type"))
        one.add("--name", default="", metavar="PATTERN", help=say("cli.tags.rule.name"))
        one.add("--words", action="append", default=[], metavar="WORDS", help=say("cli.tags.rule.words"))
        one.add("--label", default="", metavar="PRESET:LABEL", help=say("cli.tags.rule.label"))
    remove = rule("remove", say("cli.tags.rule.remove"))
    remove.add("number", type=int, metavar="NUMBER", help=say("cli.tags.rule.number"))


def run(session: Session) -> bool:
    """List tags, or change which there are and which documents have them."""
    actions: dict[str, Callable[[Session, Services], bool]] = {
        "list": _list,
        "add": _add,
        "remove": _remove,
        "rename": _rename,
        "delete": _delete,
        "undo": _undo,
        "rule": _rule,
    }
    with session.services() as services:
        return actions[session.arguments.action](session, services)


def _list(session: Session, services: Services) -> bool:
    found = services.tagging.tags()
    for one in found:
        row = {"tag": one.tag.name, "documents": one.documents}
        session.output.give(row, count("cli.tags.row", one.documents, tag=one.tag.name))
    if not found:
        session.output.tell(say("cli.tags.none"))
    return True


def _add(session: Session, services: Services) -> bool:
    documents = _documents(session, services)
    services.tagging.put([one.id for one in documents], _names(session))
    return _show(session, services, documents)


def _remove(session: Session, services: Services) -> bool:
    documents = _documents(session, services)
    services.tagging.take_off([one.id for one in documents], _names(session))
    return _show(session, services, documents)


def _rename(session: Session, services: Services) -> bool:
    asked = session.arguments
    services.tagging.rename(asked.tag, asked.new)
    tag = services.tagging.named(asked.new)
    held = len(services.tagging.documents(tag.name))
    session.output.give(
        {"tag": tag.name, "documents": held}, say("cli.tags.renamed", old=asked.tag, new=tag.name)
    )
    return True


def _delete(session: Session, services: Services) -> bool:
    tag = services.tagging.named(session.arguments.tag)
    changed = len(services.tagging.delete(tag.name).documents)
    row = {"tag": tag.name, "documents": changed}
    session.output.give(row, count("cli.tags.deleted", changed, tag=tag.name))
    return True


def _undo(session: Session, services: Services) -> bool:
    last = services.tagging.last()
    if last is None:
        session.output.tell(say("cli.tags.nothing"))
        return True
    return _show(session, services, services.tagging.undo(last.id))


def _rule(session: Session, services: Services) -> bool:
    from app.cli.tag_rules import run_rules

    return run_rules(session, services)


def _show(session: Session, services: Services, documents: Sequence[Document]) -> bool:
    """The documents with the tags that they have now."""
    for one in documents:
        now = services.library.document(one.id)
        names = [tag.name for tag in now.tags]
        told = ", ".join(names) or say("cli.tags.untagged")
        session.output.give({"document": now.name, "tags": names}, f"{now.name}: {told}")
    return True


def _names(session: Session) -> list[str]:
    return [one for one in session.arguments.tag.split(",") if one.strip()] or [session.arguments.tag]


def _documents(session: Session, services: Services) -> list[Document]:
    return [only(services, name) for name in session.arguments.documents]


COMMAND = Command("tags", run, grammar)
