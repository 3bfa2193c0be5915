"""What an embedder's cosines mean: the probe, held against the real model and against others made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest
from models import model_path
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.cosines import REFERENCE, CosineScale
from engine.embedding.calibration import calibrated
from engine.embedding.embedder import EmbedderProcess
from engine.provision.catalogue import Catalogue

MINILM = "all-minilm-l6-v2"
# Thresholds of the program: too far, near, near without a kind, says the same in an answer and in a summary.
THRESHOLDS = np.array([0.35, 0.45, 0.55, 0.72, 0.86], np.float32)
CODES = ("en", "de", "fr", "es", "it", "pt", "nl")

Floats = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Floats]


@pytest.fixture(scope="module")
def minilm() -> Iterator[Embed]:
    """Each text is embedded once in all these tests."""
    process = EmbedderProcess(model_path(MINILM), MINILM, scale=CosineScale({}))
    known: dict[str, Floats] = {}

    def embed(texts: Sequence[str]) -> Floats:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, process.embed(new, CancelToken()), strict=True))
        return np.array([known[text] for text in texts], np.float32)

    yield embed
    process.close()


@pytest.fixture(scope="module")
def scale(minilm: Embed) -> CosineScale:
    return calibrated(minilm)


def squeezed(minilm: Embed) -> Embed:
    """An embedder with the cosines 0.7 + 0.3 times MiniLM's: nearly all above 0.7, as those of e5."""

    def embed(texts: Sequence[str]) -> Floats:
        vectors = minilm(texts)
        return np.hstack([np.full((len(texts), 1), 0.7**0.5, np.float32), vectors * 0.3**0.5])

    return embed


@pytest.mark.model
def test_the_catalogue_says_what_is_measured(scale: CosineScale) -> None:
    known = Catalogue.load().get(MINILM).scale
    assert known is not None
    assert set(scale.marks) == set(known.marks)
    assert known.marks["en"] == REFERENCE
    for pair, marks in known.marks.items():
        assert scale.marks[pair] == pytest.approx(marks, abs=0.01), pair


@pytest.mark.model
def test_minilm_gives_back_the_thresholds(scale: CosineScale) -> None:
    read = scale.read(THRESHOLDS, "en", "en")
    assert read == pytest.approx(THRESHOLDS, abs=0.01)


@pytest.mark.model
def test_it_tells_in_seven_languages_and_not_across(scale: CosineScale) -> None:
    assert all(scale.read(THRESHOLDS, code, code) is not None for code in CODES)
    across = [scale.read(THRESHOLDS, "en", code) for code in CODES[1:]]
    assert across == [None] * 6


@pytest.mark.model
@pytest.mark.parametrize("code", CODES)
def test_another_scale_is_read_as_the_same(minilm: Embed, scale: CosineScale, code: str) -> None:
    cosines = np.linspace(0.1, 1.0, 100, dtype=np.float32)
    plain = scale.read(cosines, code, code)
    other = calibrated(squeezed(minilm)).read(0.7 + 0.3 * cosines, code, code)
    assert plain is not None
    assert other is not None
    assert other[plain > 0] == pytest.approx(plain[plain > 0], abs=0.015)


@pytest.mark.model
def test_what_is_about_something_else_is_far_in_every_language(scale: CosineScale) -> None:
    """MiniLM puts sentences of different subjects at 0.37 to 0.49 in other languages than English."""
    usual = np.array([scale.marks[code][0] for code in CODES], np.float32)
    for code, cosine in zip(CODES, usual, strict=True):
        read = scale.read(np.array([cosine]), code, code)
        assert read is not None
        assert read[0] < 0.35


def test_an_embedder_that_tells_nothing_is_not_used() -> None:
    random = np.random.RandomState(3)

    def embed(texts: Sequence[str]) -> Floats:
        vectors = random.standard_normal((len(texts), 32)).astype(np.float32)
        unit: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    scale = calibrated(embed)
    assert not scale.marks
    assert scale.read(THRESHOLDS, "en", "en") is None


def test_marks_that_overlap_keep_the_order() -> None:
    scale = CosineScale({"nl": (0.5, 0.6, 0.55, 0.62)})
    read = scale.read(np.linspace(-1, 1, 400, dtype=np.float32), "nl", "nl")
    assert read is not None
    assert (np.diff(read) > 0).all()
    assert read[-1] == 1.0
