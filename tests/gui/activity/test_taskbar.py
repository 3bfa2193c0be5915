"""How far work is, on the icon in the dock: sent as docks expect it, and only where something has changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from app.activity.work import Sort, Standing, Work
from ui.activity.taskbar import DESKTOP_FILE, Taskbar, share_of

ROOT = Path(__file__).parents[3]
LISTENED = """
import subprocess, sys
from jeepney import MatchRule
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
bus = open_dbus_connection(bus="SESSION")
sought = "com.canonical.Unity.LauncherEntry"
bus.send_and_get_reply(message_bus.AddMatch(MatchRule(type="signal", interface=sought)))
sender = subprocess.Popen([sys.executable, "-c", sys.argv[1]])
while True:
    told = bus.receive(timeout=30)
    if told.header.fields.get(2) == sought:
        entry = sorted((name, value[1]) for name, value in told.body[1].items())
        print(told.header.fields[8], told.body[0], entry)
        break
sender.wait()
"""
SENT = """
from PySide6.QtCore import QCoreApplication
from ui.activity.taskbar import Taskbar
program = QCoreApplication([])
Taskbar().show(0.42)
"""
ONE = Work("read:1", Sort.READING, Standing.WORKING, share=0.5)


def test_the_share_is_that_of_what_is_worked_on_and_known() -> None:
    waits = replace(ONE, standing=Standing.WAITING, share=0.9)
    assert share_of([ONE, replace(ONE, share=1.0), replace(ONE, share=None), waits]) == 0.75
    assert share_of([replace(ONE, share=None)]) is None
    assert share_of([]) is None


def test_only_what_has_changed_is_sent() -> None:
    sent: list[Mapping[str, object]] = []
    bar = Taskbar(sent.append)
    for share in (None, 0.501, 0.509, 0.52, None, None):
        bar.show(share)
    assert [(one["progress"], one["progress-visible"]) for one in sent] == [
        (0.5, True),
        (0.52, True),
        (0.0, False),
    ]


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="no bus of a session can be made here")
def test_a_dock_hears_it_on_the_bus() -> None:
    pytest.importorskip("jeepney")
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", LISTENED, SENT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    expected = f"sa{{sv}} application://{DESKTOP_FILE} [('progress', 0.42), ('progress-visible', True)]"
    assert done.stdout.strip() == expected, done.stderr
