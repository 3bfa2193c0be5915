"""Rows of a batch of requests, each with its functions where it has some; a wrong one is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cli.texts import whole_file
from app.errors import BatchInvalid
from app.words.catalogue import say
from engine.errors import Fault
from engine.types import Message, Speaker
from rag.calling.tools import Tool, tools_of
from rag.errors import ToolsInvalid

_TOOLS = ("tools", "functions", "function")
_MESSAGES = ("messages", "question")
_SPEAKERS = {one.value: one for one in Speaker}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, and the functions there are for it; `wrong` says why there is neither."""

    id: Any
    messages: tuple[Message, ...] = ()
    tools: tuple[Tool, ...] = ()
    wrong: Fault | None = None


def requests_in(path: Path, tools: Sequence[Tool]) -> list[Request]:
    """The rows of a batch file, blank lines left out; `tools` are for those without their own.
    Raises `FileMissing`, `FileUnreadable`.
    """
    lines = enumerate(whole_file(path).split("\n"), 1)  # JSON may hold what splitlines() parts
    return [_request(path, number, line, tuple(tools)) for number, line in lines if line.strip()]


def _request(path: Path, number: int, line: str, tools: tuple[Tool, ...]) -> Request:
    from rag.reading.cleaning import whole_text

    def wrong(key: str, row_id: Any = None) -> Request:
        return Request(row_id, wrong=BatchInvalid(path=str(path), line=number, detail=say(key)))

    try:
        row = whole_text(json.loads(line))
    except (ValueError, RecursionError):
        return wrong("cli.batch.not-json")
    if not isinstance(row, dict) or "id" not in row:
        return wrong("cli.call.needs-request")
    messages = _messages(row)
    if not messages or messages[-1].speaker is not Speaker.USER:
        return wrong("cli.call.needs-request", row["id"])
    own = next((row[key] for key in _TOOLS if key in row), None)
    try:
        found = tools_of(own) if own is not None else tools
    except ToolsInvalid as fault:
        return Request(row["id"], wrong=fault)
    return Request(row["id"], messages, found)


def _messages(row: dict[str, Any]) -> tuple[Message, ...]:
    """What a row says; () where it says nothing that is understood."""
    if isinstance(row.get("text"), str):
        return (Message(Speaker.USER, row["text"]),)
    given = next((row[key] for key in _MESSAGES if key in row), None)
    if isinstance(given, list) and len(given) == 1 and isinstance(given[0], list):
        given = given[0]  # turns of a conversation, of which there is one
    if not isinstance(given, list):
        return ()
    found = []
    for one in given:
        if (
            not isinstance(one, dict)
            or not isinstance(one.get("content"), str)
            or one.get("role") not in _SPEAKERS
        ):
            return ()
        found.append(Message(_SPEAKERS[one["role"]], one["content"]))
    return tuple(found)
