"""The same bytes whatever was asked before: a real model, its cache cold, warm, and used for other things."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from models import model_path

from engine.cancel import CancelToken
from engine.cores import default_threads
from engine.llama.cache import BATCH
from engine.llama.generator import ModelProcess
from engine.types import GenerationDone, Message, Sampling, Speaker, TextDelta

pytestmark = pytest.mark.model

SMOL = "smollm2-135m-instruct-q4_1"
RULES = "The keeper of the lamp reads the gauge at noon and writes the figure into the book. " * 32
ASKED = (Message(Speaker.SYSTEM, "You are brief."), Message(Speaker.USER, f"{RULES}What is read at noon?"))
NEAR = (Message(Speaker.SYSTEM, "You are brief."), Message(Speaker.USER, f"{RULES}Who writes, and where?"))
FAR = (Message(Speaker.USER, "Tell of the sea, of rivers and of rain."),)
REPEATABLE = Sampling(max_tokens=60, repeatable=True)
DRAWN = Sampling(max_tokens=60, repeatable=True, temperature=0.9, seed=11)


@pytest.fixture
def process() -> Iterator[ModelProcess]:
    generator = ModelProcess(model_path(SMOL), SMOL, context_length=4096)
    yield generator
    generator.close()


def said(
    process: ModelProcess, messages: tuple[Message, ...] = ASKED, sampling: Sampling = REPEATABLE
) -> tuple[str, GenerationDone]:
    *events, done = process.generate(messages, sampling, CancelToken())
    assert isinstance(done, GenerationDone)
    return "".join(one.text for one in events if isinstance(one, TextDelta)), done


def test_what_was_asked_before_changes_no_byte(process: ModelProcess) -> None:
    cold = {sampling: said(process, sampling=sampling)[0] for sampling in (REPEATABLE, DRAWN)}
    process.unload()
    said(process, NEAR)
    warm, done = said(process)
    assert done.cached_tokens >= BATCH
    assert done.cached_tokens % BATCH == 0
    assert warm == cold[REPEATABLE]
    said(process, FAR, Sampling(max_tokens=30))
    process.generate_together([NEAR, FAR, ASKED], [Sampling(max_tokens=20)] * 3, CancelToken())
    after, done = said(process)
    assert (after, done.cached_tokens) == (cold[REPEATABLE], 0)
    said(process, NEAR, Sampling(max_tokens=20))  # goes on from what is there, in other pieces
    process.log_likelihoods("The keeper", [" reads", " sleeps"], CancelToken())
    assert said(process, sampling=DRAWN)[0] == cold[DRAWN]


def test_fewer_threads_forget_what_others_computed_and_all_give_the_same_bytes_again(
    process: ModelProcess,
) -> None:
    said(process, NEAR)
    cold = said(process, FAR)[0]
    fewer = process.adapted((), threads=1)
    first, done = said(fewer)
    assert done.cached_tokens == 0
    assert process.info().threads == 1
    assert "1 threads" in fewer.stamp().machine
    again, done = said(fewer)
    assert (again, done.cached_tokens > 0) == (first, True)
    assert said(process, FAR)[0] == cold
    assert process.info().threads == default_threads()


def test_a_model_says_which_it_is(process: ModelProcess) -> None:
    import hashlib

    stamp = process.stamp()
    assert stamp.sha256 == hashlib.sha256(model_path(SMOL).read_bytes()).hexdigest()
    assert stamp.name == SMOL
    assert "llama" in stamp.library
    assert "4096" in stamp.machine
    assert process.stamp() == stamp
