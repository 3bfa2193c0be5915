"""Which documents speak of the same matter: only those can contradict each other.

Told by who is named, by numbers of orders and files, and by titles. Contracts of the same form between other
parties, invoices of other numbers, reports of other years and an edition that replaces another are no kin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.contradicting.sayings import tokens
from rag.contradicting.wording import wording
from rag.extracting.fields.names import normal, organisations, same
from rag.extracting.fields.parties import parties
from rag.language.concepts import units
from rag.language.languages import Language, language_of
from rag.language.word_lists import common_words
from rag.language.words import letters
from rag.types import Hit

_HEAD = 400  # characters in which a document says what it is
_LOOKED = 20_000
_PAIR = re.compile(
    r"(?<![\w.])(?=([A-ZÀ-Ý][\w'’&-]+)(?:[ \u00a0](?:de|des|du|von|van|della?|di|del|la|le)){0,2}[ \u00a0]"
    r"([A-ZÀ-Ý][\w'’&-]+))"
)
_NUMBER = re.compile(
    r"(?:\b(?:no|nr|n|núm|num|ref|réf|az)\b\.?\s?[°º:]?\s?|[#№]\s?|n[°º]\s?)([A-Z0-9][\w/.-]*\d[\w/-]*)|\b([A-Z]{1,4}-\d[\w/-]+)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONG = 8  # letters of a name that may end another
_HEADED = 1500  # characters in which labels name whom a document concerns
_BEHIND_LABEL = re.compile(
    r"(?m)^[^\W\d_][^:\n|]{2,30}[:|][ \t]*((?:[A-ZÀ-Ý][\w'’-]+[ \t]+){1,3}[A-ZÀ-Ý][\w'’-]+)[ \t]*$"
)
_ALIKE = 0.6  # of titles
_LABELLED = re.compile(
    r"(?m)^\W*(?:patient\w*|client\w*|customer|kunde|kundin|cliente|klant|employee|mitarbeiter\w*|tenant|mieter\w*)\s*[:|]\s*([^\n,;|]{3,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Nature:
    """What tells a document from others."""

    parties: tuple[str, ...]
    companies: tuple[str, ...]
    people: frozenset[str]  # and places: two words with capitals of which one is no common word
    numbers: frozenset[str]  # of its head
    all_numbers: frozenset[str]
    title: frozenset[str]
    years: frozenset[str]  # of its title
    replaces: bool
    whose: str  # whom a label names: a patient, a customer
    text: str  # in lower case


def nature(hits: Sequence[Hit], name: str) -> Nature:
    """That of a document, from its passages."""
    text = "\n".join(hit.text for hit in hits)[:_LOOKED]
    language, head = language_of(text), text[:_HEAD].strip()
    first = next((line for line in head.splitlines() if line.strip()), "")
    named = _LABELLED.search(head)
    return Nature(
        tuple(normal(one.text.strip().splitlines()[0]) for one in parties(text)),
        tuple(dict.fromkeys(one.value for one in organisations(text))),
        _people(text, language),
        _numbers(head),
        _numbers(text),
        tokens(units(first, language)),
        frozenset(_YEAR.findall(f"{first} {re.sub(r'[_-]', ' ', name)}")),
        wording(language).replaces.search(text[: 3 * _HEAD]) is not None,
        " ".join(named[1].split()).lower() if named else "",
        text.lower(),
    )


def kin(one: Nature, other: Nature, common: frozenset[str]) -> bool:
    """Whether two documents speak of the same matter. `common` are names that most documents have."""
    if parted(one, other):
        return False
    if one.all_numbers & other.numbers or other.all_numbers & one.numbers:
        return True
    companies = [name for name in one.companies if name.lower() not in common]
    if any(_one(name, theirs) for name in companies for theirs in other.companies):
        return True
    if any(name in other.text for name in one.people - common) or any(
        name in one.text for name in other.people - common
    ):
        return True
    return not (one.companies and other.companies) and _titles_alike(one, other)


def common_names(natures: Mapping[int, Nature]) -> frozenset[str]:
    """The names that say nothing, since most of many documents have them."""
    if len(natures) < 6:
        return frozenset()
    counted = Counter(
        name for one in natures.values() for name in one.people | {each.lower() for each in one.companies}
    )
    return frozenset(name for name, count in counted.items() if count > max(3, len(natures) // 3))


def parted(one: Nature, other: Nature) -> bool:
    """Whether two documents are of different matters whatever they share: other years, numbers, parties."""
    if one.years and other.years and not one.years & other.years:
        return True
    if _titles_alike(one, other):
        if one.replaces != other.replaces:
            return True
        if (
            one.numbers
            and other.numbers
            and not (one.numbers & other.all_numbers or other.numbers & one.all_numbers)
        ):
            return True
    if one.whose and other.whose and one.whose != other.whose and not _holds(one.whose, other.whose):
        return True
    return bool(one.parties and other.parties) and _others(one, other)


def _others(one: Nature, other: Nature) -> bool:
    """Whether each has a party that the other never names."""
    return all(
        any(
            name.lower() not in there.text and not any(_one(name, known) for known in there.parties)
            for name in here.parties
        )
        for here, there in ((one, other), (other, one))
    )


def _one(name: str, other: str) -> bool:
    """Whether two names are of one, also where a word leads in one of them: "Oferta de Mirador S.A."."""
    if same(name, other):
        return True
    first, second = letters(name), letters(other)
    return min(len(first), len(second)) >= _LONG and (first.endswith(second) or second.endswith(first))


def _holds(one: str, other: str) -> bool:
    words = set(one.split()), set(other.split())
    return words[0] <= words[1] or words[1] <= words[0]


def _titles_alike(one: Nature, other: Nature) -> bool:
    if not one.title or not other.title:
        return False
    return 2 * len(one.title & other.title) >= _ALIKE * (len(one.title) + len(other.title))


def _people(text: str, language: Language) -> frozenset[str]:
    usual = common_words(language.code)
    found = set()
    for one in _PAIR.finditer(text):
        pair = (one[1].lower(), one[2].lower())
        if any(word not in usual for word in pair) and not _is_form(pair):
            found.add(" ".join(pair))
    found |= {" ".join(one[1].split()).lower() for one in _BEHIND_LABEL.finditer(text[:_HEADED])}
    return frozenset(found)


def _is_form(pair: tuple[str, str]) -> bool:
    return pair[1].rstrip(".") in ("gmbh", "ltd", "inc", "llc", "sarl", "corp", "kg", "ag")


def _numbers(text: str) -> frozenset[str]:
    return frozenset((one[1] or one[2]).lower() for one in _NUMBER.finditer(text))
