"""Renders a model's chat template so that only the template can speak in special tokens.

The template comes from the model file and is not trusted: it runs in jinja2's immutable sandbox,
with limits on its size, output and time. The messages are not trusted either: they are rendered as
placeholders and come back as pieces of their own, to be tokenised as plain text, so that
"<|im_start|>" inside a document never becomes a control token.

The environment follows the transformers library's `apply_chat_template`
(https://huggingface.co/docs/transformers/chat_templating), which model authors write for.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import product, takewhile
from typing import Any

from jinja2 import Template, TemplateError, nodes
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.llama.families import CHATML
from engine.llama.switches import Switch, quietest
from engine.llama.thoughts import Thoughts
from engine.types import Message, Speaker

_MAX_TEMPLATE_CHARS = 256 * 1024
_MAX_OUTPUT_CHARS = 1 << 20  # without the messages' own text
_MAX_PRODUCT = 1 << 16
_MAX_SECONDS = 2.0
_SHORT = (Message(Speaker.SYSTEM, "-"), Message(Speaker.USER, "-"))
_ANSWERED = (Message(Speaker.USER, "-"), Message(Speaker.ASSISTANT, "-"), Message(Speaker.USER, "-"))
_NOTHING = {"tools": None, "documents": None}  # what the transformers library gives where there are none


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the prompt. Special tokens are recognised in `trusted` pieces only."""

    text: str
    trusted: bool


class ChatTemplate:
    """A template ready to render. One that cannot be used is replaced by another.

    A model that may think or not is asked not to: see `engine.llama.switches`.
    """

    def __init__(self, source: str | None, *, bos: str = "", eos: str = "", otherwise: str = CHATML) -> None:
        """`otherwise` is a template of ours, for a `source` that is missing or cannot be used."""
        self._tokens = {"bos_token": bos, "eos_token": eos}
        self._own = _compiled(source) if source else None
        self._otherwise = _Environment().from_string(otherwise)
        self.switch = quietest(source, self._probed) if source and self._own else Switch()
        if self._own and all(self._probed(self.switch, short) is None for short in (_SHORT, _SHORT[1:])):
            self._own, self.switch = None, Switch()
        self.thoughts = Thoughts(source if self._own else otherwise)

    @property
    def own(self) -> bool:
        """Whether the model's own template can be used."""
        return self._own is not None

    @property
    def turn_end(self) -> str:
        """What stands after an answer; "" where nothing does that the template says itself."""
        pieces = self.render(_ANSWERED)
        places = [at for at, piece in enumerate(pieces) if not piece.trusted]
        after = pieces[places[1] + 1] if len(places) > 2 and places[1] + 1 < len(pieces) else None
        return after.text.lstrip() if after and after.trusted else ""

    def render(self, messages: Sequence[Message]) -> tuple[Piece, ...]:
        """The prompt up to where the assistant speaks next, in pieces."""
        with suppress(SecurityError):  # what oversteps a limit is not tried another way
            if (pieces := self._rendered(messages, self.switch)) is not None:
                return pieces
        for arrangement in (_plain, _folded):
            pieces = self._attempt(self._otherwise, arrangement(messages), messages, _text, Switch())
            if pieces is not None:
                return pieces
        raise AssertionError("our own templates take every message")

    def _rendered(self, messages: Sequence[Message], switch: Switch) -> tuple[Piece, ...] | None:
        """By the model's own template; None where it takes no such messages. Raises `SecurityError`."""
        for content, arrangement in product((_text, _parts), (_plain, _folded)) if self._own else ():
            assert self._own is not None
            pieces = self._attempt(self._own, arrangement(messages), messages, content, switch)
            if pieces is not None:
                return pieces
        return None

    def _probed(self, switch: Switch, messages: Sequence[Message] = _SHORT) -> str | None:
        with suppress(SecurityError):
            if (pieces := self._rendered(messages, switch)) is not None:
                return "".join(piece.text for piece in pieces)
        return None

    def _attempt(
        self,
        template: Template,
        turns: list[_Turn],
        messages: Sequence[Message],
        content: Callable[[str], object],
        switch: Switch,
    ) -> tuple[Piece, ...] | None:
        """None when the template refuses, fails, or leaves out a message. Raises `SecurityError`."""
        nonce = secrets.token_hex(4)
        rendered = []
        for place, turn in enumerate(turns):
            text = "\n\n".join(_mark(nonce, index) for index in turn.indexes)
            if switch.command and not place:
                text += f"\n{switch.command}"
            rendered.append({"role": turn.role, "content": content(text)})
        environment = template.environment
        assert isinstance(environment, _Environment)
        environment.begin()
        try:
            values = {**_NOTHING, **self._tokens, **switch.values}
            text = _limited(template, messages=rendered, add_generation_prompt=True, **values)
        except SecurityError:
            raise
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError):
            return None
        pieces: list[Piece] = []
        seen: set[int] = set()
        for position, part in enumerate(re.split(f"\ue000{nonce}:([0-9]+)\ue001", text)):
            if position % 2 == 0:
                pieces.append(Piece(part, trusted=True))
            elif int(part) < len(messages):
                seen.add(int(part))
                pieces.append(Piece(messages[int(part)].text, trusted=False))
        if len(seen) < len(messages):
            return None
        return tuple(piece for piece in pieces if piece.text)


