"""What stands before a value and names it: the label beside it, over it, or in its sentence."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from rag.extracting.fields.schema import Column, ColumnType
from rag.extracting.fields.sight import SeenLine, Sight

_LEADING = 90  # characters before a value in which its sentence names it
_FOLLOWING = 60
# How surely a label names the value, by where it stands: in its line, left of it, over it, in the sentence.
_SAME, _LEFT, _ABOVE, _BEFORE, _BEHIND = 1.0, 0.95, 0.85, 0.75, 0.5
_AMOUNT = re.compile(r"\d[.,]\d\d\b(?!\s?%)")
_CELLED = 0.7  # in a row of a table, where it may be of one item alone
_CELL = re.compile(r"(?<=; )[^:;]{1,60}: $")  # as the reader writes a cell behind the name of its column
_VALUED = re.compile(r"[^\W\d_].*\d[.,]\d\d\b(?!\s?%)")  # a label with a value of its own
_LABELS = (_SAME, _LEFT, _ABOVE)
_INDENT = 4  # characters before a label: a number, a bullet
_PHRASE, _WORD = 0.45, 0.25  # where nobody said how the value is labelled
_CLOSE = 2  # words between such a label and its value
_RANK = 0.01  # a later label of the list counts less
_SHORT = (2, 3)  # letters of a word that may be written with points
_ACCENTED = {"a": "áàâãå", "e": "éèêë", "i": "íìîï", "o": "óòôõ", "u": "úùû", "c": "ç", "n": "ñ"}
_SPELT = {"ä": "ae?", "ö": "oe?", "ü": "ue?", "ß": "ss"}
_LAST = 0.6  # than which none counts less


@dataclass(frozen=True, slots=True)
class Named:
    """How surely a value is the column's, 0–1, and the label that says so."""

    score: float
    label: str


NOTHING = Named(0.0, "")


def named(column: Column, sight: Sight, start: int, end: int) -> Named:
    """What names the value at a span of the text; `NOTHING` where nothing does, or something
    else does."""
    line = sight.at(start)
    best = NOTHING
    for told, weight in _places(sight, line, start, end):
        found = _matched(column, told, weight)
        if found is None:
            continue
        score, label, place = found
        if column.typed and not _stands(column, told, weight, place - len(label), place):
            continue
        if score == 0.0:  # the label nearest to it is another column's
            return best
        counts = weight
        if not column.labels and not (weight in _LABELS and stands_alone(told, label)):
            counts = _PHRASE if len(words_of(label)) > 1 else _WORD  # of the column's name, in a sentence
        if score * counts > best.score:
            best = Named(score * counts, label)
        if weight in (_SAME, _LEFT, _CELLED):
            break
    return best


def labelled(column: Column, text: str) -> re.Match[str] | None:
    """The label of a column in a line, where no label of others is the longer one there."""
    others = [one.span() for label in column.others for one in _pattern(label).finditer(text)]
    found = None
    for label in phrases(column):
        for one in _pattern(label).finditer(text):
            if any(start <= one.start() and end >= one.end() for start, end in others):
                continue
            if found is None or one.end() - one.start() > found.end() - found.start():
                found = one
    return found


def label_in(column: Column, text: str) -> re.Match[str] | None:
    """The longest label of a column in a text, whatever others say."""
    found = [one for label in phrases(column) for one in _pattern(label).finditer(text)]
    return max(found, key=lambda one: one.end() - one.start(), default=None)


def phrases(column: Column) -> tuple[str, ...]:
    """The labels of a column: its own, else its name and what its question asks for."""
    if column.labels:
        return column.labels
    name = re.sub(r"[_\W]+", " ", column.name).strip()
    asked = re.sub(
        r"^(?:what|which|who|when|how (?:much|many|long|high))\b(?: (?:is|are|was|were))?(?: the)? ?",
        "",
        column.question.strip(" ?"),
        flags=re.IGNORECASE,
    )
    return tuple(dict.fromkeys(one for one in (name, asked) if one))


