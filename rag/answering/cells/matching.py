"""The rows of a table that have what a question names: "Which vehicles have been sold?" over records of which
one says "Status: sold". All of them, from the whole table: a list that leaves some out is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rag.answering.cells.records import Record
from rag.answering.quoting.kinds import Kind, kind_of, light
from rag.language.languages import Language
from rag.language.words import stems, words

_ASKED = re.compile(
    r"^\W*(?:which|what|list|show|welche[rsnm]?|quel(?:le)?s?|qu[ée]|cu[áa]l(?:es)?|quale?|quali|que|quais|welke?)\b",
    re.IGNORECASE,
)
_KINDS = (Kind.ANY, Kind.LIST)
_MOST = 15  # rows told
_LONGEST = 40  # characters of a cell by which rows are chosen
_LEFT = 1  # words of the question that neither the cell nor its table has


def rows_with(question: str, records: Sequence[Record], name: str, language: Language) -> list[Record]:
    """Those of a table's records that have a cell whose value the question says; none where all have it, or
    where the question says more than that. `name`: the document's, as words.
    """
    if not _ASKED.match(question) or kind_of(question, language) not in _KINDS:
        return []
    if any(word.lower() in language.negators for word in words(question)):
        return []  # "Which are not vans?"
    asked = frozenset(stems(question, language)) - light(language)
    said = Counter(key for record in records for key in _keys(record, asked, language))
    if not said:
        return []
    most = max(len(stems(value, language)) for _, value in said)
    chosen = [key for key in said if len(stems(key[1], language)) == most]
    if len({column for column, _ in chosen}) > 1 or len(chosen) > 1:
        return []
    (column, value), table = chosen[0], {column for record in records for column, _ in record.cells}
    titles = " ".join({record.hit.section for record in records})
    known = frozenset(stems(f"{value} {name} {titles} {' '.join(table)}", language))
    found = [record for record in records if (column, value) in record.cells]
    if len(asked - known) > _LEFT or not len(found) < len(records) or len(found) > _MOST:
        return []
    return found


def _keys(record: Record, asked: frozenset[str], language: Language) -> list[tuple[str, str]]:
    """The cells of a record that the question says, but for the one that names the record."""
    return [
        (column, value)
        for column, value in record.cells[1:]
        if len(value) <= _LONGEST and (said := frozenset(stems(value, language))) and said <= asked
    ]
