"""The program as a person starts it, which also tells what a screen reader would be told of its windows.

python looked_at.py ARGUMENTS… (of the program). A line on its input asks, a line of its output answers, as
JSON: what is on the screen, each thing with its name, role, text and place, and what the clipboard holds. The
hands are outside: nothing is pressed or typed here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSocketNotifier
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.__main__ import main
from ui.reader.kinds import Span
from ui.reader.paged.view import PagedView
from ui.window.application import Application

_DEPTH = 60


def things(iface: QAccessibleInterface, depth: int = 0) -> Iterator[dict[str, Any]]:
    """What is shown at and below one node, in the order in which a screen reader walks."""
    state, rect = iface.state(), iface.rect()
    if state.invisible or depth > _DEPTH:
        return
    texts = iface.textInterface()
    name = iface.text(QAccessible.Text.Name)
    text = texts.text(0, texts.characterCount()) if texts is not None else iface.text(QAccessible.Text.Value)
    if name or text or state.focused:
        yield {
            "name": name,
            "role": iface.role().name,
            "text": text,
            "at": [rect.x(), rect.y(), rect.width(), rect.height()],
            "focused": bool(state.focused) and iface.object() is QApplication.focusWidget(),
            "enabled": not state.disabled,
            "reached": _reached(iface.object(), rect),
        }
    for at in range(iface.childCount()):
        child = iface.child(at)
        if child is not None:
            yield from things(child, depth + 1)


def _reached(thing: object, rect: QRect) -> bool:
    """Whether a click into its middle would reach it: on the screen, and nothing lies over it."""
    middle: QPoint = rect.center()
    met = QApplication.widgetAt(middle)
    if met is None:
        return False
    if not isinstance(thing, QWidget):
        return True
    return met is thing or thing.isAncestorOf(met) or met.isAncestorOf(thing)


def place(iface: QAccessibleInterface, words: str, role: str) -> list[int] | None:
    """The middle of some words, where a text of this role (or of any) shows them, in points of the screen."""
    if iface.state().invisible:
        return None
    thing = iface.object()
    if isinstance(thing, PagedView) and role in ("", iface.role().name):
        return _on_page(thing, words)
    texts = iface.textInterface() if role in ("", iface.role().name) else None
    if texts is not None and (at := texts.text(0, texts.characterCount()).find(words)) >= 0:
        rect = texts.characterRect(at).united(texts.characterRect(at + len(words) - 1))
        if iface.rect().contains(rect.center()):
            return [rect.center().x(), rect.center().y()]
    for at in range(iface.childCount()):
        child = iface.child(at)
        if child is not None and (found := place(child, words, role)) is not None:
            return found
    return None


def _on_page(view: PagedView, words: str) -> list[int] | None:
    """The same on the pages of a document that are in view: their letters have no interface."""
    for page in view.visible():
        leaf = view.leaf(page)
        if leaf is not None and (at := leaf.text.find(words)) >= 0:
            start = leaf.begin + at
            for rect in view.rects_of(Span(start, start + len(words))):
                point = view.viewport().mapToGlobal(rect.center().toPoint())
                return [point.x(), point.y()]
    return None


def answer(asked: dict[str, str]) -> object:
    """What stands on the screen; what the `clipboard` holds; where `words` are, in a text of a `role`."""
    if "clipboard" in asked:
        return QGuiApplication.clipboard().text()
    roots = [QAccessible.queryAccessibleInterface(w) for w in QApplication.topLevelWidgets() if w.isVisible()]
    if "words" in asked:
        return next((at for root in roots if (at := place(root, asked["words"], asked["role"]))), None)
    active = QApplication.activeWindow()
    return {
        "active": active.windowTitle() if active is not None else "",
        "things": [thing for root in roots for thing in things(root)],
    }


def listen() -> None:
    """Answer the lines of the input, one at a time, while the program runs."""

    def read() -> None:
        line = sys.stdin.readline()
        if not line:
            notifier.setEnabled(False)
            return
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()

    QAccessible.setActive(True)  # else lists tell of rows that they had once
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, QApplication.instance())
    notifier.activated.connect(read)


if __name__ == "__main__":
    start = Application.start

    def started(running: Application) -> None:
        listen()
        start(running)

    Application.start = started  # type: ignore[method-assign]
    sys.exit(main(sys.argv[1:]))
