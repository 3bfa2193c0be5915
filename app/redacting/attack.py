"""The attack on a new file: whatever is known of the old one is looked for in every way that others would
try.

Text as PDFium and pypdf extract it, every stream and every part unpacked, what an unpacked part holds in
UTF-8,
UTF-16, as hexadecimal figures, base64, percent-encoding and quoted-printable, and the words that are read
of the
drawn pages.
"""

from __future__ import annotations

import base64
import io
import quopri
import re
import urllib.parse
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.redacting.contacts import bare
from rag.redacting.flat import Flat
from rag.redacting.kinds import Kind

_LEAST = 5  # letters that are looked for in bytes: fewer come by chance
_LEAST_PACKED = 7  # the same in base64
_DEEPEST = 4
_FIGURES = (Kind.IBAN, Kind.CARD, Kind.PHONE, Kind.NUMBER, Kind.ACCOUNT)
_FEWEST_FIGURES = 6
_TAG = re.compile(r"<[^<>]{0,4000}>")


@dataclass(frozen=True, slots=True)
class Survivor:
    """What of the old file stands in the new one. `where`: key of a word, and a place in it."""

    kind: Kind
    text: str
    where: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Needle:
    """What must not be there, but within what stays."""

    kind: Kind
    text: str
    within: tuple[str, ...] = ()


def attacked(
    data: bytes, suffix: str, needles: Iterable[Needle], read: Sequence[tuple[int, str]] = ()
) -> list[Survivor]:
    """What is found in a file. `read`: what was read of its drawn pages, by their numbers."""
    found: dict[tuple[Kind, str, str, str], Survivor] = {}
    wanted = [_Wanted(one) for one in dict.fromkeys(needles)]
    for where, place, text in _texts(data, suffix, read):
        flat = " ".join(Flat.of(text).text.split())
        figures = bare(flat)
        for one in wanted:
            if one.is_in(flat, figures):
                key = (one.needle.kind, one.needle.text, where, place)
                found.setdefault(key, Survivor(*key))
    for place, raw in _streams(data, suffix, 0):
        for one in wanted:
            if one.is_in_bytes(raw):
                key = (one.needle.kind, one.needle.text, "bytes", place)
                found.setdefault(key, Survivor(*key))
    return list(found.values())


def told(text: str, needles: Iterable[Needle]) -> list[Needle]:
    """Which of them a text still tells."""
    flat = " ".join(Flat.of(text).text.split())
    figures = bare(flat)
    return [one for one in dict.fromkeys(needles) if _Wanted(one).is_in(flat, figures)]


class _Wanted:
    def __init__(self, needle: Needle) -> None:
        self.needle = needle
        words = Flat.of(needle.text).text.split()
        self._text = " ".join(words)
        alone = len(words) == 1 and needle.kind is Kind.NAME
        flags = re.NOFLAG if alone else re.IGNORECASE
        body = (
            r"\s*".join(map(re.escape, words))
            if needle.kind is Kind.ADDRESS
            else r"\s+".join(map(re.escape, words))
        )
        self._pattern = re.compile(rf"(?<![^\W_]){body}(?![^\W_])", flags) if words else None
        self._figures = bare(needle.text) if needle.kind in _FIGURES else ""
        if sum(one.isdigit() for one in self._figures) < _FEWEST_FIGURES:
            self._figures = ""
        looked_for = len(self._text) >= _LEAST and not needle.within
        self._bytes = _encoded(" ".join(words), needle.text) if looked_for else None
        forms = sorted((" ".join(Flat.of(one).text.split()) for one in needle.within), key=len, reverse=True)
        stays = "|".join(map(re.escape, forms))
        self._stays = re.compile(rf"(?<![^\W_])(?:{stays})(?![^\W_])", re.IGNORECASE) if stays else None

    def is_in(self, flat: str, figures: str) -> bool:
        if self._stays is not None:
            flat = self._stays.sub(" | ", flat)
            figures = bare(flat)
        if self._pattern is not None and self._pattern.search(flat):
            return True
        if not self._figures or self._figures not in figures:
            return False
        return re.search(rf"(?<!\d){re.escape(self._figures)}(?!\d)", figures) is not None and any(
            bare(one[0]) == self._figures
            for one in re.finditer(
                r"(?<!\w)" + r"[\s./\-()]{0,3}".join(self._figures) + r"(?!\w)", flat, re.IGNORECASE
            )
        )

    def is_in_bytes(self, raw: bytes) -> bool:
        return self._bytes is not None and self._bytes.search(raw) is not None


