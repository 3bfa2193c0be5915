"""Why the program does not begin, where Qt cannot show it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.refusing import tell_refused
from engine.errors import ProcessorTooOld

FAULT = ProcessorTooOld(processor="Imaginary 9000", lacking="popcnt, sse4_2")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has a window of its own")


def desktop(folder: Path, *programs: str) -> Path:
    """A folder of programs that write down with what they were started, a word in a line."""
    for name in programs:
        path = folder / name
        path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {folder}/{name}.told\n', encoding="utf-8")
        path.chmod(0o755)
    return folder


@pytest.mark.parametrize("there", ["zenity", "kdialog", "xmessage"])
def test_what_the_desktop_has_shows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str) -> None:
    monkeypatch.setenv("PATH", str(desktop(tmp_path, there)))
    tell_refused(FAULT)
    told = (tmp_path / f"{there}.told").read_text(encoding="utf-8")
    assert "too old" in told
    assert "popcnt, sse4_2" in " ".join(told.split())


def test_it_is_shown_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(desktop(tmp_path, "zenity", "xmessage")))
    tell_refused(FAULT)
    assert (tmp_path / "zenity.told").exists()
    assert not (tmp_path / "xmessage.told").exists()


def test_a_system_without_one_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    tell_refused(FAULT)
