"""Names as runs of words with capitals, initials and particles, and what of them is given and family name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rag.redacting.vocabulary import vocabulary

CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĻĽŁŃŅŇŌŐŔŘŚŞŠŢŤŪŮŰŹŻŽȘȚẞ]"
WORD = (
    rf"(?:(?:[dDlL]'|[dD]e|[dD]i|[dD]u|Mac|Mc|O'|Fitz|Le|La|Van|Von)"
    rf"?{CAPITAL}[\w']*(?:-(?:{CAPITAL}|[a-z])[\w']*)*)"
)
_TOKEN = re.compile(rf"{CAPITAL}\.(?:-?{CAPITAL}\.)*|{WORD}|'t|[a-zà-ÿ]{{1,6}}'?(?![\w.])")
# "FedRAMP", "OSCAL-Based", "LC_MESSAGES" are no names, "McDONALD" and "LeROY" are.
_COINED = re.compile(
    r"^(?!(?:Ma?c|L[ea]|D[eiu]|V[ao]n)[A-Z]+$).*[a-zß-ÿ][A-Z]{2}|(?:^|-)[A-Z]{3,}-[A-Z][a-z]|_"
)
_GAP = re.compile(r"[ ]{1,2}(?=\S)")
_LAST = re.compile(rf"(?<![\w'-])({WORD}) $")
_NEXT = re.compile(rf" ?{CAPITAL}[\w'-]{{2}}")
_MOST = 6  # words of a name
_LONG_LINE = 40  # characters:
_SUFFIX = frozenset(
    {"jr", "sr", "ii", "iii", "iv", "jun", "sen", "junior", "senior", "filho", "neto", "júnior"}
)


@dataclass(frozen=True, slots=True)
class Person:
    """`given` and `family` are the words of the name as they were written, without particles and initials.
    `told`: a title, a label, a greeting or the like says that it is somebody.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    start: int = -1
    end: int = -1
    told: bool = False

    @property
    def key(self) -> str:
        return " ".join((*self.given, *self.family)).lower()


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    text: str

    @property
    def is_initial(self) -> bool:
        return self.text.endswith(".") or (len(self.text) == 1 and self.text.isupper())

    @property
    def is_particle(self) -> bool:
        return self.text[0].islower() or self.text == "'t"


def tokens_at(text: str, at: int, *, most: int = _MOST) -> list[Token]:
    """The words of the name that begins here; empty where none does."""
    found: list[Token] = []
    words = vocabulary()
    while len(found) < most:
        one = _TOKEN.match(text, at)
        if one is None:
            break
        token = Token(one.start(), one.end(), one[0])
        bare = token.text.lower().rstrip(".'")
        if token.is_particle and (
            bare not in words.particles
            or (
                not found
                and bare in ("la", "le", "les", "el", "e", "y", "i", "en", "in", "op", "am", "st", "a")
            )
        ):
            break
        if (bare in words.no_names and not token.is_initial) or _COINED.search(token.text):
            break
        if token.is_initial and _begins_another(text, token, found):
            break
        found.append(token)
        gap = _GAP.match(text, one.end())
        if gap is not None:
            at = gap.end()
        elif one[0].endswith("'"):
            at = one.end()
        elif _goes_on(text, one.end(), found):
            at = one.end() + 1
        else:
            break
    while found and (found[-1].is_particle or (found[-1].is_initial and len(found) == 1)):
        found.pop()
    return found


def _begins_another(text: str, initial: Token, found: list[Token]) -> bool:
    """Whether it is of the next name of a row: "Jane Roe J. Doe", but "Mary Jane R. Doe"."""
    full = [one for one in found if not one.is_particle and not one.is_initial]
    if not full or full[-1].text in vocabulary().given:
        return False
    before = _LAST.search(text, max(0, full[0].start - 30), full[0].start)
    named = len(full) > 1 or (before is not None and before[1] in vocabulary().given)
    return named and _NEXT.match(text, initial.end) is not None


def _goes_on(text: str, at: int, found: list[Token]) -> bool:
    """Whether a name may go on in the next line."""
    if not text.startswith("\n", at) or len(found) > 3:
        return False
    following = _TOKEN.match(text, at + 1)
    if following is None or following[0][0].islower():
        return (
            following is not None
            and following[0] in vocabulary().particles
            and found[-1].text in vocabulary().given
        )
    line = at - (text.rfind("\n", 0, at) + 1)
    behind = text[following.end() : following.end() + 2]
    return (
        (found[-1].text in vocabulary().given | {"Dr.", "Prof."} or found[-1].is_initial)
        and (line > _LONG_LINE or following[0] in vocabulary().family or not is_word(following[0]))
        and not behind.startswith(":")
        and following[0].lower() not in vocabulary().no_names
        and following[0] != found[-1].text  # a signature below a signature
    )


def person_of(tokens: list[Token], *, family_first: bool = False, is_family: bool = False) -> Person | None:
    """Given and family names of such a run."""
    words = [one.text for one in tokens if not one.is_particle and not one.is_initial]
    words = [one for one in words if one.lower().rstrip(".") not in _SUFFIX]
    if not words:
        return None
    start, end = tokens[0].start, tokens[-1].end
    known = vocabulary()
    if len(words) == 1:
        alone = (words[0],)
        if is_family or any(one.is_initial for one in tokens) or words[0] not in known.given:
            return Person((), alone, start, end)
        return Person(alone, (), start, end)
    if family_first or (words[0].isupper() and not words[-1].isupper() and len(words[0]) > 1):
        return Person(tuple(words[1:]), (words[0],), start, end)
    count = 1
    while (
        count < len(words) - 1
        and (
            words[count] in known.given
            or (words[count].upper() in known.given_capitals and words[count].isupper())
        )
        and words[count] not in known.family
    ):
        count += 1
    return Person(tuple(words[:count]), tuple(words[count:]), start, end)


def is_given(word: str) -> bool:
    known = vocabulary()
    if word in known.given or (word.isupper() and len(word) > 2 and word in known.given_capitals):
        return True
    return "-" in word and all(part in known.given for part in word.split("-"))


def is_family(word: str) -> bool:
    known = vocabulary()
    if word in known.family or (word.isupper() and len(word) > 2 and word in known.family_capitals):
        return True
    return "-" in word and any(part in known.family for part in word.split("-"))


def looks_like_name(tokens: list[Token]) -> bool:
    """Two words at least, and one of them known, or an initial beside one that nobody uses as a word."""
    words = [one.text for one in tokens if not one.is_particle and not one.is_initial]
    if not words or any(one.lower() in vocabulary().no_names for one in words):
        return False
    if len(words) + sum(one.is_initial for one in tokens) < 2:
        return False
    return any(is_given(one) or is_family(one) for one in words)


def plain_letters(word: str) -> str:
    """As addresses write a name."""
    import unicodedata

    spelt = word.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", spelt))


@cache
def is_word(word: str) -> bool:
    """Whether some language uses it as a word, or a company may be called so."""
    from rag.language.word_lists import common_words

    small = word.lower()
    return any(small in common_words(code) for code in ("en", "de", "fr", "es", "it", "nl", "pt"))
