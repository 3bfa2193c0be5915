"""What the embedder does: unit vectors in order, close to float32, typed faults, cancel."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from models import model_path

from engine.cancel import CancelToken
from engine.embedding.embedder import EmbedderProcess
from engine.embedding.token_codes import BITS, CODE_BYTES
from engine.errors import Cancelled, ModelInvalid, ModelMissing
from rag.finding.late_interaction import best_matches

MINILM = "all-minilm-l6-v2"

TEXTS = [
    "The controller shall notify the supervisory authority within 72 hours.",
    "A personal data breach is reported to the regulator in three days.",
    "Bread rises because yeast makes carbon dioxide.",
    "",
    "word " * 600,
    "Паспорт и пароль",
]


@pytest.fixture(scope="module")
def embedder() -> Iterator[EmbedderProcess]:
    process = EmbedderProcess(model_path(MINILM), MINILM)
    process.start()
    yield process
    process.close()


def test_vectors_have_length_one_and_keep_the_order(embedder: EmbedderProcess) -> None:
    together = embedder.embed(TEXTS, CancelToken())
    assert together.shape == (len(TEXTS), embedder.dimension)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(1.0, abs=1e-5)
    alone = np.concatenate([embedder.embed([text], CancelToken()) for text in TEXTS])
    assert (together * alone).sum(axis=1).min() > 0.999


def test_what_an_index_keeps_has_the_same_vectors_and_a_code_for_each_word(embedder: EmbedderProcess) -> None:
    kept = embedder.embed_passages(TEXTS, CancelToken())
    assert (kept.vectors * embedder.embed(TEXTS, CancelToken())).sum(axis=1).min() > 0.999
    counts = [len(codes) / CODE_BYTES for codes in kept.codes]
    # controller, notify (two pieces or one), supervisory, authority, hours, 72; "word" as often as it fits
    assert 5 <= counts[0] <= 8
    assert counts[3] == 0
    assert counts[4] == 254


def test_a_question_s_words_are_nearest_to_themselves(embedder: EmbedderProcess) -> None:
    text = "Who notifies the supervisory authority of a breach?"
    asked = embedder.embed_question(text, CancelToken())
    assert asked.vector @ embedder.embed([text], CancelToken())[0] > 0.999
    assert [text[place:].split(maxsplit=1)[0] for place in asked.places][-3:] == [
        "supervisory",
        "authority",
        "breach?",
    ]
    assert np.linalg.norm(asked.tokens, axis=1) == pytest.approx(1.0, abs=1e-4)
    codes = embedder.embed_passages([text, *TEXTS[:3]], CancelToken()).codes
    same, breach, report, bread = best_matches(asked, np.ones(len(asked.places)), codes)
    assert same > 0.7
    assert same > breach > bread
    assert report > bread


def test_a_question_without_words(embedder: EmbedderProcess) -> None:
    asked = embedder.embed_question("?", CancelToken())
    assert (asked.tokens.shape, asked.places) == ((0, BITS), ())


def test_meaning_is_near(embedder: EmbedderProcess) -> None:
    vectors = embedder.embed(TEXTS[:3], CancelToken())
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_nothing_to_embed(embedder: EmbedderProcess) -> None:
    assert embedder.embed([], CancelToken()).shape == (0, embedder.dimension)


def test_the_name_tells_model_and_precision(embedder: EmbedderProcess) -> None:
    model, precision, bits = embedder.name.split("/")
    assert model == MINILM
    assert precision in {"bf16", "fp32"}
    assert int(bits) == BITS


def test_cancelled_between_batches_and_usable_after(embedder: EmbedderProcess) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        embedder.embed(TEXTS, cancel)
    assert embedder.embed(TEXTS[:1], CancelToken()).shape[0] == 1


def test_what_a_model_wants_before_a_question_is_no_word_of_it(
    embedder: EmbedderProcess, tmp_path: Path
) -> None:
    folder = copied(tmp_path)
    (folder / "config_sentence_transformers.json").write_text('{"prompts": {"query": "query: "}}', "utf-8")
    process = EmbedderProcess(folder, "prompted")
    text = "Who notifies the supervisory authority?"
    try:
        asked = process.embed_question(text, CancelToken())
        kept = process.embed_passages([text], CancelToken())
        prefixed = process.embed(["query: " + text], CancelToken())[0]
    finally:
        process.close()
    plain = embedder.embed_question(text, CancelToken())
    assert asked.places == plain.places
    assert asked.vector @ prefixed > 0.999
    assert kept.vectors[0] @ plain.vector > 0.999


def test_prompts_of_the_catalogue_stand_before_every_text(embedder: EmbedderProcess, tmp_path: Path) -> None:
    """As e5 was trained: its folder does not name them."""
    prompts = {"query": "query: ", "passage": "passage: "}
    process = EmbedderProcess(copied(tmp_path), "e5", prompts=prompts)
    text = "Who notifies the supervisory authority?"
    try:
        asked = process.embed_question(text, CancelToken()).vector
        kept = process.embed_passages([text], CancelToken()).vectors[0]
        compared = process.embed([text], CancelToken())[0]
    finally:
        process.close()
    queried, passed = embedder.embed([f"query: {text}", f"passage: {text}"], CancelToken())
    assert asked @ queried > 0.999
    assert compared @ queried > 0.999
    assert kept @ passed > 0.999


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    process = EmbedderProcess(tmp_path / "absent", MINILM)
    with pytest.raises(ModelMissing) as caught:
        process.embed(["text"], CancelToken())
    assert caught.value.facts["model"] == MINILM
    process.close()


def test_weights_cut_short_are_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    weights = folder / "model.safetensors"
    data = weights.read_bytes()
    weights.unlink()
    weights.write_bytes(data[: len(data) // 2])
    process = EmbedderProcess(folder, MINILM)
    with pytest.raises(ModelInvalid) as caught:
        process.start()
    assert caught.value.facts["detail"] == "cut short"
    process.close()


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "modules.json").unlink()
    process = EmbedderProcess(folder, MINILM)
    with pytest.raises(ModelInvalid):
        process.start()
    process.close()


def test_a_folder_with_a_foreign_module_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    modules = folder / "modules.json"
    text = modules.read_text(encoding="utf-8").replace("sentence_transformers.models.Pooling", "os.path")
    modules.unlink()
    modules.write_text(text, encoding="utf-8")
    process = EmbedderProcess(folder, MINILM)
    with pytest.raises(ModelInvalid):
        process.start()
    process.close()


def test_an_unloaded_embedder_starts_again(embedder: EmbedderProcess) -> None:
    before = embedder.embed(TEXTS[:1], CancelToken())
    embedder.unload()
    assert embedder.pid is None
    assert embedder.embed(TEXTS[:1], CancelToken()) == pytest.approx(before, abs=1e-5)


def copied(tmp_path: Path) -> Path:
    folder = tmp_path / MINILM
    shutil.copytree(model_path(MINILM), folder)
    return folder
