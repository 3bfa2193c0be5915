"""What words of one language are called in another: concepts, each with its usual words in seven languages.

`assets/languages/concepts` is the list. Forms of a word are the same by its stem; of German and Dutch, whose
verbs change before and behind the stem too ("gemeldet", "betaalt"), by what remains without that, and words
put together of others ("Hecklampe") are taken apart. A word that no concept has stays what it is: a name.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, TypeVar

from engine.assets import ASSETS
from rag.language.languages import Language, english, language_of, languages, rivals_of
from rag.language.words import content_stem, function_words, words

_FOLDER = ASSETS / "languages" / "concepts"
_ORDER = ("en", "de", "fr", "es", "it", "pt", "nl")  # of the columns; Arabic has none yet
_MARK = "§"  # no word has it: a concept is told from a stem
_SHORT = 12  # words of a text whose function words may not tell its language
_SAMPLED = 80  # words of passages that are looked at
_LONGEST = 5  # words of a phrase
_PART = 3  # letters of a compound's part, at least
_LAST_PART = 4
_ALONE = 5  # of its last part, where the rest is no known word
_LINKS = ("", "s", "es", "n", "en", "er", "e")  # between the parts
_BEFORE = r"(?P<lead>(?:aan|ab|af|an|auf|aus|bei|bij|ein|in|mit|mee|nach|op|over|terug|uit|vor|voor|weg|zu)?)"
_PARTICIPLE = {
    "de": re.compile(rf"{_BEFORE}ge(?P<root>\w{{3,}}?)e?t"),
    "nl": re.compile(rf"{_BEFORE}ge(?P<root>\w{{3,}}?)[dt]"),
}
_ENDING = {"de": re.compile(r"(?P<root>\w{4,}?)e?t"), "nl": re.compile(r"(?P<root>\w{3,}?)(?:[dt]e?)")}
_DOUBLED = re.compile(r"([aeou])\1(?=[^aeiou]{1,2}$)")

Key = TypeVar("Key")
Ids = frozenset[str]
"""Concepts that a word may stand for, marked as such."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A content word of a text, a phrase, or a part of a compound. `stem` has no accents."""

    stem: str
    concepts: Ids  # none: no concept has it
    word: str  # as written


def units(text: str, language: Language) -> list[Unit]:
    """The content words of `text`, in order: phrases as one, compounds as their parts."""
    return list(_units(text, language.code))


def tokens(text: str, language: Language) -> list[str]:
    """All that the words of `text` may be known by, in order: stems, without accents, and concepts."""
    found: list[str] = []
    for unit in _units(text, language.code):
        found += (unit.stem, *unit.concepts)
    return found


def meant(word: str, language: Language) -> Ids:
    """The concepts that a content word may stand for; none for a function word."""
    stem = content_stem(word, language)
    return frozenset() if stem is None else _meant(word, folded(stem), language.code)


def inner(unit: Unit, language: Language) -> tuple[Unit, ...]:
    """The parts of a compound that means something as a whole: of "Kündigungsfrist" the notice and the time.
    None where the language joins no words, or where it is no compound.
    """
    if not language.joins_words or " " in unit.word:
        return ()
    parts = _taken_apart(folded(unit.word), language.code) or ()
    return tuple(Unit(part, ids, part) for part, ids in parts)


def equivalents(concepts: Ids, language: Language) -> tuple[str, ...]:
    """The words and phrases that a language has for concepts, the commonest first."""
    named = _lexicon().named
    return tuple(
        dict.fromkeys(word for one in sorted(concepts) for word in named[one].get(language.code, ()))
    )


def rendered(text: str, language: Language, into: Language) -> str:
    """`text` word by word in another language: what no concept has stays as it is written."""
    return " ".join(_rendered(unit, language, into) for unit in _units(text, language.code))


