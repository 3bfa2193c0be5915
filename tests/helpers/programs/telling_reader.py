"""The reader's process, which also tells what it has loaded: its target wraps the real one.

Besides `read` and `render` it serves `modules`: one frame {"modules": names of sys.modules}.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from engine.cancel import CancelToken
from engine.workers.frames import Frame, Json
from rag.reading import worker


class TellingHandler:
    def __init__(self, config: Mapping[str, Json]) -> None:
        self._reader = worker.build(config)

    def handle(
        self, method: str, params: Mapping[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        if method == "modules":
            yield Frame({"modules": sorted(sys.modules)})
        else:
            yield from self._reader.handle(method, params, blobs, cancel)


def build(config: Mapping[str, Json]) -> TellingHandler:
    return TellingHandler(config)
