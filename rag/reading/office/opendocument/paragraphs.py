"""What a paragraph of OpenDocument says, what its footnotes do, and what is anchored in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rag.reading.cleaning import clean, one_line
from rag.reading.glyphs import of_font, with_ticks
from rag.reading.margins import PAGE_NUMBER
from rag.reading.office.opendocument.controls import Controls, content_control, field_mark
from rag.reading.office.opendocument.elements import attribute, name_of, whole
from rag.reading.office.opendocument.objects import Objects
from rag.reading.office.opendocument.styles import Manner, Styles
from rag.reading.runs import Runs
from rag.reading.viewing.recording import recorder

SHAPES = frozenset(
    {
        "frame", "custom-shape", "text-box", "rect", "line", "polyline", "polygon", "regular-polygon", "path",
        "circle", "ellipse", "caption", "connector", "measure", "g",
    }
)  # fmt: skip
_ASIDE = SHAPES | {"annotation"}
_LEFT_OUT = frozenset({"note", "tracked-changes", "ruby-text", "param", "script", "note-body"})
_STYLED = frozenset({"span", "a"})
_DEEPEST_SPANS = 200


@dataclass(slots=True)
class Said:
    """A paragraph read."""

    text: str = ""
    notes: list[str] = field(default_factory=list)
    aside: list[Any] = field(default_factory=list)  # comments and shapes that are anchored in it


class Paragraphs:
    """Reads the paragraphs of a part."""

    def __init__(
        self,
        styles: Styles | None = None,
        controls: Controls | None = None,
        objects: Objects | None = None,
        *,
        in_margin: bool = False,
    ) -> None:
        self._styles = styles or Styles()
        self._controls = controls or Controls()
        self.objects = objects or Objects()
        self._in_margin = in_margin

    def control(self, node: Any) -> str:
        """What a form control shows."""
        return self._controls.said(attribute(node, "control"))

    def said(self, node: Any, outer: Manner | None = None) -> Said:
        """What a paragraph says that stands in something of the manner `outer`."""
        from lxml import etree

        first = self._styles.manner("paragraph", attribute(node, "style-name"))
        if outer is not None:
            first = first.within(outer)
        said, runs = Said(), Runs()
        if not len(node):
            _add(runs, node.text or "", first)
            said.text = _whole(runs)
            return said
        if any(attribute(one, "is-hidden") == "true" for one in node.iterfind(".//{*}hidden-paragraph")):
            first = Manner(hidden=True)
        manners = [first]
        skipped: Any = None
        for event, inner in etree.iterwalk(node, ("start", "end")):
            if event == "start":
                if skipped is None and inner is not node and self._left_out(inner, said, runs, manners[-1]):
                    skipped = inner
                elif skipped is None:
                    if name_of(inner) in _STYLED and len(manners) < _DEEPEST_SPANS:
                        manner = self._styles.manner("text", attribute(inner, "style-name"))
                        manners.append(manner.within(manners[-1]))
                    _add(runs, _begun(inner), manners[-1])
                continue
            if inner is skipped:
                skipped = None
            elif skipped is None and name_of(inner) in _STYLED and len(manners) > 1:
                manners.pop()
            if skipped is None and inner is not node:
                _add(runs, inner.tail or "", manners[-1])
        said.text = _whole(runs)
        return said

    def _left_out(self, node: Any, said: Said, runs: Runs, manner: Manner) -> bool:
        """Whether an element's text is none of the paragraph's; what it stands for is said instead."""
        name = name_of(node)
        instead = self.objects.formula(node) if name == "frame" else None
        if instead is None and name in _ASIDE:
            said.aside.append(node)
            return True
        match name:
            case "note":
                instead = self._note(node, said)
            case "control":
                instead = self.control(node)
            case "content-control":
                instead = content_control(node)
            case "fieldmark":
                instead = field_mark(node)
            case "fieldmark-start":
                runs.add(field_mark(node), manner.kind)
                return True
            case "hidden-text" if attribute(node, "is-hidden") == "true":
                instead = attribute(node, "string-value") or "".join(node.itertext())
                manner = Manner(hidden=True)
            case "page-number" | "page-count" if self._in_margin:
                instead = PAGE_NUMBER
        if instead is None:
            return name in _LEFT_OUT
        runs.add(instead, manner.kind)
        return True

    def _note(self, node: Any, said: Said) -> str:
        """Keep a footnote; return the sign that stands for it."""
        sign = one_line(node.findtext("{*}note-citation") or "")
        body = node.find("{*}note-body")
        inside = [] if body is None else [self.said(child) for child in body.iter("{*}p", "{*}h")]
        said.notes.append(f"{sign} {one_line(' '.join(one.text for one in inside))}")
        said.aside += [aside for one in inside for aside in one.aside]
        return f"[{sign}]"


def said_in(node: Any) -> tuple[str, list[str]]:
    """The text of a paragraph, and of its footnotes, where no style matters."""
    said = _PLAIN.said(node)
    return said.text, said.notes


_PLAIN = Paragraphs()


def _add(runs: Runs, text: str, manner: Manner) -> None:
    runs.add(of_font(manner.pictures, text) if manner.pictures else text, manner.kind)
    noted = recorder()
    if noted is not None:
        noted.run(text, manner.marks)


def _whole(runs: Runs) -> str:
    text = runs.take()
    return clean(text if text.isascii() else with_ticks(text)).strip()


def _begun(node: Any) -> str:
    """What an element begins with."""
    match name_of(node):
        case "s":
            return " " * (whole(attribute(node, "c"), 1) if len(attribute(node, "c")) < 4 else 1)
        case "tab":
            return "\t"
        case "line-break":
            return "\n"
        case _:
            return str(node.text or "")
