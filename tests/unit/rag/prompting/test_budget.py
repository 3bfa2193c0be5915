"""Token budgets: parts never exceed the context, and what cannot be left out fits."""

from __future__ import annotations

import pytest

from engine.errors import ContextFull
from rag.prompting.budget import Shares, divide


@pytest.mark.parametrize("context", [1024, 2048, 8192, 32768])
@pytest.mark.parametrize("fixed", [100, 700])
@pytest.mark.parametrize("wanted", [0, 50, 5000])
def test_the_parts_fill_the_context_and_never_more(context: int, fixed: int, wanted: int) -> None:
    budget = divide(context, fixed=fixed, conversation_wanted=wanted)
    assert fixed + budget.answer + budget.conversation + budget.sources == context
    assert min(budget.answer, budget.conversation, budget.sources) >= 0
    assert budget.conversation <= wanted


def test_a_roomy_context_gives_the_answer_its_share() -> None:
    assert divide(8192, fixed=300, conversation_wanted=0).answer == Shares().answer


def test_a_small_context_shrinks_the_answer_first() -> None:
    budget = divide(1024, fixed=200, conversation_wanted=0)
    assert Shares().answer_minimum <= budget.answer < Shares().answer
    assert budget.sources > budget.answer


def test_what_the_conversation_leaves_goes_to_the_sources() -> None:
    silent = divide(4096, fixed=300, conversation_wanted=0)
    talkative = divide(4096, fixed=300, conversation_wanted=100_000)
    assert silent.conversation == 0
    assert talkative.conversation > 0
    assert silent.sources == talkative.sources + talkative.conversation


def test_the_conversation_gives_way_to_the_sources() -> None:
    shares = Shares(sources_minimum=600)
    budget = divide(1500, fixed=500, conversation_wanted=400, shares=shares)
    assert budget.sources >= 600


def test_no_room_for_an_answer_is_a_full_context() -> None:
    with pytest.raises(ContextFull) as caught:
        divide(1024, fixed=1000, conversation_wanted=0)
    assert caught.value.facts == {"prompt_tokens": 1000, "context_length": 1024}
