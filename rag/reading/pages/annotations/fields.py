"""The fields of a form, with what was entered into them or ticked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rag.layout.printed import Rectangle
from rag.reading.cleaning import one_line, tidy
from rag.reading.pages.annotations.strings import string_of, wide_string

_PASSWORD = 1 << 13  # flag of a text field (ISO 32000-1, table 228)
_MOST_OPTIONS = 2000
# Names that programs give ("Text12", "f1_03[0]") say nothing to people.
_MADE_UP = re.compile(
    r"(?:f|c|p|tb|cb|text|txt|check|chk|radio|opt|button|field|feld|champ|campo|pole|undefined|untitled|group"
    r"|gruppe|combo|list|drop|kontroll)"
    r"[\W_]*(?:box|button|field|feld|down|list|k[aä]stchen|group|gruppe)?[\W\d_]*",
    re.IGNORECASE,
)
_INDEX = re.compile(r"\[\d+\]|#\w+")
_SAID_BY_ALL = frozenset({"", "on", "off", "yes", "ja", "oui", "true", "false", "choice", "x"})


@dataclass(frozen=True, slots=True)
class Field:
    """`on`: whether it is ticked; None for a field that holds text. `tip`: what the form calls it for people,
    `name`: for programs, `choice`: what ticking it stands for; each empty where it tells nothing.
    """

    box: Rectangle
    value: str = ""
    on: bool | None = None
    tip: str = ""
    name: str = ""
    choice: str = ""
    is_formatted: bool = False  # what is shown is not quite the value: "1.204,50 €" for "1204.5"


class FieldReader:
    """Reads fields through the document's form environment."""

    def __init__(self, environment: Any) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._form = environment

    def read(self, annotation: Any, box: Rectangle) -> Field | None:
        """The field that is shown at a place; None for buttons and signatures."""
        pdfium = self._pdfium
        kind = pdfium.FPDFAnnot_GetFormFieldType(self._form, annotation)
        tip = one_line(self._text(pdfium.FPDFAnnot_GetFormFieldAlternateName, annotation))
        name = _spoken(self._text(pdfium.FPDFAnnot_GetFormFieldName, annotation))
        if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
            choice = one_line(self._text(pdfium.FPDFAnnot_GetFormFieldExportValue, annotation))
            on = self._is_on(annotation, choice)
            if choice.casefold() in _SAID_BY_ALL or choice.isdigit():
                choice = ""
            return Field(box, on=on, tip=tip, name=name, choice=choice)
        if kind in (pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
            return Field(box, self._chosen(annotation), tip=tip, name=name)
        if kind != pdfium.FPDF_FORMFIELD_TEXTFIELD:
            return None
        if pdfium.FPDFAnnot_GetFormFieldFlags(self._form, annotation) & _PASSWORD:
            return Field(box, tip=tip, name=name)
        value = tidy(self._text(pdfium.FPDFAnnot_GetFormFieldValue, annotation))
        return Field(box, value, tip=tip, name=name, is_formatted=bool(value) and self._formats(annotation))

    def _is_on(self, annotation: Any, choice: str) -> bool:
        pdfium = self._pdfium
        if pdfium.FPDFAnnot_IsChecked(self._form, annotation):
            return True
        if pdfium.FPDFAnnot_HasKey(annotation, b"AP"):
            return False
        state = string_of(annotation, b"AS") or string_of(annotation, b"V")
        if not state:  # one of a group, whose value names what is chosen
            state = self._text(pdfium.FPDFAnnot_GetFormFieldValue, annotation)
            alone = pdfium.FPDFAnnot_GetFormControlCount(self._form, annotation) == 1
            return state not in ("", "Off") and (alone or state == choice)
        return state != "Off"

    def _chosen(self, annotation: Any) -> str:
        """What people see of what is chosen: the value itself may be a code."""
        pdfium = self._pdfium
        count = min(pdfium.FPDFAnnot_GetOptionCount(self._form, annotation), _MOST_OPTIONS)
        chosen = [
            self._option(annotation, place)
            for place in range(count)
            if pdfium.FPDFAnnot_IsOptionSelected(self._form, annotation, place)
        ]
        value = one_line(self._text(pdfium.FPDFAnnot_GetFormFieldValue, annotation))
        return ", ".join(filter(None, chosen)) or value

    def _option(self, annotation: Any, place: int) -> str:
        get = self._pdfium.FPDFAnnot_GetOptionLabel
        return one_line(wide_string(lambda buffer, size: get(self._form, annotation, place, buffer, size)))

    def _formats(self, annotation: Any) -> bool:
        """Whether a script of the form gives the value another shape where it is shown."""
        pdfium = self._pdfium
        if not pdfium.FPDFAnnot_HasKey(annotation, b"AP"):
            return False
        get, event = pdfium.FPDFAnnot_GetFormAdditionalActionJavaScript, pdfium.FPDF_ANNOT_AACTION_FORMAT
        return bool(wide_string(lambda buffer, size: get(self._form, annotation, event, buffer, size)))

    def _text(self, get: Callable[[Any, Any, Any, int], int], annotation: Any) -> str:
        return wide_string(lambda buffer, size: get(self._form, annotation, buffer, size))


def _spoken(name: str) -> str:
    """A field's name as words, where a person gave it."""
    last = one_line(_INDEX.sub("", name).rsplit(".", 1)[-1].replace("_", " "))
    return "" if _MADE_UP.fullmatch(last) or not any(mark.isalpha() for mark in last) else last
