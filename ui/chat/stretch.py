"""A column of cards of which some are there; the others have room of about their height."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.chat.turn_card import TurnCard

_GUESS = 220  # pixels: a card's height, before one was seen


class Stretch:
    """Its cards stand in the layout in their order, with room between them where some are missing."""

    def __init__(self, layout: QVBoxLayout, gone: Callable[[TurnCard], None]) -> None:
        """`gone` is told of each card that goes."""
        self._layout, self._gone = layout, gone
        self._count = 0
        self._heights: dict[int, int] = {}  # of cards that were there
        self._rooms: list[QWidget] = []
        self.cards: dict[int, TurnCard] = {}  # by their place, ascending

    def reset(self, count: int) -> None:
        """No card is there, of `count`."""
        self.cut(0)
        self._count = count
        self._arrange()

    def cut(self, count: int) -> None:
        """The first `count` alone are left."""
        for place in [one for one in self.cards if one >= count]:
            self._remove(place)
        self._heights = {place: height for place, height in self._heights.items() if place < count}
        self._count = min(self._count, count)
        self._arrange()

    def put(self, place: int, card: TurnCard) -> None:
        """A card is there now."""
        self._count = max(self._count, place + 1)
        self.cards[place] = card
        self.cards = dict(sorted(self.cards.items()))
        self._arrange()

    def drop(self, place: int) -> None:
        """A card goes; its room stays."""
        self._heights[place] = self.cards[place].height()
        self._remove(place)
        self._arrange()

    def place(self, card: TurnCard) -> int:
        """Where a card stands. Raises `StopIteration` for one that is not there."""
        return next(place for place, one in self.cards.items() if one is card)

    def missing(self, top: float, bottom: float) -> int | None:
        """A card that is not there and would stand between two heights of the column; beside one that is
        there where it can be, so that what is read is whole first.
        """
        for first, edges in self._gaps():
            last = first + len(edges) - 2
            least = first + max(0, bisect_right(edges, top + self._layout.spacing()) - 1)
            most = min(last, first + bisect_left(edges, bottom) - 1)
            if least <= most:
                if least == first and first - 1 in self.cards:
                    return first
                return last if most == last else (least + most + 1) // 2
        return None

    def at(self, top: float) -> int:
        """The first place that reaches below a height; where no card is, by what is guessed."""
        ends = {place: float(card.y() + card.height()) for place, card in self.cards.items()}
        for first, edges in self._gaps():
            ends |= {first + row: edge - self._layout.spacing() for row, edge in enumerate(edges[1:])}
        return next((place for place in sorted(ends) if ends[place] > top), max(0, self._count - 1))

    def y_of(self, place: int) -> float:
        """The height at which a place begins."""
        card = self.cards.get(place)
        if card is not None:
            return float(card.y())
        for first, edges in self._gaps():
            if first <= place < first + len(edges) - 1:
                return edges[place - first]
        return 0.0

    def far(self, top: float, bottom: float) -> int | None:
        """A card that stands outside of two heights, and is not the last one."""
        for place, card in self.cards.items():
            if place != self._count - 1 and (card.y() + card.height() < top or card.y() > bottom):
                return place
        return None

    def _gaps(self) -> Iterator[tuple[int, list[float]]]:
        """Where cards are missing: the first place, and the heights at which it, each one behind it and what
        follows them begin.
        """
        at, next_ = self._layout.contentsMargins().top(), 0
        for place, card in self.cards.items():
            if place > next_:
                yield next_, self._edges(range(next_, place), at, card.y())
            at, next_ = card.y() + card.height() + self._layout.spacing(), place + 1
        if next_ < self._count:
            end = at + (self._rooms[-1].height() if self._rooms else 0) + self._layout.spacing()
            yield next_, self._edges(range(next_, self._count), at, end)

    def _edges(self, places: range, at: float, end: float) -> list[float]:
        guess, spacing, known = self._guess(), self._layout.spacing(), self._heights
        summed = list(accumulate((known.get(place, guess) + spacing for place in places), initial=0))
        scale = (end - at) / max(1, summed[-1])  # the room was made when less was known
        return [at + one * scale for one in summed]

    def _guess(self) -> int:
        """How high a card is likely to be."""
        known = [*self._heights.values(), *(one.height() for one in self.cards.values() if one.isVisible())]
        return round(sum(known) / len(known)) if known else _GUESS

    def _arrange(self) -> None:
        """Have the cards stand in their order, with room for those that are missing."""
        guess, spacing, rooms, index = self._guess(), self._layout.spacing(), self._rooms, 0
        spare, self._rooms = list(rooms), []
        for one in spare:
            self._layout.removeWidget(one)
        next_ = 0
        for place in (*self.cards, self._count):
            if place > next_:
                room = spare.pop() if spare else QWidget()
                seen = sum(high - guess for one, high in self._heights.items() if next_ <= one < place)
                heights = guess * (place - next_) + seen  # not one by one: there may be thousands
                room.setFixedHeight(heights + spacing * (place - next_ - 1))
                self._layout.insertWidget(index, room)
                room.show()
                self._rooms.append(room)
                index += 1
            card = self.cards.get(place)
            if card is not None and self._layout.indexOf(card) != index:
                self._layout.insertWidget(index, card)
                card.show()  # at once: what is not shown has no place in a layout
            index, next_ = index + 1, place + 1
        for one in spare:
            one.hide()
            one.deleteLater()

    def _remove(self, place: int) -> None:
        card = self.cards.pop(place)
        self._gone(card)
        self._layout.removeWidget(card)
        card.hide()
        card.deleteLater()
