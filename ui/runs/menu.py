"""The lines of the menus that kept work has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.words.catalogue import say
from ui.library.panel import LibraryPanel
from ui.parts.desk import Entry, Menu

if TYPE_CHECKING:
    from ui.runs.desk import RunDesk


def entries_of(desk: RunDesk, library: LibraryPanel) -> Sequence[Entry]:
    """What is made of documents applies where there are some."""
    filled = library.is_filled
    return (
        Entry(
            Menu.CONVERSATION,
            20,
            say("runs.desk.each"),
            "Ctrl+E",
            desk.survey_bar.switch.toggle,
            possible=filled,
        ),
        Entry(Menu.CONVERSATION, 21, say("runs.desk.tables"), "Ctrl+T", desk.toggle_tables),
        Entry(
            Menu.WORK,
            10,
            say("runs.desk.summarise"),
            "Ctrl+Shift+S",
            desk.summarise_selected,
            possible=filled,
        ),
        Entry(Menu.WORK, 11, say("runs.desk.compare"), "", desk.compare_selected, possible=filled),
        Entry(Menu.WORK, 12, say("contradictions.dialog.menu"), "", desk.contradicting.ask, possible=filled),
        Entry(
            Menu.WORK,
            20,
            say("extractions.dialog.menu"),
            "Ctrl+Shift+V",
            desk.extract_selected,
            possible=filled,
        ),
        Entry(
            Menu.WORK,
            21,
            say("classifying.dialog.menu"),
            "Ctrl+Shift+K",
            desk.classify_selected,
            possible=filled,
        ),
        Entry(Menu.WORK, 22, say("playbooks.dialog.menu"), "", desk.checking.ask, possible=filled),
        Entry(Menu.WORK, 23, say("moderating.dialog.menu"), "", desk.moderating.ask, possible=filled),
        Entry(Menu.WORK, 41, say("extractions.taught.menu"), "", desk.reviewing.show_lessons),
        Entry(Menu.WORK, 50, say("runs.desk.list"), "Ctrl+Shift+L", desk.show_everything),
    )
