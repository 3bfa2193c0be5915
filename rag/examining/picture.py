"""A page's text held against the page's picture: what one says and the other does not.

The text layer of a file says what its producer wrote into it, the picture what a person sees. Where they
differ, something was lost in silence: letters drawn as shapes, small pictures of text, fonts whose codes mean
something else, text that is there and cannot be seen. All places of text on the picture are found; those
where the page has no words are read, and a few of the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

import numpy as np

from engine.ocr.text_detector import Region
from rag.examining.compared import Compared
from rag.language.withdrawn import standing
from rag.scanning.line_reading import Reading
from rag.scanning.page_reader import Colours, PageReader
from rag.types import Box, Page, Word

_SILENT = 0.5  # of a place's width under words of the page: below it, the place is read
_SAME_ROW = 0.4  # of the higher of a word and a place, between their middles
_MOST_SILENT = 48  # places without words that are read, the widest ones
_CHECKED = 8  # places with words that are read, spread over the page
_SURE = 0.92  # of a reading: less sure ones tell nothing
_SURE_LETTER = 0.5  # of each letter of a word
_SHORTEST = 3  # letters or figures of a word: shorter ones stand everywhere
_ALIKE = 0.72  # of two words, to be one that was read with a slip
_PAIRS = 3  # of neighbouring words: a line with fewer is looked for word by word
_SAID_PAIRS = 0.7  # of a line's pairs: it stands elsewhere on the page
_STANDING = 1.5  # a place this much higher than wide stands on its side
_BLANK = 16  # grey levels between the darkest and the lightest dot: nothing is to be seen
_LATIN = 0.8  # of a page's letters: others the reader of pictures cannot read
_TOKEN = re.compile(r"\S+")
_LOOK_ALIKE = str.maketrans("lioszbqg", "11052899")  # letters and figures that readers take for each other


class PageComparer:
    """Holds pages against their pictures. Not thread-safe."""

    def __init__(self, reader: PageReader) -> None:
        self._reader = reader

    def compare(self, page: Page, picture: Colours) -> Compared | None:
        """None where the picture cannot be read: of other scripts than Latin. Raises MemoryError."""
        if not is_latin(page.text):
            return None
        text = Haystack(page)
        words: list[str] = []
        lacking: list[str] = []
        for reading, is_silent in self._read(page, picture):
            found = list(_sure_words(reading))
            words += found
            if is_silent and not text.has_line(reading.text):
                lacking += found
            else:
                lacking += [one for one in found if not text.has(one)]
        return Compared(tuple(words), tuple(lacking), tuple(_invisible(page, picture)))

    def _read(self, page: Page, picture: Colours) -> Iterator[tuple[Reading, bool]]:
        """What stands where the page's text says nothing, and on a few of its lines; and which of the two."""
        height, width = picture.shape[:2]
        placed = [word.box for word in page.words]
        placed += [line.box for line in page.lines if line.aside and line.box is not None]
        silent: list[tuple[Region, Box]] = []
        spoken: list[tuple[Region, Box]] = []
        for region in self._reader.regions(picture):
            box = _fractions(region, width, height)
            (silent if _covered(box, placed) < _SILENT else spoken).append((region, box))
        silent.sort(key=lambda one: one[1].x0 - one[1].x1)
        asked = silent[:_MOST_SILENT]
        chosen = [region for region, _ in (*asked, *_spread(spoken, _CHECKED))]
        for place, reading in enumerate(self._readings(picture, chosen)):
            yield reading, place < len(asked)

    def _readings(self, picture: Colours, regions: Sequence[Region]) -> list[Reading]:
        """What stands in places, those on their side read both ways up."""
        found = self._reader.glance(picture, regions)
        upright = [place for place, one in enumerate(regions) if _stands(one)]
        for turn in (1, -1):
            turned = self._reader.glance(picture, [_turned(regions[place], turn) for place in upright])
            for place, reading in zip(upright, turned, strict=True):
                if reading.confidence > found[place].confidence:
                    found[place] = reading
        return found


