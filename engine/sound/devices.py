"""A `Speaker` and a `Microphone` of this machine.

miniaudio opens what the system plays by (PulseAudio or ALSA, Core Audio, WASAPI) when a sound is played, and
lets it go after it; the window's seal leaves it the sockets of this machine, which PulseAudio needs. A device
that takes samples and plays none, which miniaudio knows too, counts as none: a person would wait for ever.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Generator, Iterator
from threading import Event
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import NoSoundDevice
from engine.speech import RATE
from engine.types import Sound

Floats = NDArray[np.float32]

_NULL = "Null"  # as miniaudio calls the device that plays nothing
_LATENCY_MS = 60  # of a buffer: silent that soon after who stops
_BLOCK_MS = 100
_GIVEN_UP = 2.0  # seconds without a sign of it


class LocalSpeaker:
    """The loudspeaker that the system has chosen."""

    def __init__(self, backends: tuple[str, ...] = ()) -> None:
        """`backends`: names of miniaudio's, in place of those of this system."""
        self._backends = backends

    def play(self, sound: Sound, cancel: CancelToken) -> None:
        """See `engine.protocols.Speaker`."""
        cancel.raise_if_cancelled()
        told = Event()
        feed = _Feed(sound, told.set)
        withdraw = cancel.on_cancel(told.set)
        device = self._device(sound.rate)
        try:
            device.start(_begun(feed.samples()))
            seen = -1
            while not told.wait(_GIVEN_UP):
                if feed.place == seen:  # it was pulled out, or never began
                    raise NoSoundDevice(kind="speaker")
                seen = feed.place
        except _library().MiniaudioError as refused:
            raise NoSoundDevice(kind="speaker") from refused
        finally:
            withdraw()
            device.close()
        cancel.raise_if_cancelled()

    def _device(self, rate: int) -> Any:
        audio = _library()
        return _opened(
            lambda named: audio.PlaybackDevice(
                output_format=audio.SampleFormat.FLOAT32,
                nchannels=1,
                sample_rate=rate,
                buffersize_msec=_LATENCY_MS,
                app_name="Confidant",
                backends=named,
            ),
            self._backends,
            "speaker",
        )


class LocalMicrophone:
    """The microphone that the system has chosen. It is open only while somebody listens."""

    def __init__(self, backends: tuple[str, ...] = ()) -> None:
        """See `LocalSpeaker`."""
        self._backends = backends

    def listen(self, cancel: CancelToken) -> Iterator[Floats]:
        """See `engine.protocols.Microphone`."""
        blocks: queue.SimpleQueue[Floats | None] = queue.SimpleQueue()
        device = self._device()
        withdraw = cancel.on_cancel(lambda: blocks.put(None))
        try:
            device.start(_begun(_caught(blocks)))
            while True:
                try:
                    block = blocks.get(timeout=_GIVEN_UP)
                except queue.Empty:
                    raise NoSoundDevice(kind="microphone") from None
                if block is None:
                    return
                yield block
        except _library().MiniaudioError as refused:
            raise NoSoundDevice(kind="microphone") from refused
        finally:
            withdraw()
            device.close()

    def _device(self) -> Any:
        audio = _library()
        return _opened(
            lambda named: audio.CaptureDevice(
                input_format=audio.SampleFormat.FLOAT32,
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=_BLOCK_MS,
                app_name="Confidant",
                backends=named,
            ),
            self._backends,
            "microphone",
        )


class _Feed:
    """A sound as a device takes it: so many samples at a time, silence behind the last."""

    def __init__(self, sound: Sound, ended: Callable[[], None]) -> None:
        self._samples = np.ascontiguousarray(sound.samples, np.float32)
        self._tail = sound.rate * 2 * _LATENCY_MS // 1000  # what the device still holds is to be heard
        self._ended = ended
        self.place = 0

    def samples(self) -> Generator[NDArray[np.float32] | bytes, int, None]:
        asked = yield b""
        while self.place < self._samples.size + self._tail:
            piece = self._samples[self.place : self.place + asked]
            self.place += asked
            asked = yield np.pad(piece, (0, asked - piece.size)).reshape(-1, 1)
        self._ended()
        while True:
            asked = yield np.zeros((asked, 1), np.float32)


def _caught(blocks: queue.SimpleQueue[Floats | None]) -> Generator[None, bytes, None]:
    while True:
        heard = yield
        blocks.put(np.frombuffer(bytes(heard), np.float32).copy())


def _begun(generator: Generator[Any, Any, None]) -> Generator[Any, Any, None]:
    next(generator)
    return generator


def _opened(make: Callable[[list[Any] | None], Any], backends: tuple[str, ...], kind: str) -> Any:
    audio = _library()
    named = [audio.Backend[one] for one in backends] or None
    try:
        device = make(named)
    except audio.MiniaudioError as refused:
        raise NoSoundDevice(kind=kind) from refused
    if device.backend == _NULL and not backends:
        device.close()
        raise NoSoundDevice(kind=kind)
    return device


def _library() -> Any:
    import miniaudio

    return miniaudio
