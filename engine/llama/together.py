"""Several texts written in one batch, a sequence of the cache for each.

A decode step reads all weights once, for one sequence or for four: on a processor four texts come in less
time than three one by one, on a GPU in not much more than one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from engine.cancel import CancelToken
from engine.llama.cache import PromptCache, common
from engine.llama.generation import Generation, Generations
from engine.types import GenerationDone, GenerationEvent, Sampling


@dataclass(frozen=True, slots=True)
class Job:
    """A text to be written: its place among those asked for, its prompt, and how to draw it."""

    place: int
    prompt: Sequence[int]
    sampling: Sampling
    end: str  # of the prompt, as the template wrote it
    tokens: int  # at most, thoughts included


class Together:
    """Writes jobs in as few groups as the context takes, in order."""

    def __init__(self, generations: Generations, context: Any, cache: PromptCache) -> None:
        self._generations = generations
        self._context = context
        self._cache = cache

    def write(self, jobs: Sequence[Job], cancel: CancelToken) -> Iterator[tuple[int, GenerationEvent]]:
        """Yield events with the place of their job; every job gets one `GenerationDone`, its last event.

        Every prompt must fit by itself. The cache is cleared first, so that the same jobs give the same
        texts; afterwards it holds those of the last group. Raises `ModelError`.
        """
        for group in grouped(jobs, self._cache.length, self._cache.sequences):
            yield from self._group(group, cancel)

    def _group(self, jobs: Sequence[Job], cancel: CancelToken) -> Iterator[tuple[int, GenerationEvent]]:
        self._cache.clear()
        shared = _shared(jobs)
        with ExitStack() as stack:
            texts = [
                _Text(
                    job,
                    sequence,
                    stack.enter_context(self._generations.begin(job.sampling, job.tokens, job.end)),
                )
                for sequence, job in enumerate(jobs)
            ]
            began = time.perf_counter()
            going = self._cache.prefill(0, jobs[0].prompt[:shared], cancel)
            self._cache.share(len(jobs))
            for text in texts:
                going = going and self._cache.prefill(text.sequence, text.job.prompt[shared:], cancel)
                now = time.perf_counter()
                text.prefill_seconds, began = now - began, now
                if going:
                    yield from self._drawn(text)
            text_began = time.perf_counter()
            while going and not cancel.cancelled:
                living = [text for text in texts if not text.generation.ended]
                if not living:
                    break
                going = self._cache.step([(text.sequence, text.generation.token) for text in living])
                for row, text in enumerate(living if going else ()):
                    yield from self._drawn(text, row)
                    text.generate_seconds = time.perf_counter() - text_began
            for text in texts:
                yield from self._ended(text, shared)

    def _drawn(self, text: _Text, row: int = -1) -> Iterator[tuple[int, GenerationEvent]]:
        yield from ((text.job.place, event) for event in text.generation.draw(self._context, row))

    def _ended(self, text: _Text, shared: int) -> Iterator[tuple[int, GenerationEvent]]:
        yield from ((text.job.place, event) for event in text.generation.finish())
        yield (
            text.job.place,
            GenerationDone(
                stop_reason=text.generation.stop_reason,
                prompt_tokens=len(text.job.prompt),
                cached_tokens=shared if text.sequence else 0,
                generated_tokens=text.generation.count,
                prefill_seconds=text.prefill_seconds,
                generate_seconds=text.generate_seconds,
                thought_tokens=text.generation.thoughts,
            ),
        )


class _Text:
    """One text of a group."""

    def __init__(self, job: Job, sequence: int, generation: Generation) -> None:
        self.job = job
        self.sequence = sequence
        self.generation = generation
        self.prefill_seconds = 0.0
        self.generate_seconds = 0.0


def grouped(jobs: Sequence[Job], length: int, most: int) -> list[list[Job]]:
    """Neighbours that fit a context of `length` tokens together, at most `most` of them, in order."""
    groups: list[list[Job]] = []
    for job in jobs:
        if groups and len(groups[-1]) < most and _size([*groups[-1], job]) <= length:
            groups[-1].append(job)
        else:
            groups.append([job])
    return groups


def _size(jobs: Sequence[Job]) -> int:
    """Cells that jobs fill together."""
    shared = _shared(jobs)
    return shared + sum(len(job.prompt) - shared + job.tokens for job in jobs)


def _shared(jobs: Sequence[Job]) -> int:
    """Tokens all prompts begin with; each keeps one of its own, to be drawn from."""
    if len(jobs) == 1:
        return 0
    return min(min(common(jobs[0].prompt, job.prompt), len(job.prompt) - 1) for job in jobs)
