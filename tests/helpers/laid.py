"""Documents read and laid out without a vault: their text, its pages, the parts of their view."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader
from rag.reading.viewing.packing import View, unpacked
from rag.types import Page, Structure
from rag.types.views import Block, Part
from ui.parts.theme import LIGHT
from ui.reader.laid.inks import Inks
from ui.reader.laid.sections import Section, sections_of
from ui.reader.laid.setting import set_blocks


@dataclass(frozen=True, slots=True)
class Laid:
    text: str
    starts: list[int]
    structure: Structure
    view: View

    def blocks(self, part: Part) -> tuple[Block, ...]:
        return unpacked(part.packed, part.start, part.end)

    @property
    def all_blocks(self) -> list[Block]:
        return [block for part in self.view.parts for block in self.blocks(part)]

    @property
    def sections(self) -> list[Section]:
        """All sections, set."""
        found = []
        for place, part in enumerate(self.view.parts):
            text = self.text[part.start : part.end]
            found += sections_of(text, self.blocks(part), part, place, self.starts)
        for section in found:
            section.setting = set_blocks(section.text, section.start, section.blocks, Inks(LIGHT))
        return found


def laid_out(reader: DocumentReader, path: Path) -> Laid:
    """Read a file in the reader's process, and once more for its view."""
    events = list(reader.read(path, None, CancelToken()))
    pages, structure = [one for one in events if isinstance(one, Page)], events[-1]
    assert isinstance(structure, Structure)
    text = "\n".join(page.text for page in pages)
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page.text) + 1
    return Laid(text, starts, structure, reader.view(path, None, text, starts, CancelToken()))
