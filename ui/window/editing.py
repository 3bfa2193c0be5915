"""What the menus say of text: cut, copy, paste, select all, for whatever has the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from app.words.catalogue import say
from ui.parts.copied import Copied
from ui.parts.desk import Entry, Menu

_Field = QLineEdit | QPlainTextEdit | QTextEdit
_Text = _Field | Copied
_PLACE = 20
_WRITES = ("cut", "paste")
_TAKES = ("cut", "copy")


def entries() -> Sequence[Entry]:
    """Their keys are the text's own, which takes them before a menu does."""
    keys = {"cut": "Ctrl+X", "copy": "Ctrl+C", "paste": "Ctrl+V", "selectAll": "Ctrl+A"}
    return [
        Entry(
            Menu.EDIT,
            _PLACE + place,
            say(f"window.edit.{name}"),
            keys[name],
            partial(_do, name),
            possible=partial(_can, name),
            elsewhere=True,
        )
        for place, name in enumerate(keys)
    ]


def _text() -> _Text | None:
    """The text that has the keyboard; a menu that is open has not taken it."""
    focused = QApplication.focusWidget()
    return focused if isinstance(focused, _Text) else None


def _do(name: str) -> None:
    text = _text()
    if isinstance(text, Copied) and not isinstance(text, _Field):
        {"copy": text.copy, "selectAll": text.select_all}.get(name, lambda: None)()
    elif text is not None:
        act: Callable[[], None] = getattr(text, name)
        act()


def _can(name: str) -> bool:
    text = _text()
    if isinstance(text, Copied) and not isinstance(text, _Field):
        return name == "selectAll" or (name == "copy" and text.has_selection)
    if text is None or (name in _WRITES and text.isReadOnly()):
        return False
    return name not in _TAKES or _has_selection(text)


def _has_selection(text: _Field) -> bool:
    return text.hasSelectedText() if isinstance(text, QLineEdit) else text.textCursor().hasSelection()
