"""Runs in the packaged program before anything else: modules that a library imports by their names and
nothing here ever calls are there by name alone. What is called of them tells that it was left out.
"""

import sys
import types
from typing import Never

# chromadb imports the exporter of its telemetry, which is off; with it would come gRPC and protobuf.
_FROM = 2  # parts of the names of these that are really there
_NAMES = {"opentelemetry.exporter.otlp.proto.grpc.trace_exporter": ("OTLPSpanExporter",)}


def left_out(module: str, name: str) -> type:
    """A class of that name that cannot be made one of."""

    def refuse(*_: object, **__: object) -> Never:
        raise RuntimeError(f"{module}.{name} is no part of the packaged program")

    return type(name, (), {"__init__": refuse, "__module__": module})


def install() -> None:
    """Put them where imports find them."""
    for full, classes in _NAMES.items():
        parts = full.split(".")
        for end in range(_FROM, len(parts) + 1):
            module = types.ModuleType(".".join(parts[:end]))
            module.__path__ = []
            sys.modules[module.__name__] = module
        for name in classes:
            setattr(sys.modules[full], name, left_out(full, name))


if getattr(sys, "frozen", False):
    install()
