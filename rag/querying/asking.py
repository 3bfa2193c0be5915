"""The query of a table that a question plainly asks for: operation, columns, groups, conditions, by rules.

Every word of the question has to be accounted for: by the operation, a column, a cell, the table's own name,
or the little words with which anything is asked. Where one is left, or can be meant in two ways, there is no
query: no answer is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.querying.tables import Kind
from rag.language.languages import Language
from rag.language.notation import notation
from rag.querying.columns import Read
from rag.querying.comparing import Compared, Comparing
from rag.querying.mentions import Mention, cell_of, cells_in, columns_in, keys_of, tokens_of
from rag.querying.naming import without_name
from rag.querying.phrases import Phrases, phrases_of
from rag.querying.query import Condition, Function, Group, Measure, Part, Query, Test
from rag.querying.sheets import Sheet

_LONGEST = 240  # characters of a question
_FUNCTIONS = {
    "sum": Function.SUM,
    "average": Function.AVERAGE,
    "count": Function.COUNT,
    "highest": Function.HIGHEST,
    "lowest": Function.LOWEST,
}
_PARTS = {"year": Part.YEAR, "quarter": Part.QUARTER, "month": Part.MONTH}
_JOINED = re.compile(r"[\W_]+|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bor\b|\boder\b|\bou\b|\bo\b", re.IGNORECASE)


@dataclass(slots=True)
class _Asked:
    """A question under way; `text` has blanks for what is accounted for."""

    text: str
    sheet: Sheet
    language: Language
    phrases: Phrases
    functions: set[Function] = field(default_factory=set)
    descending: bool | None = None
    first: int | None = None
    lists: bool = False
    named: bool = False  # the table, by its file or by a word of its own
    groups: list[Group] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)

    def blank(self, start: int, end: int) -> None:
        """A part of the text is accounted for."""
        self.text = f"{self.text[:start]}{' ' * (end - start)}{self.text[end:]}"

    def take(self, key: str) -> bool:
        """Whether a pattern stands in the text, which is then accounted for."""
        found = list(self.phrases.pattern(key).finditer(self.text))
        for one in found:
            self.blank(*one.span())
        return bool(found)


def query_of(question: str, sheet: Sheet, known: str, language: Language) -> Query | None:
    """The query that a question asks for of a table; None where it asks for anything else. `known`: words of
    the document's name and title, which may stand in it.
    """
    phrases = phrases_of(language)
    text = question.replace("'", "’").strip()
    if phrases is None or len(text) > _LONGEST:
        return None
    bare = without_name(text, known, sheet, phrases)
    asked = _Asked(bare, sheet, language, phrases, named=bare != text)
    cells = cells_in(asked.text, sheet)
    whole = [one for one in columns_in(asked.text, sheet, language) if one.whole]
    said = [(one.start, one.end) for one in cells] + [(one.start, one.end) for one in whole]
    if phrases.pattern("refuse").search(_apart_from(asked.text, said)):
        return None
    _operations(asked)
    if not (asked.functions or asked.lists or asked.first):
        return None
    _parts(asked)
    compared = Comparing(sheet, language, phrases).found(asked.text)
    if compared is None:
        return None
    for one in compared:
        asked.blank(one.start, one.end)
    if not _values(asked):
        return None
    mentions = columns_in(asked.text, sheet, language)
    return _built(asked, mentions, compared, known)


def may_ask(question: str, language: Language) -> bool:
    """Whether a question has a word that asks for something of a table; quickly told."""
    phrases = phrases_of(language)
    if phrases is None or len(question) > _LONGEST:
        return False
    text = question.replace("'", "’")
    return any(phrases.pattern(key).search(text) for key in (*_FUNCTIONS, "list"))


def _apart_from(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _operations(asked: _Asked) -> None:
    """What is to be reckoned; words of a column's whole name are none of it: "Total" may be a column."""
    said = [one for one in columns_in(asked.text, asked.sheet, asked.language) if one.whole]
    whole = [
        one for one in said if any(asked.phrases.pattern(key).search(one.column.name) for key in _FUNCTIONS)
    ]
    kept = asked.text
    hidden = _apart_from(asked.text, [(one.start, one.end) for one in whole])
    _firsts(asked, hidden)
    taken = [(one.start(), one.end()) for one in re.finditer(r"\0+", asked.text)]
    hidden = _apart_from(hidden, taken)
    for key in ("count", "average", "sum", "highest", "lowest"):
        found = list(asked.phrases.pattern(key).finditer(hidden))
        if found:
            asked.functions.add(_FUNCTIONS[key])
        for one in found:
            hidden = _apart_from(hidden, [one.span()])
            asked.blank(*one.span())
    asked.text = asked.text.replace("\0", " ")
    asked.lists = asked.phrases.pattern("list").search(kept) is not None


