"""What a saved page or a message carries only for its look: style sheets, scripts, fonts, lists of its files.

Source: RFC 2557 (MIME encapsulation of aggregate documents).
"""

from __future__ import annotations

import posixpath
import re
from email.message import Message
from urllib.parse import unquote, urlsplit

_NEVER_TEXT = re.compile(
    r"text/css|(?:text|application)/(?:x-)?(?:java|ecma|live|j)script|font/.*|application/(?:x-)?font-.*"
    r"|application/vnd\.ms-(?:fontobject|officetheme)|application/x-mso"
)
_READ = re.compile(r"text/(?:html|plain)|image/.*|message/.*|application/(?:pdf|xhtml\+xml)")
_MOST = 4_000_000  # characters of style sheets that are kept


class Resources:
    """The resources of a message, of which the style sheets are kept."""

    def __init__(self) -> None:
        self._sheets: dict[str, str] = {}  # by where they were, by their id, by their name
        self._left = _MOST

    def takes(self, part: Message) -> bool:
        """Whether a part is no document but belongs to the look of another one, and is done with here."""
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment":
            return False
        if kind == "text/css":
            self._keep(part)
            return True
        if _NEVER_TEXT.fullmatch(kind):
            return True
        place = part.get("Content-Location")
        return place is not None and not part.get_filename() and not _READ.fullmatch(kind)

    def sheet(self, address: str) -> str:
        """The style sheet that a page links to; empty where it is not here."""
        found = self._sheets.get(address)
        return found if found is not None else self._sheets.get(_base(address), "")

    def _keep(self, part: Message) -> None:
        data = part.get_payload(decode=True)
        text = data.decode("utf-8", "replace")[: self._left] if isinstance(data, bytes) else ""
        self._left -= len(text)
        place = str(part.get("Content-Location") or part.get_filename() or "").strip()
        name = str(part.get("Content-ID") or "").strip().strip("<>")
        for key in filter(None, (place, f"cid:{name}" if name else "", _base(place))):
            self._sheets.setdefault(key, text)


def name_at(part: Message) -> str:
    """The name of a part by where it was; empty where that names no file."""
    base = _base(str(part.get("Content-Location") or ""))
    return base if posixpath.splitext(base)[1] else ""


def _base(address: str) -> str:
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    return posixpath.basename(unquote(path))
