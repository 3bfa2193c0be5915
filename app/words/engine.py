"""An engine on the private network, in words."""

from __future__ import annotations

from app.types import Notice
from app.words.catalogue import say
from app.words.messages import notice_of
from engine.errors import Fault


def engine_words(host: str, away: Fault | None) -> str:
    """Where answers come from; with the reason, where not from the engine that was allowed."""
    if away is None:
        return say("window.engine.answers", host=host)
    told = notice_of(away)
    return f"{say('window.engine.away', host=host)} {told.sentence} {told.remedy}"


def away_notice(host: str, away: Fault) -> Notice:
    """The same for the window, once."""
    told = notice_of(away)
    here = say("window.engine.away", host=host)
    return Notice(told.title, f"{told.sentence} {here}", told.remedy)
