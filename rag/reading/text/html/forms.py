"""What the controls of a web page's forms say: what was filled in, ticked and chosen, beside its label."""

from __future__ import annotations

import re
from typing import Any

from rag.reading.cleaning import one_line
from rag.reading.ticks import tick

_TICKED = frozenset({"checkbox", "radio"})
_UNSHOWN = _TICKED | {"hidden", "password", "submit", "button", "reset", "image", "file", "color"}
_SHARE = re.compile(r"[01](?:\.\d{1,9})?|\.\d{1,9}")
_ENDS = (":", "?", ".", ";", "…")


class Forms:
    """The forms of a page, whose labels may stand anywhere on it."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._labels: dict[str, str] | None = None  # of controls by their id, once one was asked for

    def box(self, node: Any) -> str:
        """The box of a control that is ticked, also of one that a script draws; empty where it is none."""
        if node.tag == "input":
            is_box = (node.get("type") or "").strip().lower() in _TICKED and node.get("role") != "button"
            return tick(node.get("checked") is not None) if is_box else ""
        if node.get("role") in _TICKED:
            return tick(node.get("aria-checked") == "true")
        return ""

    def value(self, node: Any) -> str:
        """What was filled in or chosen; empty where nothing was, or where the page does not show it."""
        match node.tag:
            case "input":
                kind = (node.get("type") or "").strip().lower()
                return "" if kind in _UNSHOWN else one_line(node.get("value") or "")
            case "textarea":
                return one_line(node.text_content())
            case "select":
                return ", ".join(filter(None, map(_text, _chosen(node))))
            case "progress" | "meter":
                return one_line(node.text_content()) or _measured(node)
            case _:
                return ""

    def label(self, node: Any) -> str:
        """What a control is called that has no text beside it."""
        if self._labels is None:
            self._labels = {
                label.get("for"): one_line(label.text_content()) for label in self._root.iter("label")
            }
        name = self._labels.get(node.get("id") or "", "") or one_line(node.get("aria-label") or "")
        return name.rstrip(":").rstrip()


def named(label: str) -> str:
    """A label with what parts it from the value that follows."""
    label = label.rstrip()
    return label if label.endswith(_ENDS) else f"{label}:"


def _measured(bar: Any) -> str:
    """How far a bar is filled: "3/5", "70 %" of one that counts to 1 or 100; empty where it tells nothing."""
    value, most = one_line(bar.get("value") or ""), one_line(bar.get("max") or "1")
    if most == "100":
        return f"{value} %" if value else ""
    if most != "1":
        return f"{value}/{most}" if value else ""
    return f"{float(value) * 100:g} %" if _SHARE.fullmatch(value) else value


def _chosen(select: Any) -> list[Any]:
    options = list(select.iter("option"))
    chosen = [node for node in options if node.get("selected") is not None]
    if select.get("multiple") is not None:
        return chosen
    if chosen:
        return chosen[-1:]
    return [node for node in options if node.get("disabled") is None][:1]  # which the page shows


def _text(option: Any) -> str:
    return one_line(option.text_content()) or one_line(option.get("label") or "")
