"""Embedding models of BERT's kind on ONNX Runtime, which reading pictures needs anyway.

Beside torch and what stands on it, a process of a quarter of the memory that is there in a tenth of the time,
in float32. Where the processor multiplies bfloat16, torch is still faster over many texts. Figures:
tests/benchmarks.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.embedding.bert import IDS, LENGTHS, PROJECTED, SHARES, VECTORS, bert
from engine.embedding.description import NotKnown, described
from engine.embedding.models import Floats, Tokens, unit
from engine.errors import ModelInvalid
from engine.formats.safetensors import WEIGHTS, lying

_TOKENIZER = "tokenizer.json"
_WEIGHTS_FOLDER = "session.model_external_initializers_file_folder_path"


class LightModel:
    """See `EmbeddingModel`. Each call computes on the thread that makes it."""

    def __init__(self, folder: Path) -> None:
        """Raises `NotKnown` where this runtime cannot compute it, `ModelInvalid` where nobody could."""
        said = described(folder)
        self.prompts: Mapping[str, str] = said.prompts
        self._mean = said.mean
        self.tokens = _Tokens(_tokenizer(folder / _TOKENIZER, said.longest))
        self._session, self._alone = _session(bert(said.network, lying(folder / WEIGHTS)), folder)

    def computed(self, texts: Sequence[Sequence[int]], *, projected: bool) -> tuple[Floats, Floats]:
        lengths = np.array([len(ids) for ids in texts], np.int32)
        ids = np.zeros((len(texts), lengths.max()), np.int64)
        for row, one in enumerate(texts):
            ids[row, : len(one)] = one
        shares = np.zeros((len(texts), 1, ids.shape[1]), np.float32)
        if self._mean:
            shares[:, 0] = (np.arange(ids.shape[1]) < lengths[:, None]) / lengths[:, None]
        else:
            shares[:, 0, 0] = 1
        wanted = [VECTORS, PROJECTED] if projected else [VECTORS]
        try:
            given = self._session.run(wanted, {IDS: ids, LENGTHS: lengths, SHARES: shares}, self._alone)
        except Exception as refused:  # the binding's own exceptions share no base
            if "alloc" in str(refused).lower():
                raise MemoryError from refused
            raise
        return unit(given[0][:, 0]), given[1] if projected else given[0][:0]


class _Tokens:
    """Of texts. It goes on where another runtime takes the model over."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def __call__(self, texts: Sequence[str], /) -> list[Tokens]:
        return [Tokens(one.ids, one.offsets) for one in self._tokenizer.encode_batch(list(texts))]


def _tokenizer(file: Path, longest: int) -> Any:
    if not file.is_file():
        raise NotKnown("a tokenizer in another form")
    os.environ["TOKENIZERS_PARALLELISM"] = "false"  # the compute threads have the cores
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as refused:  # the binding raises Exception itself
        raise ModelInvalid(path=str(file), detail="cannot be read") from refused
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    return tokenizer


def _session(model: bytes, folder: Path) -> tuple[Any, Any]:
    """A session on one thread, and the options of a run that computes nothing that was not asked for."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # see `engine.embedding.worker`: a batch a thread
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # patterns are kept for each shape, and every batch has its own
    options.log_severity_level = 4
    options.add_session_config_entry(_WEIGHTS_FOLDER, str(folder))
    run = onnxruntime.RunOptions()
    run.only_execute_path_to_fetches = True
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"]), run
    except Exception as refused:
        raise ModelInvalid(path=str(folder), detail=type(refused).__name__) from refused
