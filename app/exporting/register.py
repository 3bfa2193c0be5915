"""The formats that whatever people take along can have: one row each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.errors import FileUnwritable
from app.exporting.formats.delimited import csv
from app.exporting.formats.docx import docx
from app.exporting.formats.html import html
from app.exporting.formats.ics import ics
from app.exporting.formats.json import json
from app.exporting.formats.markdown import markdown
from app.exporting.formats.pdf import pdf
from app.exporting.formats.xlsx import xlsx
from app.exporting.shape import Paper
from app.words.catalogue import say


@dataclass(frozen=True, slots=True)
class Format:
    """`suffix` without its dot; `key` of the format's name in the catalogue."""

    key: str
    suffix: str
    write: Callable[[Paper], bytes]

    @property
    def name(self) -> str:
        return say(f"exporting.formats.{self.key}")


CSV = Format("csv", "csv", csv)

FORMATS = (
    Format("markdown", "md", markdown),
    Format("docx", "docx", docx),
    Format("pdf", "pdf", pdf),
    Format("xlsx", "xlsx", xlsx),
    CSV,
    Format("html", "html", html),
    Format("json", "json", json),
)

ICS = Format("ics", "ics", ics)
"""Not among `FORMATS`: it holds days alone, and nothing of what has none."""


def format_of(path: Path) -> Format | None:
    """What a file is to be saved as, by its name; None for an ending that has no row."""
    suffix = path.suffix.lower().lstrip(".")
    return next((one for one in (*FORMATS, ICS) if one.suffix == suffix), None)


def save(path: Path, paper: Paper, form: Format) -> None:
    """Write a paper to a file. Raises `FileUnwritable`, and `NothingDated` for a calendar without days."""
    data = form.write(paper)
    try:
        path.expanduser().write_bytes(data)
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error
