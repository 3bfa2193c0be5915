"""Word files with tracked changes as their readers take them: with all changes accepted, or rejected.

Walks the XML by itself, so that it checks what writes it.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paragraphs(path: Path, *, accepted: bool) -> list[str]:
    """The paragraphs that stay; one whose end is deleted, or was never there, goes on in the next."""
    with ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    found, carried = list[str](), ""
    for paragraph in body.iter(f"{_W}p"):
        text = carried + "".join(_said(paragraph, accepted))
        gone = paragraph.find(f"{_W}pPr/{_W}rPr/{_W}{'del' if accepted else 'ins'}") is not None
        carried = text if gone else ""
        if not gone:
            found.append(text)
    return [*found, carried] if carried else found


def _said(paragraph: etree._Element, accepted: bool) -> list[str]:
    told = []
    for one in paragraph.iter(f"{_W}t", f"{_W}delText"):
        over = {etree.QName(parent).localname for parent in one.iterancestors()}
        if ("del" in over and accepted) or ("ins" in over and not accepted):
            continue
        told.append(one.text or "")
    return told


def authors(path: Path) -> set[tuple[str, str]]:
    """Who made each change, and when."""
    with ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    return {
        (one.get(f"{_W}author", ""), one.get(f"{_W}date", "")) for one in body.iter(f"{_W}ins", f"{_W}del")
    }
