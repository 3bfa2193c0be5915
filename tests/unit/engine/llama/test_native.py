"""Back ends that are files of their own are loaded, from one folder; other builds are left as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.llama.native import load_back_ends


class Function:
    """As ctypes has them: it can be told its types."""

    def __init__(self, given: int = 0) -> None:
        self.given, self.calls = given, []  # type: ignore[var-annotated]  # tuples of arguments

    def __call__(self, *arguments: Any) -> int:
        self.calls.append(arguments)
        return self.given


class Ggml:
    def __init__(self, devices: int) -> None:
        self.ggml_backend_dev_count = Function(devices)
        self.ggml_backend_load_all_from_path = Function()


@pytest.mark.parametrize(("devices", "loaded"), [(0, [(b"/lib/llama",)]), (1, [])])
def test_back_ends_are_loaded_where_the_build_has_none(devices: int, loaded: list[tuple[bytes]]) -> None:
    ggml = Ggml(devices)
    load_back_ends(ggml, Path("/lib/llama"))
    assert ggml.ggml_backend_load_all_from_path.calls == loaded
