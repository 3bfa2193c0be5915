"""What servers say of themselves, and what they are asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from any_text import fuzzed
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Fault, RemoteModelMissing, RemoteNonsense, RemoteUnable
from engine.remote.counting import count_tokens, prompt_tokens
from engine.remote.dialects import Known, context_in, known, request_of
from engine.types import Message, Sampling, Speaker

# As these servers answer /v1/models (llama-server b6000s, vLLM 0.11, Ollama 0.12, llama-cpp-python 0.3).
LISTED: dict[str, dict[str, Any]] = {
    "llama-server": {
        "id": "qwen.gguf",
        "owned_by": "llamacpp",
        "meta": {"n_params": 494032768, "n_ctx": 8192},
    },
    "vLLM": {"id": "Qwen/Qwen3-32B-AWQ", "owned_by": "vllm", "max_model_len": 40960},
    "Ollama": {"id": "llama3.1:8b", "owned_by": "library"},
    "llama-cpp-python": {"id": "/models/tiny.gguf", "owned_by": "me"},
    "OpenAI": {"id": "meta/llama-3.1-70b-instruct", "owned_by": "system"},
}
MESSAGES = (Message(Speaker.SYSTEM, "Be brief."), Message(Speaker.USER, "Why?"))
SCHEMA = '{"type": "object"}'


@pytest.mark.parametrize("name", LISTED)
def test_a_server_is_known_by_its_list(name: str) -> None:
    found = known({"data": [LISTED[name]]}, "", "box")
    assert (found.dialect, found.model) == (name, LISTED[name]["id"])
    told = {"llama-server": (8192, 494032768), "vLLM": (40960, 32_000_000_000), "Ollama": (0, 8_000_000_000)}
    assert (found.context, found.parameters) == told.get(name, (0, 70_000_000_000 if name == "OpenAI" else 0))


def test_a_model_must_be_among_them() -> None:
    listed = {"data": list(LISTED.values())}
    assert known(listed, "llama3.1:8b", "box").dialect == "Ollama"
    with pytest.raises(RemoteModelMissing):
        known(listed, "gpt-5", "box")
    with pytest.raises(RemoteModelMissing):
        known({"data": []}, "", "box")
    for nonsense in (None, [], {}, {"data": 7}):
        with pytest.raises(RemoteNonsense):
            known(nonsense, "", "box")


@fuzzed
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["data", "id", "meta", "owned_by", "n_ctx"]), inner, max_size=3)
        ),
    )
)
def test_whatever_list_comes_it_is_known_or_a_fault(value: Any) -> None:
    assert context_in(value) >= 0
    try:
        found = known(value, "", "box")
    except Fault:
        return
    assert found.context >= 0


def body(name: str, sampling: Sampling) -> dict[str, Any]:
    seen = Known(name, "tiny", ("tiny",), 4096, 0)
    found = dict(request_of(MESSAGES, sampling, seen, 40, "box"))
    json.dumps(found)
    return found


def test_every_server_is_asked_for_what_it_knows_and_no_more() -> None:
    for name in LISTED:
        found = body(name, Sampling(stop=("x",), seed=5))
        assert found["messages"] == [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Why?"},
        ]
        assert (found["max_tokens"], found["seed"], found["stream"]) == (40, 5, True)
        assert "stop" not in found
    assert "repeat_penalty" in body("llama-server", Sampling())
    assert "repetition_penalty" in body("vLLM", Sampling())
    for strict in ("OpenAI", "Ollama"):
        assert not {"top_k", "min_p", "repeat_penalty", "cache_prompt"} & set(body(strict, Sampling()))
    assert body("llama-server", Sampling(repeatable=True))["cache_prompt"] is False


def test_a_schema_goes_where_there_is_a_grammar_for_it() -> None:
    for name in ("llama-server", "vLLM", "Ollama"):
        asked = body(name, Sampling(json_schema=SCHEMA))["response_format"]
        assert asked["json_schema"]["schema"] == {"type": "object"}
    assert body("llama-cpp-python", Sampling(json_schema=SCHEMA))["response_format"]["schema"] == {
        "type": "object"
    }
    with pytest.raises(RemoteUnable):
        body("OpenAI", Sampling(json_schema=SCHEMA))


def test_tokens_are_counted_without_asking() -> None:
    assert count_tokens("") == 0
    assert count_tokens("one two three") == 3
    assert count_tokens("<|im_end|>") > 1
    assert count_tokens("internationalisation") > 1
    assert count_tokens("2026") == 4
    assert count_tokens("契約書") == 3
    assert prompt_tokens(MESSAGES) > sum(count_tokens(one.text) for one in MESSAGES)
