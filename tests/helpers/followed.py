"""A library, a folder that it watches, and what each look at it changed."""

from __future__ import annotations

from pathlib import Path

from house import House

from app.library.folder_sync import Change, FileChange, Timing
from app.types import FolderState
from rag.types import Document


class Desk:
    """A house, a folder that it watches, and what each look at it changed."""

    def __init__(self, tmp_path: Path, timing: Timing | None = None) -> None:
        self.home = tmp_path / "home"
        self.root = tmp_path / "matter"
        self.root.mkdir(exist_ok=True)
        self.timing = timing
        self.changes: list[FileChange] = []
        self.house = House(self.home, timing=timing)
        self.folder = self.house.folders.add(self.root, "contracts")

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def sync(self) -> list[tuple[Change, str]]:
        """Look; what was followed, in its order."""
        before = len(self.changes)
        self.house.folders.sync(on_change=self.changes.append)
        return [(one.change, one.path.relative_to(self.root).as_posix()) for one in self.changes[before:]]

    def documents(self) -> dict[str, Document]:
        return {document.name: document for document in self.house.library.documents()}

    @property
    def state(self) -> FolderState:
        (status,) = self.house.folders.list()
        return status.state

    def restart(self) -> None:
        self.house.close()
        self.house = House(self.home, timing=self.timing)
