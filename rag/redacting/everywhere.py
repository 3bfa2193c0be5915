"""People who were found once, everywhere and in all forms: turned round, shortened, in capitals, in
addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from rag.redacting.flat import small_words
from rag.redacting.kinds import Kind, Span
from rag.redacting.name_words import WORD, Person, is_family, is_given, is_word, plain_letters
from rag.redacting.vocabulary import vocabulary

_GAP = r"(?:\s{1,3}|-\n ?|[_.-])"
_TURNED = r"(?:,?\s{1,3}|,|-\n ?|[_.-])"
_MIDDLE = (
    r"(?:(?:\w\.|v[ao]n|de[rnlsi]?|ter|ten|te|zu|du|l[ae]s?|d[aio]s?|della|dell'|"
    r"[A-ZÀ-Þ]\w[\w'-]*)[ ]{1,2}){0,2}"
)
_ENDING = r"(?:['’]?s|['’]|es|ens|in)?"
_SHORTEST = 3  # letters of a name that is looked for alone
_WORDS = 3000
_USUAL = 400  # of the commonest words of a language: alone they are no names


@dataclass(frozen=True, slots=True)
class Pattern:
    """Finds one person's names."""

    person: Person
    pattern: re.Pattern[str]


def joined(people: Iterable[Person]) -> list[Person]:
    """Who is one and the same, once: "Mr Roe" is "Jane Roe" where no other of the name is there. The longest
    name first.
    """
    found: dict[str, Person] = {}
    for one in people:
        key = one.key
        if key and key not in found:
            found[key] = one
    ordered = sorted(found.values(), key=lambda one: -len(one.given) - len(one.family))
    kept: list[Person] = []
    for one in ordered:
        mine = {word.lower() for word in (*one.given, *one.family)}
        if not any(mine <= {word.lower() for word in (*other.given, *other.family)} for other in kept):
            kept.append(one)
    return kept


def owner(person: Person, people: Iterable[Person]) -> str:
    """Whose name it is: the first who has all words of it, else its own."""
    mine = {word.lower() for word in (*person.given, *person.family)}
    return next(
        (one.key for one in people if mine <= {word.lower() for word in (*one.given, *one.family)}),
        person.key,
    )


def spans(text: str, people: Iterable[Person], language: str) -> Iterator[Span]:
    """Where a text names them. `who` is the name of the person, in lower case."""
    small = small_words(text)
    for person in people:
        for pattern in _patterns(person, small, language):
            for one in pattern.finditer(text):
                yield Span(one.start(), one.end(), Kind.NAME, person.key)


def whole(text: str, span: Span, language: str) -> Span:
    """With the words beside it that can only be of the name: "Ayşe" before a family name that is known from
    another, "Teles" behind one.
    """
    start, end = span.start, span.end
    before = re.compile(rf"(?<![\w.@-])({WORD}) $").search(text, max(0, start - 30), start)
    initial = text[start + 1 : start + 2] == "."  # "Jane Roe J. Doe": names side by side
    if before is not None and not initial and _is_of_a_name(before[1], text[: before.start()]):
        start = before.start(1)
    behind = re.compile(rf" ({WORD})(?![\w@])").match(text, end)
    if behind is not None and len(behind[1]) > 1 and behind[1].lower() not in vocabulary().no_names:
        usual = language == "de" or behind[1].lower() in _commonest(language)
        if is_family(behind[1]) or not usual:
            end = behind.end(1)
    return Span(start, end, span.kind, span.who)


@cache
def _commonest(language: str) -> frozenset[str]:
    from rag.language.word_lists import common_words

    return frozenset(islice(common_words(language), _WORDS))


def _is_of_a_name(word: str, before: str) -> bool:
    """Whether it is used as no word, and begins no sentence."""
    known = vocabulary()
    if word.lower() in known.no_names or re.fullmatch(
        f"(?:{known.honorifics}|{known.titles})", word, re.IGNORECASE
    ):
        return False
    if is_given(word) and word.lower() not in known.words:
        return True
    return not is_word(word) and re.search(r"(?:[\w,;)]|^|\n)\s?$", before) is not None