def fixed_part(pieces: Sequence[Piece], messages: Sequence[Message]) -> Sequence[Piece]:
    """What stands before the first text that is not the system's own: nothing of any document."""
    texts = [at for at, piece in enumerate(pieces) if not piece.trusted]
    rules = len(list(takewhile(lambda one: one.speaker is Speaker.SYSTEM and one.text, messages)))
    return pieces[: texts[rules]] if rules < len(texts) else ()


def prompt_end(pieces: Sequence[Piece]) -> str:
    """What a template writes after the last message, where the model goes on."""
    last = [piece.text for piece in takewhile(lambda piece: piece.trusted, reversed(pieces))]
    return "".join(reversed(last))


@dataclass(frozen=True, slots=True)
class _Turn:
    role: str
    indexes: tuple[int, ...]


def _plain(messages: Sequence[Message]) -> list[_Turn]:
    return [_Turn(message.speaker.value, (index,)) for index, message in enumerate(messages)]


def _folded(messages: Sequence[Message]) -> list[_Turn]:
    """For templates without a system role, or that insist on turns: system text joins the user's."""
    turns: list[_Turn] = []
    for index, message in enumerate(messages):
        role = Speaker.ASSISTANT if message.speaker is Speaker.ASSISTANT else Speaker.USER
        if turns and turns[-1].role == role.value:
            turns[-1] = _Turn(role.value, (*turns[-1].indexes, index))
        else:
            turns.append(_Turn(role.value, (index,)))
    return turns


def _text(text: str) -> object:
    return text


def _parts(text: str) -> object:
    """For templates of models that see, some of which take a message only as a list of texts and pictures."""
    return [{"type": "text", "text": text}]


def _mark(nonce: str, index: int) -> str:
    return f"\ue000{nonce}:{index}\ue001"


class _Generation(Extension):
    """`{% generation %}…{% endgeneration %}`, by which the transformers library marks what a model is trained
    on; for a prompt it is what stands in it.
    """

    tags = {"generation"}  # noqa: RUF012

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox with a deadline, checked wherever a template looks something up or calls."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self) -> None:
        super().__init__(
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.loopcontrols", _Generation],
            autoescape=False,
        )
        self._deadline = float("inf")
        self.filters["tojson"] = _to_json
        self.globals["raise_exception"] = _refuse
        self.globals["strftime_now"] = lambda form: datetime.now().astimezone().strftime(form)

    def begin(self) -> None:
        self._deadline = time.monotonic() + _MAX_SECONDS

    def check_time(self) -> None:
        if time.monotonic() > self._deadline:
            raise SecurityError("the template takes too long")

    def getattr(self, obj: Any, attribute: str) -> Any:
        self.check_time()
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        self.check_time()
        return super().getitem(obj, argument)

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.check_time()
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Products only of what stays small: "x" * 10**9 would take the memory of the machine."""
        if operator == "**" or not all(_small(side) for side in (left, right)):
            raise SecurityError("a product out of bounds")
        return super().call_binop(context, operator, left, right)


def _small(value: object) -> bool:
    if isinstance(value, int | float):
        return abs(value) <= _MAX_PRODUCT
    return isinstance(value, str | list | tuple) and len(value) <= 64


def _compiled(source: str) -> Template | None:
    if len(source) > _MAX_TEMPLATE_CHARS:
        return None
    try:
        return _Environment().from_string(source)
    except (TemplateError, RecursionError):
        return None


def _limited(template: Template, **variables: Any) -> str:
    parts: list[str] = []
    length = 0
    environment = template.environment
    assert isinstance(environment, _Environment)
    for part in template.generate(**variables):
        environment.check_time()
        parts.append(part)
        length += len(part)
        if length > _MAX_OUTPUT_CHARS:
            raise SecurityError("the template writes too much")
    return "".join(parts)


def _refuse(message: object) -> str:
    raise TemplateError(str(message))


def _to_json(
    value: Any,
    ensure_ascii: bool = False,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,
) -> str:
    """As the transformers library has it, with its order of arguments."""
    return json.dumps(
        value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys
    )
