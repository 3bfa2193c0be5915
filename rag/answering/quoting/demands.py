"""What some questions demand of a sentence besides the kind of thing they ask for: money of what something
costs, a place of where, and that somebody may be it of who can become a member.
"""

from __future__ import annotations

import re
from functools import cache

from rag.language.concepts import meant
from rag.language.languages import Language, whole, within
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
    refund rent reminder salary service_charges subsidy surcharge tariff ticket value_of
"""
_MONEY = frozenset(f"§{one}" for one in _OF_MONEY.split())
_PHRASE = 4  # words behind "at", of which one has to say where
_ENDS = (".", "!", ";")


def lacks_money(question: str, sentence: str, asked_in: Language, language: Language) -> bool:
    """Whether a question is for what something costs, and a sentence has neither a currency nor a word for
    what is paid, as "Day ticket: 12" has.
    """
    if within(asked_in, "costs").search(question) is None or not language.has_capitals:
        return False
    told = _CURRENCY.search(sentence) is not None or "%" in sentence
    return not told and not any(meant(word, language) & _MONEY for word in words(sentence))


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


@cache
def _at_first(language: Language, key: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{language.asks[key]})", re.IGNORECASE)
