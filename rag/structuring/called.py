"""What a document may be called: by whose it is, by terms it defines, by its number, by what kind it is.

People write "JnJ", "AMEX", "the Supplier", "FIPS 201" and "our lease"; the document says "Johnson & Johnson
(NYSE: JNJ)", "American Express Company", "Vellmark Ltd (the “Supplier”)", "FIPS PUB 201-3" and "Lease
Agreement". Each way of writing is one key: small letters and digits without anything between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from itertools import pairwise

from rag.language.languages import english, languages, shared_pattern
from rag.language.words import letters

OPENING = 6000  # characters in which a document says whose it is and what it calls things

_TITLE = 240  # characters of it in which it says what it is
_HEADED = 1500  # characters of a title page
_TICKER = re.compile(
    r"\b(?:NYSE|NASDAQ|Nasdaq|LSE|AIM|AMEX|ASX|TSX|XETRA|Euronext(?: \w+)?|BME|BIT|SIX)\s?:\s?([A-Z]{1,5})\b"
    r"|\b([A-Z]{1,5})[\s;|]+(?:[\w ]{0,20}:\s)?(?:The\s)?(?:New York Stock Exchange|Nasdaq\b|NASDAQ\b)"
)
_FORM = (
    r"(?:Inc|Incorporated|Corp|Corporation|Company|Co|Ltd|Limited|plc|PLC|LLC|LLP|L\.P|GmbH|AG|SE|KG|e\.V|S\.?A"
    r"|S\.?A\.?S|SARL|S\.?L|S\.?p\.?A|S\.?r\.?l|Lda|Ltda|B\.?V|N\.?V)"
)
_NAME = r"[A-Z][\w.’'-]*(?:,? (?:&|and|of|the|und|et|y|e|en|de|[A-Z&][\w.’'-]*)){0,5}?"
_FIRM = re.compile(rf"(?m)\b(?P<name>{_NAME}),? {_FORM}\b\.?|^(?P<registrant>{_NAME})\s*\n+\(Exact name of")
_AROUND = re.compile(rf"^The\b|\b{_FORM}\b\.?(?=[\s,.]|$)|(?<=\w)\.com\b", re.IGNORECASE)
_SHOUTED = re.compile(r"(?m)^[^\S\n]*([A-Z][A-Z&.,' -]{3,60})\n+\s*\(Exact name of", re.IGNORECASE)
_QUOTED = r"[\"“”„«‹]\s?(?P<term>[^\W\d_][\w&.’' -]{1,38}?)\s?[\"“”»›]"
# With an article: a party, "(the “Supplier”)". Without one it is any word that a text defines, "(“OTF”)", and
# the document that defines it is seldom the one that is meant: with those, mean average precision over
# regulations was 0.711 instead of 0.727 (ObliQA, first 500 questions). "a" is left out: "(a “Custodian”)".
_ARTICLE = (
    r"(?:(?:[Tt]he|[Dd]er|[Dd]ie|[Dd]as|[Ll]e|[Ll]a|[Ee]l|[Ii]l|[Ll]o|[Oo]|[Dd]e|[Hh]et)\s|[Ll]['’]\s?)"
)
_DEFINED = re.compile(
    rf"\([^()\n]{{0,40}}?(?:\b{_ARTICLE}{_QUOTED}"
    rf"|[\"“”„«‹]\s?{_ARTICLE}(?P<party>[^\W\d_][\w&.’' -]{{1,38}}?)\s?[\"“”»›])[^()\n]{{0,40}}?\)"
)
_SHORT = re.compile(
    r"(?P<long>(?:[A-Z][\w'’-]+ (?:of |and |for |the |on )*){1,6}[A-Z][\w'’-]+) \((?P<short>[A-Z]{2,8})\)"
)
_NUMBERED = re.compile(
    r"\b(?P<of>[A-Z]{2,6})(?:[ .](?:PUB|SP|NO|Publication|Standard|EN))*[ .-]{1,2}(?P<number>\d{2,6})(?!\d)"
)
# What stands before numbers on any cover, and is no series of publications.
_NO_SERIES_LIST = "form of or year fy no page part section item rule act cfr usc tel fax box suite"
_NO_SERIES = frozenset(_NO_SERIES_LIST.split())
_WORD = re.compile(r"[^\W\d_]+")
_JOINTS = {"and": "n", "&": "n", "und": "u", "et": "e", "y": "y", "of": "", "the": "", "de": "", "e": "e"}
_PREFIXES = (1, 2, 3, 4)  # letters of each of two words: "AMEX", "FedEx"
_LEAST = 2
_MOST_WORDS = 6


class CalledBy(StrEnum):
    FIRM = "firm"  # whole names, their first words, initials
    TICKER = "ticker"
    TERM = "term"  # defined in the text: (the “Supplier”)
    NUMBER = "number"  # "FIPS 201"
    KIND = "kind"  # a lease


Called = frozenset[tuple[str, CalledBy]]


def called(name: str, title: str, opening: str) -> Called:
    """The keys of a document with this file name and title, whose text begins so."""
    opening = opening[:OPENING]
    found = {(letters(one), CalledBy.TICKER) for pair in _TICKER.findall(opening) for one in pair if one}
    firms = [one["name"] or one["registrant"] for one in _FIRM.finditer(opening[:_HEADED])]
    firms += [one.strip().title() for one in _SHOUTED.findall(opening[:_HEADED])]
    for firm in firms[:4]:
        found.update((key, CalledBy.FIRM) for key in firm_keys(firm))
    found.update((letters(one["party"] or one["term"]), CalledBy.TERM) for one in _DEFINED.finditer(opening))
    found.update(
        (letters(one["bare"] or one["term"]), CalledBy.TERM) for one in _hereafter().finditer(opening)
    )
    for one in _SHORT.finditer(opening[:_HEADED]):
        if letters(one["short"]) in _initials(one["long"]):
            found |= {(letters(one["short"]), CalledBy.TERM), (letters(one["long"]), CalledBy.TERM)}
    headed = f"{name}\n{title}\n{opening[:_HEADED]}"
    found.update(
        (letters(one["of"] + one["number"]), CalledBy.NUMBER)
        for one in _NUMBERED.finditer(headed)
        if one["of"].lower() not in _NO_SERIES
    )
    found.update(
        (kind, CalledBy.KIND) for kind in kinds_in(f"{name}\n{title}\n{opening[:_TITLE]}".replace("_", " "))
    )
    return frozenset((key, by) for key, by in found if len(key) >= _LEAST and key not in english().stop)


def firm_keys(firm: str) -> Iterator[str]:
    """The ways to write a firm's name: whole, its first word, initials, the beginnings of two words."""
    firm = _AROUND.sub(" ", firm).strip(" ,.&")
    yield letters(firm)
    told = [one for one in _WORD.findall(firm) if one.lower() not in _JOINTS and len(one) > 1]
    if told and len(told[0]) > _LEAST:
        yield letters(told[0])
    if len(told) > 1:
        yield from _initials(firm)
    if len(told) == 2:
        first, second = (letters(one) for one in told)
        yield from (first[:a] + second[:b] for a in _PREFIXES[1:] for b in _PREFIXES[1:])


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of documents that a text speaks of, in any language."""
    return tuple(kind for kind, pattern in _kinds().items() if pattern.search(text))


def ours_in(question: str) -> tuple[str, ...]:
    """The kinds of documents that a question speaks of as of one that is known: "our lease", "the NDA"."""
    return tuple(kind for kind, pattern in _ours().items() if pattern.search(question))


def asked_keys(question: str) -> dict[str, tuple[int, int]]:
    """The keys that the words of a question may be, one to three together, with their places."""
    found: dict[str, tuple[int, int]] = {}
    words = list(re.finditer(r"[^\W_]+(?:[&.-][^\W_]+)*", question))
    for count in range(1, 4):
        for at in range(len(words) - count + 1):
            some = words[at : at + count]
            if any(b.start() - a.end() > 3 for a, b in pairwise(some)):
                continue
            key = letters(question[some[0].start() : some[-1].end()])
            found.setdefault(key, (some[0].start(), some[-1].end()))
    return found


def _initials(firm: str) -> Iterable[str]:
    """Initials, with and without what joins: "jj" and "jnj" of Johnson & Johnson."""
    words = re.findall(r"[^\W\d_]+|&", firm)[:_MOST_WORDS]
    plain = "".join(one[0] for one in words if one.lower() not in _JOINTS)
    joined = "".join(_JOINTS.get(one.lower(), one[0]) for one in words)
    return {one.lower() for one in (plain, joined) if len(one) >= _LEAST}


@cache
def _hereafter() -> re.Pattern[str]:
    """What is called something from here on: all that stands in quotes, or one word with a capital."""
    said = shared_pattern(one.naming.get("hereafter", "") for one in languages())
    return re.compile(
        rf"\b(?:{said})[\s,:(]{{1,3}}(?:{_ARTICLE}|a\s)?"
        rf"(?:{_QUOTED}|(?P<bare>[A-Z][\w&-]{{2,30}})(?![\w&-]|\s[A-Z]))"
    )


@cache
def _kinds() -> Mapping[str, re.Pattern[str]]:
    names = dict.fromkeys(
        name for one in languages() for name in one.naming if name not in ("hereafter", "ours")
    )
    return {
        name: re.compile(
            rf"(?<![^\W\d])(?:{shared_pattern(one.naming.get(name, '') for one in languages())})(?![^\W\d])",
            re.IGNORECASE,
        )
        for name in names
    }


@cache
def _ours() -> Mapping[str, re.Pattern[str]]:
    ours = shared_pattern(one.naming.get("ours", "") for one in languages())
    return {
        name: re.compile(rf"\b(?:{ours})\W{{0,2}}(?:[^\W\d_]+\s)?{pattern.pattern}", re.IGNORECASE)
        for name, pattern in _kinds().items()
    }
