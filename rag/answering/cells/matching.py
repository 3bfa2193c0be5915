"""The rows of a table that have what a question names: "Which vehicles have been sold?" over records of which
one says "Status: sold". All of them, from the whole table: a list that leaves some out is wrong.
"""

from __future__ import annotations

import re
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


def asks_for_rows(question: str, language: Language) -> bool:
    """Whether a question may be answered by rows: "which …", but not "which are not …"."""
    return (
        _ASKED.match(question) is not None
        and kind_of(question, language) in _KINDS
        and not any(word.lower() in language.negators for word in words(question))
    )


def rows_with(question: str, records: Sequence[Record], name: str, language: Language) -> list[Record]:
    """Those of a table's records that have a cell whose value the question says; none where all have it, or
    where the question says more than that, or asks for no rows. `name`: the document's, as words.
    """
    if not asks_for_rows(question, language):
        return []
    said = frozenset(stems(question, language))
    asked = said - light(language)
    # A value may be a word that asks in other questions: "Severity: high", "how high is".
    told = {key: len(stems(key[1], language)) for one in records for key in _keys(one, said, language)}
    chosen = [key for key, length in told.items() if length == max(told.values())]
    # "failed the brake test": of two columns with the value, the one that the question names.
    chosen = [key for key in chosen if frozenset(stems(key[0], language)) <= said] or chosen
    if len(chosen) != 1:
        return []
    column, value = chosen[0]
    table = {name for record in records for name, _ in record.cells}
    titles = " ".join({record.hit.section for record in records})
    known = frozenset(stems(f"{value} {name} {titles} {' '.join(table)}", language))
    found = [record for record in records if (column, value) in record.cells]
    is_told = len(asked - known) <= _LEFT and len(found) < len(records) and len(found) <= _MOST
    return found if is_told else []


def _keys(record: Record, asked: frozenset[str], language: Language) -> list[tuple[str, str]]:
    """The cells of a record that the question says, but for the one that names the record."""
    return [
        (column, value)
        for column, value in record.cells[1:]
        if len(value) <= _LONGEST and (said := frozenset(stems(value, language))) and said <= asked
    ]
