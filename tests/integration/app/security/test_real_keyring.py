"""The keyring of a desktop for real: gnome-keyring in a session bus of its own, from a sealed process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]

pytestmark = pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="needs dbus-run-session and gnome-keyring",
)

# Opens a library with the keyring, in a sealed process, and says what came of it.
_OPEN = """
import sys
from contextlib import closing
from pathlib import Path
from app.security.keys import open_or_create_key
from engine.errors import Fault
from engine.sealing.own_process import close_to_others
from engine.workers.seal import seal
from rag.storing.vault import Vault
close_to_others()
seal()
home = Path(sys.argv[1])
home.mkdir(exist_ok=True)
try:
    with closing(Vault.open_or_create(home / "vault.db", open_or_create_key(home))) as vault:
        with vault.read() as db:
            print("open", db.execute("SELECT 1").fetchone()[0])
except Fault as fault:
    print(fault.code, fault.facts.get("detail", ""))
"""


class Desktop:
    """A person's folders, with a keyring that is unlocked by `password` in each session."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("data/keyrings", "run", "home"):
            (folder / name).mkdir(parents=True)
        (folder / "run").chmod(0o700)
        self._program = folder / "open.py"
        self._program.write_text(_OPEN, encoding="utf-8")

    def opened(self, home: Path, *, bus: bool = True, **more: str) -> str:
        """What the program says of a library."""
        unset = ("DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND", "DISPLAY", "WAYLAND_DISPLAY")
        environment = {name: value for name, value in os.environ.items() if name not in unset} | {
            "PYTHONPATH": str(ROOT),
            "HOME": str(self._folder / "home"),
            "XDG_DATA_HOME": str(self._folder / "data"),
            "XDG_RUNTIME_DIR": str(self._folder / "run"),
            **more,
        }
        own = f"'{sys.executable}' '{self._program}' '{home}'"
        session = f"printf 'login\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null; {own}"
        command = ["dbus-run-session", "--", "sh", "-c", session] if bus else ["sh", "-c", own]
        ran = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=120, env=environment
        )
        assert "Traceback" not in ran.stderr, ran.stderr
        return ran.stdout.strip()


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path / "desktop")


def test_a_library_opens_by_the_keyring_in_a_later_session_too(desktop: Desktop, tmp_path: Path) -> None:
    home = tmp_path / "library"
    assert desktop.opened(home) == "open 1"
    assert desktop.opened(home) == "open 1"
    key = (home / "vault.key.json").read_text(encoding="utf-8")
    assert "keyring.backends.SecretService.Keyring" in key


def test_without_a_bus_the_keyring_is_unavailable_and_the_key_is_not_lost(
    desktop: Desktop, tmp_path: Path
) -> None:
    home = tmp_path / "library"
    assert desktop.opened(home) == "open 1"
    assert desktop.opened(home, bus=False).startswith("keyring-unavailable")
    nothing = desktop.opened(tmp_path / "another", bus=False)
    assert nothing.startswith("keyring-unavailable")
    assert not (tmp_path / "another" / "vault.db").exists()
    assert desktop.opened(home) == "open 1", "all is as before where the bus is back"


def test_a_back_end_that_is_another_now_is_told_and_nothing_is_lost(desktop: Desktop, tmp_path: Path) -> None:
    home = tmp_path / "library"
    assert desktop.opened(home) == "open 1"
    told = desktop.opened(home, PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring")
    assert told.startswith("keyring-unavailable")
    assert desktop.opened(home) == "open 1"


def test_a_keyring_that_was_emptied_has_lost_the_key(desktop: Desktop, tmp_path: Path) -> None:
    home = tmp_path / "library"
    assert desktop.opened(home) == "open 1"
    assert Desktop(tmp_path / "reinstalled").opened(home).startswith("key-lost")
    assert desktop.opened(home) == "open 1", "it opens where the keyring is"
