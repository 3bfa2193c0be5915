"""The two runtimes of the embedding process compute the same, and each takes what is its own.

Models are tiny and random, made by transformers in the shape of what people have: the numbers mean nothing,
but every weight counts in them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from models import model_path

from engine.cancel import CancelToken
from engine.embedding.description import NotKnown, described
from engine.embedding.embedder import EmbedderProcess
from engine.embedding.heavy import HeavyModel
from engine.embedding.light import LightModel
from engine.embedding.worker import EmbeddingHandler
from engine.errors import ModelInvalid

MINILM = "all-minilm-l6-v2"
TEXTS = [
    "The controller shall notify the supervisory authority within 72 hours.",
    "Ünïcödé ﬁne ½ ＡＢＣ",
    "",
    "word " * 300,
    "Паспорт и пароль",
    "🙂 “quotes” – dash…",
]


def shaped(folder: Path, family: str, **asked: Any) -> Path:
    """A tiny random model of a family, with MiniLM's tokenizer. `asked`: of its folder."""
    import torch
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(5)
    sizes = {"hidden_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 96}
    config = AutoConfig.for_model(family, vocab_size=30522, max_position_embeddings=80, **sizes)
    model = AutoModel.from_config(config)
    for one in model.parameters():
        torch.nn.init.normal_(one, std=0.2)
    model.to(asked.get("dtype", torch.float32)).save_pretrained(folder)
    shutil.copy(model_path(MINILM) / "tokenizer.json", folder)
    (folder / "tokenizer_config.json").write_text(
        '{"tokenizer_class": "BertTokenizer", "do_lower_case": true, "pad_token": "[PAD]"}'
    )
    kinds = ["Transformer", "Pooling", *asked.get("more", [])]
    (folder / "modules.json").write_text(
        json.dumps(
            [
                {
                    "idx": n,
                    "name": str(n),
                    "path": f"{n}_{kind}" if n else "",
                    "type": f"sentence_transformers.models.{kind}",
                }
                for n, kind in enumerate(kinds)
            ]
        )
    )
    (folder / "1_Pooling").mkdir()
    way = asked.get("pooling", "mean_tokens")
    (folder / "1_Pooling" / "config.json").write_text(
        json.dumps(
            {"word_embedding_dimension": 48, "pooling_mode_mean_tokens": False, f"pooling_mode_{way}": True}
        )
    )
    (folder / "sentence_bert_config.json").write_text(
        json.dumps({"max_seq_length": 64, **asked.get("said", {})})
    )
    return folder


def compared(folder: Path) -> float:
    """The lowest cosine between the runtimes' vectors; their tokens' directions are held together too."""
    light, heavy = LightModel(folder), HeavyModel(folder, "fp32", 1)
    tokens = light.tokens(TEXTS)
    assert [list(one.ids) for one in tokens] == [list(one.ids) for one in heavy.tokens(TEXTS)]
    assert [[tuple(at) for at in one.offsets] for one in tokens] == [
        [tuple(at) for at in one.offsets] for one in heavy.tokens(TEXTS)
    ]
    ids = [one.ids for one in tokens]
    (here, mine), (there, theirs) = (one.computed(ids, projected=True) for one in (light, heavy))
    for row, one in enumerate(ids):
        ours = mine[row, : len(one)]
        np.testing.assert_allclose(ours, theirs[row, : len(one)], atol=1e-4 * np.abs(ours).max())
    assert np.linalg.norm(here, axis=1) == pytest.approx(1.0, abs=1e-5)
    return float((here * there).sum(axis=1).min())


def test_minilm_is_the_same_on_both() -> None:
    assert compared(model_path(MINILM)) > 0.99999


@pytest.mark.parametrize("family", ["bert", "roberta", "xlm-roberta"])
@pytest.mark.parametrize("pooling", ["mean_tokens", "cls_token"])
def test_networks_of_its_kind_are_the_same_on_both(tmp_path: Path, family: str, pooling: str) -> None:
    assert compared(shaped(tmp_path / "model", family, pooling=pooling, more=["Normalize"])) > 0.9999


@pytest.mark.parametrize("kind", ["float16", "bfloat16"])
def test_weights_of_half_the_size(tmp_path: Path, kind: str) -> None:
    import torch

    assert compared(shaped(tmp_path / "model", "bert", dtype=getattr(torch, kind))) > 0.9999


@pytest.mark.parametrize(
    "asked",
    [
        {"pooling": "max_tokens"},
        {"said": {"do_lower_case": True}},
        {"more": ["Dense"]},
    ],
)
def test_other_heads_are_left_to_torch(tmp_path: Path, asked: dict[str, Any]) -> None:
    with pytest.raises(NotKnown):
        described(shaped(tmp_path / "model", "bert", **asked))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("model_type", "mpnet"),
        ("hidden_act", "relu"),
        ("position_embedding_type", "relative_key"),
        ("is_decoder", True),
        ("hidden_size", None),
    ],
)
def test_other_networks_are_left_to_torch(tmp_path: Path, key: str, value: object) -> None:
    folder = shaped(tmp_path / "model", "bert")
    config = folder / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), key: value}))
    with pytest.raises(NotKnown):
        described(folder)


