"""LoRA adapters over a loaded model: loaded once, then put on, weighed, laid over each other and taken off
without loading the model again.

Source: llama_adapter_lora_init and llama_set_adapters_lora of llama.h.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import ModelInvalid, ModelMissing
from engine.formats.gguf import GgufHeader
from engine.formats.gguf_kinds import GgufKind, kind_of
from engine.formats.gguf_parts import kept_header
from engine.llama.native import Library

_DOWN, _UP = ".lora_a", ".lora_b"


@dataclass(frozen=True, slots=True)
class Adapter:
    """A file, and how strongly it counts: 1.0 as it was made, 0.0 not at all."""

    path: Path
    scale: float = 1.0


def belongs_to(adapter: GgufHeader, model: GgufHeader) -> bool:
    """Whether an adapter was made for models of this architecture and these shapes."""
    shapes = {tensor.name: tensor.shape for tensor in model.tensors}
    changed = [tensor for tensor in adapter.tensors if tensor.name.endswith((_DOWN, _UP))]
    return (
        adapter.architecture == model.architecture
        and bool(changed)
        and all(_fits(one.name, one.shape, shapes) for one in changed)
    )


def _fits(name: str, shape: tuple[int, ...], shapes: dict[str, tuple[int, ...]]) -> bool:
    base = shapes.get(name.removesuffix(_DOWN).removesuffix(_UP))
    if base is None or len(base) < 2 or len(shape) < 2:
        return False
    if name.startswith("token_embd."):  # looked up, not multiplied: its sides stand the other way around
        return shape[1] == base[0] if name.endswith(_UP) else shape[0] in base
    return shape[0] == base[0] if name.endswith(_DOWN) else shape[1] == base[1]


class Adapters:
    """Those of one loaded model; lives no longer than it, which frees them."""

    def __init__(self, lib: Library, model: Any, context: Any, header: GgufHeader) -> None:
        self._lib = lib
        self._api = lib.api
        self._model, self._context = model, context
        self._header = header
        self._loaded: dict[tuple[Path, int], Any] = {}  # by file as it stood
        self.used: tuple[Adapter, ...] = ()

    def use(self, wanted: Sequence[Adapter]) -> bool:
        """Lay these over the model and no others; whether that changed anything, by which what the context
        holds of earlier prompts is void. Raises `ModelMissing`, `ModelInvalid`.
        """
        counting = tuple(one for one in wanted if one.scale)
        if counting == self.used:
            return False
        handles = [self._handle(one.path) for one in counting]
        count = len(handles)
        adapters = (self._api.llama_adapter_lora_p_ctypes * count)(
            *(ctypes.cast(one, self._api.llama_adapter_lora_p_ctypes) for one in handles)
        )
        scales = (ctypes.c_float * count)(*(one.scale for one in counting))
        if self._api.llama_set_adapters_lora(self._context, adapters, count, scales) != 0:
            raise ModelInvalid(path=str(counting[0].path), detail="the adapter cannot be used")
        self.used = counting
        return True

    def _handle(self, path: Path) -> Any:
        if not path.is_file():
            raise ModelMissing(model=path.stem)
        key = (path, path.stat().st_mtime_ns)
        if key not in self._loaded:
            header = kept_header(path)
            if kind_of(header) is not GgufKind.ADAPTER or not belongs_to(header, self._header):
                raise ModelInvalid(path=str(path), detail="it was made for another model")
            self._lib.log.clear()
            found = self._api.llama_adapter_lora_init(self._model, str(path).encode("utf-8"))
            if not found:
                detail = self._lib.log.first_error or "the adapter cannot be used"
                raise ModelInvalid(path=str(path), detail=detail)
            self._loaded[key] = found
        return self._loaded[key]
