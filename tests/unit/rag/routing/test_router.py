"""Labels learnt from examples, names and descriptions: what fits, what fits none, and how surely."""

from __future__ import annotations

import pytest
from fakes.words import WordEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.routing.router import Router
from rag.routing.types import Label

WORDS = {
    "billing": ("invoice", "payment", "charged", "refund", "receipt"),
    "network": ("router", "cable", "wireless", "connection", "offline"),
    "holiday": ("vacation", "leave", "weekend", "absence", "calendar"),
}


def _examples(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{one} {other}" for one in words for other in words if one != other)


LABELS = tuple(Label(name, "", _examples(words)) for name, words in WORDS.items())


def _learnt(labels: tuple[Label, ...] = LABELS, *, rejects: bool = True) -> Router:
    return Router.learn(labels, WordEmbedder(dimension=512), CancelToken(), rejects=rejects)


@pytest.fixture(scope="module")
def router() -> Router:
    return _learnt()


def test_a_text_of_a_label_s_words_gets_it(router: Router) -> None:
    texts = ["invoice charged receipt", "wireless router offline", "absence leave calendar"]
    assert [one.label for one in router.route(texts, CancelToken())] == list(WORDS)


def test_what_shares_nothing_fits_none_and_says_how_surely(router: Router) -> None:
    (routed,) = router.route(["zebra mountain violin"], CancelToken())
    assert routed.label is None
    assert routed.confidence == pytest.approx(1 - sum(routed.scores.values()))
    assert routed.confidence > 0.5


def test_without_rejection_one_label_always_is_taken() -> None:
    (routed,) = _learnt(rejects=False).route(["zebra mountain violin"], CancelToken())
    assert routed.label in WORDS
    assert sum(routed.scores.values()) == pytest.approx(1)


def test_names_and_descriptions_alone_are_enough() -> None:
    labels = tuple(Label(name, " ".join(words)) for name, words in WORDS.items())
    texts = ["payment refund receipt", "cable connection offline", "zebra mountain violin"]
    routed = _learnt(labels).route(texts, CancelToken())
    assert [one.label for one in routed] == ["billing", "network", None]


def test_a_label_without_examples_stands_beside_those_with() -> None:
    labels = (*LABELS[:2], Label("holiday", " ".join(WORDS["holiday"])))
    routed = _learnt(labels).route(["vacation weekend leave absence", "invoice refund"], CancelToken())
    assert [one.label for one in routed] == ["holiday", "billing"]


def test_one_label_divides_what_fits_from_what_does_not() -> None:
    routed = _learnt(LABELS[:1]).route(["invoice refund", "zebra mountain violin"], CancelToken())
    assert [one.label for one in routed] == ["billing", None]


def test_an_empty_text_fits_none(router: Router) -> None:
    (routed,) = router.route([" \n"], CancelToken())
    assert (routed.label, routed.confidence) == (None, 1.0)


def test_of_many_examples_as_many_of_each_label_are_learnt_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.routing.router._MOST", 12)
    embedder = WordEmbedder(dimension=512)
    Router.learn(LABELS, embedder, CancelToken(), rejects=True)
    learnt = [text for text in embedder.seen if " " in text]
    assert len(learnt) == 12
    assert all(sum(text in label.examples for text in learnt) == 4 for label in LABELS)


def test_learning_stops_when_it_is_told_to() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        Router.learn(LABELS, WordEmbedder(), cancel, rejects=True)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=3000))
def test_any_text_gets_chances(router: Router, text: str) -> None:
    (routed,) = router.route([text], CancelToken())
    assert 0 <= routed.confidence <= 1 + 1e-9
    assert all(0 <= score <= 1 for score in routed.scores.values())
    assert sum(routed.scores.values()) <= 1 + 1e-9
    assert list(routed.scores) == list(WORDS)