def test_without_a_tokenizer_of_its_form_torch_takes_it(tmp_path: Path) -> None:
    folder = shaped(tmp_path / "model", "bert")
    (folder / "tokenizer.json").unlink()
    shutil.copy(model_path(MINILM) / "vocab.txt", folder)
    with pytest.raises(NotKnown):
        LightModel(folder)
    with closing(EmbedderProcess(folder, "tiny", precision="fp32")) as embedder:
        assert embedder.embed(TEXTS, CancelToken()).shape == (len(TEXTS), 48)


def test_a_network_that_only_torch_knows_answers_through_the_process(tmp_path: Path) -> None:
    folder = shaped(tmp_path / "model", "mpnet")
    with closing(EmbedderProcess(folder, "tiny", precision="fp32")) as embedder:
        kept = embedder.embed_passages(TEXTS, CancelToken())
        asked = embedder.embed_question(TEXTS[0], CancelToken())
    assert kept.vectors[0] @ asked.vector > 0.999
    assert len(kept.codes[0]) > 0


def test_a_tokenizer_that_is_damaged_is_a_damaged_model(tmp_path: Path) -> None:
    folder = shaped(tmp_path / "model", "bert")
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelInvalid):
        LightModel(folder)


@pytest.fixture
def handler() -> Callable[..., EmbeddingHandler]:
    def made(*, faster: bool) -> EmbeddingHandler:
        return EmbeddingHandler(
            {
                "path": str(model_path(MINILM)),
                "precision": "bf16",
                "threads": 2,
                "prompts": {},
                "faster": faster,
            }
        )

    return made


def vectors_of(handler: EmbeddingHandler, texts: list[str], method: str = "passages") -> Any:
    found = np.zeros((len(texts), 384), np.float32)
    for frame in handler.handle(method, {"texts": list(texts)}, (), CancelToken()):
        found[list(frame.header["rows"])] = np.frombuffer(frame.blobs[0], "<f4").reshape(-1, 384)
    return found


@pytest.mark.parametrize("faster", [True, False])
def test_many_passages_go_to_the_faster_runtime_and_vectors_still_mix(handler: Any, faster: bool) -> None:
    served = handler(faster=faster)
    texts = [f"Article {number} of the regulation says what {number} lamps cost." for number in range(400)]
    asked = vectors_of(served, texts[:1], "question")
    compared = vectors_of(served, texts, "embed")
    before = vectors_of(served, texts)
    assert served._faster is None
    after = vectors_of(served, texts)
    assert isinstance(served._faster, HeavyModel if faster else type(None))
    assert (before * after).sum(axis=1).min() > 0.999
    # What is asked comes from one of them for good: the same question gives the same answer.
    assert np.array_equal(vectors_of(served, texts[:1], "question"), asked)
    assert np.array_equal(vectors_of(served, texts, "embed"), compared)
    assert asked[0] @ after[0] > 0.999
