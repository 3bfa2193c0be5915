"""Tables that only place what stands in them, as in most mail: their cells are blocks, not facts of a row."""

from __future__ import annotations

from collections import Counter
from typing import Any

_OF_TABLE = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption")
_FACTS = 3  # rows of two filled cells or more: a table of facts, though another row holds a table


def unwrap(root: Any) -> None:
    """Turn each table that holds no rows of facts into blocks; those inside it are kept."""
    tables = list(root.iter("table"))
    if not tables:
        return
    holding = {next(table.iterancestors("td", "th"), None) for table in tables}  # cells with a table inside
    outer = {_table_of(table) for table in tables}
    facts: Counter[Any] = Counter()
    for row in root.iter("tr"):
        table = _table_of(row)
        if table is not None and facts[table] < _FACTS:
            filled = [cell for cell in row.iterchildren("td", "th") if _is_filled(cell)]
            facts[table] += len(filled) > 1 and holding.isdisjoint(filled)
    placing = {table for table in tables if facts[table] < (_FACTS if table in outer else 1)}
    owners = [(node, node if node.tag == "table" else _table_of(node)) for node in root.iter(*_OF_TABLE)]
    for node, table in owners:
        if table in placing:
            node.tag = "div"


def _table_of(node: Any) -> Any:
    """The table around a row, a cell or another table."""
    return next(node.iterancestors("table"), None)


def _is_filled(cell: Any) -> bool:
    return any(text.strip() for text in cell.itertext(with_tail=False))
