"""GNOME says over the session's bus that nothing may move; a bus elsewhere is never asked."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ui.parts import portal

ROOT = Path(__file__).parents[3]
SERVED = """
import sys
from jeepney import MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
bus = open_dbus_connection(bus="SESSION")
bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.portal.Desktop"))
print("ready", flush=True)
while True:
    asked = bus.receive()
    if asked.header.message_type is MessageType.method_call:
        known = asked.body == ("org.gnome.desktop.interface", "enable-animations")
        refused = new_error(asked, "org.freedesktop.portal.Error.NotFound")
        bus.send(new_method_return(asked, "v", (("b", sys.argv[1] == "on"),)) if known else refused)
"""
ASKED = """
import subprocess, sys
from pathlib import Path
served = None
if sys.argv[2] != "none":
    served = subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[2]], stdout=subprocess.PIPE)
    served.stdout.readline()
from PySide6.QtCore import QCoreApplication
from ui.parts import motion, portal
program = QCoreApplication([])
still = motion.desktop_is_still("linux", Path(sys.argv[3]))
print(still, portal.setting("org.gnome.desktop.interface", "other"))
if served is not None:
    served.kill()
    served.wait()
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="no bus of a session can be made here")
@pytest.mark.parametrize(("animations", "still"), [("off", True), ("on", False), ("none", False)])
def test_gnome_says_whether_anything_may_move(tmp_path: Path, animations: str, still: bool) -> None:
    pytest.importorskip("jeepney")
    asked = ["dbus-run-session", "--", "env", "XDG_CURRENT_DESKTOP=ubuntu:GNOME", sys.executable, "-c", ASKED]
    done = subprocess.run(
        [*asked, SERVED, animations, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.split() == [str(still), "None"]


@pytest.mark.parametrize(
    ("desktop", "address", "asked"),
    [
        ("GNOME", "unix:path=/run/user/1000/bus", True),
        ("ubuntu:GNOME", "unix:path=/a;unix:abstract=/b", True),
        ("GNOME", "tcp:host=10.0.0.1,port=1", False),
        ("GNOME", "unix:path=/a;tcp:host=10.0.0.1,port=1", False),
        ("GNOME", "", False),
        ("KDE", "unix:path=/run/user/1000/bus", False),
    ],
)
def test_a_bus_that_is_not_of_this_machine_is_not_asked(desktop: str, address: str, asked: bool) -> None:
    said = {"XDG_CURRENT_DESKTOP": desktop, "DBUS_SESSION_BUS_ADDRESS": address}
    assert portal.is_asked(said) is asked
