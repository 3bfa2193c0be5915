"""Contradictions: planted ones found, false alarms raised; and alarms over documents without planted ones.

    python make.py bench contradictions [--set tried|kept|unseen …] [--changed] [--real] [--first N] [--show]

A planted disagreement is found where one alarm quotes both its sides. `--changed` sets the real contracts of
Kleister beside copies in which one day, sum or length of time is another: the rest of the copy is the same,
so every other alarm is false. `--real` counts the alarms within and between real documents; by hand, with
`--show`, one sees which are false.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexed import CHECKOUT, EVALUATION, RESULTS  # puts the checkout and the helpers on the path

from engine.cancel import CancelToken
from rag.contradicting.finding import disagreements
from rag.contradicting.inside import Clash
from rag.extracting.fields.days import days
from rag.guarding.injection import without_orders
from rag.language.languages import language_of
from rag.language.quantities import placed
from rag.language.sentences import sentences
from rag.language.withdrawn import standing
from rag.reading.reader import DocumentReader
from rag.types import Hit, Structure

PLANTED = CHECKOUT / "tests/data/contradictions"
SETS = ("tried", "kept", "unseen")
FIGURE = re.compile(r"\d+")


def hits_of(number: int, name: str, text: str) -> list[Hit]:
    """A short text as one passage."""
    return [Hit(0, number, name, None, 1, 1, "", 0, len(text), 1.0, text)]


def read(reader: DocumentReader, number: int, path: Path) -> list[Hit]:
    """The passages of a file, as the library would have them."""
    found: list[Hit] = []
    for event in reader.read(path, None, CancelToken()):
        if isinstance(event, Structure):
            for place, one in enumerate(event.passages):
                text = without_orders(standing(one.text))
                found.append(
                    Hit(place, number, path.name, one.key, one.page_start, one.page_end, one.headings,
                        one.start, one.end, 1.0, text)
                )  # fmt: skip
    return found


def plain(clash: Clash) -> tuple[str, str]:
    return " ".join(clash.left.text.split()), " ".join(clash.right.text.split())


def told(clash: Clash) -> str:
    left, right = plain(clash)
    where = f"{clash.left.hit.document} / {clash.right.hit.document}"
    values = f"{clash.left_value!r} {clash.right_value!r}"
    return f"{clash.kind} {clash.confidence} {values} ({where})\n   {left}\n   {right}"


def planted(name: str, *, show: bool) -> dict[str, Any]:
    """Recall and precision of a set, by kind and by language."""
    wanted, right, missed, wrong = Counter[str](), Counter[str](), Counter[str](), 0
    seconds = 0.0
    for case in tomllib.loads((PLANTED / f"{name}.toml").read_text("utf-8"))["case"]:
        texts = enumerate(case["documents"].items(), 1)
        documents = {number: hits_of(number, name_, text.strip("\n")) for number, (name_, text) in texts}
        begun = time.perf_counter()
        found = disagreements(documents, CancelToken())
        seconds += time.perf_counter() - begun
        left = [tuple(one) for one in case["planted"]]
        wanted.update(kind for kind, _, _ in left)
        for clash in found:
            hit = next((one for one in left if holds(clash, one[1], one[2])), None)
            if hit is not None:
                left.remove(hit)
                right[hit[0]] += 1
            else:
                wrong += 1
                if show:
                    print(case["id"], "FALSE", told(clash))
        missed.update(kind for kind, _, _ in left)
        if show:
            for one in left:
                print(case["id"], "MISSED", *one, sep=" | ")
    alarms = right.total() + wrong
    return {
        "planted": wanted.total(),
        "found": right.total(),
        "false": wrong,
        "recall": round(right.total() / max(1, wanted.total()), 3),
        "precision": round(right.total() / max(1, alarms), 3),
        "kinds": {kind: f"{right[kind]} of {wanted[kind]}" for kind in sorted(wanted)},
        "seconds": round(seconds, 2),
    }


def holds(clash: Clash, one: str, other: str) -> bool:
    left, right = plain(clash)
    return (one in left and other in right) or (one in right and other in left)


# --- real contracts beside changed copies -------------------------------------------------------------------


def changes(text: str, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """Figures of days, sums and lengths of time that could be others: their places, and the other figure."""
    language = language_of(text)
    spans = [(one.start, one.end) for one in days(text)]
    units = ("day", "week", "month", "year", "USD", "EUR", "%")
    spans += [
        (one.start, one.end) for one in placed(text, language) if one.quantity.unit in units and not one.spelt
    ]
    chance.shuffle(spans)
    for start, end in spans:
        figures = [one for one in FIGURE.finditer(text, start, end) if len(one[0]) < 4]
        if figures and alone(text, start):
            figure = figures[-1]
            other = str(int(figure[0]) % 28 + 1)
            yield figure.start(), figure.end(), other.zfill(len(figure[0]))


def alone(text: str, place: int) -> bool:
    """Whether a figure stands in a sentence of some words that is told once."""
    for span in sentences(text):
        if span.start <= place < span.end:
            said = text[span.start : span.end]
            return 8 <= len(said.split()) <= 60 and text.count(said) == 1 and not re.search(r"\(\d+\)", said)
    return False


def changed(reader: DocumentReader, first: int, *, show: bool) -> dict[str, Any]:
    """One figure of each contract is another in its copy."""
    done = found_all = wrong = 0
    for number, path in enumerate(sorted((EVALUATION / "kleister_nda/dev/pdfs").glob("*.pdf"))[:first]):
        hits = read(reader, 1, path)
        chance = random.Random(number)
        places = [(at, *one) for at, hit in enumerate(hits) for one in list(changes(hit.text, chance))[:1]]
        if not places:
            continue
        at, start, end, other = chance.choice(places)
        copy = [replace(one, document_id=2, document=f"copy of {one.document}") for one in hits]
        text = hits[at].text
        copy[at] = replace(copy[at], text=text[:start] + other + text[end:])
        before = disagreements({1: hits}, CancelToken())
        alarms = disagreements({1: hits, 2: copy}, CancelToken())
        across = [one for one in alarms if one.left.document_id != one.right.document_id]
        hit = [one for one in across if any(covers(side, hits[at], start) for side in (one.left, one.right))]
        done += 1
        found_all += bool(hit)
        wrong += len(across) - bool(hit)
        if show:
            line = hits[at].text[max(0, start - 120) : end + 60].replace("\n", " ")
            print("FOUND" if hit else "MISSED", path.name, repr(line), "->", other)
            for one in (*before, *(one for one in across if one not in hit)):
                print("  OTHER", told(one))
    return {
        "contracts": done,
        "found": found_all,
        "false": wrong,
        "recall": round(found_all / max(1, done), 3),
    }


def covers(saying: Any, hit: Hit, place: int) -> bool:
    return saying.hit.start == hit.start and saying.start <= place < saying.end


# --- documents nobody planted anything in -------------------------------------------------------------------


def groups(reader: DocumentReader) -> Iterator[tuple[str, Mapping[int, Sequence[Hit]]]]:
    """Contracts and invoices as one collection each, regulations one by one."""
    for name, folder in (("nda", "kleister_nda/dev/pdfs"), ("invoices", "invoices_invoice2data/dev")):
        files = sorted((EVALUATION / folder).glob("*.pdf"))
        yield name, {number: read(reader, number, path) for number, path in enumerate(files)}
    for path in sorted((EVALUATION / "regulation_files/dev").rglob("*.*")):
        if path.suffix in (".pdf", ".html", ".docx"):
            yield "regulations", {1: read(reader, 1, path)}


def real(reader: DocumentReader, *, show: bool) -> dict[str, Any]:
    counted: dict[str, Counter[str]] = {}
    for name, documents in groups(reader):
        found = disagreements(documents, CancelToken())
        counted.setdefault(name, Counter()).update(documents=len(documents), alarms=len(found))
        if show:
            for clash in found:
                print(name, told(clash))
    return {name: dict(one) for name, one in counted.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", choices=SETS, dest="sets")
    parser.add_argument("--changed", action="store_true")
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--first", type=int, default=40)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    found: dict[str, Any] = {name: planted(name, show=asked.show) for name in asked.sets or SETS}
    with closing(DocumentReader()) as reader:
        if asked.changed:
            found["changed"] = changed(reader, asked.first, show=asked.show)
        if asked.real:
            found["real"] = real(reader, show=asked.show)
    for name, one in found.items():
        print(name, json.dumps(one))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "contradictions.json").write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
