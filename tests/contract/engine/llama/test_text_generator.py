"""What every `TextGenerator` does; run by a small real model, by real servers of it on this machine, and by
the fake the other tests use.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from engines import llama_server, python_server
from fakes.generator import FakeGenerator
from models import model_path

from engine.cancel import CancelToken
from engine.errors import ContextFull
from engine.llama.generator import ModelProcess
from engine.remote.generator import RemoteEngine
from engine.remote.standby import Door
from engine.types import (
    Generated,
    GenerationDone,
    GenerationEvent,
    Message,
    Sampling,
    Speaker,
    StopReason,
    TextDelta,
)

SMOL = "smollm2-135m-instruct-q4_1"
Generator = ModelProcess | FakeGenerator | RemoteEngine
SERVERS = {"llama_cpp": llama_server, "llama_cpp_python": python_server}

QUESTION = (
    Message(Speaker.SYSTEM, "You are a helpful assistant."),
    Message(Speaker.USER, "What is the capital of France? Describe the city in three sentences."),
)
SHORT = Sampling(max_tokens=40)


@pytest.fixture(scope="module")
def process() -> Iterator[ModelProcess]:
    generator = ModelProcess(model_path(SMOL), SMOL, context_length=2048)
    yield generator
    generator.close()


def served(name: str, folder: Path) -> Iterator[RemoteEngine]:
    """A server of the same model, spoken with through a door."""
    with SERVERS[name](model_path(SMOL), 2048, folder) as place:
        door = Door(place)
        found = RemoteEngine(door, door.place(), context=2048)
        yield found
        found.close()
        door.close()


@pytest.fixture(scope="module")
def llama_cpp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteEngine]:
    yield from served("llama_cpp", tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="module")
def llama_cpp_python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteEngine]:
    yield from served("llama_cpp_python", tmp_path_factory.mktemp("server"))


@pytest.fixture(params=["real", "fake", *SERVERS])
def generator(request: pytest.FixtureRequest) -> Generator:
    if request.param == "fake":
        return FakeGenerator(context_length=2048)
    if request.param in SERVERS:
        engine: RemoteEngine = request.getfixturevalue(request.param)
        return engine
    process: ModelProcess = request.getfixturevalue("process")
    return process


def run(
    generator: Generator,
    messages: Sequence[Message] = QUESTION,
    sampling: Sampling = SHORT,
    cancel: CancelToken | None = None,
) -> tuple[str, GenerationDone]:
    events = list(generator.generate(messages, sampling, cancel or CancelToken()))
    return text_of(events), done_of(events)


def text_of(events: Sequence[GenerationEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


def done_of(events: Sequence[GenerationEvent]) -> GenerationDone:
    assert [type(event) for event in events].count(GenerationDone) == 1
    done = events[-1]
    assert isinstance(done, GenerationDone)
    return done


def test_streams_text_and_ends_with_one_report(generator: Generator) -> None:
    text, done = run(generator)
    assert text.strip()
    assert done.stop_reason in {StopReason.END, StopReason.LENGTH}
    assert 0 < done.generated_tokens <= 40
    assert done.prompt_tokens > done.cached_tokens >= 0
    assert done.generate_seconds > 0
    assert done.tokens_per_second > 0


def test_greedy_is_repeatable(generator: Generator) -> None:
    assert run(generator)[0] == run(generator)[0]


def test_a_seed_repeats_a_drawn_answer(generator: Generator) -> None:
    drawn = Sampling(max_tokens=30, temperature=1.0, seed=7)
    assert run(generator, sampling=drawn)[0] == run(generator, sampling=drawn)[0]


def test_stops_at_the_token_limit(generator: Generator) -> None:
    _, done = run(generator, sampling=Sampling(max_tokens=3))
    assert done.stop_reason is StopReason.LENGTH
    assert done.generated_tokens == 3


def test_a_stop_string_ends_the_text_before_it(generator: Generator) -> None:
    whole, _ = run(generator)
    middle = len(whole) // 2
    stop = whole[middle : middle + 6]
    text, done = run(generator, sampling=Sampling(max_tokens=40, stop=(stop, "never said")))
    assert text == whole[: whole.index(stop)]
    assert done.stop_reason is StopReason.STOP


def test_cancelled_before_it_begins(generator: Generator) -> None:
    cancel = CancelToken()
    cancel.cancel()
    text, done = run(generator, cancel=cancel)
    assert text == ""
    assert done.stop_reason is StopReason.CANCELLED


def test_cancelled_while_it_streams(generator: Generator) -> None:
    cancel = CancelToken()
    events: list[GenerationEvent] = []
    for event in generator.generate(QUESTION, Sampling(max_tokens=400), cancel):
        events.append(event)
        cancel.cancel()
    assert done_of(events).stop_reason is StopReason.CANCELLED
    assert text_of(events)
    assert run(generator)[1].stop_reason is not StopReason.CANCELLED


def test_closing_the_stream_frees_the_model(generator: Generator) -> None:
    events = generator.generate(QUESTION, Sampling(max_tokens=400), CancelToken())
    assert isinstance(next(iter(events)), TextDelta)
    events.close()  # type: ignore[attr-defined]  # a generator, as every implementation returns
    assert run(generator)[0]


def test_a_prompt_too_long_is_refused_before_the_first_token(generator: Generator) -> None:
    long = (Message(Speaker.USER, "word " * 3000),)
    with pytest.raises(ContextFull) as caught:
        run(generator, messages=long)
    assert caught.value.facts["context_length"] == 2048
    assert int(caught.value.facts["prompt_tokens"] or 0) > 2048
    assert run(generator)[0]


def test_the_next_turn_reuses_the_conversation(generator: Generator) -> None:
    answer, first = run(generator)
    longer = (*QUESTION, Message(Speaker.ASSISTANT, answer), Message(Speaker.USER, "And of Italy?"))
    _, second = run(generator, messages=longer)
    if generator.info().architecture != "llama-cpp-python":  # which uses it again, and tells nobody
        assert second.cached_tokens >= first.prompt_tokens - 8
    assert second.prompt_tokens > first.prompt_tokens


def test_counts_tokens_of_plain_text(generator: Generator) -> None:
    assert generator.count_tokens("") == 0
    assert generator.count_tokens("one two three") >= 3
    assert generator.count_tokens("<|im_end|>") > 1
    texts = ["", "one", "one two three four"]
    assert generator.count_tokens_many(texts) == [generator.count_tokens(text) for text in texts]


def test_describes_itself(generator: Generator) -> None:
    info = generator.info()
    assert info.context_length == 2048
    assert info.backend
    assert info.threads >= 1
    assert generator.info().name == info.name


def test_works_again_after_unloading(generator: Generator) -> None:
    before, _ = run(generator)
    generator.unload()
    after, done = run(generator)
    assert after == before
    assert isinstance(generator, RemoteEngine) or done.cached_tokens == 0  # a server keeps what it likes


def test_a_second_caller_waits(generator: Generator) -> None:
    results: list[str] = []
    first = generator.generate(QUESTION, Sampling(max_tokens=10), CancelToken())
    next(iter(first))
    second = threading.Thread(target=lambda: results.append(run(generator)[0]))
    second.start()
    rest = list(first)
    second.join(timeout=120)
    assert done_of(rest).generated_tokens <= 10
    assert len(results) == 1
    assert results[0]


CITIES = ("Paris", "Rome", "Cairo", "Lima", "Oslo")


def about(city: str, words: int = 0) -> tuple[Message, ...]:
    text = f"Describe {city} in three sentences. " + f"{city} is old. " * words
    return (QUESTION[0], Message(Speaker.USER, text))


def together(
    generator: Generator,
    prompts: Sequence[Sequence[Message]],
    samplings: Sequence[Sampling] | None = None,
    cancel: CancelToken | None = None,
) -> tuple[Generated, ...]:
    samplings = samplings if samplings is not None else [SHORT] * len(prompts)
    return generator.generate_together(prompts, samplings, cancel or CancelToken())


def test_texts_asked_for_together_come_in_order(generator: Generator) -> None:
    fake = FakeGenerator(lambda messages: messages[-1].text, context_length=2048)
    generator = fake if isinstance(generator, FakeGenerator) else generator
    prompts = [about(city) for city in CITIES]
    found = together(generator, prompts)
    assert len(found) == len(CITIES)
    for city, one, prompt in zip(CITIES, found, prompts, strict=True):
        assert city in one.text
        assert one.done.stop_reason in {StopReason.END, StopReason.LENGTH}
        assert 0 < one.done.generated_tokens <= 40
        assert one.done.prompt_tokens == run(generator, prompt)[1].prompt_tokens
    assert together(generator, []) == ()
    with pytest.raises(ValueError, match=r"samplings|shorter"):
        together(generator, prompts, [SHORT])


def test_the_same_texts_together_every_time_whatever_came_before(generator: Generator) -> None:
    prompts = [about(city) for city in CITIES[:3]]
    drawn = Sampling(max_tokens=40, temperature=1.0, seed=5)
    for samplings in ([SHORT] * 3, [SHORT, drawn, SHORT]):
        first = [one.text for one in together(generator, prompts, samplings)]
        run(generator, about("Paris", 40))
        assert [one.text for one in together(generator, prompts, samplings)] == first


def test_one_text_together_is_what_it_is_alone(generator: Generator) -> None:
    generator.unload()
    (alone,) = together(generator, [QUESTION])
    generator.unload()
    assert run(generator)[0] == alone.text


def test_each_text_has_limits_and_stops_of_its_own(generator: Generator) -> None:
    whole, *_ = together(generator, [QUESTION] * 3)
    middle = len(whole.text) // 2
    stop = whole.text[middle : middle + 6]
    found = together(
        generator, [QUESTION] * 3, [SHORT, Sampling(max_tokens=40, stop=(stop,)), Sampling(max_tokens=3)]
    )
    assert found[0].text == whole.text
    assert found[1].text == whole.text[: whole.text.index(stop)]
    assert found[1].done.stop_reason is StopReason.STOP
    assert found[2].done.stop_reason is StopReason.LENGTH
    assert found[2].done.generated_tokens == 3
    assert whole.text.startswith(found[2].text)


def test_together_cancelled_before_it_begins(generator: Generator) -> None:
    cancel = CancelToken()
    cancel.cancel()
    found = together(generator, [QUESTION] * 5, cancel=cancel)
    assert [(one.text, one.done.stop_reason) for one in found] == [("", StopReason.CANCELLED)] * 5


def test_together_cancelled_on_the_way_gives_what_came(process: ModelProcess) -> None:
    process.info()
    cancel = CancelToken()
    timer = threading.Timer(0.7, cancel.cancel)
    timer.start()
    found = together(process, [about(city) for city in CITIES[:3]], [Sampling(max_tokens=1500)] * 3, cancel)
    timer.join()
    assert StopReason.CANCELLED in {one.done.stop_reason for one in found}
    assert any(one.text for one in found)
    assert run(process)[1].stop_reason is not StopReason.CANCELLED


def test_a_prompt_too_long_refuses_all_and_what_fits_alone_is_taken_alone(generator: Generator) -> None:
    long = (Message(Speaker.USER, "word " * 3000),)
    with pytest.raises(ContextFull) as caught:
        together(generator, [QUESTION, long])
    assert int(caught.value.facts["prompt_tokens"] or 0) > 2048
    large = [about(city, 250) for city in CITIES[:3]]
    found = together(generator, [QUESTION, *large, QUESTION])
    assert all(one.text for one in found)
    assert all(one.done.prompt_tokens > 1000 for one in found[1:4])
    assert found[0].text == found[4].text


def test_a_text_asked_about_again_goes_on_from_what_was_read(process: ModelProcess) -> None:
    prompts = [about(city, 60) for city in CITIES[:3]]
    together(process, prompts)
    for city, prompt in zip(CITIES, prompts, strict=False):
        again = (prompt[0], Message(Speaker.USER, f"{prompt[1].text}Use plain words."))
        text, done = run(process, again)
        assert text, city
        assert done.cached_tokens > done.prompt_tokens - 30
    assert run(process, prompts[0])[0]


@pytest.mark.model
def test_a_schema_shapes_the_answer(process: ModelProcess) -> None:
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string", "maxLength": 40}, "sure": {"type": "boolean"}},
        "required": ["city", "sure"],
    }
    for temperature in (0.0, 1.0):
        text, done = run(
            process,
            sampling=Sampling(max_tokens=120, temperature=temperature, json_schema=json.dumps(schema)),
        )
        assert done.stop_reason is StopReason.END
        answer = json.loads(text)
        assert set(answer) == {"city", "sure"}
        assert isinstance(answer["sure"], bool)
