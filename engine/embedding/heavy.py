"""Any sentence-transformers folder, on that library and torch."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.embedding.models import Floats, Tokens, unit
from engine.embedding.token_codes import rotation
from engine.errors import ModelInvalid

_LENGTH_STEP = 8  # padded lengths are multiples: fewer shapes, so fewer kernels to prepare


class HeavyModel:
    """See `EmbeddingModel`. The thread that made it is given all cores, any other one."""

    def __init__(self, folder: Path, precision: str, threads: int) -> None:
        """`precision` is "bf16" or "fp32". Raises `ModelInvalid`."""
        os.environ["TOKENIZERS_PARALLELISM"] = "false"  # the compute threads have the cores
        os.environ["TRANSFORMERS_NO_ADVISORY_WARNINGS"] = "1"
        import torch
        from sentence_transformers import SentenceTransformer

        self._torch: Any = torch
        self._maker, self._own = threading.current_thread(), threading.local()
        torch.set_num_threads(threads)
        dtype = torch.bfloat16 if precision == "bf16" else torch.float32
        try:
            self._model: Any = SentenceTransformer(
                str(folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"dtype": dtype, "use_safetensors": True},
            )
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            raise ModelInvalid(path=str(folder), detail=type(error).__name__) from error
        self._model.eval()
        self._longest = int(self._model.max_seq_length or 512)
        self.prompts: Mapping[str, str] = self._model.prompts or {}

    def tokens(self, texts: Sequence[str], /) -> list[Tokens]:
        encoded = self._model.tokenizer(
            list(texts), truncation=True, max_length=self._longest, return_offsets_mapping=True
        )
        return [
            Tokens(ids, offsets)
            for ids, offsets in zip(encoded["input_ids"], encoded["offset_mapping"], strict=True)
        ]

    def computed(self, texts: Sequence[Sequence[int]], *, projected: bool) -> tuple[Floats, Floats]:
        torch = self._torch
        if threading.current_thread() is not self._maker and not hasattr(self._own, "set"):
            torch.set_num_threads(1)  # of this thread; what the others may use stays as it is
            self._own.set = True
        features = self._model.tokenizer.pad(
            {"input_ids": [list(ids) for ids in texts]}, pad_to_multiple_of=_LENGTH_STEP, return_tensors="pt"
        )
        with torch.inference_mode():
            output = self._model(dict(features))
            vectors = unit(output["sentence_embedding"].float().numpy())
            if not projected:
                return vectors, np.zeros((0, 0, 0), np.float32)
            # By torch, whose threads are awake: a second pool of threads, NumPy's, would fight with them.
            tokens = output["token_embeddings"].float()
            codes: Floats = (tokens @ torch.from_numpy(rotation(tokens.shape[-1]))).numpy()
        return vectors, codes
