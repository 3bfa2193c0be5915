"""A package as a bundle of parts, and a new one of some of them: no dates, no extra fields, nothing
between.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rag.errors import FileCorrupt, FileTooLarge
from rag.redacting.forms.word.names import RELATIONSHIP

_MOST_UNPACKED = 500_000_000  # bytes
_DATE = (1980, 1, 1, 0, 0, 0)


def parts_of(data: bytes, path: Path) -> dict[str, bytes]:
    """Every part by its name. Raises `FileCorrupt`, `FileTooLarge`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(one.file_size for one in package.infolist())
            if size > _MOST_UNPACKED:
                raise FileTooLarge(path=str(path), limit=_MOST_UNPACKED, size=size, unpacked=True)
            return {
                one.filename.lstrip("/"): package.read(one) for one in package.infolist() if not one.is_dir()
            }
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise FileCorrupt(path=str(path), detail=type(error).__name__) from error


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return made.getvalue()


def tree(data: bytes) -> Any:
    """A part as elements; nothing outside is loaded. Raises `lxml.etree.XMLSyntaxError`."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)


def written(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def relationships(parts: Mapping[str, bytes], name: str) -> list[Any]:
    """Those of a part."""
    data = parts.get(relationships_of(name))
    return list(tree(data).iter(RELATIONSHIP)) if data else []


def relationships_of(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def target_of(name: str, target: str) -> str:
    """The part that a relationship of another leads to."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
