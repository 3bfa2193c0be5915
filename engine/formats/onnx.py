"""Whether a file is an ONNX model, without loading it."""

from __future__ import annotations

import mmap
from pathlib import Path

from engine.errors import NotAModel

# Fields of a ModelProto and their wire types (onnx/onnx.proto; protobuf.dev, “Encoding”).
_VERSION, _GRAPH, _METADATA = 1, 7, 14
_VARINT, _EIGHT, _LENGTH, _FOUR = 0, 1, 2, 5
_LONGEST_VARINT = 10
_CHARACTERS = b"character"  # the key under which a line recogniser lists its characters


def check_onnx(path: Path) -> None:
    """Raises `NotAModel` for what is no ONNX file, is cut short or cannot be a line recogniser."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
            fields, characters = _fields(view)
    except OSError as error:
        raise NotAModel(path=str(path), detail=f"it cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise NotAModel(path=str(path), detail=str(error) if path.stat().st_size else "empty") from error
    if not {_VERSION, _GRAPH} <= fields:
        raise NotAModel(path=str(path), detail="not an ONNX file")
    if not characters:
        raise NotAModel(path=str(path), detail="it names no characters, so it reads no lines")


def _fields(view: mmap.mmap) -> tuple[set[int], bool]:
    """The fields of the outermost message, and whether one lists characters. Raises ValueError."""
    at, found, characters = 0, set(), False
    while at < len(view):
        key, at = _varint(view, at)
        field, kind = key >> 3, key & 7
        if kind == _VARINT:
            _, at = _varint(view, at)
        elif kind == _LENGTH:
            length, at = _varint(view, at)
            if at + length > len(view):
                raise ValueError("cut short" if _VERSION in found else "not an ONNX file")
            characters |= field == _METADATA and _CHARACTERS in view[at : at + min(length, 64)]
            at += length
        elif kind in (_EIGHT, _FOUR):
            at += 8 if kind == _EIGHT else 4
        else:
            raise ValueError("not an ONNX file")
        found.add(field)
    return found, characters


def _varint(view: mmap.mmap, at: int) -> tuple[int, int]:
    value = 0
    for place in range(_LONGEST_VARINT):
        if at + place >= len(view):
            raise ValueError("cut short")
        byte = view[at + place]
        value |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            return value, at + place + 1
    raise ValueError("not an ONNX file")