def _firsts(asked: _Asked, hidden: str) -> None:
    """ "The three highest", "top 5": marked in the text by noughts, that no pattern finds them again."""
    numbers = notation(asked.language).numbers
    words = "|".join(sorted((re.escape(one) for one, value in numbers.items() if 1 < value <= 20), key=len,
                            reverse=True))  # fmt: skip
    for key, descending in (("highest", True), ("lowest", False)):
        way = asked.phrases.said[key]
        number = rf"(?P<n>\d{{1,3}}|{words})"
        for pattern in (rf"{number}\s+(?:{way})", rf"(?:{way})\s+{number}"):
            found = re.search(rf"(?<!\w){pattern}(?!\w)", hidden, re.IGNORECASE)
            if found is not None:
                said = found["n"].lower()
                asked.first = int(said) if said.isdigit() else numbers[said]
                asked.descending = descending
                start, end = found.span()
                asked.text = f"{asked.text[:start]}{chr(0) * (end - start)}{asked.text[end:]}"
                return


def _parts(asked: _Asked) -> None:
    """ "Per month", "je Quartal": of the one column of days; a column of that name comes first."""
    days = [one for one in asked.sheet.columns if one.kind in (Kind.DAY, Kind.MOMENT)]
    for key, part in _PARTS.items():
        by, unit = asked.phrases.said["by"], asked.phrases.said[key]
        found = re.search(rf"(?<!\w)(?:{by})\s+(?:{unit})(?!\w)", asked.text, re.IGNORECASE)
        if found is None or columns_in(found.group(), asked.sheet, asked.language):
            continue
        if (len(days) == 1 and not days[0].doubtful) or (days and part is Part.YEAR and len(days) == 1):
            asked.groups.append(Group(days[0].name, part))
            asked.blank(*found.span())


def _values(asked: _Asked) -> bool:
    """Conditions of the cells that are named; False where one is named that may be of two columns."""
    whole = [one for one in columns_in(asked.text, asked.sheet, asked.language) if one.whole]
    by_column: dict[str, list[str]] = {}
    for one in cells_in(asked.text, asked.sheet):
        if any(one.start < other.end and other.start < one.end for other in whole):
            continue
        by_column.setdefault(one.column.name, []).extend(one.values)
        asked.blank(one.start, one.end)
    for name, values in by_column.items():
        asked.conditions.append(Condition(name, Kind.TEXT, Test.IS, tuple(dict.fromkeys(values))))
    return True


# --- put together ------------------------------------------------------------------------------------------


def _built(
    asked: _Asked, mentions: Sequence[Mention], compared: Sequence[Compared], known: str
) -> Query | None:
    grouped, rest = _grouped(asked, mentions)
    asked.groups += grouped
    held = _conditions(asked, rest, compared)
    if held is None:
        return None
    conditions, rest = held
    query = _reckoned(asked, rest) if asked.functions or asked.first else _listed(asked, rest)
    if query is None:
        return None
    if not _units_fit(query, asked):
        return None
    left = _left(asked, known)
    if left:
        named = cell_of(left, asked.sheet, asked.language)
        if named is None or any(one.column == named.column.name for one in asked.conditions):
            return None
        asked.conditions.append(Condition(named.column.name, Kind.TEXT, Test.IS, named.values))
    query = replace(query, conditions=(*asked.conditions, *conditions))
    return query if _sound(query, asked) else None


