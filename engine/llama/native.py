"""The llama.cpp library itself: started once, its log kept quiet, its devices named."""

from __future__ import annotations

import ctypes
import functools
import logging
import re
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)

_ERROR_LEVEL = 4  # ggml_log_level in ggml.h: 1 debug, 2 info, 3 warning, 4 error, 5 continued
_OFFLOADED = re.compile(r"offloaded (\d+)/\d+ layers")
_GPU_TYPES = (1, 2)  # ggml_backend_dev_type: discrete and integrated GPU
_BACKEND_NAMES = {"MTL": "Metal", "Metal": "Metal", "CUDA": "CUDA", "ROCm": "ROCm", "Vulkan": "Vulkan"}


class NativeLog:
    """Takes llama.cpp's log lines. None is written anywhere: they may quote what is processed."""

    def __init__(self) -> None:
        self.first_error = ""  # the cause, where others follow from it
        self.last_error = ""
        self.offloaded_layers = 0

    def clear(self) -> None:
        self.first_error = self.last_error = ""
        self.offloaded_layers = 0

    def take(self, level: int, line: bytes) -> None:
        text = line.decode("utf-8", "replace").strip()
        if level == _ERROR_LEVEL and text:
            self.first_error = self.first_error or text
            self.last_error = text
        elif offloaded := _OFFLOADED.search(text):
            self.offloaded_layers = int(offloaded.group(1))


class Library:
    """llama.cpp's functions and what belongs to the process as a whole."""

    def __init__(self) -> None:
        import llama_cpp
        from llama_cpp import _ggml
        from llama_cpp import llama_cpp as api

        self.api: Any = api
        self.version: str = llama_cpp.__version__
        self.log = NativeLog()
        self._callback = api.llama_log_callback(lambda level, text, _data: self.log.take(level, text))
        api.llama_log_set(self._callback, ctypes.c_void_p(0))  # back ends tell of themselves
        load_back_ends(_ggml.libggml, Path(llama_cpp.__file__).parent / "lib")
        api.llama_backend_init()

    @functools.cached_property
    def mtmd(self) -> Any:
        """The functions that turn pictures into what a language model reads."""
        from llama_cpp import mtmd_cpp

        mtmd_cpp.mtmd_helper_log_set(self._callback, ctypes.c_void_p(0))  # sets that of mtmd as well
        return mtmd_cpp

    def gpu_backend(self) -> str | None:
        """The back end of the first GPU this build of llama.cpp can use, or None."""
        ggml, device = self._gpu()
        if device is None:
            return None
        registered = ggml.ggml_backend_reg_name(ggml.ggml_backend_dev_backend_reg(device))
        name = str(registered, "utf-8", "replace")
        return _BACKEND_NAMES.get(name, name)

    def gpu_memory(self) -> int:
        """Free bytes of that GPU; 0 where it does not say."""
        ggml, device = self._gpu()
        free, total = ctypes.c_size_t(0), ctypes.c_size_t(0)
        if device is not None:
            ggml.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
        return int(free.value)

    def _gpu(self) -> tuple[Any, Any]:
        """ggml, and the first GPU; None where there is none."""
        from llama_cpp import _ggml

        ggml = _ggml.libggml
        size = ctypes.POINTER(ctypes.c_size_t)
        for name, arguments, result in (
            ("ggml_backend_dev_count", [], ctypes.c_size_t),
            ("ggml_backend_dev_get", [ctypes.c_size_t], ctypes.c_void_p),
            ("ggml_backend_dev_type", [ctypes.c_void_p], ctypes.c_int),
            ("ggml_backend_dev_backend_reg", [ctypes.c_void_p], ctypes.c_void_p),
            ("ggml_backend_reg_name", [ctypes.c_void_p], ctypes.c_char_p),
            ("ggml_backend_dev_memory", [ctypes.c_void_p, size, size], None),
        ):
            function = getattr(ggml, name)
            function.argtypes, function.restype = arguments, result
        for index in range(ggml.ggml_backend_dev_count()):
            device = ggml.ggml_backend_dev_get(index)
            if ggml.ggml_backend_dev_type(device) in _GPU_TYPES:
                return ggml, device
        return ggml, None


def load_back_ends(ggml: Any, folder: Path) -> None:
    """Load the back ends of a build that has them as files of their own (GGML_BACKEND_DL), the processor's in
    the variant that suits it best; others have what they have.

    From this folder only: left to itself ggml looks beside the program and in the folder it was started in.
    """
    ggml.ggml_backend_dev_count.restype = ctypes.c_size_t
    if not ggml.ggml_backend_dev_count():
        ggml.ggml_backend_load_all_from_path.argtypes = [ctypes.c_char_p]
        ggml.ggml_backend_load_all_from_path.restype = None
        ggml.ggml_backend_load_all_from_path(str(folder).encode())


@functools.cache
def library() -> Library:
    """The one library of this process: its log callback is process-wide and must never be freed."""
    return Library()
