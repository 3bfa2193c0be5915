"""The numbers of a checkpoint as PyTorch saves it, without PyTorch, and without running what is in it.

Since version 1.6 `torch.save` writes a zip: a pickle that describes tensors, and beside it the bytes of each.
A pickle may call anything; this one may name what builds a tensor and nothing else
(pytorch/torch/serialization.py, `_save` and `persistent_id`; `weights_only` is the same idea).
"""

from __future__ import annotations

import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import ModelInvalid

Array = NDArray[Any]

_KINDS = {"FloatStorage": "<f4", "LongStorage": "<i8", "HalfStorage": "<f2", "IntStorage": "<i4"}
_LARGEST = 1 << 30  # bytes of all that is read: these models are small
_FAULTS = (OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, RecursionError)


def torch_weights(path: Path) -> dict[str, Array]:
    """Every tensor of a saved `state_dict`, by name. Raises `ModelInvalid`."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise ModelInvalid(path=str(path), detail="cannot be read")
            root = next(name for name in archive.namelist() if name.endswith("/data.pkl"))
            with archive.open(root) as file:
                found = _Unpickler(file, lambda key: archive.read(f"{root[:-4]}/{key}")).load()
        return {str(name): tensor for name, tensor in found.items() if isinstance(tensor, np.ndarray)}
    except (*_FAULTS, StopIteration, zipfile.BadZipFile, pickle.UnpicklingError) as error:
        raise ModelInvalid(path=str(path), detail="cannot be read") from error


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: Any, stored: Callable[[str], bytes]) -> None:
        super().__init__(file)
        self._stored = stored

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _tensor
        if module == "torch" and name in _KINDS:
            return _KINDS[name]
        raise pickle.UnpicklingError(f"{module}.{name}")

    def persistent_load(self, pid: Any) -> Array:
        _, kind, key, _, _ = pid
        return np.frombuffer(self._stored(str(key)), kind)


def _tensor(stored: Array, begin: int, shape: Sequence[int], steps: Sequence[int], *_: object) -> Array:
    """A tensor whose numbers lie one behind the other, as they do when a whole one was saved."""
    if any(one < 1 for one in shape) or tuple(steps) != _steps(shape):
        raise ValueError("a view of a tensor")
    return stored[begin : begin + int(np.prod(shape, dtype=np.int64))].reshape(tuple(shape))


def _steps(shape: Sequence[int]) -> tuple[int, ...]:
    return tuple(int(np.prod(shape[place + 1 :], dtype=np.int64)) for place in range(len(shape)))
