"""The register of formats: what a file may be, how that is told, who reads it and what its citations name.

A format is one row here and a reader in the folder beside; everything that asks about formats asks this
register. It imports no reader and no library, so that a window or a command line can ask it at its start.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol, cast

from rag.types import DocumentInfo, Page, PageUnit

if TYPE_CHECKING:
    from pathlib import Path

    from rag.reading.course import Course, Step
    from rag.reading.holding import Held, Skipped
    from rag.reading.source import Source


class Reader(Protocol):
    """The module that reads a format."""

    def read(self, source: Source, password: str | None, /) -> Iterator[DocumentInfo | Page]:
        """Yield a `DocumentInfo`, then each `Page` in order. Raises `ReadError`s.

        Where the number of pages is not known before the last one, it is 0 at first (with files that the
        document holds beside its own pages, the number of those), and the `DocumentInfo` comes once more
        after the pages. Its unit is filled in from the register.
        """
        ...


class Resuming(Protocol):
    """The module of a format that another process can read on where one has ended."""

    def read_on(self, source: Source, password: str | None, course: Course, /) -> Iterator[Step]:
        """What `Reader.read` yields, without the pages known before; each page, or each picture that is read
        before the pages, is announced first.
        """
        ...


class Holding(Protocol):
    """The module of a format whose files hold documents that stand by themselves."""

    def held(self, source: Source, /) -> Iterator[Held | Skipped]:
        """Each document in its order, unopened, and what is passed over. Raises `ReadError`s."""
        ...


class Drawer(Protocol):
    """The module of a format whose pages can be drawn."""

    def render(self, path: Path, page: int, width_px: int, password: str | None, /) -> tuple[int, int, bytes]:
        """A page's picture: width, height, and 8-bit RGB rows from the top without padding."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """What there is to know of a format before a file of it is read."""

    name: str  # as people call it, or the kinds of files that it reads alike
    module: str  # the reader's, below this package; imported with the first file that it reads
    suffixes: tuple[str, ...]  # in lower case
    unit: PageUnit | None = PageUnit.PAGE  # what its pages are, and a citation names; None: as what it wraps
    sign: bytes = b""  # pattern of the first bytes that only such a file has
    streams: tuple[str, ...] = ()  # of OLE; one of them tells it
    parts: tuple[str, ...] = ()  # of ZIP; how the name of one begins that tells it
    media: str = ""  # how the type begins that a ZIP gives itself in its part "mimetype"
    is_binary: bool = False  # text under its suffix is something else; a ZIP that tells nothing is believed
    quotes_files: bool = False  # may show the first bytes of a file of another format
    holds_files: bool = False  # its pages are those of its members
    holds_documents: bool = False  # as a file, not as a member, each member is one: its reader is `Holding`
    is_drawn: bool = False  # its reader is a `Drawer` too
    is_resumed: bool = False  # its reader is `Resuming` too

    def reader(self) -> Reader:
        """The reader, imported where this is the first file that it reads."""
        return cast("Reader", importlib.import_module(f"rag.reading.{self.module}"))


