"""The hearing process: serves `engine.speech.hearer`.

`hear` (language, names), the samples as one blob of float32, little endian: one frame for each sentence, as
`engine.speech.frames` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import numpy as np

from engine.cancel import CancelToken
from engine.speech.frames import header_of
from engine.speech.listening import Listener
from engine.workers.frames import Frame, Json


def build(config: Mapping[str, Json]) -> HearHandler:
    """The factory `engine.workers.child` calls: loads the model at once."""
    return HearHandler(Listener(Path(str(config["path"])), cast("int", config["threads"])))


class HearHandler:
    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def handle(
        self, method: str, params: Mapping[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Answer `hear`; see the module."""
        if method != "hear":
            raise ValueError(method)
        samples = np.frombuffer(blobs[0], "<f4").astype(np.float32)
        names = cast("list[str]", params["names"])
        for heard in self._listener.hear(samples, cancel, language=str(params["language"]), names=names):
            yield Frame(header_of(heard))
