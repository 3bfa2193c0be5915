"""What is looked for in each document: columns with a question, a type and rules; from JSON or a preset.

Beside what a person gives, a preset tells where its values stand: the labels before them, the labels of what
they are not, patterns of the sentence that holds them, and the place on the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from engine.assets import ASSETS
from rag.errors import SchemaInvalid

PRESETS = ASSETS / "presets"


class ColumnType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"  # with its currency
    DATE = "date"
    PERIOD = "period"
    PERSON = "person"
    ORGANISATION = "organisation"
    PARTY = "party"  # a person or an organisation
    YES_NO = "yes_no"
    ONE_OF = "one_of"
    ADDRESS = "address"


class Each(StrEnum):
    DOCUMENT = "document"
    ITEM = "item"  # one row for each line of the document's table


@dataclass(frozen=True, slots=True)
class Column:
    """`values`: of `ONE_OF`. `labels` and `others` are words before the value, and before what it is not;
    `finds` patterns with a group "value"; `place` a part of the document that holds it: "top", "opening".
    """

    name: str
    question: str
    type: ColumnType = ColumnType.TEXT
    values: tuple[str, ...] = ()
    pattern: str = ""
    required: bool = False
    many: bool = False
    least: float | None = None
    most: float | None = None
    checksum: str = ""  # "iban", "luhn"
    labels: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    finds: tuple[str, ...] = ()
    place: str = ""
    avoid: str = ""  # a pattern of sentences whose values are of something else
    largest: bool = False  # of several amounts that fit as well, the largest
    tendered: tuple[str, ...] = ()  # words before what was handed over, and before what came back: the
    change: tuple[str, ...] = ()  # difference is what was to be paid
    rounding: tuple[str, ...] = ()  # words before what a total was rounded by
    typed: bool = False  # a person's, with the labels of a preset: they have to stand as labels
    called: tuple[str, ...] = ()  # what people call such a column, who give no labels: see `known`


@dataclass(frozen=True, slots=True)
class Schema:
    name: str
    columns: tuple[Column, ...]
    each: Each = Each.DOCUMENT


def preset_names() -> tuple[str, ...]:
    """Those that come along."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.json")))


def preset(name: str) -> Schema:
    """A schema that comes along. Raises `SchemaInvalid` for a name that none has."""
    if name not in preset_names():
        raise SchemaInvalid(detail=f"preset {name}", known=", ".join(preset_names()))
    return parsed((PRESETS / f"{name}.json").read_text("utf-8"))


def load(path: Path) -> Schema:
    """A schema from a file. Raises `SchemaInvalid`."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaInvalid(detail=str(error)) from error
    return parsed(text)


def parsed(text: str) -> Schema:
    """A schema from JSON: the program's own form, or JSON Schema with "properties". Raises `SchemaInvalid`,
    which says where it is wrong.
    """
    try:
        given = json.loads(text)
    except ValueError as error:
        raise SchemaInvalid(detail=str(error)) from error
    if not isinstance(given, dict):
        raise SchemaInvalid(detail="no columns")
    if "properties" in given:
        given = _from_json_schema(given)
    columns = given.get("columns")
    if not isinstance(columns, list) or not columns:
        raise SchemaInvalid(detail="no columns")
    each = given.get("each", Each.DOCUMENT)
    if each not in set(Each):
        raise SchemaInvalid(detail=f"each: {each}")
    found = tuple(_column(one, number) for number, one in enumerate(columns, 1))
    names = [one.name for one in found]
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled:
        raise SchemaInvalid(detail=f"columns: {doubled} (2)")
    return Schema(str(given.get("name", "")), found, Each(each))


def encoded(schema: Schema) -> str:
    """A schema as JSON that `parsed` reads."""
    columns = [asdict(one) for one in schema.columns]
    return json.dumps({"name": schema.name, "each": schema.each, "columns": columns}, ensure_ascii=False)


def _column(given: object, number: int) -> Column:
    if not isinstance(given, dict) or not str(given.get("name", "")).strip():
        raise SchemaInvalid(detail=f"columns[{number}].name")
    name = str(given["name"])
    kind = str(given.get("type", ColumnType.TEXT)).lower().replace("/", "_").replace(" ", "_")
    many = bool(given.get("many", False))
    if kind == "list":
        kind, many = ColumnType.TEXT, True
    if kind not in set(ColumnType):
        raise SchemaInvalid(detail=f"{name}: type {given['type']}", known=", ".join(ColumnType))
    values = _texts(given, "values", name)
    if kind == ColumnType.ONE_OF and not values:
        raise SchemaInvalid(detail=f"{name}: values")
    finds = _texts(given, "finds", name)
    for pattern in (str(given.get("pattern", "")), str(given.get("avoid", "")), *finds):
        try:
            re.compile(pattern)
        except re.error as error:
            raise SchemaInvalid(detail=f"{name}: {pattern}: {error}") from error
    return Column(
        name,
        str(given.get("question", "")) or name.replace("_", " "),
        ColumnType(kind),
        values,
        str(given.get("pattern", "")),
        bool(given.get("required", False)),
        many,
        _number(given, "least", name),
        _number(given, "most", name),
        str(given.get("checksum", "")),
        _texts(given, "labels", name),
        _texts(given, "others", name),
        finds,
        str(given.get("place", "")),
        str(given.get("avoid", "")),
        bool(given.get("largest", False)),
        _texts(given, "tendered", name),
        _texts(given, "change", name),
        _texts(given, "rounding", name),
        called=_texts(given, "called", name),
    )


def _texts(given: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
    found = given.get(key, ())
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise SchemaInvalid(detail=f"{name}: {key}")
    return tuple(str(one) for one in found)


def _number(given: Mapping[str, Any], key: str, name: str) -> float | None:
    found = given.get(key)
    if found is not None and not isinstance(found, int | float):
        raise SchemaInvalid(detail=f"{name}: {key}")
    return None if found is None else float(found)


def _from_json_schema(given: Mapping[str, Any]) -> dict[str, Any]:
    """JSON Schema (2020-12) as far as it tells of a flat row: properties, their types, formats and limits."""
    needed = given.get("required", [])
    return {
        "name": given.get("title", ""),
        "columns": [
            {"name": name, "required": name in needed, **_from_property(one if isinstance(one, dict) else {})}
            for name, one in given["properties"].items()
        ],
    }


def _from_property(given: Mapping[str, Any]) -> dict[str, Any]:
    many = given.get("type") == "array"
    items = given.get("items")
    one = items if many and isinstance(items, dict) else given
    kind = ColumnType.TEXT
    if one.get("enum"):
        kind = ColumnType.ONE_OF
    elif one.get("type") in ("number", "integer"):
        kind = ColumnType.NUMBER
    elif one.get("type") == "boolean":
        kind = ColumnType.YES_NO
    elif one.get("format") in ("date", "date-time"):
        kind = ColumnType.DATE
    return {
        "question": given.get("description", ""),
        "type": kind,
        "many": many,
        "values": [str(value) for value in one.get("enum", ())],
        "pattern": one.get("pattern", ""),
        **{
            ours: one[theirs] for ours, theirs in (("least", "minimum"), ("most", "maximum")) if theirs in one
        },
    }
