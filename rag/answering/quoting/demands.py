"""What some questions demand of a sentence besides the kind of thing they ask for: money of what something
costs, a place of where, a street or a number of an address, that something is needed of what one needs, and
that somebody may be it of who can become a member.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rag.answering.quoting.counting import unit_asked
from rag.answering.quoting.governing import asks_for_law, lacks_law
from rag.answering.quoting.moments import month_of
from rag.language.concepts import meant
from rag.language.languages import Language, whole, within
from rag.language.permission import denies
from rag.language.quantities import is_year, placed
from rag.language.words import content_stem, stems, words

_CURRENCY = re.compile(
    r"[€$£¥₽₹₺]|\b(?:eur|euros?|usd|gbp|chf|dollars?|pounds?|pence|cents?|centimes?|c[ée]ntimos?|centesimi|cêntimos?|fr\.|"
    r"franken|francs?|rappen|kronen?|kr|sek|nok|dkk|zł|pln|czk|huf|ron|aed|sar|reais)(?!\w)|يورو|دولار|درهم|ريال|دينار|جنيه",
    re.IGNORECASE,
)
# What says by itself that a number beside it is an amount of money; of `assets/languages/concepts`.
_OF_MONEY = """
    amount bonus charge_money contribution cost deposit discount double_it downpayment fee fine
    free_of_charge ground_rent instalment invoice late_payment loan_money lease pay percent price premium_ins
    rent reminder salary service_charges subsidy surcharge tariff ticket value_of
