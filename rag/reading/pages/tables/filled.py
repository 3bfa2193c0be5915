"""The words of a page in the cells of a table, and what tells that they do not belong there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import pairwise

from rag.layout.flow import Vocabulary
from rag.layout.order import rows_of
from rag.layout.printed import RawLine, RawPage, RawWord, union
from rag.reading.pages.tables.labels import begins_within, leads_on
from rag.reading.pages.tables.lattice import Lattice
from rag.reading.rows import ACROSS, filled_down, is_figure

_OVER = 0.25  # of a word's width, and
_OVER_POINTS = 3.0  # so much beyond its cell: the word does not belong into it
_STRAYING = 0.02  # of a table's words
_LONG = 60  # words of a cell that keeps its lines
_LONGEST = 300  # words of a cell: more are a page's frame
_LONGEST_OPEN = 60  # the same, of cells without lines at their sides
_BLANK = 0.3  # of the letters' size: between words
_PADDING = 3.0  # points between a cell's words and its side
_BESIDE = 0.25  # of a table's lines
_GAP = 0.8  # of a word's height, white within a cell
_LIST = 3  # lines of a cell that are entries
_ENTRY = 2  # words
_LEVEL = 3.0  # points: lines of cells that end together


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words side by side in one cell. `ends`: the last goes on in the next line."""

    words: list[RawWord]
    line: int
    is_aside: bool
    ends: bool


@dataclass(slots=True)
class FilledCell:
    """`lines`: as printed; `words`: those of all of them; `said`: also what is set aside of the page."""

    lines: list[list[RawWord]] = field(default_factory=list)
    words: list[RawWord] = field(default_factory=list)
    said: str = ""
    bold: bool = True

    @property
    def count(self) -> int:
        return sum(map(len, self.lines))


