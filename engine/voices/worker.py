"""The speaking process: serves `engine.voices.speaking`.

`speak` (text): a frame for each piece, header {"rate"}, one blob of float32 samples, little endian.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.cancel import CancelToken
from engine.types import Sound
from engine.voices.english import EnglishVoice
from engine.workers.frames import Frame, Json


def build_english(_config: Mapping[str, Json]) -> SpeakHandler:
    """The factory `engine.workers.child` calls: loads the voice at once."""
    return SpeakHandler(EnglishVoice().speak)


class SpeakHandler:
    def __init__(self, speak: Callable[[str], Iterator[Sound]]) -> None:
        self._speak = speak

    def handle(
        self, method: str, params: Mapping[str, Json], _blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Answer `speak`; see the module."""
        if method != "speak":
            raise ValueError(method)
        for sound in self._speak(str(params["text"])):
            cancel.raise_if_cancelled()
            yield Frame({"rate": sound.rate}, (sound.samples.astype("<f4").tobytes(),))
