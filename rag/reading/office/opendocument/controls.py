"""What the form controls of OpenDocument hold: ticked boxes, what was filled in and chosen.

Source: ISO/IEC 26300 (ODF 1.2), 13 (form content).
"""

from __future__ import annotations

from typing import Any

from rag.reading.cleaning import one_line
from rag.reading.office.opendocument.elements import attribute, name_of, whole
from rag.reading.ticks import tick

_UNSHOWN = frozenset({"hidden", "password", "button", "image", "file", "grid", "frame", "value-range"})
_BOX = "FORMCHECKBOX"
_CHOICE = "FORMDROPDOWN"


class Controls:
    """The controls of a document by their ids."""

    def __init__(self, body: Any = None) -> None:
        self._said: dict[str, str] = {}
        for forms in () if body is None else body.iter("{*}forms"):
            for node in forms.iter():
                name = attribute(node, "id")
                if name:
                    self._said.setdefault(name, _said(node))

    def said(self, name: str) -> str:
        """What a control shows; empty where that is nothing."""
        return self._said.get(name, "")


def content_control(node: Any) -> str | None:
    """The box of a content control, or nothing where it only asks to be filled in; None: its text counts."""
    if attribute(node, "checkbox") == "true":
        return tick(attribute(node, "checked") == "true")
    return "" if attribute(node, "showing-place-holder") == "true" else None


def field_mark(node: Any) -> str:
    """What a form field shows that was taken over from Word; empty where its text stands beside it."""
    kind = attribute(node, "type")
    settings = [(attribute(one, "name"), attribute(one, "value")) for one in node.iterfind("{*}param")]
    if kind.endswith(_BOX):
        return tick(any(name.endswith(("Checked", "Result")) and _is_true(value) for name, value in settings))
    if kind.endswith(_CHOICE):
        entries = [value for name, value in settings if name.endswith("ListEntry")]
        chosen = [
            whole(value, -1)
            for name, value in settings
            if name.endswith(("Selected", "SelectedEntry", "Result"))
        ]
        return next((entries[place] for place in chosen if 0 <= place < len(entries)), "")
    return ""


def _said(node: Any) -> str:
    label = one_line(attribute(node, "label"))
    match name_of(node):
        case "checkbox":
            state = attribute(node, "current-state") or attribute(node, "state")
            return f"{tick(state == 'checked')} {label}".rstrip()
        case "radio":
            return f"{tick(_now(node, 'selected') == 'true')} {label}".rstrip()
        case "listbox":
            options = [one for one in node.iterfind("{*}option") if _now(one, "selected") == "true"]
            return ", ".join(one_line(attribute(one, "label")) for one in options)
        case "fixed-text":
            return label
        case name if name in _UNSHOWN:
            return ""
        case _:
            return one_line(_now(node, "value") or " ".join(node.itertext()))


def _now(node: Any, name: str) -> str:
    """An attribute as it was last changed, else as it was made."""
    return attribute(node, f"current-{name}") or attribute(node, name)


def _is_true(value: str) -> bool:
    return value.lower() in ("true", "1")
