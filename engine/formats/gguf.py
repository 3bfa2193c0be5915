"""Reads the header of a GGUF file: what the model is, and whether the file is whole.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3, little
endian). Nothing of the weights is read; every length is checked against the file before use, so a
hostile or cut-off file ends in `ModelInvalid` here and never reaches native code. What kind of thing a file
is says `engine.formats.gguf_kinds`; a model in several files reads `engine.formats.gguf_parts`.
"""

from __future__ import annotations

import math
import mmap
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard, cast

from engine.errors import ModelInvalid

Scalar = str | int | float | bool
Value = Scalar | list[Scalar]

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_MAX_ENTRIES = 1 << 20  # keys or tensors; the largest models known have some thousands
_MAX_ARRAY = 1 << 26
_KEPT_ARRAY = 4096  # longer arrays (vocabularies) are passed over
_MAX_DIMENSIONS = 8
_DEFAULT_ALIGNMENT = 32
_TAIL = 4096  # bytes at the end of a matrix; no weights are all zero for so long

_STRING, _ARRAY, _BOOL = 8, 9, 7
_SCALARS: dict[int, struct.Struct] = {
    0: struct.Struct("<B"),
    1: struct.Struct("<b"),
    2: struct.Struct("<H"),
    3: struct.Struct("<h"),
    4: struct.Struct("<I"),
    5: struct.Struct("<i"),
    6: struct.Struct("<f"),
    _BOOL: struct.Struct("<?"),
    10: struct.Struct("<Q"),
    11: struct.Struct("<q"),
    12: struct.Struct("<d"),
}
_U32 = struct.Struct("<I")
_U64 = struct.Struct("<Q")

# ggml type: (weights in a block, bytes of a block), from ggml.c's table of type traits.
_BLOCKS: dict[int, tuple[int, int]] = {
    0: (1, 4),  # F32
    1: (1, 2),  # F16
    2: (32, 18),  # Q4_0
    3: (32, 20),  # Q4_1
    6: (32, 22),  # Q5_0
    7: (32, 24),  # Q5_1
    8: (32, 34),  # Q8_0
    9: (32, 36),  # Q8_1
    10: (256, 84),  # Q2_K
    11: (256, 110),  # Q3_K
    12: (256, 144),  # Q4_K
    13: (256, 176),  # Q5_K
    14: (256, 210),  # Q6_K
    15: (256, 292),  # Q8_K
    16: (256, 66),  # IQ2_XXS
    17: (256, 74),  # IQ2_XS
    18: (256, 98),  # IQ3_XXS
    19: (256, 50),  # IQ1_S
    20: (32, 18),  # IQ4_NL
    21: (256, 110),  # IQ3_S
    22: (256, 82),  # IQ2_S
    23: (256, 136),  # IQ4_XS
    24: (1, 1),  # I8
    25: (1, 2),  # I16
    26: (1, 4),  # I32
    27: (1, 8),  # I64
    28: (1, 8),  # F64
    29: (256, 56),  # IQ1_M
    30: (1, 2),  # BF16
    34: (256, 54),  # TQ1_0
    35: (256, 66),  # TQ2_0
    39: (32, 17),  # MXFP4
    40: (64, 36),  # NVFP4
    41: (128, 18),  # Q1_0
    42: (64, 18),  # Q2_0
}


@dataclass(frozen=True, slots=True)
class GgufTensor:
    """A tensor as the header describes it; `shape` has the innermost dimension first."""

    name: str
    shape: tuple[int, ...]
    kind: int  # ggml type
    offset: int  # from the beginning of the data

    @property
    def weights(self) -> int:
        return math.prod(self.shape)

    @property
    def size(self) -> int:
        """Bytes; of a type newer than the table here, one byte, which at least must be there."""
        if self.kind not in _BLOCKS:
            return 1
        weights, size = _BLOCKS[self.kind]
        return math.ceil(self.weights / weights) * size


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What a model file says of itself. Zero or None where it does not say."""

    architecture: str
    name: str
    parameters: int
    context_length: int  # trained
    layers: int
    vocabulary: int
    chat_template: str | None
    file_bytes: int
    sees: bool = False  # a projector (mmproj) that turns pictures into what a language model reads
    parts: int = 1  # files that the model is cut into
    tensors: tuple[GgufTensor, ...] = field(default=(), repr=False)
    values: Mapping[str, Value] = field(default_factory=dict, repr=False)  # all keys but those of long arrays

    def whole(self, key: str, default: int = 0) -> int:
        """A number above zero that stands under the architecture's name; of one a layer, the largest."""
        value = self.values.get(f"{self.architecture}.{key}")
        found = max((one for one in value if isinstance(one, int)), default=0) if _is_list(value) else value
        return found if isinstance(found, int) and found > 0 else default

    def by_layer(self, key: str) -> list[int]:
        """The same for each layer, where it may differ from one to the next."""
        value = self.values.get(f"{self.architecture}.{key}")
        if isinstance(value, list):
            listed = [one if isinstance(one, int) else 0 for one in value]
            return (listed + [0] * self.layers)[: self.layers]
        return [self.whole(key)] * self.layers


def read_header(path: Path) -> GgufHeader:
    """Check the file at `path` and describe it. Raises `ModelInvalid`."""
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            if size < len(_MAGIC):
                raise ModelInvalid(path=str(path), detail="empty")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
                return _Reader(path, view, size).header()
    except OSError as error:
        raise ModelInvalid(path=str(path), detail=f"cannot be read: {error.strerror}") from error


