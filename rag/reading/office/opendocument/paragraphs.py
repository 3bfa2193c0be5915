"""What a paragraph of OpenDocument says, and what its footnotes do."""

from __future__ import annotations

from typing import Any

from rag.reading.cleaning import clean, one_line
from rag.reading.office.opendocument.elements import attribute, name_of

_ASIDE = frozenset({"note", "annotation", "tracked-changes", "frame", "custom-shape", "text-box"})


def said_in(node: Any) -> tuple[str, list[str]]:
    """The text of a paragraph, and of its footnotes."""
    parts: list[str] = [node.text or ""]
    notes: list[str] = []
    skipped: Any = None
    from lxml import etree

    for event, inner in etree.iterwalk(node, ("start", "end")):
        if inner is node:
            continue
        if event == "start":
            if skipped is None:
                skipped = _open(inner, parts, notes)
            continue
        if inner is skipped:
            skipped = None
        if skipped is None:
            parts.append(inner.tail or "")
    return clean("".join(parts)).strip(), notes


def _open(node: Any, parts: list[str], notes: list[str]) -> Any:
    """Add what an element begins with; return it where its content is not of the paragraph."""
    name = name_of(node)
    if name == "note":
        sign = one_line(node.findtext("{*}note-citation") or "")
        body = node.find("{*}note-body")
        said = "" if body is None else one_line(" ".join(said_in(child)[0] for child in body.iter("{*}p")))
        parts.append(f"[{sign}]")
        notes.append(f"{sign} {said}")
    if name in _ASIDE:
        return node
    if name == "s":
        count = attribute(node, "c")
        parts.append(" " * (int(count) if count.isdecimal() and len(count) < 4 else 1))
    elif name in ("tab", "line-break"):
        parts.append("\t" if name == "tab" else "\n")
    parts.append(node.text or "")
    return None
