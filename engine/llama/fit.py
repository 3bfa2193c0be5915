"""How much memory a GGUF model takes, told from its header before anything is loaded, and how it fits best.

What llama.cpp sets aside is worked out as llama.cpp does it: weights as they lie in the file, a second copy
of those that it rearranges for the processor, keys and values a layer and a token, states of recurrent
layers, and the buffers of one batch. `bench fit` holds this against processes.

Sources: llama-kv-cache.cpp, llama-memory-recurrent.cpp, llama-hparams.cpp, ggml-cpu/repack.cpp of llama.cpp.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.errors import Fact, ModelDoesNotFit
from engine.formats.gguf import GgufHeader
from engine.llama.cache import BATCH, SEQUENCES
from engine.processor import processor_flags

DEFAULT_CONTEXT = 8192
SMALLEST_CONTEXT = 2048
_CELLS = 256  # llama.cpp rounds a context up to whole blocks of so many tokens
_BLOCK = 32  # values of a quantised cache that share a scale
_FLOAT = 4
_PROCESS = 50 << 20  # the interpreter and llama.cpp's libraries
_WORD = 270  # bytes of a token in llama.cpp's tables, about


class CacheType(StrEnum):
    """How keys and values are kept; a finer one takes more memory."""

    F16 = "f16"
    Q8_0 = "q8_0"
    Q4_0 = "q4_0"

    @property
    def block_bytes(self) -> int:
        """Of 32 values."""
        return {CacheType.F16: 64, CacheType.Q8_0: 34, CacheType.Q4_0: 18}[self]


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes, by what they are for."""

    weights: int  # as they lie in the file
    repacked: int  # the same once more, in the processor's order
    cache: int
    compute: int
    process: int  # the program and the vocabulary

    @property
    def resident(self) -> int:
        """What the process holds, as the system counts it."""
        return self.weights + self.repacked + self.cache + self.compute + self.process

    @property
    def least(self) -> int:
        """What must be free: of weights that were rearranged the system can drop what lies in the file."""
        return self.resident - self.repacked


@dataclass(frozen=True, slots=True)
class Plan:
    """How a model is loaded."""

    context: int
    cache: CacheType
    need: Need


def need(
    header: GgufHeader,
    context: int,
    cache: CacheType = CacheType.F16,
    *,
    batch: int = BATCH,
    rows: int = SEQUENCES,
    weights_in_memory: bool = True,
) -> Need:
    """What a model takes at a context. `rows` is of how many tokens the chances are kept at once;
    `weights_in_memory` is False where a graphics card holds them.
    """
    weights = _weights(header) if weights_in_memory else 0
    return Need(
        weights=weights,
        repacked=_repacked(header) if weights_in_memory else 0,
        cache=_cache(header, context, cache) + _states(header),
        compute=_compute(header, context, batch) + 2 * rows * header.vocabulary * _FLOAT,
        process=_PROCESS + _WORD * header.vocabulary,
    )


def fitting(
    header: GgufHeader,
    wanted: int | None,
    available: int,
    name: str,
    *,
    batch: int = BATCH,
    weights_in_memory: bool = True,
    further_bytes: int = 0,
) -> Plan:
    """How to load a model into so many bytes: at the `wanted` context, else at up to 8192 tokens as memory
    allows, and at the smallest with keys and values kept less finely.

    `further_bytes` are of what is loaded beside it. Raises `ModelDoesNotFit`, with what would fit.
    """
    tried: list[Plan] = []
    for context, cache in _choices(header, wanted):
        found = need(header, context, cache, batch=batch, weights_in_memory=weights_in_memory)
        tried.append(Plan(context, cache, found))
        if found.least + further_bytes <= available:
            return tried[-1]
    least = min(plan.need.least for plan in tried) + further_bytes
    raise ModelDoesNotFit(
        model=name,
        needed=least,
        available=available,
        **smaller(header, least, available),
        **_other_context(header, wanted, available - further_bytes, batch, weights_in_memory),
    )


def smaller(header: GgufHeader, needed: int, available: int) -> dict[str, Fact]:
    """Of a model that needs too much: the bytes that its file may have to fit (`largest`), and the finest
    of the usual forms of so many (`quantisation`), where there is one.
    """
    weights = _weights(header)
    largest = weights - (needed - available)
    if largest <= 0 or not header.parameters:
        return {}
    bits, now = 8 * largest / header.parameters, 8 * weights / header.parameters
    form = next((name for name, size in _FORMS if size <= bits and size < now - 0.2), None)
    return {"largest": largest, "quantisation": form} if form else {"largest": largest}


def layers_on_gpu(header: GgufHeader, context: int, free: int, cache: CacheType = CacheType.F16) -> int:
    """How many layers a graphics card with so many free bytes takes: the last ones first, as llama.cpp does;
    one more than there are where what comes after the last fits as well.
    """
    by_layer = [0] * header.layers
    after = 0
    for tensor in header.tensors:
        number = tensor.name.split(".")[1] if tensor.name.startswith("blk.") else ""
        if number.isdigit() and int(number) < header.layers:
            by_layer[int(number)] += tensor.size
        elif tensor.name.startswith("output"):
            after += tensor.size
    after = after or max((one.size for one in header.tensors if one.name.startswith("token_embd")), default=0)
    kept = _cache(header, context, cache) // max(1, header.layers)
    left = free - _compute(header, context, BATCH) - 2 * SEQUENCES * header.vocabulary * _FLOAT
    count = 0
    for size in reversed(by_layer):
        left -= size + kept
        if left < 0:
            return count
        count += 1
    return count + 1 if after <= left else count


