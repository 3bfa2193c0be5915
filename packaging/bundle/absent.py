"""Runs in the packaged program before anything else: modules that a library imports by their names and
nothing here ever calls are there by name alone. What is called of them tells that it was left out.
"""

import sys
import types
from typing import Never

# chromadb imports the exporter of its telemetry, which is off; with it would come gRPC and protobuf. SciPy's
# methods of optimization import its solver of linear programs, 6 MB, which no forecast asks.
_EXPORTER, _SOLVER = "opentelemetry.exporter", "scipy.optimize._highspy"
_NAMES = {
    **dict.fromkeys(
        (_EXPORTER, f"{_EXPORTER}.otlp", f"{_EXPORTER}.otlp.proto", f"{_EXPORTER}.otlp.proto.grpc"), ()
    ),
    f"{_EXPORTER}.otlp.proto.grpc.trace_exporter": ("OTLPSpanExporter",),
    f"{_SOLVER}._highs_wrapper": ("_highs_wrapper",),
    f"{_SOLVER}._core": ("kHighsInf", "HighsDebugLevel", "ObjSense", "HighsModelStatus", "simplex_constants"),
}


def left_out(module: str, name: str) -> type:
    """A class of that name that cannot be made one of."""

    def refuse(*_: object, **__: object) -> Never:
        raise RuntimeError(f"{module}.{name} is no part of the packaged program")

    return type(name, (), {"__init__": refuse, "__module__": module})


def install() -> None:
    """Put them where imports find them."""
    for full, classes in _NAMES.items():
        module = types.ModuleType(full)
        module.__path__ = []
        for name in classes:
            setattr(module, name, left_out(full, name))
        sys.modules[full] = module


if getattr(sys, "frozen", False):
    install()
