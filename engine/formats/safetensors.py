"""Whether a folder as sentence-transformers writes it is whole: its weights, and what lists its parts.

Format of the weights: https://github.com/huggingface/safetensors#format. To check them, nothing is read but
their head, and no code is loaded: safetensors can hold none, and only modules of the library itself are
accepted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import ModelInvalid, ModelMissing

WEIGHTS = "model.safetensors"
NEEDED = (WEIGHTS, "modules.json", "config.json")  # what no such folder can be without

_LENGTH_BYTES = 8  # of the number before the head
_LONGEST_HEAD = 100_000_000  # the format's own bound
_METADATA = "__metadata__"  # the one entry of the head that is no tensor


def check_weights(path: Path) -> None:
    """Raises `ModelInvalid` unless the file ends where its head says, as the library itself demands."""
    _head(path)


@dataclass(frozen=True, slots=True)
class Lying:
    """Numbers as they lie in a file: their type as safetensors calls it, and where they begin and end."""

    kind: str
    shape: tuple[int, ...]
    begin: int
    end: int


def lying(path: Path) -> dict[str, Lying]:
    """Every tensor of the file, by name. Raises `ModelInvalid`."""
    length, head = _head(path)
    start = _LENGTH_BYTES + length
    try:
        return {
            name: Lying(
                str(entry["dtype"]),
                tuple(int(one) for one in entry["shape"]),
                *(start + int(place) for place in entry["data_offsets"]),
            )
            for name, entry in head.items()
            if name != _METADATA
        }
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelInvalid(path=str(path), detail="not a safetensors file") from error


def _head(path: Path) -> tuple[int, dict[str, Any]]:
    """How long the head is, and what it says, of a file that ends where that says. Raises `ModelInvalid`."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
            if size < _LENGTH_BYTES + 2 or not 2 <= length <= _LONGEST_HEAD:
                raise ModelInvalid(path=str(path), detail="not a safetensors file")
            if _LENGTH_BYTES + length > size:
                raise ModelInvalid(path=str(path), detail="cut short")
            head: dict[str, Any] = json.loads(file.read(length))
        ends = [int(entry["data_offsets"][1]) for key, entry in head.items() if key != _METADATA]
    except OSError as error:
        raise ModelInvalid(path=str(path), detail=f"it cannot be read: {error.strerror}") from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ModelInvalid(path=str(path), detail="not a safetensors file") from error
    if _LENGTH_BYTES + length + max(ends, default=0) != size:
        raise ModelInvalid(path=str(path), detail="cut short")
    return length, head


def check_folder(folder: Path, name: str) -> int:
    """Check that the folder of the model `name` is whole; returns the dimension of its vectors.

    Raises `ModelMissing`, `ModelInvalid`.
    """
    if not folder.is_dir():
        raise ModelMissing(model=name)
    for file in NEEDED:
        if not (folder / file).is_file():
            raise ModelInvalid(path=str(folder / file), detail="missing")
    check_weights(folder / WEIGHTS)
    dimension = _whole(_json(folder / "config.json"), "hidden_size")
    modules = _json(folder / "modules.json")
    for module in modules if isinstance(modules, list) else []:
        if not str(module.get("type", "")).startswith("sentence_transformers."):
            raise ModelInvalid(path=str(folder / "modules.json"), detail="a module of unknown origin")
        if str(module["type"]).endswith(".Dense"):
            dimension = _whole(_json(folder / str(module["path"]) / "config.json"), "out_features")
    if not dimension:
        raise ModelInvalid(path=str(folder / "config.json"), detail="no dimension")
    return dimension


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelInvalid(path=str(file), detail="cannot be read") from error


def _whole(values: Any, key: str) -> int:
    value = values.get(key) if isinstance(values, dict) else None
    return value if isinstance(value, int) else 0
