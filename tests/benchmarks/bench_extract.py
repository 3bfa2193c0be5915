"""Fields of contracts, receipts and invoices against their gold answers: read, then found by rules alone.

    python make.py bench extract [--set nda|receipts|invoices|own-receipts|own-invoices|own-scans …]
        [--first N] [--show] [--taught]

Micro F1 as the sets' READMEs have it. A receipt's day counts as it is written there, an invoice's as ISO.
The own sets are papers drawn from their texts (papers/): letters and figures count there, not blanks and
marks; `rows` are the items of invoices, right where description, quantity and amount are.
With --taught each document is read once more, after every wrong value of all others was corrected that stands
in them as the gold answer has it.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexed import EVALUATION, RESULTS  # puts the checkout and the helpers on the path
from papers import Paper, invoice, papers, receipt, scan

from engine.cancel import CancelToken
from rag.extracting.fields.amounts import numbers
from rag.extracting.fields.choosing import Candidate
from rag.extracting.fields.days import days
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
    """A document with the values that are right for each key, and the rows of its table."""

    path: Path
    fields: Mapping[str, frozenset[str]]
    items: tuple[tuple[str, ...], ...] = ()


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


def said(key: str, cell: Cell, name: str, gold: frozenset[str]) -> frozenset[str]:
    """What a cell gives for a key."""
    if name.startswith("own-"):
        return alike(key, cell, gold)
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


def own_receipts() -> Iterator[Wanted]:
    for paper in papers("receipts"):
        yield Wanted(receipt(paper, DRAWN), _gold(paper))


def own_invoices() -> Iterator[Wanted]:
    for paper in papers("invoices"):
        yield Wanted(invoice(paper, DRAWN), _gold(paper), tuple(map(tuple, paper.items)))


def own_scans() -> Iterator[Wanted]:
    for paper in papers("invoices"):
        yield Wanted(scan(paper, invoice(paper, DRAWN)), _gold(paper), tuple(map(tuple, paper.items)))


def _gold(paper: Paper) -> dict[str, frozenset[str]]:
    """What is right in a paper, by the names of the presets' columns."""
    return {
        _COLUMNS.get(key, key): frozenset(_loose(key, one) for one in right)
        for key, right in paper.gold.items()
    }


_COLUMNS = {"net": "net_amount", "vat": "vat_amount"}
_AMOUNTS = ("total", "amount", "net", "vat", "net_amount", "vat_amount")
DRAWN = Path(tempfile.mkdtemp(prefix="papers"))


def _loose(key: str, value: str) -> str:
    """Without blanks and marks, since a scan has its own; "-" where there is none."""
    if value == "-":
        return value
    if key in _AMOUNTS:
        return amount(value)
    if key == "date" and (found := days(value)):
        return found[0].value
    return re.sub(r"[\W_]+", "", value).upper()


def alike(key: str, cell: Cell, gold: frozenset[str]) -> frozenset[str]:
    """What a cell of an own paper gives, as the gold answer has it where it is that."""
    if not cell.values:
        return frozenset({"-"}) & gold
    written = str(cell.values[0]) if key in _AMOUNTS else cell.mentions[0].text
    told = {_loose(key, str(cell.values[0])), _loose(key, written)}
    return frozenset(sorted(told & gold)[:1] or sorted(told)[:1])


def rows_right(wanted: Wanted, sight: Sight) -> tuple[int, int]:
    """How many items of a paper are found whole, and how many rows there are."""
    found = rows_of(preset("items"), sight)
    got = {
        (_loose("", str(row["description"].values[0])), amount(row["amount"].values[0]))
        for row in found
        if row["description"].values and row["amount"].values and row["quantity"].values
    }
    right = 0
    for item in wanted.items:
        (last,) = [float(one.value) for one in numbers(item[-1])][:1] or [0.0]
        right += (_loose("", max(item, key=len)), amount(last)) in got
    return right, len(found)


SETS: dict[str, tuple[str, Callable[[], Iterator[Wanted]]]] = {
    "nda": ("nda", nda),
    "receipts": ("receipt", receipts),
    "invoices": ("invoice", invoices),
    "own-receipts": ("receipt", own_receipts),
    "own-invoices": ("invoice", own_invoices),
    "own-scans": ("invoice", own_scans),
}


def sight_of(reader: DocumentReader, path: Path) -> Sight:
    pages = [one for one in reader.read(path, None, CancelToken()) if isinstance(one, Page)]
    starts, text = [], ""
    for page in pages:
        starts.append(len(text))
        text += f"{page.text}\n"
    return Sight.of(pages, starts, text)


def counts(found: frozenset[str], gold: frozenset[str], name: str) -> tuple[int, int, int]:
    """How many values are right, wrong and missed. Of an own paper one of the answers is enough."""
    if not name.startswith("own-"):
        return len(found & gold), len(found - gold), len(gold - found)
    is_right = bool(found & gold)
    return int(is_right), int(bool(found) and not is_right), int(not is_right and gold != {"-"})


def f1(right: int, wrong: int, missed: int) -> float:
    return round(2 * right / max(1, 2 * right + wrong + missed), 3)


Seen = list[tuple[Wanted, Sight]]
Lessons = Mapping[Path, list[Lesson]]


def measured(seen: Seen, name: str, lessons: Lessons | None = None, *, show: bool) -> dict[str, Any]:
    """How right the rules are; with `lessons`, those of all documents but the one at hand go before them."""
    schema = preset(SETS[name][0])
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    seconds, number, rows = 0.0, 0, Counter[str]()
    for one, sight in seen:
        begun = time.perf_counter()
        known = [lesson for path, own in (lessons or {}).items() if path != one.path for lesson in own]
        (row,) = rows_of(schema, sight, finder(sight, known))
        seconds += time.perf_counter() - begun
        number += 1
        for key, gold in one.fields.items():
            found = said(key, row[key], name, gold)
            figures = counts(found, gold, name)
            for counted, figure in zip((right, wrong, missed), figures, strict=True):
                counted[key] += figure
            if show and any(figures[1:]):
                print(one.path.name, key, sorted(found), "instead of", sorted(gold))
        if one.items:
            found_rows, there = rows_right(one, sight)
            rows["right"] += found_rows
            rows["found"] += there
            rows["wanted"] += len(one.items)
    keys = sorted(right | wrong | missed)
    return {
        "documents": number,
        "f1": f1(right.total(), wrong.total(), missed.total()),
        "right": right.total(),
        "wrong": wrong.total(),
        "keys": {key: f1(right[key], wrong[key], missed[key]) for key in keys},
        **({"rows": dict(rows)} if rows else {}),
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
            if said(key, row[key], name, gold) == gold or len(gold) != 1 or schema[key].many:
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
