"""The embedding model as the rest of the product sees it: an `Embedder` in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.cores import default_threads
from engine.cosines import CosineScale
from engine.embedding.calibration import calibrated
from engine.embedding.token_codes import BITS
from engine.formats.safetensors import check_folder
from engine.hardware import machine
from engine.types import PassageVectors, QuestionVectors
from engine.workers.confining import Work
from engine.workers.frames import Json
from engine.workers.runtime import Runtime
from engine.workers.spinning import PATIENCE
from engine.workers.worker import Limits, WorkerSpec

_REQUEST_TEXTS = 512  # a question waits for one request of a running index, so requests stay short
_SILENCE_SECONDS = 300.0
_GIVES_WAY = 5  # to the window and to an answer, and not to what reads documents: a question waits for it


class EmbedderProcess(Runtime):
    """An `Embedder` over a sentence-transformers folder. Thread-safe; a second caller waits.

    Models of BERT's kind run in float32 on the light runtime, others on torch. Where the processor multiplies
    bfloat16 natively torch does too (cosine to float32 at least 0.999), and takes the passages of models of
    either kind when there are many. `start` loads it ahead of its first use.
    """

    def __init__(
        self,
        model_dir: Path,
        name: str,
        *,
        threads: int | None = None,
        precision: str | None = None,
        sparing: bool = False,
        prompts: Mapping[str, str] | None = None,
        scale: CosineScale | None = None,
        rest_seconds: float | None = None,
    ) -> None:
        """`precision` is "bf16", "fp32", or None for the faster of those this machine does well; `sparing`:
        of memory, so that torch is never taken for speed alone; `prompts`: what stands before a "query" and a
        "passage" where the folder names nothing; `scale`: what is known of its cosines; `rest_seconds`: see
        `WorkerSpec`.
        """
        self._model_dir = model_dir
        self._model = name
        self._precision = precision or ("bf16" if machine().supports_bf16 else "fp32")
        self._dimension: int | None = None
        self._scale = scale
        super().__init__(
            WorkerSpec(
                name="embedder",
                target="engine.embedding.worker:build",
                config={
                    "path": str(model_dir),
                    "precision": self._precision,
                    "faster": self._precision == "bf16" and not sparing,
                    "threads": threads or default_threads(),
                    "prompts": dict(prompts or {}),
                },
                limits=Limits(idle_seconds=_SILENCE_SECONDS),
                # torch makes this folder when it is imported, for what it compiles; nothing is compiled here.
                environment={**PATIENCE, "TORCHINDUCTOR_CACHE_DIR": str(model_dir)},
                files=(model_dir,),
                work=Work.COMPUTING,
                gives_way=_GIVES_WAY,
                rest_seconds=rest_seconds,
            )
        )

    @property
    def name(self) -> str:
        """Model, precision and form of the token codes, such as "all-minilm-l6-v2/bf16/256".

        The precision is the lowest that a vector may have been computed in; those of either runtime mix.
        """
        return f"{self._model}/{self._precision}/{BITS}"

    @property
    def dimension(self) -> int:
        """Numbers in a vector, read from the folder. Raises `ModelMissing`, `ModelInvalid`."""
        if self._dimension is None:
            self._dimension = check_folder(self._model_dir, self._model)
        return self._dimension

    @property
    def scale(self) -> CosineScale:
        """How its cosines are to be read; measured at the first use where it was not given.

        Raises as `embed` does.
        """
        if self._scale is None:
            self._scale = calibrated(lambda texts: self.embed(texts, CancelToken()))
        return self._scale

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

    def _embed_into(self, vectors: NDArray[np.float32], texts: Sequence[str], cancel: CancelToken) -> None:
        for frame in self._worker.request("embed", {"texts": list(texts)}, cancel=cancel):
            rows = cast("list[int]", frame.header["rows"])
            vectors[rows] = _floats(frame.blobs[0], len(rows))


def _floats(blob: bytes, rows: int) -> NDArray[np.float32]:
    return np.frombuffer(blob, dtype="<f4").reshape(rows, -1 if rows else BITS)
