"""Which of what a document names is a column's value: by its label, its sentence, its place; without a model.

Every value is a span of the document. What cannot be told is left out: an empty cell is filled by hand, a
wrong one is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from rag.extracting.fields.amounts import amounts, currency_of, numbers
from rag.extracting.fields.checksums import ibans
from rag.extracting.fields.days import days, writes_month_first
from rag.extracting.fields.heads import addresses, issuers
from rag.extracting.fields.known import known
from rag.extracting.fields.labels import labelled, named, stands_alone
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.names import normal, organisations
from rag.extracting.fields.parties import parties
from rag.extracting.fields.periods import periods
from rag.extracting.fields.said import JOINED, coded, said
from rag.extracting.fields.schema import Column, ColumnType
from rag.extracting.fields.settling import COINS, SETTLED, rounded, settled
from rag.extracting.fields.sight import SeenLine, Sight
from rag.language.languages import language_of

LEAST = 0.3  # of a score; below it nothing names the value
_AS_GOOD = 0.06  # within which two candidates count as equal, and their place or size decides
_SENTENCE = 300  # characters of a sentence before a value that are looked at
_OPENING = 2500  # characters of a document's opening
_MOST_AMOUNTS = 200  # of a document, of which sums are looked for
_BY_PLACE = 0.45  # of what has no label and stands where its kind stands
_BY_SENTENCE = 0.9
_LABELLED, _RANK, _LAST = 0.95, 0.03, 0.5  # of what stands beside a label; a later label counts less
_SURE_LABEL = 0.9  # of a score, as a label in the line of its amount has
_LATE = 0.6  # of a score: a label far behind the opening, where the value is said to stand
_RATE = re.compile(r"\s?[%‰]")
_WORDS = (ColumnType.TEXT, ColumnType.ONE_OF, ColumnType.YES_NO, ColumnType.PERSON)


class How(StrEnum):
    """What told that a value is the column's."""

    LABEL = "label"
    SENTENCE = "sentence"
    PLACE = "place"
    FORM = "form"  # its own: check digits
    SETTLED = "settled"  # what was handed over less what came back; a total after rounding
    ANSWER = "answer"  # the answer to the column's question
    TAUGHT = "taught"  # by what was corrected in a document of the same layout
    PERSON = "person"  # who corrected it


@dataclass(frozen=True, slots=True)
class Candidate:
    mention: Mention
    score: float
    how: How


def candidates(column: Column, sight: Sight) -> list[Candidate]:
    """The values that a column may have, the likeliest first."""
    column = known(column)
    if column.checksum == "iban" and (known_by_digits := list(_by_check_digits(sight))):
        return known_by_digits
    found = [*_by_sentence(column, sight), *_by_label(column, sight), *_by_place(column, sight)]
    best: dict[tuple[int, int], Candidate] = {}
    for one in found:
        key = (one.mention.start, one.mention.end)
        if key not in best or one.score > best[key].score:
            best[key] = one
    told = sorted(best.values(), key=lambda one: -one.score)
    if column.largest and told:
        top = [one for one in told if one.score >= told[0].score - _AS_GOOD]
        sums = sums_in(sight.text)
        top.sort(key=lambda one: (-(float(one.mention.value) in sums), -float(one.mention.value)))
        told = [*top, *told[len(top) :]]
    return [*_by_settling(column, sight, told[:1]), *told]


def _by_check_digits(sight: Sight) -> Iterator[Candidate]:
    """IBANs need no label where they have their check digits."""
    seen: set[str] = set()
    for one in ibans(sight.text):
        bare = re.sub(r"\W", "", one.value)
        if bare not in seen:
            yield Candidate(one, _BY_SENTENCE - 0.01 * len(seen), How.FORM)
            seen.add(bare)


def _by_settling(column: Column, sight: Sight, best: Sequence[Candidate]) -> Iterator[Candidate]:
    """What was handed over less what came back, where no sure label names an amount that differs by more than
    coins do: a part may have been paid otherwise. Else the total after its rounding.
    """
    if not (column.tendered or column.rounding):
        return
    printed = mentions_of(column, sight)
    found = settled(column, sight, printed)
    sure = [float(one.mention.value) for one in best if one.score >= _SURE_LABEL]
    if found is not None and all(abs(one - float(found.value)) <= COINS for one in sure):
        yield Candidate(found, SETTLED, How.SETTLED)
        return
    after = [rounded(column, sight, printed, one.mention) for one in best]
    yield from (Candidate(one, SETTLED, How.SETTLED) for one in after if one is not None)


