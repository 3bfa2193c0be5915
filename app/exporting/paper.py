"""A summary as PDF for the command line: the one thing of the window that it borrows, without a display."""

from __future__ import annotations

from pathlib import Path


def print_pdf(path: Path, html: str, title: str) -> None:
    """Write HTML as a PDF of A4 pages. Raises `FileUnwritable`."""
    from ui.parts.printing import write_pdf

    write_pdf(path, html, title)
