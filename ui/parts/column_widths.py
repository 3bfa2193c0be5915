"""How the columns of a table share its room: no word is cut while there is any, long texts get the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtGui import QFontMetrics

_CHARACTERS = (6, 18)  # of a column, at least: fewer for no text, no more for one long word
_LONG = 1200  # characters of a cell; longer ones want no more room


def shared(room: int, least: Mapping[int, int], wanted: Mapping[int, int]) -> dict[int, int]:
    """The width of each column, in pixels. Where the room is less than what all need at least, they take
    that: the table then scrolls sideways. What is left over is shared by what texts want beyond it.
    """
    left = room - sum(least.values())
    if left <= 0:
        return dict(least)
    beyond = {column: max(0, wanted[column] - width) for column, width in least.items()}
    whole = sum(beyond.values())
    if not whole:
        beyond, whole = dict.fromkeys(least, 1), len(least)
    widths = {column: width + left * beyond[column] // whole for column, width in least.items()}
    if widths:
        widths[max(widths)] += room - sum(widths.values())
    return widths


def least_width(metrics: QFontMetrics, head: int, texts: Iterable[str], padding: int) -> int:
    """That of a column's head and of the longest word of its texts."""
    em = metrics.averageCharWidth()
    words = {word for text in texts for word in text[:_LONG].split()}
    widest = max((metrics.horizontalAdvance(one) for one in words), default=0)
    return max(head, min(max(widest, _CHARACTERS[0] * em), _CHARACTERS[1] * em) + padding)


def wanted_width(metrics: QFontMetrics, texts: Sequence[str]) -> int:
    """As much as the mean of the texts would take in one line."""
    lengths = [min(len(one), _LONG) for one in texts if one]
    return sum(lengths) * metrics.averageCharWidth() // len(lengths) if lengths else 0
