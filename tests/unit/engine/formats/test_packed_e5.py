"""A packed multilingual-e5-small made into a folder of sentence-transformers."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from files.packed_e5 import HIDDEN, PIECES, packed
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from engine.errors import ModelInvalid
from engine.formats.packed_e5 import unpack
from engine.formats.safetensors import WEIGHTS, check_folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "small.bin"
    path.write_bytes(packed()[0])
    return path


def test_the_weights_are_those_that_were_packed(source: Path, tmp_path: Path) -> None:
    unpack(source, tmp_path / "made")

    assert check_folder(tmp_path / "made", "small") == HIDDEN
    found, kept = load_file(tmp_path / "made" / WEIGHTS), packed()[1]
    for name, ours in (
        ("emb.word", "embeddings.word_embeddings.weight"),
        ("emb.type", "embeddings.token_type_embeddings.weight"),
        ("l0.fi.w", "encoder.layer.0.intermediate.dense.weight"),
        ("l0.fo.w", "encoder.layer.0.output.dense.weight"),
        ("l0.fo.b", "encoder.layer.0.output.dense.bias"),
        ("l0.oln.w", "encoder.layer.0.output.LayerNorm.weight"),
    ):
        assert found[ours].shape == kept[name].shape
        np.testing.assert_allclose(found[ours], kept[name], rtol=2**-10, atol=2**-24)


def test_words_are_cut_as_the_pieces_say(source: Path, tmp_path: Path) -> None:
    unpack(source, tmp_path / "made")

    tokens = Tokenizer.from_file(str(tmp_path / "made" / "tokenizer.json")).encode("the  lamps\nﬁne")

    assert tokens.tokens == ["<s>", "▁the", "▁lamp", "s", "▁fine", "</s>"]
    assert tokens.ids == [PIECES.index(token) for token in tokens.tokens]


def test_the_same_bytes_each_time(source: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        unpack(source, tmp_path / name)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        made.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in files])
    assert made[0] == made[1]
    assert len(made[0]) == 8


@pytest.mark.parametrize("kept", [0, 3, 40, 200, 1_000, -1])
def test_what_is_cut_short_is_refused(kept: int, source: Path, tmp_path: Path) -> None:
    source.write_bytes(source.read_bytes()[:kept])
    with pytest.raises(ModelInvalid):
        unpack(source, tmp_path / "made")


@pytest.mark.parametrize("seed", range(40))
def test_damage_in_the_head_is_refused_or_told_in_the_bytes(seed: int, source: Path, tmp_path: Path) -> None:
    """A changed byte ends in a typed refusal, or in other weights or words: never in another error."""
    content = bytearray(source.read_bytes())
    for place in np.random.default_rng(seed).integers(4, 1_500, size=4):
        content[place] ^= 0xFF
    source.write_bytes(content)
    try:
        unpack(source, tmp_path / "made")
    except ModelInvalid:
        return
    assert (tmp_path / "made" / WEIGHTS).exists()


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"GGUF" + bytes(5_000))
    with pytest.raises(ModelInvalid):
        unpack(other, tmp_path / "made")
