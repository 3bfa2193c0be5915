"""Office files and books: ZIP containers of XML parts, opened without trusting them.

Nothing is fetched and no entity is expanded; parts that would unpack to more than `_MAX_UNPACKED` bytes are
refused before anything is unpacked. Source: ECMA-376 part 2 (Open Packaging Conventions).
"""

from __future__ import annotations

import builtins
import logging
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import unquote

from rag.errors import FileCorrupt, FileTooLarge, PasswordNeeded, ReadError
from rag.reading.cleaning import one_line
from rag.reading.source import Source

_log = logging.getLogger(__name__)

_MAX_UNPACKED = 300_000_000  # bytes of XML
_MAX_TREE = 60_000_000  # bytes of a part that is held as a tree
_MARKUP = (".xml", ".rels", ".html", ".xhtml", ".htm", ".opf", ".ncx")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_AUTHOR = "{http://purl.org/dc/elements/1.1/}creator"
_ENCRYPTED = 1  # flag bit of a member
DAMAGED = (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, EOFError)  # what a part may raise
# Files saved as "strict" name their elements by other addresses, which say the same.
_STRICT = "http://purl.oclc.org/ooxml/"
_STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_USUAL_NAME = rb"http://schemas.openxmlformats.org/\1/2006/"
_LONGEST_NAME = 120  # bytes of such an address


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says of another. `kind` is the last word of its type: "slide", "notesSlide"."""

    id: str
    kind: str
    target: str  # name of the part
    strict: bool = False  # of a file that names its elements by the strict addresses


class Package:
    """The parts of an open container."""

    def __init__(self, archive: zipfile.ZipFile, source: Source) -> None:
        self._archive = archive
        self._source = source
        self._names = {info.filename.replace("\\", "/"): info for info in archive.infolist()}
        self._is_strict = False
        self._unread: list[str] = []

    def __contains__(self, name: str) -> bool:
        return name in self._names

    @property
    def names(self) -> list[str]:
        return list(self._names)

    def stream(self, name: str) -> IO[bytes]:
        """Raises KeyError where there is no such part."""
        return self._archive.open(self._names[name])

    def bytes(self, name: str) -> bytes:
        """A part whole. Raises KeyError, `FileTooLarge`."""
        info = self._names[name]
        if info.file_size > _MAX_TREE:
            raise FileTooLarge(path=str(self._source.path), limit=_MAX_TREE, size=info.file_size)
        with self._archive.open(info) as stream:
            return stream.read()

    def held(self, name: str) -> builtins.bytes | None:
        """A part whole, as `bytes` gives it; None where there is none, nothing where it cannot be had."""
        try:
            return self.bytes(name) if name in self._names else None
        except (ReadError, MemoryError, *DAMAGED):
            return b""

    def root(self, name: str) -> Any:
        """The root element of a part, or None where it is missing or cannot be parsed."""
        from lxml import etree

        if name not in self._names:
            return None
        try:
            data = self.bytes(name)
            if self._is_strict:
                data = _STRICT_NAME.sub(_USUAL_NAME, data)
            return etree.fromstring(data, safe_parser())
        except (etree.LxmlError, ValueError):
            _log.warning("A part of a document cannot be parsed and is left out")
            return None

    def optional(self, name: str, called: str) -> Any:
        """The root of a part that the document can be read without; None where it cannot be had, which
        `take_unread` tells where there is such a part.
        """
        if name not in self._names:
            return None
        root, why = self.tried(name)
        if why:
            self.leave_out(called, why)
        return root

    def leave_out(self, called: str, why: str) -> None:
        """Keep in mind that something of the document is not read."""
        self._unread.append(f"{called} not read: {why}")

    def take_unread(self) -> tuple[str, ...]:
        """What was not read since this was last asked, each said once."""
        told = tuple(dict.fromkeys(self._unread))
        self._unread.clear()
        return told

    def tried(self, name: str) -> tuple[Any, str]:
        """The root of a part, or why there is none."""
        try:
            root = self.root(name)
        except (ReadError, MemoryError):
            return None, "too large"
        except DAMAGED:
            root = None
        return root, "damaged" if root is None else ""

    def elements(self, name: str, *tags: str) -> Iterator[Any]:
        """The elements of a part with these tags that are in none other of them, cleared after each is used.

        Raises KeyError, `lxml.etree.LxmlError`.
        """
        from lxml import etree

        with self.stream(name) as opened:
            stream = _Renamed(opened) if self._is_strict else opened
            events = etree.iterparse(
                stream, ("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
                huge_tree=False,
            )  # fmt: skip
            for _, node in events:
                if next(node.iterancestors(*tags), None) is not None:
                    continue
                yield node
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]

    def relations(self, name: str, optional: str = "") -> list[Relation]:
        """What a part refers to inside the container; `optional`: what the document can be read without."""
        folder, _, base = name.rpartition("/")
        where = f"{folder}/_rels/{base}.rels".lstrip("/")
        root = self.optional(where, optional) if optional else self.root(where)
        found = []
        for node in () if root is None else root.iter(_RELATION):
            if node.get("TargetMode") == "External":
                continue
            target = unquote(node.get("Target", ""))
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = node.get("Type", "")
            strict = kind.startswith(_STRICT)
            found.append(Relation(node.get("Id", ""), kind.rpartition("/")[2], path, strict))
        return found

    def main_part(self, *usual: str) -> str:
        """The name of the part that everything hangs from. Raises `FileCorrupt`."""
        for relation in self.relations(""):
            self._is_strict |= relation.strict
            if relation.kind == "officeDocument" and relation.target in self._names:
                return relation.target
        for name in usual:
            if name in self._names:
                return name
        raise FileCorrupt(path=str(self._source.path), detail="its main part is missing")

    def title_and_author(self) -> tuple[str, str]:
        """As the file's own properties tell them."""
        root, _ = self.tried("docProps/core.xml")
        if root is None:
            return "", ""
        return one_line(root.findtext(_TITLE) or ""), one_line(root.findtext(_AUTHOR) or "")


class _Renamed:
    """The bytes of a part of a strict file, its elements named as usual."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._held = b""  # an address that may go on

    def read(self, size: int) -> bytes:
        """At least one byte, until there are no more."""
        data = self._held
        while chunk := self._stream.read(size):
            data += chunk
            cut = data.rfind(b"http", -_LONGEST_NAME)
            cut = len(data) if cut < 0 else cut
            if cut:
                break
        else:
            cut = len(data)
        self._held = data[cut:]
        return _STRICT_NAME.sub(_USUAL_NAME, data[:cut])


def safe_parser() -> Any:
    """An XML parser that expands no entity and fetches nothing."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip


@contextmanager
def opened_package(source: Source) -> Iterator[Package]:
    """Open a container. Raises `FileCorrupt`, `FileTooLarge`, `PasswordNeeded`."""
    from lxml import etree

    try:
        with source.opened() as stream, zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries if entry.filename.lower().endswith(_MARKUP))
            if size > _MAX_UNPACKED:
                raise FileTooLarge(path=str(source.path), limit=_MAX_UNPACKED, size=size, unpacked=True)
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise PasswordNeeded(path=str(source.path))
            yield Package(archive, source)
    except (
        zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, EOFError, UnicodeError, etree.LxmlError
    ) as failure:  # fmt: skip
        raise FileCorrupt(path=str(source.path), detail=type(failure).__name__) from failure
