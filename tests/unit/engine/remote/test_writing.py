"""What of an engine's stream is said: thoughts, stops, ends, counts and faults, wherever it is cut."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from any_text import fuzzed
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ContextFull, Fault, RemoteCut, RemoteFailed, RemoteNonsense
from engine.remote.writing import Writing
from engine.types import (
    GenerationDone,
    GenerationEvent,
    Sampling,
    StopReason,
    TextDelta,
    TextWithdrawn,
    Thinking,
)

CUTS = st.lists(st.integers(1, 60), min_size=1, max_size=10)


def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
    return "data: " + json.dumps({"choices": [{"delta": delta, "finish_reason": finish}], **more}) + "\n\n"


def stream(*texts: str, finish: str | None = "stop", done: bool = True, **more: Any) -> bytes:
    said = [chunk({"role": "assistant", "content": None}), *(chunk({"content": text}) for text in texts)]
    said.append(chunk({}, finish, **more))
    return ("".join(said) + ("data: [DONE]\n\n" if done else "")).encode()


def read(
    data: bytes, cuts: Sequence[int] = (1 << 20,), sampling: Sampling | None = None
) -> tuple[str, GenerationDone, list[GenerationEvent]]:
    writing = Writing(sampling or Sampling(), "box")
    events: list[GenerationEvent] = []
    at = turn = 0
    while at < len(data) and not writing.enough:
        step = cuts[turn % len(cuts)]
        events += writing.feed(data[at : at + step])
        at, turn = at + step, turn + 1
    events += writing.finish()
    text = ""
    for event in events:
        text = "" if isinstance(event, TextWithdrawn) else text
        text += event.text if isinstance(event, TextDelta) else ""
    return text, writing.done(prompt_tokens=33), events


@fuzzed
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=12), CUTS)
def test_the_text_is_the_same_wherever_the_bytes_are_cut(texts: list[str], cuts: list[int]) -> None:
    data = stream(*texts)
    whole, done, _ = read(data)
    assert read(data, cuts)[0] == whole
    if "<" not in "".join(texts) and "[" not in "".join(texts):
        assert whole == "".join(texts)
        assert done.generated_tokens == sum(map(bool, texts))


@fuzzed
@given(CUTS)
def test_thoughts_are_counted_and_not_told(cuts: list[int]) -> None:
    tagged = stream("<thi", "nk>Let me", " see.</th", "ink>", "\n\nYes", ", sir.")
    apart = "".join(chunk({name: "hm"}) for name in ("reasoning_content", "reasoning")).encode()
    for data in (tagged, apart + stream("Yes", ", sir."), stream("so that </think>", "Yes", ", sir.")):
        text, done, events = read(data, cuts)
        assert text == "Yes, sir."
        assert done.stop_reason is StopReason.END
        assert 0 < done.thought_tokens < done.generated_tokens
        assert not any("me" in event.text for event in events if isinstance(event, TextDelta))
    assert any(isinstance(event, Thinking) for event in read(tagged, cuts)[2])


def test_a_model_that_only_thought() -> None:
    writing = Writing(Sampling(), "box")
    assert list(writing.feed(stream("<think>on and", " on", finish="length")))
    assert not list(writing.finish())
    assert writing.only_thought
    assert writing.done(1).stop_reason is StopReason.THOUGHT


@fuzzed
@given(CUTS)
def test_a_stop_string_ends_the_text_before_it(cuts: list[int]) -> None:
    data = stream("One. T", "wo. Th", "ree.")
    text, done, _ = read(data, cuts, Sampling(stop=("Two", "never")))
    assert (text, done.stop_reason) == ("One. ", StopReason.STOP)


def test_how_it_ended() -> None:
    assert read(stream("a", finish="length"))[1].stop_reason is StopReason.LENGTH
    assert read(stream("a", finish="stop"))[1].stop_reason is StopReason.END
    assert read(stream("a", finish="tool_calls"))[1].stop_reason is StopReason.END
    assert read(stream("a", done=False))[1].stop_reason is StopReason.END
    assert read(stream("a", "b", "c", finish=None), sampling=Sampling(max_tokens=2))[0] == "ab"


def test_a_stream_that_breaks_off_is_told() -> None:
    for data in (stream("a", finish=None, done=False), b"", b"data: [DONE]\n\n"):
        with pytest.raises(RemoteCut):
            read(data)


def test_the_servers_own_counts_come_before_ours() -> None:
    usage = {
        "prompt_tokens": 40,
        "completion_tokens": 9,
        "prompt_tokens_details": {"cached_tokens": 30},
        "completion_tokens_details": {"reasoning_tokens": 2},
    }
    done = read(stream("a", "b", usage=usage))[1]
    assert (done.prompt_tokens, done.cached_tokens, done.generated_tokens, done.thought_tokens) == (
        40,
        30,
        9,
        2,
    )
    done = read(stream("a", usage=None, timings={"cache_n": 12}))[1]
    assert (done.prompt_tokens, done.cached_tokens, done.generated_tokens) == (33, 12, 1)
    odd = {"prompt_tokens": "many", "completion_tokens": -3, "prompt_tokens_details": 7}
    assert read(stream("a", usage=odd))[1].prompt_tokens == 33


@pytest.mark.parametrize(
    "line", ["no json", "[1, 2]", '"text"', '{"choices": [{"delta": {"content": 7}}]}', "[" * 100_000]
)
def test_nonsense_is_told_as_that(line: str) -> None:
    with pytest.raises(RemoteNonsense):
        read(f"data: {line}\n\n".encode())


def test_a_fault_within_the_stream() -> None:
    with pytest.raises(RemoteFailed) as failed:
        read(b'data: {"error": {"message": "secret words", "code": 507}}\n\n')
    assert failed.value.facts == {"host": "box", "status": 507}
    with pytest.raises(ContextFull):
        read(b'data: {"error": {"message": "the request exceeds the available context size"}}\n\n')


@fuzzed
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["choices", "delta", "content", "usage", "error", "code"]), inner, max_size=3
            )
        ),
    )
)
def test_whatever_json_comes_it_is_an_event_or_a_fault(value: Any) -> None:
    try:
        read(f"data: {json.dumps(value)}\n\n".encode() + stream("end"))
    except Fault:
        return
