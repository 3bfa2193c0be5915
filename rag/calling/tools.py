"""A register of functions as JSON Schema: what each does, and what it takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.assets import ASSETS
from rag.errors import ToolsInvalid

# What registers call types, beside JSON Schema's own names (BFCL's, Python's, Java's).
_TYPES = {
    **dict.fromkeys(("dict", "hashmap", "map"), "object"),
    **dict.fromkeys(("float", "double"), "number"),
    **dict.fromkeys(("int", "long", "short", "byte"), "integer"),
    **dict.fromkeys(("str", "char", "any"), "string"),
    **dict.fromkeys(("tuple", "list", "arraylist"), "array"),
    "bool": "boolean",
}
_KNOWN = ("string", "number", "integer", "boolean", "array", "object")
_KEPT = ("type", "enum", "items", "properties", "required", "minimum", "maximum", "description", "default")


@dataclass(frozen=True, slots=True)
class Tool:
    """`parameters` is a JSON Schema of an object."""

    name: str
    description: str
    parameters: Mapping[str, Any]

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(self.parameters.get("required", ()))

    @property
    def properties(self) -> Mapping[str, Mapping[str, Any]]:
        found: Mapping[str, Mapping[str, Any]] = self.parameters.get("properties", {})
        return found


def own_tools() -> tuple[Tool, ...]:
    """What this program can do itself, as functions."""
    return tools_in((ASSETS / "tools.json").read_text(encoding="utf-8"))


def tools_in(text: str) -> tuple[Tool, ...]:
    """The functions of a JSON text: a list of them, or {"tools": […]}. Raises `ToolsInvalid`."""
    try:
        given = json.loads(text)
    except ValueError as error:
        raise ToolsInvalid(detail=str(error)) from error
    return tools_of(given.get("tools", given.get("functions")) if isinstance(given, dict) else given)


def tools_of(given: object) -> tuple[Tool, ...]:
    """The functions of a list: {"name", "description", "parameters"}, each as it is or within "function".
    Raises `ToolsInvalid`.
    """
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise ToolsInvalid(detail="no functions")
    found = tuple(_tool(one, number) for number, one in enumerate(given, 1))
    names = [one.name for one in found]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise ToolsInvalid(detail=f"{doubled} (2)")
    return found


def _tool(given: object, number: int) -> Tool:
    if isinstance(given, dict) and isinstance(given.get("function"), dict):
        given = given["function"]
    if not isinstance(given, dict) or not str(given.get("name", "")).strip():
        raise ToolsInvalid(detail=f"[{number}].name")
    name = str(given["name"])
    parameters = given.get("parameters", {})
    if not isinstance(parameters, dict):
        raise ToolsInvalid(detail=f"{name}: parameters")
    schema = {**_schema(parameters), "type": "object"}
    known = schema.get("properties", {})
    schema["required"] = [one for one in schema.get("required", ()) if one in known]
    return Tool(name, str(given.get("description", "")), schema)


def _schema(given: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON Schema has it, with what is told in other ways left out."""
    found = {key: given[key] for key in _KEPT if key in given}
    if "type" in found:
        found["type"] = _type(found["type"])
    if "enum" in found and not (isinstance(found["enum"], list) and found["enum"]):
        del found["enum"]
    if isinstance(found.get("items"), Mapping):
        found["items"] = _schema(found["items"])
    elif found.get("type") == "array":
        found["items"] = {"type": "string"}
    if isinstance(found.get("properties"), Mapping):
        found["properties"] = {
            str(name): _schema(one) for name, one in found["properties"].items() if isinstance(one, Mapping)
        }
    return found


def _type(given: object) -> str:
    """A type by its name in JSON Schema: of several the first that is a value, of an unknown one text."""
    names = [str(one).lower() for one in (given if isinstance(given, list) else [given])]
    name = next((one for one in names if one != "null"), "string")
    name = _TYPES.get(name, name)
    return name if name in _KNOWN else "string"


def spaced(name: str) -> str:
    """A name of code as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[._-]+", " ", name).lower()


def signature(tool: Tool) -> str:
    """A function as a model is told of it: its arguments in one line, then what each is."""
    names = (name if name in tool.required else f"{name}=None" for name in tool.properties)
    lines = [f"def {tool.name}({', '.join(names)}):", f'    """{tool.description.strip()}']
    for name, about in tool.properties.items():
        needed = "" if name in tool.required else ", optional"
        lines.append(f"    {name} ({_kind(about)}{needed}): {str(about.get('description', '')).strip()}")
    return "\n".join([*lines, '    """'])


def _kind(about: Mapping[str, Any]) -> str:
    if "enum" in about:
        return " or ".join(json.dumps(value, ensure_ascii=False) for value in about["enum"])
    if about.get("type") == "array":
        return f"list of {about.get('items', {}).get('type', 'string')}"
    return str(about.get("type", "string"))


def grammar_of(tools: Iterable[Tool], least: int, most: int) -> str:
    """A JSON Schema of `least` to `most` calls of these functions, with arguments that theirs allow."""
    calls = [
        {
            "type": "object",
            "properties": {"name": {"const": one.name}, "arguments": _bare(one.parameters)},
            "required": ["name", "arguments"],
            "additionalProperties": False,
        }
        for one in tools
    ]
    items = calls[0] if len(calls) == 1 else {"anyOf": calls}
    return json.dumps({"type": "array", "items": items, "minItems": least, "maxItems": most})


def _bare(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What a grammar needs of a schema."""
    found = {key: schema[key] for key in ("type", "enum", "required") if key in schema}
    if "enum" in found:
        found.pop("type", None)
    if "items" in schema:
        found["items"] = _bare(schema["items"])
    if "properties" in schema:
        found["properties"] = {name: _bare(one) for name, one in schema["properties"].items()}
        found["additionalProperties"] = False
    return found
