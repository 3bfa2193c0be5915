"""What is embedded in an OpenDocument file: formulas, charts with the figures they are drawn from, sheets."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Any

from rag.reading.cleaning import one_line
from rag.reading.formulas import mathml
from rag.reading.office.drawn import picture_said
from rag.reading.office.opendocument.elements import attribute, name_of, pixels
from rag.reading.viewing.recording import Drawing, recorder

Load = Callable[[str], Any]  # the name of a part, and its root or None
Take = Callable[[str], list[str]]
Held = Callable[[str], bytes | None]  # the file of a part, None where there is none
_MOST = 200  # objects that are looked into


class Objects:
    """The embedded objects of a document."""

    def __init__(
        self, load: Load | None = None, take: Take = lambda _: [], held: Held = lambda _: None
    ) -> None:
        """`take` gives what the picture in a part shows, `held` its file."""
        self._load = load
        self._take = take
        self._held = held
        self._left = _MOST
        self._known: dict[str, Any] = {}

    def formula(self, frame: Any) -> str | None:
        """What the formula in a frame says, in one line; None where there is none."""
        node = frame.find("{*}object")
        root = None if node is None else self._root(node)
        return mathml(root) if root is not None and name_of(root) == "math" else None

    def picture(self, node: Any) -> list[str]:
        """What the picture of an element shows, a block a paragraph; it is noted for a view where it stands,
        once, though a frame may hold it in several formats.
        """
        frame = node.getparent()
        images = frame.findall("{*}image")
        plain = [one for one in images if not _part(one).endswith(".svg")] or images
        if self._load is None or node is not plain[0] or frame.find("{*}object") is not None:
            return self._take(_part(node))
        said = frame.findtext("{*}desc") or frame.findtext("{*}title") or ""
        noted = recorder()
        if noted is not None:
            size = (pixels(attribute(frame, "width")), pixels(attribute(frame, "height")))
            noted.draw(Drawing(self._held(_part(node)) or b"", one_line(said), size))
        words = picture_said(said)
        return [*([words] if words else []), *self._take(_part(node))]

    def tables(self, node: Any) -> Iterator[tuple[str, Any]]:
        """The tables of an embedded chart or sheet: the title and the element of each."""
        root = self._root(node)
        if root is None or name_of(root) == "math":
            return
        title = root.find(".//{*}chart/{*}title")
        text = "" if title is None else one_line(" ".join(title.itertext()))
        for table in root.iter("{*}table"):
            if next(table.iterancestors("{*}table"), None) is None:
                yield text, table

    def chart_words(self, node: Any) -> str:
        """What an embedded chart says beside its figures: its titles, and those of its axes."""
        root = self._root(node)
        chart = None if root is None else root.find(".//{*}chart/{*}chart")
        titles = () if chart is None else chart.iter("{*}title", "{*}subtitle")
        said = (one_line(" ".join(one.itertext())) for one in titles)
        return "; ".join(dict.fromkeys(filter(None, said)))

    def _root(self, node: Any) -> Any:
        """The root of an object, which stands where it is shown or in a part of its own."""
        for child in node:
            if name_of(child) in ("math", "document"):
                return child
        part = _part(node)
        if self._load is None or not part:
            return None
        name = f"{part}/content.xml"
        if name not in self._known and self._left > 0:
            self._left -= 1
            self._known[name] = self._load(name)
        return self._known.get(name)


def pictured(body: Any) -> Iterator[str]:
    """The parts of the pictures in a document; what only stands for an object is none."""
    for node in body.iter("{*}image"):
        if node.getparent().find("{*}object") is None:
            yield _part(node)


def _part(node: Any) -> str:
    name = posixpath.normpath(attribute(node, "href"))
    return "" if name.startswith((".", "/")) else name
