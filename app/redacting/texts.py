"""Plain texts, and what is taken along as one: formats that can be read and not written."""

from __future__ import annotations

from collections.abc import Sequence

from app.redacting.piece import Change, Made, Piece, changed
from rag.types import Box


class TextForm:
    """One text, or several with a form feed between."""

    def __init__(self, pieces: Sequence[Piece], parted: str = "\n\f", left_out: tuple[str, ...] = ()) -> None:
        """`left_out` is told of the new file."""
        self.pieces: tuple[Piece, ...] = tuple(pieces)
        self._parted = parted
        self._left_out = left_out

    def boxes(self, _piece: int, _start: int, _end: int) -> tuple[tuple[int, Box], ...]:
        return ()

    def made(self, changes: Sequence[Sequence[Change]]) -> Made:
        from app.redacting.piece import Where

        kept = [
            changed(piece.text, one)
            for piece, one in zip(self.pieces, changes, strict=True)
            if piece.where in (Where.TEXT, Where.ATTACHED, Where.HEADER)
        ]
        return Made(self._parted.join(kept).encode(), self._left_out)
