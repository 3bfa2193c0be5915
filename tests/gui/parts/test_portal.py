"""GNOME says over the session's bus what moves and how large letters are; a bus elsewhere is never asked."""

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
        moving, letters = ("b", sys.argv[1] == "on"), ("d", float(sys.argv[2]))
        held = {"enable-animations": moving, "text-scaling-factor": letters}
        found = held.get(asked.body[1]) if asked.body[0] == "org.gnome.desktop.interface" else None
        refused = new_error(asked, "org.freedesktop.portal.Error.NotFound")
        bus.send(new_method_return(asked, "v", (found,)) if found else refused)
"""
ASKED = """
import subprocess, sys
from pathlib import Path
served = None
if sys.argv[2] != "none":
    served = subprocess.Popen([sys.executable, "-c", *sys.argv[1:4]], stdout=subprocess.PIPE)
    served.stdout.readline()
from PySide6.QtCore import QCoreApplication
from ui.parts import lettering, motion, portal
program = QCoreApplication([])
still = motion.desktop_is_still("linux", Path(sys.argv[4]))
letters = [lettering.desktop_factor(one) for one in ("wayland", "wayland-egl", "xcb", "windows")]
print(still, *letters, portal.setting("org.gnome.desktop.interface", "other"))
if served is not None:
    served.kill()
    served.wait()
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="no bus of a session can be made here")
@pytest.mark.parametrize(
    ("animations", "letters", "still", "factor"),
    [
        ("off", "1.25", True, 1.25),
        ("on", "1.0", False, 1.0),
        ("on", "7.5", False, 3.0),
        ("none", "1.0", False, 1.0),
    ],
)
def test_gnome_says_whether_anything_may_move_and_how_large_letters_are(
    tmp_path: Path, animations: str, letters: str, still: bool, factor: float
) -> None:
    pytest.importorskip("jeepney")
    asked = ["dbus-run-session", "--", "env", "XDG_CURRENT_DESKTOP=ubuntu:GNOME", sys.executable, "-c", ASKED]
    done = subprocess.run(
        [*asked, SERVED, animations, letters, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    # Elsewhere than under Wayland Qt knows it by itself: twice would be too much.
    assert done.stdout.split() == [str(still), str(factor), str(factor), "1.0", "1.0", "None"]


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
