"""How well scans and handwriting are read as a person gets them: errors, seconds, how true the confidence is.

Each line picture and each page of the evaluation data goes the way of a file that is added: a reader's
process within its limits, a page out. Prints and writes, for each set of lines: CER (Levenshtein distance to
the length of the gold text, case kept), lines that came out empty or were refused, and beside it, in the same
run, the CER of the line reader alone, given the whole picture, and the ratio of both. For each set of pages:
CER, word F1, seconds a page (with the start of its process). Lines found on a page are matched with the gold
line they overlap most; what matches none (stamps, notes in the margin) counts only in `words_beside`; a word
that two lines share is compared whole. Over all matched lines: the expected calibration error of the
confidence, against the share of right characters; and words of a line that a dictionary has and that stand
nowhere in what is written ("invented").

    python make.py bench ocr [--sets NAME ...] [--without forms language touch] [--first N] [--judge MODEL]

With a judge, that language model chooses among the readings of each doubtful line, as "look again" does.
Without an idea, the reader works in this process, where the idea can be taken away.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexed import EVALUATION, RESULTS, rows  # puts the checkout and the helpers on the path
from models import model_path
from olmocr_tests import passes
from scan_scores import Tally, calibration, clean, invented, matched, rejoined, word_f1

if TYPE_CHECKING:
    from rag.scanning.line_reading import Reading
    from rag.types import Line, Page, ReadEvent

    Reads = Callable[[Path], Iterator[ReadEvent]]

LINES = ("handwriting_modern", "handwriting_stanford1905", "handwriting_hooker")
PAGES = ("handwriting_modern", "handwriting_stanford1905", "scans_ehri_typewritten", "receipts_sroie")
TESTS = "olmocr_bench_sample"
_CUT_OTHERWISE = ("receipts_sroie",)  # whose gold lines are words or cells: no line can be held against one


@dataclass(slots=True)
class Figures:
    lines_cer: dict[str, float] = field(default_factory=dict)
    lines_empty: dict[str, list[int]] = field(default_factory=dict)  # empty or refused, of so many
    line_reader_cer: dict[str, float] = field(default_factory=dict)
    ratio: dict[str, float] = field(default_factory=dict)  # as read, to the line reader alone
    writers_cer: dict[str, dict[str, float]] = field(default_factory=dict)  # as read, by page
    pages_cer: dict[str, dict[str, float]] = field(default_factory=dict)
    in_order_cer: dict[str, float] = field(default_factory=dict)  # matched lines, in the order they were read
    word_f1: dict[str, float] = field(default_factory=dict)
    seconds_a_page: dict[str, float] = field(default_factory=dict)  # median
    words_beside: dict[str, int] = field(default_factory=dict)
    invented: dict[str, list[int]] = field(default_factory=dict)  # words, of so many
    calibration_error: float = 0.0
    calibration: list[tuple[float, float, int]] = field(default_factory=list)  # confidence, right, lines
    tests_passed: dict[str, list[int]] = field(default_factory=dict)  # by kind: passed, of so many
    peak_megabytes: int = 0  # of a reader's process
    without: list[str] = field(default_factory=list)
    judge: str = ""


class Judge:
    """A language model that chooses among the readings of doubtful lines; none where `model` is empty."""

    def __init__(self, model: str) -> None:
        from engine.llama.generator import ModelProcess

        self._scorer = ModelProcess(model_path(model), model) if model else None

    def choose(self, line: Reading | Line, before: Sequence[str]) -> str:
        """What stands in a line, after the lines `before` it."""
        from engine.cancel import CancelToken
        from rag.layout.trust import SURE
        from rag.scanning.rescoring import likeliest

        if self._scorer is None or not line.odds or line.confidence >= SURE:
            return line.text
        readings = (line.text, *line.others)
        return readings[likeliest(readings, (0.0, *line.odds), before, self._scorer, CancelToken())]

    def close(self) -> None:
        if self._scorer is not None:
            self._scorer.close()


def run(sets: Sequence[str], without: Sequence[str], most: int | None, model: str = "") -> Figures:
    figures = Figures(without=list(without), judge=model)
    with ExitStack() as held:
        judge = held.enter_context(closing(Judge(model)))
        reads = held.enter_context(_here(without) if without else _in_processes())
        seen: list[tuple[float, float]] = []
        for name in LINES:
            if name in sets:
                _lines(reads, name, most, judge, figures)
        for name in PAGES:
            if name in sets:
                _pages(reads, name, most, judge, figures, seen)
        if TESTS in sets:
            figures.tests_passed = _tests(reads)
    figures.calibration_error, figures.calibration = calibration(seen)
    whose = resource.RUSAGE_SELF if without else resource.RUSAGE_CHILDREN
    figures.peak_megabytes = resource.getrusage(whose).ru_maxrss // 1024
    return figures


@contextmanager
def _in_processes() -> Iterator[Reads]:
    """Documents read as the program reads them."""
    from engine.cancel import CancelToken
    from rag.reading.reader import DocumentReader

    with closing(DocumentReader()) as reader:
        yield lambda path: reader.read(path, None, CancelToken())


@contextmanager
def _here(without: Sequence[str]) -> Iterator[Reads]:
    """Documents read in this process, by a reader with some of its ideas taken away."""
    from rag.reading.detection import reader_for
    from rag.scanning import line_reading
    from rag.scanning.decoding import Weights

    if "language" in without:
        line_reading._BY_HAND = line_reading._BY_MACHINE = (Weights(0.0, 0.0), Weights(0.0, 0.0))
    if "forms" in without:
        line_reading.variants = lambda _strip: iter(())
    if "touch" in without:
        line_reading.LineReader._touched = lambda _self, reading: reading  # type: ignore[method-assign]

    def read(path: Path) -> Iterator[ReadEvent]:
        _forget()
        yield from reader_for(path)(path, None)

    yield read


def _forget() -> None:
    """Make the readers of this process know no more than those of a new one: no other document's names."""
    from rag.scanning import opening
    from rag.scanning.spelling import language_of

    for held in (opening.page_reader, opening._line_reader, language_of):
        held.cache_clear()


