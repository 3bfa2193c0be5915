"""What a PDF would do by itself where a viewer let it: run JavaScript, start a program, send a form.

Nothing of it is ever carried out here; that the file asks for it is told beside what was read. PDFium counts
the scripts of the document; other actions are found by their names in the file's bytes, so that those inside
compressed streams of objects stay unknown. Source: ISO 32000-1, 12.6.
"""

from __future__ import annotations

import re
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
_OCTAL = re.compile(rb"\\([0-7]{3})")  # as a character may be written
_LOOKED_AT = 16_000_000  # bytes of a file


def actions_of(document: Any, source: Source) -> tuple[str, ...]:
    """The phrases of the actions that a loaded document holds; of a large file its beginning is looked at."""
    import pypdfium2.raw as pdfium

    data = _beginning(source)
    if b"/JavaScript" in data:
        data = _DICTIONARY.sub(_unless_it_formats, data)
    found = {one.group(1) for one in _NAMED.finditer(data)}
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        found.add(b"JavaScript")
    return tuple(phrase for name, phrase in ACTIONS.items() if name in found)


def _unless_it_formats(action: re.Match[bytes]) -> bytes:
    written = _OCTAL.sub(lambda one: bytes((int(one[1], 8) & 255,)), action.group())
    return b"" if _FORMATS.search(written) else action.group()


def _beginning(source: Source) -> bytes:
    if source.data is not None:
        return source.data[:_LOOKED_AT]
    with open_file(source.path) as file:
        return file.read(_LOOKED_AT)
