"""How often words are used, by language, and the language of most words of a text.

The lists are wordfreq's (R. Speer: rspeer/wordfreq, doi:10.5281/zenodo.7199437), read as files: the library
takes a tenth of a second to load.
"""

from __future__ import annotations

import gzip
import importlib.util
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

MOST = 100_000  # words of a language that are asked for at once: the lists of a package end there
FIGURES = re.compile(r"\d[\d.,]+")  # the lists hold "0.00" for all numbers of three figures
_COMMON = 20_000  # words of each language that are kept


@cache
def common_words(code: str) -> Mapping[str, float]:
    """The commonest words of the language with this code (ISO 639-1, or wordfreq's own), the commonest first,
    and how often each is used, as a fraction of all words. Kept: a list is read once.
    """
    return dict(islice(_listed(_file("small", code)), _COMMON))


def many_words(code: str, most: int) -> dict[str, float]:
    """So many words besides numbers, of the largest list that there is of a language. Not kept.

    Raises `ValueError` for more than `MOST`.
    """
    if most > MOST:
        raise ValueError(f"{most} words are more than lists hold everywhere")
    large = _file("large", code)
    listed = _listed(large if large.exists() else _file("small", code))
    return dict(islice((one for one in listed if not FIGURES.match(one[0])), most))


def most_spoken(
    words: Sequence[str], codes: Iterable[str], *, commonest: int, enough: float, clearly: float
) -> str | None:
    """Which of some languages has the most of these words among its commonest; None where it has too few.
    One that clearly has them is taken at once. Words are in lower case, `enough` and `clearly` are shares.
    """
    best, found = 0.0, None
    for code in codes:
        known = _commonest(code, commonest)
        share = sum(word in known for word in words) / len(words)
        if share > best:
            best, found = share, code
        if share > clearly:
            break
    return found if best >= enough else None


@cache
def _commonest(code: str, most: int) -> Mapping[str, float] | frozenset[str]:
    words = common_words(code)
    if most >= len(words):
        return words
    return frozenset(islice((word for word in words if not FIGURES.match(word)), most))


def _listed(file: Path) -> Iterator[tuple[str, float]]:
    import msgpack

    _, *by_centibels = msgpack.unpackb(gzip.decompress(file.read_bytes()))  # of words about as frequent
    for centibels, words in enumerate(by_centibels):
        frequency = 10 ** (-centibels / 100)
        for word in words:
            yield word, frequency


@cache
def _folder() -> Path:
    spec = importlib.util.find_spec("wordfreq")
    places = spec.submodule_search_locations if spec is not None else None
    return Path(next(iter(places or ("wordfreq",)))) / "data"


def _file(size: str, code: str) -> Path:
    return _folder() / f"{size}_{code}.msgpack.gz"
