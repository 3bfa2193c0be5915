"""Recordings, and the sound of films, written down: a page for each minute.

A sentence stands on the page of the minute in which it begins, a line each; a pause of more than two seconds
is a blank line. A page's boxes are places in its minute: x is the time, 0–1 from its beginning to its end,
and more for what runs over. A page is called by the time at which it begins: "12:00".
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from engine.cores import default_threads
from engine.speech.decoding import NotDecoded, Recording, Silent
from engine.speech.following import followed
from engine.speech.listening import Listener
from engine.types import UNSPACED, Heard
from rag.errors import FileCorrupt, HearerNeeded
from rag.reading.course import Course, PageBegun, Step, told
from rag.reading.sound.model_files import hearer_folder
from rag.reading.source import Source
from rag.types import Box, DocumentInfo, Doubt, Line, Page, TextSource, Word, clock

MINUTE = 60  # seconds
_PAUSE = 2.0  # seconds without a word, after which a paragraph begins
_DOUBTFUL = 0.5  # how surely a word was heard, below which that is told
BREAKS_OFF = "the recording is damaged or ends before its time here"
_MOST_LACKING = 5.0  # seconds that a recording may be shorter than it says: headers round, and estimate


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document's facts, then a page for each minute. Raises as `read_on` does."""
    return told(read_on(source, password, Course()))


def read_on(source: Source, _password: str | None, course: Course) -> Iterator[Step]:
    """From the minute after those that are known. Raises `FileCorrupt`, `HearerNeeded` where no model that
    hears is installed, `ModelInvalid`.
    """
    try:
        recording = Recording(source.path if source.data is None else source.data)
    except Silent as refused:
        raise FileCorrupt(path=str(source.path), detail="it has no sound") from refused
    except NotDecoded as refused:
        raise FileCorrupt(path=str(source.path), detail="no sound can be read from it") from refused
    folder = hearer_folder()
    if folder is None:
        raise HearerNeeded(path=str(source.path))
    told_minutes = math.ceil(recording.seconds / MINUTE)
    yield DocumentInfo("", told_minutes)
    number = course.known
    for step in _pages(recording, Listener(folder, default_threads()), number):
        yield step
        if isinstance(step, Page):
            number = step.number
    if number != told_minutes:
        yield DocumentInfo("", number)


def _pages(recording: Recording, listener: Listener, known: int) -> Iterator[PageBegun | Page]:
    number, waiting, reached, lacks = known + 1, list[Heard](), float(known * MINUTE), False
    yield PageBegun(number)
    try:
        for one in followed(listener, recording.pieces(known * MINUTE)):
            if isinstance(one, Heard):
                waiting.append(one)
                continue
            reached = one.heard
            while reached >= number * MINUTE:
                yield _page(number, waiting)
                waiting = [heard for heard in waiting if heard.start >= number * MINUTE]
                number += 1
                yield PageBegun(number)
    except NotDecoded:
        lacks = True
    lacks = lacks or recording.seconds - reached > _MOST_LACKING
    if lacks or waiting or reached > (number - 1) * MINUTE or number == 1:
        unread = (BREAKS_OFF,) if lacks else ()
        yield _page(number, waiting, unread)


def _page(number: int, heard: Sequence[Heard], unread: tuple[str, ...] = ()) -> Page:
    """What was heard before the end of a minute."""
    begins = (number - 1) * MINUTE
    said = [one for one in heard if one.start < number * MINUTE]
    text, lines, words, last = "", list[Line](), list[Word](), None
    for one in said:
        if last is not None:
            text += "\n\n" if one.start - last > _PAUSE else "\n"
        start, doubts = len(text), list[Doubt]()
        for place, word in enumerate(one.words):
            text += " " if place and one.language not in UNSPACED else ""
            span = (len(text), len(text) + len(word.text))
            text += word.text
            words.append(Word(*span, _box(word.start - begins, word.end - begins)))
            if word.probability < _DOUBTFUL:
                doubts.append(Doubt(*span, word.probability))
        sure = sum(word.probability for word in one.words) / len(one.words)
        box = _box(one.start - begins, one.end - begins)
        lines.append(Line(start, len(text), text[start:], box, confidence=sure, doubts=tuple(doubts)))
        last = one.end
    return Page(
        number,
        text,
        TextSource.TEXT if text else TextSource.NONE,
        sum(line.confidence for line in lines) / len(lines) if lines else 0.0,
        lines=tuple(lines),
        words=tuple(words),
        label=clock(begins),
        unread=unread,
    )


def _box(start: float, end: float) -> Box:
    return Box(max(start, 0.0) / MINUTE, 0.0, max(end, start, 0.0) / MINUTE, 1.0)