class Haystack:
    """The words of a page, running heads and all, to look for a word of its picture."""

    def __init__(self, page: Page) -> None:
        said = [page.text, *(line.text for line in page.lines if line.aside)]
        keys = [key for text in said for token in text.split() if (key := key_of(token))]
        self._keys = frozenset(keys)
        self._joined = "".join(keys)
        self._by_length: defaultdict[int, set[str]] = defaultdict(set)
        for key in self._keys:
            self._by_length[len(key)].add(key)

    def has_line(self, text: str) -> bool:
        """Whether a line stands on the page, its neighbouring words side by side. True of lines that are too
        short to tell.
        """
        keys = [key for token in text.split() if (key := key_of(token))]
        pairs = [first + second for first, second in pairwise(keys)]
        found = sum(pair in self._joined for pair in pairs)
        return len(pairs) < _PAIRS or found >= _SAID_PAIRS * len(pairs)

    def has(self, word: str) -> bool:
        """Whether a word stands on the page: as such, inside of others, or with a slip of reading."""
        key = key_of(word)
        if not key or key in self._keys or (len(key) > _SHORTEST and key in self._joined):
            return True
        like = [one for length in range(len(key) - 2, len(key) + 3) for one in self._by_length[length]]
        return bool(get_close_matches(key, like, 1, _ALIKE))


def key_of(token: str) -> str:
    """A word without case, accents and marks, and without the differences that readers of pictures miss."""
    plain = unicodedata.normalize("NFKD", token).casefold()
    return "".join(one for one in plain if one.isalnum()).translate(_LOOK_ALIKE)


def is_latin(text: str) -> bool:
    """Whether a page is written in letters that the reader of pictures knows."""
    letters = [one for one in text if one.isalpha()]
    latin = sum("LATIN" in unicodedata.name(one, "") for one in letters)
    return latin >= _LATIN * len(letters)


def _sure_words(reading: Reading) -> Iterator[str]:
    if reading.confidence < _SURE:
        return
    letters = reading.letters
    for token in _TOKEN.finditer(letters.text):
        word = token.group()
        if sum(one.isalnum() for one in word) < _SHORTEST:
            continue
        if min(letters.chances[token.start() : token.end()]) >= _SURE_LETTER:
            yield word


def _invisible(page: Page, picture: Colours) -> Iterator[str]:
    """The words of the text where nothing is to be seen; of what is known to be hidden none is told."""
    height, width = picture.shape[:2]
    said = standing(page.text)
    for word in page.words:
        if word.end - word.start < _SHORTEST or not _is_inside(word):
            continue
        text = said[word.start : word.end]
        if not any(one.isalnum() for one in text):
            continue
        box = word.box
        part = picture[
            int(box.y0 * height) : int(np.ceil(box.y1 * height)),
            int(box.x0 * width) : int(np.ceil(box.x1 * width)),
        ]
        if part.size and int(part.max()) - int(part.min()) < _BLANK:
            yield text


def _is_inside(word: Word) -> bool:
    box = word.box
    return box.x1 > box.x0 and box.y1 > box.y0 and box.x0 > 0 and box.y0 > 0 and box.x1 < 1 and box.y1 < 1


def _fractions(region: Region, width: int, height: int) -> Box:
    low, high = region.corners.min(axis=0), region.corners.max(axis=0)
    return Box(float(low[0]) / width, float(low[1]) / height, float(high[0]) / width, float(high[1]) / height)


def _covered(box: Box, words: Sequence[Box]) -> float:
    """The share of a place that lies under words of its own row, along its longer side.

    Boxes of words are as high as their font, which may reach into the rows above and below.
    """
    if box.y1 - box.y0 > box.x1 - box.x0:
        box, words = _on_side(box), [_on_side(word) for word in words]
    middle = (box.y0 + box.y1) / 2
    spans = sorted(
        (max(word.x0, box.x0), min(word.x1, box.x1))
        for word in words
        if abs((word.y0 + word.y1) / 2 - middle) < _SAME_ROW * max(word.y1 - word.y0, box.y1 - box.y0)
    )
    covered, at = 0.0, box.x0
    for start, end in spans:
        covered += max(end - max(start, at), 0.0)
        at = max(at, end)
    return covered / max(box.x1 - box.x0, 1e-9)


def _on_side(box: Box) -> Box:
    return Box(box.y0, box.x0, box.y1, box.x1)


def _spread(found: Sequence[tuple[Region, Box]], most: int) -> list[tuple[Region, Box]]:
    """Some of them, from all over."""
    if len(found) <= most:
        return list(found)
    return [found[place * len(found) // most] for place in range(most)]


def _stands(region: Region) -> bool:
    wide = float(np.linalg.norm(region.corners[1] - region.corners[0]))
    return float(np.linalg.norm(region.corners[3] - region.corners[0])) > _STANDING * wide


def _turned(region: Region, turns: int) -> Region:
    """The same place, seen with the page turned right (1) or left (-1)."""
    return Region(np.roll(region.corners, turns, axis=0))
