"""From a request to calls: the functions that fit, then arguments that a model writes within their schema.

A small model writes the arguments of a call well, but ends after the first of several. So it is asked for
another as long as the request holds values that no call has used, and what comes is kept where it uses one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.cancel import CancelToken
from engine.protocols import Embedder, TextGenerator
from engine.types import Message, Sampling, Speaker
from rag.calling.arguments import carried, founded, mended
from rag.calling.asked import Asked
from rag.calling.fitting import fits
from rag.calling.parting import Part, parts_of
from rag.calling.tools import Tool, grammar_of, signature, spaced
from rag.prompting.prompts import fill, template
from rag.prompting.writing import written

_TOKENS = 160  # of a call
_MOST_CALLS = 8


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: Mapping[str, Any]

    def says_more_than(self, other: Call) -> bool:
        """Whether this is the other with further arguments."""
        return self.name == other.name and self.arguments.items() >= other.arguments.items()


class Caller:
    """Answers one request at a time. Raises `ModelError`s, `WorkerError`s, `Cancelled`."""

    def __init__(self, generator: TextGenerator, embedder: Embedder) -> None:
        self._generator = generator
        self._embedder = embedder

    def calls(self, messages: Sequence[Message], tools: Sequence[Tool], cancel: CancelToken) -> list[Call]:
        """The calls that a request asks for, in its order; none where no function fits."""
        request = "\n".join(one.text for one in messages if one.speaker is Speaker.USER)
        asked = Asked(request, " ".join(f"{one.name} {one.description}" for one in tools))
        likely = [one.tool for one in fits(self._embedder, asked, tools, cancel)]
        if not likely:
            return []
        by_parts = self._by_parts(parts_of(self._embedder, asked, likely, cancel), asked, cancel)
        return by_parts or self._whole(
            messages, [one for one in tools if one in likely], likely, asked, cancel
        )

    def _by_parts(self, parts: Sequence[Part], asked: Asked, cancel: CancelToken) -> list[Call]:
        """The calls of each part; none where one of them gives none."""
        found: list[Call] = []
        for part in parts:
            here = asked.part(part.text)
            calls = self._whole([Message(Speaker.USER, part.text)], [part.tool], [part.tool], here, cancel)
            if not calls:
                return []
            before = [one.arguments for one in found]
            calls = [Call(one.name, carried(one.arguments, before, here)) for one in calls]
            found += [one for one in calls if one not in found]
        return found[:_MOST_CALLS]

    def _whole(
        self,
        messages: Sequence[Message],
        shown: Sequence[Tool],
        likely: Sequence[Tool],
        asked: Asked,
        cancel: CancelToken,
    ) -> list[Call]:
        """`shown` are the functions in the order of their register: a model takes what stands first first."""
        turn = _Turn(self._generator, _prompt(messages, shown), asked, cancel)
        found = self._named(turn, likely, self._first(turn, likely))
        while len(found) < _MOST_CALLS and asked.unused([one.arguments for one in found]):
            more = turn.further(found, turn.said(likely, len(found) + 1))
            if more == found:
                more = self._left(turn, likely, found)
            if more == found:
                break
            found = more
        return found[:_MOST_CALLS]

    def _first(self, turn: _Turn, likely: Sequence[Tool]) -> list[Call]:
        """What the model says by itself. Which function a single call is of is told better by its words."""
        found = turn.further([], turn.said(likely, 1))
        if len({one.name for one in found}) > 1 or (found and found[0].name == likely[0].name):
            return found
        return turn.further([], turn.said(likely[:1], 1)) or found

    def _named(self, turn: _Turn, likely: Sequence[Tool], found: list[Call]) -> list[Call]:
        """With a call of each other function that the request names: "the displacement, and also the final
        speed" may be of the same values.
        """
        for tool in likely if found else ():
            called = " ".join(spaced(one.name) for one in found)
            if tool.name in {one.name for one in found} or not turn.asked.names(spaced(tool.name), called):
                continue
            said = turn.said([tool], 1)
            more = turn.further(found, said)
            if more == found:
                more = [*found, *(one for one in said[:1] if founded(one.arguments, turn.asked))]
            found = more
        return found

    def _left(self, turn: _Turn, likely: Sequence[Tool], found: list[Call]) -> list[Call]:
        """With a call of a function that has none yet, where the model goes on with the others only."""
        called = {one.name for one in found}
        for tool in likely:
            if tool.name not in called and (more := turn.further(found, turn.said([tool], 1))) != found:
                return more
        return found


@dataclass(frozen=True, slots=True)
class _Turn:
    """A request put to the model, more than once where need be."""

    generator: TextGenerator
    prompt: Sequence[Message]
    asked: Asked
    cancel: CancelToken

    def said(self, tools: Sequence[Tool], least: int) -> list[Call]:
        """At least so many calls of these functions."""
        sampling = Sampling(
            max_tokens=_TOKENS * (least + 1),
            repeatable=True,
            json_schema=grammar_of(tools, least, _MOST_CALLS),
            repeat_penalty=1.0,  # calls are alike
        )
        text = written(self.generator, self.prompt, sampling, self.cancel).text
        return _read(text, tools, self.asked)

    def further(self, found: Sequence[Call], said: Sequence[Call]) -> list[Call]:
        """What is there, and of what was said the calls that are new: each uses what those before it do not.
        A call that only says more than one before takes its place.
        """
        kept = list(found)
        for call in said:
            before = [one.arguments for one in kept]
            less = next((at for at, one in enumerate(kept) if call.says_more_than(one)), None)
            if kept and (
                not founded(call.arguments, self.asked)
                or self.asked.unused([*before, call.arguments]) >= self.asked.unused(before)
            ):
                continue
            if less is None:
                kept.append(call)
            else:
                kept[less] = call
        return kept


def _prompt(messages: Sequence[Message], tools: Sequence[Tool]) -> list[Message]:
    """The rules and examples, which are always the same, then the functions and the request."""
    found = [Message(Speaker.SYSTEM, template("calls"))]
    parts = [one.strip("\n") for one in template("calls_examples").split("===\n")]
    for functions, request, calls in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        found.append(Message(Speaker.USER, fill("calls_asked", functions=functions, request=request)))
        found.append(Message(Speaker.ASSISTANT, calls))
    functions = "\n".join(signature(one) for one in tools)
    request = "\n".join(one.text for one in messages)
    return [*found, Message(Speaker.USER, fill("calls_asked", functions=functions, request=request))]


def _read(text: str, tools: Sequence[Tool], asked: Asked) -> list[Call]:
    """The calls of what was written, as far as it was written, each held against the request."""
    by_name = {one.name: one for one in tools}
    found: list[Call] = []
    for row in _rows(text):
        tool = by_name.get(str(row.get("name")))
        arguments = row.get("arguments")
        if tool is None or not isinstance(arguments, dict):
            continue
        kept = mended(arguments, tool, asked)
        if all(name in kept for name in tool.required):
            found.append(Call(tool.name, kept))
    return found


def _rows(text: str) -> list[dict[str, Any]]:
    """The objects of a JSON array, as far as it was written."""
    decoder, rows, at = json.JSONDecoder(), [], text.find("{")
    while at >= 0:
        try:
            row, end = decoder.raw_decode(text, at)
        except ValueError:
            break
        if isinstance(row, dict):
            rows.append(row)
        at = text.find("{", end)
    return rows
