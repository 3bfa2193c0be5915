"""The vision model that reads pictures now, if there is one."""

from __future__ import annotations

from collections.abc import Iterator

from app.models.active import Active, Choice, Choose
from engine.cancel import CancelToken
from engine.llama.vision.process import VisionProcess
from engine.types import GenerationEvent, ModelInfo, Picture, Sampling


class InstalledPictureReader(Active[VisionProcess]):
    """The `PictureReader` of this machine."""

    def __init__(self, choose: Choose) -> None:
        super().__init__(choose, _process)

    @property
    def name(self) -> str:
        """The id of the model used now; empty while there is none."""
        return self.chosen

    def info(self) -> ModelInfo:
        """See `engine.protocols.PictureReader`."""
        return self._ready().info()

    def read(
        self, picture: Picture, instruction: str, sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """See `engine.protocols.PictureReader`."""
        return self._ready().read(picture, instruction, sampling, cancel)


def _process(choice: Choice) -> VisionProcess:
    """Its model, or the first part of it, comes first and the projector second."""
    model, projector, *parts = choice.files
    return VisionProcess(model, projector, choice.id, parts=tuple(parts))
