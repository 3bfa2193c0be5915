"""What kind of thing a question asks for, and whether a sentence holds one."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from rag.answering.quoting.counting import COUNTED, counts, counts_one, is_in_rents
from rag.answering.quoting.demands import (
    is_without_pay,
    lacks_money,
    lacks_what_is_asked,
    tells_where,
    tells_who_may_be,
    without_addresses,
)
from rag.answering.quoting.identity import Role, bearers, name_asked, role_asked, tells_no_other
from rag.answering.quoting.letterheads import without_head
from rag.answering.quoting.likeness import same_words
from rag.answering.quoting.moments import (
    asks_times,
    clocks,
    how_often,
    is_at_a_clock,
    lacks_hour,
    lacks_month,
    tells_when,
)
from rag.answering.quoting.reasons import tells_why
from rag.answering.quoting.vocabulary import Across
from rag.grounding.roles import otherwise_named
from rag.language.concepts import spoken
from rag.language.languages import Language, languages, shared_pattern, within
from rag.language.periods import is_counted_from
from rag.language.permission import exempting
from rag.language.quantities import MONEY, fresh_in, holds, quantities
from rag.language.sentences import LIST_MARK
from rag.language.words import content_stem, letters, names, stems, words

_APART = 5  # words between "not" and "apply"; a German verb may stand before its object
_ASKING = 4  # words that ask, at most
_CLAUSE = re.compile(r"^\s*(?P<number>\d{1,3}(?:\.\d{1,3}){1,4}\.?)\s+[^\W\d_a-zà-öø-ÿ]\w*")
_DAY_IN_FIGURES = re.compile(r"(?<![\d.])\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?![\d.]\d)")
_NUMBERS = re.compile(r"[\w.,/-]*\d[\w.,/-]*\w")


class Kind(StrEnum):
    """What is asked for; the names are those of `asks` in the languages' files."""

    REASON = "why"
    VERDICT = "verdict"  # yes or no
    LIST = "list"
    DATE = "date"
    DURATION = "duration"
    IDENTIFIER = "identifier"  # "what is the invoice number?"
    AMOUNT = "amount"
    PERSON = "person"
    PLACE = "place"
    DEFINITION = "definition"
    ANY = ""


_IN_ORDER = (
    Kind.REASON, Kind.LIST, Kind.DEFINITION, Kind.VERDICT, Kind.DATE, Kind.DURATION, Kind.PERSON, Kind.PLACE,
    Kind.IDENTIFIER, Kind.AMOUNT,
)  # fmt: skip
_TIMES = frozenset(["second", "minute", "hour", "day", "week", "month", "year"])
_FIGURES = (Kind.AMOUNT, Kind.DATE, Kind.DURATION)
_PLURAL = r"(?:e?s|e?n|e)?\b"
_LED_TO = r"(?:[^\W\d_]+\W+){0,3}?"  # "and by", "von", "in"


def kind_of(question: str, language: Language) -> Kind:
    """What a question asks for."""
    if name_asked(question, language) is not None:
        return Kind.PERSON
    for kind in _IN_ORDER:
        if _asks(language, kind).search(question):
            return kind
    return Kind.ANY


def asking_words(question: str, language: Language) -> str:
    """The words of a question that only say what kind of thing it asks for: "what percentage"."""
    if (who := name_asked(question, language)) is not None:
        return question.replace(who, " ")
    matches = (_asks(language, kind).search(question) for kind in _IN_ORDER)
    found = next((one for one in matches if one is not None), None)
    said = words(found.group()) if found is not None else []
    if found is None or len(said) <= _ASKING:
        return " ".join(said)
    thing = words(found.groupdict().get("thing") or "")  # "time limit": of more than one word
    return " ".join((said[0], *(thing or said[-1:])))  # "what does … cost"


def is_question(text: str, language: Language) -> bool:
    """Whether a text begins as a question does: "within how many days", "is it"."""
    return kind_of(text, language) is not Kind.ANY or _begins(language).match(text) is not None


def is_asking_title(text: str, language: Language) -> bool:
    """Whether the first word of a title asks, "How to send it back": "Name of the tenant" does not."""
    first = next(iter(words(text)), "").lower()
    return first in language.stop and _begins(language).match(first) is not None


