"""Where a place of a text is once the text has changed: its words, and what stood before and after them.

The words are looked for as they were, however blanks, quotation marks and hyphens at line ends are written
now; where they stand several times, what is around them tells which. Words that changed are found by pieces
of them that are left (8 characters each), and their ends by lining the old text up with the new one
(Levenshtein). What is too unlike is not placed: a wrong place is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

AROUND = 80  # characters of context, each side
_SHORT = 16  # characters: words so short stand anywhere, and need what is around them
_PIECE, _PIECES, _PLACES = 8, 48, 40
_LIKELY = 6  # places that are looked at closely
_NEAR = 24  # characters
_SAME_NEAR = 0.6
_SAME_CONTEXT = 0.5
_LIKE, _LIKE_IN_CONTEXT, _LIKE_CONTEXT = 0.7, 0.5, 0.8
_MORE = 12  # characters, beside what is as long as the words were
_LONGEST = 4000  # characters that are lined up at once
_VARIES = re.compile(
    r"(?<=\w)-[ \t]*\n[ \t]*(?=[^\W\d_])"
    r"|(?P<blank>\s+)|(?P<nothing>[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe])"
    r"|(?P<single>[\u2018-\u201b\u2032])|(?P<double>[\u201c-\u201f\u2033\u00ab\u00bb])"
    r"|(?P<hyphen>[\u2010-\u2015\u2212])|(?P<ligature>[\ufb00-\ufb06])"
)
_WITHOUT_BLANKS = re.compile(r"[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_WRITTEN = {"blank": " ", "single": "'", "double": '"', "hyphen": "-"}
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st",
    "\ufb06": "st",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place of a text: `quote` stands at `start`, between `before` and `after`."""

    quote: str
    before: str
    after: str
    start: int

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Anchor:
        return cls(text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND], start)


class ChangedText:
    """A text in which places of an earlier one are looked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._flat = Flat(text)

    def place(self, anchor: Anchor) -> tuple[int, int] | None:
        """From where to where the words of an anchor stand now; None where that cannot be told."""
        if not anchor.quote.strip():
            return None
        end = anchor.start + len(anchor.quote)
        if Anchor.of(self._text, anchor.start, end) == anchor:
            return anchor.start, end
        found = self._same(anchor) or self._like(anchor)
        return None if found is None else self._flat.span(*found)

    def matches(self, quote: str) -> list[tuple[int, int]]:
        """Every place where some words stand, in order."""
        flat = Flat(quote).text.strip()
        return [self._flat.span(at, at + len(flat)) for at in _found(self._flat.text, flat)] if flat else []

    def nearest(self, quote: str) -> tuple[int, int] | None:
        """Where words stand that are almost these; None where none are alike enough."""
        found = self._like(Anchor(quote.strip(), "", "", 0))
        return None if found is None else self._flat.span(*found)

    # --- inside --------------------------------------------------------------------------------------------

    def _same(self, anchor: Anchor) -> tuple[int, int] | None:
        quote = Flat(anchor.quote).text.strip()
        places = list(_found(self._flat.text, quote))
        if not places:
            return None
        hint = self._flat.at(anchor.start)
        around = [self._around(anchor, at, at + len(quote)) for at in places]
        (before, after), _, at = max(
            ((sides, -abs(place - hint), place) for sides, place in zip(around, places, strict=True)),
            key=lambda one: (sum(one[0]), one[1]),
        )
        if len(quote) < _SHORT:
            near = sum(self._around(anchor, at, at + len(quote), _NEAR)) / 2
            return (at, at + len(quote)) if near >= _SAME_NEAR else None
        # The text may go on elsewhere on one side.
        alone = len(places) == 1 or max(before, after) >= _SAME_CONTEXT
        return (at, at + len(quote)) if alone else None

    def _around(self, anchor: Anchor, start: int, end: int, most: int = AROUND) -> tuple[float, float]:
        """How much what stands before and after a place is like what stood around the words, 0-1."""
        before, after = Flat(anchor.before).text[-most:], Flat(anchor.after).text[:most]
        flat = self._flat.text
        return (
            _likeness(before, flat[max(0, start - len(before)) : start]),
            _likeness(after, flat[end : end + len(after)]),
        )

    def _like(self, anchor: Anchor) -> tuple[int, int] | None:
        before, quote, after = (Flat(one).text for one in (anchor.before, anchor.quote.strip(), anchor.after))
        if len(quote) < _SHORT and not (before.strip() and after.strip()):
            return None
        best: tuple[float, int, int] | None = None
        for at in self._likely(before, quote, after):
            found = self._aligned(before, quote, after, at)
            if found is not None and (best is None or found > best):
                best = found
        return None if best is None else best[1:]

    def _likely(self, before: str, quote: str, after: str) -> list[int]:
        """Where the words may begin: what most pieces that are left of them agree in."""
        whole, own = before + quote + after, range(len(before), len(before) + len(quote))
        step = max(1, len(whole) // _PIECES)
        votes: Counter[int] = Counter()
        wide = max(64, len(quote) // 4)
        for offset in range(0, max(1, len(whole) - _PIECE + 1), step):
            places = list(_found(self._flat.text, whole[offset : offset + _PIECE], _PLACES + 1))
            if len(places) <= _PLACES:  # what stands everywhere tells nothing
                for place in places:
                    votes[(place - offset + len(before)) // wide] += 2 if offset in own else 1
        best: list[int] = []
        for one in sorted(votes, key=lambda one: (votes[one], -one), reverse=True):
            if all(abs(one - other) > 1 for other in best):
                best.append(one)
        return [one * wide + wide // 2 for one in best[:_LIKELY]]

    def _aligned(self, before: str, quote: str, after: str, at: int) -> tuple[float, int, int] | None:
        """How well the words fit about `at`, and from where to where they stand there: lined up with what was
        around them, and by themselves, as they may have moved.
        """
        if len(quote) > _LONGEST:
            return self._by_its_ends(before, quote, after, at)
        room = 64 + len(quote) // 2
        low = max(0, at - len(before) - room)
        window = self._flat.text[low : at + len(quote) + len(after) + room]
        found = [
            rated
            for start, end in (_with_context(before, quote, after, window), _alone(quote, window))
            if (rated := _rated(before, quote, after, window, start, end)) is not None
        ]
        if not found:
            return None
        like, start, end = max(found)
        return like, low + start, low + end

    def _by_its_ends(self, before: str, quote: str, after: str, at: int) -> tuple[float, int, int] | None:
        half = _LONGEST // 8
        first = self._aligned(before, quote[:half], quote[half : half + AROUND], at)
        last = self._aligned(quote[-half - AROUND : -half], quote[-half:], after, at + len(quote) - half)
        if first is None or last is None or last[2] <= first[1]:
            return None
        return (first[0] + last[0]) / 2, first[1], last[2]


class Flat:
    """A text as it is compared: blanks alike, quotation marks and hyphens of one form, words joined that a
    line's end had parted. Its places lead back into the text.
    """

    __slots__ = ("_here", "_there", "text")

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        self._here, self._there = [0], [0]  # where a piece begins in the flat text, and in the text
        done = length = 0
        for match in _VARIES.finditer(text):
            kind, found = match.lastgroup, match.group()
            put = _LIGATURES[found] if kind == "ligature" else _WRITTEN.get(kind or "", "")
            if put == found:
                continue
            pieces += (text[done : match.start()], put)
            length += match.start() - done
            self._note(length, match.start())
            length += len(put)
            done = match.end()
            self._note(length, done)
        pieces.append(text[done:])
        self.text = "".join(pieces)

    def _note(self, here: int, there: int) -> None:
        if self._here[-1] == here:
            self._there[-1] = max(self._there[-1], there) if here else there
        else:
            self._here.append(here)
            self._there.append(there)

    def at(self, place: int) -> int:
        """The place here of one in the text."""
        piece = bisect_right(self._there, place) - 1
        limit = self._here[piece + 1] if piece + 1 < len(self._here) else len(self.text)
        return min(self._here[piece] + place - self._there[piece], limit)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From where to where in the text this span stands."""
        return self._back(start), self._back(end - 1) + 1 if end > start else self._back(start)

    def _back(self, place: int) -> int:
        piece = bisect_right(self._here, place) - 1
        return self._there[piece] + place - self._here[piece]


