"""What a model has read, kept beyond its process: asked for before a prompt, taken once it is quiet."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Protocol, cast

from engine.cancel import CancelToken
from engine.errors import Fault, WorkerError
from engine.llama.worker import messages_to
from engine.types import Message
from engine.workers.frames import Frame, Json
from engine.workers.resting import Resting
from engine.workers.turns import Turns
from engine.workers.worker import Worker

_QUIET_SECONDS = 120.0  # after the last question: each question's state would wear out a disk
_CLOSE_SECONDS = 2.0  # the end of the program waits no longer for a model that is writing

_log = logging.getLogger(__name__)


class States(Protocol):
    """Where states are kept, by their keys. Nothing is raised: what cannot be kept or read is not there."""

    def find(self, keys: Sequence[str]) -> tuple[str, bytes] | None:
        """The first of the keys that there is a state of, with the state."""
        ...

    def keep(self, keys: Sequence[str], state: bytes, *, fixed: bool) -> None:
        """Keep a state under all of its keys; `fixed`: nothing of a document is in it."""
        ...

    @property
    def era(self) -> int:
        """Another one whenever something was to be forgotten: what was read before is not to be kept."""
        ...

    def known(self) -> Collection[str]:
        """The keys of all that is kept."""
        ...


class Keeping:
    """Between one model's process and where states are kept."""

    def __init__(
        self,
        worker: Worker,
        states: States | None,
        quiet_seconds: float = _QUIET_SECONDS,
    ) -> None:
        """A state is taken `quiet_seconds` after the last answer."""
        self._worker = worker
        self._states = states
        self._changed = False
        self._era = 0  # of the states when the model read what it holds
        self._displaced: Frame | None = None
        self._quiet = Resting(quiet_seconds if states else None, Turns(), self.take)

    def before(self, messages: Sequence[Message], further: Mapping[str, Json], cancel: CancelToken) -> None:
        """Let the model hold what is kept of a prompt; `further` goes along with its request. Raises as a
        request does.
        """
        if self._states is None:
            return
        params = {**further, "messages": messages_to(messages)}
        era, self._era = self._era, self._states.era
        keys: list[str] = []
        for frame in self._worker.request("recall", params, cancel=cancel):
            if frame.blobs:
                self._displaced = frame if era == self._era else None
            else:
                keys = cast("list[str]", frame.header["keys"])
        found = self._states.find(keys) if keys else None
        if found is not None:
            key, state = found
            try:
                self._worker.call("restore", {**further, "key": key}, (state,), cancel)
            except WorkerError as fault:  # the prompt is read as if nothing were kept, now and later
                _log.warning("a kept state cannot be used: %s", fault.code)
                self._states = None

    def after(self) -> None:
        """A prompt was read and answered."""
        if self._states is None:
            return
        displaced, self._displaced = self._displaced, None
        if displaced is not None:
            self._keep(displaced)
        self._changed = True
        self._quiet.used()

    def take(self) -> None:
        """Keep what the process holds now, if it has one and may tell soon."""
        if self._states is None or not self._changed or self._worker.pid is None:
            return
        if self._era != self._states.era:
            return
        cancel = CancelToken()
        patience = threading.Timer(_CLOSE_SECONDS, cancel.cancel)
        patience.start()
        try:
            params: dict[str, Json] = {"known": [*self._states.known()]}
            for frame in self._worker.request("states", params, cancel=cancel):
                self._keep(frame)
            self._changed = False
        except Fault as fault:
            _log.info("nothing kept of what the model has read: %s", fault.code)
        finally:
            patience.cancel()
            with suppress(RuntimeError):
                patience.join()

    def close(self) -> None:
        """Keep what is held, and nothing any more."""
        self._quiet.close()
        self.take()

    def _keep(self, frame: Frame) -> None:
        if self._states is not None and frame.blobs:
            keys = cast("list[str]", frame.header["keys"])
            self._states.keep(keys, frame.blobs[0], fixed=bool(frame.header["fixed"]))
