"""A GGUF model in one file or several, as llama.cpp's gguf-split writes it: "name-00001-of-00003.gguf".

Source: https://github.com/ggml-org/llama.cpp/tree/master/tools/gguf-split
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import ModelInvalid
from engine.formats.gguf import GgufHeader, read_header

_PART = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<parts>\d{5})")
_MOST_PARTS = 4096
_HEADERS = 64  # kept of files that did not change


@dataclass(frozen=True, slots=True)
class Parts:
    """The files of one model, in their order, whether or not they are there."""

    stem: str  # of the model, without number and ending
    paths: tuple[Path, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers of the parts that are not there, from 1."""
        return tuple(number for number, path in enumerate(self.paths, start=1) if not path.is_file())

    @property
    def size(self) -> int:
        """Bytes on disk of those that are there."""
        return sum(path.stat().st_size for path in self.paths if path.is_file())


def parts_of(path: Path) -> Parts:
    """The model that a file belongs to, by its name alone: a file that is no part is a model by itself."""
    ends = path.suffix if path.suffix.lower() == ".gguf" else ""  # not every program writes its ending
    name = path.name.removesuffix(ends)
    found = _PART.fullmatch(name)
    count = int(found["parts"]) if found else 0
    if found is None or not 1 <= int(found["number"]) <= count <= _MOST_PARTS:
        return Parts(name, (path,))
    names = (f"{found['stem']}-{number:05d}-of-{found['parts']}{ends}" for number in range(1, count + 1))
    return Parts(found["stem"], tuple(path.with_name(name) for name in names))


def read_model(path: Path) -> GgufHeader:
    """The header of a whole model by its file or its first part; size, weights and tensors are those of all
    parts together. Raises `ModelInvalid`, also where a part is missing or belongs to another model.
    """
    parts = parts_of(path)
    first = kept_header(parts.paths[0])
    if first.parts != len(parts.paths):
        raise ModelInvalid(path=str(path), detail="one part of several")
    headers = [first, *map(kept_header, parts.paths[1:])]
    if len(headers) == 1:
        return first
    tensors = tuple(tensor for header in headers for tensor in header.tensors)
    if first.values.get("split.tensors.count", len(tensors)) != len(tensors) or any(
        header.parts != first.parts for header in headers
    ):
        raise ModelInvalid(path=str(path), detail="its parts do not belong together")
    return replace(
        first,
        parameters=sum(header.parameters for header in headers),
        file_bytes=sum(header.file_bytes for header in headers),
        tensors=tensors,
    )


def kept_header(path: Path) -> GgufHeader:
    """As `read_header`; a file that did not change since is not read again. Raises `ModelInvalid`."""
    try:
        found = path.stat()
    except OSError as error:
        raise ModelInvalid(path=str(path), detail=f"cannot be read: {error.strerror}") from error
    return _read(path, found.st_size, found.st_mtime_ns)


@functools.lru_cache(_HEADERS)
def _read(path: Path, _size: int, _changed: int) -> GgufHeader:
    return read_header(path)
