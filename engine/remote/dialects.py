"""What servers with OpenAI's interface have beyond it, told from their list of models.

From their own documentation and source: llama-server (tools/server/README.md), vLLM (openai protocol.py,
`max_model_len` of a model card), Ollama (docs/openai.md), the server of llama-cpp-python (server/types.py).
To any other, and to NIM, goes what OpenAI's own interface has, since some refuse what they do not know.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import RemoteModelMissing, RemoteNonsense, RemoteUnable
from engine.types import Message, Sampling

CONTEXT = 4096  # tokens, where neither the server nor a person says: what Ollama has unless it is told
_PARAMETERS = re.compile(r"(\d+(?:\.\d+)?)\s*[bB](?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Dialect:
    """`owner` is by what it names the owner of its models; `schema` None has no grammar by which an answer
    could be held to a schema.
    """

    name: str
    owner: str
    extras: Callable[[Sampling], dict[str, Any]]
    schema: Callable[[Any], dict[str, Any]] | None
    settings: str = ""  # where it tells what it was started with


def _none(_: Sampling) -> dict[str, Any]:
    return {}


def _of_llama(sampling: Sampling) -> dict[str, Any]:
    return {
        "top_k": sampling.top_k,
        "min_p": sampling.min_p,
        "repeat_penalty": sampling.repeat_penalty,
    }


def _of_llama_server(sampling: Sampling) -> dict[str, Any]:
    quiet = {"cache_prompt": not sampling.repeatable, "chat_template_kwargs": {"enable_thinking": False}}
    return _of_llama(sampling) | quiet


def _of_vllm(sampling: Sampling) -> dict[str, Any]:
    return {
        "top_k": sampling.top_k if sampling.temperature > 0 else -1,
        "min_p": sampling.min_p,
        "repetition_penalty": sampling.repeat_penalty,
        "chat_template_kwargs": {"enable_thinking": False},
    }


def _by_name(schema: Any) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}


def _as_object(schema: Any) -> dict[str, Any]:
    return {"type": "json_object", "schema": schema}


_OTHER = Dialect("OpenAI", "", _none, None)
DIALECTS = (
    Dialect("llama-server", "llamacpp", _of_llama_server, _by_name, "/props"),
    Dialect("vLLM", "vllm", _of_vllm, _by_name),
    Dialect("Ollama", "library", _none, _by_name),
    Dialect("llama-cpp-python", "me", _of_llama, _as_object),
    _OTHER,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a server says of itself. `context` is 0 where it does not tell, `parameters` likewise."""

    dialect: str
    model: str
    models: tuple[str, ...]
    context: int
    parameters: int


def known(listed: Any, model: str, host: str) -> Known:
    """Out of a reply to `GET /v1/models`; `model` "" for the first. Raises `RemoteNonsense`, and
    `RemoteModelMissing` for a model that it does not list.
    """
    rows = listed.get("data") if isinstance(listed, dict) else None
    if not isinstance(rows, list):
        raise RemoteNonsense(host=host, detail="models")
    found = {str(row["id"]): row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)}
    if not found or (model and model not in found):
        raise RemoteModelMissing(host=host, model=model)
    chosen = model or next(iter(found))
    row = found[chosen]
    meta = row["meta"] if isinstance(row.get("meta"), dict) else {}
    dialect = next((one.name for one in DIALECTS if one.owner == row.get("owned_by")), _OTHER.name)
    context = whole(row.get("max_model_len")) or whole(meta.get("n_ctx"))
    parameters = whole(meta.get("n_params")) or _named(chosen)
    return Known(dialect, chosen, tuple(found), context, parameters)


def context_in(settings: Any) -> int:
    """The context that a llama-server says it was started with; 0 where it does not."""
    told = settings.get("default_generation_settings") if isinstance(settings, dict) else None
    return whole(told.get("n_ctx")) if isinstance(told, dict) else 0


def dialect_called(name: str) -> Dialect:
    """The dialect of this name; of any other, what all have."""
    return next((one for one in DIALECTS if one.name == name), _OTHER)


def request_of(
    messages: Sequence[Message], sampling: Sampling, seen: Known, most: int, host: str
) -> Mapping[str, Any]:
    """The body of a request for at most so many tokens. Stop strings are not in it: it is seen here where a
    text stops, since servers do not tell which of their reasons it was, and some take only four.

    Raises `RemoteUnable` where the server cannot hold its answer to a schema.
    """
    dialect = dialect_called(seen.dialect)
    body: dict[str, Any] = {
        "model": seen.model,
        "messages": [{"role": one.speaker.value, "content": one.text} for one in messages],
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
        "max_tokens": most,
        "stream": True,
        "stream_options": {"include_usage": True},
        **dialect.extras(sampling),
    }
    if sampling.json_schema is not None:
        if dialect.schema is None:
            raise RemoteUnable(host=host, detail="schema")
        body["response_format"] = dialect.schema(json.loads(sampling.json_schema))
    return body


def whole(value: object) -> int:
    """A number of tokens or the like; 0 for anything that is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _named(model: str) -> int:
    """How many parameters a model's name speaks of, as most do."""
    found = _PARAMETERS.findall(model.replace("_", " "))
    return int(float(found[-1]) * 1e9) if found else 0