class Format(Enum):
    """The formats that can be read."""

    TEXT = Row("plain text", "text.text", (".txt", ".text", ".log"), quotes_files=True)
    MARKDOWN = Row("Markdown", "text.markdown", (".md", ".markdown"))
    HTML = Row("HTML", "text.html.reader", (".html", ".htm", ".xhtml"), is_resumed=True)
    RICH_TEXT = Row("RTF", "text.rtf.reader", (".rtf",), sign=rb"\{\\rtf", is_binary=True)
    TABLE = Row("CSV", "text.tables", (".csv", ".tsv"), PageUnit.RECORD)
    RECORDS = Row("JSON, JSONL", "text.records", (".json", ".jsonl", ".ndjson"), PageUnit.RECORD)
    MARKED_UP = Row("XML", "text.xml", (".xml",))
    RESTRUCTURED = Row("RST", "text.rst", (".rst", ".rest"))
    CALENDAR = Row(
        "ICS", "text.calendars.events", (".ics", ".ical", ".ifb", ".vcs"),
        sign=rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR",
    )  # fmt: skip
    CARDS = Row("VCF", "text.calendars.cards", (".vcf",), sign=rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCARD")
    WORD = Row(
        "DOCX",
        "office.word.reader",
        (".docx", ".docm", ".dotx", ".dotm"),
        parts=("word/document",),
        is_binary=True,
        is_resumed=True,
    )
    SHEETS = Row(
        "XLSX, XLSM", "office.sheets", (".xlsx", ".xlsm", ".xltx", ".xltm"), PageUnit.SHEET,
        parts=("xl/workbook.xml", "xl/worksheets/"), is_binary=True, is_resumed=True,
    )  # fmt: skip
    # Around an Office file under a password.
    PROTECTED = Row("Office", "office.protected", (), None, streams=("EncryptedPackage",), is_resumed=True)
    OLD_SHEETS = Row(
        "XLS", "office.sheets_old", (".xls", ".xlt"), PageUnit.SHEET, streams=("Workbook", "Book"),
        is_binary=True,
    )  # fmt: skip
    SLIDES = Row(
        "PPTX", "office.slides", (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"), PageUnit.SLIDE,
        parts=("ppt/presentation", "ppt/slides/"), is_binary=True, is_resumed=True,
    )  # fmt: skip
    OPEN_TEXT = Row(
        "ODT", "office.opendocument.reader", (".odt", ".ott"), media="application/vnd.oasis.opendocument",
        is_binary=True, is_resumed=True,
    )  # fmt: skip
    OPEN_SHEETS = Row(
        "ODS", "office.opendocument.reader", (".ods", ".ots"), PageUnit.SHEET,
        media="application/vnd.oasis.opendocument.spreadsheet", is_binary=True, is_resumed=True,
    )  # fmt: skip
    OPEN_SLIDES = Row(
        "ODP", "office.opendocument.reader", (".odp", ".otp"), PageUnit.SLIDE,
        media="application/vnd.oasis.opendocument.presentation", is_binary=True, is_resumed=True,
    )  # fmt: skip
    BOOK = Row(
        "EPUB", "office.epub", (".epub",), PageUnit.CHAPTER, parts=("META-INF/container.xml",),
        media="application/epub", is_binary=True, is_resumed=True,
    )  # fmt: skip
    MAIL = Row(
        "EML", "containers.mail.message", (".eml", ".emlx", ".mht", ".mhtml"), quotes_files=True,
        holds_files=True,
    )  # fmt: skip
    OUTLOOK = Row(
        "MSG", "containers.mail.outlook", (".msg", ".oft"), streams=("__properties_version1.0",),
        is_binary=True, holds_files=True,
    )  # fmt: skip
    MAILBOX = Row(
        "MBOX", "containers.mail.mailbox", (".mbox", ".mbx"),
        sign=rb"(?:\xef\xbb\xbf)?[\r\n]*From [^\r\n]{0,300}\r?\n(?:>From [^\r\n]*\r?\n)?"
        rb"(?:[!-9;-~]{1,80}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2}",
        holds_files=True, holds_documents=True,
    )  # fmt: skip
    FOLDERS = Row(
        "PST, OST", "containers.mail.folders", (".pst", ".ost"), sign=rb"!BDN", is_binary=True,
        holds_files=True, holds_documents=True,
    )  # fmt: skip
    PACKED_MAIL = Row(
        "TNEF",
        "containers.mail.tnef",
        (".tnef",),
        sign=rb"\x78\x9f\x3e\x22",
        is_binary=True,
        holds_files=True,
    )
    SIGNED = Row(
        "P7M", "containers.mail.signed", (".p7m",),
        sign=rb"0.{1,9}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07[\x01-\x06]", is_binary=True,
        holds_files=True,
    )  # fmt: skip
    ARCHIVE = Row("ZIP", "containers.archive", (".zip",), is_binary=True, holds_files=True)
    IMAGE = Row(
        "PNG, JPEG, TIFF, WebP, BMP, GIF, HEIC", "pages.image",
        (".png", ".jpg", ".jpeg", ".jfif", ".tif", ".tiff", ".webp", ".bmp", ".gif", ".heic", ".heif"),
        sign=rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|II[*+]\0|MM\0[*+]|RIFF.{4}WEBP"
        rb"|.{4}ftyp(?:hei[cxms]|hev[cx]|heif|mif1|msf1)|BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0",
        is_binary=True, is_drawn=True,
    )  # fmt: skip
    RECORDING = Row(
        "WAV, MP3, M4A, OGG, OPUS, FLAC, AAC, MP4, MKV, WEBM", "sound.recording",
        (
            *(".wav", ".mp3", ".m4a", ".ogg", ".oga", ".opus", ".flac", ".aac"),
            *(".mp4", ".mov", ".mkv", ".mka", ".webm"),
        ),
        PageUnit.MINUTE,
        sign=rb"RIFF.{4}WAVE|fLaC|OggS|ID3|\x1a\x45\xdf\xa3"
        rb"|.{4}ftyp(?:M4[ABV] |mp4|isom|iso[2-9]|avc1|dash|qt  )",
        is_binary=True, is_resumed=True,
    )  # fmt: skip
    # Its mark may stand anywhere in the first kilobyte: looked for after those that stand at the beginning.
    PDF = Row("PDF", "pages.pdf", (".pdf",), sign=rb".{0,1019}%PDF-", is_drawn=True, is_resumed=True)


SUFFIXES: dict[str, Format] = {suffix: form for form in Format for suffix in form.value.suffixes}
