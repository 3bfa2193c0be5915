"""What models are asked: about the sample regulation that comes along, and what a person asked before."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from engine.assets import ASSETS
from engine.types import Message, Speaker
from rag.grounding.grounder import is_silent
from rag.prompting.prompts import answer_messages, source_text
from rag.types import Citation, Hit, Outcome, Turn

_FOLDER = ASSETS / "sample"
_TURNS = 20  # of a person's own: the latest


class Sort(StrEnum):
    """What a question finds out."""

    ANSWERED = "answered"  # the sources answer it
    SILENT = "silent"  # they do not, and it is to be said so
    FORMED = "formed"  # a form is to be kept


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its sources. `must`: patterns that a right answer holds, `never`: one that it does
    not; `form`: "json" or "list"; `by_place`: right is what rests on the first source.
    """

    sort: Sort
    question: str
    sources: tuple[Hit, ...]
    must: tuple[str, ...] = ()
    never: str = ""
    form: str = ""
    by_place: bool = False

    def messages(self) -> list[Message]:
        """What the model is given: the program's own prompt for answers."""
        if self.sort is Sort.FORMED:
            told = "\n\n".join(source_text(number, one) for number, one in enumerate(self.sources, 1))
            return [Message(Speaker.USER, f"{told}\n\n{self.question}")]
        return answer_messages(self.question, self.sources)

    def is_right(self, text: str) -> bool:
        """Whether what a model wrote is what was wanted, as far as patterns tell."""
        if self.sort is Sort.SILENT or is_silent(text):
            return self.sort is Sort.SILENT and is_silent(text)
        if self.form and not _is_formed(self.form, text):
            return False
        if self.never and re.search(self.never, text, re.IGNORECASE):
            return False
        return all(re.search(one, text, re.IGNORECASE | re.MULTILINE) for one in self.must)


@cache
def sample() -> tuple[Asked, ...]:
    """The questions about the sample regulation."""
    listed = tomllib.loads((_FOLDER / "board.toml").read_text("utf-8"))
    name = str(listed["document"])
    sources = _chapters(name, (_FOLDER / name).read_text("utf-8"))
    return tuple(_asked(sort, one, sources) for sort in Sort for one in listed[sort.value])


def _asked(sort: Sort, one: dict[str, Any], sources: tuple[Hit, ...]) -> Asked:
    text = one["task"] if sort is Sort.FORMED else one["question"]
    return Asked(sort, text, sources, tuple(one.get("must", ())), one.get("never", ""), one.get("form", ""))


def own(turns: Sequence[Turn]) -> tuple[Asked, ...]:
    """The latest questions that a person's documents answered, each with the places that were quoted then."""
    found: dict[str, Asked] = {}
    for turn in sorted(turns, key=lambda one: -one.created):
        answer = turn.answer
        if answer is None or answer.outcome is not Outcome.ANSWERED or not answer.quotes:
            continue
        sources = tuple(_hit(number, one.citation) for number, one in enumerate(answer.quotes, 1))
        found.setdefault(turn.question, Asked(Sort.ANSWERED, turn.question, sources, by_place=True))
    return tuple(found.values())[:_TURNS]


def _chapters(name: str, text: str) -> tuple[Hit, ...]:
    found, at = [], 0
    for number, part in enumerate(re.split(r"(?m)^(?=## )", text), 1):
        heading = part.partition("\n")[0].lstrip("# ")
        found.append(
            Hit(number, 1, name, None, number, number, heading, at, at + len(part), 1.0, part.strip())
        )
        at += len(part)
    return tuple(found)


def _hit(number: int, one: Citation) -> Hit:
    return Hit(
        number,
        one.document_id,
        one.document,
        None,
        one.page,
        one.page,
        one.section,
        one.start,
        one.end,
        1.0,
        one.quote,
        one.place,
    )


def _is_formed(form: str, text: str) -> bool:
    """Whether the whole text has the form: models like to say something before it."""
    bare = text.strip()
    if form == "list":
        lines = [line for line in bare.splitlines() if line.strip()]
        return bool(lines) and all(line.lstrip().startswith("-") for line in lines)
    bare = re.sub(r"^```(?:json)?\s*|\s*```$", "", bare)
    try:
        return isinstance(json.loads(bare), dict)
    except ValueError:
        return False
