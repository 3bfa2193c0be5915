"""The switches by which libraries neither tell their makers nor keep notes of their own on this machine.

Environment variables, since most are read when a library is loaded, and children inherit them. Each was
looked for in the library as it is pinned (its Python source, the strings of its shared objects) and, where it
does something here, tried in an empty home with and without the switch (`tests/e2e/test_silence.py`).
"""

from __future__ import annotations

import os

_SWITCHES = {
    # ONNX Runtime 1.31 (core/platform/posix/telemetry_1ds.cc): as soon as it is imported it makes a device id
    # and a database of events below ~/.cache/Microsoft/DeveloperTools/.onnxruntime, opens /tmp/.ses, and
    # looks a host of its maker up. With any value but an empty one, nothing of that;
    # `disable_telemetry_events()` would come too late.
    "ORT_DISABLE_TELEMETRY": "1",
    # huggingface_hub, transformers, datasets (constants.py): HTTP requests that count loads of models; by the
    # others they do not ask the hub for newer files either.
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    # chromadb 1.5 (config.py) has its setting still, and its client is opened with it; OpenTelemetry, which
    # it loads, has a switch of its own (opentelemetry/sdk/environment_variables).
    "ANONYMIZED_TELEMETRY": "False",
    "OTEL_SDK_DISABLED": "true",
    # https://consoledonottrack.com, as huggingface_hub and others heed it.
    "DO_NOT_TRACK": "1",
    # OpenCV (modules/core/src/ocl.cpp) keeps compiled kernels below ~/.cache where a driver of OpenCL is
    # installed.
    "OPENCV_OPENCL_RUNTIME": "disabled",
    # Qt (qopenglprogrambinarycache.cpp) keeps compiled shaders below ~/.cache where widgets are drawn by
    # OpenGL.
    "QT_DISABLE_SHADER_DISK_CACHE": "1",
    # torch, llama.cpp and PySide's other parts: nothing of the kind was found in them.
}


def silence() -> None:
    """Switch off what libraries would tell or note; before any of them is imported. Children inherit it."""
    os.environ.update(_SWITCHES)