def stands_alone(text: str, label: str) -> bool:
    """Whether a label stands as one: at the beginning of a line that ends with it, or behind a colon."""
    found = next(_pattern(label).finditer(text), None)
    if found is None or found.start() > _INDENT:
        return False
    rest = text[found.end() :].strip()
    return not rest or rest[0] in ":=?-" or not any(one.islower() for one in rest)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a label, without what stands between them."""
    return tuple(re.findall(r"[^\W_]+", text.lower()))


def _places(sight: Sight, line: SeenLine | None, start: int, end: int) -> list[tuple[str, float]]:
    found = []
    if line is not None:
        own = _AMOUNT.split(sight.text[line.start : start])[-1]  # behind the value before it in its line
        cell = _CELL.search(own)
        if cell:  # a row is named by what stands under its first head: "Item: Total; Price: 3.20"
            found.append((own.split("; ", 1)[0].rsplit(": ", 1)[-1], _SAME))
        found.append((cell[0], _CELLED) if cell else (own, _SAME))
        found += [(one.text, _LEFT) for one in sight.left_of(line)[:2]]
        found += [(one.text, _ABOVE) for one in sight.above(line)[:2] if not _VALUED.search(one.text)]
    found.append((sight.text[max(0, start - _LEADING) : start], _BEFORE))
    found.append((sight.text[end : end + _FOLLOWING], _BEHIND))
    return found


def _matched(column: Column, told: str, weight: float) -> tuple[float, str, int] | None:
    """The label that counts, with how much, 0 for one of something else, and where it ends; None for none.

    On a label's own line the longest says most ("Total incl. GST" is a total, "Sub total" is none); in the
    sentence around a value the nearest does.
    """
    own = phrases(column)
    found: list[tuple[int, int, float, str, int]] = []
    for rank, label in enumerate((*own, *column.others)):
        counts = max(1.0 - _RANK * rank, _LAST) if rank < len(own) else 0.0
        for one in _pattern(label).finditer(told):
            near, long = (-one.start() if weight == _BEHIND else one.end()), one.end() - one.start()
            around = weight in (_BEFORE, _BEHIND)
            found.append((near if around else long, long if around else near, counts, label, one.end()))
    best = max(found, default=None)
    return best[2:] if best else None


def _stands(column: Column, told: str, weight: float, start: int, end: int) -> bool:
    """Whether one of the labels of seven languages stands as a label, close before its value: "net" and
    "from" are words of many texts.
    """
    if weight in (_BEFORE, _BEHIND) or len(re.findall(r"[^\W\d_]{2,}", told[end:])) > _CLOSE:
        return False
    return column.type is not ColumnType.ORGANISATION or start <= _INDENT


@lru_cache(maxsize=1024)
def _pattern(label: str) -> re.Pattern[str]:
    """Its words with anything between them but letters: "Invoice No." and "INVOICE-NO" are one label."""
    words = re.findall(r"[^\W_]+|[#№%°]", label)
    body = r"[\W_]{0,3}".join(_word(one) for one in words)
    behind = r"(?![^\W_])" if words and words[-1].isalnum() else ""
    return re.compile(rf"(?<![^\W_]){body}{behind}", re.IGNORECASE)


def _word(word: str) -> str:
    """A word; short ones also as abbreviations: "T.V.A." for "tva"."""
    return (r"\.?" if len(word) in _SHORT else "").join(map(_letter, word))


@cache
def _letter(one: str) -> str:
    """A letter as it may be written: tills print "A PAYER" and "RUCKGELD", old ones "RUECKGELD", a Dutch
    invoice "vóór" for "voor".
    """
    if one in _SPELT:
        return f"(?:{one}|{_SPELT[one]})"
    bare = unicodedata.normalize("NFD", one)[0]
    forms = f"{one}{bare}{_ACCENTED.get(bare.lower(), '')}"
    return f"[{forms}]" if len(set(forms)) > 1 else re.escape(one)
