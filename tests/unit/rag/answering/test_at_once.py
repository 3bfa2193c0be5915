"""What documents say is told before the model is there: passages and quote wait for no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from answer_house import FILLING, QUESTION, RIGHT, House, answer_of
from fakes.generator import FakeGenerator
from fakes.loading import LoadingGenerator
from fakes.words import WordEmbedder
from numpy.typing import NDArray

from engine.cancel import CancelToken
from rag.answering.answerer import AnswerSettings
from rag.answering.assistant import Assistant
from rag.types import AnswerDone, AnswerEvent, PassagesFound, PassagesNear, QuotesFound, SourcesFound


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.vault.close()


def assistant(house: House, generator: FakeGenerator, settings: AnswerSettings | None = None) -> Assistant:
    return Assistant(generator, house.retriever, house.store, house.embedder, settings)


def test_passages_and_quote_come_while_the_model_is_still_being_loaded(house: House) -> None:
    generator = LoadingGenerator(RIGHT, patience=0.0)
    coming = assistant(house, generator).answer(QUESTION)
    near, found, quoted = next(coming), next(coming), next(coming)
    assert isinstance(near, PassagesNear)
    assert isinstance(found, PassagesFound)
    assert found.hits[0].document == "act.txt"
    assert isinstance(quoted, QuotesFound)
    assert "72 hours" in quoted.quotes[0].citation.quote
    assert not generator.wanted.is_set()
    generator.loaded.set()
    rest = list(coming)
    assert [event.hits for event in rest if isinstance(event, SourcesFound)] == [found.hits]
    assert not any(isinstance(event, QuotesFound) for event in rest)  # it stands there already
    answer = answer_of(rest)
    assert answer.text == RIGHT
    assert answer.quotes == quoted.quotes


def test_what_is_nearest_is_told_before_it_is_held_against_the_question(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To embed it anew took three times as long as the search, and nothing was shown meanwhile."""
    embedded: list[int] = []
    embed = type(house.embedder).embed

    def noting(self: WordEmbedder, texts: Sequence[str], cancel: CancelToken) -> NDArray[np.float32]:
        embedded.append(len(texts))
        return embed(self, texts, cancel)

    monkeypatch.setattr(type(house.embedder), "embed", noting)
    coming = assistant(house, FakeGenerator(RIGHT)).answer(QUESTION)
    near = next(coming)
    assert isinstance(near, PassagesNear)
    assert near.hits[0].document == "act.txt"
    assert max(embedded, default=0) <= 1  # the question itself
    rest = list(coming)
    assert max(embedded) > 1
    assert not any(isinstance(event, PassagesNear) for event in rest)


def test_each_of_two_questions_has_its_passages_first(house: House) -> None:
    two = f"{QUESTION} Who shall designate a data protection officer?"
    events = list(assistant(house, FakeGenerator(RIGHT)).answer(two))
    places = [type(event) for event in events if isinstance(event, PassagesFound | SourcesFound)]
    assert places == [PassagesFound, SourcesFound] * 2


def test_a_model_that_fails_while_it_is_loaded_has_kept_nothing_back(house: House) -> None:
    seen: list[AnswerEvent] = []
    with pytest.raises(AssertionError, match="still being loaded"):
        seen.extend(assistant(house, LoadingGenerator(RIGHT, patience=0.0)).answer(QUESTION))
    assert [type(event) for event in seen] == [PassagesNear, PassagesFound, QuotesFound]


def test_what_a_small_model_reads_less_of_is_told_and_quoted_anew(tmp_path: Path) -> None:
    """Passages that are found but do not fit are no source, and no quote of the answer rests on them."""
    clauses = [
        f"# Clause {n}\nParty {n} shall notify a personal data breach within {n} hours. {FILLING}"
        for n in range(1, 6)
    ]
    house = House(tmp_path, "\n".join(clauses))
    try:
        generator = FakeGenerator("", context_length=900)
        events = list(assistant(house, generator).answer("When must a personal data breach be notified?"))
    finally:
        house.vault.close()
    (found,) = [event for event in events if isinstance(event, PassagesFound)]
    (sources,) = [event for event in events if isinstance(event, SourcesFound)]
    assert len(sources.hits) < len(found.hits)
    again = [event for event in events[events.index(sources) :] if isinstance(event, QuotesFound)]
    assert len(again) == 1
    read = {(hit.document_id, place) for hit in sources.hits for place in range(hit.start, hit.end)}
    answer = events[-1].answer if isinstance(events[-1], AnswerDone) else None
    assert answer is not None
    assert answer.quotes == again[0].quotes
    assert all((one.citation.document_id, one.citation.start) in read for one in answer.quotes)


def test_where_nothing_is_about_the_question_there_is_one_list_and_no_model(house: House) -> None:
    generator = LoadingGenerator(RIGHT, patience=0.0)
    events = list(assistant(house, generator).answer("At which temperature does ethanol boil?"))
    (near,) = [event.hits for event in events if isinstance(event, PassagesNear)]
    assert [event.hits for event in events if isinstance(event, SourcesFound)] == [near]
    assert not any(isinstance(event, PassagesFound) for event in events)
