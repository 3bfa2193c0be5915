"""How like texts are by meaning, on one scale for every embedder and language."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import Cancelled, EngineError
from engine.protocols import Embedder
from rag.language.languages import language_of, languages, tells
from rag.language.words import plain

Alike = Callable[[str, Sequence[str]], NDArray[np.float32] | None]
"""How like one text is to each of others, shape (n,); None where meaning does not tell it: see `alike`."""

_SAMPLED = 40  # texts by which it is told what language they are in

_log = logging.getLogger(__name__)


def alike(
    embedder: Embedder, text: str, others: Sequence[str], cancel: CancelToken
) -> NDArray[np.float32] | None:
    """Cosines of a text to others as the thresholds of this program mean them, shape (len(others),).

    None where the embedder does not tell related texts from others in these languages: then words alone
    decide. Raises `EngineError`s and `Cancelled`.
    """
    written, asked = _language(others), language_of(text).code
    if not any(tells(text, one) for one in languages()):
        asked = written  # "fine stern lamp" is in the language of what it is held against
    vectors = embedder.embed([text, *others], cancel)
    return embedder.scale.read(vectors[1:] @ vectors[0], asked, written)


def alike_or_none(
    embedder: Embedder, text: str, others: Sequence[str], cancel: CancelToken
) -> NDArray[np.float32] | None:
    """The same; None also where the embedder fails, which is no reason to tell nothing, and where somebody
    cancelled, which the caller sees by the token.
    """
    try:
        return alike(embedder, text, others, cancel)
    except Cancelled:
        return None
    except EngineError as fault:
        _log.warning("judging by words alone: %s", fault.code)
        return None


def alike_among(
    embedder: Embedder, texts: Sequence[str], vectors: NDArray[np.float32]
) -> NDArray[np.float32] | None:
    """The same of texts in one language to each other, by their `vectors`: shape (n, n), or None."""
    written = _language(texts)
    return embedder.scale.read(vectors @ vectors.T, written, written)


def _language(texts: Sequence[str]) -> str:
    return language_of(" ".join(plain(text) for text in texts[:_SAMPLED])).code
