"""PDF: the page of HTML, printed by Qt. It is the one thing of the window that is borrowed here."""

from __future__ import annotations

from app.exporting.formats.html import html_text
from app.exporting.shape import Paper
from app.exporting.text import printable


def pdf(paper: Paper) -> bytes:
    from ui.parts.printing import pdf_bytes

    return pdf_bytes(html_text(paper), printable(paper.title), wide=paper.is_wide, made=paper.made)
