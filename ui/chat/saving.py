"""Asks where a conversation is to be saved, and saves it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMessageBox

from app.exporting import register
from app.exporting.talks import Hidden, hidden_of, paper_of
from app.words.catalogue import count, say
from app.words.messages import notice_of
from rag.language.file_names import printable
from rag.types import Conversation, Turn
from ui.parts.choosing import save_name
from ui.parts.desk import Given
from ui.parts.tasks import Lane

_LONGEST = 60  # characters of a name that is offered

Talk = tuple[Conversation, list[Turn], list[Turn]]


def save_talk(given: Given, conversation_id: int) -> None:
    """Learn what it holds, ask for a place, and whether other versions go along; then save it."""
    chats, banner = given.services.chats, given.frame.banner

    def learnt() -> Talk:
        return (
            chats.conversation(conversation_id),
            chats.turns(conversation_id),
            chats.versions(conversation_id),
        )

    def failed(error: Exception) -> None:
        banner.show_notice(notice_of(error))

    given.tasks.run(Lane.LIBRARY, learnt, lambda talk: _ask(given, talk), failed)


def _ask(given: Given, talk: Talk) -> None:
    conversation, shown, every = talk
    banner = given.frame.banner
    filters = {one.name + f" (*.{one.suffix})": one for one in register.FORMATS}
    title = printable(conversation.title or say("chat.list.unnamed"))[:_LONGEST].strip(" .…?!")
    offered = "".join(" " if one in '\\/:*?"<>|' else one for one in title)
    chosen, kind = save_name(given.window, say("chat.export.title"), offered, ";;".join(filters))
    if not chosen:
        return
    path = Path(chosen)
    form = register.format_of(path) or filters.get(kind) or register.FORMATS[0]
    if register.format_of(path) is None:
        path = path.with_name(f"{path.name}.{form.suffix}")
    others = hidden_of(shown, every)
    along = bool(others.versions or others.behind) and form.suffix != "json" and _along(given, others)

    def work() -> None:
        register.save(path, paper_of(conversation, shown, every, every=along), form)
        given.services.audit.saved("conversation", path, conversation.title)

    def failed(error: Exception) -> None:
        banner.show_notice(notice_of(error))

    done = say("chat.export.done", name=path.name)
    given.tasks.run(Lane.LIBRARY, work, lambda _: banner.show_done(done), failed)


def _along(given: Given, hidden: Hidden) -> bool:
    """Whether what is not in view is saved with the rest."""
    told = []
    if hidden.versions:
        told.append(count("chat.export.others", len(hidden.versions)))
    if hidden.behind:
        told.append(count("chat.export.behind", len(hidden.behind)))
    words = " ".join(told)
    box = QMessageBox(QMessageBox.Icon.NoIcon, say("chat.export.title"), words, parent=given.window)
    alone = box.addButton(say("chat.export.shown"), QMessageBox.ButtonRole.RejectRole)
    both = box.addButton(say("chat.export.every"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(alone)
    box.exec()
    return box.clickedButton() is both
