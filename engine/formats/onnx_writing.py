"""An ONNX model in bytes, written node by node.

The format is a protocol buffer (onnx/onnx.proto; protobuf.dev, “Encoding”). Only what a graph needs is here:
nodes with numbers, or rows of whole ones, for attributes, constants, and weights that stay where they lie in
another file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MICROSOFT = "com.microsoft"  # the domain of ONNX Runtime's own operators

_IR_VERSION = 10
_OPERATORS = {"": 20, MICROSOFT: 1}  # domains and the versions of their operators
FLOAT32 = 1
_TYPES = {"float32": FLOAT32, "int32": 6, "int64": 7, "float16": 10, "bfloat16": 16}  # TensorProto.DataType
_EXTERNAL = 1  # TensorProto.DataLocation
_FLOAT, _INT, _INTS = 1, 2, 7  # AttributeProto.AttributeType
_VARINT, _LENGTH, _FOUR = 0, 2, 5  # wire types

Array = NDArray[Any]
Value = tuple[str, str, Sequence[int | str]]  # name, type, and its shape: numbers, or names of free ones


@dataclass(frozen=True, slots=True)
class Outside:
    """Weights in another file, by its name in the folder that the runtime is told."""

    file: str
    kind: str
    shape: Sequence[int]
    begin: int
    end: int


class Graph:
    """A graph that grows by its nodes; what a node gives has a name, by which the next takes it."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._outside: dict[str, Outside] = {}
        self._constants: dict[str, Array] = {}

    def weight(self, name: str, outside: Outside) -> str:
        """Name weights that stay outside of the model's bytes."""
        self._outside[name] = outside
        return name

    def constant(self, values: Array) -> str:
        """Values within the model's bytes."""
        name = f"constant{len(self._constants)}"
        self._constants[name] = values
        return name

    def node(
        self,
        operator: str,
        taken: Sequence[str],
        domain: str = "",
        name: str = "",
        **attributes: float | tuple[int, ...],
    ) -> str:
        """Add a node; returns the name of what it gives. An empty name among `taken` leaves an input out."""
        given = name or f"{operator}{len(self._nodes)}"
        self._nodes.append(
            b"".join(_field(1, one) for one in taken)
            + _field(2, given)
            + _field(4, operator)
            + b"".join(_field(5, _attribute(key, value)) for key, value in attributes.items())
            + _field(7, domain)
        )
        return given

    def model(self, inputs: Sequence[Value], outputs: Sequence[Value]) -> bytes:
        """The bytes of a ModelProto."""
        graph = b"".join(
            (
                *(_field(1, node) for node in self._nodes),
                _field(2, "graph"),
                *(_field(5, tensor) for tensor in self._initializers()),
                *(_field(11, _described(value)) for value in inputs),
                *(_field(12, _described(value)) for value in outputs),
            )
        )
        versions = (_field(8, _field(1, domain) + _number(2, at)) for domain, at in _OPERATORS.items())
        return _number(1, _IR_VERSION) + _field(7, graph) + b"".join(versions)

    def _initializers(self) -> Iterator[bytes]:
        for name, values in self._constants.items():
            yield _tensor(name, np.dtype(values.dtype).name, values.shape) + _field(9, values.tobytes())
        for name, one in self._outside.items():
            place = {"location": one.file, "offset": str(one.begin), "length": str(one.end - one.begin)}
            entries = b"".join(_field(13, _field(1, key) + _field(2, said)) for key, said in place.items())
            yield _tensor(name, one.kind, one.shape) + entries + _number(14, _EXTERNAL)


def _tensor(name: str, kind: str, shape: Sequence[int]) -> bytes:
    lengths = b"".join(_number(1, length) for length in shape)
    return lengths + _number(2, _TYPES[kind]) + _field(8, name)


def _described(value: Value) -> bytes:
    name, kind, shape = value
    lengths = (_field(2, one) if isinstance(one, str) else _number(1, one) for one in shape)
    tensor = _number(1, _TYPES[kind]) + _field(2, b"".join(_field(1, one) for one in lengths))
    return _field(1, name) + _field(2, _field(1, tensor))


def _attribute(name: str, value: float | tuple[int, ...]) -> bytes:
    if isinstance(value, tuple):
        return _field(1, name) + b"".join(_number(8, one) for one in value) + _number(20, _INTS)
    if isinstance(value, int):
        return _field(1, name) + _number(3, value) + _number(20, _INT)
    return _field(1, name) + _key(2, _FOUR) + struct.pack("<f", value) + _number(20, _FLOAT)


def _field(number: int, content: bytes | str) -> bytes:
    data = content.encode("utf-8") if isinstance(content, str) else content
    return _key(number, _LENGTH) + _varint(len(data)) + data


def _number(number: int, value: int) -> bytes:
    return _key(number, _VARINT) + _varint(value)


def _key(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1  # a negative number is written as its complement of two
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])
