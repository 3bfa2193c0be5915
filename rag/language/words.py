"""The words by which a sentence is compared with another: content words, by stem, and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from rag.language.arabic import MARKS, bare, is_arabic
from rag.language.languages import Language, english, without_joined_letters
from rag.language.stemming import stemmed

# Signs of vowels stand inside of Arabic words, and are no letters.
_WORD = re.compile(rf"[^\W_]+(?:(?:['’.\-/&_]|[{MARKS}]+)[^\W_]+)*", re.UNICODE)
_BETWEEN_SIGNS = re.compile(r"[^\-/’']+")
_PART = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)
_HYPHEN_BREAK = re.compile(r"(?<=\w)[-\u00ad\ufffe]\s*\n\s*(?=\w)|\u00ad|\ufffe")


def plain(text: str) -> str:
    """`text` on one line, with words that a line end had split joined again."""
    return " ".join(_HYPHEN_BREAK.sub("", text).split())


def stems(text: str, language: Language | None = None) -> list[str]:
    """Stems of the content words of `text`, in order, with repetitions; numbers are not words.

    `language`: the one it is written in, English where none is given.
    """
    return [stem for word in words(text) if (stem := content_stem(word, language)) is not None]


def words(text: str) -> list[str]:
    """Words, as written; compounds with a hyphen or slash are taken apart."""
    return [word for _, word in placed_words(text)]


def placed_words(text: str) -> Iterator[tuple[int, str]]:
    """`words`, each with where it begins."""
    for found in _WORD.finditer(text):
        for part in _BETWEEN_SIGNS.finditer(found.group()):
            yield found.start() + part.start(), part.group()


def function_words(text: str, language: Language) -> int:
    """How many words of a text are function words of a language."""
    return sum(word.lower() in language.stop for word in words(without_joined_letters(text)))


# Quantities are compared as such, whatever their notation.
_NUMBER_LIST = """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion
    trillion percent cent eur euro euros usd dollars gbp pounds
"""
_NUMBERS = frozenset(_NUMBER_LIST.split())


@lru_cache(maxsize=65536)
def content_stem(word: str, language: Language | None = None) -> str | None:
    """The stem of a word, or None for function words, bare numbers and single letters. Who does something
    is another word than what is done: "Miete" asks for no sentence about the "Mieter".
    """
    known = language or english()
    lower = word.lower().strip(".")
    if is_arabic(lower):
        if lower in known.stop:
            return None
        lower = bare(lower)
    if (
        lower in known.stop
        or lower in known.numbers
        or lower in _NUMBERS
        or len(lower) < 2
        or not any(character.isalpha() for character in lower)
    ):
        return None
    return known.holders.get(lower) or stemmed(lower, known.stemmer)


def names(text: str, language: Language | None = None) -> list[str]:
    """Words that look like a name: capitals inside a sentence, acronyms, letters mixed with digits.

    Where nouns have capitals, a capital tells nothing.
    """
    known = language or english()
    found: list[str] = []
    sentence_start = True
    for match in _WORD.finditer(text):
        word = match.group()
        mixed = any(c.isdigit() for c in word) and any(c.isalpha() for c in word) and not _ORDINAL.match(word)
        acronym = sum(c.isupper() for c in word) > 1
        capital = word[0].isupper() and not sentence_start and not known.nouns_are_capital
        if (mixed or acronym or capital) and word.lower() not in known.stop:
            found.append(word)
        sentence_start = text[match.end() : match.end() + 3].strip()[:1] in {".", ":", "!", "?", '"', "“"}
    return found


def letters(text: str) -> str:
    """Lower-case letters and digits only: to look for a name whatever its punctuation."""
    return "".join(_PART.findall(text.lower()))


def nearly_in(name: str, text: str) -> bool:
    """Whether a word of `text` is a long name but for a letter or two, as scans and hasty typing leave it."""
    wanted = name.lower()
    if len(wanted) < _LONG_NAME or not wanted.isalpha():
        return False
    near = {word for word in words(text.lower()) if abs(len(word) - len(wanted)) <= 1}
    return any(SequenceMatcher(None, wanted, word, autojunk=False).ratio() >= _NEARLY for word in near)


def shortened_in(name: str, text: str) -> bool:
    """Whether `text` has the usual abbreviation of a name: "Cal." for California, "Prof." for Professor."""
    whole = name.lower().removesuffix("'s").removesuffix("’s")
    return any(_ABBREVIATIONS.get(short.lower()) == whole for short in _ABBREVIATED.findall(text))


# Months, states, titles and kinds of companies.
_ABBREVIATION_LIST = """
    jan january feb february mar march apr april jun june jul july aug august sep september sept september
    oct october nov november dec december
    ala alabama ariz arizona ark arkansas cal california calif california colo colorado conn connecticut
    del delaware fla florida ill illinois ind indiana kan kansas mass massachusetts md maryland mich michigan
    minn minnesota miss mississippi neb nebraska nev nevada okla oklahoma ore oregon penn pennsylvania
    tenn tennessee tex texas vt vermont wash washington wis wisconsin
    adm admiral amb ambassador capt captain col colonel dr doctor gen general gov governor hon honorable
    lt lieutenant maj major pres president prof professor rep representative rev reverend sen senator
    sgt sergeant supt superintendent
    art article assoc association co company corp corporation dept department dist district
    inc incorporated inst institute ltd limited st street univ university
"""
_ABBREVIATIONS = dict(zip(*[iter(_ABBREVIATION_LIST.split())] * 2, strict=True))
_ABBREVIATED = re.compile(r"\b([^\W\d_]{2,6})\.")
_LONG_NAME = 7  # letters: shorter names differ by one letter and are others
_NEARLY = 0.85
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s|h|x)$", re.IGNORECASE)
