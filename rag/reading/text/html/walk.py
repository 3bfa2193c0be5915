"""One pass over the tree of a web page, which collects what it says into blocks.

The tree is walked without recursion, so depth costs no stack.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from rag.language.withdrawn import Withdrawn, standing
from rag.reading.cleaning import clean, one_line
from rag.reading.formulas import mathml
from rag.reading.glyphs import RAISED, of_font
from rag.reading.paging import FlowPages
from rag.reading.rows import table_blocks
from rag.reading.runs import Runs
from rag.reading.text.html.cells import Cells
from rag.reading.text.html.counters import Counters
from rag.reading.text.html.forms import Forms, named
from rag.reading.text.html.lists import Lists
from rag.reading.text.html.pictures import Drawings, Held, picture_text
from rag.reading.text.html.seeing import PAPER, Sight, attributes, is_gone
from rag.reading.text.html.setting import Setting
from rag.reading.text.html.styles import MARKERS, Look, Styles

_LEFT_OUT = frozenset(
    {
        "script", "style", "nav", "template", "noscript", "head", "iframe", "object", "dialog", "canvas",
        "audio", "video", "datalist", "title", "desc", "defs", "symbol", "metadata",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "main", "header", "footer", "aside", "blockquote", "pre", "ul",
        "ol", "menu", "dir", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "thead", "tbody", "tfoot",
        "caption", "figure", "figcaption", "form", "fieldset", "legend", "h1", "h2", "h3", "h4", "h5", "h6",
        "hr", "address", "body", "details", "summary", "svg", "text", "center", "marquee", "hgroup", "search",
    }
)  # fmt: skip
_SAID_OTHERWISE = frozenset({"select", "textarea", "math", "progress", "meter"})  # not by their text
_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt")
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_STRUCK = frozenset({"s", "strike", "del"})
_BLOCK_DISPLAYS = frozenset({"block", "flex", "grid", "list-item", "table", "table-row", "flow-root"})
_NEVER_READ = ("navigation", "dialog", "alertdialog", "search")  # roles
_PICTURES = ("img", "image")
_HEADING = re.compile(r"h([1-6])")


class _State(NamedTuple):
    """What holds for everything that stands in an element."""

    node: Any
    removed: bool = False  # not drawn at all
    invisible: bool = False  # drawn without ink; what stands inside may be visible again
    struck: bool = False
    block: bool = False  # by its style
    sight: Sight = Sight()

    @property
    def kind(self) -> Withdrawn | None:
        if self.removed or self.invisible or self.sight.nothing:
            return Withdrawn.HIDDEN
        return Withdrawn.STRUCK if self.struck else None


class Walk:
    """Adds a tree to pages."""

    def __init__(
        self,
        flow: FlowPages,
        styles: Styles,
        forms: Forms,
        picture: Callable[[str], list[str]],
        held: Held,
    ) -> None:
        """`picture` gives what a picture at an address shows, `held` its file where it came with the page."""
        self._flow = flow
        self._styles = styles
        self._forms = forms
        self._picture = picture
        self._drawings = Drawings(held)
        self._runs = Runs()
        self._set = Setting()
        # Of the open elements that changed something. Where not all style sheets are there, nobody knows what
        # ground text stands on.
        self._states: list[_State] = [_State(None, sight=Sight(ground=PAPER if styles.whole else ""))]
        self._kind: Withdrawn | None = None
        self._cells = Cells()
        self._tables = 0
        self._lists = Lists()
        self._mark = ""
        self._first = False  # the next item is the first of its list
        self._plain = 0  # inside <pre>
        self._counters = Counters() if styles.counts else None
        self._depth = 0
        self._labels = 0  # open ones
        self._labelled = False  # nothing was said since a label
        self._gap = False  # a value was said last

    def add(self, root: Any) -> None:
        """Add everything that stands in an element."""
        from lxml import etree

        skipped: Any = None
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event in ("comment", "pi"):
                if skipped is None:
                    self._say(node.tail)
                continue
            if event == "start":
                if skipped is None and self._is_left_out(node):
                    skipped = node
                elif skipped is None:
                    self._open(node)
            elif skipped is None:
                self._close(node)
                self._say(node.tail)
            elif node is skipped:
                skipped = None
                self._say(node.tail)
        self._flush()

    def _is_left_out(self, node: Any) -> bool:
        """Whether an element's text is none of the page's; a control's value is said instead of its text."""
        if node.tag == "button" and not _heads(node):
            return True
        if node.tag in _LEFT_OUT or node.get("aria-hidden") == "true" or node.get("role") in _NEVER_READ:
            return True
        if node.tag not in _SAID_OTHERWISE:
            return False
        self._enter(node)
        if node.tag == "math":
            self._say_formula(node)
        else:
            self._say_value(node)
        self._leave(node)
        return True

    def _say_formula(self, node: Any) -> None:
        """Say a formula in one line; one that is hidden by itself is drawn as a picture beside it."""
        around = self._states[-1].node
        alone = around is not None and one_line(around.text_content()) == one_line(node.text_content())
        drawn = alone and self._kind is Withdrawn.HIDDEN
        self._runs.add(mathml(node), None if drawn else self._kind)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if self._gap:
            self._gap = False
            if text[0].isalnum():
                self._runs.add(" ", self._kind)
        if self._labelled and not text.isspace():
            self._labelled = False
        self._runs.add(text, self._kind)
        self._set.say(text)

    # Elements

    def _open(self, node: Any) -> None:
        tag = node.tag
        block = tag in _BLOCKS
        look = self._enter(node, block=block)
        marker = look.get("marker")
        cells = self._cells
        self._set.begin(tag)
        if tag == "br":
            self._say("\n" if self._plain or not cells.in_row else " ")
        if tag == "table":
            self._tables += 1
        elif tag == "tr" and self._tables == 1:
            cells.begin_row()
        elif tag in _LISTS:
            self._first = True
            self._lists.begin(node, marker)
        elif tag == "li":
            mark = self._lists.mark(node, marker)
            if look.get("display", "list-item") != "list-item":
                mark = ""
            if cells.in_row:
                self._say(mark)
            else:
                self._mark = mark
        elif tag == "pre":
            self._plain += 1
        elif tag == "label":
            self._labels += 1
        if self._counters is not None:
            self._count(self._counters, look)
        self._control(node)
        text = node.text
        if text and "sup" in (tag, getattr(node.getparent(), "tag", "")):
            text = of_font(RAISED, text.strip())
        self._say(text)

    def _count(self, counters: Counters, look: Look) -> None:
        """Say the number that the style sheets write before an element."""
        self._depth += 1
        number = counters.begin(self._depth, look, MARKERS) if look else ""
        if number and self._mark:
            self._mark += f"{number} "
        elif number:
            self._say(f"{number} ")

    def _enter(self, node: Any, *, block: bool = False) -> Look:
        """Note what holds inside an element; return what its styles say."""
        state = self._states[-1]
        look = self._styles.look(node)
        display = look.get("display", "none" if node.get("hidden") is not None else "")
        look = attributes(look, node.get("color"), node.get("bgcolor"))
        sight = state.sight.inside(look)
        removed = state.removed or display == "none" or is_gone(look)
        invisible = state.invisible
        if "visibility" in look and look["visibility"] != "inherit":
            invisible = look["visibility"] in ("hidden", "collapse")
        struck = state.struck or node.tag in _STRUCK or look.get("line") == "line-through"
        styled = display in _BLOCK_DISPLAYS
        if block or styled:
            self._part(node.tag)
        held = (state.removed, state.invisible, state.struck, state.sight)
        if styled or (removed, invisible, struck, sight) != held:
            self._states.append(_State(node, removed, invisible, struck, styled, sight))
            self._kind = self._states[-1].kind
        return look

    def _leave(self, node: Any) -> bool:
        """What `_enter` noted no longer holds; whether the element is a block by its style."""
        state = self._states[-1]
        if state.node is not node:
            return False
        self._states.pop()
        self._kind = self._states[-1].kind
        return state.block

    def _part(self, tag: str) -> None:
        """End what was said before a block begins."""
        if not self._cells.in_row:
            self._flush()
        elif tag not in ("tr", "td", "th"):
            self._say(" ")

    def _close(self, node: Any) -> None:
        tag, cells = node.tag, self._cells
        if self._counters is not None:
            self._counters.end(self._depth)
            self._depth -= 1
        block = self._leave(node) or tag in _BLOCKS
        if tag in ("td", "th") and self._tables == 1 and cells.in_row:
            cells.end_cell(node, one_line(self._runs.take(one_line)))
        elif tag == "tr" and self._tables == 1 and cells.in_row:
            cells.end_row(node)
            self._runs.clear()
        elif tag == "table":
            self._tables -= 1
            if self._tables == 0:
                rows, heads, labelled = cells.take()
                for text in table_blocks(rows, heads, labelled=labelled):
                    self._flow.add(text)
                self._drawings.written()
        elif block:
            self._end_block(tag)
        elif tag == "label":
            self._labels = max(self._labels - 1, 0)
            self._labelled = True
        self._set.end(tag)

    def _end_block(self, tag: str) -> None:
        if self._cells.in_row:
            self._say(" ")
        else:
            heading = _HEADING.fullmatch(tag)
            self._flush(int(heading[1]) if heading is not None else None)
        if tag in _LISTS:
            self._lists.end()
        elif tag == "pre":
            self._plain = max(self._plain - 1, 0)

    def _flush(self, level: int | None = None) -> None:
        if self._cells.in_row:
            return
        self._gap = self._labelled = False
        tidy = clean if self._plain else _lines
        text = tidy(self._runs.take(tidy)).strip("\n")
        if not text.strip():
            self._drawings.written()
            return
        mark, self._mark = self._mark, ""
        if level is not None and not standing(text).strip():
            level = None  # no section of a page that stands
        kind, depth = self._set.kind(bool(mark), plain=bool(self._plain)), self._lists.depth
        self._flow.add(f"{mark}{text}", level, tight=bool(mark) and not self._first, kind=kind, depth=depth)
        self._drawings.written()
        self._first = self._first and not mark

    # Controls

    def _control(self, node: Any) -> None:
        box = self._forms.box(node)
        if box:
            self._put(f"{box} ")
        elif node.tag == "input":
            self._say_value(node)
        elif node.tag in _PICTURES:
            said = picture_text(node)
            self._draw(node)
            if said:
                self._put(said)
                self._gap = True
            self._show(node)

    def _draw(self, node: Any) -> None:
        if self._kind is not Withdrawn.HIDDEN:
            waits = not self._runs.blank or self._cells.in_row or self._tables > 0
            self._drawings.add(node, _address(node), waits=waits)

    def _show(self, node: Any) -> None:
        """Say what a picture shows, in paragraphs of its own where there is room for them."""
        shown = self._picture(_address(node))
        if shown and not self._cells.in_row:
            self._flush()
        for block in shown:
            self._put(block)
            self._flush()

    def _say_value(self, node: Any) -> None:
        value = self._forms.value(node)
        if not value:
            return
        if (self._labelled or self._labels) and not self._runs.blank:
            self._runs.amend(named)
        elif self._runs.blank and not self._cells.in_row:
            label = self._forms.label(node)
            self._put(named(label) if label else "")
        self._put(value)
        self._gap = True

    def _put(self, text: str) -> None:
        """Say what a control says, with a blank before it where it would touch a word."""
        last = self._runs.last
        if text and last and not last.isspace() and last not in "([{„“\"'/":
            self._runs.add(" ", self._kind)
        self._labelled = self._gap = False
        self._runs.add(text, self._kind)


def _address(picture: Any) -> str:
    return str(picture.get("src") or picture.get("xlink:href") or picture.get("href") or "")


def _heads(button: Any) -> bool:
    """Whether a button is the heading of what it opens."""
    return next(button.iterancestors(*_HEADS), None) is not None


def _lines(text: str) -> str:
    return "\n".join(line for line in (one_line(part) for part in text.split("\n\n")) if line)
