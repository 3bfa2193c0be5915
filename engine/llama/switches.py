"""How a chat template is asked not to let its model think: in short tasks that costs more than it gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Values = Mapping[str, object]
Probe = Callable[["Switch"], str | None]
"""What a template makes of a short conversation; None when it refuses the values."""

_OFF: Values = {
    "enable_thinking": False,  # Qwen 3, GLM, SmolLM 3, Hunyuan, Gemma 4
    "thinking": False,  # Granite, DeepSeek 3.1, Kimi
    "reasoning": False,  # Command A
    "enable_reasoning": False,
    "thinking_budget": 0,  # Seed
}
_EFFORTS = ("reasoning_effort", "reasoning_mode", "thinking_mode")  # gpt-oss, Mistral
_NONE = ("none", "off", "no_think", "disabled")
_LITTLE = ("minimal", "low")
_STATEMENT = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)
_COMMANDS = ("/no_think", "/nothink", "detailed thinking off")  # written into the system's message: Nemotron


@dataclass(frozen=True, slots=True)
class Switch:
    """What is given to a template besides the messages. `quiet`: its model then does not think."""

    values: Values = field(default_factory=dict)
    command: str = ""  # added to the first message
    quiet: bool = False


def quietest(source: str, probe: Probe) -> Switch:
    """The switch that a template understands and that lets its model think least."""
    named = {name: off for name, off in _OFF.items() if re.search(rf"\b{name}\b", source)}
    loud = {name: True for name, off in named.items() if off is False}
    efforts = {name: effort for name in _EFFORTS if (effort := _least(name, source))}
    found = Switch()
    for values in ({**named, **efforts}, named, efforts):
        if values and probe(Switch(values)) is not None:
            found = Switch(values)
            break
    silent = any(found.values.get(name) in _NONE for name in efforts)
    differs = any(name in found.values for name in named) and probe(found) != probe(
        Switch({**found.values, **loud} if loud else {})
    )
    if silent or differs:
        return Switch(found.values, quiet=True)
    command = next((one for one in _COMMANDS if one in source), "")
    commanded = Switch(found.values, command, quiet=True)
    return commanded if command and probe(commanded) is not None else found


def _least(name: str, source: str) -> str:
    """The least effort that a template speaks of; "" where it does not know `name`."""
    spoken = " ".join(one for one in _STATEMENT.findall(source) if re.search(rf"\b{name}\b", one))
    said = [one for one in (*_NONE, *_LITTLE) if re.search(rf"['\"]{one}['\"]", spoken)]
    return said[0] if said else ("low" if spoken and name == _EFFORTS[0] else "")