def _page(reads: Reads, path: Path) -> Page | None:
    """The only page of a picture; None where it is refused."""
    from rag.errors import ReadError
    from rag.types import Page

    try:
        return next(event for event in reads(path) if isinstance(event, Page))
    except ReadError as fault:
        print(f"  {path.name} is refused: {type(fault).__name__}", file=sys.stderr)
        return None


def _lines(reads: Reads, name: str, most: int | None, judge: Judge, figures: Figures) -> None:
    from rag.scanning.opening import page_reader

    folder = EVALUATION / name / "dev"
    as_read, alone, empty = Tally(), Tally(), [0, 0]
    writers: defaultdict[str, Tally] = defaultdict(Tally)
    before: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for row in list(rows(folder / "lines.jsonl"))[:most]:
        told, told_alone = before[row.get("page", "")]
        page = _page(reads, folder / row["image"])
        found = page.lines if page is not None else ()
        told.append(" ".join(judge.choose(line, told) for line in found))
        as_read.add(told[-1], row["text"])
        writers[row.get("page", "")].add(told[-1], row["text"])
        empty[0] += not told[-1].strip()
        empty[1] += 1
        _forget()
        (line,) = page_reader().read_strips([_picture(folder / row["image"], "L")])
        told_alone.append(judge.choose(line, told_alone))
        alone.add(told_alone[-1], row["text"])
    figures.lines_cer[name], figures.line_reader_cer[name] = as_read.rate, alone.rate
    figures.ratio[name] = round(as_read.rate / max(alone.rate, 1e-9), 3)
    figures.lines_empty[name] = empty
    figures.writers_cer[name] = {page: tally.rate for page, tally in writers.items()}
    print(
        f"  {name} lines: CER {as_read.rate} as read, {alone.rate} by the line reader alone;"
        f" {empty[0]} of {empty[1]} empty",
        file=sys.stderr,
    )


