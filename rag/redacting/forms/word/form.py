"""A Word file as it is redacted."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rag.errors import FileCorrupt
from rag.redacting.forms.piece import Change, Made, Piece, Where, changed
from rag.redacting.forms.word.cleaning import clean, removed_texts, told_attributes, without
from rag.redacting.forms.word.names import (
    CONTENT_TYPE,
    DEFAULT,
    EXTENSION,
    EXTERNAL,
    ID,
    MODE,
    OVERRIDE,
    PART_NAME,
    RELATIONSHIP,
    RELATIONSHIPS,
    TARGET,
    TYPE,
    TYPES,
    TYPES_ROOT,
    W,
)
from rag.redacting.forms.word.package import (
    packed,
    parts_of,
    relationships,
    relationships_of,
    target_of,
    tree,
    written,
)
from rag.redacting.forms.word.plates import plain_picture, plate_of
from rag.redacting.forms.word.stories import Story
from rag.types import Box

_STORY = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\d*\.xml$")
_PLAIN = re.compile(r"word/(?:styles|numbering|fontTable|settings|theme/theme\d+)\.xml$")
_PICTURE = re.compile(r"word/media/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|webp)$", re.IGNORECASE)
_LEFT_OUT = (
    ("properties", re.compile(r"docProps/")),
    ("comments", re.compile(r"word/comments\w*\.xml$")),
    ("custom", re.compile(r"customXml/|word/glossary/")),
    ("macros", re.compile(r"word/vba\w+\.")),
    ("fonts", re.compile(r"word/fonts/")),
    ("pictures", re.compile(r"word/media/")),
    ("embedded", re.compile(r"word/(?:embeddings|charts|diagrams|activeX|ink|drawings)/")),
)
_SETTINGS = (
    "zoom",
    "defaultTabStop",
    "evenAndOddHeaders",
    "compat",
    "footnotePr",
    "endnotePr",
    "mirrorMargins",
    "autoHyphenation",
)
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_XML = "application/xml"
_MEDIA = {"jpg": "jpeg", "tif": "tiff"}
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPES = {
    "document": "document.main",
    "header": "header",
    "footer": "footer",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "styles": "styles",
    "numbering": "numbering",
    "fontTable": "fontTable",
    "settings": "settings",
}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TEXTS = re.compile(r"<[^<>]{0,4000}>")
_MOST_TOLD = 2_000_000  # characters of a part that is only looked through

Sees = Callable[[bytes], str | None]


class WordForm:
    """The parts of the package. `sees` gives the words on a picture, None where it cannot tell: in place of
    such stands a plate, and of all without it.
    """

    def __init__(self, data: bytes, name: Piece, sees: Sees | None = None) -> None:
        """Raises `FileCorrupt`, `FileTooLarge`."""
        path = Path(name.text)
        self._parts = parts_of(data, path)
        self._roots: dict[str, Any] = {}
        self._stories: dict[int, tuple[str, Story]] = {}
        self._attributes: dict[int, tuple[Any, str]] = {}
        self._pictures: dict[int, str] = {}
        self._plates: dict[str, bytes] = {}
        self._left_out: dict[str, None] = {}
        self._sees = sees
        pieces: list[Piece] = []
        try:
            for part in sorted(self._parts, key=lambda one: (one != "word/document.xml", one)):
                self._take(part, pieces)
        except Exception as error:
            if type(error).__module__.startswith("lxml"):
                raise FileCorrupt(path=str(path), detail="cannot be read") from error
            raise
        if "word/document.xml" not in self._roots:
            raise FileCorrupt(path=str(path), detail="no content")
        self.pieces: tuple[Piece, ...] = (*pieces, name)

    def boxes(self, _piece: int, _start: int, _end: int) -> tuple[tuple[int, Box], ...]:
        return ()

    def made(self, changes: Sequence[Sequence[Change]]) -> Made:
        left_out = dict(self._left_out)
        for place, (_, story) in self._stories.items():
            story.change(changes[place])
        for place, (element, name) in self._attributes.items():
            element.set(name, changed(self.pieces[place].text, changes[place]))
        kept = dict.fromkeys(self._roots)
        for place, part in self._pictures.items():
            if not changes[place] or self._put_plate(part, left_out):
                kept[part] = None
        kept |= dict.fromkeys(self._plates)
        parts = {name: self._bytes(name, kept) for name in kept}
        for name in list(kept):
            found = self._relationships(name, kept)
            if found:
                parts[relationships_of(name)] = found
        parts["_rels/.rels"] = _listed([("rId1", f"{_OFFICE}officeDocument", "word/document.xml")])
        return Made(packed({"[Content_Types].xml": _types(parts), **parts}), tuple(left_out))

    # --- inside --------------------------------------------------------------------------------------------

    def _take(self, part: str, pieces: list[Piece]) -> None:
        data = self._parts[part]
        if part.endswith(".rels") or part == "[Content_Types].xml":
            if part.endswith(".rels"):
                pieces += [Piece(one, Where.REMOVED) for one in _outside(data)]
        elif _STORY.match(part):
            root = self._roots[part] = tree(data)
            pieces += [Piece(one, Where.REMOVED) for one in dict.fromkeys(removed_texts(root)) if one.strip()]
            if clean(root):
                self._left_out["changes"] = None
            story = Story(root)
            self._stories[len(pieces)] = part, story
            pieces.append(Piece(story.text))
            for element, name in told_attributes(root):
                self._attributes[len(pieces)] = element, name
                pieces.append(Piece(element.get(name)))
        elif _PLAIN.match(part):
            root = self._roots[part] = tree(data)
            if part == "word/settings.xml":
                for child in list(root):
                    if child.tag not in [f"{W}{one}" for one in _SETTINGS]:
                        root.remove(child)
            clean(root)
        elif _PICTURE.match(part):
            seen = self._sees(data) if self._sees is not None else None
            if seen is None:
                self._put_plate(part, self._left_out)
            else:
                self._pictures[len(pieces)] = part
                pieces.append(Piece(seen, Where.ATTACHED))
        else:
            self._leave(part, data, pieces)

    def _put_plate(self, part: str, left_out: dict[str, None]) -> bool:
        """Put a plate in place of a picture. False where it is left out with what shows it."""
        plate = plate_of(part, self._parts[part])
        if plate is not None:
            self._plates[part] = plate
        left_out["pictures" if plate is None else "plates"] = None
        return plate is not None

    def _leave(self, part: str, data: bytes, pieces: list[Piece]) -> None:
        key = next((key for key, pattern in _LEFT_OUT if pattern.match(part)), "")
        if not key:
            return  # what programs keep for themselves: how styles look elsewhere, where a window stood
        self._left_out[key] = None
        where = {"properties": Where.PROPERTIES, "comments": Where.COMMENT}.get(key, Where.ATTACHED)
        pieces += [Piece(text, where) for text in _looked_through(data) if text.strip()]

    def _bytes(self, name: str, kept: dict[str, None]) -> bytes:
        if name not in self._roots:
            return self._plates.get(name) or plain_picture(self._parts[name])
        gone = {one.get(ID) for one in relationships(self._parts, name) if not self._stays(name, one, kept)}
        without(self._roots[name], gone)
        return written(self._roots[name])

    def _stays(self, name: str, relationship: Any, kept: dict[str, None]) -> bool:
        inside = relationship.get(MODE) != EXTERNAL
        return inside and target_of(name, relationship.get(TARGET, "")) in kept

    def _relationships(self, name: str, kept: dict[str, None]) -> bytes:
        rows = [
            (one.get(ID), one.get(TYPE), one.get(TARGET))
            for one in relationships(self._parts, name)
            if self._stays(name, one, kept)
        ]
        return _listed(rows) if rows else b""


def _outside(data: bytes) -> list[str]:
    """Where links lead."""
    from urllib.parse import unquote

    rows = tree(data).iter(RELATIONSHIP)
    return [unquote(one.get(TARGET, "")) for one in rows if one.get(MODE) == EXTERNAL]


def _looked_through(data: bytes) -> list[str]:
    """The text of a part that is not taken over, also of a package in it."""
    import zipfile

    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as inner:
                return [
                    _text(inner.read(one))
                    for one in inner.infolist()
                    if one.filename.endswith((".xml", ".txt")) and one.file_size < _MOST_TOLD
                ]
        except (zipfile.BadZipFile, RuntimeError):
            return []
    return [_text(data)] if data.lstrip()[:1] == b"<" or data[:3] == b"\xef\xbb\xbf" else []


def _text(data: bytes) -> str:
    import html

    text = data[:_MOST_TOLD].decode("utf-8", "replace")
    attributes = " ".join(re.findall(r'(?:author|initials|name|userId|descr|title)="([^"]{2,200})"', text))
    return html.unescape(_TEXTS.sub("\n", text)) + "\n" + html.unescape(attributes)


def _listed(rows: Sequence[tuple[str, str, str]]) -> bytes:
    from lxml import etree

    root = etree.Element(f"{RELATIONSHIP}s", nsmap={None: RELATIONSHIPS[1:-1]})
    for number, kind, target in rows:
        etree.SubElement(root, RELATIONSHIP, {ID: number, TYPE: kind, TARGET: target})
    return written(root)


def _types(parts: dict[str, bytes]) -> bytes:
    from lxml import etree

    root = etree.Element(TYPES_ROOT, nsmap={None: TYPES[1:-1]})
    endings = {"rels": _RELATIONS, "xml": _XML}
    for name in parts:
        if name.startswith("word/media/"):
            ending = name.rpartition(".")[2]
            endings[ending] = f"image/{_MEDIA.get(ending.lower(), ending.lower())}"
    for ending, kind in endings.items():
        etree.SubElement(root, DEFAULT, {EXTENSION: ending, CONTENT_TYPE: kind})
    for name in parts:
        found = re.match(r"word/([a-zA-Z]+?)\d*\.xml$", name)
        kind = f"{_MAIN}{_TYPES[found[1]]}+xml" if found and found[1] in _TYPES else ""
        kind = _THEME if name.startswith("word/theme/") and name.endswith(".xml") else kind
        if kind:
            etree.SubElement(root, OVERRIDE, {PART_NAME: f"/{name}", CONTENT_TYPE: kind})
    return written(root)
