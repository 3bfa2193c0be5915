"""Rules that find the rows of a table in a part of a document, without a model. English texts only.

Every cell is in words of the source: a finder leaves out, it never writes. What it cannot tell it passes
over: a row that is wrong costs more trust than one that is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from rag.extracting import dates as finder_dates
from rag.extracting import definitions as finder_definitions
from rag.extracting import obligations as finder_obligations
from rag.extracting.rows import Finder, Row

__all__ = ["FINDERS", "ORDERS", "Finder", "Row"]

FINDERS: Mapping[str, Finder] = MappingProxyType(
    {
        "obligations": finder_obligations.find,
        "deadlines_amounts": finder_dates.find_deadlines,
        "definitions": finder_definitions.find,
        "timeline": finder_dates.find_timeline,
    }
)

# Rows of all parts together are sorted by what this makes of their cells; others keep the document's order.
ORDERS: Mapping[str, Callable[[Sequence[str]], str]] = MappingProxyType({"timeline": finder_dates.by_day})
