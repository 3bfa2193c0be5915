"""The selectors of style sheets that need no browser: names, classes, attributes and where an element stands.

Source: Selectors Level 3 (W3C). A selector with anything else, such as a state, selects nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_NAME = r"(?:[a-zA-Z0-9_-]|[^\x00-\x7f]|\\.)+"
_COMPOUND = re.compile(rf"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<rest>(?:[.#]{_NAME}|\[[^\]]*\])*)\Z")
_SIMPLE = re.compile(rf"([.#])({_NAME})|\[\s*([\w-]+)\s*(?:([~|^$*]?=)([^\]]*))?\]")
_PARTS = re.compile(r"\s*([>+~])\s*|\s+")
_FARTHEST = 200  # elements above or before one that are looked at
_LONGEST = 500  # characters of a selector


@dataclass(frozen=True, slots=True)
class _Compound:
    """What one element must be."""

    tag: str  # "" for any
    names: frozenset[str]  # of its id
    classes: frozenset[str]
    attributes: tuple[tuple[str, str, str], ...]  # name, operator, value

    def fits(self, node: Any) -> bool:
        if not isinstance(node.tag, str) or (self.tag and node.tag != self.tag):
            return False
        if self.names and not self.names <= {node.get("id")}:
            return False
        if self.classes and not self.classes <= set((node.get("class") or "").split()):
            return False
        return all(_holds(node.get(name), sign, value) for name, sign, value in self.attributes)


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector of a rule."""

    _compounds: tuple[_Compound, ...]  # from the element itself outwards
    _relations: tuple[str, ...]  # between each and the next
    weight: tuple[int, int, int]  # which of two rules holds: the one of more ids, then classes, then tags

    @property
    def key(self) -> str:
        """What an element must have to be selected: "#id", ".class", a tag, or "" where any may be."""
        last = self._compounds[0]
        if last.names:
            return f"#{min(last.names)}"
        return f".{min(last.classes)}" if last.classes else last.tag

    @property
    def needs(self) -> Iterator[str]:
        """The ids ("#id") and classes (".class") without which it selects nothing."""
        for compound in self._compounds:
            yield from (f"#{name}" for name in compound.names)
            yield from (f".{name}" for name in compound.classes)

    @property
    def is_key(self) -> bool:
        """Whether it selects every element that has its key."""
        last = self._compounds[0]
        parts = len(last.names) + len(last.classes) + bool(last.tag)
        return len(self._compounds) == 1 and parts <= 1 and not last.attributes

    def fits(self, node: Any) -> bool:
        """Whether it selects an element."""
        if not self._compounds[0].fits(node):
            return False
        for relation, compound in zip(self._relations, self._compounds[1:], strict=True):
            found = next((other for other in _related(node, relation) if compound.fits(other)), None)
            if found is None:
                return False
            node = found
        return True


def parsed(text: str) -> Selector | None:
    """A selector, or None where it says more than can be told here."""
    compounds: list[_Compound] = []
    relations: list[str] = []
    done = 0
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    for found in [*_PARTS.finditer(text), None]:
        compound = _compound(text[done : found.start() if found else len(text)])
        if compound is None:
            return None
        compounds.append(compound)
        if found is not None:
            relations.append(found[1] or " ")
            done = found.end()
    weight = (
        sum(len(one.names) for one in compounds),
        sum(len(one.classes) + len(one.attributes) for one in compounds),
        sum(bool(one.tag) for one in compounds),
    )
    return Selector(tuple(reversed(compounds)), tuple(reversed(relations)), weight)


def keys_of(tag: str, name: str | None, classes: str | None) -> Iterator[str]:
    """What the rules are filed under that may select an element of this tag, id and classes."""
    yield ""
    yield tag
    if name:
        yield f"#{name}"
    for one in dict.fromkeys(classes.split()) if classes else ():
        yield f".{one}"


def _compound(text: str) -> _Compound | None:
    found = _COMPOUND.match(text)
    if found is None or not text:
        return None
    tag = (found["tag"] or "").lower()
    names: set[str] = set()
    classes: set[str] = set()
    attributes: list[tuple[str, str, str]] = []
    for sign, name, key, operator, value in _SIMPLE.findall(found["rest"]):
        if sign:
            (names if sign == "#" else classes).add(re.sub(r"\\(.)", r"\1", name))
        else:
            attributes.append((key.lower(), operator, value.strip().strip("\"'")))
    return _Compound("" if tag == "*" else tag, frozenset(names), frozenset(classes), tuple(attributes))


def _related(node: Any, relation: str) -> Iterator[Any]:
    """The elements that a compound on the left may mean."""
    if relation in ("+", "~"):
        found = node.getprevious()
        for _ in range(1 if relation == "+" else _FARTHEST):
            while found is not None and not isinstance(found.tag, str):
                found = found.getprevious()
            if found is None:
                return
            yield found
            found = found.getprevious()
        return
    found = node.getparent()
    for _ in range(1 if relation == ">" else _FARTHEST):
        if found is None:
            return
        yield found
        found = found.getparent()


def _holds(has: str | None, sign: str, value: str) -> bool:
    if has is None:
        return False
    match sign:
        case "":
            return True
        case "=":
            return has == value
        case "~=":
            return value in has.split()
        case "|=":
            return has == value or has.startswith(f"{value}-")
        case "^=":
            return bool(value) and has.startswith(value)
        case "$=":
            return bool(value) and has.endswith(value)
        case _:
            return bool(value) and value in has
