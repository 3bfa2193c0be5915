"""Tracked changes and comments in a Word file (ISO/IEC 29500-1, 17.13): what is deleted, what is put in, by
whom and when.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

from app.exporting.text import printable
from app.exporting.tracked.spans import paragraph_of

AUTHOR, INITIALS = "Confidant", "C"  # not for people: the name of the program
_CHANGES = ("w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange", "w:pPrChange")  # not for people


class Pen:
    """Marks one file. `made`: seconds since the epoch, of the work and not of the writing."""

    def __init__(self, document: Any, made: float) -> None:
        self._document = document
        self._when = datetime.fromtimestamp(made, UTC).replace(microsecond=0)
        used = [
            int(one.get(qn("w:id")) or 0)
            for one in document.element.body.iter(*(qn(name) for name in _CHANGES))
        ]
        self._ids = count(max(used, default=0) + 1)

    def comment(self, runs: Sequence[Any], text: str) -> None:
        """Beside some runs."""
        first, last = (Run(one, self._document) for one in (runs[0], runs[-1]))
        made = self._document.add_comment([first, last], printable(text), AUTHOR, INITIALS)
        made._comment_elm.set(qn("w:date"), self._when.strftime("%Y-%m-%dT%H:%M:%SZ"))  # noqa: SLF001

    def delete(self, runs: Sequence[Any]) -> None:
        """Strike runs; neighbours as one change."""
        change = None
        for run in runs:
            if change is None or change.getnext() is not run:
                change = self._change("w:del")
                run.addprevious(change)
            change.append(run)
            for text in run.findall(qn("w:t")):
                text.tag = qn("w:delText")

    def insert_after(self, run: Any, text: str) -> Any:
        """Put text in behind a run, in its look; behind its change where it is struck."""
        place = run.getparent() if run.getparent().tag in (qn("w:del"), qn("w:ins")) else run
        change = self._inserted(text, run.find(qn("w:rPr")))
        following = place.getnext()
        while following is not None and _ends_comment(following):
            place, following = following, following.getnext()
        place.addnext(change)
        return change

    def paragraph_after(self, paragraph: Any, text: str) -> Any:
        """A paragraph put in behind another, in its look."""
        made = OxmlElement("w:p")
        look = paragraph.find(qn("w:pPr")) if paragraph is not None else None
        kept = copy.deepcopy(look) if look is not None else OxmlElement("w:pPr")
        for gone in ("w:sectPr", "w:numPr", "w:rPr"):
            for one in kept.findall(qn(gone)):
                kept.remove(one)
        mark = OxmlElement("w:rPr")
        mark.append(self._change("w:ins"))
        kept.append(mark)
        made.append(kept)
        runs = list(paragraph.iter(qn("w:r"))) if paragraph is not None else []
        made.append(self._inserted(text, runs[0].find(qn("w:rPr")) if runs else None))
        if paragraph is None:
            body = self._document.element.body
            ending = body.find(qn("w:sectPr"))
            body.append(made) if ending is None else ending.addprevious(made)
        else:
            paragraph.addnext(made)
        return made

    def delete_paragraph_mark(self, paragraph: Any) -> None:
        """Strike the end of a paragraph, all of whose text is struck."""
        look = paragraph.get_or_add_pPr()
        mark = look.find(qn("w:rPr"))
        if mark is None:
            mark = OxmlElement("w:rPr")
            look.insert_element_before(mark, "w:sectPr", "w:pPrChange")
        if mark.find(qn("w:del")) is None:
            mark.insert(0, self._change("w:del"))

    def is_struck(self, paragraph: Any) -> bool:
        """Whether nothing that is said in a paragraph stays."""
        return not any(
            (text.text or "").strip() for text in paragraph.iter(qn("w:t")) if paragraph_of(text) is paragraph
        )

    def _inserted(self, text: str, look: Any) -> Any:
        change = self._change("w:ins")
        run = OxmlElement("w:r")
        if look is not None:
            run.append(copy.deepcopy(look))
        said = OxmlElement("w:t")
        said.text = printable(text)
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(said)
        change.append(run)
        return change

    def _change(self, kind: str) -> Any:
        made = OxmlElement(kind)
        made.set(qn("w:id"), str(next(self._ids)))
        made.set(qn("w:author"), AUTHOR)
        made.set(qn("w:date"), self._when.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return made


def _ends_comment(element: Any) -> bool:
    if element.tag == qn("w:commentRangeEnd"):
        return True
    return element.tag == qn("w:r") and element.find(qn("w:commentReference")) is not None
