"""Asking a model the questions of the board, and counting."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from app.models.board.questions import Asked, Sort
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from engine.power import EnergyMeter
from engine.protocols import TextGenerator
from engine.types import GenerationDone, Sampling, TextDelta, TextWithdrawn
from rag.grounding.grounder import Grounder, is_silent
from rag.language.sentences import sentences
from rag.types import PageBox, Support

_TOKENS = 160  # of an answer: the sample's take one or two sentences


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int = 0
    of: int = 0

    @property
    def value(self) -> float | None:
        """None where nothing was counted."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Standing:
    """How one model did. Seconds and tokens a second are medians; memory in bytes, of its process;
    energy in joules, of the whole processor.
    """

    model: str
    title: str
    load_seconds: float = 0.0
    memory_bytes: int = 0
    first_seconds: float = 0.0  # until the first token of an answer
    reads: float = 0.0  # tokens of a prompt a second
    writes: float = 0.0  # tokens of an answer a second
    right: Share = field(default_factory=Share)  # of what the sources answer
    refused: Share = field(default_factory=Share)  # of what they do not
    invented: Share = field(default_factory=Share)  # of its sentences, those that nothing supports
    formed: Share = field(default_factory=Share)  # of what was to be in a form
    joules: float = 0.0  # the median of an answer; 0 where this machine does not tell
    fault: str = ""  # the code of what ended it


def measure(
    model: str,
    title: str,
    load: Callable[[], TextGenerator],
    asked: Sequence[Asked],
    told: Callable[[int], None],
    cancel: CancelToken,
    meter: EnergyMeter | None = None,
) -> Standing:
    """Load a model and ask it everything; `told` hears how many questions are done.

    A model that fails stands with its fault, and what it had done does not count. Raises `Cancelled`.
    """
    began = time.perf_counter()
    meter = meter or EnergyMeter()
    spent: list[float] = []
    try:
        generator = load()
        generator.info()
        loaded = time.perf_counter() - began
        said = []
        for count, one in enumerate(asked, 1):
            before = meter.read()
            said.append((one, *_said(generator, one, cancel)))
            after = meter.read()
            if before and after:
                spent.append(after.joules_since(before))
            told(count)
        memory = generator.info().memory_bytes
    except Cancelled:
        raise
    except Fault as fault:
        return Standing(model, title, fault=fault.code)
    dones = [done for _, _, done, _ in said]
    return Standing(
        model,
        title,
        loaded,
        memory,
        statistics.median(first for *_, first in said),
        _median((one.prompt_tokens - one.cached_tokens) / one.prefill_seconds for one in dones if _read(one)),
        _median(one.tokens_per_second for one in dones if one.generated_tokens > 1),
        _counted([(one, text) for one, text, *_ in said if one.sort is Sort.ANSWERED]),
        _counted([(one, text) for one, text, *_ in said if one.sort is Sort.SILENT]),
        _invented([(one, text) for one, text, *_ in said if one.sort is not Sort.FORMED]),
        _counted([(one, text) for one, text, *_ in said if one.sort is Sort.FORMED]),
        _median(iter(spent)),
    )


def _said(generator: TextGenerator, one: Asked, cancel: CancelToken) -> tuple[str, GenerationDone, float]:
    """The whole text, how it ended, and the seconds until its first token."""
    began, first, text = time.perf_counter(), 0.0, ""
    for event in generator.generate(one.messages(), Sampling(max_tokens=_TOKENS, repeatable=True), cancel):
        if isinstance(event, TextDelta):
            first = first or time.perf_counter() - began
            text += event.text
        elif isinstance(event, TextWithdrawn):
            text = ""
        elif isinstance(event, GenerationDone):
            cancel.raise_if_cancelled()
            return text, event, first or time.perf_counter() - began
    raise Cancelled


def _read(done: GenerationDone) -> bool:
    """Whether enough was read for a speed to be told."""
    return done.prompt_tokens - done.cached_tokens > 64 and done.prefill_seconds > 0


def _median(values: Iterator[float]) -> float:
    return statistics.median([*values] or [0.0])


def _counted(said: Sequence[tuple[Asked, str]]) -> Share:
    return Share(sum(_is_right(one, text) for one, text in said), len(said))


def _is_right(one: Asked, text: str) -> bool:
    if not one.by_place:
        return one.is_right(text)
    first = one.sources[0]
    return any(
        cited.document_id == first.document_id and cited.start < first.end and first.start < cited.end
        for sentence in _sentences(text)
        for cited in Grounder(one.question, one.sources, _Nowhere()).ground(sentence).citations
    )


def _invented(said: Sequence[tuple[Asked, str]]) -> Share:
    """Sentences that the sources do not support, of all that claim something."""
    claims = invented = 0
    for one, text in said:
        grounder = Grounder(one.question, one.sources, _Nowhere())
        for sentence in _sentences(text):
            support = grounder.ground(sentence).support
            claims += support is not Support.NEUTRAL
            invented += support is Support.UNSUPPORTED and not is_silent(sentence)
    return Share(invented, claims)


def _sentences(text: str) -> list[str]:
    return [text[one.start : one.end] for one in sentences(text)]


class _Nowhere:
    """`rag.grounding.citations.Places` of texts that stand on no page."""

    def boxes(self, _document_id: int, _start: int, _end: int) -> tuple[PageBox, ...]:
        return ()

    def page_at(self, _document_id: int, _start: int) -> tuple[int, str]:
        return 1, ""

    def is_poor(self, _document_id: int, _page: int) -> bool:
        return False
