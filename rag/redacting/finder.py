"""Finds personal data in the texts of a document together, so that who is named in one is found in all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.language.languages import language_of, languages, tells
from rag.redacting import addresses, births, contacts, everywhere, listed, name_words, numbers, people
from rag.redacting.flat import Flat
from rag.redacting.kinds import Kind, Span, apart
from rag.redacting.listed import Entry
from rag.redacting.name_words import Person

ALL = frozenset(kind for kind in Kind if kind is not Kind.OTHER)
_PARTED = "\n\n"
Namer = Callable[[str, str], Iterable[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: in each text its spans, and the people. `sure` are those whom a title, a label, a
    greeting or the like told with their whole name. `spared`: what stands there and is never to go.
    """

    spans: tuple[tuple[Span, ...], ...]
    people: tuple[Person, ...]
    language: str  # ISO 639-1
    sure: tuple[Person, ...] = ()
    spared: tuple[str, ...] = ()


def find(
    texts: Sequence[str],
    kinds: Collection[Kind] = ALL,
    known: Iterable[Person] = (),
    namer: Namer | None = None,
    more: Iterable[str] = (),
    entries: Sequence[Entry] = (),
) -> Found:
    """What of the texts of one document is personal data of these kinds.

    `known`: people who are looked for, too. `namer` gives where a model sees names in a text of a language
    (ISO 639-1). `more`: words that a person added, found everywhere. `entries`: the list of the library or
    matter: what is always to go, of whatever kind, and what never.
    """
    whole = _PARTED.join(texts)
    flat = Flat.of(whole)
    language, spoken = _languages(flat.text)
    always, never = [one for one in entries if not one.never], [one for one in entries if one.never]
    known = [*known, *listed.people_of(always)]
    named, sure = list(known), list[Person]()
    spans: list[Span] = []
    if Kind.NAME in kinds or Kind.BIRTH in kinds:
        told = list(people.people(flat.text, language))
        if namer is not None:
            told += _of_model(flat.text, language, namer, told)
        told = _but(told, listed.people_of(never, never=True), known)
        told, spans = _people(flat.text, told, known, language)
        named = everywhere.joined([*told, *known])
        sure = [one for one in everywhere.joined(told) if _is_sure(one, told)]
    names = [one for one in spans if one.kind is Kind.NAME]
    spans += births.births(flat.text, names)
    spans += numbers.numbers(flat.text)
    spans += contacts.ibans(flat.text)
    spans += contacts.cards(flat.text)
    spans += contacts.accounts(flat.text)
    spans += contacts.emails(flat.text)
    spans += contacts.phones(flat.text, spoken)
    spans += addresses.addresses(flat.text)
    kept = [one for one in _repeated(flat.text, spans) if one.kind in kinds]
    wanted = list(listed.spans(flat.text, always, language))
    kept = apart(_beside_emails(flat.text, [*wanted, *listed.spared(kept, wanted)]))
    stays = list(listed.spans(flat.text, never, language, named))
    kept = listed.spared(kept, stays)
    placed = [Span(*flat.span(one.start, one.end), one.kind, one.who) for one in kept]
    placed += _added(whole, more)
    stay = dict.fromkeys(" ".join(flat.text[one.start : one.end].split()) for one in apart(stays))
    spread = tuple(_shared(texts, apart(placed)))
    return Found(spread, tuple(named), language, tuple(sure), tuple(stay))


def further(texts: Sequence[str], found: Found, entries: Sequence[Entry]) -> tuple[tuple[Span, ...], ...]:
    """Where the texts hold what is listed and what was not found there: in each text its spans."""
    whole = _PARTED.join(texts)
    flat = Flat.of(whole)
    taken, start = list[tuple[int, int]](), 0
    for text, spans in zip(texts, found.spans, strict=True):
        taken += [(start + one.start, start + one.end) for one in spans]
        start += len(text) + len(_PARTED)
    there = apart(listed.spans(flat.text, entries, found.language))
    placed = [Span(*flat.span(one.start, one.end), one.kind, one.who) for one in there]
    left = [one for one in placed if not any(one.start < end and start < one.end for start, end in taken)]
    return tuple(_shared(texts, left))


def _but(told: Iterable[Person], never: Sequence[Person], known: Iterable[Person]) -> list[Person]:
    """Without those who are never to go, unless somebody known may be meant."""
    stays = [_words_of(one) for one in never]
    others = [_words_of(one) for one in known]
    people = list(told)
    others += [
        words for one in people if (words := _words_of(one)) and not any(words <= other for other in stays)
    ]
    return [
        one
        for one in people
        if not any(_words_of(one) <= words for words in stays)
        or any(_words_of(one) <= words for words in others)
    ]


def _words_of(person: Person) -> set[str]:
    return {word.lower() for word in (*person.given, *person.family)}


def _is_sure(person: Person, told: Iterable[Person]) -> bool:
    """Whether something else than a list of names told a whole name."""
    if not person.given or not person.family:
        return False
    return any(one.told and one.key == person.key for one in told)


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
