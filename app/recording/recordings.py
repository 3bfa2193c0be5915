"""Records what is said, piece by piece into the vault. The microphone is open only meanwhile, and no file is
ever written.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

from app.dictating.dictation import Sounding, level_of
from app.library.additions import Addition
from app.library.library import Library
from app.organisation.held import refusal, rules
from app.organisation.rules import Key
from engine.cancel import CancelToken
from engine.protocols import Microphone
from engine.sound.devices import LocalMicrophone
from engine.speech import RATE
from engine.speech.encoding import Encoder
from rag.storing.documents import DocumentStore
from rag.storing.recordings import KeptRecording, RecordingStore

_EACH = 2 * RATE  # samples that the end of the program may cost: a write of the vault takes some 10 ms


class Take:
    """A recording under way: listened to by turns, with pauses between, and kept as far as it was heard."""

    def __init__(self, store: RecordingStore, microphone: Microphone, name: str) -> None:
        """Raises `PartMissing`, `VaultError`s."""
        self._encoder = Encoder()
        self._store = store
        self._microphone = microphone
        self._pieces: list[bytes] = []
        self._kept = 0  # samples
        self.token = store.begin(name)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self._encoder.samples / RATE

    def listen(self, end: CancelToken) -> Iterator[Sounding]:
        """Hold the microphone open until `end`; yields about ten times a second.

        Raises `NoSoundDevice` where there is none or it goes, and `VaultError`s; what was heard before is
        kept, and one may listen again.
        """
        try:
            for block in self._microphone.listen(end):
                self._pieces.append(self._encoder.add(block))
                if self._encoder.samples - self._kept >= _EACH:
                    self._keep()
                yield Sounding(level_of(block), self.seconds)
        finally:
            self._keep()

    def finish(self) -> None:
        """Keep the last of it; nothing comes after. Raises `VaultError`s."""
        self._pieces.append(self._encoder.end())
        self._keep()

    def _keep(self) -> None:
        piece = b"".join(self._pieces)
        if piece:
            self._store.add(self.token, piece, self._encoder.samples)
            self._kept = self._encoder.samples
            self._pieces.clear()


class Recordings:
    """One recording at a time. Methods may be called from any thread."""

    def __init__(self, store: DocumentStore, library: Library, microphone: Microphone | None = None) -> None:
        """`microphone`: None for that of this machine."""
        self._store = store
        self._library = library
        self._lock = threading.Lock()
        self._take: Take | None = None
        self.microphone: Microphone = microphone or LocalMicrophone()

    @property
    def is_open(self) -> bool:
        """Whether a recording is under way."""
        return self._take is not None

    @property
    def keeps_unlocked(self) -> bool:
        """Whether the window stays unlocked though nobody touches it: somebody speaks. Not where the
        organisation has said after how long it locks.
        """
        return self.is_open and rules().lock_after_minutes is None

    def begin(self, name: str) -> Take:
        """Begin a recording; what was under way before is over, and waits to be asked about.

        Raises `SetByOrganisation`, `PartMissing`, `VaultError`s.
        """
        if not rules().record_sound:
            raise refusal(Key.RECORD_SOUND)
        with self._lock:
            self._take = Take(self._store.recordings, self.microphone, name)
            return self._take

    def end(self, take: Take) -> None:
        """It is under way no longer, and as long as nobody says `keep` or `discard` it waits."""
        with self._lock:
            if self._take is take:
                self._take = None
        take.finish()

    def waiting(self) -> list[KeptRecording]:
        """Those that were broken off, oldest first; what was broken off before anything was heard is gone."""
        found = [one for one in self._store.recordings.waiting() if not self._is_under_way(one)]
        for one in found:
            if not one.samples:
                self.discard(one.token)
        return [one for one in found if one.samples]

    def keep(self, token: str, name: str, collection: str = "") -> Addition:
        """Make a document of a recording, which is read and transcribed like any other."""
        path = self._store.recordings.name(token, name)
        found = self._store.recordings.of(path)
        size = 0 if found is None else found.size
        return self._library.retry(self._store.enqueue(str(path), path.name, size, collection))

    def discard(self, token: str) -> None:
        """Delete a recording, so that nothing of it stays."""
        self._store.recordings.discard(token)

    def _is_under_way(self, recording: KeptRecording) -> bool:
        return self._take is not None and self._take.token == recording.token
