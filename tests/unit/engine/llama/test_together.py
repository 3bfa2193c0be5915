"""Which texts are generated together, and which parts of a summary."""

from __future__ import annotations

from collections.abc import Sequence

from engine.llama.cache import common
from engine.llama.together import Job, grouped
from engine.llama.worker import messages_from, messages_to
from engine.types import Message, Sampling, Speaker
from rag.runs.types import Part, PartState, Result
from rag.summarising.part_reading import planned_groups


def job(place: int, prompt: Sequence[int], tokens: int = 10) -> Job:
    return Job(place, prompt, Sampling(max_tokens=tokens), "", tokens)


def places(groups: Sequence[Sequence[Job]]) -> list[list[int]]:
    return [[one.place for one in group] for group in groups]


def test_neighbours_that_fit_are_taken_together_in_order() -> None:
    jobs = [job(place, range(100 * place, 100 * place + 30)) for place in range(5)]
    assert places(grouped(jobs, 120, 4)) == [[0, 1, 2], [3, 4]]
    assert places(grouped(jobs, 119, 4)) == [[0, 1], [2, 3], [4]]
    assert places(grouped(jobs, 1000, 4)) == [[0, 1, 2, 3], [4]]
    assert places(grouped(jobs, 1000, 1)) == [[0], [1], [2], [3], [4]]


def test_what_prompts_share_counts_once() -> None:
    jobs = [job(place, [*range(30), 100 + place]) for place in range(3)]
    assert places(grouped(jobs, 30 + 3 * 11, 4)) == [[0, 1, 2]]
    assert places(grouped(jobs, 30 + 3 * 11 - 1, 4)) == [[0, 1], [2]]


def test_one_that_fills_the_context_is_alone() -> None:
    jobs = [job(0, [1] * 5), job(1, range(90), 500), job(2, [1] * 5)]
    assert places(grouped(jobs, 100, 4)) == [[0], [1], [2]]
    assert grouped([], 100, 4) == []


def test_how_much_two_begin_with_alike() -> None:
    assert common([1, 2, 3], [1, 2, 4, 5]) == 2
    assert common([1, 2], [1, 2, 4]) == 2
    assert common([], [1]) == 0


def test_messages_come_back_from_a_frame() -> None:
    messages = [Message(Speaker.SYSTEM, "Be brief."), Message(Speaker.USER, "Why?")]
    assert messages_from(messages_to(messages)) == messages


def test_groups_of_parts_stay_the_same_whatever_is_done() -> None:
    def results(*states: PartState) -> list[Result]:
        return [Result(Part(n, 1, "act.pdf", "", 1, 1, n, n + 1), state) for n, state in enumerate(states)]

    waiting, done, skipped = PartState.WAITING, PartState.DONE, PartState.SKIPPED
    fresh = planned_groups(results(skipped, waiting, waiting, skipped, waiting, waiting))
    assert [[one.part.place for one in group] for group in fresh] == [[1, 2, 4], [5]]
    later = planned_groups(results(skipped, done, PartState.FAILED, skipped, waiting, waiting))
    assert [[one.part.place for one in group] for group in later] == [[1, 2, 4], [5]]
