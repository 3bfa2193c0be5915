"""What a GGUF file is, told from its header alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tiny_gguf import TinyGguf, adapter, tiny
from vision import MODEL, PROJECTOR

from engine.errors import ModelInvalid
from engine.formats.gguf import read_header
from engine.formats.gguf_kinds import GgufKind, kind_of
from engine.formats.gguf_parts import parts_of, read_model


def network(architecture: str, *names: str, **keys: str | bool | int) -> TinyGguf:
    """Weights of these names, and no vocabulary."""
    made = TinyGguf(
        {"general.architecture": architecture}, {name: np.ones((8, 64), np.float32) for name in names}
    )
    return made.with_keys(**keys)


def with_matrix(made: TinyGguf, *names: str) -> TinyGguf:
    return made.with_tensors({name: np.ones((8, 64), np.float32) for name in names})


# Keys and names as the programs write them that make such files.
OTHERS: dict[GgufKind, list[Callable[[], TinyGguf]]] = {
    GgufKind.ADAPTER: [
        lambda: adapter(tiny()),
        lambda: TinyGguf({"general.architecture": "qwen2", "adapter.type": "lora"}),
    ],
    GgufKind.STEERING: [lambda: network("controlvector", "direction.1")],
    GgufKind.VOCABULARY: [lambda: TinyGguf(tiny().keys)],
    GgufKind.EMBEDDING: [
        lambda: with_matrix(tiny("bert"), "token_types.weight").with_keys(
            bert__pooling_type=1, bert__attention__causal=False
        ),
        lambda: tiny("qwen3").with_keys(qwen3__pooling_type=3),  # Qwen3-Embedding
        lambda: tiny("nomic-bert").with_keys(**{"nomic-bert__attention__causal": False}),
        lambda: with_matrix(tiny("t5encoder"), "enc.blk.0.attn_q.weight"),
    ],
    GgufKind.RERANKER: [
        lambda: with_matrix(tiny("bert"), "cls.weight").with_keys(bert__pooling_type=1),
        lambda: tiny("qwen3").with_keys(qwen3__pooling_type=4),  # Qwen3-Reranker
    ],
    GgufKind.TRANSLATING: [
        lambda: with_matrix(tiny("t5"), "enc.blk.0.attn_q.weight", "dec.blk.0.attn_q.weight")
    ],
    GgufKind.DIFFUSION: [lambda: tiny("dream").with_keys(diffusion__shift_logits=True)],
    GgufKind.DRAWING: [
        lambda: network("flux", "double_blocks.0.img_attn.qkv.weight"),
        lambda: network("sd1", "model.diffusion_model.input_blocks.0.0.weight"),
        lambda: network("newest", "transformer_blocks.0.attn.to_q.weight"),
    ],
    GgufKind.TRANSCRIBING: [lambda: network("whisper", "encoder.conv1.weight")],
    GgufKind.HEARS: [lambda: network("clip", "a.blk.0.attn_q.weight", clip__has_audio_encoder=True)],
    GgufKind.PROJECTOR: [
        lambda: network("clip", "v.blk.0.attn_q.weight", clip__has_vision_encoder=True),
        lambda: network("clip", "v.b", clip__has_vision_encoder=True, clip__has_audio_encoder=True),
    ],
    GgufKind.SPEAKING: [lambda: tiny("wavtokenizer-dec")],
    GgufKind.MEASURES: [lambda: network("llama", "blk.0.ffn_up.weight.in_sum2", general__type="imatrix")],
    GgufKind.NO_LANGUAGE: [lambda: network("eagle3", "blk.0.attn_q.weight")],
}


def test_every_kind_has_a_sample() -> None:
    assert set(OTHERS) == set(GgufKind) - {GgufKind.MODEL, GgufKind.UNKNOWN}


@pytest.mark.parametrize(
    ("kind", "number"), [(kind, number) for kind, made in OTHERS.items() for number in range(len(made))]
)
def test_what_is_no_chat_model(kind: GgufKind, number: int, tmp_path: Path) -> None:
    path = OTHERS[kind][number]().save(tmp_path / "file.gguf")
    assert kind_of(read_header(path)) is kind


@pytest.mark.parametrize("architecture", ["llama", "qwen2", "gemma3", "phi3", "granite", "mamba", "newest"])
def test_a_language_model(architecture: str, tmp_path: Path) -> None:
    assert kind_of(read_header(tiny(architecture).save(tmp_path / "m.gguf"))) is GgufKind.MODEL


def test_the_files_of_a_model_that_sees() -> None:
    assert kind_of(read_header(MODEL)) is GgufKind.MODEL
    assert kind_of(read_header(PROJECTOR)) is GgufKind.PROJECTOR


# --- a file whose end did not come --------------------------------------------------------------------------


def test_an_end_of_zeros_is_told(tmp_path: Path) -> None:
    path = tiny().save(tmp_path / "m.gguf")
    whole = path.read_bytes()
    last = read_header(path).tensors[-1]
    assert last.name == "output.weight"
    for share in (0.5, 0.7):
        kept = int(len(whole) * share)
        path.write_bytes(whole[:kept] + bytes(len(whole) - kept))
        with pytest.raises(ModelInvalid) as refused:
            read_header(path)
        assert refused.value.facts["detail"] == "its end is empty"


def test_weights_that_are_zero_in_earnest_are_none_of_it(tmp_path: Path) -> None:
    made = tiny("qwen2")
    zeros = {name: one * 0 for name, one in made.tensors.items() if one.ndim == 1 or name == "output.weight"}
    read_header(made.with_tensors(zeros).save(tmp_path / "m.gguf"))


# --- models in parts ----------------------------------------------------------------------------------------


def test_parts_are_known_by_their_names(tmp_path: Path) -> None:
    found = parts_of(tmp_path / "big-00002-of-00003.gguf")
    assert found.stem == "big"
    assert [path.name for path in found.paths] == [f"big-0000{n}-of-00003.gguf" for n in (1, 2, 3)]
    assert found.missing == (1, 2, 3)


@pytest.mark.parametrize(
    "name", ["big.gguf", "big-00004-of-00003.gguf", "big-00000-of-00003.gguf", "big-1-of-3.gguf", "big"]
)
def test_a_name_that_is_no_parts_is_a_model_by_itself(name: str, tmp_path: Path) -> None:
    assert parts_of(tmp_path / name).paths == (tmp_path / name,)


def test_a_model_in_parts_is_read_as_one(tmp_path: Path) -> None:
    made = tiny("qwen3")
    whole, parts = made.save(tmp_path / "w.gguf"), made.save_in_parts(tmp_path, "p", 3)
    one, several = read_header(whole), read_model(parts[2])
    assert [tensor.name for tensor in several.tensors] == [tensor.name for tensor in one.tensors]
    assert several.file_bytes == sum(path.stat().st_size for path in parts)
    assert (several.parts, several.architecture, several.parameters) == (3, "qwen3", one.parameters)


def test_parts_of_two_models_are_told(tmp_path: Path) -> None:
    parts = tiny("qwen3").save_in_parts(tmp_path / "a", "p", 3)
    others = tiny("llama").save_in_parts(tmp_path / "b", "p", 3)
    parts[1].write_bytes(others[1].read_bytes())
    with pytest.raises(ModelInvalid) as refused:
        read_model(parts[0])
    assert refused.value.facts["detail"] == "its parts do not belong together"


def test_one_part_under_the_name_of_a_whole_model_is_told(tmp_path: Path) -> None:
    first = tiny().save_in_parts(tmp_path, "p", 3)[0]
    alone = first.rename(tmp_path / "renamed.gguf")
    with pytest.raises(ModelInvalid) as refused:
        read_model(alone)
    assert refused.value.facts["detail"] == "one part of several"