def _grouped(asked: _Asked, mentions: Sequence[Mention]) -> tuple[list[Group], list[Mention]]:
    """The columns that "by", "per" stand before, with those joined to them; and the others."""
    by = re.compile(rf"(?<!\w)(?:{asked.phrases.said['by']})\s*(?:(?:the|den|der|dem|la|le|el|il|l’)\s*)?$",
                    re.IGNORECASE)  # fmt: skip
    groups, rest = list[Group](), list[Mention]()
    last = -1
    for one in mentions:
        before = by.search(asked.text[: one.start])
        joined = last >= 0 and _JOINED.fullmatch(asked.text[last : one.start].strip() or " ") is not None
        if before is not None or joined:
            groups.append(Group(one.column.name))
            if before is not None:
                asked.blank(*before.span())
            asked.blank(one.start, one.end)
            last = one.end
        else:
            rest.append(one)
            last = -1
    return groups, rest


def _conditions(
    asked: _Asked, mentions: Sequence[Mention], compared: Sequence[Compared]
) -> tuple[list[Condition], list[Mention]] | None:
    """The conditions of what is compared, each with the column that it is of, and the columns left."""
    found, rest = list[Condition](), list(mentions)
    for one in compared:
        fitting = [two for two in asked.sheet.columns if one.fits(two)]
        fitting = [two for two in fitting if one.unit and one.unit in two.units] or fitting
        said = [two for two in rest if any(two.column is three for three in fitting)]
        if len(said) == 1 and (len(fitting) > 1 or one.is_day or not asked.functions - {Function.COUNT}):
            column = said[0].column
            rest.remove(said[0])
            asked.blank(said[0].start, said[0].end)
        elif len(said) > 1:
            near = min(said, key=lambda two: one.distance(two.start, two.end))
            column = near.column
            rest.remove(near)
            asked.blank(near.start, near.end)
        elif len(fitting) == 1:
            column = fitting[0]
        else:
            return None
        conditions = one.conditions(column)
        if not conditions:
            return None
        found += conditions
    return found, rest


def _reckoned(asked: _Asked, mentions: Sequence[Mention]) -> Query | None:
    """A query that reckons something, over groups or all rows."""
    functions = set(asked.functions)
    if {Function.COUNT, Function.SUM} <= functions:  # "how many full-time staff in total"
        functions.discard(
            Function.COUNT if any(one.column.kind is Kind.NUMBER for one in mentions) else Function.SUM
        )
    extreme = functions & {Function.HIGHEST, Function.LOWEST}
    reckoning = functions - extreme
    if len(extreme) > 1 or len(reckoning) > 1:
        return None
    descending = asked.descending if asked.first else Function.HIGHEST in extreme if extreme else None
    numbers = [one for one in mentions if one.column.kind is Kind.NUMBER]
    others = [one for one in mentions if one.column.kind is not Kind.NUMBER]
    for one in (*numbers, *others):
        asked.blank(one.start, one.end)
    if reckoning == {Function.COUNT}:
        return _counted(asked, [*numbers, *others], descending)
    measured = {one.column.name for one in numbers}
    if reckoning:
        (function,) = reckoning
        if not (extreme or asked.first):
            others = [one for one in others if not _names_rows(one.column, asked.sheet)]
        if len(measured) != 1:
            return None
        groups = tuple(asked.groups)
        if not groups and others and (extreme or asked.first):
            groups = tuple(Group(one.column.name) for one in others)  # "which city has the highest average …"
            others = []
        if others or ((extreme or asked.first) and not groups):
            return None
        first = asked.first or (1 if extreme else None)
        return Query(Measure(function, measured.pop()), groups, by="", descending=descending, first=first)
    return _extreme(asked, numbers, others, descending)


def _names_rows(column: Read, sheet: Sheet) -> bool:
    """Whether each row has a name of its own in a column: "of the vehicles" says no more than of all rows."""
    cells = [column.cells[at] for at in sheet.places]
    return None not in cells and len(set(cells)) == len(cells)


def _counted(asked: _Asked, mentions: Sequence[Mention], descending: bool | None) -> Query | None:
    """Rows counted. Columns named beside the groups only say what the rows are: "how many suppliers" would
    count suppliers and not rows, where one has several.
    """
    for one in mentions:
        if not _names_rows(one.column, asked.sheet):
            return None
    first = asked.first or (1 if descending is not None else None)
    if first and not asked.groups:
        return None
    return Query(Measure(Function.COUNT), tuple(asked.groups), descending=descending, first=first)


