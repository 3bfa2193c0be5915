"""Documents that a wish names: by file name, or by most words of it or of their title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rag.language.languages import language_of
from rag.language.words import letters, stems, words
from rag.types import Document

_LEAST = 0.5  # share of a name's telling words
_WITHOUT_SUFFIX = re.compile(r"\.\w{1,5}$")

_JOINTS = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|[_.]+")


def named_in(text: str, documents: Sequence[Document]) -> list[Document]:
    """The documents that `text` names, those that it names best; several that it names alike."""
    whole = letters(text)
    exact = [one for one in documents if letters(one.name.rpartition("/")[2]) in whole]
    if exact:
        return exact
    language = language_of(text)
    said = {*stems(text, language), *(word.lower() for word in words(text))}
    parts = {one.id: telling_parts(one) for one in documents}
    called = Counter(part for some in parts.values() for part in some)
    scores: dict[int, float] = {}
    for one in documents:
        held = [part for part in parts[one.id] if part in said]
        whole_weight = sum(1 / called[part] for part in parts[one.id])
        if held and whole_weight:
            scores[one.id] = sum(1 / called[part] for part in held) / whole_weight
    best = max(scores.values(), default=0.0)
    if best < _LEAST:
        return []
    return [one for one in documents if scores.get(one.id, 0.0) >= 0.999 * best]


def telling_parts(document: Document) -> frozenset[str]:
    """What a document is called by: the words of its file name, by stem, and its figures."""
    name = _WITHOUT_SUFFIX.sub("", document.name.rpartition("/")[2])
    found = words(spaced(name))
    return frozenset(stems(" ".join(found))) | frozenset(word for word in found if word.isdigit())


def spaced(name: str) -> str:
    """A file's name as words: "FlipkartInvoice_2031.pdf" is "Flipkart Invoice 2031"."""
    return _JOINTS.sub(" ", _WITHOUT_SUFFIX.sub("", name))