def has_kind(
    kind: Kind, question: str, sentence: str, language: Language, across: Across | None = None
) -> bool:
    """Whether a sentence holds what is asked for, which the question does not hold itself.

    `language` is the sentence's, and the question's too but `across` languages.
    """
    asked_in = across.language if across is not None else language
    sentence = without_head(sentence, question, asked_in, subject=kind is not Kind.PERSON)
    if lacks_what_is_asked(question, unmarked(sentence, language), asked_in, language):
        return False
    if across is None and is_counted_from(question, sentence, language):
        return False
    if kind in _FIGURES:
        return _has_figure(kind, question, sentence, language, across)
    if kind is Kind.VERDICT:  # whether something of 7 metres counts is told by what says how many do
        asked_figures = [one for one in quantities(question, asked_in) if not one.place]
        return not asked_figures or any(
            not one.place for one in quantities(unmarked(sentence, language), language)
        )
    if kind is Kind.REASON:
        return tells_why(sentence, question, asked_in, language)
    if kind is Kind.IDENTIFIER:
        return _identifies(sentence, question, language, asked_in)
    if kind is Kind.PLACE:
        return tells_where(question, sentence, asked_in, language)
    if kind is not Kind.PERSON:
        return True
    if across is None and tells_no_other(question, sentence, language):
        return False
    member = tells_who_may_be(question, sentence, asked_in, language)
    return _tells_who(question, sentence, language, across) if member is None else member


def _has_figure(kind: Kind, question: str, sentence: str, language: Language, across: Across | None) -> bool:
    """Whether a sentence has a day, a time or an amount that its question does not have."""
    asked_in = across.language if across is not None else language
    known = frozenset(quantities(question, asked_in))
    sentence = without_addresses(_heads(language).sub("", unmarked(sentence, language)))
    fresh = fresh_in(quantities(sentence, language), known)
    if kind is Kind.DATE:
        if lacks_month(question, sentence, asked_in, language):
            return False
        if lacks_hour(question, sentence, asked_in, language):
            return False
        if tells_when(sentence, question, asked_in, language) or _has_day(sentence, question):
            return True
        return bool(fresh) and (_is_dated(sentence) or any(one.unit in _TIMES for one in fresh))
    if how_often(sentence, question, asked_in, language):
        return True
    if kind is Kind.AMOUNT and _is_without_figures(question, sentence, asked_in, language):
        return True
    if asks_times(question, asked_in) or lacks_money(question, sentence, asked_in, language):
        return False
    if kind is Kind.DURATION:
        return any(one.unit in _TIMES for one in fresh) or (bool(fresh) and _is_dated(sentence))
    # "Until 4 p.m." is no amount, nor is how old "children (14 and under)" are.
    aged = [] if within(asked_in, "age").search(question) else within(language, "aged").findall(sentence)
    dated = " ".join((*_of_dates().findall(sentence), *clocks(sentence), *aged))
    days = frozenset(quantities(dated, language))
    fresh = [one for one in fresh if one.unit or not holds(one, days)]
    counted = [one for one in fresh if one.unit not in _TIMES] or (
        fresh if COUNTED.search(question) or within(asked_in, "age").search(question) else []
    )
    if across is not None:
        counted = counted or (fresh if across.about_time(question) else [])
        if any(one.unit in MONEY for one in counted):
            return True
        asked = COUNTED.search(question)
        return bool(counted) and (asked is None or across.counts(question[asked.start(1) :], sentence))
    return (bool(counted) and counts(question, sentence, counted, language)) or (
        COUNTED.search(question) is not None and counts_one(question, sentence, language)
    )


def _is_without_figures(question: str, sentence: str, asked_in: Language, language: Language) -> bool:
    """Whether an amount is told by "free of charge", or in rents."""
    if is_without_pay(question, sentence, asked_in, language):
        return True
    counted = asks_times(question, asked_in) or COUNTED.search(question) is not None
    return not counted and is_in_rents(question, sentence, language)


def tells_only_time(question: str, sentence: str, language: Language) -> bool:
    """Whether all figures of a sentence are times, where a question asks how much something is and not how
    many days: "the fewest is reached four days before".
    """
    fresh = fresh_in(quantities(sentence, language), frozenset(quantities(question, language)))
    timed = bool(fresh) and all(one.unit in _TIMES for one in fresh)
    asked = COUNTED.search(question) or within(language, "age").search(question)
    return timed and not asked and not is_in_rents(question, sentence, language)


