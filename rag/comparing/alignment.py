"""Which sentences of two texts are the same, which became others, and which stand in one only.

First what is the same word for word, in order; between, sentences are paired by the words they share, also
where one text cuts a sentence in two; at last what stands elsewhere: moved, and perhaps changed on the way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.comparing.compared_text import Unit
from rag.language.words import letters

_ALIKE = 0.5  # share of the words of both that a sentence and what became of it have in common
_MOVED_ALIKE = 0.72  # … when they stand in different places
_MOVED_WORDS = 6  # of a sentence that is looked for elsewhere
_LARGE = 2500  # pairs of sentences: more are first cut where rare words agree
_MERGES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
_MERGE_COST = 0.5  # words


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences of the earlier text and what stands for them in the later; one of both may be empty."""

    earlier: tuple[Unit, ...]
    later: tuple[Unit, ...]

    @property
    def same(self) -> bool:
        return _key(self.earlier) == _key(self.later)


def align(earlier: Sequence[Unit], later: Sequence[Unit], cancel: CancelToken) -> list[Pair]:
    """Every unit of both once, in the later text's order, what was removed where it stood.

    Raises `Cancelled`.
    """
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, [one.key for one in earlier], [one.key for one in later], autojunk=False)
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if cancel.cancelled:
            raise Cancelled
        if tag == "equal":
            pairs += [Pair((a,), (b,)) for a, b in zip(earlier[a0:a1], later[b0:b1], strict=True)]
        else:
            pairs += _block(earlier[a0:a1], later[b0:b1], cancel)
    return _with_moves(pairs, cancel)


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Share of the words of both that they have in common."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _block(earlier: Sequence[Unit], later: Sequence[Unit], cancel: CancelToken) -> Iterator[Pair]:
    if not earlier or not later:
        yield from (Pair((one,), ()) for one in earlier)
        yield from (Pair((), (one,)) for one in later)
        return
    if _key(earlier) == _key(later):
        yield Pair(tuple(earlier), tuple(later))
        return
    if len(earlier) * len(later) > _LARGE:
        yield from _cut_at_anchors(earlier, later, cancel)
        return
    if cancel.cancelled:
        raise Cancelled
    yield from _paired(earlier, later)


def _paired(earlier: Sequence[Unit], later: Sequence[Unit]) -> list[Pair]:
    """The pairing, in order, with the most words in common."""
    rows, columns = len(earlier), len(later)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    steps: list[list[tuple[int, int]]] = [[(0, 0)] * (columns + 1) for _ in range(rows + 1)]
    words_a = [Counter(one.words) for one in earlier]
    words_b = [Counter(one.words) for one in later]
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            options = [(best[i + 1][j], (1, 0))] if i < rows else []
            options += [(best[i][j + 1], (0, 1))] if j < columns else []
            for a, b in _MERGES:
                if i + a <= rows and j + b <= columns:
                    score = _score(earlier, later, words_a, words_b, (i, i + a, j, j + b))
                    if score > 0:
                        options.append((score + best[i + a][j + b], (a, b)))
            if options:
                best[i][j], steps[i][j] = max(options)
    pairs, i, j = list[Pair](), 0, 0
    while i < rows or j < columns:
        a, b = steps[i][j]
        pairs.append(Pair(tuple(earlier[i : i + a]), tuple(later[j : j + b])))
        i, j = i + a, j + b
    return pairs


def _score(
    earlier: Sequence[Unit],
    later: Sequence[Unit],
    words_a: Sequence[Counter[str]],
    words_b: Sequence[Counter[str]],
    at: tuple[int, int, int, int],
) -> float:
    a0, a1, b0, b1 = at
    one, other = words_a[a0], words_b[b0]
    for more in words_a[a0 + 1 : a1]:
        one = one + more
    for more in words_b[b0 + 1 : b1]:
        other = other + more
    size = (one.total() + other.total()) / 2
    merged = _MERGE_COST * (a1 - a0 + b1 - b0 - 2)
    if _key(earlier[a0:a1]) == _key(later[b0:b1]):
        return size - merged
    like = likeness(one, other)
    label = earlier[a0].label
    if not merged and label and label == later[b0].label:
        like = max(like, _ALIKE)
    if like < _ALIKE:
        return 0.0
    if merged and like < _MOVED_ALIKE:
        return 0.0
    return size * like**2 - 4 * merged


