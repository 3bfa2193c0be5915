"""What an embedder's cosines mean, kept beside the models once it has been measured."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path

from engine.cosines import CosineScale
from engine.embedding.calibration import probe

_FOLDER = ".measured"  # in the models folder, where no model is looked for

_log = logging.getLogger(__name__)


class KeptScales:
    """Scales by what was measured: the bytes of an embedder's files, and the probe."""

    def __init__(self, models_dir: Path) -> None:
        self._folder = models_dir / _FOLDER

    def get(self, key: str) -> CosineScale | None:
        """None where it was not measured yet, or with another probe, or cannot be read."""
        try:
            found = json.loads(self._path(key).read_text(encoding="utf-8"))
            if found["probe"] != probe():
                return None
            marks = {str(pair): tuple(float(one) for one in of) for pair, of in found["marks"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        scale = CosineScale({pair: of for pair, of in marks.items() if len(of) == 4})
        return scale if len(scale.marks) == len(marks) else None

    def put(self, key: str, scale: CosineScale) -> None:
        """Keep a scale. A folder that cannot be written costs another measurement at the next start."""
        path = self._path(key)
        draft = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps({"probe": probe(), "marks": dict(scale.marks)}), encoding="utf-8")
            draft.replace(path)
        except OSError as error:
            _log.warning("scale not kept: %s", error.strerror)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def key_of(files: Sequence[Path], how: str) -> str:
    """By what a scale is kept: the bytes of the embedder's files, and `how` it runs. Raises `OSError`."""
    found = hashlib.sha256(how.encode())
    for path in files:
        with path.open("rb") as stream:
            found.update(hashlib.file_digest(stream, "sha256").digest())
    return found.hexdigest()
