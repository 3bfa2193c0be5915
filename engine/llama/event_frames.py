"""How the events of a generation cross from the model process: as few frames as a reader's eye allows."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import cast

from engine.errors import Cancelled
from engine.types import (
    GenerationDone,
    GenerationEvent,
    StopReason,
    TextDelta,
    TextWithdrawn,
    Thinking,
)
from engine.workers.frames import Frame, Json

CANCELLED = GenerationDone(StopReason.CANCELLED, 0, 0, 0, 0.0, 0.0)
# A fast model's tokens share frames: waking the window for each slows it down, by 2 % on two cores.
_FLUSH_SECONDS = 0.04


def frames_of(events: Iterable[GenerationEvent]) -> Iterator[Frame]:
    """Frames for `events`; the last says what is said of the generation."""
    pending = ""
    sent = 0.0
    for event in events:
        if isinstance(event, TextWithdrawn):
            yield Frame({"withdrawn": True})
            pending = ""
            continue
        if isinstance(event, GenerationDone):
            if pending:
                yield Frame({"text": pending})
            yield Frame({"done": cast("dict[str, Json]", asdict(event))})
            return
        now = time.monotonic()
        if isinstance(event, TextDelta):
            pending += event.text
        if now - sent < _FLUSH_SECONDS:
            continue
        if pending:
            yield Frame({"text": pending})
        elif isinstance(event, Thinking):
            yield Frame({"thinking": event.tokens})
        pending, sent = "", now


def events_of(frames: Iterable[Frame]) -> Iterator[GenerationEvent]:
    """The reverse of `frames_of`. A request that is cancelled ends with a `GenerationDone` too."""
    try:
        for frame in frames:
            if "done" in frame.header:
                yield done_from(frame.header["done"])
            elif "thinking" in frame.header:
                yield Thinking(cast("int", frame.header["thinking"]))
            elif "withdrawn" in frame.header:
                yield TextWithdrawn()
            else:
                yield TextDelta(str(frame.header["text"]))
    except Cancelled:  # before it began, or the process had to be ended: nothing was measured
        yield CANCELLED


def done_from(values: Json) -> GenerationDone:
    """A `GenerationDone` from its JSON."""
    fields = dict(cast("dict[str, Json]", values))
    fields["stop_reason"] = StopReason(str(fields["stop_reason"]))
    return GenerationDone(**fields)  # type: ignore[arg-type]  # the fields are those of a GenerationDone
