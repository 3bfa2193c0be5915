"""Mail in folders under names that say nothing of its format: maildir, and what Outlook packs."""

from __future__ import annotations

import re
from pathlib import Path

# Seconds since 1970, a name unique to the delivery, the machine, and flags: "1718000000.M12P34.host:2,S".
# Windows keeps no colons in names; programs write ";", "!" or "-" there.
_DELIVERED = re.compile(r"\d{9,11}\.[A-Za-z]?\d\w*\.[\w.=,+%~-]+?(?:[:;!-]2,[A-Za-z]*)?")
_PACKED = "winmail.dat"
MAIL_FOLDERS = ("cur", "new")  # of a maildir; they hold its messages


def is_mail(name: str) -> bool:
    """Whether a file is a message by its name alone."""
    return _DELIVERED.fullmatch(name) is not None or name.lower() == _PACKED


def is_mail_folder(path: Path) -> bool:
    """Whether a folder is one of a maildir's, whose names begin with a dot: ".Sent"."""
    return any((path / name).is_dir() for name in MAIL_FOLDERS)
