"""How texts are put together for the threads that compute them."""

from __future__ import annotations

import pytest

from engine.embedding.worker import batches


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_every_text_is_in_one_batch_longest_first(threads: int) -> None:
    lengths = [5, 256, 1, 90, 90, 12, 256, 700, 3]
    made = list(batches(lengths, threads))
    assert sorted(index for batch in made for index in batch) == list(range(len(lengths)))
    assert made[0][0] == 7
    for batch in made:
        assert len(batch) == 1 or max(lengths[index] for index in batch) * len(batch) <= 1024
    assert len(made) >= min(threads, 3)


def test_few_texts_are_shared_among_the_threads() -> None:
    assert [len(batch) for batch in batches([100] * 8, 2)] == [4, 4]
    assert [len(batch) for batch in batches([100] * 8, 1)] == [8]
    assert list(batches([], 2)) == []
