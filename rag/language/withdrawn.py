"""Text that a page holds and does not say: struck through, hidden, covered by a bar.

It is kept where it stands, between brackets that name what happened to it, so that a search finds it and a
reader sees it; no answer may rest on it. Readers write it with `withdrawn`; whatever weighs what a document
says asks `standing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from rag.language.sentences import sentences

_LONGEST = 300  # characters between one pair of brackets: a passage never ends inside of one


class Withdrawn(StrEnum):
    """What was done to text that no longer counts."""

    STRUCK = "struck"  # through with a line
    HIDDEN = "hidden"  # by the file: text, a row, a sheet
    COVERED = "covered"  # by a bar or a picture


_OPENS = re.compile(rf"\[(?:{'|'.join(Withdrawn)}): ")
_UNSHOWN_ROW = re.compile(r"(?m)^(row \d+ \(hidden\): )(\[hidden: )(.*)\]$")
_BRACKETS = re.compile(r"[\[\]]")


def withdrawn(kind: Withdrawn, text: str) -> str:
    """`text` in brackets that say what was done to it: "[struck: 50 euros]".

    Every line, and of a long one every sentence, has brackets of its own, so that a passage that is cut
    there never holds half of them. Brackets in `text` that do not come in pairs become parentheses.
    """
    return "\n".join(_of_line(kind, line) if line.strip() else line for line in text.split("\n"))


def standing(text: str) -> str:
    """`text` with blanks for what is withdrawn, each character in its place."""
    if "[" not in text:
        return text
    kept: list[str] = []
    done = 0
    for start, end in _spans(text):
        kept += (text[done:start], " " * (end - start))
        done = end
    return "".join((*kept, text[done:])) if done else text


def counted(text: str) -> str:
    """`standing`, but with the rows that a sheet only does not show, for a filter or to save room: they are
    data, and "the highest" is not told without them. "(hidden)" stands before each.
    """
    return standing(_UNSHOWN_ROW.sub(lambda row: f"{row[1]}{' ' * len(row[2])}{row[3]} ", text))


def brackets(text: str) -> Iterator[int]:
    """Where the signs stand that only say that something is withdrawn: "[struck: " and "]"."""
    for start, end in _spans(text):
        opening = _OPENS.match(text, start)
        yield from range(start, opening.end() if opening else start)
        if text[end - 1] == "]":
            yield end - 1


def unbracketed(text: str) -> str:
    """`text` with what is withdrawn, and nothing that says so."""
    gone = frozenset(brackets(text)) if "[" in text else frozenset()
    return "".join(sign for place, sign in enumerate(text) if place not in gone) if gone else text


def _of_line(kind: Withdrawn, line: str) -> str:
    pieces = [line]
    if len(line) > _LONGEST:
        pieces = [line[span.start : span.end] for span in sentences(line)]
    return " ".join(f"[{kind}: {_paired(piece.strip())}]" for piece in pieces)


def _paired(text: str) -> str:
    alone: set[int] = set()
    opened: list[int] = []
    for found in _BRACKETS.finditer(text):
        if found.group() == "[":
            opened.append(found.start())
        elif opened:
            opened.pop()
        else:
            alone.add(found.start())
    alone.update(opened)
    rounded = {"[": "(", "]": ")"}
    return "".join(rounded[mark] if place in alone else mark for place, mark in enumerate(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where withdrawn text stands, with its brackets; one that is not closed ends with its line."""
    done = 0
    for opening in _OPENS.finditer(text):
        if opening.start() < done:
            continue
        depth = 0
        line = text.find("\n", opening.start())
        done = len(text) if line < 0 else line
        for bracket in _BRACKETS.finditer(text, opening.start(), done):
            depth += 1 if bracket.group() == "[" else -1
            if depth == 0:
                done = bracket.end()
                break
        yield opening.start(), done
