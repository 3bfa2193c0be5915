"""Model files of the tests with another chat template, which is what a family thinks by."""

from __future__ import annotations

import mmap
import struct
from pathlib import Path

from engine.formats.gguf import _Reader

_KEY = b"tokenizer.chat_template"
_LENGTH = struct.Struct("<Q")
_ALIGNMENT = 32


def with_template(model: Path, target: Path, template: str) -> Path:
    """A copy of a model whose file holds `template`; weights and vocabulary are the same."""
    with model.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        reader = _Reader(model, view, len(view))
        reader.header()
        ends = reader._at
        value = view.find(_KEY) + len(_KEY) + 4  # after the key stands the kind of its value
        (length,) = _LENGTH.unpack_from(view, value)
        text = template.encode()
        header = view[:value] + _LENGTH.pack(len(text)) + text + view[value + _LENGTH.size + length : ends]
        target.write_bytes(_padded(header) + view[_aligned(ends) :])
    return target


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def _padded(header: bytes) -> bytes:
    return header + bytes(_aligned(len(header)) - len(header))