def _extreme(
    asked: _Asked, numbers: Sequence[Mention], others: Sequence[Mention], descending: bool | None
) -> Query | None:
    """The rows with the highest or lowest of a column, or that of each group."""
    days = [one for one in others if one.column.kind in (Kind.DAY, Kind.MOMENT)]
    columns = {one.column.name: one.column for one in (numbers or days)}
    if len(columns) != 1 or descending is None:
        return None
    ((name, column),) = columns.items()
    if column.doubtful:
        return None
    rest = [one for one in others if one.column.name != name]
    if asked.groups:
        if asked.first or rest:
            return None
        function = Function.HIGHEST if descending else Function.LOWEST
        return Query(Measure(function, name), tuple(asked.groups))
    for one in rest:  # "which supplier has the highest amount": its row, where each stands in one row only
        cells = [one.column.cells[at] for at in asked.sheet.places]
        if len(set(cells)) != len(cells):
            return None
    return Query(None, by=name, descending=descending, first=asked.first or 1)


def _listed(asked: _Asked, mentions: Sequence[Mention]) -> Query | None:
    """The rows that meet the conditions; a list of all rows is no answer to anything."""
    for one in mentions:
        asked.blank(one.start, one.end)
    if asked.groups or any(one.column.kind is Kind.NUMBER and not one.whole for one in mentions):
        return None
    return Query(None)


def _units_fit(query: Query, asked: _Asked) -> bool:
    """Whether no currency, no number in words is said that the query does not have: "in dollars" of a column
    of pounds, "of two invoices".
    """
    known = notation(asked.language)
    words = [one.lower() for one in re.findall(r"[^\W\d_]+|[$€£]", asked.text)]
    if any(known.numbers.get(one, 0) > 1 or one in known.scales for one in words):
        return False
    units = {unit for one in words if len(unit := known.units.get(one, "")) == 3 and unit.isupper()}
    if not units:
        return True
    column = asked.sheet.column(query.measure.column) if query.measure and query.measure.column else None
    return column is not None and units == set(column.units)


def _left(asked: _Asked, known: str) -> str:
    """The words that nothing accounts for."""
    for key in ("list", "by", "filler", "rows", "in"):
        asked.take(key)
    own = {key for name in (known, asked.sheet.grid.name) for keys in keys_of(name, asked.sheet.language) for
           key in keys}  # fmt: skip
    own |= {key for one in asked.sheet.columns for keys in keys_of(one.name, asked.sheet.language) for key in
            keys if asked.functions == {Function.COUNT} or asked.lists}  # fmt: skip
    tokens = tokens_of(asked.text, asked.language)
    left = [one for one in tokens if not all(keys & own for keys in one.units)]
    asked.named |= len(left) < len(tokens)
    return " ".join(one.word for one in left)


def _sound(query: Query, asked: _Asked) -> bool:
    """Whether nothing about a query is doubtful: sums of statements, of years, of percentages."""
    if query.measure is None and not query.conditions and query.first is None:
        return False
    if query.measure == Measure(Function.COUNT) and not (query.groups or query.conditions or asked.named):
        return False  # "how many documents are there"
    used = [one.column for one in query.groups] + [one.column for one in query.conditions]
    if len(set(used)) != len(used) and len({one.column for one in query.groups}) != len(query.groups):
        return False
    measure = query.measure
    if measure is None or not measure.column:
        return not (asked.sheet.statement and measure is not None)
    column = asked.sheet.column(measure.column)
    if column.kind is not Kind.NUMBER:
        return measure.function in (Function.HIGHEST, Function.LOWEST)
    if measure.function in (Function.SUM, Function.AVERAGE) and (asked.sheet.statement or column.is_years):
        return False
    return not (measure.function is Function.SUM and column.units == ("%",)) and _alike(column)


def _alike(column: Read) -> bool:
    """Whether all figures of a column are in one unit."""
    return len(column.units) < 2
