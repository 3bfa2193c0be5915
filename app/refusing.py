"""Why the program does not begin, in a window of the system's own, where Qt cannot show one."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap

from app.words.catalogue import say
from app.words.messages import notice_of
from engine.errors import Fault

_ICON_WARNING = 0x30  # of MessageBoxW
# Desktops of Linux bring one of these: GNOME and its kin, KDE, and what has X11 alone.
_BOXES = (
    ("zenity", "--warning", "--no-markup", "--width=480", "--title={title}", "--text={text}"),
    ("kdialog", "--title", "{title}", "--sorry", "{text}"),
    ("xmessage", "-center", "-title", "{title}", "{lines}"),  # which wraps none itself
)


def tell_refused(fault: Fault) -> None:
    """Show it until it was read. Where the system has no such window, whoever started the program from a
    terminal has read it there.
    """
    words = notice_of(fault)
    title, text = say("window.name"), f"{words.title}\n\n{words.sentence}\n\n{words.remedy}"
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, title, _ICON_WARNING)
        return
    for program, *options in _BOXES:
        if path := shutil.which(program):
            lines = "\n\n".join(map(textwrap.fill, text.split("\n\n")))
            filled = [option.format(title=title, text=text, lines=lines) for option in options]
            subprocess.run([path, *filled], check=False, stderr=subprocess.DEVNULL)
            return
