"""What a text wishes to have carried out, by its words alone: which documents those mean is told elsewhere.

A wish is worded by a pattern from its first word to its last, so that a question, or a text that only speaks
of tags, pages and forecasts, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rag.carrying.phrases import Phrases
from rag.language.words import words

_LONGEST = 240  # characters of a wish
_LONGEST_NAME = 40
_MOST_WORDS = 3  # of a tag or a column's name that is not in quotation marks
_QUOTED = re.compile(r"(?<!\w)[\"'“„«‘‚‹]\s*([^\"“”„«»‹›]+?)\s*[\"'”“»’‘›](?!\w)")
_SENTENCES = re.compile(r"[.!?;:]\s+\S|\n")
_EDGES = " \t.,!¡…"

Parts = Mapping[str, str | None]
"""The named parts of a pattern that was found."""


class Tool(StrEnum):
    """What is carried out, by the names of assets/tools.json."""

    TAG = "tag"
    EXTRACT = "extract"
    OPEN_PAGE = "open_page"
    SEARCH = "search"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`said`: the words for the documents, "" where there are none; `names`: tags, columns, what is searched
    for or forecast; `number`: of a page, or how far ahead; `sure`: no other words than these could be meant.
    """

    tool: Tool
    said: str = ""
    names: tuple[str, ...] = ()
    number: int | None = None
    sure: bool = True


def wanted_in(text: str, phrases: Phrases) -> Iterator[Wanted]:
    """What a text may wish, the likelier reading first; nothing where it is no wish in these words."""
    said = _bare(text, phrases)
    if not said:
        return
    for key, reading in _READINGS.items():
        for pattern in phrases.wholly(key):
            if found := pattern.fullmatch(said):
                yield from reading(found.groupdict(), phrases)
    alone = not text.rstrip().endswith("?")  # "Can you search for 'Baby Shark'?" is asked of whom?
    for pattern in phrases.wholly("search"):
        if found := pattern.fullmatch(said):
            yield from _search(found["query"], found.groupdict().get("where") or "", alone)


def _bare(text: str, phrases: Phrases) -> str:
    """A wish without courtesies; "" for what is longer than one, or asked without any."""
    said = text.strip()
    if len(said) > _LONGEST or _SENTENCES.search(said):
        return ""
    asked = said.endswith("?")
    said, lead = said.rstrip("?").strip(_EDGES + "¿"), False
    before = ""
    while before != said:
        before = said
        rest = re.sub(rf"^(?:{phrases.said['lead']})(?!\w)[\s,]*", "", said, flags=re.IGNORECASE)
        lead, said = lead or rest != said, rest
        said = re.sub(rf"[\s,]+(?:{phrases.said['trail']})$", "", said, flags=re.IGNORECASE).strip(_EDGES)
    return "" if asked and not lead else said


def _names(text: str, phrases: Phrases) -> tuple[str, ...]:
    """The tags or columns that a text lists; none where it holds anything else."""
    quoted = _QUOTED.findall(text)
    rest = _QUOTED.sub(" , ", text)
    found = [*quoted]
    for part in re.split(rf",|(?<!\w)(?:{phrases.said['and']})(?!\w)", rest, flags=re.IGNORECASE):
        name = _without_articles(part.strip(_EDGES), phrases)
        if not name:
            continue
        said = [one.lower() for one in words(name)]
        if len(name.split()) > _MOST_WORDS or phrases.stop() & {*said}:
            return ()
        found.append(name)
    return tuple(found) if all(len(one) <= _LONGEST_NAME for one in found) else ()


def _tag(found: Parts, phrases: Phrases) -> Iterator[Wanted]:
    tags = _names(found["tags"] or "", phrases)
    if tags:
        yield Wanted(Tool.TAG, found["docs"] or "", tags)


def _values(found: Parts, _: Phrases) -> Iterator[Wanted]:
    yield Wanted(Tool.EXTRACT, found["docs"] or "")


def _columns(found: Parts, phrases: Phrases) -> Iterator[Wanted]:
    """Columns before "of" and documents behind it, wherever that may part them."""
    rest = found["rest"] or ""
    for joint in re.finditer(rf"\s(?:{phrases.said['of']})(?:\s|(?<=['’]))", rest, re.IGNORECASE):
        names = _names(rest[: joint.start()], phrases)
        if names:
            yield Wanted(Tool.EXTRACT, rest[joint.end() :], names)


def _open(found: Parts, _: Phrases) -> Iterator[Wanted]:
    yield Wanted(Tool.OPEN_PAGE, found["docs"] or "", (), int(found["page"] or 0))


def _forecast(found: Parts, phrases: Phrases) -> Iterator[Wanted]:
    value = _without_articles(found["value"] or "", phrases)
    number = int(found["number"]) if found["number"] else None
    yield Wanted(Tool.FORECAST, found["docs"] or "", (value,), number)


def _search(query: str, where: str, alone: bool) -> Iterator[Wanted]:
    """`alone`: words in quotation marks are enough, without a word of where."""
    quoted = _QUOTED.fullmatch(query.strip())
    if quoted and (where or alone):
        yield Wanted(Tool.SEARCH, where, (quoted[1],))
    elif where:
        yield Wanted(Tool.SEARCH, where, (query.strip(_EDGES),), sure=False)


def _without_articles(text: str, phrases: Phrases) -> str:
    before = ""
    while before != text:
        before = text
        text = re.sub(rf"^(?:{phrases.said['the']})(?:\s+|(?<=['’]))", "", text, flags=re.IGNORECASE)
    return text


_READINGS = {"tag": _tag, "values": _values, "columns": _columns, "open": _open, "forecast": _forecast}
