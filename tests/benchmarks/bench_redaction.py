"""Redaction of documents with planted data: what was found, what of the rest was lost, what survived.

    python make.py bench redaction [--only pdf|docx|eml|png|scan.pdf] [--first N] [--show] [--prose]

Recall: planted texts that were found and are not in the new file. Lost: texts that must stay and do not.
Survivors: planted texts that pdftotext, strings or unpacking still give.
`--prose`: names in running text alone.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import re
import subprocess
import tempfile
import time
import zipfile
from collections import Counter
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path

from indexed import RESULTS  # puts the checkout and the helpers on the path
from named import prose, scored
from planted import Planted, documents

from app.redacting.redacting import Redacting
from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader


def bare(text: str) -> str:
    """Letters and digits, so that line ends and misread blanks make no difference."""
    return re.sub(r"[\W_]", "", text).lower()


def words_of(data: bytes, suffix: str) -> str:
    """What other tools give of a file."""
    if suffix == ".pdf":
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(data)
            file.flush()
            told = subprocess.run(
                ["pdftotext", "-layout", file.name, "-"], capture_output=True, check=True
            ).stdout
            told += subprocess.run(["strings", "-n", "6", file.name], capture_output=True, check=True).stdout
        return told.decode("utf-8", "replace")
    if suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
        return html.unescape("\n".join([*parts, *(re.sub(r"<[^>]*>", "", part) for part in parts)]))
    if suffix == ".eml":
        message = message_from_bytes(data, policy=policy.default)
        headers = [str(value) for value in message.values()]
        bodies = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
        return "\n".join([*headers, *bodies])
    return data.decode("utf-8", "replace")


def measured(redacting: Redacting, one: Planted, folder: Path, *, show: bool) -> Counter[str]:
    """What became of one document."""
    file = folder / one.name
    file.write_bytes(one.data)
    suffix = ".pdf" if file.suffix == ".png" else file.suffix
    out, cancel, begun = folder / f"out{suffix}", CancelToken(), time.perf_counter()
    plan = redacting.plan(file, out, cancel)
    outcome = redacting.make(plan, suffix, cancel)
    counted: Counter[str] = Counter(milliseconds=round(1000 * (time.perf_counter() - begun)))
    if outcome.made is None:
        print(one.name, "refused", outcome.survivors)
        counted["refused"] = 1
        return counted
    said = words_of(outcome.made.data, suffix)
    plain, shown = bare(said), {bare(item.text) for item in plan.items}
    for kind, text in one.gone:
        counted["planted"] += 1
        survived = re.search(rf"(?<!\w){re.escape(text)}(?!\w)", said) is not None
        missed = bare(text) in plain or not any(bare(text) in item or item in bare(text) for item in shown)
        counted["survivors"] += survived
        counted["missed"] += missed
        if show and missed:
            print(one.name, "missed", kind, repr(text))
    for text in one.stays:
        counted["stays"] += 1
        lost = bare(text) not in plain and not one.name.endswith((".png", "scan.pdf"))
        lost = lost or (len(bare(text)) > 3 and any(bare(text) in item for item in shown))
        counted["lost"] += lost
        if show and lost:
            print(one.name, "lost", repr(text))
    counted["bytes"] = len(outcome.made.data)
    return counted


def in_prose(*, show: bool) -> dict[str, dict[str, float]]:
    """Of texts with their names marked, by set and language: how many there are, found whole, and false."""
    counted: dict[str, Counter[str]] = {}
    for one in prose():
        score = scored(one)
        for key in (f"{'held' if one.held else 'tuned'} {one.language}", "held" if one.held else "tuned"):
            row = counted.setdefault(key, Counter())
            row.update(names=len(one.names), found=score.found, false=len(score.false))
        if show:
            print(one.language, "missed", score.missed, "false", score.false)
    return {
        key: {**row, "recall": round(row["found"] / row["names"], 3)} for key, row in sorted(counted.items())
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--first", type=int)
    parser.add_argument("--prose", action="store_true")
    asked = parser.parse_args()
    if asked.prose:
        print(json.dumps(in_prose(show=asked.show), indent=1))
        return
    by_form: dict[str, Counter[str]] = {}
    with closing(DocumentReader()) as reader, tempfile.TemporaryDirectory() as folder:
        redacting = Redacting(reader)
        for one in list(documents())[: asked.first]:
            form = one.name.partition(".")[2]
            if asked.only in (None, form):
                counted = by_form.setdefault(form, Counter(documents=0))
                counted["documents"] += 1
                counted.update(measured(redacting, one, Path(folder), show=asked.show))
    total: Counter[str] = Counter()
    for counted in by_form.values():
        total.update(counted)
    rows = {
        form: {
            **counted,
            "recall": round(1 - counted["missed"] / max(1, counted["planted"]), 4),
            "stayed": round(1 - counted["lost"] / max(1, counted["stays"]), 4),
        }
        for form, counted in {**by_form, "all": total}.items()
    }
    print(json.dumps(rows, indent=1))
    if asked.only is None:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "redaction.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
