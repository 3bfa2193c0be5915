"""What an embedder's cosines mean, kept beside the models once it has been measured."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from app.models import measured
from engine.cosines import CosineScale
from engine.embedding.calibration import probe


class KeptScales:
    """Scales by what was measured: the bytes of an embedder's files, and the probe."""

    def __init__(self, models_dir: Path) -> None:
        self._folder = models_dir / measured.FOLDER

    def get(self, key: str) -> CosineScale | None:
        """None where it was not measured yet, or with another probe, or cannot be read."""
        found = measured.read(self._path(key))
        if found is None:
            return None
        try:
            if found["probe"] != probe():
                return None
            marks = {str(pair): tuple(float(one) for one in of) for pair, of in found["marks"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        scale = CosineScale({pair: of for pair, of in marks.items() if len(of) == 4})
        return scale if len(scale.marks) == len(marks) else None

    def put(self, key: str, scale: CosineScale) -> None:
        """Keep a scale. A folder that cannot be written costs another measurement at the next start."""
        measured.write(self._path(key), {"probe": probe(), "marks": dict(scale.marks)})

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def key_of(files: Sequence[Path], how: str) -> str:
    """By what a scale is kept: the bytes of the embedder's files, and `how` it runs. Raises `OSError`."""
    found = hashlib.sha256(how.encode())
    for path in files:
        with path.open("rb") as stream:
            found.update(hashlib.file_digest(stream, "sha256").digest())
    return found.hexdigest()
