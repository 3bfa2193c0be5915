"""The process of a cross-encoder: serves `engine.embedding.reranker`.

`scores` takes a `question` and `texts`; each frame has a blob of their scores, float32 little endian, some
texts at a time in their order.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np

from engine.cancel import CancelToken
from engine.errors import ModelInvalid
from engine.workers.frames import Frame, Json

_AT_ONCE = 4  # texts: seconds at most with a large model, and then it is looked whether somebody cancelled
_LONGEST = 512  # tokens of a question and a passage, where the model does not say less


def build(config: Mapping[str, Json]) -> RerankHandler:
    """The factory `engine.workers.child` calls: loads the model at once, from the folder only."""
    return RerankHandler(Path(str(config["path"])), cast("int", config["threads"]))


class RerankHandler:
    def __init__(self, folder: Path, threads: int) -> None:
        """Raises `ModelInvalid`."""
        os.environ["TOKENIZERS_PARALLELISM"] = "false"  # the compute threads have the cores
        os.environ["TRANSFORMERS_NO_ADVISORY_WARNINGS"] = "1"
        import torch
        from sentence_transformers import CrossEncoder

        torch.set_num_threads(threads)
        try:
            self._model: Any = CrossEncoder(
                str(folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                max_length=_LONGEST,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            raise ModelInvalid(path=str(folder), detail=type(error).__name__) from error
        self._sigmoid = torch.nn.Sigmoid()

    def handle(
        self, method: str, params: Mapping[str, Json], _blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Answer one request; see the module for the method."""
        if method != "scores":
            raise ValueError(method)
        question, texts = str(params["question"]), cast("list[str]", params["texts"])
        for at in range(0, len(texts), _AT_ONCE):
            cancel.raise_if_cancelled()
            pairs = [(question, text) for text in texts[at : at + _AT_ONCE]]
            found = self._model.predict(pairs, activation_fn=self._sigmoid, show_progress_bar=False)
            yield Frame({}, (np.asarray(found, "<f4").tobytes(),))
