"""How well scans and handwriting are read: character and word errors, seconds, how true the confidence is.

Runs on the evaluation data's line pictures and pages. Lines found on a page are matched with the gold line
they overlap most; what matches none (stamps, notes in the margin) counts only in `words_beside`. Prints and
writes, for each set: CER (Levenshtein distance to the length of the gold text, case kept), word F1, seconds a
page; over all matched lines the expected calibration error of the confidence, against the share of right
characters; and words of a line that a dictionary has and that stand nowhere in what is written ("invented").

    python make.py bench ocr [--sets NAME ...] [--without forms language touch] [--pages N] [--judge MODEL]

With a judge, that language model chooses among the readings of each doubtful line, as "look again" does.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexed import EVALUATION, RESULTS, rows
from models import model_path

if TYPE_CHECKING:
    from engine.ocr.line_recogniser import LineRecogniser
    from engine.ocr.text_detector import TextDetector
    from rag.layout.printed import RawLine
    from rag.scanning.line_reading import Reading
    from rag.scanning.page_reader import PageReader

    Fresh = Callable[[], PageReader]

LINES = ("handwriting_modern", "handwriting_stanford1905", "handwriting_hooker")
PAGES = ("handwriting_modern", "handwriting_stanford1905", "scans_ehri_typewritten", "receipts_sroie")
TESTS = "olmocr_bench_sample"
_CUT_OTHERWISE = ("receipts_sroie",)  # whose gold lines are words or cells: no line can be held against one
_BINS = 10
_LEAST_OVERLAP = 0.25  # of a line found, with the gold line it is held against
_BRACKETS = re.compile(r"[\^⟦⟧]")  # the annotators' marks
_WORD = re.compile(r"\w+")
_LETTERS = 4  # of a word that may count as invented
_FAR = 0.5  # of its letters: so unlike every word of the gold line


@dataclass(slots=True)
class Tally:
    wrong: int = 0
    length: int = 0

    def add(self, said: str, gold: str) -> int:
        from rapidfuzz.distance import Levenshtein

        distance = Levenshtein.distance(clean(said), clean(gold))
        self.wrong += distance
        self.length += len(clean(gold))
        return int(distance)

    @property
    def rate(self) -> float:
        return round(self.wrong / self.length, 4) if self.length else 0.0


@dataclass(slots=True)
class Figures:
    lines_cer: dict[str, float] = field(default_factory=dict)
    pages_cer: dict[str, dict[str, float]] = field(default_factory=dict)
    in_order_cer: dict[str, float] = field(default_factory=dict)  # matched lines, in the order they were read
    word_f1: dict[str, float] = field(default_factory=dict)
    seconds_a_page: dict[str, float] = field(default_factory=dict)  # median
    words_beside: dict[str, int] = field(default_factory=dict)
    invented: dict[str, list[int]] = field(default_factory=dict)  # words, of so many
    calibration_error: float = 0.0
    calibration: list[tuple[float, float, int]] = field(default_factory=list)  # confidence, right, lines
    tests_passed: dict[str, list[int]] = field(default_factory=dict)  # by kind: passed, of so many
    peak_megabytes: int = 0
    without: list[str] = field(default_factory=list)
    judge: str = ""


def clean(text: str) -> str:
    return " ".join(_BRACKETS.sub("", text).split())


class Judge:
    """A language model that chooses among the readings of doubtful lines; none where `model` is empty."""

    def __init__(self, model: str) -> None:
        from engine.llama.generator import ModelProcess

        self._scorer = ModelProcess(model_path(model), model) if model else None

    def choose(self, text: str, line: Reading | RawLine, before: Sequence[str]) -> str:
        """What stands in a line read as `text`, after the lines `before` it."""
        from engine.cancel import CancelToken
        from rag.layout.trust import SURE
        from rag.scanning.rescoring import likeliest

        if self._scorer is None or not line.odds or line.confidence >= SURE:
            return text
        readings = (text, *line.others)
        return readings[likeliest(readings, (0.0, *line.odds), before, self._scorer, CancelToken())]

    def close(self) -> None:
        if self._scorer is not None:
            self._scorer.close()


def run(sets: Sequence[str], without: Sequence[str], most: int | None, model: str = "") -> Figures:
    figures = Figures(without=list(without), judge=model)
    with closing(Judge(model)) as judge:
        _run(sets, without, most, judge, figures)
    return figures


def _run(
    sets: Sequence[str], without: Sequence[str], most: int | None, judge: Judge, figures: Figures
) -> None:
    fresh = _reader(without)
    seen: list[tuple[float, float]] = []
    for name in LINES:
        if name in sets:
            figures.lines_cer[name] = _lines(fresh(), name, judge)
            print(f"  {name} lines: CER {figures.lines_cer[name]}", file=sys.stderr)
    for name in PAGES:
        if name in sets:
            _pages(fresh, name, most, judge, figures, seen)
    if TESTS in sets:
        figures.tests_passed = _tests()
    figures.calibration_error, figures.calibration = _calibration(seen)
    figures.peak_megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _reader(without: Sequence[str]) -> Fresh:
    """What makes readers, with some of their ideas taken away."""
    from engine.ocr.line_recogniser import LineRecogniser
    from engine.ocr.text_detector import TextDetector
    from rag.scanning import line_reading
    from rag.scanning.decoding import Weights
    from rag.scanning.model_files import detector_file, recogniser_file

    if "language" in without:
        line_reading._BY_HAND = line_reading._BY_MACHINE = (Weights(0.0, 0.0), Weights(0.0, 0.0))
    if "forms" in without:
        line_reading.variants = lambda _strip: iter(())
    if "touch" in without:
        line_reading.LineReader._touched = lambda _self, reading: reading  # type: ignore[method-assign]
    detector = TextDetector(detector_file())
    recogniser = LineRecogniser(recogniser_file())
    return lambda: _fresh(detector, recogniser)


def _fresh(detector: TextDetector, recogniser: LineRecogniser) -> PageReader:
    """A reader as a document's own process has it: it knows no other document's names."""
    from rag.scanning.line_reading import LineReader
    from rag.scanning.page_reader import PageReader
    from rag.scanning.spelling import language_of

    language_of.cache_clear()
    language_of("en")
    return PageReader(detector, LineReader(recogniser))


def _lines(reader: PageReader, name: str, judge: Judge) -> float:
    tally = Tally()
    page, before = "", list[str]()
    for row in rows(EVALUATION / name / "dev" / "lines.jsonl"):
        strip = _picture(EVALUATION / name / "dev" / row["image"], "L")
        (line,) = reader.read_strips([strip])
        if page != row.get("page"):
            page, before = row.get("page"), []
        before.append(judge.choose(line.text, line, before))
        tally.add(before[-1], row["text"])
    return tally.rate


def _pages(
    fresh: Fresh,
    name: str,
    most: int | None,
    judge: Judge,
    figures: Figures,
    seen: list[tuple[float, float]],
) -> None:
    folder = EVALUATION / name / "dev"
    source = folder / ("gold.jsonl" if (folder / "gold.jsonl").exists() else "pages.jsonl")
    by_kind: defaultdict[str, Tally] = defaultdict(Tally)
    ordered, f1, seconds, beside, invented = Tally(), [], [], 0, [0, 0]
    for row in list(rows(source))[:most]:
        picture = _picture(folder / row["image"])
        reader = fresh()
        started = time.perf_counter()
        lines = reader.read(picture).lines
        seconds.append(time.perf_counter() - started)
        before: list[str] = []
        for line in lines:
            line.text = judge.choose(line.text, line, before)
            before.append(line.text)
        gold = row["lines"] if isinstance(row.get("lines"), list) else []
        gold = [one for one in gold if isinstance(one, dict)]
        text = "\n".join(line.text for line in lines)
        if gold:
            matched, others = _matched(gold, lines, picture.shape[1], picture.shape[0])
            beside += sum(len(line.text.split()) for line in others)
            kinds: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
            for place, one in enumerate(gold):
                found = sorted(matched.get(place, []), key=lambda line: line.box[0])
                said = " ".join(line.text for line in found)
                kinds[one.get("type") or "line"].append((said, one["text"]))
                _count_invented(said, one["text"], invented)
                if found and name not in _CUT_OTHERWISE:
                    wrong = Tally().add(said, one["text"])
                    right = max(0.0, 1 - wrong / max(len(clean(one["text"])), 1))
                    seen.append((statistics.mean(line.confidence for line in found), right))
            for kind, pairs in kinds.items():
                # Joined: two gold lines on one row may have been read as one.
                by_kind[kind].add(*(" ".join(texts) for texts in zip(*pairs, strict=True)))
            held = {id(line) for some in matched.values() for line in some}
            in_order = " ".join(line.text for line in lines if id(line) in held)
            ordered.add(in_order, " ".join(one["text"] for one in gold))
        whole = " ".join(one["text"] for one in gold) or row["text"]
        f1.append(_f1(whole, text, exact="receipts" in name))
    figures.pages_cer[name] = {kind: tally.rate for kind, tally in by_kind.items()}
    figures.in_order_cer[name] = ordered.rate
    figures.word_f1[name] = round(statistics.mean(f1), 4)
    figures.seconds_a_page[name] = round(statistics.median(seconds), 2)
    figures.words_beside[name] = beside
    figures.invented[name] = invented
    print(
        f"  {name}: {figures.pages_cer[name]}, in order {ordered.rate}, F1 {figures.word_f1[name]},"
        f" {figures.seconds_a_page[name]} s a page",
        file=sys.stderr,
    )


def _picture(path: Path, mode: str = "RGB") -> Any:
    import numpy as np
    from PIL import Image

    with Image.open(path) as image:
        return np.ascontiguousarray(np.asarray(image.convert(mode)))


def _matched(
    gold: Sequence[dict[str, Any]], lines: Sequence[RawLine], width: int, height: int
) -> tuple[dict[int, list[RawLine]], list[RawLine]]:
    matched: defaultdict[int, list[RawLine]] = defaultdict(list)
    others = []
    for line in lines:
        x0, y0, x1, y1 = line.box[0] * width, line.box[1] * height, line.box[2] * width, line.box[3] * height
        best: tuple[float, int] | None = None
        for place, one in enumerate(gold):
            left, top, right, bottom = one["box"]
            wide, high = min(x1, right) - max(x0, left), min(y1, bottom) - max(y0, top)
            share = wide * high / max((x1 - x0) * (y1 - y0), 1e-9) if wide > 0 and high > 0 else 0.0
            apart = abs((y0 + y1) - (top + bottom)) / 2 / max(bottom - top, 1)
            if share > _LEAST_OVERLAP and (best is None or share - apart > best[0]):
                best = (share - apart, place)
        if best is None:
            others.append(line)
        else:
            matched[best[1]].append(line)
    return matched, others


def _count_invented(said: str, gold: str, invented: list[int]) -> None:
    from rapidfuzz.distance import Levenshtein

    from rag.scanning.spelling import language_of

    written = _WORD.findall(gold.lower())
    for word in _WORD.findall(said.lower()):
        if len(word) < _LETTERS or not language_of("en").knows(word):
            continue
        invented[1] += 1
        nearest = min((Levenshtein.distance(word, one) for one in [*written, "".join(written)]), default=99)
        invented[0] += nearest > _FAR * len(word) and word not in "".join(written)


def _f1(gold: str, said: str, *, exact: bool) -> float:
    tokens = [
        Counter(text.upper().split() if exact else _WORD.findall(text.lower()))
        for text in (clean(gold), said)
    ]
    shared = sum((tokens[0] & tokens[1]).values())
    return 2 * shared / max(sum(tokens[0].values()) + sum(tokens[1].values()), 1)


def _calibration(seen: Sequence[tuple[float, float]]) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error over ten bins of equal width (C. Guo et al., arXiv:1706.04599)."""
    bins: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    for confidence, right in seen:
        bins[min(int(confidence * _BINS), _BINS - 1)].append((confidence, right))
    table = [
        (
            round(statistics.mean(one for one, _ in some), 3),
            round(statistics.mean(one for _, one in some), 3),
            len(some),
        )
        for _, some in sorted(bins.items())
    ]
    error = sum(abs(sure - right) * count for sure, right, count in table) / max(len(seen), 1)
    return round(error, 4), table


