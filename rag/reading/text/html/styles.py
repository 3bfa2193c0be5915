"""What style sheets and styles say that changes what a page says: hidden, struck, how items count.

Source: CSS 2.2 and CSS Text Decoration Level 3 (W3C). Everything else that styles say is passed over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from rag.reading.text.html.seeing import PROPERTIES, told
from rag.reading.text.html.selectors import Selector, keys_of, parsed

_MOST_CSS = 4_000_000  # characters of all style sheets of a page
_MOST_RULES = 20_000
_MOST_TESTS = 2_000_000  # of rules against elements of a page: some seconds; real pages need thousands
_WIDTH = 1280  # pixels of the window that a page is thought to be shown in
_FONT = 16  # pixels
_TOKEN = re.compile(r"/\*.*?(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[{}]", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_DECLARATION = re.compile(
    r"(?:^|[;{\s])(?P<name>display|visibility|text-decoration(?:-line)?|list-style(?:-type)?"
    rf"|counter-reset|counter-increment|content|{PROPERTIES})\s*:"
    r"(?P<value>[^;}]*)",
    re.IGNORECASE,
)
_QUERY = re.compile(r"(?:only\s+)?(?P<type>[a-z-]+)?(?P<rest>.*)\Z", re.IGNORECASE | re.DOTALL)
_FEATURE = re.compile(
    r"\(\s*(min|max)-(?:device-)?width\s*:\s*(\d{1,6}(?:\.\d{0,4})?)\s*(px|r?em)\s*\)", re.IGNORECASE
)
_SHOWN_ON = ("", "all", "screen")
_GENERATED = re.compile(r"::?(?:before|marker)\Z", re.IGNORECASE)
_COUNTING = ("counter-reset", "counter-increment")
MARKERS = {
    "none": "", "decimal": "1", "decimal-leading-zero": "01", "lower-alpha": "a", "lower-latin": "a",
    "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I", "lower-greek": "α",
    "disc": "•", "circle": "•", "square": "•",
}  # fmt: skip

# What is said of an element: name of the property, its value. "marker" holds a form of `numerals`, "•" or "".
Look = dict[str, str]
_Weight = tuple[bool, tuple[int, ...], int]  # important, weight of the selector, place
_Rule = tuple[Selector, _Weight, str, str]  # with a property and its value
_NOTHING: Mapping[str, tuple[_Weight, str]] = {}


class Styles:
    """The style sheets of a page. `names`: its ids ("#id") and classes (".class"), where they are known;
    `whole`: whether these are all that the page asks for.
    """

    def __init__(
        self, sheets: Iterable[str] = (), names: Set[str] | None = None, *, whole: bool = True
    ) -> None:
        self.whole = whole
        self._names = names
        self._rules: dict[str, list[_Rule]] = defaultdict(list)
        self._known: dict[tuple[str | None, ...], tuple[dict[str, tuple[_Weight, str]], list[_Rule]]] = {}
        self._count = 0
        self.counts = False  # they count
        self._tests_left = _MOST_TESTS
        left = _MOST_CSS
        for sheet in filter(_DECLARATION.search, sheets):
            for selectors, body in _rules(sheet[:left]):
                self._add(selectors, body)
            left = max(left - len(sheet), 0)

    def look(self, node: Any) -> Look:
        """What its style and the sheets say of an element itself, not of what it stands in."""
        style = node.get("style")
        if not self._count and not style:
            return {}
        best = self._of_sheets(node) if self._count else _NOTHING
        if not best and not style:
            return {}
        look = {name: value for name, (_, value) in best.items()}
        for name, value, important in _declarations(style) if style else ():
            if important or name not in best or not best[name][0][0]:
                look |= {name: value}
        return look

    def _of_sheets(self, node: Any) -> Mapping[str, tuple[_Weight, str]]:
        """What the sheets say of an element, and how weighty each is; elements of one name share it."""
        called = (node.tag, node.get("id"), node.get("class"))
        found = self._known.get(called)
        if found is None:
            found = self._known[called] = self._sorted(keys_of(*called))
        best, others = found
        if not others or self._tests_left < 0:
            return best
        self._tests_left -= len(others)
        best = dict(best)
        for selector, weight, name, value in others:
            if (name not in best or weight > best[name][0]) and selector.fits(node):
                best[name] = (weight, value)
        return best

    def _sorted(self, keys: Iterable[str]) -> tuple[dict[str, tuple[_Weight, str]], list[_Rule]]:
        """What holds for every element of these keys, and the rules that may hold for some."""
        best: dict[str, tuple[_Weight, str]] = {}
        others = []
        for rule in (rule for key in keys for rule in self._rules.get(key, ())):
            selector, weight, name, value = rule
            if not selector.is_key:
                others.append(rule)
            elif name not in best or weight > best[name][0]:
                best[name] = (weight, value)
        return best, others

    def _add(self, selectors: str, body: str) -> None:
        declared = list(_declarations(body))
        for text in map(str.strip, selectors.split(",") if declared else ()):
            generated = _GENERATED.search(text)
            selector = parsed(text[: generated.start()] or "*" if generated else text)
            if (
                selector is not None
                and self._names is not None
                and not all(name in self._names for name in selector.needs)
            ):
                continue
            for property_, value, important in declared if selector is not None else ():
                if selector is None or self._count >= _MOST_RULES:
                    return
                name = property_ if generated is None else f"before-{property_}"
                if name == "content":
                    continue
                self.counts = self.counts or property_ in _COUNTING
                self._count += 1
                weight = (important, selector.weight, self._count)
                self._rules[selector.key].append((selector, weight, name, value))


def _declarations(body: str) -> Iterator[tuple[str, str, bool]]:
    """Property, value and whether it is important; those that change nothing that is said are left out."""
    for found in _DECLARATION.finditer(body):
        value, important, _ = found["value"].lower().partition("!important")
        words = value.split()
        match found["name"].lower():
            case "display" | "visibility" as name if words:
                yield name, words[0], bool(important)
            case "text-decoration" | "text-decoration-line":
                yield "line", "line-through" if "line-through" in words else "", bool(important)
            case "content":
                yield "content", found["value"], bool(important)
            case name if name in _COUNTING:
                yield name, value, bool(important)
            case "list-style" | "list-style-type":
                marker = next((MARKERS[word] for word in words if word in MARKERS), None)
                if marker is not None:
                    yield "marker", marker, bool(important)
            case name if name not in ("display", "visibility"):
                for property_, said in told(name, value):
                    yield property_, said, bool(important)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and body of the rules that hold for a screen."""
    outer: list[bool] = []  # of each open block: whether what stands in it holds
    prelude, start = "", 0
    for token in _TOKEN.finditer(sheet):
        if token[0] == "{":
            prelude = _COMMENT.sub(" ", sheet[start : token.start()]).rpartition(";")[2].strip()
            outer.append((not outer or outer[-1]) and _holds(prelude))
        elif token[0] == "}":
            if outer and outer.pop() and prelude and not prelude.startswith("@"):
                yield prelude, sheet[start : token.start()]
            prelude = ""
        else:
            continue
        start = token.end()


def _holds(prelude: str) -> bool:
    """Whether what stands in a block is to be read: it is a rule, or a condition that is met."""
    if not prelude.startswith("@"):
        return True
    name, _, condition = prelude.partition(" ")
    name, bracket, inside = name.partition("(")
    if name.lower() == "@media":
        queries = f"{bracket}{inside} {condition}".split(",")
        return any(_is_met(query.strip()) for query in queries)
    return name.lower() in ("@supports", "@layer")


def _is_met(query: str) -> bool:
    found = _QUERY.match(query)
    if found is None or (found["type"] or "").lower() not in _SHOWN_ON:
        return False
    rest = found["rest"]
    for side, number, unit in _FEATURE.findall(rest):
        width = float(number) * (1 if unit.lower() == "px" else _FONT)
        if (width > _WIDTH) if side.lower() == "min" else (width < _WIDTH):
            return False
    return re.sub(r"\band\b|\s", "", _FEATURE.sub("", rest), flags=re.IGNORECASE) == ""
