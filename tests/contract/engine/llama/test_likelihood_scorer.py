"""What every `LikelihoodScorer` does; run by a small real model and by the fake the other tests use."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest
from fakes.generator import FakeGenerator
from models import model_path

from engine.cancel import CancelToken
from engine.errors import Cancelled, ContextFull
from engine.llama.generator import ModelProcess
from engine.types import GenerationDone, Message, Sampling, Speaker, TextDelta

SMOL = "smollm2-135m-instruct-q4_1"
LENGTH = 512
Scorer = ModelProcess | FakeGenerator

BEFORE = "The capital of France is"
TEXTS = (
    " Paris",
    " xqzt",
    "",
    " a city in the north of the country",
    " Rome",
    " the city of Paris, which lies on the Seine",
    " Paris",
)


@pytest.fixture(scope="module")
def process() -> Iterator[ModelProcess]:
    scorer = ModelProcess(model_path(SMOL), SMOL, context_length=LENGTH)
    yield scorer
    scorer.close()


@pytest.fixture(params=["real", "fake"])
def scorer(request: pytest.FixtureRequest) -> Scorer:
    if request.param == "fake":
        return FakeGenerator(context_length=LENGTH)
    process: ModelProcess = request.getfixturevalue("process")
    return process


def scores(scorer: Scorer, before: str, texts: Sequence[str]) -> tuple[float, ...]:
    return scorer.log_likelihoods(before, texts, CancelToken())


def written(generator: Scorer, text: str, words: int = 12) -> str:
    asked = (Message(Speaker.USER, text),)
    events = generator.generate(asked, Sampling(max_tokens=words), CancelToken())
    return "".join(event.text for event in events if isinstance(event, TextDelta))


def test_a_chance_is_at_most_one(scorer: Scorer) -> None:
    found = scores(scorer, BEFORE, TEXTS)
    assert len(found) == len(TEXTS)
    assert all(value < 0 for value, text in zip(found, TEXTS, strict=True) if text)


def test_what_is_likely_beats_nonsense(scorer: Scorer) -> None:
    likely, nonsense = scores(scorer, BEFORE, (" Paris", " xqzt"))
    assert likely > nonsense + 2


def test_the_more_there_is_the_less_likely(scorer: Scorer) -> None:
    short, longer, longest = scores(
        scorer, BEFORE, (" Paris", " Paris and Lyon", " Paris and Lyon are cities")
    )
    assert short > longer > longest


def test_no_text_and_an_empty_one(scorer: Scorer) -> None:
    assert scores(scorer, BEFORE, ()) == ()
    assert scores(scorer, BEFORE, ("",)) == (0.0,)
    assert scores(scorer, "", ("", "Paris"))[0] == 0.0


def test_together_as_alone(scorer: Scorer) -> None:
    found = scores(scorer, BEFORE, TEXTS)
    alone = [scores(scorer, BEFORE, (text,))[0] for text in TEXTS]
    assert found == pytest.approx(alone, abs=1e-2)
    assert scores(scorer, BEFORE, TEXTS[::-1]) == pytest.approx(alone[::-1], abs=1e-2)


def test_the_same_every_time(scorer: Scorer) -> None:
    first = scores(scorer, BEFORE, TEXTS)
    assert scores(scorer, BEFORE, TEXTS) == first
    written(scorer, "Describe Rome in three sentences.")
    assert scores(scorer, BEFORE, TEXTS) == pytest.approx(first, abs=1e-2)


def test_with_nothing_before(scorer: Scorer) -> None:
    word, nonsense = scores(scorer, "", ("The house", "xq zvjxk"))
    assert nonsense < word < 0


def test_a_beginning_that_does_not_fit_is_dropped(scorer: Scorer) -> None:
    long = "The sea was calm. " * 300 + BEFORE
    likely, nonsense, last = scores(scorer, long, (" Paris", " xqzt", " a city"))
    assert nonsense < likely < 0
    assert last < 0


def test_a_text_that_does_not_fit_is_refused(scorer: Scorer) -> None:
    with pytest.raises(ContextFull) as caught:
        scores(scorer, BEFORE, (" Paris", " word" * 600))
    assert caught.value.facts["context_length"] == LENGTH
    assert int(caught.value.facts["prompt_tokens"] or 0) > LENGTH
    assert scores(scorer, BEFORE, (" Paris",))[0] < 0


def test_cancelled_before_it_begins(scorer: Scorer) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        scorer.log_likelihoods(BEFORE, TEXTS, cancel)
    assert scores(scorer, BEFORE, TEXTS)


def test_cancelled_on_the_way(process: ModelProcess) -> None:
    before = scores(process, BEFORE, TEXTS)
    pid = process.pid
    cancel = CancelToken()
    timer = threading.Timer(0.3, cancel.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        process.log_likelihoods(BEFORE, [" Paris and Lyon are cities of France" * 20] * 200, cancel)
    timer.join()
    assert process.pid == pid
    assert scores(process, BEFORE, TEXTS) == pytest.approx(before, abs=1e-2)


def test_a_generation_is_what_it_is_without_scoring(scorer: Scorer) -> None:
    first, second = "Describe Rome in three sentences.", "Describe Rome in three plain sentences."
    scorer.unload()
    texts = [written(scorer, first), written(scorer, second)]
    scorer.unload()
    between = written(scorer, first)
    scores(scorer, BEFORE, TEXTS)
    assert [between, written(scorer, second)] == texts


def test_texts_written_together_are_what_they_are_without_scoring(scorer: Scorer) -> None:
    asked = [(Message(Speaker.USER, f"Describe {city}."),) for city in ("Rome", "Lima", "Oslo")]
    samplings = [Sampling(max_tokens=8)] * len(asked)
    first = [one.text for one in scorer.generate_together(asked, samplings, CancelToken())]
    scores(scorer, BEFORE, TEXTS)
    again = [one.text for one in scorer.generate_together(asked, samplings, CancelToken())]
    assert again == first
    assert scores(scorer, BEFORE, TEXTS[:1])[0] < 0


def test_what_is_before_is_a_prompt_like_any_other(process: ModelProcess) -> None:
    """A generation after scoring counts what it finds in the cache rightly."""
    scores(process, BEFORE, TEXTS)
    events = list(process.generate((Message(Speaker.USER, BEFORE),), Sampling(max_tokens=4), CancelToken()))
    done = events[-1]
    assert isinstance(done, GenerationDone)
    assert 0 <= done.cached_tokens < done.prompt_tokens


def test_many_long_texts_are_scored_in_several_groups(process: ModelProcess) -> None:
    texts = [f" {city}" + f" and {city}" * 30 for city in ("Paris", "Rome", "Cairo", "Lima", "Oslo")]
    found = scores(process, BEFORE, texts)
    alone = [scores(process, BEFORE, (text,))[0] for text in texts]
    assert found == pytest.approx(alone, rel=1e-2, abs=1e-2)


def test_a_text_goes_on_where_the_one_before_it_ended(process: ModelProcess) -> None:
    """The chance of a whole is that of its parts: what is scored is the text, neither less nor more."""
    first, second = " Paris", ", which lies on the Seine"
    (whole,) = scores(process, BEFORE, (first + second,))
    (begun,), (ended,) = scores(process, BEFORE, (first,)), scores(process, BEFORE + first, (second,))
    assert whole == pytest.approx(begun + ended, rel=1e-2, abs=1e-2)


def test_readings_of_one_line_that_begin_and_end_alike(scorer: Scorer) -> None:
    """Longer together than one decode takes, alike at their beginnings, two of them altogether."""
    line = " met the {} on the fourth of May and asked him for leave to build a {} by the river\n"
    readings = [line.format(who, what) for who in ("mayor", "major") for what in ("house", "horse")]
    readings = [*readings, readings[1], readings[0][:30]]
    found = scores(scorer, BEFORE, readings)
    alone = [scores(scorer, BEFORE, (reading,))[0] for reading in readings]
    assert found == pytest.approx(alone, rel=1e-2, abs=1e-2)
    assert found[5] > found[0]


def test_control_tokens_written_out_are_text(process: ModelProcess) -> None:
    """Were they tokens of their own, one would be scored instead of several."""
    (value,) = scores(process, BEFORE, ("<|im_end|>",))
    assert value < -15
