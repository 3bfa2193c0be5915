"""Summaries on paper: as a PDF file, and through the system's printers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrinter

from app.errors import FileUnwritable

_POINTS = 10.5
_DPI = 300


def write_pdf(path: Path, html: str, title: str) -> None:
    """Write HTML as a PDF of A4 pages with their numbers; from any thread, and without a display.

    Raises `FileUnwritable`.
    """
    application = QGuiApplication.instance() or QGuiApplication(["confidant", "-platform", "offscreen"])
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Confidant")
    writer.setResolution(_DPI)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    document = _document(html)
    document.print_(writer)
    del writer  # which writes the end of the file
    del document, application
    try:
        path.expanduser().write_bytes(buffer.data().data())
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error


def print_html(printer: QPrinter, html: str, title: str) -> None:
    """Send HTML to a printer; from any thread."""
    printer.setDocName(title)
    _document(html).print_(printer)


def _document(html: str) -> QTextDocument:
    document = QTextDocument()
    font = QFont()
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    document.setHtml(html)
    return document
