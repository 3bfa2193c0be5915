"""A cross-encoder in its process: its scores are the model's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rerankers import tiny_reranker

from engine.cancel import CancelToken
from engine.embedding.reranker import RerankerProcess
from engine.errors import Cancelled, ModelInvalid
from engine.provision.forms.reranking import scores_pairs

QUESTION = "When is the controller in breach?"
TEXTS = [f"The canteen opens in {place} hours, and the fine is paid." for place in range(11)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_reranker(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def reranker(folder: Path) -> Iterator[RerankerProcess]:
    made = RerankerProcess(folder)
    yield made
    made.close()


def test_scores_are_those_of_the_model(reranker: RerankerProcess, folder: Path) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    found = reranker.scores(QUESTION, TEXTS, CancelToken())
    tokens = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.inference_mode():
        own = [
            torch.sigmoid(model(**tokens(QUESTION, text, return_tensors="pt")).logits[0, 0]).item()
            for text in TEXTS
        ]
    assert found.shape == (len(TEXTS),)
    assert np.allclose(found, own, atol=1e-4)
    assert np.ptp(found) > 0.001, "told from each other"


def test_nothing_and_something_long(reranker: RerankerProcess) -> None:
    assert reranker.scores(QUESTION, [], CancelToken()).size == 0
    (one,) = reranker.scores(QUESTION * 50, ["word " * 20_000], CancelToken())
    assert 0 <= one <= 1


def test_it_is_given_up_when_somebody_cancels(reranker: RerankerProcess) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        reranker.scores(QUESTION, TEXTS, cancel)


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    broken = RerankerProcess(tmp_path)
    with pytest.raises(ModelInvalid):
        broken.scores(QUESTION, TEXTS, CancelToken())
    broken.close()


def test_what_a_folder_says_it_is(folder: Path, tmp_path: Path) -> None:
    assert scores_pairs(folder)
    assert not scores_pairs(tiny_reranker(tmp_path / "three", labels=3))
    assert not scores_pairs(tmp_path)
    (tmp_path / "config.json").write_text("[1]", encoding="utf-8")
    assert not scores_pairs(tmp_path)