def _cut_at_anchors(earlier: Sequence[Unit], later: Sequence[Unit], cancel: CancelToken) -> Iterator[Pair]:
    """Pairs sentences that share rare words, then what lies between them."""
    a0 = b0 = 0
    for a, b in [*_anchors(earlier, later), (len(earlier), len(later))]:
        rows, columns = a - a0, b - b0
        if rows * columns > _LARGE * 4:
            yield from (Pair((one,), ()) for one in earlier[a0:a])
            yield from (Pair((), (one,)) for one in later[b0:b])
        else:
            if cancel.cancelled:
                raise Cancelled
            yield from _paired(earlier[a0:a], later[b0:b])
        if a < len(earlier):
            yield Pair((earlier[a],), (later[b],))
        a0, b0 = a + 1, b + 1


def _anchors(earlier: Sequence[Unit], later: Sequence[Unit]) -> list[tuple[int, int]]:
    """Pairs of sentences that are much alike, both ascending."""
    found = sorted(_likely(earlier, later))
    chain: list[tuple[int, int]] = []
    lengths: list[tuple[int, int]] = []  # of the longest ascending chain that ends here, and its last but one
    for at, (_, b) in enumerate(found):
        before = [(lengths[n][0], n) for n in range(at) if found[n][1] < b and found[n][0] < found[at][0]]
        length, link = max(before, default=(0, -1))
        lengths.append((length + 1, link))
    at = max(range(len(lengths)), key=lambda n: lengths[n][0], default=-1)
    while at >= 0:
        chain.append(found[at])
        at = lengths[at][1]
    return chain[::-1]


def _likely(earlier: Sequence[Unit], later: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    where: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, unit in enumerate(later):
        for gram in _grams(unit):
            where[gram].append(place)
    for place, unit in enumerate(earlier):
        votes: Counter[int] = Counter()
        for gram in _grams(unit):
            if len(where.get(gram, ())) == 1:
                votes[where[gram][0]] += 1
        if votes:
            other, count = votes.most_common(1)[0]
            if count >= 2 and likeness(Counter(unit.words), Counter(later[other].words)) >= _MOVED_ALIKE:
                yield place, other


def _with_moves(pairs: Sequence[Pair], cancel: CancelToken) -> list[Pair]:
    """Joins what was taken out in one place with what came in at another."""
    gone = [pair.earlier[0] for pair in pairs if not pair.later and len(pair.earlier) == 1]
    come = [pair.later[0] for pair in pairs if not pair.earlier and len(pair.later) == 1]
    moved = _moves(gone, come, cancel)
    taken = {one.start for one in moved.values()}
    joined = list[Pair]()
    for pair in pairs:
        if not pair.later and pair.earlier[0].start in taken:
            continue
        if not pair.earlier and pair.later[0].start in moved:
            joined.append(Pair((moved[pair.later[0].start],), pair.later))
        else:
            joined.append(pair)
    return joined


def _moves(gone: Sequence[Unit], come: Sequence[Unit], cancel: CancelToken) -> dict[int, Unit]:
    """For the start of a sentence that came in, the one it was before."""
    moved: dict[int, Unit] = {}
    left = list(gone)
    keys: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in gone:
        keys[unit.key].append(unit)
    for unit in come:
        if keys.get(unit.key):
            moved[unit.start] = keys[unit.key].pop(0)
    used = {unit.start for unit in moved.values()}
    left = [unit for unit in gone if unit.start not in used and len(unit.tokens) >= _MOVED_WORDS]
    where: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, unit in enumerate(left):
        for gram in _grams(unit):
            where[gram].append(place)
    for unit in come:
        if cancel.cancelled:
            raise Cancelled
        if unit.start in moved or len(unit.tokens) < _MOVED_WORDS:
            continue
        votes = Counter(place for gram in _grams(unit) for place in where.get(gram, ()))
        for place, _ in votes.most_common(3):
            other = left[place]
            if other.start in used or likeness(Counter(unit.words), Counter(other.words)) < _MOVED_ALIKE:
                continue
            moved[unit.start] = other
            used.add(other.start)
            break
    return moved


def _grams(unit: Unit) -> set[tuple[str, ...]]:
    return {unit.tokens[at : at + 3] for at in range(len(unit.tokens) - 2)}


def _key(group: Sequence[Unit]) -> str:
    """All that sentences say. What looks like an enumerator may be text that a line end cut off:
    "unless point (a) applies".
    """
    inner = (letters(one.marker) + one.key for one in group[1:])
    return "".join([*(one.key for one in group[:1]), *inner])
