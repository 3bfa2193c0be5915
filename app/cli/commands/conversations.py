"""The command conversations: what was asked, with its answers: listed, searched, exported, removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.command import Command, Grammar
from app.cli.rows import Row, error_row
from app.cli.session import Session, interruptible
from app.words.catalogue import count, say

if TYPE_CHECKING:
    from app.chat import Chats
    from rag.storing.removed_talks import RemovedTalk, Sort
    from rag.storing.said import Said


def grammar(command: Grammar) -> None:
    action = command.actions(required=False)
    action("list", say("cli.conversations.actions.list"))
    action("search", say("cli.conversations.actions.search")).add("text", metavar="TEXT")
    export = action("export", say("cli.conversations.actions.export"))
    export.add("id", type=int, metavar="ID", help=say("cli.conversations.id"))
    export.add("file", type=Path, metavar="FILE", help=say("cli.arguments.out"))
    export.add("--every-version", action="store_true", help=say("cli.conversations.every"))
    for name in ("pin", "unpin"):
        action(name, say(f"cli.conversations.actions.{name}")).add("ids", type=int, nargs="+", metavar="ID")
    action("choose", say("cli.conversations.actions.choose")).add("ids", type=int, nargs=1, metavar="TURN")
    for name in ("remove", "restore", "delete"):
        one = action(name, say(f"cli.conversations.actions.{name}"))
        one.add("ids", type=int, nargs="+", metavar="ID", help=say("cli.conversations.id"))
        one.add("--turn", action="store_true", help=say("cli.conversations.turn"))
    action("bin", say("cli.conversations.actions.bin"))
    action("empty", say("cli.conversations.actions.empty"))
    training = action("training", say("cli.conversations.training"))
    training.add("file", type=Path, metavar="FILE.jsonl", help=say("cli.conversations.training-file"))


def run(session: Session) -> bool:
    """Do it, or list every version of every turn, the conversation used last first. False where one of
    several could not be done.
    """
    match session.arguments.action:
        case "training":
            return _training(session)
        case "search":
            return _search(session)
        case "export":
            return _export(session)
        case "bin":
            return _bin(session)
        case "empty":
            return _empty(session)
        case None | "list":
            return _list(session)
        case _:
            return _each(session)


def _training(session: Session) -> bool:
    path = session.arguments.file
    with session.services() as services:
        number = services.training.save(path)
    session.output.give({"file": str(path), "examples": number}, count("training.saved", number, path=path))
    return True


def _list(session: Session) -> bool:
    output = session.output
    with session.services() as services:
        chats = services.chats
        kept = [
            (one, turn, turn.id in shown, chats.is_exact(turn.id))
            for one in chats.conversations()
            for shown in ({turn.id for turn in chats.turns(one.id)},)
            for turn in chats.versions(one.id)
        ]
    if not kept:
        output.tell(say("cli.conversations.none"))
    titled = 0
    for conversation, turn, shown, exact in kept:
        answer = turn.answer
        row = {
            "turn": turn.id,
            "conversation": conversation.id,
            "title": conversation.title,
            "question": turn.question,
            "outcome": answer.outcome.value if answer else None,
            "model": answer.model if answer else "",
            "created": round(turn.created, 3),
            "exact": exact,
            "shown": shown,
            "pinned": conversation.pinned,
        }
        title = ""
        if conversation.id != titled:
            words = "cli.conversations.pinned" if conversation.pinned else "cli.conversations.title"
            title = say(words, id=conversation.id, title=conversation.title) + "\n"
        titled = conversation.id
        line = "cli.conversations.row" if shown else "cli.conversations.other"
        output.give(row, title + say(line, id=turn.id, question=turn.question))
    return True


def _search(session: Session) -> bool:
    """By words, then by meaning, where an embedder is there; each turn once."""
    text, given = session.arguments.text, set[int]()
    with session.services() as services, interruptible() as cancel:
        search = services.chats.search
        if search is None:
            return True
        for by in ("words", "meaning"):
            if by == "meaning":
                search.learn(cancel)
            found = search.by_words(text) if by == "words" else search.by_meaning(text, cancel)
            for one in found:
                if one.turn_id not in given:
                    given.add(one.turn_id)
                    _give_said(session, one, by)
    if not given:
        session.output.tell(say("cli.conversations.nothing"))
    return True


def _give_said(session: Session, one: Said, by: str) -> None:
    row = {
        "turn": one.turn_id,
        "conversation": one.conversation_id,
        "title": one.title,
        "question": one.question,
        "excerpt": one.excerpt,
        "created": round(one.at, 3),
        "by": by,
    }
    told = say("cli.conversations.hit", id=one.turn_id, question=one.question, excerpt=one.excerpt)
    session.output.give(row, told)


def _export(session: Session) -> bool:
    from app.cli.making import form_of
    from app.exporting.register import save
    from app.exporting.talks import paper_of

    asked = session.arguments
    form = form_of(asked.file)
    assert form is not None  # a file is always named
    with session.services() as services:
        chats = services.chats
        talk = chats.conversation(asked.id)
        shown, every = chats.turns(asked.id), chats.versions(asked.id)
        save(asked.file, paper_of(talk, shown, every, every=asked.every_version), form)
        services.audit.saved("conversation", asked.file, talk.title)
    row = {"file": str(asked.file), "conversation": asked.id, "turns": len(every)}
    session.output.give(row, say("cli.conversations.exported", path=asked.file))
    return True


def _bin(session: Session) -> bool:
    with session.services() as services:
        chats = services.chats
        found = [(one, chats.bin.days_left(one)) for one in chats.bin.all()]
    if not found:
        session.output.tell(say("cli.bin.nothing"))
    for one, left in found:
        row = {
            "kind": one.sort.value,
            "id": one.id,
            "title": one.title,
            "question": one.question or None,
            "turns": one.turns,
            "removed": round(one.at, 3),
            "days": left,
        }
        session.output.give(row, count("cli.conversations.binned", left, id=one.id, name=_named(one)))
    return True


def _named(one: RemovedTalk) -> str:
    return one.question or one.title or say("chat.list.unnamed")


def _empty(session: Session) -> bool:
    with session.services() as services:
        found = services.chats.bin.all()
        services.chats.bin.empty()
    for one in found:
        _give_done(session, one.sort, one.id, "deleted")
    if not found:
        session.output.tell(say("cli.bin.nothing"))
    return True


def _each(session: Session) -> bool:
    """Do it with each that is named; what is not there is told, and the rest done."""
    from rag.errors import ConversationUnknown
    from rag.storing.removed_talks import Sort

    asked, whole = session.arguments, True
    of_turns = asked.action == "choose" or getattr(asked, "turn", False)
    sort = Sort.TURN if of_turns else Sort.CONVERSATION
    with session.services() as services:
        for id_ in asked.ids:
            try:
                _do(services.chats, asked.action, sort, id_)
            except ConversationUnknown as fault:
                whole = False
                row: Row = {"kind": sort.value, "id": id_, "state": None, "error": error_row(fault)}
                session.output.refuse(fault, row)
            else:
                _give_done(session, sort, id_, _STATES[asked.action])
    return whole


_STATES = {
    "pin": "pinned",
    "unpin": "unpinned",
    "choose": "chosen",
    "remove": "removed",
    "restore": "restored",
    "delete": "deleted",
}


def _do(chats: Chats, action: str, sort: Sort, id_: int) -> None:
    does: dict[str, Any] = {
        "pin": lambda: chats.pin(id_, pinned=True),
        "unpin": lambda: chats.pin(id_, pinned=False),
        "choose": lambda: chats.choose(id_),
        "remove": lambda: chats.bin.put(sort, id_),
        "restore": lambda: chats.bin.restore(sort, id_),
        "delete": lambda: chats.bin.delete(sort, id_),
    }
    does[action]()


def _give_done(session: Session, sort: Sort, id_: int, state: str) -> None:
    row: Row = {"kind": sort.value, "id": id_, "state": state, "error": None}
    session.output.give(row, say(f"cli.conversations.done.{state}", id=id_))


COMMAND = Command("conversations", run, grammar)