def sums_in(text: str) -> frozenset[float]:
    """The amounts of a text that are the sum of two others in it: a net price and its tax."""
    found = sorted({round(100 * abs(float(one.value))) for one in _undated(text, amounts(text))} - {0})
    if len(found) > _MOST_AMOUNTS:
        return frozenset()
    there = set(found)
    return frozenset(
        (one + other) / 100 for one in found for other in found if one > other and one + other in there
    )


def _by_sentence(column: Column, sight: Sight) -> Iterator[Candidate]:
    """What the patterns of a preset find."""
    for rank, pattern in enumerate(column.finds):
        for found in _compiled(pattern).finditer(sight.text):
            start, end = found.span("value") if "value" in found.re.groupindex else found.span()
            inside = value_in(column, sight, start, end)
            if inside is not None and not _avoided(column, sight, inside):
                yield Candidate(inside, _BY_SENTENCE - 0.02 * rank, How.SENTENCE)


def _avoided(column: Column, sight: Sight, mention: Mention) -> bool:
    """Whether the sentence of a value says that it is of something else."""
    if not column.avoid:
        return False
    before = sight.text[max(0, mention.start - _SENTENCE) : mention.start].rsplit(". ", 1)[-1]
    behind = sight.text[mention.end : mention.end + _SENTENCE // 2].split(". ", 1)[0]
    return _compiled(column.avoid).search(f"{before}{mention.text}{behind}") is not None


def _by_label(column: Column, sight: Sight) -> Iterator[Candidate]:
    if column.finds and not column.labels:
        return
    if column.type in _WORDS:
        yield from _beside_label(column, sight)
        if column.type is ColumnType.TEXT and (column.typed or not column.labels):
            yield from (Candidate(one, JOINED, How.SENTENCE) for one in coded(column, sight))
        return
    if column.type is ColumnType.ORGANISATION:  # one without the form of a company
        yield from _beside_label(column, sight)
    by_sentence = column.type is not ColumnType.ORGANISATION and (column.typed or not column.labels)
    for mention in mentions_of(column, sight):
        told = named(column, sight, mention.start, mention.end)
        sure = said(column, sight, mention.start, mention.end) if by_sentence else 0.0
        if sure > told.score:
            yield Candidate(mention, sure, How.SENTENCE)
        elif told.score:
            late = column.place == "opening" and mention.start > _OPENING
            yield Candidate(mention, told.score * (_LATE if late else 1.0), How.LABEL)


def _by_place(column: Column, sight: Sight) -> Iterator[Candidate]:
    if column.type is ColumnType.PARTY:
        for rank, one in enumerate(parties(sight.text)):
            yield Candidate(one, _BY_SENTENCE - 0.001 * rank, How.SENTENCE)
    elif column.place == "top" and column.type is ColumnType.ORGANISATION:
        for rank, one in enumerate(issuers(sight)):
            yield Candidate(one, _BY_PLACE - 0.02 * rank, How.PLACE)
    elif column.type is ColumnType.ADDRESS:
        for rank, one in enumerate(addresses(sight)):
            yield Candidate(one, _BY_PLACE - 0.02 * rank, How.PLACE)
    elif column.place == "currency":
        if code := currency_of(sight.text):
            at = _of_currency(sight, code)
            yield Candidate(Mention(at.start, at.end, at.text, code), _BY_PLACE, How.PLACE)
    elif column.place in ("opening", "top") and column.type is ColumnType.DATE:
        for rank, one in enumerate(mentions_of(column, sight)[:3]):
            if one.start < _OPENING:
                yield Candidate(one, _BY_PLACE - 0.03 * rank, How.PLACE)


def _of_currency(sight: Sight, code: str) -> Mention:
    return next((one for one in numbers(sight.text) if one.unit == code), Mention(0, 0, "", code))


def mentions_of(column: Column, sight: Sight) -> list[Mention]:
    """All of a column's type that the document names; nothing for types without a form of their own."""
    text = sight.text
    match column.type:
        case ColumnType.DATE:
            return days(text, month_first=month_first(text))
        case ColumnType.MONEY:
            return [one for one in _undated(text, amounts(text)) if not _RATE.match(text, one.end)]
        case ColumnType.NUMBER:
            return _undated(text, numbers(text))
        case ColumnType.PERIOD:
            return periods(text)
        case ColumnType.ORGANISATION:
            return organisations(text)
        case _:
            return []


def _undated(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Without the figures of days."""
    dated = [(one.start, one.end) for one in days(text)]
    return [one for one in found if not any(start < one.end and one.start < end for start, end in dated)]


@lru_cache(maxsize=4)  # of the document in hand, for every column and every sentence
def month_first(text: str) -> bool | None:
    """How a document writes days in figures; as in the United States where it speaks of those alone."""
    told = writes_month_first(text)
    if told is not None:
        return told
    american = len(re.findall(r"\b(?:Inc\.|LLC|ZIP|[A-Z]{2} \d{5}(?:-\d{4})?\b|USA|U\.S\.|US\$)", text))
    return american >= 2 or None


_DAY_FIRST = re.compile(
    r"[€£₹]|\b(?:EUR|GBP|INR|MYR|SGD|AUD|NZD|ZAR|CHF|VAT|Ltd|Limited|PLC|Sdn|GmbH|United Kingdom|England|"
    r"Ireland|India|Australia|Malaysia)\b|\bRM ?\d"
)


@lru_cache(maxsize=4)
def tells_order(text: str) -> bool:
    """Whether a document tells how it writes days in figures: by another of its days, by where it is from, or
    by its language.
    """
    known = month_first(text) is not None or _DAY_FIRST.search(text) is not None
    return known or language_of(text).code != "en"


def value_in(column: Column, sight: Sight, start: int, end: int) -> Mention | None:
    """What of a span is of a column's type: the first of it."""
    return next(iter(values_in(column, sight, start, end)), None)


def values_in(column: Column, sight: Sight, start: int, end: int) -> list[Mention]:
    """All of a span that is of a column's type; of types without a form of their own the span as a whole."""
    text = sight.text[start:end]
    inside: Iterable[Mention]
    match column.type:
        case ColumnType.DATE:
            inside = days(text, month_first=month_first(sight.text))
        case ColumnType.MONEY:
            inside = amounts(text) or numbers(text)
        case ColumnType.NUMBER:
            inside = numbers(text)
        case ColumnType.PERIOD:
            inside = periods(text)
        case ColumnType.PERSON | ColumnType.ORGANISATION | ColumnType.PARTY:
            return [Mention(start, end, text, normal(text))]
        case _:
            bare = text.strip()
            return [Mention(start, end, text, " ".join(bare.split()))] if bare else []
    return [Mention(start + one.start, start + one.end, one.text, one.value, one.unit) for one in inside]


# --- text behind a label -----------------------------------------------------------------------------------

_BEHIND = re.compile(r"^[\s:.#№=–-]*(?:(?:no|nr|num|number|nummer|n°|nº)\b\.?[\s:.#]*)?", re.IGNORECASE)
_ENDS = re.compile(r"\s{3,}|\s\|\s|\t|;\s")
_ANOTHER = re.compile(r"^\s*[^\W\d_][\w .'/-]{1,40}:\s*\S?")
_CODE = re.compile(r"\d{1,3}(?: \d{3}){2,}(?![\w.,])|(?:[A-Za-z]{1,6}[ -]?)?[\w./#-]*\d[\w./-]*")
_NAME_WORDS = 8
_LONGEST = 120  # characters of a value behind a label


def _beside_label(column: Column, sight: Sight) -> Iterator[Candidate]:
    """What stands behind a label in its line, else right of it, else below."""
    rank = {label.lower(): number for number, label in enumerate(column.labels)}
    for line in sight.lines:
        label = labelled(column, line.text)
        if label is None or not _is_label(column, line.text, label):
            continue
        score = max(_LABELLED - _RANK * rank.get(label[0].lower(), 1), _LAST)
        for place, weight in (*_in_line(line, label), *_near(sight, line, label)):
            mention = text_of(column, sight, *place)
            if mention is not None:
                yield Candidate(mention, score * weight, How.LABEL)
                break


def _is_label(column: Column, text: str, label: re.Match[str]) -> bool:
    """Whether the words of a label stand as one: nearly everywhere where it is known what the label is; else
    at the beginning of a line, which ends with it or goes on behind a colon.
    """
    if column.typed:
        number = " ".join(text[label.end() :].split()[:2]) if column.place == "code" else ""
        return re.search(r"\d", number) is not None or stands_alone(text, label[0])
    if column.labels:
        return label.start() <= len(text) * 0.75 + 12
    return stands_alone(text, label[0])


def _in_line(line: SeenLine, label: re.Match[str]) -> list[tuple[tuple[int, int], float]]:
    rest = line.text[label.end() :]
    lead = _BEHIND.match(rest)
    at = lead.end() if lead else 0
    ended = _ENDS.search(rest, at)
    end = ended.start() if ended else len(rest)
    start = line.start + label.end()
    return [((start + at, start + end), 1.0)] if rest[at:end].strip() else []


def _near(sight: Sight, line: SeenLine, label: re.Match[str]) -> list[tuple[tuple[int, int], float]]:
    right, below = sight.right_of(line)[:1], sight.below(line)
    found = [((one.start, one.end), 0.95) for one in right]
    found += [(place, 0.85) for place in [_under(line, label, below)] if place is not None]
    return [place for place in found if not _ANOTHER.match(sight.text[place[0][0] : place[0][1]])]


def _under(line: SeenLine, label: re.Match[str], below: Sequence[SeenLine]) -> tuple[int, int] | None:
    """What stands under a label; under a line of heads the word of the next row that stands there."""
    if not below:
        return None
    first = below[0]
    if label.start() <= len(line.text) / 4 or line.box is None or first.box is None:
        return first.start, first.end
    row = [one for one in below if one.box is not None and one.box.y0 < (first.box.y0 + first.box.y1) / 2]
    words = [(one, *word.span()) for one in row for word in re.finditer(r"\S+", one.text)]
    middle = _across(line, (label.start() + label.end()) / 2)
    at, start, end = min(words, key=lambda one: abs(_across(one[0], (one[1] + one[2]) / 2) - middle))
    return at.start + start, at.start + end


def _across(line: SeenLine, at: float) -> float:
    """How far across the page a character of a line stands."""
    share = at / max(1, len(line.text))
    return line.box.x0 + share * (line.box.x1 - line.box.x0) if line.box else share


def text_of(column: Column, sight: Sight, start: int, end: int) -> Mention | None:
    """What a span behind a label says, for types that are words: a name, an invoice's number, one of some."""
    text = sight.text[start : min(end, start + _LONGEST)]
    if column.type is ColumnType.YES_NO:
        return yes_or_no(text, start)
    if column.type is ColumnType.ONE_OF:
        return _one_of(column, text, start)
    if column.type in (ColumnType.PERSON, ColumnType.ORGANISATION):
        name = _ENDS.split(text.strip())[0].strip(" :,;")
        if not re.match(r"[A-ZÀ-Ý0-9].*[^\W\d_]{2}", name) or len(name.split()) > _NAME_WORDS:
            return None
        at = start + text.index(name)
        return Mention(at, at + len(name), name, normal(name))
    if column.pattern:
        found = re.search(column.pattern, text)
        return (
            Mention(start + found.start(), start + found.end(), found[0], found[0].strip()) if found else None
        )
    bare = text.strip(" \t:;,#")
    if not re.search(r"\w", bare) or (column.place == "code" and not re.search(r"\d", bare)):
        return None
    if column.place == "code":  # a number of an invoice, an order: up to the first blank behind its figures
        code = _CODE.match(bare)
        bare = code[0].strip(".,") if code else bare
        if not re.search(r"\d", bare) or any(one.text == bare for one in days(bare)):
            return None
    at = text.index(bare) if bare in text else 0
    return Mention(start + at, start + at + len(bare), bare, " ".join(bare.split()))


_YES = re.compile(r"\b(?:yes|y|ja|oui|s[íi]|sim|true|wahr|x|☒|☑|✓|✔)\b|[☒☑✓✔]", re.IGNORECASE)
_NO = re.compile(r"\b(?:no|n|nein|non|nee|não|false|falsch|☐)\b|☐", re.IGNORECASE)


def yes_or_no(text: str, start: int) -> Mention | None:
    """The first yes or no of a text, in seven languages or as a tick; `start` is added to its place."""
    yes, no = _YES.search(text), _NO.search(text)
    found = yes if yes and (not no or yes.start() < no.start()) else no
    if found is None:
        return None
    return Mention(start + found.start(), start + found.end(), found[0], "yes" if found is yes else "no")


def _one_of(column: Column, text: str, start: int) -> Mention | None:
    for value in sorted(column.values, key=len, reverse=True):
        found = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text, re.IGNORECASE)
        if found:
            return Mention(start + found.start(), start + found.end(), found[0], value)
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A blank of a pattern stands for any white space; capitals count where the pattern names them."""
    cased = re.search(r"\[A-Z", pattern) is not None
    return re.compile(pattern.replace(" ", r"\s+"), 0 if cased else re.IGNORECASE)
