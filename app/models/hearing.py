"""The model that hears, in its process, if there is one. What reads recordings loads it by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.models.active import Active, Choice, Choose
from app.models.resting import rest_seconds
from engine.cancel import CancelToken
from engine.errors import ModelMissing
from engine.speech.hearer import HearerProcess
from engine.speech.part import check_part
from engine.types import Heard


class InstalledHearer(Active[HearerProcess]):
    """A `Hearer`; see `engine.protocols`."""

    def __init__(self, choose: Choose) -> None:
        super().__init__(choose, _process)

    def start(self) -> None:
        """Load it. Raises `ModelMissing`, `ModelInvalid`, `PartMissing`, `WorkerError`."""
        self._ready().start()

    def folder(self) -> Path | None:
        """Where the model to use now lies; None while there is none. Nothing is started."""
        try:
            return self.choice().path
        except ModelMissing:
            return None

    def hear(
        self,
        samples: NDArray[np.float32],
        cancel: CancelToken,
        *,
        language: str = "",
        names: Sequence[str] = (),
    ) -> Iterator[Heard]:
        """See `engine.protocols.Hearer`. Raises `ModelMissing` while there is none, `PartMissing`."""
        yield from self._ready().hear(samples, cancel, language=language, names=names)


def _process(choice: Choice) -> HearerProcess:
    check_part()
    return HearerProcess(choice.path, rest_seconds=rest_seconds())
