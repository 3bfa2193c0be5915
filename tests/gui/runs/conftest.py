"""A window whose model reads parts of documents when the test lets it, and one that shows a summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from archive import archive_pdf, bibliography, rule_of
from fakes.generator import SteppedGenerator
from pytestqt.qtbot import QtBot
from summarised import PATIENCE, add, settled, shown, summarise, wait_states
from window import open_window

from engine.types import Message
from rag.runs.types import RunState
from ui.window.main_window import MainWindow


def reply(messages: Sequence[Message]) -> str:
    """The rules of the archive, one of them wrong; a file of one sentence says itself."""
    said = [line for line in messages[-1].text.splitlines() if line.startswith("The invoices of office")]
    return rule_of(messages).replace("drawings are kept for 8", "drawings are kept for 88") or " ".join(said)


@pytest.fixture
def generator() -> SteppedGenerator:
    return SteppedGenerator(reply)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, generator: SteppedGenerator) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "", generator) as opened:
        qtbot.waitUntil(lambda: not opened.panes.composer.field.placeholderText().startswith("Opening"))
        yield opened


@pytest.fixture
def made(qtbot: QtBot, window: MainWindow, generator: SteppedGenerator, tmp_path: Path) -> MainWindow:
    """A window that shows a finished summary of prose."""
    generator.let()
    found = add(qtbot, window, archive_pdf(tmp_path / "archive.pdf", bibliography(), ""))
    summarise(window, found)
    wait_states(qtbot, window, RunState.DONE)
    qtbot.waitUntil(lambda: "kept for 88 years" in shown(window), timeout=PATIENCE)
    settled(qtbot, window)
    return window
