"""Names of files as people read them: composed, and in letters also where their bytes are no UTF-8.

A path stays what the system gave, with a lone surrogate for each byte that is no UTF-8 (PEP 383), so that the
file can be opened; only what is shown, searched and compared is made readable.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import PurePath

from rag.language.code_pages.ranking import code_page


def readable(name: str) -> str:
    """A name, or a path, in composed letters (NFC); bytes that are no UTF-8 in a likely code page."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        data = name.encode("utf-8", "surrogatepass" if os.name == "nt" else "surrogateescape")
        name = data.decode(code_page(data), "replace")
    return unicodedata.normalize("NFC", name)


def name_of(path: PurePath) -> str:
    """What a file is called."""
    return readable(path.name)


def printable(path: str) -> str:
    """A path that can be written anywhere: "\\xe9" for a byte that is no UTF-8."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        escaped = path.encode("utf-8", "surrogatepass" if os.name == "nt" else "surrogateescape")
        return escaped.decode("utf-8", "backslashreplace")
    return path


def same_name(one: str, other: str) -> bool:
    """Whether two names are one to a person: composed or not, in any case."""
    return _folded(one) == _folded(other)


def is_called(path: str, name: str) -> bool:
    """Whether the file at a path is meant by a name, which may have some of its folders before it."""
    path, name = _folded(path), _folded(name)
    return path == name or (bool(name) and path.endswith("/" + name.lstrip("/")))


def told_apart(paths: list[str]) -> dict[str, str]:
    """What files of one name are called: with as many folders before it as tell them apart, joined by "/"."""
    parts = {path: [readable(part) for part in PurePath(path).parts] for path in paths}
    called = {path: name[-1] if name else path for path, name in parts.items()}
    for depth in range(2, max(map(len, parts.values()), default=0) + 1):
        counts: dict[str, int] = {}
        for name in called.values():
            counts[name.casefold()] = counts.get(name.casefold(), 0) + 1
        again = [path for path, name in called.items() if counts[name.casefold()] > 1]
        if not again:
            break
        called |= {path: "/".join(parts[path][-depth:]) for path in again if len(parts[path]) >= depth}
    return called


def _folded(name: str) -> str:
    return readable(name).replace("\\", "/").casefold()
