"""Messages: a new one of the headers of a letter, the text as plain text, and the attachments that are
understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email import policy
from email.generator import BytesGenerator
from email.header import Header
from email.message import EmailMessage, Message, MIMEPart
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path

from engine.errors import Fault
from rag.redacting.forms.packed import unpacked
from rag.redacting.forms.piece import Change, Form, Made, Piece, Where, changed
from rag.redacting.forms.texts import TextForm
from rag.redacting.forms.word.form import Sees
from rag.types import Box, Page

_KEPT = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date")  # not for people
_PLAIN = (".txt", ".csv", ".md", ".log", ".tsv", ".json", ".ics", ".vcf", ".xml")
_DEEPEST = 4
_DECLARED = re.compile(r"^\s*<\?xml[^>]*>")  # of a code page: the text is decoded already


class MailForm:
    """A message with what is attached to it."""

    def __init__(
        self,
        data: bytes,
        name: Piece,
        pages: Sequence[Page] = (),
        depth: int = 0,
        sees: Sees = lambda _: None,
    ) -> None:
        """`pages`: what was read of the file, of whose attachments those are looked through that are left
        out. `sees`: of pictures in attached Word files.
        """
        self._sees = sees
        message = BytesParser(policy=policy.default).parsebytes(data)
        assert isinstance(message, EmailMessage)
        self._left_out: dict[str, None] = {"headers": None}
        self._headers: list[str] = []
        self._attached: list[tuple[Form, str, int]] = []
        pieces: list[Piece] = []
        for header in _KEPT:
            value = message.get(header)
            if value is not None:
                self._headers.append(header)
                pieces.append(Piece(_unfolded(value), Where.HEADER))
        self._body = len(pieces)
        said, otherwise = self._text(message)
        said, packed = unpacked(said)
        if packed:
            self._left_out["packed"] = None
        if any(part.get_content_maintype() == "image" for part in message.walk()):
            self._left_out["inline"] = None
        pieces.append(Piece(said))
        if otherwise:
            pieces.append(Piece(otherwise, Where.REMOVED))
        pieces += [
            Piece(_unfolded(value), Where.REMOVED)
            for header, value in message.items()
            if header not in _KEPT
            and header.lower() not in ("mime-version", "content-type", "content-transfer-encoding")
        ]
        for part in message.iter_attachments():
            self._attach(part, pieces, pages, depth)
        self.pieces: tuple[Piece, ...] = (*pieces, name)

    def boxes(self, _piece: int, _start: int, _end: int) -> tuple[tuple[int, Box], ...]:
        return ()

    def made(self, changes: Sequence[Sequence[Change]]) -> Made:
        texts = [changed(piece.text, one) for piece, one in zip(self.pieces, changes, strict=True)]
        message: Message
        text = MIMEText(texts[self._body], "plain", "utf-8")
        left_out = dict(self._left_out)
        if self._attached:
            message = MIMEMultipart("mixed", boundary="=_parts")
            message.attach(text)
            for number, (form, suffix, first) in enumerate(self._attached, 1):
                made = form.made(changes[first : first + len(form.pieces)])
                left_out |= dict.fromkeys(made.left_out)
                part = MIMEBase("application", "octet-stream")
                part.set_payload(made.data)
                from email.encoders import encode_base64

                encode_base64(part)
                part.add_header("Content-Disposition", "attachment", filename=f"attachment-{number}{suffix}")
                message.attach(part)
        else:
            message = text
        for place, header in enumerate(self._headers):
            code = "us-ascii" if texts[place].isascii() else "utf-8"
            message[header] = Header(texts[place], code, header_name=header).encode()
        out = BytesIO()
        BytesGenerator(out, mangle_from_=False).flatten(message)
        return Made(out.getvalue(), tuple(left_out))

    # --- inside --------------------------------------------------------------------------------------------

    def _text(self, message: EmailMessage) -> tuple[str, str]:
        """What is kept, and what the other form of the message says: they may differ."""
        plain = message.get_body(("plain",))
        html = message.get_body(("html",))
        if html is not None:
            self._left_out["html"] = None
        said = _content(plain) if plain is not None else ""
        shown = _of_html(_content(html)) if html is not None else ""
        return (said, shown) if said.strip() else (shown, "")

    def _attach(self, part: EmailMessage, pieces: list[Piece], pages: Sequence[Page], depth: int) -> None:
        called = part.get_filename() or ""
        if called:
            pieces.append(Piece(called, Where.NAME))
        suffix = Path(called).suffix.lower()
        name = Piece(called, Where.NAME)
        try:
            form = self._form(part, suffix, name, depth)
        except Fault:
            form = None
        if form is None:
            if part.get_content_maintype() != "image":
                self._left_out["attached"] = None
            told = [page for page in pages if called and (page.label or "").startswith(called)]
            pieces += [Piece(page.text, Where.ATTACHED) for page in told]
            return
        ending = ".eml" if isinstance(form, MailForm) else suffix
        self._attached.append((form, ending, len(pieces)))
        pieces += [
            Piece(one.text, Where.ATTACHED if one.where is Where.TEXT else one.where) for one in form.pieces
        ]

    def _form(self, part: EmailMessage, suffix: str, name: Piece, depth: int) -> Form | None:
        if depth >= _DEEPEST:
            return None
        if part.get_content_type() == "message/rfc822" or suffix == ".eml":
            inner: object = part.get_payload(0) if part.is_multipart() else part.get_payload(decode=True)
            if isinstance(inner, Message):
                inner = inner.as_bytes()
            return MailForm(inner, name, (), depth + 1, self._sees) if isinstance(inner, bytes) else None
        data: object = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            return None
        if suffix == ".docx":
            from rag.redacting.forms.word.form import WordForm

            return WordForm(data, name, self._sees)
        if suffix in _PLAIN or part.get_content_type() == "text/plain":
            from rag.reading.text.encodings import decoded

            return TextForm([Piece(decoded(data)), name])
        return None


def _unfolded(value: object) -> str:
    return " ".join(str(value).split())


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):
        from rag.reading.text.encodings import decoded

        data = part.get_payload(decode=True)
        return decoded(data) if isinstance(data, bytes) else ""


def _of_html(text: str) -> str:
    """What a reader sees of it, a line for each block."""
    from lxml import etree, html

    if not text.strip():
        return ""
    try:
        root = html.document_fromstring(_DECLARED.sub("", text))
    except etree.ParserError:  # nothing but comments
        return ""
    for gone in root.xpath("//script|//style|//head|//comment()|//processing-instruction()"):
        if gone.getparent() is not None:  # a comment before the page is beside its tree
            gone.drop_tree()
    for block in root.iter("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"):
        block.tail = "\n" + (block.tail or "")
        if block.tag != "br":
            block.text = "\n" + (block.text or "")
    for cell in root.iter("td", "th"):
        cell.tail = " | " + (cell.tail or "").strip()
    return re.sub(r"\n\s*\n+", "\n\n", re.sub(r"[ \t\xa0]+", " ", root.text_content())).strip() + "\n"