class _Reader:
    def __init__(self, path: Path, view: mmap.mmap, size: int) -> None:
        self._path = path
        self._view = view
        self._size = size
        self._at = 0
        self._array_lengths: dict[str, int] = {}

    def header(self) -> GgufHeader:
        if self._take(4) != _MAGIC:
            raise self._invalid("not a GGUF file")
        version = self._u32()
        if version not in _VERSIONS:
            raise self._invalid(f"GGUF version {version}")
        tensor_count, key_count = self._u64(), self._u64()
        if max(tensor_count, key_count) > _MAX_ENTRIES:
            raise self._invalid("header counts out of bounds")
        values: dict[str, Value] = {}
        for _ in range(key_count):
            key = self._string()
            value = self._value(key, self._u32())
            if value is not None:
                values[key] = value
        tensors = [self._tensor() for _ in range(tensor_count)]
        self._check_extents(tensors, values)
        return self._describe(values, tensors)

    def _describe(self, values: dict[str, Value], tensors: Sequence[GgufTensor]) -> GgufHeader:
        architecture = _text(values, "general.architecture")
        if not architecture and not _whole(values, "split.no"):  # only the first part of several tells
            raise self._invalid("names no architecture")
        template = _text(values, "tokenizer.chat_template")
        return GgufHeader(
            architecture=architecture,
            name=_text(values, "general.name"),
            parameters=sum(tensor.weights for tensor in tensors),
            context_length=_whole(values, f"{architecture}.context_length"),
            layers=_whole(values, f"{architecture}.block_count"),
            vocabulary=self._array_lengths.get("tokenizer.ggml.tokens", 0),
            chat_template=template or None,
            file_bytes=self._size,
            sees=architecture == "clip" and values.get("clip.has_vision_encoder") is True,
            parts=max(1, _whole(values, "split.count")),
            tensors=tuple(tensors),
            values=values,
        )

    def _check_extents(self, tensors: Sequence[GgufTensor], values: dict[str, Value]) -> None:
        alignment = _whole(values, "general.alignment") or _DEFAULT_ALIGNMENT
        data = math.ceil(self._at / alignment) * alignment
        for tensor in tensors:
            if data + tensor.offset + tensor.size > self._size:
                raise self._invalid("cut short")
        # Programs that fetch set aside the whole file first: what did not come is zero up to the end. Only
        # matrices of layers tell that; there are biases, and words never used, whose weights are all zero.
        matrices = [one for one in tensors if len(one.shape) > 1 and one.name.startswith("blk.")]
        last = max(matrices, key=lambda tensor: tensor.offset, default=None)
        if last is not None and last.size >= _TAIL:
            end = data + last.offset + last.size
            if not any(self._view[end - _TAIL : end]):
                raise self._invalid("its end is empty")

    def _tensor(self) -> GgufTensor:
        name, dimensions = self._string(), self._u32()
        if dimensions > _MAX_DIMENSIONS:
            raise self._invalid("tensor dimensions out of bounds")
        shape = tuple(self._u64() for _ in range(dimensions))
        return GgufTensor(name, shape, self._u32(), self._u64())

    def _value(self, key: str, kind: int) -> Value | None:
        if kind == _STRING:
            return self._string()
        if kind == _ARRAY:
            return self._array(key)
        return self._scalar(kind)

    def _array(self, key: str) -> Value | None:
        kind, count = self._u32(), self._u64()
        if count > _MAX_ARRAY:
            raise self._invalid("array length out of bounds")
        self._array_lengths[key] = count
        if kind == _STRING:
            if count <= _KEPT_ARRAY:
                return [self._string() for _ in range(count)]
            self._skip_strings(count)
            return None
        if kind == _ARRAY:
            raise self._invalid("nested arrays")
        if kind not in _SCALARS:
            raise self._invalid(f"value type {kind}")
        if count <= _KEPT_ARRAY:
            return [self._scalar(kind) for _ in range(count)]
        self._take_span(count * _SCALARS[kind].size)
        return None

    def _skip_strings(self, count: int) -> None:
        unpack, view, at, size = _U64.unpack_from, self._view, self._at, self._size
        try:
            for _ in range(count):
                at += 8 + cast("int", unpack(view, at)[0])
                if at > size:
                    raise self._invalid("cut short")
        except struct.error as error:
            raise self._invalid("cut short") from error
        self._at = at

    def _scalar(self, kind: int) -> Scalar:
        form = _SCALARS.get(kind)
        if form is None:
            raise self._invalid(f"value type {kind}")
        return cast("Scalar", form.unpack(self._take(form.size))[0])

    def _string(self) -> str:
        return self._take(self._u64()).decode("utf-8", "replace")

    def _u32(self) -> int:
        return cast("int", _U32.unpack(self._take(4))[0])

    def _u64(self) -> int:
        return cast("int", _U64.unpack(self._take(8))[0])

    def _take(self, length: int) -> bytes:
        start = self._take_span(length)
        return self._view[start : self._at]

    def _take_span(self, length: int) -> int:
        start = self._at
        if start + length > self._size:
            raise self._invalid("cut short")
        self._at = start + length
        return start

    def _invalid(self, detail: str) -> ModelInvalid:
        return ModelInvalid(path=str(self._path), detail=detail)


def _text(values: dict[str, Value], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _whole(values: dict[str, Value], key: str) -> int:
    value = values.get(key)
    return value if isinstance(value, int) and value > 0 else 0


def _is_list(value: Value | None) -> TypeGuard[list[Scalar]]:
    return isinstance(value, list)
