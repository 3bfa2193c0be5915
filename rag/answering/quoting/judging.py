"""Whether a sentence that the model wrote may stand, beside the sentence of the documents it rests on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from rag.answering.quoting.contrast import is_narrower
from rag.answering.quoting.demands import lacks_address
from rag.answering.quoting.identity import is_another, role_asked
from rag.answering.quoting.kinds import (
    Kind,
    has_kind,
    is_of_the_other,
    kind_of,
    takes_for_granted,
    tells_only_time,
)
from rag.answering.quoting.pieces import refers_back
from rag.answering.quoting.reasons import is_reason_of_the_last, tells_why
from rag.answering.quoting.sides import is_on_another_side
from rag.answering.quoting.standing import Ranked
from rag.grounding.citations import Quote
from rag.grounding.rendering import beside
from rag.grounding.roles import (
    exchanged,
    misattributed,
    names_no_doer,
    otherwise_named,
    put_in_place,
    stitched,
    taken_for_doer,
)
from rag.guarding.injection import is_order
from rag.language.concepts import spoken
from rag.language.denial import contradicts
from rag.language.languages import Language, language_of, languages, rivals_of, shared_pattern
from rag.language.permission import leaves_out, stands_against
from rag.language.quantities import Quantity, currencies, fresh_in, holds, is_year, quantities
from rag.language.references import only_referred_to
from rag.language.sentences import sentences
from rag.language.words import letters, plain, stems
from rag.types import Citation, Sentence

_AFFIRMS = re.compile(r"^\W*(?:yes|ja|oui|s[íì]|sim|correct|richtig|stimmt|نعم)\b", re.IGNORECASE)
_QUESTION = re.compile(r"\?\W*$")
_MISTAKEN = (exchanged, stitched, misattributed, put_in_place, taken_for_doer)
_TOLD = (Kind.DATE, Kind.DURATION, Kind.PERSON, Kind.IDENTIFIER)
_ECHO = 0.9  # of a sentence's words, those of the question


def misstates(question: str, sentence: Sentence) -> bool:
    """Whether a supported sentence says otherwise than what it rests on, or rests on an order."""
    said = plain(sentence.text)
    source = _source(sentence)
    if is_order(said) or is_order(source):
        return True
    kind = kind_of(question, spoken(question))
    where = f"{sentence.citations[0].section}. {source}" if sentence.citations else source
    if is_on_another_side(question, spoken(question), where, language_of(source)):
        return True
    question, said = beside(question, source), beside(said, source)
    language = _language(question, said)
    if any(one(said, source, language) for one in _MISTAKEN):
        return True
    if currencies(said, language) - currencies(f"{question} {where}", language):
        return True
    if is_of_the_other(question, source, language):
        return True
    if kind is Kind.PERSON and names_no_doer(said, source, language):
        return True
    role = role_asked(question, language) if kind is Kind.PERSON else None
    if role is not None and is_another(role, said, source, language):
        return True
    if kind is not Kind.VERDICT:
        return False
    affirms = says_yes(sentence.text) or set(stems(said, language)) <= set(stems(question, language))
    if not affirms:
        return False
    rest = _AFFIRMS.sub("", said)
    claim = rest if stems(rest, language) else question
    if only_referred_to(source, language) & frozenset(stems(claim, language)):
        return True
    denied = stands_against(claim, source, language) or leaves_out(claim, source, language)
    if denied or is_narrower(f"{question} {said}", source, language):
        return True
    return not affirmed(question, source, language) or _is_pieced(question, source, language)


def denied_by(question: str, sentence: Sentence, ranked: Sequence[Ranked]) -> bool:
    """Whether a yes stands against the sentence that comes nearest to the question: "No se permite la
    subcontratación", below the heading "SUBCONTRATACIÓN" that it rests on.
    """
    asked_in = spoken(question)
    if not ranked or not says_yes(sentence.text) or kind_of(question, asked_in) is not Kind.VERDICT:
        return False
    nearest = plain(ranked[0].quote.text)
    language = language_of(nearest)
    rest = _AFFIRMS.sub("", plain(sentence.text))
    claim = rest if stems(rest, language) else question
    return ranked[0].is_near and stands_against(claim, nearest, language)


def _is_pieced(question: str, source: str, language: Language) -> bool:
    """Whether no sentence of a source has all words of a question that the source has: that dogs are led on a
    leash and doors kept shut does not tell whether one may keep a dog. What refers back is one with the last.
    """
    return next(_with_all(question, source, language, refers_back), None) is None


def says_yes(text: str) -> bool:
    """Whether a text begins with a yes."""
    return _AFFIRMS.match(text) is not None


def agrees(sentence: Sentence, asked: str, quotes: Sequence[Quote]) -> bool:
    """Whether a sentence rests on one of the quotes that answer, where some do, and adds nothing to it."""
    said = plain(sentence.text)
    return not quotes or any(
        _touches(place, one) and not adds_to(said, asked, f"{one.hit.section} {plain(one.text)}")
        for place in sentence.citations
        for one in quotes
    )


def _touches(place: Citation, quote: Quote) -> bool:
    """Whether what is cited and a quote have some of the text in common."""
    begin, end = quote.hit.start + quote.start, quote.hit.start + quote.end
    return place.document_id == quote.hit.document_id and place.start < end and begin < place.end


def lacking(sentence: Sentence, ranked: Sequence[Ranked]) -> bool:
    """Whether what a sentence rests on has no word, nor anything above it, for a thing that the question
    names: what lectures cost is not what the pub charges. Nor is it told who does what it does not speak of.
    """
    rested = (one for one in ranked for place in sentence.citations if _touches(place, one.quote))
    known = [one.lacks or not (one.deed and one.does) for one in rested]
    return bool(known) and all(known)


def answers(question: str, sentence: Sentence) -> bool:
    """Whether a supported sentence answers by itself what is asked."""
    said = plain(sentence.text)
    if _QUESTION.search(said) or _asks_back(said, question):
        return False
    language = _language(question, said)
    kind = kind_of(question, spoken(question))
    if kind is Kind.VERDICT:
        return True
    if lacks_address(question, said, spoken(question), language):
        return False
    if kind is Kind.AMOUNT:
        # The model may count "persons" where "employees" were asked for, and years of age.
        return not tells_only_time(question, said, language) and any(
            not holds(one, _figures(question, language)) for one in quantities(said, language)
        )
    if kind in _TOLD and not has_kind(kind, question, said, language):
        return False
    if kind is Kind.REASON and not _gives_reason(question, _source(sentence)):
        return False
    return not _says_nothing(question, said, language)


def source_answers(question: str, sentence: Sentence) -> bool:
    """Whether what a sentence rests on holds the kind of thing that is asked for: "how high", a figure."""
    source = _source(sentence)
    kind = kind_of(question, spoken(question))
    return has_kind(kind, beside(question, source), source, language_of(source))


def _gives_reason(question: str, source: str) -> bool:
    """Whether one sentence of a source tells why, and has every word of the question that the source has: the
    reason of one thing is none of another that stands beside it.
    """
    language, asked = language_of(source), beside(question, source)
    found = _with_all(asked, source, language, is_reason_of_the_last)
    return any(tells_why(one, asked, language, language) for one in found)


def _with_all(
    asked: str, source: str, language: Language, joins: Callable[[str, Language], bool]
) -> Iterator[str]:
    """The sentences of a source that have every word of a question that the source has; two in a row are one
    where the second `joins` the first.
    """
    known = frozenset(stems(asked, language)) & frozenset(stems(source, language))
    said = [source[one.start : one.end] for one in sentences(source)]
    joined = [f"{one} {two}" for one, two in pairwise(said) if joins(two, language)]
    return (one for one in (*said, *joined) if known.issubset(stems(one, language)))


def _language(question: str, said: str) -> Language:
    """The language of a question and what is said of it: the question's own, where both may be in that
    ("À quelle heure ouvre l'atelier ?" has as many words of Italian).
    """
    own, both = spoken(question), f"{question} {said}"
    return own if own in rivals_of(both) else language_of(both)


def _source(sentence: Sentence) -> str:
    return " ".join(plain(one.quote) for one in sentence.citations)


def _figures(text: str, language: Language) -> frozenset[Quantity]:
    return frozenset(quantities(text, language))


def affirmed(question: str, source: str, language: Language) -> bool:
    """Whether a source says what a question asks to be confirmed: its figures, and who does what to whom."""
    known = frozenset(quantities(source, language))
    figures = [one for one in quantities(question, language) if not one.place]
    return all(holds(one, known) for one in figures) and not exchanged(question, source, language)


def premise(question: str, source: str, language: Language) -> Quantity | None:
    """An amount that a question takes for granted where its source says another one of the same unit."""
    known = [one for one in quantities(source, language) if not one.place]
    units = {_unit(one) for one in known} - {""}
    fresh = fresh_in(quantities(question, language), frozenset(known))
    return next((one for one in fresh if _unit(one) in units), None)


def _unit(one: Quantity) -> str:
    """A quantity's unit; of a bare number that may be one, "a year of the calendar"."""
    return one.unit or ("calendar" if is_year(one) else "")


