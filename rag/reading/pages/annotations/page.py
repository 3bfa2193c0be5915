"""A page's lines with what its annotations say: entered values, typed text, comments, crossed-out words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.language.withdrawn import Withdrawn
from rag.layout.printed import RawLine, RawPage, RawWord, Rectangle
from rag.layout.turning import level, turn_back, way_of
from rag.reading.cleaning import clean
from rag.reading.pages.annotations.entries import Entry, enter, names_of
from rag.reading.pages.annotations.fields import Field
from rag.reading.pages.annotations.found import Annotations, Note, Typed
from rag.reading.pages.withdrawing.marks import Marks, words_in
from rag.reading.ticks import tick

_LETTER = 0.55  # of a line's height: how wide a letter is
_ROW = 12.0  # points: how high a line is that is typed
_QUOTED = 160  # characters of the words that a comment is about
_SAME = 3  # digits of a place on the page


def mark_annotated(marks: Marks, raw: RawPage, found: Annotations) -> None:
    """Add to `marks` the words that annotations cross out or black out."""
    for kind, boxes in ((Withdrawn.STRUCK, found.struck), (Withdrawn.COVERED, found.covered)):
        for box in boxes:
            marks.add(words_in(raw.lines, box), kind)


def comments_on(raw: RawPage, found: Annotations) -> list[RawLine]:
    """The comments on the page, each with the words that it is about."""
    return [_comment(one, raw.lines) for one in found.notes]


def stamps_on(found: Annotations, drawn: Sequence[Sequence[RawWord]]) -> list[RawLine]:
    """The stamps of the page that are drawn without words."""
    silent = (
        one for one in found.stamps if not any(_is_in(word, one.box) for words in drawn for word in words)
    )
    return [_line(f"Stamp: {one.name}", one.box) for one in silent]


def add_entries(raw: RawPage, found: Annotations, drawn: list[list[RawWord]]) -> None:
    """Write what was entered into the page's lines. `drawn`: what only the drawing of annotations says."""
    if not (found.fields or found.typed or any(drawn)):
        return
    way = way_of(raw.lines)
    size = way.size((raw.width, raw.height))
    level(way, raw.lines, (word for words in drawn for word in words))
    fields = [replace(one, box=way.level(one.box)) for one in found.fields]
    entries = [_of_field(one, drawn, size) for one in fields]
    entries += [_typed(replace(one, box=way.level(one.box)), size) for one in found.typed]
    entries += [Entry(_around(words), [words], is_bound=False) for words in drawn if words]
    enter(raw.lines, entries, [one.box for one in fields], size)
    turn_back(way, raw.lines)


def drawn_words(own: Sequence[RawLine], all_lines: Sequence[RawLine]) -> list[list[RawWord]]:
    """The words of a page with its annotations drawn that are not its own, those of one line together.

    Its own words then have the indexes of the drawn page's text.
    """
    known = {_sign(word): word for line in own for word in line.words}
    found: list[list[RawWord]] = []
    for line in all_lines:
        before: RawWord | None = None
        for word in line.words:
            mine = known.get(_sign(word))
            if mine is not None:
                mine.index, before = word.index, None
                continue
            if before is None or not _on_one_row(before, word):
                found.append([])
            found[-1].append(word)
            before = word
    return found


def _on_one_row(first: RawWord, second: RawWord) -> bool:
    shared = min(first.box[3], second.box[3]) - max(first.box[1], second.box[1])
    return shared > 0


def _sign(word: RawWord) -> tuple[str, float, float]:
    return word.text, round(word.box[0], _SAME), round(word.box[1], _SAME)


def _of_field(one: Field, drawn: list[list[RawWord]], size: tuple[float, float]) -> Entry:
    names = names_of(one.tip, one.name)
    if one.on is not None:
        mark = [[RawWord(tick(one.on), one.box)]]
        return Entry(one.box, mark, one.choice or one.tip or one.name, names, is_tick=True)
    shown = list(_taken(drawn, one.box)) if one.is_formatted else []
    lines = shown or list(_lines(one.value, one.box, size))
    return Entry(one.box, lines, one.tip or one.name, names)


def _typed(one: Typed, size: tuple[float, float]) -> Entry:
    return Entry(one.box, list(_lines(one.text, one.box, size)), is_bound=False)


def _taken(drawn: list[list[RawWord]], box: Rectangle) -> Iterator[list[RawWord]]:
    """The drawn words inside a field, which are taken out of `drawn`."""
    for words in drawn:
        inside = [word for word in words if _is_in(word, box)]
        if inside:
            words[:] = [word for word in words if word not in inside]
            yield inside


def _lines(text: str, box: Rectangle, size: tuple[float, float]) -> Iterator[list[RawWord]]:
    """Text in the place it was entered into: its words side by side, its lines one below another."""
    rows = [words for line in clean(text).split("\n") if (words := line.split())]
    left, top, right, bottom = box
    high = min((bottom - top) / max(len(rows), 1), max(_ROW / max(size[1], 1.0), (bottom - top) / 4))
    for number, words in enumerate(rows):
        length = sum(map(len, words)) + len(words) - 1
        across = high * size[1] * _LETTER / max(size[0], 1.0)
        letter = min(across, (right - left) / length)
        line, x = [], left
        for word in words:
            y = top + number * high
            line.append(RawWord(word, (x, y, x + len(word) * letter, y + high)))
            x += (len(word) + 1) * letter
        yield line


def _comment(one: Note, lines: Sequence[RawLine]) -> RawLine:
    about = ", ".join(filter(None, (one.author, one.date)))
    words = [lines[line].words[place].text for box in one.spots for line, place in words_in(lines, box)]
    quoted = " ".join(words)
    if quoted.count("[") != quoted.count("]"):
        quoted = ""  # a part of words that are crossed out would stand there as if they counted
    if len(quoted) > _QUOTED:
        quoted = quoted[:_QUOTED].rsplit(" ", 1)[0] + " …"
    head = f"Comment ({about})" if about else "Comment"
    text = f"{head} on “{quoted}”: {one.text}" if quoted else f"{head}: {one.text}"
    return _line(text, one.box)


def _line(text: str, box: Rectangle) -> RawLine:
    line = RawLine([RawWord(word, box) for word in text.split()], 0.0, False)
    line.settle()
    return line


def _is_in(word: RawWord, box: Rectangle) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _around(words: Sequence[RawWord]) -> Rectangle:
    line = RawLine(list(words), 0.0, False)
    line.settle()
    return line.box