def _found(text: str, piece: str, most: int = 1000) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0 and most > 0:
        yield at
        most -= 1
        at = text.find(piece, at + 1)


def _with_context(before: str, quote: str, after: str, window: str) -> tuple[int, int]:
    from rapidfuzz.distance import Levenshtein

    steps = Levenshtein.opcodes(before + quote + after, window)
    start = _mapped(steps, len(before), behind=True)
    return start, _mapped(steps, len(before) + len(quote), behind=False)


def _alone(quote: str, window: str) -> tuple[int, int]:
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.fuzz import partial_ratio_alignment

    found = partial_ratio_alignment(quote, window)
    if found is None or len(window) < len(quote):
        return 0, 0
    low = max(0, found.dest_start - _MORE)
    steps = Levenshtein.opcodes(quote, window[low : found.dest_end + _MORE])
    return low + _mapped(steps, 0, behind=True), low + _mapped(steps, len(quote), behind=False)


def _rated(
    before: str, quote: str, after: str, window: str, start: int, end: int
) -> tuple[float, int, int] | None:
    """How well a span fits, on whole words; None where it does not."""
    start, end = _on_words(window, start, end)
    if end <= start:
        return None
    like = _likeness(quote, window[start:end])
    sides = (
        _likeness(before, window[max(0, start - len(before)) : start]),
        _likeness(after, window[end : end + len(after)]),
    )
    around = min(sides) if before.strip() and after.strip() else max(sides)
    enough = _LIKE_IN_CONTEXT if around >= _LIKE_CONTEXT else _LIKE
    near = _likeness(before[-_NEAR:], window[max(0, start - _NEAR) : start])
    near += _likeness(after[:_NEAR], window[end : end + _NEAR])
    if like < enough or (len(quote) < _SHORT and near / 2 < _SAME_NEAR):
        return None
    return like + around / 2, start, end


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(one, other)) if one or other else 1.0


def _mapped(steps: object, place: int, *, behind: bool) -> int:
    """Where a place of the old text is in the new one. What was put in there is before it where `behind`."""
    found = 0
    for step in steps:  # type: ignore[attr-defined]  # opcodes of a library without types
        if step.src_start > place or (step.src_start == place and not behind):
            break
        whole = step.src_end <= place
        if step.tag == "equal" and not whole:
            return int(step.dest_start + place - step.src_start)
        if whole:
            found = int(step.dest_end)
        elif step.tag == "replace":
            return int(min(step.dest_start + place - step.src_start, step.dest_end))
        else:
            return int(step.dest_start)
    return found


def _on_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its ends, and with whole words there."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        while start > 0 and _of_one_word(text[start - 1 : start + 1]):
            start -= 1
        while end < len(text) and _of_one_word(text[end - 1 : end + 1]):
            end += 1
    return start, end


def _of_one_word(two: str) -> bool:
    return two.isalnum() and _WITHOUT_BLANKS.search(two) is None
