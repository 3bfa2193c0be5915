"""Summaries on paper: as a PDF file, and through the system's printers."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QUuid
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from ui.parts.inert import SealedDocument

_POINTS = 10.5
_DPI = 300
_DAY = re.compile(rb"(?<=Date \()D:\d{14}")
_XMP_DAY = re.compile(rb'(?<=Date=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d')


def pdf_bytes(html: str, title: str, *, wide: bool = False, made: float | None = None) -> bytes:
    """HTML as a PDF of A4 pages, on their long side where it is `wide`; from any thread, without a display.

    With `made` (seconds since the epoch) it bears that time instead of the time of its writing.
    """
    application = QGuiApplication.instance() or QGuiApplication(["confidant", "-platform", "offscreen"])
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Confidant")  # not for people: what made the file
    writer.setResolution(_DPI)
    if made is not None:
        writer.setDocumentId(QUuid(str(uuid.uuid5(uuid.NAMESPACE_OID, f"{made} {title} {html}"))))
    side = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), side, QMarginsF()))
    document = _document(html)
    document.print_(writer)
    del writer  # which writes the end of the file
    del document, application
    data = bytes(buffer.data().data())
    if made is None:
        return data
    # Each as long as what Qt writes, because a PDF counts its bytes.
    day = datetime.fromtimestamp(made, UTC)
    data = _DAY.sub(day.strftime("D:%Y%m%d%H%M%S").encode(), data)
    return _XMP_DAY.sub(day.strftime("%Y-%m-%dT%H:%M:%S").encode(), data)


def print_html(printer: QPrinter, html: str, title: str) -> None:
    """Send HTML to a printer; from any thread."""
    printer.setDocName(title)
    _document(html).print_(printer)


def _document(html: str) -> SealedDocument:
    document = SealedDocument()
    font = QFont()
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    document.setHtml(html)
    return document
