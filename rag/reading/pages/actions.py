"""What a PDF would do by itself where a viewer let it: run JavaScript, start a program, send a form.

Nothing of it is ever carried out here; that the file asks for it is told beside what was read. PDFium counts
the scripts of the document. Other actions are found by their names: in the file's own bytes, which hold also
what no table of its objects names any more, and in a copy that PDFium writes in memory, in which no object is
encrypted or packed with others into a stream. Source: ISO 32000-1, 7.5.7 (object streams), 12.6 (actions).
"""

from __future__ import annotations

import re
from ctypes import string_at
from typing import Any

from rag.reading.source import Source, open_file

ACTIONS = {
    b"JavaScript": "hidden action, not carried out: JavaScript",
    b"Launch": "hidden action, not carried out: it would start a program",
    b"SubmitForm": "hidden action, not carried out: it would send a form",
    b"ImportData": "hidden action, not carried out: it would fetch data",
}
_NAMED = re.compile(rb"/S\s*/(JavaScript|Launch|SubmitForm|ImportData)\b")
# What a viewer's own functions do to a value: how a form shows "1.204,50 EUR". Most forms have such scripts,
# and nothing is hidden in them. Source: Adobe, JavaScript for Acrobat API Reference, AFNumber_Format.
_DICTIONARY = re.compile(rb"<<(?:(?!<<|>>)[\s\S]){0,4000}?/JavaScript(?:(?!<<|>>)[\s\S]){0,4000}?>>")
_FORMATS = re.compile(rb"/JS\s*\(\s*(?:AF[A-Z]\w*\s*\\?\((?:[^()\\]|\\[^()]|\([^()]*\))*\\?\)\s*;?\s*)+\)")
_HEX = re.compile(rb"(/JS\s*)<([0-9A-Fa-f\s]*)>")
_OCTAL = re.compile(rb"\\([0-7]{3})")  # as a character may be written
_LOOKED_AT = 16_000_000  # bytes of a file


def actions_of(document: Any, source: Source) -> tuple[str, ...]:
    """The phrases of the actions that a loaded document holds; of a large file its beginning is looked at."""
    import pypdfium2.raw as pdfium

    copy = _written_anew(document)
    # Strings of an encrypted file tell nothing in its own bytes: what a script does is known from the copy.
    texts = (
        [copy] if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) >= 0 else [_beginning(source), copy]
    )
    found: set[bytes] = set()
    for data in texts:
        seen = _DICTIONARY.sub(_unless_it_formats, data) if b"/JavaScript" in data else data
        found.update(one.group(1) for one in _NAMED.finditer(seen))
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        found.add(b"JavaScript")
    return tuple(phrase for name, phrase in ACTIONS.items() if name in found)


def _unless_it_formats(action: re.Match[bytes]) -> bytes:
    said = _HEX.sub(_in_brackets, action.group())
    written = _OCTAL.sub(lambda one: bytes((int(one[1], 8) & 255,)), said)
    return b"" if _FORMATS.search(written) else action.group()


def _in_brackets(script: re.Match[bytes]) -> bytes:
    """A script that is written in hexadecimal digits, as letters."""
    digits = b"".join(script[2].split())
    return script[1] + b"(" + bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()) + b")"


def _written_anew(document: Any) -> bytes:
    """The document as PDFium writes it, each object by itself and in clear; of a large one its beginning."""
    import pypdfium2.internal as inner
    import pypdfium2.raw as pdfium

    data = bytearray()

    def take(_writer: Any, address: Any, size: int) -> int:
        data.extend(string_at(address, size))
        return int(len(data) < _LOOKED_AT)

    writer = pdfium.FPDF_FILEWRITE(version=1)
    inner.set_callback(writer, "WriteBlock", take)
    pdfium.FPDF_SaveAsCopy(document.raw, writer, pdfium.FPDF_NO_INCREMENTAL | pdfium.FPDF_REMOVE_SECURITY)
    return bytes(data)


def _beginning(source: Source) -> bytes:
    if source.data is not None:
        return source.data[:_LOOKED_AT]
    with open_file(source.path) as file:
        return file.read(_LOOKED_AT)