"""
_FREE = "§free_of_charge"
_MONEY = frozenset(f"§{one}" for one in _OF_MONEY.split())
# Where letters go: a street, a post code before a town, or how one is reached without either.
_ADDRESS = re.compile(
    r"@|\bwww\.|https?:|\w(?i:straße|strasse|str\.|weg|platz|gasse|allee|straat|laan|plein)\b|شارع|"
    r"\b(?i:street|road|avenue|lane|rue|calle|avenida|plaza|via|viale|piazza|rua|praça)\s+\w|"
    r"\b\d{1,5}[a-z]?,? [A-ZÀ-ÖØ-Þ]\w+,? [A-ZÀ-ÖØ-Þ]\w+|\b\d{4,5} [A-ZÀ-ÖØ-Þ]\w+"
)
_STREET = (
    r"\w{2,}(?i:straße|strasse|str\.|weg|platz|gasse|allee|straat|laan|plein|gracht) \d{1,4} ?[a-z]?\b"
    r"|\b(?i:rue|avenue|boulevard|calle|avenida|plaza|via|viale|piazza|corso|rua|praça)"
    r"(?: \w+){1,4},? \d{1,4}\b"
    r"|\b\d{1,4}[a-z]?,? (?:(?i:rue|avenue|boulevard) "
    r"|(?:[A-ZÀ-ÖØ-Þ]\w+ ){1,3}(?i:street|road|avenue|lane|drive)\b)"
)
_IN_ADDRESS = re.compile(rf"(?P<street>{_STREET})(?P<town>.{{0,4}}\b\d{{4,5}}\b)?")
_NUMBERED_NAME = re.compile(r"\b(?P<name>[A-ZÀ-ÖØ-Þ]\w+),? \d{1,4}[a-z]?\b(?! ?[%€$£])")
_PHRASE = 4  # words behind "at", of which one has to say where
_ENDS = (".", "!", ";")


def lacks_money(question: str, sentence: str, asked_in: Language, language: Language) -> bool:
    """Whether a question is for what something costs, and a sentence has neither a currency nor a figure
    beside a word for what is paid, as "Day ticket: 12" has; "one penalty under section 72(1)" has none.
    """
    if within(asked_in, "costs").search(question) is None or not language.has_capitals:
        return False
    if _CURRENCY.search(sentence) is not None or "%" in sentence or is_free(sentence, language):
        return False
    figured = any(
        not (one.spelt or one.quantity.place or is_year(one.quantity)) for one in placed(sentence, language)
    )
    return not figured or not any(meant(word, language) & _MONEY for word in words(sentence))


def is_without_pay(question: str, sentence: str, asked_in: Language, language: Language) -> bool:
    """Whether a question is for what something costs, and a sentence says that nothing is paid for it."""
    return within(asked_in, "costs").search(question) is not None and is_free(sentence, language)


def is_free(sentence: str, language: Language) -> bool:
    """Whether a sentence says of something that nothing is paid for it."""
    return any(_FREE in meant(word, language) for word in words(sentence))


def is_demanding(question: str, language: Language) -> bool:
    """Whether a question is for an address, or for what one needs for something."""
    asks = asks_for_law(question, language) or _address_asked(question, language) is not None
    return asks or _need_asked(question, language) is not None


def said_by_itself(question: str, language: Language) -> frozenset[str]:
    """The stems of the words of a question that what it demands says for them: a street is an "address",
    of what "must be shown" nobody has to say that it is "needed", or a "document", and "3 km" are kilometres.
    """
    address = _address_asked(question, language)
    found = words(address.group())[-1:] if address is not None else []
    found += words(unit_asked(question))
    needs = _need_asked(question, language)
    if needs is not None:
        thing = words(needs.groupdict().get("thing") or "")
        found += thing + [one for one in words(question) if whole(language, "is-needed").fullmatch(one)]
    return frozenset(stems(" ".join(found), language))


def lacks_what_is_asked(question: str, sentence: str, asked_in: Language, language: Language) -> bool:
    """Whether a question is for an address, and a sentence only says that there is one; for what one needs
    for something, and a sentence says of nothing that it is needed; or for what comes of something that is
    not done, and a sentence tells of what is.
    """
    if lacks_address(question, sentence, asked_in, language) or lacks_law(
        question, sentence, asked_in, language
    ):
        return True
    if _at_first(asked_in, "follows").match(question) is not None and denies(question, asked_in):
        return not denies(sentence, language)
    asks = _need_asked(question, asked_in) is not None
    return asks and within(language, "is-needed").search(sentence) is None


def lacks_address(question: str, sentence: str, asked_in: Language, language: Language) -> bool:
    """Whether a question is for an address, and a sentence has none."""
    return _address_asked(question, asked_in) is not None and not _has_address(sentence, language)


def _has_address(sentence: str, language: Language) -> bool:
    """Whether a sentence has an address, "Mayor 12" among them, but neither "Article 12" nor "May 12"; German
    has too many words with a capital.
    """
    if _ADDRESS.search(sentence) is not None:
        return True
    named = () if language.nouns_are_capital else _NUMBERED_NAME.finditer(sentence)
    return any(
        one["name"].lower() not in language.places and not month_of(language).match(one["name"])
        for one in named
    )


def without_addresses(sentence: str) -> str:
    """A sentence without the numbers of its streets and post codes, which are no amounts."""
    return _IN_ADDRESS.sub(" ", sentence)


def tells_who_may_be(question: str, sentence: str, asked_in: Language, language: Language) -> bool | None:
    """Of a question for who can be something, "who may become a member?", whether a sentence says that
    somebody is: "will need a sponsor" does not. None of any other question.
    """
    if _at_first(asked_in, "becoming").match(question) is None:
        return None
    return within(language, "is-so").search(sentence) is not None


def is_of_who_does(question: str, language: Language) -> bool:
    """Whether a question for somebody goes on with what they do, "who may pay", and not with who does
    something to them, "whom may the tenant ask".
    """
    found = _at_first(language, "person").match(question)
    for word in words(question[found.end() :]) if found is not None else ():
        if whole(language, "article").fullmatch(word):
            return False
        if content_stem(word, language) is not None:
            return True
    return False


def tells_where(question: str, sentence: str, asked_in: Language, language: Language) -> bool:
    """Whether a sentence names a place that its question does not: behind "at" or "in", or as a line of its
    own, as addresses and labels are.
    """
    if asked_in is not language or sentence.rstrip()[-1:] not in _ENDS:
        return True
    known = frozenset(stems(question, asked_in))
    for found in within(language, "at-a-place").finditer(sentence):
        phrase = words(sentence[found.end() :])[:_PHRASE]
        if any(one.isdecimal() for one in phrase):
            continue  # "in slots of 60 minutes"
        for word in phrase:
            stem = content_stem(word, language)
            if stem is not None and stem not in known and word.lower() not in language.units:
                return True
    return False


@lru_cache(maxsize=64)  # of a question that every sentence found is held against
def _address_asked(question: str, language: Language) -> re.Match[str] | None:
    return within(language, "address").search(question)


@lru_cache(maxsize=64)
def _need_asked(question: str, language: Language) -> re.Match[str] | None:
    return _at_first(language, "needs").match(question)


@cache
def _at_first(language: Language, key: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{language.asks[key]})", re.IGNORECASE)
