"""How the program starts its own processes, with a Python of its own or as one frozen program."""

from __future__ import annotations

import subprocess
import sys

import pytest

from engine import starting
from engine.assets import ROOT


def test_a_checkout_has_python_run_the_module() -> None:
    assert starting.command_of("engine.workers.child") == [sys.executable, "-P", "-m", "engine.workers.child"]
    assert starting.import_paths() == [str(ROOT)]


def test_a_frozen_program_starts_itself_and_names_no_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/confidant/confidant")
    for module in starting.MODULES:
        assert starting.command_of(module) == ["/opt/confidant/confidant", starting.VERB, module]
    assert starting.import_paths() == []


@pytest.mark.parametrize("arguments", [[], ["ask", "what?"], ["ask", starting.VERB]])
def test_what_asks_for_no_process_is_left_to_the_program(arguments: list[str]) -> None:
    assert not starting.as_own_process(arguments)


@pytest.mark.parametrize("module", ["", "http.server", "app.__main__", "os"])
def test_no_other_module_is_run(module: str) -> None:
    with pytest.raises(SystemExit) as ended:
        starting.as_own_process([starting.VERB, module])
    assert ended.value.code == 2


def _frozen(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The program as a bundle begins it, with this Python in the place of its executable."""
    begin = (
        "import sys; sys.frozen = True; from engine.starting import as_own_process as be; be(sys.argv[1:])"
    )
    command = [sys.executable, "-c", begin, starting.VERB, *arguments]
    return subprocess.run(command, input=given, capture_output=True, cwd=ROOT, check=False, timeout=60)


def test_the_verb_is_the_process_itself() -> None:
    assert _frozen("engine.workers.child").returncode == 0  # its pipe was closed before a first frame
    refused = _frozen("engine.remote.door", "--nonsense")
    assert refused.returncode == 2
    assert b"door" in refused.stderr
    assert _frozen("pip", "--version").stdout.startswith(b"pip ")
