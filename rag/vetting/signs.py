"""Signs: what a sentence says, in a notation that people can read and write.

    "assign*/transfer* & without/no .. {consent} ~ neither party"

`&` parts what must all stand in the sentence, `~` what must not, `|` phrases of which one is enough. In a
phrase `/` parts words of which one is enough, `*` ends a word anyhow, `?` is any letter, `..` up to eight
words, and `{name}` any phrase of that list in the playbook's `[words]`. Case, line ends and the kind of
quotation mark do not count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

Words = Mapping[str, Sequence[str]]

_GAP = r"(?:\W+[\w'-]+){0,8}?\W+"
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00ad": ""})
_CUT = re.compile(r"(?<=[^\W\d_])-\s*\n\s*(?=[^\W\d_])")  # a word that a line end parts
_DEEPEST = 4  # lists of words within lists of words


_WINDOW, _STEP = 400, 130  # characters in which all of a sign stands


class SignError(ValueError):
    """A sign that says nothing; `args[0]` is what of it."""


@dataclass(frozen=True, slots=True)
class Sign:
    """`written` as the playbook has it; all of `needs` must be found and none of `bars`."""

    written: str
    needs: tuple[re.Pattern[str], ...]
    bars: tuple[re.Pattern[str], ...] = ()

    def shows(self, folded: str) -> bool:
        """Whether a sentence, `folded`, bears it: all that is needed near each other."""
        if not all(one.search(folded) for one in self.needs) or any(one.search(folded) for one in self.bars):
            return False
        return any(all(one.search(part) for one in self.needs) for part in _windows(folded))


def folded(text: str) -> str:
    """A text as signs are held against it: one line, small letters, plain quotation marks."""
    return " ".join(_CUT.sub("", text.translate(_QUOTES)).lower().split())


def sign(written: str, words: Words | None = None) -> Sign:
    """A sign out of its notation. Raises `SignError`."""
    needed, *barred = written.split("~")
    needs = tuple(_any(one.split("|"), words or {}) for one in needed.split("&"))
    return Sign(written, needs, tuple(_any(one.split("|"), words or {}) for one in barred))


def words_of(written: Sequence[str], words: Words | None = None) -> re.Pattern[str]:
    """A pattern of which any of some words or phrases is enough. Raises `SignError`."""
    return _any([one for text in written for one in text.split("|")], words or {})


def _any(phrases: Sequence[str], words: Words) -> re.Pattern[str]:
    found = "|".join(dict.fromkeys(_phrase(one, words, _DEEPEST) for one in phrases))
    return _compiled(f"(?:{found})")


@lru_cache(maxsize=64)
def _windows(folded: str) -> tuple[str, ...]:
    """A sentence, or the stretches of a long one, each begun at a word."""
    if len(folded) <= _WINDOW + _STEP:
        return (folded,)
    whole = f"{folded} "
    starts = [0, *(whole.find(" ", at) + 1 for at in range(_STEP, len(folded) - _WINDOW + _STEP, _STEP))]
    return tuple(whole[start : start + _WINDOW].rpartition(" ")[0] for start in starts)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _phrase(written: str, words: Words, depth: int) -> str:
    parts = []
    for part in written.translate(_QUOTES).lower().split(".."):
        if not re.search(r"[\w$€£%]", part):
            raise SignError(written.strip() or "?")
        parts.append(r"\W+".join(_word(one, words, depth) for one in part.split()))
    # A currency's sign stands at its figure.
    opens, ends = (re.search(one, written) for one in (r"^\s*[\w{*]", r"[\w*?}]\s*$"))
    return (r"(?<!\w)" if opens else "") + _GAP.join(parts) + (r"(?!\w)" if ends else "")


def _word(written: str, words: Words, depth: int) -> str:
    if written.startswith("{"):
        name = written.strip("{}")
        if name not in words or not depth:
            raise SignError(written)
        phrases = [one for text in words[name] for one in text.split("|")]
        return f"(?:{'|'.join(_phrase(one, words, depth - 1) for one in phrases)})"
    told = "|".join(
        re.escape(one).replace(r"\*", r"[\w'-]*").replace(r"\?", r"\w") for one in written.split("/")
    )
    return f"(?:{told})" if "/" in written else told
