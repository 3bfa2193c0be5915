"""What a sentence says of a column that has no labels: "a rent of 640 euros", "three months' notice".

Nothing but what joins them may stand between the column's name and the value: one that only stands in the
same sentence may be of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rag.extracting.fields.labels import phrases
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.schema import Column, ColumnType
from rag.extracting.fields.sight import Sight

JOINED, _FOLLOWED, _HEADED = 0.7, 0.6, 0.55  # how surely
_BEFORE = 120  # characters before a value
_BEHIND = 40
_SHORTEST = 4  # letters of a name
# en, de, fr, es, it, nl, pt: what joins a name and its value, and what bounds it.
_JOINING = re.compile(
    r"\W*(?:\b(?:of|is|are|was|were|will|be|shall|amounts?|to|costs?|at|on|by|until|from|in|the|an?|"
    r"von|beträgt|betragen|höhe|ist|sind|liegt|bei|am|zum|der|die|das|"
    r"de|du|des|d|est|sont|s|élève|à|au|le|la|les|l|"
    r"es|son|asciende|a|el|los|las|del|di|è|é|sono|ammonta|della|dell|il|lo|"
    r"van|bedraagt|bedragen|het|een|do|da|são|o|ascende|"
    r"least|most|up|maximum|minimum|max|min|about|mindestens|höchstens|maximal|bis|rund|moins|plus|maximum|"
    r"menos|más|almeno|massimo|minstens|hoogstens|menos|mais)\b\W*){0,5}",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;:!?]\s|\n")
_WRAPPED = re.compile(r"(?<=\w)[^\S\n]*\n(?=\S|$)")  # behind a joining word the line goes on
_FOLLOWING = re.compile(r"['’]?[^\S\n]*(?:for |as )?(?:a |the |prior |written |advance )?", re.IGNORECASE)
_A_NUMBER = re.compile(
    r"(?:number|num|no|nr|id|code|nummer|kennung)\.?$|\b(?:number|numéro|numero|número)\b", re.IGNORECASE
)
_IS = r"[^\S\n]*(?:(?:is|was|lautet|ist|est|es|è|é|are|:)[^\S\n]+){1,2}(?:the[^\S\n]+)?"
_CODE = r"(?:[A-Z]{1,6}[-/ ]?)?\d[\w./-]*"
_NUMBERED = r"(?:(?:§|art(?:icle|icolo|ículo|igo|\.)?|section|clause|ziffer)?\s*\d[\d.]*[.)]?\s*)?"
# Words of a name that only say of which type its values are.
_OF_TYPE = {
    ColumnType.PERIOD: re.compile(
        r"[ _-]*(?:period|frist|dauer|length|term|time|délai|plazo|termijn)$", re.IGNORECASE
    ),
    ColumnType.DATE: re.compile(r"^(?:date of|datum der|date d[e’'] ?)", re.IGNORECASE),
    ColumnType.MONEY: re.compile(
        r"[ _-]*(?:amount|sum|betrag|summe)$|^(?:amount of|höhe der) ", re.IGNORECASE
    ),
}


def said(column: Column, sight: Sight, start: int, end: int) -> float:
    """How surely a sentence says that the value at a span is the column's, 0–1; 0 where none does."""
    text = sight.text
    before = text[max(0, start - _BEFORE) : start]
    behind = text[end : end + _BEHIND]
    best, wraps = 0.0, column.type is ColumnType.PERIOD  # a sum may end a row of a table
    for name in _names(column):
        pattern = _named(name)
        for found in pattern.finditer(before):
            between = before[found.end() :]
            if _JOINING.fullmatch(between) and not _SENTENCE.search(_WRAPPED.sub(" ", between)):
                best = max(best, JOINED)
        follows = _FOLLOWING.match(" ".join(behind.split("\n", 1)) if wraps else behind)
        if follows is not None and pattern.match(behind, follows.end()):
            best = max(best, _FOLLOWED)
        if not best and _is_headed(name, sight, start):
            best = _HEADED
    return best


def coded(column: Column, sight: Sight) -> Iterator[Mention]:
    """The numbers that sentences give for a column that is called one: "your order number is 55-8812"."""
    for name in _names(column) if _A_NUMBER.search(column.name) else ():
        for found in re.finditer(rf"{_named(name).pattern}{_IS}(?P<code>{_CODE})", sight.text, re.IGNORECASE):
            code = found["code"].rstrip(".,-/")
            start = found.start("code")
            yield Mention(start, start + len(code), code, code)


def _is_headed(name: str, sight: Sight, start: int) -> bool:
    """Whether a value stands in the first sentence below the column's name as a title."""
    text = sight.text
    at = text.rfind("\n", 0, start) + 1
    over = text[text.rfind("\n", 0, max(0, at - 1)) + 1 : max(0, at - 1)]
    title = rf"\W*{_NUMBERED}{_named(name).pattern}"
    line = re.sub(rf"^\s*{_NUMBERED}", "", text[at:start], flags=re.IGNORECASE)
    inside = re.match(rf"{title}[.:]\s", text[at:start], re.IGNORECASE)
    if inside:
        return not _SENTENCE.search(text[at + inside.end() : start])
    return re.fullmatch(rf"{title}\W*", over, re.IGNORECASE) is not None and not _SENTENCE.search(line)


@lru_cache(maxsize=64)
def _names(column: Column) -> tuple[str, ...]:
    found = list(phrases(column))
    if column.type in _OF_TYPE:
        found += [bare for one in found if (bare := _OF_TYPE[column.type].sub("", one).strip()) != one]
    return tuple(dict.fromkeys(one for one in found if sum(map(str.isalpha, one)) >= _SHORTEST))


@lru_cache(maxsize=256)
def _named(name: str) -> re.Pattern[str]:
    """The words of a name, the last also in the plural or another case."""
    words = r"[\W_]{1,3}".join(map(re.escape, re.findall(r"[^\W_]+", name)))
    return re.compile(rf"(?<![^\W_]){words}(?:e?s|e?n|e)?(?![^\W_])", re.IGNORECASE)