def _patterns(person: Person, small: frozenset[str], language: str) -> Iterator[re.Pattern[str]]:
    given, family = [_any(one) for one in person.given], [_any(one) for one in person.family]
    if given and family:
        first, last = "(?i:" + "|".join(given) + ")", "(?i:" + "|".join(family) + ")"
        more_given, more_family = rf"(?:{_GAP}{first})*", rf"(?:{_GAP}{last})*"
        yield re.compile(
            rf"(?<![^\W_]){first}{more_given}{_GAP}{_MIDDLE}{last}{more_family}{_ENDING}(?![^\W_])"
        )
        yield re.compile(
            rf"(?<![^\W_]){last}{more_family}{_TURNED}{_MIDDLE}{first}{more_given}{_ENDING}(?![^\W_])"
        )
        letters = "|".join(sorted({re.escape(one[0]) for one in person.given}))
        yield re.compile(
            rf"(?<!\w)(?:(?:{letters})\.? ?-?){{1,3}}{_GAP}?{_MIDDLE}{last}{more_family}{_ENDING}(?!\w)"
        )
        yield re.compile(rf"(?<!\w){last}{more_family},? (?:(?:{letters})\.?){{1,3}}(?!\w)")
        yield from _in_addresses(person)
        initials = "".join(one[0] for one in person.given) + "".join(one[0] for one in person.family)
        yield re.compile(
            rf"(?<![\w.]){r'[ ]?'.join(re.escape(one) + chr(92) + '.' for one in initials)}(?!\w)"
        )
    elif len(family) > 1 or len(given) > 1:
        yield re.compile(rf"(?<!\w){_GAP.join(given or family)}{_ENDING}(?!\w)", re.IGNORECASE)
    for word in (*person.family, *person.given):
        if _stands_alone(word, small, language, is_given=word in person.given and word not in person.family):
            forms = {
                _any(word),
                _any(word.upper()),
                _any(word.capitalize() if "-" not in word and "'" not in word else word),
            }
            yield re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(forms))}){_ENDING}(?![^\W_])")


def _stands_alone(word: str, small: frozenset[str], language: str, *, is_given: bool) -> bool:
    """Whether the word alone names a person, and nothing else."""
    from rag.language.word_lists import common_words

    low = word.lower()
    if len(word) < _SHORTEST or low in small or low in vocabulary().no_names or low in vocabulary().particles:
        return False
    if is_given and low in vocabulary().words:
        return False
    if word in vocabulary().family or word in vocabulary().given:
        # Lists of words hold names, too.
        return low not in islice(common_words(language), _USUAL)
    return low not in islice(common_words(language), 5 * _USUAL)


def _in_addresses(person: Person) -> Iterator[re.Pattern[str]]:
    """ "jane.roe", "jroe", "roe_jane" in addresses, names of files and accounts."""
    for first in person.given:
        for last in person.family:
            one, other = plain_letters(first), plain_letters(last)
            if len(one) > 1 and len(other) > 1:
                yield re.compile(
                    rf"(?<![a-zA-Z])(?:{one}[._-]?{other}|{other}[._-]?{one}|{one[0]}[._-]{other})"
                    rf"(?![a-zA-Z])",
                    re.IGNORECASE,
                )
                if len(other) > 3:
                    yield re.compile(
                        rf"(?<![a-zA-Z])(?:{one[0]}{other}|{other}{one[0]})(?![a-zA-Z])", re.IGNORECASE
                    )


_LETTERS: Mapping[str, str] = {"ä": "(?:ä|ae|a)", "ö": "(?:ö|oe|o)", "ü": "(?:ü|ue|u)", "ß": "(?:ß|ss|ẞ|SS)"}


def _any(word: str) -> str:
    """A word with its accents or without, and parted at a line's end."""
    import unicodedata

    signs = []
    for sign in word:
        small = sign.lower()
        if small in _LETTERS:
            both = _LETTERS[small]
            signs.append(
                both
                if sign.islower()
                else f"(?:{sign}|{both.upper().replace('(?:', '')[:-1]})"
                if sign != "ß"
                else both
            )
        elif sign in "-' ":
            signs.append(r"(?:-\n?|[\s'’‐])" if sign != "'" else "['’]?")
        else:
            plain = unicodedata.normalize("NFKD", sign)[0]
            signs.append(f"[{sign}{plain}]" if plain != sign else re.escape(sign))
    return "".join(signs)
