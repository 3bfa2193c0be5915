"""Word stems by the Snowball algorithms."""

from __future__ import annotations

import threading
from typing import Any


def stemmed(word: str, algorithm: str) -> str:
    """The stem of a word in lower case by a Snowball `algorithm`: "english", "german", "porter".

    Each thread has stemmers of its own, as the library asks for: one keeps the word that it is cutting in
    itself. With one for all, a stem was now and then another word's, and answers ended in a fault.
    """
    stemmers = _of_thread.__dict__
    if algorithm not in stemmers:
        import Stemmer

        stemmers[algorithm] = Stemmer.Stemmer(algorithm)
    stemmer: Any = stemmers[algorithm]
    return str(stemmer.stemWord(word))


_of_thread = threading.local()
