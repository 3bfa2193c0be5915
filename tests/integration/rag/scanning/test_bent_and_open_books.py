"""Curved pages and open books through the real reader: what is read, in what order, and where it stands."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from files import bent_pages, open_books, pictures
from models import evaluation
from PIL import Image
from rapidfuzz.distance import Levenshtein

from rag.layout.printed import RawLine
from rag.scanning.opening import page_reader


def typed(number: int) -> tuple[bent_pages.Colours, str, list[dict[str, Any]]]:
    """A typewritten page, what stands on it, and its lines."""
    folder = evaluation("scans_ehri_typewritten") / "dev"
    row = json.loads((folder / "pages.jsonl").read_text("utf-8").splitlines()[number])
    with Image.open(folder / row["image"]) as picture:
        return (
            np.asarray(picture.convert("RGB")),
            " ".join(line["text"] for line in row["lines"]),
            row["lines"],
        )


def errors(lines: tuple[RawLine, ...], gold: str) -> float:
    said, gold = (" ".join(text.split()) for text in (" ".join(line.text for line in lines), gold))
    return Levenshtein.distance(said, gold) / len(gold)


@pytest.mark.timeout(120)
def test_a_typewritten_page_that_bulges_is_read_as_if_it_lay_flat() -> None:
    page, _, lines = typed(0)
    top = 790  # the last paragraphs will do
    gold = " ".join(line["text"] for line in lines if line["box"][1] > top)
    read = page_reader().read(bent_pages.arched(page[top:], 0.06)).lines
    assert errors(read, gold) < 0.05


@pytest.mark.timeout(120)
def test_two_typewritten_pages_are_read_one_after_the_other() -> None:
    left, first, lines = typed(0)
    right, second, _ = typed(2)
    height = 660  # the lower halves will do
    book = bent_pages.side_by_side(left[height:], right[height:], fold=0.35)
    read = page_reader().read(book).lines
    sides = ["left" if line.box[2] < 0.52 else "right" for line in read]
    assert sides == sorted(sides)
    assert sides.count("left") >= 10 <= sides.count("right")
    assert all(word in first for word in read[2].text.split()[:3])
    assert all(word in second for word in read[-2].text.split()[-3:])
    gold = next(line for line in lines if line["text"].startswith("taken into prison"))
    found = next(line for line in read if line.text.startswith("taken into prison"))
    assert found.box[0] * book.shape[1] == pytest.approx(gold["box"][0], abs=20)
    assert found.box[2] * book.shape[1] == pytest.approx(gold["box"][2], abs=20)


def test_the_box_of_a_bent_line_holds_it_on_the_page_as_it_lies() -> None:
    texts = [f"{one} and with them the tenant" for one in pictures.BREACH] * 4
    flat = np.asarray(pictures.page(texts, (1000, 900), 22, (90, 150)))
    bent = bent_pages.arched(flat, 0.05)
    lines = page_reader().read(bent).lines
    assert [line.text for line in lines] == texts
    dark = np.argwhere(bent[:, :, 0] < 128)
    first, last = lines[0].box, lines[-1].box
    assert first[1] * 900 == pytest.approx(dark[:, 0].min(), abs=14)
    assert last[3] * 900 == pytest.approx(dark[:, 0].max(), abs=14)
    # An arc of 45 pixels with letters of 22: higher than any line, and its words climb and fall along it.
    assert (first[3] - first[1]) * 900 > 45
    words = [word.box for word in lines[0].words]
    assert min(box[1] for box in words[2:-2]) < min(words[0][1], words[-1][1]) - 0.02


def test_the_pages_of_a_journal_that_lies_on_its_side_are_read_whole_each_after_its_columns() -> None:
    book = np.ascontiguousarray(np.rot90(open_books.journal()))
    text = " ".join(line.text for line in page_reader().read(book).lines)
    met = re.findall(r"Alder|Birch|Volume|Of notices|Cedar|Elder", text)
    assert [one for place, one in enumerate(met) if met[place - 1 : place] != [one]] == [
        "Alder",
        "Birch",
        "Volume",
        "Of notices",
        "Cedar",
        "Elder",
    ]