# The forms in which models are published, finest first, with bits a weight as files of some billions have
# them (https://github.com/ggml-org/llama.cpp/blob/master/tools/quantize/README.md).
_FORMS = (
    ("Q8_0", 8.5),
    ("Q6_K", 6.6),
    ("Q5_K_M", 5.7),
    ("Q4_K_M", 4.9),
    ("Q3_K_M", 4.0),
    ("Q2_K", 3.2),
)


def _choices(header: GgufHeader, wanted: int | None) -> Iterator[tuple[int, CacheType]]:
    trained = header.context_length or DEFAULT_CONTEXT
    if wanted is not None:
        yield min(wanted, trained), CacheType.F16
        return
    context = min(trained, DEFAULT_CONTEXT)
    yield context, CacheType.F16
    while context // 2 >= SMALLEST_CONTEXT:
        context //= 2
        yield context, CacheType.F16
    if _can_be_quantised(header):
        yield context, CacheType.Q8_0
        yield context, CacheType.Q4_0


def _other_context(
    header: GgufHeader, wanted: int | None, available: int, batch: int, weights_in_memory: bool
) -> dict[str, Fact]:
    """The context at which a model would fit that does not at the one that was `wanted`."""
    if wanted is None:
        return {}
    for context, cache in _choices(header, None):
        found = need(header, context, cache, batch=batch, weights_in_memory=weights_in_memory)
        if context < wanted and found.least <= available:
            return {"context": context, "cache": cache.value}
    return {}


def _can_be_quantised(header: GgufHeader) -> bool:
    """Whether the rows of every layer are whole blocks."""
    sizes = _head_sizes(header)
    return all(size % _BLOCK == 0 for size in sizes) and any(sizes)


def _weights(header: GgufHeader) -> int:
    """Where a type of weights is not known, all of the file."""
    size = sum(tensor.size for tensor in header.tensors)
    return size if size * 2 > header.file_bytes else header.file_bytes


# --- what llama.cpp rearranges for the processor ------------------------------------------------------------

_Q4_0, _Q8_0, _Q2_K, _Q4_K, _Q5_K, _Q6_K, _IQ4_NL = 2, 8, 10, 12, 13, 14, 20
_ARM = ("arm64", "aarch64")


def _rearranged() -> frozenset[int]:
    """The types of weights; those of a plain processor are left as they are."""
    if platform.machine().lower() in _ARM:
        return frozenset((_Q4_0, _Q8_0, _Q4_K, _Q5_K, _Q6_K, _IQ4_NL))
    flags = processor_flags()
    if flags and "avx2" not in flags:
        return frozenset()
    wide = (_Q2_K,) if "avx512f" in flags else ()
    return frozenset((_Q4_0, _Q4_K, _IQ4_NL, *wide))


def _repacked(header: GgufHeader) -> int:
    types = _rearranged()
    return sum(
        tensor.size
        for tensor in header.tensors
        if tensor.kind in types
        and len(tensor.shape) > 1
        and tensor.shape[1] % 8 == 0
        and not tensor.name.startswith("token_embd")
    )


# --- keys, values and states --------------------------------------------------------------------------------


def _head_sizes(header: GgufHeader) -> tuple[int, int]:
    """Values in a head's key and in its value."""
    heads = header.whole("attention.head_count")
    plain = header.whole("embedding_length") // heads if heads else 0
    key = header.whole("attention.key_length", plain)
    if header.whole("attention.key_length_mla"):  # values are a part of what stands for the keys
        return key, 0
    return key, header.whole("attention.value_length", plain)


def _cache(header: GgufHeader, context: int, cache: CacheType) -> int:
    if not header.whole("attention.head_count"):
        return 0
    key, value = _head_sizes(header)
    heads = header.by_layer("attention.head_count_kv")
    if not any(heads):
        heads = header.by_layer("attention.head_count")
    interval = header.whole("full_attention_interval")
    if interval:  # the others are recurrent
        heads = [count if (number + 1) % interval == 0 else 0 for number, count in enumerate(heads)]
    shared = header.whole("attention.shared_kv_layers")
    heads = heads[: len(heads) - shared] if shared else heads
    cells = -(-context // _CELLS) * _CELLS
    return sum(heads) * (key + value) * cells * cache.block_bytes // _BLOCK


def _states(header: GgufHeader) -> int:
    """Of recurrent layers, for the one sequence that such a model keeps, whatever its context."""
    embedding, inner = header.whole("embedding_length"), header.whole("ssm.inner_size")
    if head := header.whole("wkv.head_size"):
        size = header.whole("token_shift_count", 2) * embedding + embedding * head
    elif inner:
        state = header.whole("ssm.state_size")
        convolved = inner + 2 * header.whole("ssm.group_count") * state
        size = max(0, header.whole("ssm.conv_kernel") - 1) * convolved + state * inner
    elif kept := header.whole("shortconv.l_cache"):
        size = (kept - 1) * embedding
    else:
        return 0
    heads = header.by_layer("attention.head_count_kv")
    mixed = isinstance(header.values.get(f"{header.architecture}.attention.head_count_kv"), list)
    layers = sum(not count for count in heads) if mixed else header.layers
    return layers * size * _FLOAT


# --- one batch ----------------------------------------------------------------------------------------------


def _compute(header: GgufHeader, context: int, batch: int) -> int:
    """Of a batch: the widest results that stand side by side in a layer, and who may look at whom."""
    wide = header.whole("feed_forward_length")
    if used := header.whole("expert_used_count"):
        wide = max(wide, used * header.whole("expert_feed_forward_length", wide))
    values = 4 * header.whole("embedding_length") + max(3 * wide, 5 * header.whole("ssm.inner_size"))
    seen = 2 * context if header.whole("attention.head_count") else 0
    return batch * (values * _FLOAT + seen)
