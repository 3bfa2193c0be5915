"""Where text stands on a picture: RapidOCR's detector (differentiable binarisation, arXiv:1911.08947)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from engine.errors import ModelMissing
from engine.ocr.session import memory_told, session

Picture = NDArray[np.uint8]  # shape (height, width, 3)

_ANY_SIDE = 1 << 20  # pixels: no picture is shrunk, or enlarged, but to sides that the network takes


@dataclass(frozen=True, slots=True)
class Region:
    """Four corners in pixels of the picture, shape (4, 2): top left, top right, bottom right, bottom left."""

    corners: NDArray[np.float32]


class TextDetector:
    """Finds lines, or pieces of lines. Not thread-safe."""

    def __init__(self, path: Path, threads: int | None = None) -> None:
        """Raises `ModelMissing`, `ModelInvalid`."""
        if not path.is_file():
            raise ModelMissing(model=path.stem)
        from omegaconf import OmegaConf
        from rapidocr.ch_ppocr_det.main import TextDetector as Detector
        from rapidocr.utils.typings import EngineType

        settings: dict[str, Any] = {
            "engine_type": EngineType.ONNXRUNTIME,
            "limit_side_len": _ANY_SIDE,
            "limit_type": "max",
            "mean": [0.5, 0.5, 0.5],
            "std": [0.5, 0.5, 0.5],
            "thresh": 0.3,
            "box_thresh": 0.5,
            "max_candidates": 2000,
            "unclip_ratio": 1.6,
            "use_dilation": True,
            "score_mode": "fast",
        }
        config = OmegaConf.create(settings, flags={"allow_objects": True})
        config.session = session(path, threads)
        self._detector = Detector(cast("Any", config))

    def find(self, picture: Picture) -> list[Region]:
        """Regions from the top of the picture to its bottom, sought at the size it has: about a kilobyte of
        memory for every pixel. Sides below 16 pixels hold none. Raises MemoryError.
        """
        with memory_told():
            found = self._detector(picture)
        if found.boxes is None:
            return []
        return [Region(np.asarray(corners, np.float32)) for corners in found.boxes]


def bundled(name: str) -> Path:
    """A model file that the `rapidocr` wheel carries."""
    import importlib.util

    found = importlib.util.find_spec("rapidocr")
    places = found.submodule_search_locations if found is not None else None
    return Path(next(iter(places or ("rapidocr",)))) / "models" / name
