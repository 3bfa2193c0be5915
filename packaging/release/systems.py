"""What a bundle is given out as, by the system that it is for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from bootstrap.console import StepFailed
from release.edition import Made


class Making(Protocol):
    """The module of a system. Each raises `StepFailed`, `OSError` and `subprocess.CalledProcessError`."""

    TOOLS: str  # that it uses, for the sentence of a failure

    def program(self, bundle: Path, to: Path, made: Made) -> Iterator[Path]:
        """Packages of the program in the folder `to`, as they are done."""
        ...

    def models(self, folder: Path, to: Path, made: Made) -> Iterator[Path]:
        """Packages of the models that lie in a models folder, as they are done."""
        ...


def making_for(platform: str) -> Making:
    """Of a system by its name (`sys.platform`). Raises `StepFailed` for one that has no packages."""
    if platform == "linux":
        from linux import making as linux

        return linux
    if platform == "darwin":
        from macos import making as macos

        return macos
    if platform == "win32":
        from windows import making as windows

        return windows
    raise StepFailed(f"Packages are made on Linux, macOS and Windows; this is {platform}.")
