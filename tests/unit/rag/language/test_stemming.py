from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from rag.language.stemming import stemmed

WORDS = (
    "notification",
    "obligations",
    "supervisory",
    "a",
    "processing",
    "controllers",
    "be",
    "relational",
) * 40


def test_stems_are_the_same_whoever_stems_beside() -> None:
    alone = [stemmed(word, "english") for word in WORDS]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            beside = list(
                threads.map(lambda _: [stemmed(word, "english") for word in WORDS], range(24), timeout=120)
            )
    finally:
        sys.setswitchinterval(interval)
    assert all(one == alone for one in beside)


def test_each_algorithm_stems_in_its_own_way() -> None:
    assert stemmed("pflichten", "german") == "pflicht"
    assert stemmed("obligations", "english") == "oblig"
    assert stemmed("generously", "porter") == "gener"
