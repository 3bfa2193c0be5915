"""Forms of Word: boxes, lists and dates to be filled in, as content controls and as fields of old.

Source: ECMA-376 part 1, 17.5.2 (content controls) and 17.16.17 (form fields); MS-DOCX 2.6.1.13 (check boxes).
"""

from __future__ import annotations

from typing import Any

from rag.reading.glyphs import TICKED, UNTICKED
from rag.reading.office.word.names import CONTROL, CONTROL_CONTENT, W14, W, is_on, number, value

_PROPERTIES = f"{W}sdtPr"
_BOX = f"{W14}checkbox"
_LISTS = (f"{W}dropDownList", f"{W}comboBox")
_DATE = f"{W}date"
_LONGEST_GLYPH = 2  # characters that stand for a box


def around(node: Any) -> Any:
    """The properties of the control that an element is the content of, or None."""
    content = node.getparent()
    if content is None or content.tag != CONTROL_CONTENT:
        return None
    return properties_of(content.getparent())


def properties_of(control: Any) -> Any:
    """The properties of a control where they say more than its content, or None."""
    properties = control.find(_PROPERTIES) if control is not None and control.tag == CONTROL else None
    if properties is None or next(properties.iterchildren(_BOX, *_LISTS, _DATE), None) is None:
        return None
    return properties


def filled_in(properties: Any, said: str, *, alone: bool) -> str:
    """What a control holds, whose content says `said`; one that stands `alone` comes with its title."""
    box = properties.find(_BOX)
    if box is not None:
        rest = said.strip()
        on = box.find(f"{W14}checked")
        sign = TICKED if on is not None and on.get(f"{W14}val") not in ("0", "false") else UNTICKED
        return sign if len(rest) <= _LONGEST_GLYPH else f"{sign} {rest}"
    if not said.strip() or is_on(properties, "showingPlcHdr"):
        said = _chosen(properties)  # what is printed only asks for something to be chosen
    title = value(properties, "alias") or ""
    return f"{title}: {said}" if alone and title and said.strip() else said


def _chosen(properties: Any) -> str:
    date = properties.find(_DATE)
    if date is not None:
        return str(date.get(f"{W}fullDate", "")).partition("T")[0]
    choices = next(properties.iterchildren(*_LISTS))
    last = choices.get(f"{W}lastValue")
    for choice in choices.iterfind(f"{W}listItem"):
        if last and choice.get(f"{W}value") == last:
            return str(choice.get(f"{W}displayText") or last)
    return ""


def is_ticked(form: Any) -> bool:
    """Whether the box of a form field is ticked."""
    box = None if form is None else form.find(f"{W}checkBox")
    if box is None:
        return False
    return is_on(box, "checked" if box.find(f"{W}checked") is not None else "default")


def chosen_entry(form: Any) -> str:
    """The entry of a form field's list that is chosen; empty where there is none."""
    entries = None if form is None else form.find(f"{W}ddList")
    if entries is None:
        return ""
    names = [entry.get(f"{W}val", "") for entry in entries.iterfind(f"{W}listEntry")]
    place = number(value(entries, "result") or value(entries, "default"))
    return names[place] if place < len(names) else ""
