"""Word stems by the Snowball algorithms."""

from __future__ import annotations

import threading
from typing import Any


def stemmed(word: str, algorithm: str) -> str:
    """The stem of a word in lower case by a Snowball `algorithm`: "english", "german", "porter".

    A stemmer of Snowball keeps the word that it is cutting in itself, so each thread has its own: with one
    for all, the stem was now and then another word's, or an `IndexError` ended an answer.
    """
    stemmers = _of_thread.__dict__
    if algorithm not in stemmers:
        import snowballstemmer

        stemmers[algorithm] = snowballstemmer.stemmer(algorithm)
    stemmer: Any = stemmers[algorithm]
    return str(stemmer.stemWord(word))


_of_thread = threading.local()
