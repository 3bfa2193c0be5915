"""Rules that tag by themselves, on the command line: add, list, remove, try."""

from __future__ import annotations

from app.cli.session import Session, interruptible
from app.services import Services
from app.tagging.rules import checked, rule_words
from app.words.catalogue import count, say
from rag.storing.tag_rules import TagRule


def run_rules(session: Session, services: Services) -> bool:
    """Do what was asked of the rules."""
    match session.arguments.rule_action:
        case "add":
            _tell(session, services.tagging.rules.add(_asked(session)))
        case "remove":
            _tell(session, services.tagging.rules.remove(session.arguments.number), gone=True)
        case "try":
            _try(session, services)
        case _:
            found = services.tagging.rules.all()
            for one in found:
                _tell(session, one)
            if not found:
                session.output.tell(say("cli.tags.rule.none"))
    return True


def _asked(session: Session) -> TagRule:
    asked = session.arguments
    tags = tuple(one for one in (asked.tag or "").split(",") if one.strip())
    return TagRule(
        tags,
        asked.folder,
        asked.collection,
        asked.sender,
        asked.name,
        tuple(asked.words),
        asked.label,
        asked.type or "",
    )


def _tell(session: Session, rule: TagRule, *, gone: bool = False) -> None:
    row = {
        "id": rule.id,
        "tags": list(rule.tags),
        "where": {one: list(rule.words) if one == "words" else getattr(rule, one) for one in rule.conditions},
    }
    text = f"{rule.id:>4}  {', '.join(rule.tags)}: {rule_words(rule)}"
    session.output.give(row, say("cli.tags.rule.gone", rule=text.strip()) if gone else text)


def _try(session: Session, services: Services) -> None:
    """What the rules would tag now, or the one that is told; tag it where that is wished."""
    rules = services.tagging.rules
    wanted = rules.all() if session.arguments.tag is None else [checked(_asked(session))]
    with interruptible() as cancel:
        found = rules.would_tag(wanted, cancel)
    for document, names in found.items():
        name = services.library.document(document).name
        session.output.give({"document": name, "tags": names}, f"{name}: {', '.join(names)}")
    if not found:
        session.output.tell(say("cli.tags.rule.nothing"))
    elif session.arguments.apply:
        changed = len(rules.apply(found).documents)
        session.output.note(count("cli.classify.tagged", changed))
