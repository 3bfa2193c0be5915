"""The labels of clauses: what a numbered heading looks like and how labels nest.

Patterns only; whether a line that looks like a heading is one is decided in `rag.structuring.headings`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_KEYWORDS = {
    "volume": 0,
    "part": 1, "title": 1, "book": 1, "teil": 1, "partie": 1, "titre": 1, "parte": 1, "título": 1,
    "titolo": 1, "annex": 1, "appendix": 1, "schedule": 1, "exhibit": 1, "anhang": 1, "anlage": 1,
    "annexe": 1, "anexo": 1, "allegato": 1, "bijlage": 1, "deel": 1,
    "chapter": 2, "kapitel": 2, "chapitre": 2, "capítulo": 2, "capitolo": 2, "note": 2,
    "hoofdstuk": 2,
    "section": 3, "item": 3, "abschnitt": 3, "sección": 3, "sezione": 3, "subpart": 3,
    "secção": 3, "seção": 3, "afdeling": 3,
    "subsection": 4,
    "article": 5, "artikel": 5, "artículo": 5, "articolo": 5, "artigo": 5, "rule": 5,
    "regulation": 5, "clause": 5, "principle": 5, "§": 5, "§§": 5,
}  # fmt: skip
_ARTICLES = frozenset({"article", "artikel", "artículo", "articolo", "artigo"})
_SECTIONS = frozenset({"section", "abschnitt", "sección", "sezione", "secção", "seção", "afdeling"})

_NUMBER = (
    r"(?:\d{1,4}(?:[.\-]\d{1,3})*[A-Z]{0,2}|[IVXLC]{1,7}|[A-Z](?:[.\-]?\d{1,3})?"
    r"|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN)"
)
_KEYWORD = re.compile(
    rf"(?:(?P<word>{'|'.join(word for word in _KEYWORDS if word[0] != '§')})\s+|(?P<sign>§§?)\s*)"
    rf"(?P<number>{_NUMBER})(?:[.:)]?(?=\s|$)|\s*[-–—](?=\s))\s*[-–—:]?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_DECIMAL = re.compile(
    r"(?P<label>(?:[A-Z]{1,3}[.\-]?)?\d{1,3}[A-Z]?"
    r"(?:\.(?:\d{1,3}[A-Z]{0,2}|\(\w{1,5}\)|[A-Z][a-z]+(?=\.[\d(]|\.?\t))(?![\w(]))*)"
    r"(?:\.?\s+|\.(?=[A-Z]))(?P<rest>\S.*)"
)
_BARE_DECIMAL = re.compile(r"(?P<label>\d{1,3}(?:\.\d{1,3}){1,5})\.?")
_RECITAL = re.compile(r"\((?P<number>\d{1,3})\)\s+\S")
_ITEM = re.compile(
    r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6})\)|\d{1,3}\.|[a-z]\.|[•◦▪‣●○■□➢–—*-]|row\s\d{1,7}:)\s+\S|\(?[ivxlc]{1,6}\)\s"
)
_PARTS = re.compile(r"\([^()]*\)|[^\s.()]+")


class Series(Enum):
    """What kind of numbering a label belongs to; ranks compare only within one series."""

    KEYWORD = "keyword"
    DECIMAL = "decimal"
    RECITAL = "recital"


@dataclass(frozen=True, slots=True)
class ClauseLabel:
    """A label found at the start of a line. A lower `rank` contains a higher one of its series."""

    series: Series
    rank: int
    label: str
    rest: str  # what follows it on the line
    word: str = ""  # the keyword, in lower case


def keyword_label(text: str) -> ClauseLabel | None:
    """ "Article 33", "CHAPTER IV – Controller", "§ 12 Title", "Annex A". None for anything else."""
    match = _KEYWORD.match(text)
    if match is None:
        return None
    word, number, rest = match["word"] or match["sign"], match["number"], match["rest"].strip()
    capital = word[0].isupper() or word[0] == "§"
    if not capital or (len(number) == 1 and number.islower()) or rest[:1].islower():
        return None
    if number.isalpha() and not number.isupper():
        return None
    rank = _KEYWORDS.get(word.lower())  # a search without case takes "ı" for "i" and "ſ" for "s"
    if rank is None:
        return None
    return ClauseLabel(Series.KEYWORD, rank, f"{word} {number}", rest, word.lower())


def decimal_label(text: str) -> ClauseLabel | None:
    """ "3.5.7 Enforce …", "2.4. Title", "1.2.1.(1)", "A.9.2". Rank is the number of parts."""
    match = _DECIMAL.match(text)
    if match is None:
        bare = _BARE_DECIMAL.fullmatch(text)
        if bare is None:
            return None
        label, rest = bare["label"], ""
    else:
        label, rest = match["label"], match["rest"].strip()
    if not any(mark.isdigit() for mark in label):
        return None
    return ClauseLabel(Series.DECIMAL, len(label_parts(label)), label, rest)


def recital_number(text: str) -> int | None:
    """The number of a line that begins with "(85) "."""
    match = _RECITAL.match(text)
    return int(match["number"]) if match else None


def starts_item(text: str) -> bool:
    """Whether a line begins a list item, numbered paragraph or row: "(a) …", "2. …", "• …", "row 3: …"."""
    return _ITEM.match(text) is not None


def label_parts(label: str) -> tuple[str, ...]:
    """The parts of a label, outermost first: "14.2.3.(a)" is 14, 2, 3, (a)."""
    return tuple(part.casefold() for part in _PARTS.findall(label))


def article_holds_sections(words: list[str]) -> bool:
    """Whether articles contain sections here (contracts), not sections articles (statutes).

    `words` are the keywords in reading order: the one that comes first is the outer one.
    """
    for word in words:
        if word in _ARTICLES:
            return any(later in _SECTIONS for later in words)
        if word in _SECTIONS:
            return False
    return False


def swapped_rank(word: str, rank: int) -> int:
    """The rank of a keyword in a document whose articles contain its sections."""
    if word in _ARTICLES:
        return 3
    return 5 if word in _SECTIONS else rank
