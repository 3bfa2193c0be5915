"""Names of a ZIP's members as their writer saw them, also where the archive does not say in which code page.

Source: APPNOTE.TXT 4.4.4 (bit 11) and appendix D; archivers of Unix and the Mac write UTF-8 without the bit.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence

from rag.language.code_pages.pages import Origin
from rag.language.code_pages.ranking import code_page
from rag.language.file_names import readable

_UTF_8 = 0x800  # flag bit
_ENOUGH = 5  # bytes outside ASCII that tell the page of a name by themselves
_CLUTTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_OF_THE_MAC = ("__MACOSX", "._")


def member_names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The name of each member, with "/" between its folders.

    Short names say too little by themselves: they are read together, as in one code page.
    """
    raw = [_raw(entry) for entry in entries]
    short = [name for name in raw if isinstance(name, bytes) and _high(name) < _ENOUGH]
    together = code_page(b"\n".join(short), Origin.ARCHIVER)
    return [readable(_decoded(name, together)).replace("\\", "/") for name in raw]


def is_clutter(name: str) -> bool:
    """Whether a member is what a system writes beside files: nothing that a person put in."""
    parts = name.split("/")
    return parts[-1] in _CLUTTER or parts[0] == _OF_THE_MAC[0] or parts[-1].startswith(_OF_THE_MAC[1])


def _raw(entry: zipfile.ZipInfo) -> str | bytes:
    """A name, or its bytes where their code page has to be guessed."""
    name = entry.filename
    if entry.flag_bits & _UTF_8 or name.isascii():
        return name
    try:
        data = name.encode("cp437")  # as the library took it
    except UnicodeEncodeError:
        return name
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def _decoded(name: str | bytes, together: str) -> str:
    if isinstance(name, str):
        return name
    page = together if _high(name) < _ENOUGH else code_page(name, Origin.ARCHIVER)
    return name.decode(page, "replace")


def _high(data: bytes) -> int:
    return sum(byte > 0x7F for byte in data)
