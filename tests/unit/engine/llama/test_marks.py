"""Where the batches of a prompt end: at whole ones, and where it begins to differ from others."""

from __future__ import annotations

from typing import Any

import pytest

from engine.llama.cache import PromptCache


class Api:
    """Nothing of llama.cpp but what a cache is made of."""

    def __getattr__(self, name: str) -> Any:
        if name == "llama_n_seq_max":
            return lambda _: 1
        if name == "llama_get_memory":
            return lambda _: None
        raise AttributeError(name)


@pytest.fixture(scope="module")
def cache() -> PromptCache:
    import llama_cpp.llama_cpp as api

    class Some(Api):
        def __getattr__(self, name: str) -> Any:
            try:
                return super().__getattr__(name)
            except AttributeError:
                return getattr(api, name)

    return PromptCache(Some(), None, 100, batch=10)


@pytest.mark.parametrize(
    ("tokens", "seam", "ends"),
    [
        (35, 0, [10, 20, 30]),
        (30, 0, [10, 20]),  # the last token is always decoded, for its logits
        (9, 0, []),
        (35, 4, [4, 14, 24, 34]),
        (35, 13, [10, 13, 23, 33]),
        (35, 20, [10, 20, 30]),
        (4, 4, []),
        (12, 30, [10]),
    ],
)
def test_where_batches_end(cache: PromptCache, tokens: int, seam: int, ends: list[int]) -> None:
    assert cache.marks(tokens, seam) == ends


def test_only_batches_that_would_be_the_same_are_repeated(cache: PromptCache) -> None:
    cache._held[0], cache._marks = list(range(35)), [4, 14, 24, 34]
    asked = [*range(28), *[99] * 10]
    assert cache.repeatable(asked, 4) == 24
    assert cache.repeatable(asked, 0) == 0
    assert cache.repeatable(asked, 14) == 0
    assert cache.repeatable(list(range(14)), 4) == 4
    assert cache.repeatable([7, *range(30)], 4) == 0
