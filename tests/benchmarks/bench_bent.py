"""How well pages are read that bend, lie side by side or were photographed: typewritten pages, made so.

Prints and writes, for each kind: CER of the whole page in the order it was read, and word F1, without and
with straightening, parting and flattening. The pages are made of the evaluation data's, the same every time.

    python make.py bench bent [--pages N] [--kinds NAME ...]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from indexed import EVALUATION, RESULTS, rows  # puts the checkout and the helpers on the path
from numpy.typing import NDArray
from scan_scores import Tally, word_f1

if TYPE_CHECKING:
    from rag.layout.printed import RawLine

    Colours = NDArray[np.uint8]

SET = "scans_ehri_typewritten"
_ASLANT = ((0.27, 0.15), (0.74, 0.10), (0.98, 0.93), (0.02, 0.97))
_PHOTO = (1500, 1800)


def kinds() -> dict[str, Callable[[Colours, Colours], Colours]]:
    """Ways to make a picture of a page, or of it and the one that follows."""
    import bent_pages as bent

    def book(left: Colours, right: Colours, fold: float, curl: float = 0.0) -> Colours:
        if curl:
            left, right = bent.curled(left, curl, bent.Bound.RIGHT), bent.curled(right, curl)
        return bent.side_by_side(left, right, fold)

    def photo(page: Colours) -> Colours:
        return bent.photographed(page, _ASLANT, _PHOTO)

    return {
        "plain": lambda page, _: page,
        "curled, left": lambda page, _: bent.curled(page, 0.06),
        "curled, right": lambda page, _: bent.curled(page, 0.04, bent.Bound.RIGHT),
        "bulging": lambda page, _: bent.arched(page, 0.03),
        "spread, white gap": lambda left, right: book(left, right, 0.0),
        "spread, dark fold": lambda left, right: book(left, right, 0.35),
        "spread, curled": lambda left, right: book(left, right, 0.4, 0.04),
        "photo, shadow": lambda page, _: bent.by_camera(bent.shadowed(bent.lit_unevenly(photo(page)))),
        "photo, bulging": lambda page, _: bent.by_camera(photo(bent.arched(page, 0.03))),
    }


def run(chosen: Sequence[str], most: int) -> dict[str, dict[str, tuple[float, float]]]:
    """For each kind, CER and word F1 before and after."""
    from rag.scanning import page_reader

    folder = EVALUATION / SET / "dev"
    held = list(rows(folder / "pages.jsonl"))[: most + 1]
    pages = [_picture(folder / row["image"]) for row in held]
    golds = [" ".join(line["text"] for line in row["lines"]) for row in held]
    usual = (page_reader.bend_of, page_reader.gutter)
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for name, made in kinds().items():
        if chosen and name not in chosen:
            continue
        found[name] = {}
        for state in ("before", "after"):
            bent, parted = usual if state == "after" else (lambda _: None, lambda *_: None)
            page_reader.bend_of, page_reader.gutter = bent, parted  # type: ignore[assignment]
            tally, scores = Tally(), []
            for place in range(min(most, len(pages) - 1)):
                picture = made(pages[place], pages[place + 1])
                gold = " ".join(golds[place : place + 2]) if name.startswith("spread") else golds[place]
                said = " ".join(line.text for line in _lines(picture, flat=state == "after"))
                tally.add(said, gold)
                scores.append(word_f1(gold, said, exact=False))
            found[name][state] = (tally.rate, round(statistics.mean(scores), 4))
        print(f"  {name}: {found[name]}", file=sys.stderr)
    page_reader.bend_of, page_reader.gutter = usual
    return found


def _picture(path: Path) -> Colours:
    from PIL import Image

    with Image.open(path) as image:
        return np.ascontiguousarray(np.asarray(image.convert("RGB")))


def _lines(picture: Colours, *, flat: bool) -> tuple[RawLine, ...]:
    from rag.scanning import opening
    from rag.scanning.photo import flattened
    from rag.scanning.spelling import language_of

    for held in (opening.page_reader, opening._line_reader, language_of):
        held.cache_clear()  # as for a document of its own, which knows no other's names
    sheet = flattened(picture) if flat else None
    return opening.page_reader().read(picture if sheet is None else sheet.picture).lines


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=3, metavar="N", help="the first N of the set")
    parser.add_argument("--kinds", nargs="*", default=[], metavar="NAME", choices=list(kinds()))
    chosen = parser.parse_args(arguments)
    if not EVALUATION.is_dir():
        print("The evaluation data is not beside this checkout; nothing to measure.")
        return 0
    values = json.dumps(run(chosen.kinds, chosen.pages), indent=1)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "bent.json").write_text(values + "\n", "utf-8")
    print(values)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
