"""Saving an answer, a summary or a table as evidence: asks where to, and lets it be made elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.activity.work import Sort
from app.exporting.audit import save_bytes
from app.words.catalogue import say
from app.words.messages import notice_of
from ui.parts.choosing import save_name
from ui.parts.desk import Given
from ui.parts.tasks import Lane

_SUFFIX = ".zip"
_LONGEST = 80  # characters of a file's name


def save_evidence(given: Given, parent: QWidget, title: str, make: Callable[[], bytes]) -> None:
    """Ask for a place, make the pack and write it; the banner tells how it ended."""
    named = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in title)
    chosen, _ = save_name(
        parent,
        say("evidence.save-title"),
        " ".join(named.split())[:_LONGEST].strip() + _SUFFIX,
        say("evidence.filter"),
    )
    if not chosen:
        return
    path = Path(chosen) if Path(chosen).suffix else Path(chosen + _SUFFIX)
    banner = given.frame.banner

    def work() -> None:
        with given.services.activity.begin(Sort.EXPORT, path.name):
            save_bytes(path, make())

    given.tasks.run(
        Lane.LIBRARY,
        work,
        lambda _: banner.show_done(say("evidence.saved", path=path)),
        lambda error: banner.show_notice(notice_of(error)),
    )
