"""What a sentence-transformers folder says of itself, as far as the light runtime needs to know.

The runtime that is part of those libraries reads every such folder. The light one knows one family of
networks, those that are built like BERT, with the heads that nearly all of them have; whatever else a folder
asks for is `NotKnown`, and the other takes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import ModelInvalid

# Networks with BERT's layers, and whether their positions begin after the padding token's number.
_LEADING_PLACES = {"bert": False, "roberta": True, "xlm-roberta": True}
_PADDING = 1  # RoBERTa's padding token, where a folder does not say
_ACTIVATION = "gelu"
_TOKENS = 512  # where a folder does not say how long a text may be, transformers' own for BERT


class NotKnown(Exception):
    """The folder's model is built otherwise."""


@dataclass(frozen=True, slots=True)
class Network:
    """Sizes of a network of BERT's kind."""

    hidden: int
    layers: int
    heads: int
    epsilon: float  # of its norms
    first_place: int  # the row of its table of positions at which a text begins


@dataclass(frozen=True, slots=True)
class Description:
    network: Network
    mean: bool  # a text's vector is the mean of its tokens' vectors, else the first token's
    longest: int  # tokens of a text
    prompts: Mapping[str, str]  # words that stand before a text, by the kind of it


def described(folder: Path) -> Description:
    """Raises `NotKnown`; `ModelInvalid` where a file that is there cannot be read."""
    config = _values(folder / "config.json")
    sizes = {
        key: config.get(key)
        for key in ("hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size")
    }
    family = config.get("model_type")
    places = config.get("max_position_embeddings")
    if family not in _LEADING_PLACES or not all(
        isinstance(size, int) and size > 0 for size in sizes.values()
    ):
        raise NotKnown(f"a network of the kind {family}")
    if config.get("hidden_act") != _ACTIVATION or config.get("is_decoder"):
        raise NotKnown("another activation")
    if config.get("position_embedding_type", "absolute") != "absolute" or not isinstance(places, int):
        raise NotKnown("positions that are no table")
    padding = config.get("pad_token_id")
    first = (padding if isinstance(padding, int) else _PADDING) + 1 if _LEADING_PLACES[family] else 0
    return Description(
        network=Network(
            hidden=config["hidden_size"],
            layers=config["num_hidden_layers"],
            heads=config["num_attention_heads"],
            epsilon=float(config.get("layer_norm_eps", 1e-12)),
            first_place=first,
        ),
        mean=_mean(folder),
        longest=_longest(folder, places - first),
        prompts=_prompts(folder),
    )


def _mean(folder: Path) -> bool:
    """Whether tokens are averaged. Raises `NotKnown` for other heads than one that averages or takes the
    first token, with or without a norm after it.
    """
    modules = _values(folder / "modules.json", list)
    kinds = [str(module.get("type", "")).rpartition(".")[2] for module in modules]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        raise NotKnown(f"the modules {', '.join(kinds)}")
    if modules[0].get("path"):
        raise NotKnown("a network in a folder of its own")
    pooling = _values(folder / str(modules[1].get("path", "")) / "config.json")
    ways = {str(pooling["pooling_mode"])} if "pooling_mode" in pooling else set()
    prefix, suffix = "pooling_mode_", "_tokens"
    for key, value in pooling.items():
        if key.startswith(prefix) and value:
            ways.add(key.removeprefix(prefix).removesuffix(suffix).removesuffix("_token"))
    if ways not in ({"mean"}, {"cls"}) or pooling.get("include_prompt") is False:
        raise NotKnown(f"pooling by {', '.join(sorted(ways))}")
    return ways == {"mean"}


def _longest(folder: Path, places: int) -> int:
    said = _values(folder / "sentence_bert_config.json", missing=True)
    if said.get("do_lower_case"):
        raise NotKnown("lower case before its tokens")
    longest = said.get("max_seq_length")
    if not isinstance(longest, int):
        longest = _values(folder / "tokenizer_config.json", missing=True).get("model_max_length")
    # transformers writes 10 to the 30th where nobody said.
    return min(int(longest) if isinstance(longest, int) and longest > 0 else _TOKENS, places)


def _prompts(folder: Path) -> dict[str, str]:
    said = _values(folder / "config_sentence_transformers.json", missing=True).get("prompts")
    return {str(name): str(words) for name, words in said.items()} if isinstance(said, dict) else {}


def _values(file: Path, kind: type = dict, *, missing: bool = False) -> Any:
    if missing and not file.exists():
        return kind()
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelInvalid(path=str(file), detail="cannot be read") from error
    if not isinstance(values, kind):
        raise ModelInvalid(path=str(file), detail="cannot be read")
    return values
