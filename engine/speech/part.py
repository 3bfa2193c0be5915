"""Whether what hears and what speaks is installed: a packaged program is given out in two packages, and this
is one of them. From a checkout, or by pip, it is always there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from engine.errors import PartMissing
from engine.starting import frozen

PART = "speech"
_OF_IT = "ctranslate2"  # a folder that lies beside the program with it, and not without


def check_part() -> None:
    """Raise `PartMissing` where this program was installed without it."""
    if frozen() and not (Path(getattr(sys, "_MEIPASS", "")) / _OF_IT).is_dir():
        raise PartMissing(part=PART)
