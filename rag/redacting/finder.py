"""Finds personal data in the texts of a document together, so that who is named in one is found in all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.language.languages import language_of, languages, tells
from rag.redacting import addresses, births, contacts, everywhere, name_words, numbers, people
from rag.redacting.flat import Flat
from rag.redacting.kinds import Kind, Span, apart
from rag.redacting.name_words import Person

ALL = frozenset(kind for kind in Kind if kind is not Kind.OTHER)
_PARTED = "\n\n"
Namer = Callable[[str, str], Iterable[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: in each text its spans, and the people."""

    spans: tuple[tuple[Span, ...], ...]
    people: tuple[Person, ...]
    language: str  # ISO 639-1


def find(
    texts: Sequence[str],
    kinds: Collection[Kind] = ALL,
    known: Iterable[Person] = (),
    namer: Namer | None = None,
    more: Iterable[str] = (),
) -> Found:
    """What of the texts of one document is personal data of these kinds.

    `known`: people of the matter, who are looked for, too. `namer` gives where a model sees names in a
    text of a
    language (ISO 639-1). `more`: words that a person added, found everywhere.
    """
    whole = _PARTED.join(texts)
    flat = Flat.of(whole)
    language, spoken = _languages(flat.text)
    named = list(known)
    spans: list[Span] = []
    if Kind.NAME in kinds or Kind.BIRTH in kinds:
        told = list(people.people(flat.text, language))
        if namer is not None:
            told += _of_model(flat.text, language, namer, told)
        told, spans = _people(flat.text, told, known, language)
        named = everywhere.joined([*told, *known])
    names = [one for one in spans if one.kind is Kind.NAME]
    spans += births.births(flat.text, names)
    spans += numbers.numbers(flat.text)
    spans += contacts.ibans(flat.text)
    spans += contacts.cards(flat.text)
    spans += contacts.accounts(flat.text)
    spans += contacts.emails(flat.text)
    spans += contacts.phones(flat.text, spoken)
    spans += addresses.addresses(flat.text)
    kept = apart(_beside_emails(flat.text, [one for one in _repeated(flat.text, spans) if one.kind in kinds]))
    placed = [Span(*flat.span(one.start, one.end), one.kind, one.who) for one in kept]
    placed += _added(whole, more)
    return Found(tuple(_shared(texts, apart(placed))), tuple(named), language)


def _people(
    text: str, told: list[Person], known: Iterable[Person], language: str
) -> tuple[list[Person], list[Span]]:
    """Those who are named, and where. Words that turn out to be of a name make it longer, and are looked for,
    too: done twice.
    """
    for _ in range(2):
        named = everywhere.joined([*told, *known])
        spans = [
            Span(one.start, one.end, Kind.NAME, everywhere.owner(one, named))
            for one in told
            if one.start >= 0
        ]
        spans += everywhere.spans(text, named, language)
        longer = []
        for place, span in enumerate(spans):
            whole = everywhere.whole(text, span, language)
            if whole != span:
                spans[place] = whole
                person = name_words.person_of(name_words.tokens_at(text, whole.start))
                if person is not None and person.end <= whole.end:
                    longer.append(person)
        if not longer:
            break
        told = [*told, *longer]
    return told, spans


def _beside_emails(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Names end where an address begins that is made of them."""
    emails = [one for one in spans if one.kind is Kind.EMAIL]
    for span in spans:
        start, end = span.start, span.end
        for one in emails if span.kind is Kind.NAME else ():
            if one.start <= start < one.end:
                start = min(one.end, end)
            elif start < one.start < end:
                end = start + len(text[start : one.start].rstrip(" ,;:<(\n"))
        yield Span(start, end, span.kind, span.who) if (start, end) != (span.start, span.end) else span


def _languages(text: str) -> tuple[str, tuple[str, ...]]:
    """The language of the text, and every one of which some of it is written."""
    first = language_of(text).code
    others = [one.code for one in languages() if one.code != first and tells(text, one)]
    return first, (first, *others)


def _of_model(text: str, language: str, namer: Namer, told: Sequence[Person]) -> Iterator[Person]:
    for start, end in namer(text, language):
        if any(one.start <= start and end <= one.end for one in told):
            continue
        tokens = name_words.tokens_at(text, start)
        inside = [one for one in tokens if one.end <= end]
        person = name_words.person_of(inside) if inside else None
        if person is not None:
            yield person


def _repeated(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The spans, and the same numbers and addresses where they stand without what told them."""
    import re

    yield from spans
    for kind in (Kind.NUMBER, Kind.ACCOUNT, Kind.PHONE, Kind.IBAN, Kind.EMAIL, Kind.ADDRESS, Kind.CARD):
        written = {" ".join(text[one.start : one.end].split()): one.who for one in spans if one.kind is kind}
        for form, who in written.items():
            if len(form) < 5:
                continue
            signs = (
                r"[\s.\-/]{0,2}".join(map(re.escape, contacts.bare(form)))
                if kind not in (Kind.EMAIL, Kind.ADDRESS)
                else r"\s+".join(map(re.escape, form.split()))
            )
            for one in re.finditer(rf"(?<!\w){signs}(?!\w)", text, re.IGNORECASE):
                yield Span(one.start(), one.end(), kind, who)


def _added(text: str, more: Iterable[str]) -> Iterator[Span]:
    import re

    for one in more:
        words = one.split()
        if words:
            for found in re.finditer(r"[\s\u00a0]+".join(map(re.escape, words)), text, re.IGNORECASE):
                yield Span(found.start(), found.end(), Kind.OTHER, " ".join(words).lower())


def _shared(texts: Sequence[str], spans: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """The spans of each text, counted from its own beginning."""
    start = 0
    for text in texts:
        end = start + len(text)
        yield tuple(
            Span(max(one.start, start) - start, min(one.end, end) - start, one.kind, one.who)
            for one in spans
            if one.start < end and one.end > start
        )
        start = end + len(_PARTED)