def contradicted(question: str, citations: tuple[Citation, ...]) -> bool:
    """Whether what answers a question says otherwise than the question takes for granted."""
    language = spoken(question)
    premised = takes_for_granted(question, language)
    if not premised and kind_of(question, language) is not Kind.VERDICT:
        return False
    quotes = [plain(one.quote) for one in citations]
    return any(_speaks_against(one, question, premised=premised) for one in quotes)


def _speaks_against(quote: str, question: str, *, premised: bool) -> bool:
    """Whether a quote has another figure than the question takes for granted, or denies what it does."""
    there = beside(question, quote)
    language = spoken(question) if there == question else language_of(quote)
    if premise(there, quote, language) is not None:
        return True
    if not premised or there != question:
        return False
    return contradicts(question, quote, language) or otherwise_named(question, quote, language)


def adds_to(said: str, question: str, quote: str) -> bool:
    """Whether a sentence says something that neither the question nor a quote has: words, or figures."""
    question, said = beside(question, quote), beside(said, quote)
    language = _language(question, said)
    known = set(stems(f"{question} {quote}", language))
    figures = frozenset(quantities(f"{question}. {quote}", language))
    return bool(set(stems(said, language)) - known) or any(
        not holds(one, figures) for one in quantities(said, language)
    )


def _asks_back(said: str, question: str) -> bool:
    """Whether a sentence leaves open who it speaks of, with the question's own word: "muss wem melden"."""
    open_ = {one.lower() for one in _whom().findall(said)}
    return bool(open_ & {one.lower() for one in _whom().findall(question)})


@cache
def _whom() -> re.Pattern[str]:
    named = shared_pattern(one.asks["whom"] for one in languages())
    return re.compile(rf"\b(?:{named})\b", re.IGNORECASE)


def _says_nothing(question: str, said: str, language: Language) -> bool:
    """Whether a sentence only gives the question back."""
    own = set(stems(said, language))
    asked = set(stems(question, language))
    known = _figures(question, language)
    figures = [one for one in quantities(said, language) if not holds(one, known)]
    if figures or not own:
        return not figures
    if letters(said) and letters(said) in letters(question):
        return True
    return len(own & asked) >= _ECHO * len(own) and len(own) <= len(asked)