def _tests() -> dict[str, list[int]]:
    """The pass or fail tests of olmOCR's sample; those of tables and formulas count as failed."""
    from engine.cancel import CancelToken
    from rag.reading.reader import DocumentReader
    from rag.types import Page

    folder = EVALUATION / TESTS / "dev"
    reader = DocumentReader()
    texts: dict[str, str] = {}
    passed: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    try:
        for test in rows(folder / "tests.jsonl"):
            name = test["pdf"]
            if name not in texts:
                path = next(folder.glob(f"pdfs/**/{Path(name).name}"))
                events = reader.read(path, None, CancelToken())
                pages = {event.number: event.text for event in events if isinstance(event, Page)}
                texts[name] = " ".join(pages.get(test["page"], "").split())
            passed[test["type"]][1] += 1
            passed[test["type"]][0] += _passes(test, texts[name])
    finally:
        reader.close()
    return dict(passed)


def _passes(test: dict[str, Any], text: str) -> bool:
    most = int(test.get("max_diffs") or 0)
    match test["type"]:
        case "present":
            return _place(test["text"], _looked_at(test, text), most) is not None
        case "absent":
            return _place(test["text"], _looked_at(test, text), most) is None
        case "order":
            first, second = _place(test["before"], text, most), _place(test["after"], text, most)
            return first is not None and second is not None and first < second
        case _:
            return False