@lru_cache(maxsize=4096)
def spoken(text: str) -> Language:
    """The language of a text, also of few words: where function words do not tell it clearly, the words that
    mean something in it count as well. English where as much speaks for it.
    """
    told = language_of(text)
    found = words(text)
    if len(found) > _SHORT:
        return told
    if told is not english():
        return max(rivals_of(text), key=lambda one: _speaks(text, one))
    return max(languages(), key=lambda one: _speaks(text, one))  # English comes first


def foreign_to(texts: str, language: Language) -> Language | None:
    """The language of what was found where it is surely not `language`: a table without function words, which
    nothing tells from English, is taken for it.
    """
    told = language_of(texts)
    sample = " ".join(texts.split()[:_SAMPLED])
    return told if told is not language and _speaks(sample, told) > _speaks(sample, language) else None


def _speaks(text: str, language: Language) -> int:
    """How many words of a text are function words of a language, or mean something in it."""
    said = sum(len(unit.word.split()) for unit in _units(text, language.code) if unit.concepts)
    return function_words(text, language) + said


def _rendered(unit: Unit, language: Language, into: Language) -> str:
    """In the sense that a word has most: that of whose words it is the commonest."""
    named, wanted = _lexicon().named, folded(unit.word)

    def place(concept: str) -> int:
        said = [folded(word) for word in named[concept].get(language.code, ())]
        return said.index(wanted) if wanted in said else len(said)

    best = min(sorted(unit.concepts), key=place, default=None)
    return unit.word if best is None else (*named[best].get(into.code, ()), unit.word)[0]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """By language: concepts by their words as written, by stems, and by roots; `named`: their words."""

    words: Mapping[str, Mapping[str, Ids]]
    phrases: Mapping[str, Mapping[tuple[str, ...], Ids]]
    roots: Mapping[str, Mapping[str, Ids]]
    named: Mapping[str, Mapping[str, tuple[str, ...]]]


@cache
def _lexicon() -> _Lexicon:
    """Raises `FileNotFoundError` when the installation lacks the list."""
    by_code = {one.code: one for one in languages()}
    phrases: dict[str, defaultdict[tuple[str, ...], set[str]]] = {code: defaultdict(set) for code in _ORDER}
    written: dict[str, defaultdict[str, set[str]]] = {code: defaultdict(set) for code in _ORDER}
    roots: dict[str, defaultdict[str, set[str]]] = {code: defaultdict(set) for code in _ORDER}
    named: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, columns in _listed():
        mark = f"{_MARK}{name}"
        named[mark] = {
            code: tuple(word.replace("_", " ") for word in column.split())
            for code, column in zip(_ORDER, columns, strict=True)
        }
        for code, said in named[mark].items():
            for word in said:
                written[code][folded(word)].add(mark)
                stems, is_content = _stems_of(word, by_code[code])
                if is_content and len(stems) <= _LONGEST:
                    phrases[code][stems].add(mark)
                if len(stems) == 1:
                    roots[code][_root(stems[0], code)].add(mark)
    return _Lexicon(_frozen(written), _frozen(phrases), _frozen(roots), named)


def _stems_of(said: str, language: Language) -> tuple[tuple[str, ...], bool]:
    """What a word or phrase of the list is found by, and whether it means anything by itself. Of its twenty
    thousand most are one word without a sign in it, which need not be looked for.
    """
    if said.isalpha():
        stem = content_stem(said, language)
        return (folded(said if stem is None else stem),), stem is not None
    read = _read(said, language)
    return tuple(one.stem for one in read), any(one.content for one in read)


def _frozen(found: Mapping[str, Mapping[Key, set[str]]]) -> dict[str, dict[Key, Ids]]:
    return {code: {key: frozenset(ids) for key, ids in some.items()} for code, some in found.items()}


def _listed() -> Iterator[tuple[str, list[str]]]:
    for file in sorted(_FOLDER.glob("*.toml")):
        given: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        for name, line in given.items():
            yield name, str(line).split("|")


@dataclass(frozen=True, slots=True)
class _Read:
    """A word as written, and its stem without accents; of a function word, the word itself."""

    word: str
    stem: str
    content: bool


