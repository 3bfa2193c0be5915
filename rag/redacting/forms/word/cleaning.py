"""What of a part is not taken over: tracked changes, comments, fields, links, bookmarks, tags, marks of
sessions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rag.redacting.forms.word.names import MC, OFFICE, PIC, WP, A, R, V, W

_UNWRAPPED = tuple(
    f"{W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo")
)
_GONE = tuple(
    f"{W}{name}"
    for name in (
        "del",
        "moveFrom",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "annotationRef",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "customXmlInsRangeStart",
        "customXmlInsRangeEnd",
        "smartTagPr",
        "customXmlPr",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblGridChange",
        "trPrChange",
        "tcPrChange",
        "tblPrExChange",
        "numberingChange",
        "cellIns",
        "cellDel",
        "cellMerge",
        "docVars",
        "rsids",
        "attachedTemplate",
        "mailMerge",
        "documentProtection",
        "writeProtection",
        "altChunk",
        "subDoc",
        "object",
        "embedRegular",
        "embedBold",
        "embedItalic",
        "embedBoldItalic",
    )
)
_KEPT_FIELDS = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b")
_SHAPES = (f"{W}drawing", f"{W}pict", f"{MC}AlternateContent")
_LINKS = (f"{A}hlinkClick", f"{A}hlinkHover", f"{A}extLst", f"{PIC}extLst")
_TOLD = ("descr", "title", "alt", f"{OFFICE}title", "string")  # attributes in which people write
_NAMED = (f"{WP}docPr", f"{PIC}cNvPr")


def removed_texts(root: Any) -> Iterator[str]:
    """What stands in tracked deletions, fields, tags and names of things, none of which is taken over."""
    for element in root.iter(f"{W}del", f"{W}moveFrom"):
        text = "".join(one.text or "" for one in element.iter(f"{W}delText", f"{W}t"))
        if text.strip():
            yield text
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in (f"{W}instrText", f"{W}delInstrText"):
            yield element.text or ""
        for name in ("instr", "author", "initials", "alias", "tag", "name"):
            value = element.get(f"{W}{name}")
            if value and element.tag not in (f"{W}style", f"{W}font"):
                yield value
        if element.tag in (f"{W}alias", f"{W}tag"):
            yield element.get(f"{W}val") or ""


def clean(root: Any) -> bool:
    """Leave out of a part what is not taken over. True where there were tracked changes."""
    tracked = next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None) is not None
    _paragraph_marks(root)
    for element in list(root.iter(*_GONE)):
        _remove(element)
    for element in list(root.iter(f"{W}sdt")):
        content = element.find(f"{W}sdtContent")
        _unwrap(content if content is not None else element)
        _replace_by_children(element)
    for element in list(root.iter(*_UNWRAPPED)):
        _replace_by_children(element)
    _fields(root)
    for element in list(root.iter(*_LINKS)):
        _remove(element)
    for number, element in enumerate(root.iter(), 1):
        if not isinstance(element.tag, str):
            continue
        for name in list(element.attrib):
            if name.startswith(f"{W}rsid") or name in (
                f"{W}author",
                f"{W}date",
                f"{W}initials",
                "href",
                "hlinkhref",
            ):
                del element.attrib[name]
        if element.tag in _NAMED and "name" in element.attrib:
            element.set("name", str(number))
        if element.tag.startswith(V) and "id" in element.attrib:
            element.set("id", f"s{number}")
    return tracked


def told_attributes(root: Any) -> Iterator[tuple[Any, str]]:
    """Where alternative texts and the like stand: the element and its attribute."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith((WP, PIC, V, A)):
            for name in _TOLD:
                if element.get(name):
                    yield element, name


def without(root: Any, gone: set[str]) -> None:
    """Take out what refers to relationships that are gone."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        for name in list(element.attrib):
            if name.startswith(R) and element.get(name) in gone:
                shape = next((one for one in (element, *element.iterancestors()) if one.tag in _SHAPES), None)
                if shape is not None:
                    _remove(shape)
                elif element.tag in (f"{W}headerReference", f"{W}footerReference"):
                    _remove(element)
                else:
                    element.attrib.pop(name, None)
                break


# --- inside -------------------------------------------------------------------------------------------------


def _paragraph_marks(root: Any) -> None:
    """A paragraph whose mark was deleted goes on in the next one; here both stay, without what tells it."""
    for element in list(root.iter(f"{W}rPr", f"{W}trPr")):
        for child in list(element):
            if child.tag in (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"):
                gone = child.tag in (f"{W}del", f"{W}moveFrom") and element.tag == f"{W}trPr"
                element.remove(child)
                if gone:  # a row that was deleted
                    _remove(element.getparent())
                    break


def _fields(root: Any) -> None:
    """Fields become what they show, but for the numbers of pages."""
    stack: list[tuple[list[Any], list[str]]] = []
    doomed: list[Any] = []
    for element in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}delInstrText"):
        if element.tag == f"{W}fldChar" and element.get(f"{W}fldCharType") == "begin":
            stack.append(([element], []))
        elif not stack:
            doomed.append(element)
        else:
            stack[-1][0].append(element)
            if element.tag == f"{W}instrText":
                stack[-1][1].append(element.text or "")
            elif element.get(f"{W}fldCharType") == "end":
                parts, said = stack.pop()
                if not _KEPT_FIELDS.match("".join(said)):
                    doomed += parts
    for parts, _ in stack:
        doomed += parts
    for element in doomed:
        _remove(element)


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and element.tail.strip():
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _unwrap(element: Any) -> None:
    if element.getparent() is not None:
        _replace_by_children(element)


def _replace_by_children(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    skipped = (f"{W}sdtPr", f"{W}sdtEndPr", f"{W}fldData", f"{W}smartTagPr", f"{W}customXmlPr")
    for child in [one for one in element if one.tag not in skipped]:
        parent.insert(at, child)
        at += 1
    parent.remove(element)