def _pages(
    reads: Reads,
    name: str,
    most: int | None,
    judge: Judge,
    figures: Figures,
    seen: list[tuple[float, float]],
) -> None:
    folder = EVALUATION / name / "dev"
    source = folder / ("gold.jsonl" if (folder / "gold.jsonl").exists() else "pages.jsonl")
    by_kind: defaultdict[str, Tally] = defaultdict(Tally)
    ordered, f1, seconds, beside, made_up = Tally(), [], [], 0, [0, 0]
    for row in list(rows(source))[:most]:
        started = time.perf_counter()
        page = _page(reads, folder / row["image"])
        seconds.append(time.perf_counter() - started)
        lines = page.lines if page is not None else ()
        said: list[str] = []
        for line in lines:
            said.append(judge.choose(line, said))
        texts = {id(line): text for line, text in zip(lines, said, strict=True)}
        gold = row["lines"] if isinstance(row.get("lines"), list) else []
        gold = [one for one in gold if isinstance(one, dict)]
        if gold:
            height, width = _picture(folder / row["image"]).shape[:2]
            found, others = matched(gold, lines, width, height)
            beside += sum(len(line.text.split()) for line in others)
            kinds: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
            for place, one in enumerate(gold):
                pieces = sorted(found.get(place, []), key=_left)
                told = " ".join(texts[id(line)] for line in pieces)
                kinds[one.get("type") or "line"].append((told, one["text"]))
                far, known = invented(told, one["text"])
                made_up = [made_up[0] + far, made_up[1] + known]
                if pieces and name not in _CUT_OTHERWISE:
                    wrong = Tally().add(told, one["text"])
                    right = max(0.0, 1 - wrong / max(len(clean(one["text"])), 1))
                    seen.append((statistics.mean(line.confidence for line in pieces), right))
            for kind, pairs in kinds.items():
                # Joined: two gold lines on one row may have been read as one.
                by_kind[kind].add(*(rejoined(some) for some in zip(*pairs, strict=True)))
            held = {id(line) for some in found.values() for line in some}
            in_order = [texts[id(line)] for line in lines if id(line) in held]
            ordered.add(rejoined(in_order), rejoined([one["text"] for one in gold]))
        whole = " ".join(one["text"] for one in gold) or row["text"]
        f1.append(word_f1(whole, "\n".join(said), exact="receipts" in name))
    figures.pages_cer[name] = {kind: tally.rate for kind, tally in by_kind.items()}
    figures.in_order_cer[name] = ordered.rate
    figures.word_f1[name] = round(statistics.mean(f1), 4)
    figures.seconds_a_page[name] = round(statistics.median(seconds), 2)
    figures.words_beside[name] = beside
    figures.invented[name] = made_up
    print(
        f"  {name}: {figures.pages_cer[name]}, in order {ordered.rate}, F1 {figures.word_f1[name]},"
        f" {figures.seconds_a_page[name]} s a page",
        file=sys.stderr,
    )


def _left(line: Line) -> float:
    return line.box.x0 if line.box is not None else 0.0


def _picture(path: Path, mode: str = "RGB") -> Any:
    import numpy as np
    from PIL import Image

    with Image.open(path) as image:
        return np.ascontiguousarray(np.asarray(image.convert(mode)))


def _tests(reads: Reads) -> dict[str, list[int]]:
    """Those of olmOCR's sample: passed, of how many."""
    from rag.types import Page

    folder = EVALUATION / TESTS / "dev"
    texts: dict[str, str] = {}
    passed: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for test in rows(folder / "tests.jsonl"):
        name = test["pdf"]
        if name not in texts:
            path = next(folder.glob(f"pdfs/**/{Path(name).name}"))
            pages = {event.number: event.text for event in reads(path) if isinstance(event, Page)}
            texts[name] = " ".join(pages.get(test["page"], "").split())
        passed[test["type"]][1] += 1
        passed[test["type"]][0] += passes(test, texts[name])
    return dict(passed)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    everything = list(dict.fromkeys([*LINES, *PAGES, TESTS]))
    parser.add_argument("--sets", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--without", nargs="*", default=[], choices=["forms", "language", "touch"])
    parser.add_argument("--first", type=int, metavar="N", help="lines and pages of each set, the first N")
    parser.add_argument("--judge", default="", metavar="MODEL", help="a language model, by its id")
    chosen = parser.parse_args(arguments)
    if not EVALUATION.is_dir():
        print("The evaluation data is not beside this checkout; nothing to measure.")
        return 0
    figures = asdict(run(chosen.sets or everything, chosen.without, chosen.first, chosen.judge))
    RESULTS.mkdir(exist_ok=True)
    name = "-".join(["ocr", *(f"without-{one}" for one in chosen.without), *["judged"] * bool(chosen.judge)])
    values = json.dumps(figures, indent=1)
    (RESULTS / f"{name}.json").write_text(values + "\n", "utf-8")
    print(values)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
