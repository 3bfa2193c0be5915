"""A table as the rows of a mail merge: its head names slots, each row below is one letter."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import TableEmpty

Grids = Sequence[tuple[str, Sequence[Sequence[str]]]]


def table_in(grids: Grids, path: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The head and the rows of the largest sheet: rows that are wholly empty are none, and the head is the
    first row that has two cells filled, or the only one. Raises `TableEmpty`.
    """
    largest = max((rows for _, rows in grids), key=len, default=())
    kept = [tuple(cell.strip() for cell in row) for row in largest if any(cell.strip() for cell in row)]
    widest = max((sum(map(bool, row)) for row in kept), default=0)
    head = next((at for at, row in enumerate(kept) if sum(map(bool, row)) >= min(2, widest)), None)
    if head is None or head + 1 >= len(kept):
        raise TableEmpty(path=path)
    return kept[head], tuple(kept[head + 1 :])