def _read(text: str, language: Language) -> list[_Read]:
    found = ((word, content_stem(word, language)) for word in words(text))
    return [_Read(word, folded(word if stem is None else stem), stem is not None) for word, stem in found]


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """A word in small letters without its accents: "garçon", "ñandú", "größe"."""
    if word.isascii():  # most are, and there are none
        return word.lower()
    apart = unicodedata.normalize("NFD", word.lower().replace("ß", "ss"))
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


@lru_cache(maxsize=4096)
def _units(text: str, code: str) -> tuple[Unit, ...]:
    language = next(one for one in languages() if one.code == code)
    known = _lexicon().phrases.get(code, {})
    found = _read(text, language)
    made: list[Unit] = []
    at = 0
    while at < len(found):
        for size in range(min(_LONGEST, len(found) - at), 1, -1):
            some = found[at : at + size]
            # With its function words: to "hand in" is not to "hand", and "sin demora" is no "demora".
            ids = known.get(tuple(one.stem for one in some))
            if ids is not None:
                stem = " ".join(one.stem for one in some if one.content)
                made.append(Unit(stem, ids, " ".join(one.word for one in some)))
                at += size
                break
        else:
            if found[at].content:
                made += _parts(found[at].word, found[at].stem, language)
            at += 1
    return tuple(made)


def _parts(word: str, stem: str, language: Language) -> list[Unit]:
    """A word as one unit, or as the parts it is put together of."""
    ids = _meant(word, stem, language.code)
    if ids or not language.joins_words:
        return [Unit(stem, ids, word)]
    parts = _taken_apart(folded(word), language.code)
    if parts is None:
        return [Unit(stem, ids, word)]
    return [Unit(part, ids, part) for part, ids in parts]


def _meant(word: str, stem: str, code: str) -> Ids:
    """What a word stands for: as it is written ("puerto" is no "puerta"), by its stem, or by its root."""
    lexicon = _lexicon()
    if code not in lexicon.words:
        return frozenset()
    found = lexicon.words[code].get(folded(word)) or lexicon.phrases[code].get((stem,))
    if found is None and code in _PARTICIPLE:
        found = lexicon.roots[code].get(_root(stem, code))
    return found or frozenset()


def _root(stem: str, code: str) -> str:
    """A stem without the marks of a verb's forms; as it is, in languages that have none before the stem."""
    if code not in _PARTICIPLE:
        return stem
    participle = _PARTICIPLE[code].fullmatch(stem)
    if participle is not None:
        stem = participle["lead"] + participle["root"]
    elif (ending := _ENDING[code].fullmatch(stem)) is not None:
        stem = ending["root"]
    return _DOUBLED.sub(r"\1", stem) if code == "nl" else stem


@lru_cache(maxsize=16384)
def _taken_apart(word: str, code: str) -> tuple[tuple[str, Ids], ...] | None:
    """The parts of a compound with what each stands for, the last of which is known at least."""
    language = next(one for one in languages() if one.code == code)
    alone: tuple[tuple[str, Ids], ...] | None = None
    for at in range(_PART, len(word) - _LAST_PART + 1):
        last = word[at:]
        ids = _of_part(last, language)
        if not ids:
            continue
        for link in _LINKS:
            first = word[:at].removesuffix(link)
            if len(first) < _PART or (link and not word[:at].endswith(link)):
                continue
            known = _of_part(first, language)
            if known:
                return (first, known), (last, ids)
            inner = _taken_apart(first, code) if len(first) >= _PART + _LAST_PART else None
            if inner is not None and all(one for _, one in inner):
                return (*inner, (last, ids))
        if alone is None and len(last) >= _ALONE and at > _PART:  # "Begleitung" is no "Leitung"
            alone = (word[:at], frozenset()), (last, ids)
    return alone


def _of_part(part: str, language: Language) -> Ids:
    lexicon, stem = _lexicon(), content_stem(part, language)
    found = lexicon.words[language.code].get(part)
    if found is None and stem is not None:
        found = lexicon.phrases[language.code].get((folded(stem),))
    return found or frozenset()