def _encoded(*forms: str) -> re.Pattern[bytes]:
    """The text as files hold it. In plain letters no letter may stand beside it."""
    found: dict[bytes, None] = {}
    for form in dict.fromkeys(forms):
        plain = form.encode()
        for code in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"):
            one = form.encode(code, "ignore")
            if code.startswith("utf-16"):
                found[re.escape(one)] = None
            else:
                found[rb"(?<![A-Za-z0-9])" + re.escape(one) + rb"(?![A-Za-z0-9])"] = None
            for hexed in (one.hex(), one.hex().upper()):
                if len(hexed) > 2 * _LEAST:
                    found[hexed.encode()] = None
        quoted = urllib.parse.quote(form).encode()
        if quoted != plain:
            found[re.escape(quoted)] = None
            found[re.escape(quoted.replace(b"%20", b"+"))] = None
        printable = quopri.encodestring(plain).strip()
        if printable != plain:
            found[re.escape(printable)] = None
        if len(plain) >= _LEAST_PACKED:
            for shift in range(3):
                packed = base64.b64encode(b"\0" * shift + plain)
                first = 0 if not shift else shift + 1
                whole = packed[
                    first : len(packed)
                    - (0 if (shift + len(plain)) % 3 == 0 else 4 - (shift + len(plain)) % 3 + 1)
                ]
                if len(whole) >= _LEAST_PACKED + 1:
                    found[re.escape(whole)] = None
    return re.compile(b"|".join(found))


# --- what a file says ---------------------------------------------------------------------------------------


def _texts(data: bytes, suffix: str, read: Sequence[tuple[int, str]]) -> Iterator[tuple[str, str, str]]:
    for number, text in read:
        yield "picture", str(number), text
    if data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    elif zipfile.is_zipfile(io.BytesIO(data)):
        for name, part in _members(data):
            yield "part", name, name
            text = part.decode("utf-8", "replace")
            yield (
                "part",
                name,
                _TAG.sub(lambda tag: "" if re.match(r"</?\w*:?(?:r|t|rPr)\b", tag[0]) else "\n", text),
            )
    elif suffix in (".eml", ".mht"):
        yield from _of_mail(data)
    elif suffix not in (".png", ".jpg", ".jpeg", ".tif", ".tiff"):
        yield "text", "", data.decode("utf-8", "replace")


def _of_pdf(data: bytes) -> Iterator[tuple[str, str, str]]:
    import pypdf
    import pypdfium2

    from app.exporting.searchable_pdf import PDFIUM

    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(document)):
                page = document[number]
                text = page.get_textpage()
                yield "pdfium", str(number + 1), text.get_text_range()
                text.close()
                page.close()
        finally:
            document.close()
    reader = pypdf.PdfReader(io.BytesIO(data))
    for number, found in enumerate(reader.pages, 1):
        yield "pypdf", str(number), found.extract_text()
    for name, value in (reader.metadata or {}).items():
        yield "properties", name, str(value)


def _of_mail(data: bytes) -> Iterator[tuple[str, str, str]]:
    from email import message_from_bytes, policy

    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        for name, value in part.items():
            yield "header", name, str(value)
        if part.get_content_maintype() == "text":
            yield "text", part.get_content_type(), str(part.get_content())


def _streams(data: bytes, suffix: str, depth: int) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file, and of all that is packed in it."""
    yield "", data
    if depth >= _DEEPEST:
        return
    if data.startswith(b"%PDF"):
        yield from _objects(data)
    elif data.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data)):
        for name, part in _members(data):
            for inner, raw in _streams(part, name[name.rfind(".") :], depth + 1):
                yield f"{name} {inner}".strip(), raw
    elif suffix in (".eml", ".mht"):
        from email import message_from_bytes, policy

        for section in message_from_bytes(data, policy=policy.default).walk():
            body: object = section.get_payload(decode=True)
            if isinstance(body, bytes):
                name = section.get_filename() or section.get_content_type()
                for inner, raw in _streams(body, name[name.rfind(".") :], depth + 1):
                    yield f"{name} {inner}".strip(), raw


def _objects(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every stream of a PDF, unpacked, also of objects that nothing refers to."""
    import zlib

    for place, one in enumerate(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)):
        try:
            yield str(place + 1), zlib.decompress(one[1])
        except zlib.error:
            continue  # not packed, or a picture as JPEG: its bytes are looked at as they are


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            yield name, package.read(name)
