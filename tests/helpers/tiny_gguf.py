"""GGUF files of random weights that the tests make: of many architectures, and of what is no model.

A model has two layers, a vocabulary of single bytes and the control tokens that it is given, and weights that
depend on the seed alone. llama.cpp loads it and generates with it; what it says means nothing.
"""

from __future__ import annotations

import itertools
import random
import re
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Value = str | int | float | bool | Sequence[str] | Sequence[int] | Sequence[float]
Weights = NDArray[np.float32]
Matrix = Callable[..., Weights]
Ones = Callable[[int], Weights]

WIDTH = 64  # of a token's vector
HEADS, KV_HEADS, HEAD = 4, 2, 16
WIDE = 96  # of the inner layer
EXPERTS = 4
LAYERS = 2
CONTEXT = 512
WINDOW = 256
_ALIGNMENT = 32
_F32, _F16 = 0, 1
_NORMAL, _UNKNOWN, _CONTROL, _BYTE = 1, 2, 3, 6


@dataclass(frozen=True, slots=True)
class TinyGguf:
    """What is written: keys, and tensors with their shape as GGUF has it (the innermost first)."""

    keys: dict[str, Value]
    tensors: dict[str, Weights] = field(default_factory=dict)
    kind: int = _F32

    def with_keys(self, **keys: Value) -> TinyGguf:
        """With other keys; "__" stands for a full stop."""
        return replace(self, keys={**self.keys, **{name.replace("__", "."): v for name, v in keys.items()}})

    def without(self, *keys: str) -> TinyGguf:
        return replace(self, keys={name: value for name, value in self.keys.items() if name not in keys})

    def with_tensors(self, tensors: Mapping[str, Weights]) -> TinyGguf:
        return replace(self, tensors={**self.tensors, **tensors})

    def save(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.encoded())
        return path

    def save_in_parts(self, folder: Path, name: str, parts: int) -> list[Path]:
        """As llama.cpp's gguf-split writes it: the first part holds the keys."""
        names = list(self.tensors)
        share = -(-len(names) // parts)
        paths = []
        for number in range(parts):
            here = {one: self.tensors[one] for one in names[number * share : (number + 1) * share]}
            split: dict[str, Value] = {
                "split.no": number,
                "split.count": parts,
                "split.tensors.count": len(names),
            }
            keys = {**self.keys, **split} if number == 0 else split
            path = folder / f"{name}-{number + 1:05d}-of-{parts:05d}.gguf"
            paths.append(replace(self, keys=keys, tensors=here).save(path))
        return paths

    def encoded(self) -> bytes:
        head = b"GGUF" + struct.pack("<IQQ", 3, len(self.tensors), len(self.keys))
        head += b"".join(_string(key) + _value(key, value) for key, value in self.keys.items())
        data = b""
        for name, weights in self.tensors.items():
            kind = self.kind if weights.ndim > 1 else _F32
            shape = weights.shape[::-1]
            head += _string(name) + struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
            head += struct.pack("<IQ", kind, len(data))
            data += weights.astype(np.float16 if kind == _F16 else np.float32).tobytes()
            data += bytes(-len(data) % _ALIGNMENT)
        return head + bytes(-len(head) % _ALIGNMENT) + data


def tiny(
    architecture: str = "llama",
    *,
    name: str = "Tiny",
    tokens: Sequence[str] = ("<|im_start|>", "<|im_end|>"),
    ends: Mapping[str, str] | None = None,
    template: str | None = None,
    seed: int = 1,
    context: int = CONTEXT,
    layers: int = LAYERS,
    head: int = HEAD,
) -> TinyGguf:
    """A model that llama.cpp loads. `tokens` are control tokens; `ends` names those of `tokens` that end
    turns, by the key that says so ("eos", "eot", "eom").
    """
    keys: dict[str, Value] = {"general.architecture": architecture, "general.name": name}
    shape: dict[str, Value] = {
        "context_length": context,
        "block_count": layers,
        "embedding_length": WIDTH,
        "feed_forward_length": WIDE,
        "attention.head_count": HEADS,
        "attention.head_count_kv": KV_HEADS,
        "attention.key_length": head,
        "attention.value_length": head,
        "attention.layer_norm_rms_epsilon": 1e-5,
        "rope.dimension_count": head,
        "rope.freq_base": 10000.0,
        **_FURTHER.get(architecture, {}),
    }
    keys |= {f"{architecture}.{key}": value for key, value in shape.items()}
    keys |= vocabulary(tokens, ends or {})
    if template is not None:
        keys["tokenizer.chat_template"] = template
    words = keys["tokenizer.ggml.tokens"]
    assert isinstance(words, Sequence)
    return TinyGguf(keys, _weights(architecture, len(words), layers, seed, head))


def scripted(made: TinyGguf, begins: str, says: str) -> TinyGguf:
    """A model that says a text of its own after the token `begins`, a token after the other.

    Its layers add nothing, so that each token alone decides on the next; no character may stand twice in
    `begins` and `says`, but the last, which goes around. Both may name control tokens, in angle brackets.
    """
    words = made.keys["tokenizer.ggml.tokens"]
    assert isinstance(words, Sequence)
    spoken = [begins, *re.findall(r"<[^>]+>|.", says, re.DOTALL)]
    numbers = [words.index(one if one in words else f"<0x{ord(one):02X}>") for one in spoken]
    assert len(set(numbers[:-1])) == len(numbers) - 1, "each token has one that follows it"
    drawn = np.random.default_rng(9)
    embedded = drawn.normal(0, 1, (len(words), WIDTH)).astype(np.float32)
    after = np.zeros((len(words), WIDTH), np.float32)
    for one, following in itertools.pairwise(numbers):
        after[following] = embedded[one]
    silent = {
        name: weights * 0
        for name, weights in made.tensors.items()
        if name.endswith(("attn_output.weight", "ffn_down.weight"))
    }
    return made.with_tensors({**silent, "token_embd.weight": embedded, "output.weight": after})


def speaking(says: str) -> TinyGguf:
    """A model that answers everything with a text, see `scripted`."""
    template = "{% for m in messages %}{{ m.content }}{% endfor %}{{ '<|answer|>' }}"
    return scripted(tiny(tokens=("<|answer|>",), template=template), "<|answer|>", says)


def taught(says: str, *, strength: float = 4.0) -> TinyGguf:
    """An adapter by which a model that speaks says another text: it holds what the last matrix of one that
    says it would add, so that the louder of two texts is said.
    """
    other = speaking(says)
    more = other.tensors["output.weight"] * strength
    rows = np.flatnonzero(np.abs(more).sum(axis=1))
    up = np.zeros((more.shape[0], len(rows)), np.float32)
    up[rows, np.arange(len(rows))] = 1.0
    made = adapter(other, alpha=float(len(rows)))
    return TinyGguf(made.keys, {"output.weight.lora_a": more[rows], "output.weight.lora_b": up})


def vocabulary(tokens: Sequence[str], ends: Mapping[str, str]) -> dict[str, Value]:
    """SentencePiece, a token a byte, and control tokens behind."""
    words = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁", *tokens]
    kinds = [_UNKNOWN, _CONTROL, _CONTROL, *[_BYTE] * 256, _NORMAL, *[_CONTROL] * len(tokens)]
    keys: dict[str, Value] = {
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": words,
        "tokenizer.ggml.scores": [0.0] * len(words),
        "tokenizer.ggml.token_type": kinds,
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.add_bos_token": True,
    }
    return keys | {f"tokenizer.ggml.{key}_token_id": words.index(token) for key, token in ends.items()}


def adapter(base: TinyGguf, *, strength: float = 1.0, seed: int = 5, alpha: float = 8.0) -> TinyGguf:
    """A LoRA for every matrix of the layers of `base`, of rank 4."""
    drawn = np.random.default_rng(seed)
    tensors: dict[str, Weights] = {}
    for name, weights in base.tensors.items():
        if weights.ndim == 2 and name.startswith("blk."):
            out, into = weights.shape
            tensors[f"{name}.lora_a"] = drawn.normal(0, strength, (4, into)).astype(np.float32)
            tensors[f"{name}.lora_b"] = drawn.normal(0, strength, (out, 4)).astype(np.float32)
    keys: dict[str, Value] = {
        "general.architecture": base.keys["general.architecture"],
        "general.type": "adapter",
        "general.name": "Tiny adapter",
        "adapter.type": "lora",
        "adapter.lora.alpha": alpha,
    }
    return TinyGguf(keys, tensors)


_MOE: dict[str, Value] = {
    "expert_count": EXPERTS,
    "expert_used_count": 2,
    "expert_feed_forward_length": WIDE,
}
_FURTHER: dict[str, dict[str, Value]] = {
    "gemma2": {"attention.sliding_window": WINDOW},
    "gemma3": {"attention.sliding_window": WINDOW},
    "granite": {"embedding_scale": 12.0, "residual_scale": 0.22, "logit_scale": 8.0, "attention.scale": 0.1},
    "qwen3moe": _MOE,
    "mamba": {
        "ssm.conv_kernel": 4,
        "ssm.inner_size": 2 * WIDTH,
        "ssm.state_size": 16,
        "ssm.time_step_rank": 4,
        "attention.head_count": 0,
    },
}
_NORMED_HEADS = ("qwen3", "qwen3moe", "gemma3")
_NORMED_AFTER = ("gemma2", "gemma3")


def _weights(architecture: str, words: int, layers: int, seed: int, head: int) -> dict[str, Weights]:
    drawn = np.random.default_rng(seed)

    def matrix(out: int, into: int, *more: int) -> Weights:
        return drawn.normal(0, 0.1, (*more, out, into)).astype(np.float32)

    def ones(size: int) -> Weights:
        return np.ones(size, np.float32) + drawn.normal(0, 0.01, size).astype(np.float32)

    tensors: dict[str, Weights] = {"token_embd.weight": matrix(words, WIDTH)}
    for number in range(layers):
        layer = _mamba(matrix, ones) if architecture == "mamba" else _layer(architecture, matrix, ones, head)
        tensors |= {f"blk.{number}.{name}": weights for name, weights in layer.items()}
    tensors["output_norm.weight"] = ones(WIDTH)
    return tensors if architecture == "gemma2" else {**tensors, "output.weight": matrix(words, WIDTH)}


def _layer(architecture: str, matrix: Matrix, ones: Ones, head: int) -> dict[str, Weights]:
    wide, narrow = HEADS * head, KV_HEADS * head
    layer = {"attn_norm.weight": ones(WIDTH), "ffn_norm.weight": ones(WIDTH)}
    if architecture == "phi3":
        layer |= {
            "attn_qkv.weight": matrix(wide + 2 * narrow, WIDTH),
            "ffn_up.weight": matrix(2 * WIDE, WIDTH),
        }
    else:
        layer |= {
            "attn_q.weight": matrix(wide, WIDTH),
            "attn_k.weight": matrix(narrow, WIDTH),
            "attn_v.weight": matrix(narrow, WIDTH),
        }
    layer["attn_output.weight"] = matrix(WIDTH, wide)
    if architecture == "qwen2":
        sizes = {"q": wide, "k": narrow, "v": narrow}
        layer |= {f"attn_{name}.bias": matrix(1, size)[0] for name, size in sizes.items()}
    if architecture in _NORMED_HEADS:
        layer |= {"attn_q_norm.weight": ones(head), "attn_k_norm.weight": ones(head)}
    if architecture in _NORMED_AFTER:
        layer |= {"post_attention_norm.weight": ones(WIDTH), "post_ffw_norm.weight": ones(WIDTH)}
    if architecture == "qwen3moe":
        return layer | {
            "ffn_gate_inp.weight": matrix(EXPERTS, WIDTH),
            "ffn_gate_exps.weight": matrix(WIDE, WIDTH, EXPERTS),
            "ffn_up_exps.weight": matrix(WIDE, WIDTH, EXPERTS),
            "ffn_down_exps.weight": matrix(WIDTH, WIDE, EXPERTS),
        }
    if architecture != "phi3":
        layer |= {"ffn_gate.weight": matrix(WIDE, WIDTH), "ffn_up.weight": matrix(WIDE, WIDTH)}
    return layer | {"ffn_down.weight": matrix(WIDTH, WIDE)}


def _mamba(matrix: Matrix, ones: Ones) -> dict[str, Weights]:
    inner, state, rank = 2 * WIDTH, 16, 4
    return {
        "attn_norm.weight": ones(WIDTH),
        "ssm_in.weight": matrix(2 * inner, WIDTH),
        "ssm_conv1d.weight": matrix(inner, 4),
        "ssm_conv1d.bias": ones(inner),
        "ssm_x.weight": matrix(rank + 2 * state, inner),
        "ssm_dt.weight": matrix(inner, rank),
        "ssm_dt.bias": ones(inner),
        "ssm_a": -np.abs(matrix(inner, state)),
        "ssm_d": ones(inner),
        "ssm_out.weight": matrix(WIDTH, inner),
    }


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _value(key: str, value: Value) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + _string(value)
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return (
            struct.pack("<IH", 2, value)
            if key.startswith(("split.no", "split.count"))
            else (
                struct.pack("<Ii", 5, value) if key == "split.tensors.count" else struct.pack("<II", 4, value)
            )
        )
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    head = struct.pack("<I", 9)
    if all(isinstance(one, str) for one in value):
        return head + struct.pack("<IQ", 8, len(value)) + b"".join(_string(str(one)) for one in value)
    if all(isinstance(one, float) for one in value):
        return head + struct.pack(f"<IQ{len(value)}f", 6, len(value), *value)
    return head + struct.pack(f"<IQ{len(value)}i", 5, len(value), *value)


def noise(size: int, seed: int = 3) -> bytes:
    """Random bytes, the same for the same seed."""
    return random.Random(seed).randbytes(size)