class Filled:
    """`used`: the lines of the page that stand in the table, wholly or in part, and are not aside. `fits`:
    whether its words fit its cells.
    """

    def __init__(
        self, raw: RawPage, aside: Collection[int], lattice: Lattice, vocabulary: Vocabulary
    ) -> None:
        self._raw = raw
        self._aside = aside
        self._vocabulary = vocabulary
        self.lattice = lattice
        self.cells = [FilledCell() for _ in lattice.cells]
        self.used: set[int] = set()
        self._beside: list[RawLine] = []
        self._pieces: list[list[_Piece]] = [[] for _ in lattice.cells]
        self._size = 0.0
        self.fits = self._fill()

    def rows(self) -> list[int]:
        """Those in which cells with words begin."""
        return [row for row in range(len(self.lattice.ys) - 1) if self.starting(row)]

    def starting(self, row: int) -> list[int]:
        """The places of the cells with words that begin in a row, from the left."""
        return [
            place
            for place in dict.fromkeys(self.lattice.at[row])
            if self.lattice.cells[place].top == row and self.cells[place].said
        ]

    def row(self, row: int, columns: Sequence[int]) -> list[tuple[str, int]]:
        """What a row says in each column, also where a cell reaches over several columns or rows, and the
        place of the cell that says it.
        """
        found: list[tuple[str, int]] = []
        taken: set[int] = set()
        for number, column in enumerate(columns):
            end = columns[number + 1] if number + 1 < len(columns) else len(self.lattice.xs) - 1
            fields = dict.fromkeys(self.lattice.at[row][column:end])
            place = next((one for one in fields if self.cells[one].said and one not in taken), None)
            if place is None:
                is_across = any(one in taken for one in fields)
                found.append((ACROSS if is_across else "", -1))
                continue
            said = self.cells[place].said
            found.append((said if self.lattice.cells[place].top == row else filled_down(said), place))
            taken.add(place)
        return found

    def lacks_lines(self) -> bool:
        """Whether lines are missing: several rows are entered in a cell that reaches over them, or many of
        the page's lines go on beside the table.
        """
        if len(self._beside) > _BESIDE * len(self.used):
            return True
        if self.lattice.is_open and any(map(self._has_gap, self.cells)):
            return True
        return any(
            span.bottom - span.top > 1 and len(cell.lines) > 1 and self._is_of_rows(place)
            for place, (span, cell) in enumerate(zip(self.lattice.cells, self.cells, strict=True))
        )

    def _has_gap(self, cell: FilledCell) -> bool:
        """Whether words of one line stand so far apart that another column must be there."""
        wide, high = self._raw.width, self._raw.height
        return any(
            (right.box[0] - left.box[2]) * wide > _GAP * (right.box[3] - right.box[1]) * high
            for line in cell.lines
            for left, right in pairwise(line)
        )

    def is_loose(self) -> bool:
        """Whether a cell is long, or one of several lines reaches over several rows."""
        return any(
            cell.count > _LONG or (span.bottom - span.top > 1 and len(cell.lines) > 1)
            for span, cell in zip(self.lattice.cells, self.cells, strict=True)
        )

    def _is_of_rows(self, place: int) -> bool:
        """Whether the lines of a cell are entries of the rows that it reaches over."""
        if _are_figures(self.cells[place]):
            return True
        edges = [edge / self._raw.height for edge in self.lattice.ys]
        return any(
            bisect_right(edges, (upper[0].box[1] + upper[0].box[3]) / 2)
            != bisect_right(edges, (lower[0].box[1] + lower[0].box[3]) / 2)
            for upper, lower in self._free_ends(place)
        )

    def is_printed_so(self, rows: Sequence[int]) -> bool:
        """Whether each row is one line of the page already."""
        return all(
            len({piece.line for place in self.starting(row) for piece in self._pieces[place]}) == 1
            for row in rows
        )

    def is_of_several_rows(self, row: int) -> bool:
        """Whether lines are missing between the rows in it: lines of several of its cells end together before
        they must, or several figures stand under each other beside other lines.
        """
        cells = [place for place in self.starting(row) if len(self.cells[place].lines) > 1]
        if len(cells) > 1 and any(_are_figures(self.cells[place]) for place in cells):
            return True
        high = self._raw.height
        free = {place: [upper[0].box[3] * high for upper, _ in self._free_ends(place)] for place in cells}
        ends = sorted((level, place) for place, levels in free.items() for level in levels)
        return any(other[0] - one[0] < _LEVEL and one[1] != other[1] for one, other in pairwise(ends)) or any(
            self._is_list_beside(place, other)
            for place in cells
            for other in cells
            if place != other and len(free[place]) * 2 >= len(self.cells[place].lines)
        )

    def _is_list_beside(self, place: int, other: int) -> bool:
        """Whether each line of a cell has one short entry of another beside it."""
        lines, entries = self.cells[place].lines, self.cells[other].lines
        return len(lines) == len(entries) >= _LIST and all(
            len(entry) <= _ENTRY and abs(entry[0].box[3] - line[0].box[3]) * self._raw.height < _LEVEL
            for line, entry in zip(lines, entries, strict=True)
        )

    def printed(self, row: int) -> list[RawLine]:
        """The lines of a row as they stand on the page."""
        pieces = {
            piece.line: piece for place in self.starting(row) for piece in self._pieces[place]
            if not piece.is_aside
        }  # fmt: skip
        places = {*self.starting(row)}
        found: list[RawLine] = []
        for index in sorted(pieces):
            line = self._raw.lines[index]
            words = [
                word for word in line.words
                if self.lattice.cell(*self._middle(word)) in places
            ]  # fmt: skip
            part = replace(line, words=words, hyphen=line.hyphen and words[-1] is line.words[-1])
            part.settle()
            found.append(part)
        return found

    def beside(self) -> tuple[list[RawLine], list[RawLine]]:
        """What stands beside the table in its lines: over its top, and other."""
        top = self.lattice.ys[0] / self._raw.height
        over = [line for line in self._beside if line.box[3] <= top]
        return over, [line for line in self._beside if line.box[3] > top]

    def lines(self, cells: Sequence[tuple[str, int]]) -> Iterator[RawLine]:
        """Cells, each after what leads to it, as one line, or as their own lines where one is long."""
        if any(self.cells[place].count > _LONG for _, place in cells):
            for lead, place in cells:
                head = lead.lstrip("; |")
                for number, line in enumerate(self.cells[place].lines):
                    leads = {0: head} if head and not number else {}
                    yield self._line(line, leads, bold=self.cells[place].bold)
        elif cells:
            words: list[RawWord] = []
            leads = {}
            for lead, place in cells:
                leads[len(words)] = lead
                words += self.cells[place].words
            yield self._line(words, leads, bold=all(self.cells[place].bold for _, place in cells))

    def _line(self, words: list[RawWord], leads: dict[int, str], *, bold: bool) -> RawLine:
        line = RawLine(words, self._size, bold, leads=leads, is_row=True)
        line.settle()
        return line

    def _fill(self) -> bool:
        """Put the page's words into the cells; returns whether they fit."""
        wide, high = self._raw.width, self._raw.height
        left, right = self.lattice.xs[0] / wide, self.lattice.xs[-1] / wide
        top, bottom = self.lattice.ys[0] / high, self.lattice.ys[-1] / high
        words = straying = 0
        for index, line in enumerate(self._raw.lines):
            x0, y0, x1, y1 = line.box
            if x1 <= left or x0 >= right or y1 <= top or y0 >= bottom:
                continue
            parts = list(self._parted(line.words))
            if all(cell is None for cell, _ in parts):
                continue
            if line.is_row:
                return False
            rest: list[RawWord] = []
            for number, (cell, part) in enumerate(parts):
                if cell is None:
                    rest += part
                    continue
                words += len(part)
                straying += sum(self._strays(word, cell) for word in part)
                ends = line.hyphen and number == len(parts) - 1
                self._pieces[cell].append(_Piece(part, index, index in self._aside, ends))
                self.cells[cell].bold &= line.bold
            if index not in self._aside:
                self.used.add(index)
                self._size = max(self._size, line.size)
                if rest:
                    beside = replace(line, words=rest, hyphen=line.hyphen and rest[-1] is line.words[-1])
                    beside.settle()
                    self._beside.append(beside)
        if not self.used or straying > _STRAYING * words:
            return False
        for filled, held in zip(self.cells, self._pieces, strict=True):
            self._order(filled, held)
        longest = _LONGEST_OPEN if self.lattice.is_open else _LONGEST
        return all(cell.count <= longest for cell in self.cells)

    def _parted(self, words: Sequence[RawWord]) -> Iterator[tuple[int | None, list[RawWord]]]:
        """Words side by side that stand in one cell, or in none, with its place."""
        part: list[RawWord] = []
        held: int | None = None
        for word in words:
            cell = self.lattice.cell(*self._middle(word))
            if part and cell != held:
                yield held, part
                part = []
            held = cell
            part.append(word)
        if part:
            yield held, part

    def _middle(self, word: RawWord) -> tuple[float, float]:
        x0, y0, x1, y1 = word.box
        return (x0 + x1) / 2 * self._raw.width, (y0 + y1) / 2 * self._raw.height

    def _strays(self, word: RawWord, cell: int) -> bool:
        left, right = self.lattice.sides(cell)
        x0, x1 = word.box[0] * self._raw.width, word.box[2] * self._raw.width
        return max(left - x0, x1 - right) > max(_OVER_POINTS, _OVER * (x1 - x0))

    def _order(self, cell: FilledCell, pieces: Sequence[_Piece]) -> None:
        """Put the words of a cell in the order they are read."""
        boxes = [reduce(union, [word.box for word in piece.words]) for piece in pieces]
        said: list[RawWord] = []
        was_split = False
        for row in rows_of(boxes):
            line: list[RawWord] = []
            for place in row:
                piece = pieces[place]
                said = self._run_on(said, piece.words, is_split=was_split)
                if not piece.is_aside:
                    cell.words = self._run_on(cell.words, piece.words, is_split=was_split)
                    line += piece.words
                was_split = piece.ends
            if line:
                cell.lines.append([*line[:-1], _ended(line[-1])] if was_split else line)
        if was_split and cell.words:
            cell.words = [*cell.words[:-1], _ended(cell.words[-1])]
        cell.said = " ".join(word.text for word in said)

    def _run_on(self, words: list[RawWord], more: list[RawWord], *, is_split: bool) -> list[RawWord]:
        """The words of a cell and of its next line; a word that the line's end splits is one."""
        if not words:
            return list(more)
        last, following = words[-1], more[0]
        hyphened = last.text[-1:] in "-‐" and last.text[-2:-1].isalpha() and following.text[:1].islower()
        if not is_split and not hyphened:
            return [*words, *more]
        first = last.text if is_split else last.text[:-1]
        if self._vocabulary.keeps_hyphen(first, following.text):
            first += "-"
        return [*words[:-1], RawWord(first + following.text, union(last.box, following.box)), *more[1:]]

    def _free_ends(self, place: int) -> Iterator[tuple[list[RawWord], list[RawWord]]]:
        """Lines of a cell, each with the next, whose first word had room in it: no text ends its lines so."""
        right = self.lattice.sides(place)[1]
        wide, high = self._raw.width, self._raw.height
        for upper, lower in pairwise(self.cells[place].lines):
            word = lower[0]
            size = (word.box[3] - word.box[1]) * high
            room = right - _PADDING - max(one.box[2] for one in upper) * wide
            if (
                room > (word.box[2] - word.box[0]) * wide + _BLANK * size
                and not (begins_within(word.text) or word.text.startswith("("))
                and not leads_on(" ".join(one.text for one in upper))
            ):
                yield upper, lower


def _ended(word: RawWord) -> RawWord:
    return replace(word, text=word.text + "-")


def _are_figures(cell: FilledCell) -> bool:
    """Whether all words are figures, and a digit is among them."""
    return all(is_figure(word.text) for line in cell.lines for word in line) and any(
        mark.isdigit() for mark in cell.said
    )
