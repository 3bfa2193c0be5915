"""Draws tokens with llama.cpp's sampler chain, if asked within a grammar made from a JSON schema."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from engine.errors import ModelError
from engine.llama.native import Library
from engine.llama.vocabulary import Vocabulary
from engine.types import Sampling

_PENALTY_WINDOW = 64  # generated tokens a repeat penalty looks back on; the prompt is never penalised


class Sampler:
    """The chain for one generation. Use as a context manager: the chain is native memory."""

    def __init__(self, lib: Library, vocabulary: Vocabulary, sampling: Sampling) -> None:
        self._api = lib.api
        self._size = vocabulary.size
        self._grammar: Any = None
        self._candidates: Any = None
        grammar = None if sampling.json_schema is None else _grammar_text(sampling.json_schema)
        self._chain = self._build(sampling)
        if grammar is not None:
            self._grammar = self._api.llama_sampler_init_grammar(vocabulary.handle, grammar, b"root")
            if not self._grammar:
                self.close()
                raise ModelError(detail="the JSON schema gives no usable grammar")
            self._candidates = np.zeros(
                self._size, dtype=np.dtype([("id", "<i4"), ("logit", "<f4"), ("p", "<f4")])
            )

    def __enter__(self) -> Sampler:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for handle in (self._grammar, self._chain):
            if handle:
                self._api.llama_sampler_free(handle)
        self._grammar = self._chain = None

    def draw(self, context: Any, row: int = -1, *, free: bool = False) -> int:
        """The next token after the last decode of `context`, by the logits of its `row`th token; `free` of
        the grammar, as thoughts are.
        """
        if self._grammar is None or free:
            return int(self._api.llama_sampler_sample(self._chain, context, row))
        # A grammar over the whole vocabulary is slow: draw freely, and only when the grammar
        # refuses the token draw again from what it allows (as llama.cpp's own `common` does).
        token = self._draw_from(context, row, within_grammar=False)
        if not self._allowed(token):
            token = self._draw_from(context, row, within_grammar=True)
        self._api.llama_sampler_accept(self._grammar, token)
        self._api.llama_sampler_accept(self._chain, token)
        return token

    def _draw_from(self, context: Any, row: int, *, within_grammar: bool) -> int:
        candidates = self._candidates
        logits = self._api.llama_get_logits_ith(context, row)
        candidates["id"] = np.arange(self._size, dtype=np.int32)
        candidates["logit"] = np.ctypeslib.as_array(logits, shape=(self._size,))
        array = self._array(candidates)
        if within_grammar:
            self._api.llama_sampler_apply(self._grammar, ctypes.byref(array))
        self._api.llama_sampler_apply(self._chain, ctypes.byref(array))
        return int(array.data[array.selected].id)

    def _allowed(self, token: int) -> bool:
        single = np.zeros(1, dtype=self._candidates.dtype)
        single["id"] = token
        single["logit"] = 1.0
        array = self._array(single)
        self._api.llama_sampler_apply(self._grammar, ctypes.byref(array))
        return bool(np.isfinite(single["logit"][0]))

    def _array(self, candidates: Any) -> Any:
        data = candidates.ctypes.data_as(ctypes.POINTER(self._api.llama_token_data))
        return self._api.llama_token_data_array(data=data, size=len(candidates), selected=-1, sorted=False)

    def _build(self, sampling: Sampling) -> Any:
        api = self._api
        chain = api.llama_sampler_chain_init(api.llama_sampler_chain_default_params())

        def add(sampler: Any) -> None:
            api.llama_sampler_chain_add(chain, sampler)

        greedy = sampling.temperature <= 0
        if sampling.repeat_penalty != 1.0:
            # A penalty above 1 only lowers the at most 64 tokens it concerns, so the best k after
            # it are among the best k + 64 before it. Cutting first spares a look-up per word of
            # the vocabulary and changes nothing.
            keep = 1 if greedy else sampling.top_k
            if keep > 0 and sampling.repeat_penalty > 1.0:
                add(api.llama_sampler_init_top_k(keep + _PENALTY_WINDOW))
            add(
                api.llama_sampler_init_penalties(
                    self._size, _PENALTY_WINDOW, sampling.repeat_penalty, 0.0, 0.0
                )
            )
        if greedy:
            add(api.llama_sampler_init_greedy())
            return chain
        if sampling.top_k > 0:
            add(api.llama_sampler_init_top_k(sampling.top_k))
        add(api.llama_sampler_init_top_p(sampling.top_p, 1))
        add(api.llama_sampler_init_min_p(sampling.min_p, 1))
        add(api.llama_sampler_init_temp(sampling.temperature))
        add(api.llama_sampler_init_dist(sampling.seed & 0xFFFFFFFE))  # 0xFFFFFFFF would mean "any"
        return chain


def _grammar_text(schema: str) -> bytes:
    from llama_cpp.llama_grammar import json_schema_to_gbnf

    try:
        text: str = json_schema_to_gbnf(schema)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise ModelError(detail=f"the JSON schema cannot be used: {type(error).__name__}") from error
    return text.encode("utf-8")
