"""Opening a model file with ONNX Runtime on the processor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.cores import default_threads
from engine.errors import ModelInvalid


def session(path: Path, threads: int | None = None, *, keeps_memory: bool = False) -> Any:
    """An `onnxruntime.InferenceSession`. Raises `ModelInvalid`.

    `keeps_memory`: for small inputs of like sizes, run after run; others give all memory back after each.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or default_threads()
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = keeps_memory
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as refused:  # the binding's own exceptions share no base
        raise ModelInvalid(path=str(path), detail=type(refused).__name__) from refused


def ran(opened: Any, given: Any) -> Any:
    """The first output for one input. Raises MemoryError."""
    with memory_told():
        return opened.run(None, {opened.get_inputs()[0].name: given})[0]


@contextmanager
def memory_told() -> Iterator[None]:
    """Raises MemoryError where the library ran out of memory, which its own exceptions do not tell."""
    try:
        yield
    except Exception as refused:
        if "alloc" in str(refused).lower():
            raise MemoryError from refused
        raise
