"""The words of the program: every sentence that a person reads stands in a catalogue, under a key.

A language is a folder of TOML files below `assets/words`. A key is a path: `say("library.added.title")` is
`title` under `[added]` in `library.toml`. Facts stand in braces, as in `str.format`. What is counted has
plural forms, named as in the Unicode CLDR: `pages = { one = "{n} page", other = "{n:,} pages" }`. How
numbers, lists and days are written stands in `common.toml`. A language that lacks a key falls back to
English. Files are read when first asked for, with the standard library alone: the command line's parser asks
before the seal is drawn.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache

from app.words.directions import commands_isolated, isolated, turned
from app.words.plurals import RULES as PLURALS
from engine.assets import ASSETS

FOLDER = ASSETS / "words"
ENGLISH = "en"

_Table = Mapping[str, object]
_language = ENGLISH


def use(language: str) -> None:
    """Speak this language from now on; English where the catalogue has none of it."""
    global _language
    _language = language if (FOLDER / language).is_dir() else ENGLISH


def spoken() -> str:
    """The language that is spoken now, by the name of its folder."""
    return _language


def say(key: str, /, **facts: object) -> str:
    """The sentence of a key, with facts in it. Raises `KeyError` for a key that English lacks."""
    return tell(key, facts)


def tell(key: str, facts: Mapping[str, object], /) -> str:
    """The same with the facts of a mapping, which is asked for those the sentence needs and for no others."""
    found, language = _found(key)
    if not isinstance(found, str):
        raise KeyError(key)
    return _filled(found, facts, language)


def count(key: str, number: int, /, **facts: object) -> str:
    """The sentence of a key in the form for `number`, which stands in it as `{n}`."""
    forms, language = _found(key)
    if not isinstance(forms, dict):
        raise KeyError(key)
    form = PLURALS.get(language, PLURALS[ENGLISH])(number)
    return _filled(str(forms.get(form, forms["other"])), {"n": number, **facts}, language)


def listed(names: Iterable[str]) -> str:
    """Several things in a row, as a language writes them: "German, French and Dutch"."""
    *first, last = [*names] or [""]
    return f"{row(first)}{say('common.list.last')}{last}" if first else last


def row(names: Iterable[str]) -> str:
    """Names beside each other, of which none is the last: "German, French, Dutch"."""
    return say("common.list.between").join(names)


def apart(parts: Iterable[str]) -> str:
    """Parts that may hold commas themselves: "one, two; three"."""
    return say("common.list.apart").join(parts)


def quoted(text: str) -> str:
    """A text between the quotation marks of the language."""
    return say("common.quoted", text=text)


def named(name: str, words: str) -> str:
    """What is said of a thing, behind its name: "lease.pdf: 3 pages"."""
    return say("common.named", name=name, words=words)


def alone(text: str) -> str:
    """A name where it stands by itself, in a field or a row: “/home” and “Ltd.” are written as they are,
    whichever way the language runs.
    """
    return isolated(text) if right_to_left() else text


def right_to_left() -> bool:
    """Whether the language that is spoken now is written from right to left."""
    return say("common.direction") == "right-to-left"


def has(key: str, /) -> bool:
    """Whether there is a sentence under a key."""
    try:
        _found(key)
    except KeyError:
        return False
    return True


def names(key: str, /) -> dict[str, str]:
    """Every sentence under a key by its last name, in the catalogue's order: the words of an enumeration."""
    found = {name: _found(f"{key}.{name}")[0] for name in under(key)}
    if not found:
        raise KeyError(key)
    return {name: text.format() for name, text in found.items() if isinstance(text, str)}


def under(key: str, /) -> tuple[str, ...]:
    """The names that stand under a key in English, in the catalogue's order."""
    room, *path = key.split(".")
    found: object = read(ENGLISH, room)
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return tuple(found) if isinstance(found, Mapping) else ()


class _Facts(string.Formatter):
    """Writes numbers with the marks of a language, where Python writes those of English. Where it is written
    from right to left, every other fact keeps its own direction, and takes nothing around it along.
    """

    def __init__(self, language: str) -> None:
        marks = read(language, "common")
        self._marks = {ord(","): str(marks.get("thousands", ",")), ord("."): str(marks.get("decimal", "."))}
        self._from = int(str(marks.get("grouped-from", "1000")))
        self.isolates = marks.get("direction") == "right-to-left"

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, int | float):
            spec = format_spec.replace(",", "") if abs(value) < self._from else format_spec
            return str(super().format_field(value, spec)).translate(self._marks)
        text = str(super().format_field(value, format_spec))
        return isolated(text) if self.isolates else text


def _filled(text: str, facts: Mapping[str, object], language: str) -> str:
    # Python's own way is English already, and five times as fast.
    if language == ENGLISH:
        return text.format_map(facts)
    writer = _Facts(language)
    return writer.vformat(_backwards(text) if writer.isolates else text, (), facts)


@cache
def _backwards(text: str) -> str:
    return turned(commands_isolated(text))


def _found(key: str) -> tuple[object, str]:
    """What stands under a key, and in which language."""
    room, *path = key.split(".")
    for language in dict.fromkeys((_language, ENGLISH)):
        found: object = read(language, room)
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        if found is not None:
            return found, language
    raise KeyError(key)


def read_all() -> None:
    """Read every file of the language that is spoken and of English, so that no sentence waits for one."""
    for language in dict.fromkeys((_language, ENGLISH)):
        for file in (FOLDER / language).glob("*.toml"):
            read(language, file.stem)


@cache
def read(language: str, room: str) -> _Table:
    """A file of the catalogue; empty where the language has none of that name."""
    file = FOLDER / language / f"{room}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
