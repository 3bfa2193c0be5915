"""What desktops call the kinds of files that can be read: IANA's registry, else freedesktop's own.

Files of Outlook's mailboxes have no name of their own there, so no desktop opens them with the program.
"""

from __future__ import annotations

from rag.reading.formats import Format

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_WORD, _SHEETS, _SLIDES = (f"application/vnd.ms-{name}." for name in ("word", "excel", "powerpoint"))
_MACROS = ".macroEnabled.12"

TYPES: dict[Format, tuple[str, ...]] = {
    Format.TEXT: ("text/plain", "text/x-log"),
    Format.MARKDOWN: ("text/markdown",),
    Format.HTML: ("text/html", "application/xhtml+xml"),
    Format.RICH_TEXT: ("application/rtf",),
    Format.TABLE: ("text/csv", "text/tab-separated-values"),
    Format.RECORDS: ("application/json",),
    Format.MARKED_UP: ("application/xml",),
    Format.RESTRUCTURED: ("text/x-rst",),
    Format.CALENDAR: ("text/calendar",),
    Format.CARDS: ("text/vcard",),
    Format.WORD: (
        *(f"{_OPEN_XML}wordprocessingml.{kind}" for kind in ("document", "template")),
        *(f"{_WORD}{kind}{_MACROS}" for kind in ("document", "template")),
    ),
    Format.SHEETS: (
        *(f"{_OPEN_XML}spreadsheetml.{kind}" for kind in ("sheet", "template")),
        *(f"{_SHEETS}{kind}{_MACROS}" for kind in ("sheet", "template")),
    ),
    Format.PROTECTED: (),  # the names of what is inside
    Format.OLD_SHEETS: ("application/vnd.ms-excel",),
    Format.SLIDES: (
        *(f"{_OPEN_XML}presentationml.{kind}" for kind in ("presentation", "slideshow", "template")),
        *(f"{_SLIDES}{kind}{_MACROS}" for kind in ("presentation", "slideshow", "template")),
    ),
    Format.OPEN_TEXT: (f"{_OPEN_DOCUMENT}text", f"{_OPEN_DOCUMENT}text-template"),
    Format.OPEN_SHEETS: (f"{_OPEN_DOCUMENT}spreadsheet", f"{_OPEN_DOCUMENT}spreadsheet-template"),
    Format.OPEN_SLIDES: (f"{_OPEN_DOCUMENT}presentation", f"{_OPEN_DOCUMENT}presentation-template"),
    Format.BOOK: ("application/epub+zip",),
    Format.MAIL: ("message/rfc822", "application/x-mimearchive"),
    Format.OUTLOOK: ("application/vnd.ms-outlook",),
    Format.MAILBOX: ("application/mbox",),
    Format.FOLDERS: (),
    Format.PACKED_MAIL: ("application/vnd.ms-tnef",),
    Format.SIGNED: ("application/pkcs7-mime",),
    Format.ARCHIVE: ("application/zip",),
    Format.IMAGE: tuple(
        f"image/{kind}" for kind in ("png", "jpeg", "tiff", "webp", "bmp", "gif", "heic", "heif")
    ),
    Format.RECORDING: (
        *(f"audio/{kind}" for kind in ("x-wav", "mpeg", "mp4", "ogg", "flac", "aac", "x-matroska", "webm")),
        *(f"video/{kind}" for kind in ("mp4", "quicktime", "x-matroska", "webm")),
    ),
    Format.PDF: ("application/pdf",),
}


def all_types() -> list[str]:
    """Every one, by name."""
    return sorted(one for names in TYPES.values() for one in names)