def _tells_who(question: str, sentence: str, language: Language, across: Across | None) -> bool:
    """Whether a sentence speaks of somebody else than the question does; where one is asked for by what they
    are called, "who is the lessor", whether it names them.
    """
    asked_in = language if across is None else across.language
    # "¿Quién es el director?" of a library whose sentence is in English is asked in Spanish all the same.
    own = spoken(question)
    role = role_asked(question, asked_in) or role_asked(question, own)
    if role is not None and across is not None:
        others = {one: content_stem(one, language) for one in across.called(role.word, language)}
        roles = [Role(one, stem) for one, stem in others.items() if stem is not None]
        if roles:
            return any(bearers(one, sentence, language) for one in roles)
    elif role is not None:
        return bool(bearers(role, sentence, language) or bearers(role, sentence, own))
    if not language.has_capitals and _who_is(asked_in).search(question):
        return re.search(rf"\b(?:{language.asks['being']})\b", sentence) is not None
    known = frozenset(stems(question, asked_in)) | {letters(one) for one in names(question, asked_in)}
    if _begins_with_pronoun(sentence, known, language):
        return False
    # "The roof will be mended in June": who mends it is not told.
    sentence = _of_dates().sub(" ", within(language, "moment").sub(" ", sentence))
    return any(
        (stem := content_stem(word, language)) is not None and not known & {stem, letters(word)}
        for word in words(sentence)
    )


def _begins_with_pronoun(sentence: str, asked: frozenset[str], language: Language) -> bool:
    """Whether somebody who was named before does it: "He is liable for damage" tells nobody who. The German
    "Sie" may be whoever reads it.
    """
    first, second, *_ = (*words(unmarked(sentence, language))[:2], "", "")
    if first.lower() not in language.refers or first == "Sie":
        return False
    stem = content_stem(second, language)
    return stem is None or stem in asked


def unmarked(sentence: str, language: Language) -> str:
    """A sentence without the mark of an item, or the number of its clause: "3.2 The deposit", no "3.2 kg"."""
    clause = _CLAUSE.match(sentence)
    if clause is not None and not any(one.unit for one in quantities(clause.group(), language)):
        return sentence[clause.end("number") :].lstrip()
    return LIST_MARK.sub("", sentence)


def _identifies(sentence: str, question: str, language: Language, asked_in: Language) -> bool:
    """Whether a sentence has a number that names something, none of an amount, a day, or the question; and
    where that of a thing is asked for ("phone number"), whether it speaks of it.
    """
    asked = _asks(asked_in, Kind.IDENTIFIER).search(question)
    of = asked["of"] if asked is not None and asked_in is language else None
    stem = None if of is None else content_stem(of, language)
    if stem is not None and not same_words(stem, frozenset(stems(sentence, language)), slips=False):
        return False
    rest = _of_dates().sub(" ", unmarked(sentence, language))
    counted = {re.sub(r"\D", "", one.value) for one in quantities(rest, language) if one.unit}
    known = letters(question)
    return "@" in rest or any(
        re.sub(r"\D", "", one) not in counted and letters(one) not in known for one in _NUMBERS.findall(rest)
    )


def _has_day(sentence: str, question: str) -> bool:
    """Whether a sentence has an hour, or a day in figures alone, that the question has not: "22.09.2024",
    which to whoever counts is as well the number of a clause.
    """
    return any(one not in question for one in (*_DAY_IN_FIGURES.findall(sentence), *clocks(sentence)))


def _is_dated(sentence: str) -> bool:
    return bool(_of_dates().search(sentence) or _day().search(sentence)) or is_at_a_clock(sentence)


@cache
def _of_dates() -> re.Pattern[str]:
    """Dates as any of the languages writes them."""
    month = rf"(?:{shared_pattern(one.asks['month'] for one in languages())})[^\W\d_]*"
    return re.compile(
        r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d\b"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th|\.|er)?\s+(?:of\s+|de\s+|di\s+)?{month}(?:\s+(?:de\s+)?\d{{4}})?"
        rf"|\b{month}\s+\d{{1,2}}\b(?:,?\s+\d{{4}})?|\b(?:19|20|21)\d\d\b",
        re.IGNORECASE,
    )


