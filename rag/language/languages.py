"""The languages that rules are written in: function words, numbers, units, negation; see `assets/languages`.

A text's language is told by its function words; where nothing tells, it is taken for English.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from engine.assets import ASSETS
from rag.language.arabic import loosened, spellings

_FOLDER = ASSETS / "languages"
_SAMPLE = 4000  # characters that are looked at
_FEWEST = 2  # function words that only one other language has, before a text is taken for it
# Words from which on a text is more than a short question. One known word among them may be a name or a
# heading: "Col 1, Col 2" is no Italian.
_SENTENCE = 8
_CLEARLY = 1.5  # times the weight of its English function words: "¿Cuál es la multa por no avisar?"
_RIVAL = 0.6  # of its score
_OF_A_LETTER = 0.5  # of a function word: "pavilhão" is no Spanish, though "a", "o" and "que" are
_MEANING = ("must", "should", "may", "both", "either", "unless")
_ARABIC = "arabic"
_LISTS = ("stop", "refers", "divisions", "negators", "harmless", "places", "between")
_PATTERNS = ("at-most", "at-least", "silent", "empty", "opening", "pronoun", "counting", "frame")
# Lists of words among what is else patterns.
_PLAIN = ("opposites", "counterparts", "applying", "people", "light", "kin", "papers", "besides", "beside")
_WORD = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")
_JOINED_LETTER = re.compile(r"(?<![^\W_])[^\W\d_]-(?=\w)")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Language:
    """What rules know of a language; words are in lower case."""

    code: str
    name: str  # in English, as a model is told it
    called: frozenset[str]  # what all languages call it
    stemmer: str  # of Snowball
    letters: frozenset[str]  # besides those that all have
    stop: frozenset[str]
    negators: frozenset[str]
    alike: frozenset[str]  # its words that are function words elsewhere: "war", "met", "sin"
    harmless: frozenset[str]  # behind a negator they bound or add, and deny nothing
    forbidders: tuple[str, ...]  # how stems begin that deny what they govern
    decimal: str = "."
    nouns_are_capital: bool = False  # then a capital makes no name
    adjectives_follow: bool = False  # "bassin nord"
    has_capitals: bool = True  # else nothing tells a name
    joins_words: bool = False  # writes several as one: "Nachtzuschlag"
    numbers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    scales: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # to English ones
    units: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # to English ones
    places: frozenset[str] = frozenset()  # "Artikel", "alinéa": what a number behind them names
    divisions: frozenset[str] = frozenset()  # "Artikel", "Anlage": parts of a document that have a label
    refers: frozenset[str] = frozenset()  # begins a sentence that speaks of the one before
    between: frozenset[str] = frozenset()  # words between a number and its unit
    at_most: str = ""  # pattern of words that make a number an upper bound
    at_least: str = ""
    silent: str = ""  # pattern of a sentence that says that documents are silent
    empty: str = ""  # pattern of courtesies and of a bare yes or no
    counting: str = ""  # pattern of what a question for a number or a date holds
    opening: str = ""  # pattern of how a follow-up begins
    pronoun: str = ""  # pattern of what stands for something named before
    abbreviations: frozenset[str] = frozenset()
    meaning: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # patterns of what binds, advises, allows, joins, chooses and excepts
    opposites: tuple[tuple[str, str], ...] = ()
    counterparts: tuple[tuple[str, str], ...] = ()  # who stands on the other side: "lessor", "lessee"
    holders: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # to what they are forms of: who would have the stem of what is done, "Mieters" that of "Miete"
    frame: str = ""  # pattern of how a model leads in what a source says
    asks: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # patterns, by what is asked
    orders: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # patterns of what gives orders to whoever reads
    wishes: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # patterns, by what is wished
    says: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # the program's own sentences
    figures: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # patterns of scales of tables, and of what a question does with figures
    naming: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # patterns of defined terms, and of kinds of documents by their names
    correspondence: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # patterns of questions for who writes a letter and to whom, and of the lines that say so
    sides: Mapping[str, tuple[str, str]] = field(
        default_factory=lambda: MappingProxyType({})
    )  # which one of a kind: patterns of how a question names it, and of what a sentence about it may say


@cache
def codes() -> tuple[str, ...]:
    """Which there are, English first, without reading them: a window asks that before it is shown."""
    found = (file.stem for file in _FOLDER.glob("*.toml"))
    return tuple(sorted(found, key=lambda code: (code != "en", code)))


@cache
def languages() -> tuple[Language, ...]:
    """All of them, English first. Raises `FileNotFoundError` when the installation lacks them."""
    return tuple(_loaded(code) for code in codes())


@cache
def english() -> Language:
    """The language of everything that no other one claims."""
    return languages()[0]


def language_of(text: str) -> Language:
    """The language that a text is written in, as far as its function words and letters tell."""
    return _told_by(text[:_SAMPLE])


def rivals_of(text: str) -> list[Language]:
    """The languages that tell about as much of a text of few words as the one it is taken for, that first:
    "il" is Italian as well as French, "war" a word of English that German has for "was".
    """
    told, scores = language_of(text), _scores(text[:_SAMPLE])[0]
    said, enough = _words_of(text[:_SAMPLE].casefold()), _RIVAL * scores[told.code]
    near = [
        one
        for one in languages()
        if scores[one.code] + sum(word in one.alike for word in said) >= enough > 0.0
    ]
    return [told, *(one for one in near if one is not told)]


@lru_cache(maxsize=512)
def _told_by(sample: str) -> Language:
    scores, alone, known, total = _scores(sample)
    best = max(languages(), key=lambda one: scores[one.code])
    if total >= _SENTENCE and known[best.code] < _FEWEST:
        return english()
    told = alone[best.code] >= _FEWEST or scores[best.code] > _CLEARLY * scores["en"]
    return best if best.code == "en" or told else english()


@lru_cache(maxsize=512)
def _scores(sample: str) -> tuple[Mapping[str, float], Counter[str], Counter[str], int]:
    """What function words and letters tell of each language: all, what no other has, how many different; and
    how many words there are.
    """
    words = Counter(_words_of(sample.casefold()))
    weights = _weights()
    scores: defaultdict[str, float] = defaultdict(float)
    alone: Counter[str] = Counter()
    known: Counter[str] = Counter()  # different function words
    for word, count in words.items():
        owners = weights.get(word, ())
        for code in owners:
            scores[code] += count / len(owners)
            alone[code] += len(owners) == 1
            known[code] += len(word) > 1  # letters alone are those of a list
    for letter in sample.casefold():
        owners = _letters().get(letter, ())
        for code in owners:
            scores[code] += _OF_A_LETTER / len(owners)
            known[code] += 1
    return scores, alone, known, words.total()


def without_joined_letters(text: str) -> str:
    """`text` without the letters that a hyphen joins to a word: the "e" of "e-mail" is no Spanish "and"."""
    return _JOINED_LETTER.sub(" ", text)


def _words_of(text: str) -> list[str]:
    return [word.rstrip("'’") for word in _WORD.findall(without_joined_letters(text))]


def tells(text: str, language: Language) -> bool:
    """Whether a text has a function word of a language: "fine stern lamp" tells none."""
    return not language.stop.isdisjoint(_words_of(text.lower()))


@cache
def whole(language: Language, *keys: str) -> re.Pattern[str]:
    """What `asks` has under some keys, in any case: to be matched with a word."""
    return re.compile(rf"(?:{'|'.join(language.asks[key] for key in keys)})", re.IGNORECASE)


@cache
def within(language: Language, key: str) -> re.Pattern[str]:
    """The same under one key: to be searched in a text, between the boundaries of words."""
    return re.compile(rf"\b(?:{language.asks[key]})\b", re.IGNORECASE)


def shared_pattern(parts: Iterable[str]) -> str:
    """One pattern of those that languages have, the empty ones left out; one that never matches, for none."""
    return "|".join(filter(None, parts)) or r"(?!)"


@cache
def _weights() -> dict[str, tuple[str, ...]]:
    """The languages that have each function word."""
    return _owners((one.code, one.stop | one.negators) for one in languages())


@cache
def _letters() -> dict[str, tuple[str, ...]]:
    """The languages that have each letter that not all have."""
    return _owners((one.code, one.letters) for one in languages())


def _owners(had: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    owners: dict[str, tuple[str, ...]] = {}
    for code, parts in had:
        for part in parts:
            owners[part] = (*owners.get(part, ()), code)
    return owners


def _loaded(code: str) -> Language:
    given: dict[str, Any] = tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    if given["stemmer"] == _ARABIC:
        given = _in_all_spellings(given)
    return Language(
        code=code,
        name=given["name"],
        called=_words(given, "called"),
        stemmer=given["stemmer"],
        letters=frozenset(given["letters"]),
        stop=_words(given, "stop"),
        negators=_words(given, "negators"),
        alike=_words(given, "alike"),
        harmless=_words(given, "harmless"),
        forbidders=tuple(given["forbidders"].split()),
        decimal=given["decimal"],
        nouns_are_capital=given["nouns-are-capital"],
        adjectives_follow=given.get("adjectives-follow", False),
        has_capitals=given.get("has-capitals", True),
        joins_words=given.get("joins-words", False),
        numbers=MappingProxyType(_numbers(given)),
        scales=MappingProxyType(_inverted(given.get("scales", {}))),
        units=MappingProxyType(_inverted(given.get("units", {}))),
        places=_words(given, "places"),
        divisions=_words(given, "divisions"),
        refers=_words(given, "refers"),
        between=_words(given, "between"),
        at_most="|".join(given.get("at-most", ())),
        at_least="|".join(given.get("at-least", ())),
        silent="|".join(given.get("silent", ())),
        empty=given.get("empty", ""),
        counting=given.get("counting", ""),
        opening=given.get("opening", ""),
        pronoun=given.get("pronoun", ""),
        abbreviations=_words(given, "abbreviations"),
        meaning=MappingProxyType({key: given["meaning"][key] for key in _MEANING}),
        opposites=_pairs(given, "opposites"),
        counterparts=_pairs(given, "counterparts"),
        holders=MappingProxyType(_holders(given)),
        frame=given["frame"],
        asks=MappingProxyType(dict(given["asks"])),
        orders=MappingProxyType(dict(given["orders"])),
        wishes=MappingProxyType(dict(given["wishes"])),
        says=MappingProxyType(dict(given["says"])),
        figures=MappingProxyType(dict(given["figures"])),
        naming=MappingProxyType(dict(given["naming"])),
        correspondence=MappingProxyType(dict(given["correspondence"])),
        sides=MappingProxyType({key: (asked, said) for key, (asked, said) in given["sides"].items()}),
    )


def _in_all_spellings(given: dict[str, Any]) -> dict[str, Any]:
    """What a file says of a language whose words are written in several ways."""
    lists = {
        key: " ".join(sorted({one for word in given[key].split() for one in spellings(word)}))
        for key in _LISTS
        if key in given
    }
    patterns = {
        key: [loosened(one) for one in value] if isinstance(value, list) else loosened(value)
        for key, value in given.items()
        if key in _PATTERNS
    }
    rooms = {
        room: {
            key: value if key in _PLAIN else loosened(value) for key, value in given[room].items()
        }
        for room in ("meaning", "asks", "wishes", "figures", "naming", "correspondence")
    }  # fmt: skip
    sides = {key: [loosened(one) for one in two] for key, two in given["sides"].items()}
    return given | lists | patterns | rooms | {"sides": sides}


def _words(given: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(str(given.get(key, "")).split())


def _pairs(given: Mapping[str, Any], key: str) -> tuple[tuple[str, str], ...]:
    pairs = (two.split() for two in given["meaning"][key].split(","))
    return tuple((one, other) for one, other in pairs)


def _holders(given: Mapping[str, Any]) -> dict[str, str]:
    endings = ("", *str(given.get("holder-endings", "")).split())
    return {who + ending: who for who in str(given.get("holders", "")).split() for ending in endings}


def _inverted(forms: Mapping[str, str]) -> dict[str, str]:
    return {form: name for name, words in forms.items() for form in words.split()}


def _numbers(given: Mapping[str, Any]) -> dict[str, int]:
    """Number words with their values; those of two words in one ("einundzwanzig") too."""
    small = {word: value for value, word in enumerate(str(given.get("numbers", "")).split())}
    tens = {
        word: 10 * value
        for key in ("tens", "tens-other")
        for value, word in enumerate(str(given.get(key, "")).split(), 2)
    }
    small |= {word: value for value, word in enumerate(str(given.get("numbers-other", "")).split())}
    found = {**small, **tens, **dict.fromkeys(str(given.get("ones", "")).split(), 1)}
    for value, words in given.get("values", {}).items():
        found |= dict.fromkeys(words.split(), int(value))
    if given["stemmer"] == _ARABIC:
        found |= {form: value for word, value in found.items() for form in spellings(word)}
    joint = str(given.get("units-first", ""))
    if joint:
        for word, value in small.items():
            for ten, more in tens.items():
                if 1 <= value <= 9:
                    found[f"{word}{joint}{ten}"] = value + more
                    found[f"{word}ë{joint[1:]}{ten}"] = value + more  # "tweeëntwintig"
                    found[f"{word}{given['hundred']}"] = 100 * value
    for key, value in (("hundred", 100), ("thousand", 1000)):
        if given.get(key):
            found[given[key]] = value
    return found
