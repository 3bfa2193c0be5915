"""A model's process whose graphics library ends it: what a broken driver does, at the first use of a card."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping

from engine.llama.worker import LlamaHandler
from engine.workers.frames import Json


def build(config: Mapping[str, Json]) -> LlamaHandler:
    """As `engine.llama.worker.build`, unless layers are to go to a card."""
    if config["gpu_layers"]:
        ctypes.string_at(0)  # a null pointer, as from a driver that failed
    return LlamaHandler(config)
