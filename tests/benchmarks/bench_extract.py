"""Fields of contracts, receipts and invoices against their gold answers: read, then found by rules alone.

    python make.py bench extract [--set nda|receipts|invoices …] [--first N] [--show] [--taught]

Micro F1 as the sets' READMEs have it. A receipt's day counts as it is written there, an invoice's as ISO.
With --taught each document is read once more, after every wrong value of all others was corrected that stands
in them as the gold answer has it.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexed import EVALUATION, RESULTS  # puts the checkout and the helpers on the path

from engine.cancel import CancelToken
from rag.extracting.fields.choosing import Candidate
from rag.extracting.fields.entering import entered, standing
from rag.extracting.fields.filling import Cell, rows_of
from rag.extracting.fields.layouts import Layout
from rag.extracting.fields.lessons import Lesson, learned, taught
from rag.extracting.fields.schema import Column, preset
from rag.extracting.fields.sight import Sight
from rag.reading.reader import DocumentReader
from rag.types import Page


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document with the values that are right for each key."""

    path: Path
    fields: Mapping[str, frozenset[str]]


def nda() -> Iterator[Wanted]:
    folder = EVALUATION / "kleister_nda/dev"
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        keys = ("effective_date", "jurisdiction", "party", "term")
        yield Wanted(
            folder / "pdfs" / row["doc"],
            {key: frozenset(one.upper() for one in row["gold"].get(key, ())) for key in keys},
        )


def receipts() -> Iterator[Wanted]:
    folder = EVALUATION / "receipts_sroie/dev"
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        total = re.sub(r"[^0-9.]", "", row["fields"]["total"])
        fields = {key: frozenset({bare(value)}) for key, value in row["fields"].items()}
        yield Wanted(folder / row["image"], fields | {"total": frozenset({amount(total)})})


def invoices() -> Iterator[Wanted]:
    for gold in sorted((EVALUATION / "invoices_invoice2data/dev").glob("*.json")):
        given = json.loads(gold.read_text("utf-8"))
        row: dict[str, Any] = given[0] if isinstance(given, list) else given
        keys = ("issuer", "date", "invoice_number", "currency")
        fields = {key: frozenset({bare(str(row[key]))}) for key in keys if key in row}
        yield Wanted(gold.with_suffix(".pdf"), fields | {"amount": frozenset({amount(row["amount"])})})


def bare(text: str) -> str:
    """As the sets compare text: in capitals, single blanks, no punctuation at the ends."""
    return re.sub(r"^\W+|\W+$", "", " ".join(text.upper().split()))


def amount(value: object) -> str:
    return f"{float(str(value)):.2f}"


def said(key: str, cell: Cell, name: str) -> frozenset[str]:
    """What a cell gives for a key."""
    if name == "nda":
        return frozenset(str(one).upper() for one in cell.values)
    if key in ("total", "amount"):
        return frozenset(amount(one) for one in cell.values[:1])
    as_written = name == "receipts" and key in ("date", "company")
    return (
        frozenset(bare(one.text) for one in cell.mentions[:1])
        if as_written
        else frozenset(bare(str(one)) for one in cell.values[:1])
    )


SETS: dict[str, tuple[str, Callable[[], Iterator[Wanted]]]] = {
    "nda": ("nda", nda),
    "receipts": ("receipt", receipts),
    "invoices": ("invoice", invoices),
}


def sight_of(reader: DocumentReader, path: Path) -> Sight:
    pages = [one for one in reader.read(path, None, CancelToken()) if isinstance(one, Page)]
    starts, text = [], ""
    for page in pages:
        starts.append(len(text))
        text += f"{page.text}\n"
    return Sight.of(pages, starts, text)


def f1(right: int, wrong: int, missed: int) -> float:
    return round(2 * right / max(1, 2 * right + wrong + missed), 3)


Seen = list[tuple[Wanted, Sight]]
Lessons = Mapping[Path, list[Lesson]]


def measured(seen: Seen, name: str, lessons: Lessons | None = None, *, show: bool) -> dict[str, Any]:
    """How right the rules are; with `lessons`, those of all documents but the one at hand go before them."""
    schema = preset(SETS[name][0])
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    seconds, number = 0.0, 0
    for one, sight in seen:
        begun = time.perf_counter()
        known = [lesson for path, own in (lessons or {}).items() if path != one.path for lesson in own]
        (row,) = rows_of(schema, sight, finder(sight, known))
        seconds += time.perf_counter() - begun
        number += 1
        for key, gold in one.fields.items():
            found = said(key, row[key], name)
            right[key] += len(found & gold)
            wrong[key] += len(found - gold)
            missed[key] += len(gold - found)
            if show and found != gold:
                print(one.path.name, key, sorted(found), "instead of", sorted(gold))
    keys = sorted(right | wrong | missed)
    return {
        "documents": number,
        "f1": f1(right.total(), wrong.total(), missed.total()),
        "right": right.total(),
        "wrong": wrong.total(),
        "keys": {key: f1(right[key], wrong[key], missed[key]) for key in keys},
        "milliseconds": round(1000 * seconds / max(1, number), 1),
    }


def finder(sight: Sight, lessons: list[Lesson]) -> Callable[[Column], list[Candidate]]:
    layout = Layout.of(sight)
    return lambda column: taught(column, sight, layout, lessons)


def after_corrections(seen: Seen, name: str, *, show: bool) -> dict[str, Any]:
    """The same once a person has corrected what is wrong; only documents with a like one can be better."""
    schema = {column.name: column for column in preset(SETS[name][0]).columns}
    lessons: dict[Path, list[Lesson]] = {}
    for one, sight in seen:
        (row,) = rows_of(preset(SETS[name][0]), sight)
        for key, gold in one.fields.items():
            if said(key, row[key], name) == gold or len(gold) != 1 or schema[key].many:
                continue
            (value,) = entered(schema[key], next(iter(gold))) or [None]
            near = row[key].mentions[0].start if row[key].mentions else 0
            place = value and standing(schema[key], sight, value, near)
            if place:
                lessons.setdefault(one.path, []).append(learned(schema[key], sight, place))
    found = measured(seen, name, lessons, show=show)
    return {"lessons": sum(map(len, lessons.values()))} | found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", choices=SETS, dest="sets")
    parser.add_argument("--first", type=int)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--taught", action="store_true")
    asked = parser.parse_args()
    found = {}
    with closing(DocumentReader()) as reader:
        for name in asked.sets or SETS:
            seen = [(one, sight_of(reader, one.path)) for one in list(SETS[name][1]())[: asked.first]]
            found[name] = measured(seen, name, show=asked.show)
            if asked.taught:
                found[name]["taught"] = after_corrections(seen, name, show=asked.show)
            print(name, json.dumps(found[name]))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "extract.json").write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
