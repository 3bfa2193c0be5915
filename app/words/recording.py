"""What a recording is called."""

from __future__ import annotations

import time

from app.words.catalogue import say


def usual_name() -> str:
    """What a recording that begins now is called where nobody says otherwise."""
    return say("recording.called", when=time.strftime("%Y-%m-%d %H.%M"))
