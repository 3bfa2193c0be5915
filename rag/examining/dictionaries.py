"""How many words of a page belong to no language.

The lists of words are wordfreq's (R. Speer: rspeer/wordfreq, doi:10.5281/zenodo.7199437). A page in a
language without a list is not judged, nor one of few words: figures, code and names are no words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from rag.language.word_lists import common_words, most_spoken

_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_])")
_LETTER = re.compile(r"(?<![^\W_])[^\W\d_](?![^\W_])")
_FEWEST = 40  # words, to judge a page
_MOST = 600  # that are looked up
_ORDINARY = 0.3  # of the words are little ones: it is a text in a language
_SPOKEN = 0.25  # of the words are known to a language: it is that one
_CLEARLY = 0.6
_SPELLED = 0.6  # of the words are single letters
_COMMON = 20_000  # words of each language
_PIECE = 4  # letters: the least piece of a compound
_LIKELY_VOWELS = (0.25, 0.6)  # of the letters of a language in Latin letters
_VOWELS = frozenset("aeiouyåäöæøœ")

# The commonest little words of languages in Latin letters: a page that has enough of them needs no list.
_LITTLE_LIST = """
    the of to in by or is be as at on an and for that with are not this from shall any was has have its which
    may per all will such been other der die und den das des von zu im mit für ist dem nicht ein eine auf als
    auch werden nach oder bei wird de la le les et en un du au est une dans pour que qui par sur pas aux sont
    avec plus cette ses ont elle el los las del por con una para como más sus entre esta sobre di il che della
    non sono dei delle nel alla gli anche het een van dat niet zijn voor met aan door ook wordt worden naar
    do da dos das uma não com mais são pelo pela na nie się jest oraz przez dla które jako lub och att det som
    för inte med till den har ett til ikke fra ved
"""
_LITTLE = frozenset(_LITTLE_LIST.split())

_LISTS = {
    "LATIN": ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "ro", "hu", "tr",
              "ca", "sk", "sl", "lt", "lv", "sh", "is", "id", "ms", "fil", "vi"),
    "CYRILLIC": ("ru", "uk", "bg", "mk", "sh"),
    "GREEK": ("el",),
    "HEBREW": ("he",),
}  # fmt: skip
_IN_COMPOUNDS = ("de", "nl", "sv", "da", "nb", "fi", "hu", "is")


def strange_share(text: str) -> float:
    """The share of a page's words that its language does not know; 0 where that cannot be told."""
    tokens = text.lower().split()
    if sum(map(_LITTLE.__contains__, tokens)) >= _ORDINARY * len(tokens):
        return 0.0
    words = _WORD.findall(text)
    letters = len(_LETTER.findall(text))
    if letters > _SPELLED * (letters + len(words)) and letters >= _FEWEST:
        return letters / (letters + len(words))  # words set letter by letter
    if len(words) < _FEWEST:
        return 0.0
    words = [word.lower() for word in words[:: len(words) // _MOST + 1]]
    script = _script(words)
    codes = _LISTS.get(script, ())
    code = most_spoken(words, codes, commonest=_COMMON, enough=_SPOKEN, clearly=_CLEARLY)
    if code is None:
        return _unspeakable(words) if script == "LATIN" else 0.0
    known = common_words(code)
    more = common_words("en") if code != "en" and script == "LATIN" else {}
    # Each once: names of parts, of code and of companies come again and again, what is misread does not.
    strange = {
        word
        for word in words
        if word not in known
        and word not in more
        and not (code in _IN_COMPOUNDS and _is_compound(word, known))
    }
    return len(strange) / len(words)


def _script(words: Sequence[str]) -> str:
    """That of most words, as Unicode calls it."""
    names = [unicodedata.name(word[0], "").partition(" ")[0] for word in words]
    return max(set(names), key=names.count)


def _unspeakable(words: Sequence[str]) -> float:
    """1 where no language would have so few vowels, or so many; 0 for a language without a list."""
    letters = "".join(unicodedata.normalize("NFD", "".join(words)))
    count = sum(one.isalpha() for one in letters)
    vowels = sum(one in _VOWELS for one in letters) / max(count, 1)
    return 0.0 if _LIKELY_VOWELS[0] <= vowels <= _LIKELY_VOWELS[1] else 1.0


def _is_compound(word: str, known: Collection[str]) -> bool:
    return any(word[:cut] in known and word[cut:] in known for cut in range(_PIECE, len(word) - _PIECE + 1))