@cache
def _heads(language: Language) -> re.Pattern[str]:
    """A heading with the number of the paragraph below it: "Article 84 Penalties 1. States shall …"."""
    named = "|".join(re.escape(one) for one in language.divisions)
    return re.compile(
        rf"^\W*(?:§+|(?:{named})\b\.?)\s*\d+[a-z]?\b[^\d.;:]{{0,90}}\s\(?\d{{1,3}}[.)]\s+(?=[^\W\d_])",
        re.IGNORECASE,
    )


@cache
def _day() -> re.Pattern[str]:
    """The number of a day: "giorno 5"."""
    named = shared_pattern(one.asks["day"] for one in languages())
    return re.compile(rf"\b(?:{named})\s+\d{{1,2}}\b", re.IGNORECASE)


def asks_for_a_deed(question: str, language: Language) -> bool:
    """Whether somebody is asked for by what they do: "who insures …", and not by what they are."""
    if name_asked(question, language) is not None:
        return False
    return kind_of(question, language) is Kind.PERSON and _who_is(language).search(question) is None


@cache
def _who_is(language: Language) -> re.Pattern[str]:
    person, being = language.asks[Kind.PERSON.value], language.asks["being"]
    return re.compile(rf"^\W*{_LED_TO}(?:{person})\s+(?:{being})\b", re.IGNORECASE)


def takes_for_granted(question: str, language: Language) -> bool:
    """Whether a question takes something for granted: "why is …", "since the lessor …", "…, isn't it?"."""
    return _premised(language).search(question) is not None


def is_of_the_other(question: str, source: str, language: Language) -> bool:
    """Whether a source speaks of the other side than a question asks about; one that takes something for
    granted, or asks whether somebody does it, may be told so by it. Whether the shop may cancel an order is
    not told by what its customers may.
    """
    told = takes_for_granted(question, language) or (
        kind_of(question, language) is Kind.VERDICT
        and not re.search(rf"\b(?:{language.meaning['may']})\b", question, re.IGNORECASE)
    )
    return not told and otherwise_named(question, source, language)


@cache
def _premised(language: Language) -> re.Pattern[str]:
    premised, tag = language.asks["premised"], language.asks["tag"]
    return re.compile(rf"^\W*(?:{premised})|,\s*¿?(?:{tag})\W*$", re.IGNORECASE)


def is_exception(text: str, language: Language) -> bool:
    """Whether a text speaks of what is left out: "does not apply to", "exempt", "gilt nicht"."""
    if exempting(language).search(text):
        return True
    found = [word.lower() for word in words(text)]
    near = [
        found[max(0, at - _APART) : at + _APART] for at, word in enumerate(found) if word in language.negators
    ]
    return any(word in applying(language) for some in near for word in some)


@cache
def applying(language: Language) -> frozenset[str]:
    """The forms of "apply"."""
    return frozenset(language.asks["applying"].split())


@cache
def light(language: Language) -> frozenset[str]:
    """Stems of words that any question may have and no sentence has to: "cost", "apply"."""
    return frozenset(stems(language.asks["light"], language))


@cache
def _asks(language: Language, kind: Kind) -> re.Pattern[str]:
    pattern = language.asks[kind.value]
    if kind is Kind.DURATION:
        pattern = f"{pattern}|{language.asks['often']}"
    if kind in (Kind.LIST, Kind.REASON):
        return re.compile(rf"^\W*(?:{pattern})", re.IGNORECASE)
    if kind is Kind.VERDICT:
        return re.compile(rf"^\W*(?:{pattern})|,\s*¿?(?:{language.asks['tag']})\W*$", re.IGNORECASE)
    lead = rf"^\W*{_LED_TO}" if kind in (Kind.PERSON, Kind.PLACE) else r"\b"
    # "Which agency" asks for no age, "welche Satzung" for no Satz.
    end = _PLURAL if kind is Kind.AMOUNT else ""
    return re.compile(rf"{lead}(?:{pattern}){end}", re.IGNORECASE)


@cache
def _begins(language: Language) -> re.Pattern[str]:
    return re.compile(rf"^\W*{_LED_TO}(?:{language.asks['begins']})\b", re.IGNORECASE)
