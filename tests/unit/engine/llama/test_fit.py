"""What a model takes of memory, from its header: against what its makers and llama.cpp publish."""

from __future__ import annotations

import pytest

from engine.errors import ModelDoesNotFit
from engine.formats.gguf import GgufHeader, GgufTensor, Value
from engine.llama.fit import CacheType, Plan, fitting, layers_on_gpu, need

MIB = 1 << 20
Q4_K, Q6_K = 12, 14


def header(
    architecture: str, layers: int, trained: int = 131072, words: int = 0, weights: int = 0, **values: Value
) -> GgufHeader:
    """`weights` are of matrices in Q6_K that the layers share alike, by the thousand."""
    tensors = tuple(
        GgufTensor(f"blk.{number}.ffn_up.weight", (1000, weights // layers), Q6_K, 0)
        for number in range(layers)
    )
    told = {f"{architecture}.{name.replace('__', '.')}": value for name, value in values.items()}
    size = sum(tensor.size for tensor in tensors)
    parameters = sum(tensor.weights for tensor in tensors)
    return GgufHeader(
        architecture, "", parameters, trained, layers, words, None, size, tensors=tensors, values=told
    )


LLAMA_3_1_8B = header(
    "llama",
    32,
    words=128256,
    weights=8_030_000,
    embedding_length=4096,
    feed_forward_length=14336,
    attention__head_count=32,
    attention__head_count_kv=8,
)


@pytest.mark.parametrize(
    ("model", "context", "mebibytes"),
    [
        (LLAMA_3_1_8B, 8192, 1024),  # llama.cpp: "KV self size = 1024.00 MiB"
        (header("llama", 32, embedding_length=4096, attention__head_count=32), 4096, 2048),  # Llama 2 7B
        (  # Mixtral 8x7B: experts have no keys of their own
            header(
                "llama",
                32,
                embedding_length=4096,
                attention__head_count=32,
                attention__head_count_kv=8,
                expert_count=8,
            ),
            4096,
            512,
        ),
        (  # Phi-3 mini: no grouped heads, and of 96 values
            header(
                "phi3",
                32,
                embedding_length=3072,
                attention__head_count=32,
                attention__head_count_kv=32,
            ),
            4096,
            1536,
        ),
        (  # Qwen2.5 0.5B
            header("qwen2", 24, embedding_length=896, attention__head_count=14, attention__head_count_kv=2),
            8192,
            96,
        ),
        (  # Qwen3 0.6B: heads wider than its vectors are
            header(
                "qwen3",
                28,
                embedding_length=1024,
                attention__head_count=16,
                attention__head_count_kv=8,
                attention__key_length=128,
                attention__value_length=128,
            ),
            4096,
            448,
        ),
        (  # Gemma 3 4B, whose windows are kept whole so that a prompt can be gone back in
            header(
                "gemma3",
                34,
                embedding_length=2560,
                attention__head_count=8,
                attention__head_count_kv=4,
                attention__key_length=256,
                attention__value_length=256,
                attention__sliding_window=1024,
            ),
            8192,
            1088,
        ),
        (  # OpenELM: another number of heads in each layer
            header(
                "openelm",
                4,
                embedding_length=1280,
                attention__head_count=[12, 12, 16, 20],
                attention__head_count_kv=[3, 3, 4, 5],
                attention__key_length=64,
                attention__value_length=64,
            ),
            1024,
            3.75,
        ),
    ],
)
def test_keys_and_values(model: GgufHeader, context: int, mebibytes: float) -> None:
    assert need(model, context).cache == mebibytes * MIB
    assert need(model, context, CacheType.Q8_0).cache == mebibytes * MIB * 34 / 64
    assert need(model, context, CacheType.Q4_0).cache == mebibytes * MIB * 18 / 64


def test_a_context_is_rounded_up_to_whole_cells() -> None:
    assert need(LLAMA_3_1_8B, 300).cache == need(LLAMA_3_1_8B, 512).cache


def test_the_state_of_a_recurrent_model_does_not_grow() -> None:
    mamba = header("mamba", 24, ssm__inner_size=1536, ssm__state_size=16, ssm__conv_kernel=4)
    assert need(mamba, 512).cache == need(mamba, 8192).cache == 24 * (3 * 1536 + 16 * 1536) * 4


def test_a_model_of_both_kinds_keeps_keys_in_some_layers_only() -> None:
    both = header(
        "granitehybrid",
        4,
        embedding_length=1024,
        attention__head_count=8,
        attention__head_count_kv=[0, 0, 0, 2],
        ssm__inner_size=2048,
        ssm__state_size=128,
        ssm__conv_kernel=4,
        ssm__group_count=1,
    )
    states = 3 * (3 * (2048 + 2 * 128) + 128 * 2048) * 4
    assert need(both, 1024).cache == 1024 * 2 * 2 * 128 * 2 + states


def test_weights_are_those_of_the_file() -> None:
    found = need(LLAMA_3_1_8B, 512)
    assert found.weights == LLAMA_3_1_8B.file_bytes == pytest.approx(8.03e9 * 210 / 256, rel=0.01)
    assert need(LLAMA_3_1_8B, 512, weights_in_memory=False).weights == 0


def test_what_is_rearranged_counts_twice_but_can_be_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    matrices = (
        GgufTensor("token_embd.weight", (256, 1000), Q4_K, 0),
        GgufTensor("blk.0.ffn_up.weight", (256, 1000), Q4_K, 0),
        GgufTensor("blk.0.attn_v.weight", (256, 1001), Q4_K, 0),
        GgufTensor("blk.0.ffn_down.weight", (256, 1000), 7, 0),
    )
    size = sum(one.size for one in matrices)
    model = GgufHeader("llama", "", 1, 512, 1, 0, None, size, tensors=matrices)
    monkeypatch.setattr("engine.llama.fit.platform.machine", lambda: "x86_64")
    for flags, repacked in ((frozenset({"avx2"}), matrices[1].size), (frozenset({"sse4_1"}), 0)):
        monkeypatch.setattr("engine.llama.fit.processor_flags", lambda flags=flags: flags)
        found = need(model, 512)
        assert found.repacked == repacked
        assert found.resident - found.least == repacked


# --- how it is loaded ---------------------------------------------------------------------------------------


def plan(available: int, wanted: int | None = None) -> tuple[int, CacheType]:
    found = fitting(LLAMA_3_1_8B, wanted, available, "llama")
    assert isinstance(found, Plan)
    assert found.need.least <= available
    return found.context, found.cache


def test_the_context_shrinks_first_and_then_what_is_kept_of_each_token() -> None:
    def least(context: int, cache: CacheType = CacheType.F16) -> int:
        return need(LLAMA_3_1_8B, context, cache).least

    assert plan(64 << 30) == (8192, CacheType.F16)
    assert plan(least(8192) - 1) == (4096, CacheType.F16)
    assert plan(least(4096) - 1) == (2048, CacheType.F16)
    assert plan(least(2048) - 1) == (2048, CacheType.Q8_0)
    assert plan(least(2048, CacheType.Q8_0) - 1) == (2048, CacheType.Q4_0)
    with pytest.raises(ModelDoesNotFit):
        plan(least(2048, CacheType.Q4_0) - 1)


def test_a_model_trained_on_less_is_given_no_more() -> None:
    small = header("llama", 2, trained=1024, embedding_length=64, attention__head_count=4)
    assert fitting(small, None, 64 << 30, "small").context == 1024
    assert fitting(small, 8192, 64 << 30, "small").context == 1024


def test_what_does_not_fit_says_which_form_of_it_would() -> None:
    with pytest.raises(ModelDoesNotFit) as refused:
        plan(6 << 30)
    facts = refused.value.facts
    assert facts["quantisation"] == "Q5_K_M"  # of the 6.6 bits that it has
    assert facts["available"] == 6 << 30
    assert int(str(facts["needed"])) - int(str(facts["largest"])) > 0
    with pytest.raises(ModelDoesNotFit) as refused:
        plan(1 << 30)
    assert "quantisation" not in refused.value.facts  # none is so small


def test_a_context_that_is_asked_for_is_kept_or_another_named() -> None:
    with pytest.raises(ModelDoesNotFit) as refused:
        plan(need(LLAMA_3_1_8B, 4096).least, wanted=8192)
    assert (refused.value.facts["context"], refused.value.facts["cache"]) == (4096, "f16")


def test_what_is_loaded_beside_it_counts() -> None:
    exact = need(LLAMA_3_1_8B, 2048, CacheType.Q4_0).least
    with pytest.raises(ModelDoesNotFit) as refused:
        fitting(LLAMA_3_1_8B, None, exact, "llama", further_bytes=1)
    assert refused.value.facts["needed"] == exact + 1


def test_heads_that_are_no_whole_blocks_are_kept_as_they_are() -> None:
    odd = header("llama", 2, embedding_length=80, attention__head_count=4)
    with pytest.raises(ModelDoesNotFit):
        fitting(odd, None, need(odd, 2048).least - 1, "odd")


def test_a_graphics_card_takes_the_layers_that_it_can() -> None:
    layer = LLAMA_3_1_8B.file_bytes // 32 + need(LLAMA_3_1_8B, 4096).cache // 32
    found = [layers_on_gpu(LLAMA_3_1_8B, 4096, free << 30) for free in (0, 1, 4, 8, 12)]
    assert found[0] == 0
    assert found == sorted(found)
    assert found[2] == pytest.approx(4 * 2**30 / layer, abs=3)
    assert found[-1] == 33  # with what comes after the last layer
