"""What one can go to: commands that apply now, and what the library holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QKeySequence

from app.chat.searching import TalkSearch
from app.exporting.notes import where
from app.notes.notes import spot_of
from app.options.register import OPTIONS
from app.options.words import found_by, name_words
from app.services import Services
from app.words.catalogue import say
from app.words.runs import kind_words, name_of
from rag.language.concepts import folded
from rag.language.words import plain
from rag.types import Document, DocumentState, Note
from ui.chat.composer import Composer
from ui.chat.desk import ChatDesk
from ui.library.desk import LibraryDesk
from ui.library.search_desk import SearchDesk
from ui.options.desk import OptionsDesk
from ui.parts.controls import day
from ui.parts.desk import Frame
from ui.parts.keys import key_words
from ui.window.goals import GO_TO, Goal, GoalKind
from ui.window.menus import Line

_SAID = 6  # turns that hold what is typed
_SHOWN = 60  # characters of what is typed, on the rows made of it


def commands(lines: Sequence[tuple[str, Line]]) -> list[Goal]:
    """The lines of the menus that apply, each with its menu and its keys."""
    return [
        Goal.of(
            GoalKind.COMMAND,
            line.name,
            " · ".join(filter(None, (menu, _keys(line)))),
            line.action.trigger,
        )
        for menu, line in lines
        if line.applies and not line.entry.elsewhere and line.entry.keys != GO_TO
    ]


def options(frame: Frame) -> list[Goal]:
    """Every setting, by its name and by the words that people have for it."""
    show = frame.desk(OptionsDesk).show
    return [
        Goal.of(
            GoalKind.SETTING,
            name_words(one),
            say("settings.goal", group=say(f"settings.groups.{one.group.value}")),
            partial(show, one.id),
            also=found_by(one),
        )
        for one in OPTIONS
    ]


def held(services: Services, frame: Frame) -> Callable[[], list[Goal]]:
    """Lists what the library holds; to be called in the lane of the library, for it reads the vault."""

    def listed() -> list[Goal]:
        documents = [
            Goal.of(GoalKind.DOCUMENT, one.name, _document_words(one), partial(_open, frame, one))
            for one in services.library.documents()
        ]
        conversations = [
            Goal.of(
                GoalKind.CONVERSATION,
                one.title,
                say("window.goto.conversation", day=day(one.updated)),
                partial(_converse, frame, one.id),
            )
            for one in services.chats.conversations()
            if one.title
        ]
        runs = [
            Goal.of(GoalKind.RUN, name_of(one), kind_words(one), partial(frame.open_run, one.id))
            for one in services.runs.runs()
        ]
        return [*documents, *conversations, *runs, *(_note(frame, one) for one in services.notes.all())]

    return listed


def said(search: TalkSearch, frame: Frame) -> Callable[[str], list[Goal]]:
    """Finds what was asked and answered by its words; to be called in the lane of the library."""

    def found(words: str) -> list[Goal]:
        return [
            Goal.of(
                GoalKind.SAID,
                " ".join(one.question.split()),
                say("window.goto.said", text=one.excerpt),
                partial(frame.desk(ChatDesk).model.show_turn, one.turn_id, words),
            )
            for one in search.by_words(words)[:_SAID]
        ]

    return found


def typed(frame: Frame) -> Callable[[str], list[Goal]]:
    """What can be done with any words: ask them, or look for them."""

    def made(words: str) -> list[Goal]:
        if not words:
            return []
        shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        ask = Goal.of(
            GoalKind.CONVERSATION,
            say("window.goto.ask", words=shown),
            say("window.goto.ask-told"),
            partial(_ask, frame, words),
        )
        search = Goal.of(
            GoalKind.COMMAND,
            say("window.goto.search", words=shown),
            say("window.goto.search-told"),
            partial(_look_for, frame, words),
        )
        return [ask, search]

    return made


def _keys(line: Line) -> str:
    return key_words(QKeySequence(line.entry.keys))


def _document_words(document: Document) -> str:
    if document.state is DocumentState.READY:
        return say("window.goto.document")
    return say("window.goto.unread")


def _note(frame: Frame, note: Note) -> Goal:
    """A note of one's own: by what it says, and by the words that it is on."""
    words = " ".join((note.text or plain(note.quote)).split())
    told = say("window.goto.note", document=note.document, place=where(note))
    name = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
    goal = Goal.of(GoalKind.NOTE, name, told, partial(frame.cite, spot_of(note)))
    return replace(goal, words=folded(f"{note.text} {plain(note.quote)} {told}"))


def _open(frame: Frame, document: Document) -> None:
    frame.desk(LibraryDesk).open(document)


def _converse(frame: Frame, conversation: int) -> None:
    frame.desk(ChatDesk).model.open(conversation)


def _ask(frame: Frame, words: str) -> None:
    frame.view(Composer).sent.emit(words)


def _look_for(frame: Frame, words: str) -> None:
    frame.desk(SearchDesk).look_for(words)
