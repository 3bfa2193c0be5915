"""The model files that pages are read with."""

from __future__ import annotations

import os
from pathlib import Path

from engine.ocr.text_detector import bundled

RECOGNISER_FILE = "CONFIDANT_RECOGNISER"  # environment of a reader's process: a line recogniser of one's own

_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"


def detector_file() -> Path:
    return bundled(_DETECTOR)


def recogniser_file() -> Path:
    own = os.environ.get(RECOGNISER_FILE)
    return Path(own) if own else bundled(_RECOGNISER)