def _looked_at(test: dict[str, Any], text: str) -> str:
    """The part of a page that a test of presence is about: its first or last letters, both, or all of it."""
    first, last = int(test.get("first_n") or 0), int(test.get("last_n") or 0)
    return text[:first] + text[-last:] if first and last else text[:first] or text[-last:]


def _place(wanted: str, text: str, most: int) -> int | None:
    """Where `wanted` stands in a text, with so many letters different at most."""
    from rapidfuzz import fuzz

    wanted = " ".join(wanted.split())
    if len(text) < len(wanted) - most:
        return None
    found = fuzz.partial_ratio_alignment(wanted, text)
    least = 100 * (1 - most / max(len(wanted), 1))
    return found.dest_start if found is not None and found.score >= least - 1e-9 else None


def _sets(names: Sequence[str]) -> Iterator[str]:
    everything = dict.fromkeys([*LINES, *PAGES, TESTS])
    yield from (names or everything)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--without", nargs="*", default=[], choices=["forms", "language", "touch"])
    parser.add_argument("--pages", type=int, metavar="N", help="of each set, the first N")
    parser.add_argument("--judge", default="", metavar="MODEL", help="a language model, by its id")
    chosen = parser.parse_args(arguments)
    if not EVALUATION.is_dir():
        print("The evaluation data is not beside this checkout; nothing to measure.")
        return 0
    figures = asdict(run(list(_sets(chosen.sets)), chosen.without, chosen.pages, chosen.judge))
    RESULTS.mkdir(exist_ok=True)
    name = "-".join(["ocr", *(f"without-{one}" for one in chosen.without), *["judged"] * bool(chosen.judge)])
    values = json.dumps(figures, indent=1)
    (RESULTS / f"{name}.json").write_text(values + "\n", "utf-8")
    print(values)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
