"""XML of any kind: every element that says something as "name: text", a line each.

A paragraph with elements inside it stays one line; elements that only hold others keep theirs together as a
block. Nothing is fetched and no entity is expanded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line
from rag.reading.paging import FlowPages
from rag.reading.source import Source
from rag.reading.text.text import MAX_BYTES
from rag.types import DocumentInfo, Page

_MAX_BYTES = MAX_BYTES // 4  # a tree takes several times its source


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(source.load(_MAX_BYTES), parser)
    except (etree.XMLSyntaxError, ValueError) as failure:
        raise FileCorrupt(path=str(source.path), detail="no XML") from failure
    if root is None:
        raise FileCorrupt(path=str(source.path), detail="no XML")
    flow = FlowPages()
    for block in _blocks(root):
        flow.add("\n".join(block))
    pages = flow.finish()
    yield DocumentInfo(title="", page_count=len(pages))
    yield from pages


def _blocks(root: Any) -> Iterator[list[str]]:
    """The lines of elements that stand together."""
    from lxml import etree

    block: list[str] = []
    inside: Any = None  # an element that is said whole
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        if event == "start" and inside is None:
            if _is_said_whole(node):
                inside = node
                if text := one_line("".join(node.itertext())):
                    block.append(f"{_name(node)}: {text}")
                elif node.attrib:
                    block.append(_name(node))
            else:
                if block and _holds_several(node):
                    yield block
                    block = []
                if node.attrib:
                    block.append(_name(node))
        elif event == "end" and node is inside:
            inside = None
        elif event == "end" and inside is None and block and _holds_several(node):
            yield block
            block = []
    if block:
        yield block


def _is_said_whole(node: Any) -> bool:
    """Whether text stands in an element beside its children, or it has none."""
    return not len(node) or bool((node.text or "").strip()) or any((one.tail or "").strip() for one in node)


def _holds_several(node: Any) -> bool:
    return len(node) > 1


def _name(node: Any) -> str:
    """An element's name, with what its attributes say."""
    name = str(node.tag).rpartition("}")[2]
    said = [f"{key.rpartition('}')[2]} {one_line(value)}" for key, value in node.items() if value.strip()]
    return f"{name} ({', '.join(said)})" if said else name
