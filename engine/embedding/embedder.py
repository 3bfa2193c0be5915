"""The embedding model as the rest of the product sees it: an `Embedder` in a process of its own."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.embedding.token_codes import BITS
from engine.errors import ModelInvalid, ModelMissing
from engine.hardware import default_threads, machine
from engine.types import PassageVectors, QuestionVectors
from engine.workers.frames import Json
from engine.workers.spinning import PATIENCE
from engine.workers.worker import Limits, Worker, WorkerSpec

_REQUEST_TEXTS = 512  # a question waits for one request of a running index, so requests stay short
_SILENCE_SECONDS = 300.0
_WEIGHTS = "model.safetensors"
_NEEDED = ("modules.json", "config.json", _WEIGHTS)
_MAX_HEADER_BYTES = 64 << 20


class EmbedderProcess:
    """An `Embedder` over a sentence-transformers folder. Thread-safe; a second caller waits.

    Runs in bfloat16 where the processor multiplies it natively (cosine to float32 at least 0.999),
    else in float32. The process starts with the first use, or `start`, and again after a crash.
    """

    def __init__(
        self, model_dir: Path, name: str, *, threads: int | None = None, precision: str | None = None
    ) -> None:
        """`precision` is "bf16", "fp32", or None for the faster of those this machine does well."""
        self._model_dir = model_dir
        self._model = name
        self._precision = precision or ("bf16" if machine().supports_bf16 else "fp32")
        self._dimension: int | None = None
        self._worker = Worker(
            WorkerSpec(
                name="embedder",
                target="engine.embedding.worker:build",
                config={
                    "path": str(model_dir),
                    "precision": self._precision,
                    "threads": threads or default_threads(),
                },
                limits=Limits(idle_seconds=_SILENCE_SECONDS),
                environment=PATIENCE,
            )
        )

    @property
    def name(self) -> str:
        """Model, precision and form of the token codes, such as "all-minilm-l6-v2/bf16/256"."""
        return f"{self._model}/{self._precision}/{BITS}"

    @property
    def dimension(self) -> int:
        """Numbers in a vector, read from the folder. Raises `ModelMissing`, `ModelInvalid`."""
        if self._dimension is None:
            self._dimension = check_folder(self._model_dir, self._model)
        return self._dimension

    @property
    def pid(self) -> int | None:
        """The embedding process, None while none runs."""
        return self._worker.pid

    def memory_bytes(self) -> int:
        """Resident bytes of the embedding process now, 0 while none runs."""
        return self._worker.memory_bytes()

    def start(self) -> None:
        """Load the model now, so that the first question does not wait for it."""
        check_folder(self._model_dir, self._model)
        self._worker.start()

    def embed(self, texts: Sequence[str], cancel: CancelToken) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), dimension), each of length 1, in the order given.

        Raises `ModelMissing`, `ModelInvalid`, `WorkerError`, `Cancelled`.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for begin in range(0, len(texts), _REQUEST_TEXTS):
            self._embed_into(
                vectors[begin : begin + _REQUEST_TEXTS], texts[begin : begin + _REQUEST_TEXTS], cancel
            )
        return vectors

    def embed_passages(self, texts: Sequence[str], cancel: CancelToken) -> PassageVectors:
        """Vectors as `embed` gives them, and the codes of the texts' tokens. Raises as `embed` does."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        codes = [b""] * len(texts)
        for begin in range(0, len(texts), _REQUEST_TEXTS):
            part: list[Json] = list(texts[begin : begin + _REQUEST_TEXTS])
            for frame in self._worker.request("passages", {"texts": part}, cancel=cancel):
                rows = [begin + row for row in cast("list[int]", frame.header["rows"])]
                vectors[rows] = _floats(frame.blobs[0], len(rows))
                for row, code in zip(rows, frame.blobs[1:], strict=True):
                    codes[row] = code
        return PassageVectors(vectors, tuple(codes))

    def embed_question(self, text: str, cancel: CancelToken) -> QuestionVectors:
        """The text's vector and its tokens. Raises as `embed` does."""
        frame = self._worker.call("question", {"texts": [text]}, cancel=cancel)
        places = tuple(cast("list[int]", frame.header["places"]))
        return QuestionVectors(_floats(frame.blobs[0], 1)[0], _floats(frame.blobs[1], len(places)), places)

    def unload(self) -> None:
        """End the process; the next use starts it again."""
        self._worker.stop()

    def close(self) -> None:
        """End the process for good."""
        self._worker.close()

    def _embed_into(self, vectors: NDArray[np.float32], texts: Sequence[str], cancel: CancelToken) -> None:
        for frame in self._worker.request("embed", {"texts": list(texts)}, cancel=cancel):
            rows = cast("list[int]", frame.header["rows"])
            vectors[rows] = _floats(frame.blobs[0], len(rows))


def _floats(blob: bytes, rows: int) -> NDArray[np.float32]:
    return np.frombuffer(blob, dtype="<f4").reshape(rows, -1 if rows else BITS)


def check_folder(folder: Path, name: str) -> int:
    """Check that a sentence-transformers folder is whole; returns the dimension of its vectors.

    Only safetensors weights and the library's own modules are accepted: a folder can then hold no
    code. Raises `ModelMissing`, `ModelInvalid`.
    """
    if not folder.is_dir():
        raise ModelMissing(model=name)
    for file in _NEEDED:
        if not (folder / file).is_file():
            raise ModelInvalid(path=str(folder / file), detail="missing")
    _check_weights(folder / _WEIGHTS)
    dimension = _whole(_json(folder / "config.json"), "hidden_size")
    modules = _json(folder / "modules.json")
    for module in modules if isinstance(modules, list) else []:
        if not str(module.get("type", "")).startswith("sentence_transformers."):
            raise ModelInvalid(path=str(folder / "modules.json"), detail="a module of unknown origin")
        if str(module["type"]).endswith(".Dense"):
            dimension = _whole(_json(folder / str(module["path"]) / "config.json"), "out_features")
    if not dimension:
        raise ModelInvalid(path=str(folder / "config.json"), detail="no dimension")
    return dimension


def _check_weights(file: Path) -> None:
    """The length its header promises (https://github.com/huggingface/safetensors#format)."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        start = stream.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else _MAX_HEADER_BYTES + 1
        data = stream.read(length) if length <= _MAX_HEADER_BYTES else b""
    try:
        header = json.loads(data)
        ends = [int(entry["data_offsets"][1]) for key, entry in header.items() if key != "__metadata__"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ModelInvalid(path=str(file), detail="not a safetensors file") from error
    if 8 + length + max(ends, default=0) > size:
        raise ModelInvalid(path=str(file), detail="cut short")


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelInvalid(path=str(file), detail="cannot be read") from error


def _whole(values: Any, key: str) -> int:
    value = values.get(key) if isinstance(values, dict) else None
    return value if isinstance(value, int) else 0
