"""Plain texts, and what is taken along as one: formats that can be read and not written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.redacting.forms.packed import unpacked
from rag.redacting.forms.piece import Change, Made, Piece, changed
from rag.types import Box


class TextForm:
    """One text, or several with a form feed between."""

    def __init__(self, pieces: Sequence[Piece], parted: str = "\n\f", left_out: tuple[str, ...] = ()) -> None:
        """`left_out` is told of the new file. Files that are packed in a text are left out."""
        texts = [(piece, *unpacked(piece.text)) for piece in pieces]
        self.pieces: tuple[Piece, ...] = tuple(replace(piece, text=text) for piece, text, _ in texts)
        self._parted = parted
        self._left_out = (*left_out, "packed") if any(packed for *_, packed in texts) else left_out

    def boxes(self, _piece: int, _start: int, _end: int) -> tuple[tuple[int, Box], ...]:
        return ()

    def made(self, changes: Sequence[Sequence[Change]]) -> Made:
        from rag.redacting.forms.piece import Where

        kept = [
            changed(piece.text, one)
            for piece, one in zip(self.pieces, changes, strict=True)
            if piece.where in (Where.TEXT, Where.ATTACHED, Where.HEADER)
        ]
        return Made(self._parted.join(kept).encode(), self._left_out)
