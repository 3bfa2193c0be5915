"""Deviating clauses planted in real agreements: does the playbook "nda" quote them as not acceptable?

    python make.py bench playbook [--set plants|held_out|fresh …] [--seed N] [--show]

Each clause goes into another agreement of the development half of kleister_nda, behind a paragraph in its
middle. `quoted`: the position that the clause is about is unacceptable, and the clause its quote.
`found`: any position quotes it so, first or among its `others`. `clean`: how many positions of the agreements
as they are are called unacceptable; what of that is right was read by hand (see README).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from indexed import EMBEDDER, EVALUATION, RESULTS  # puts the checkout and the helpers on the path
from models import model_path
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.embedding.embedder import EmbedderProcess
from rag.reading.reader import DocumentReader
from rag.types import Page
from rag.vetting.judging import Judged, judged
from rag.vetting.playbook import Stance, built_in_text, parsed

PLANTS = Path(__file__).with_name("playbook")
SETS = ("plants", "held_out", "fresh")
_PARAGRAPH = re.compile(r"[.;]\s*\n\s*\n")
_SENTENCE = re.compile(r"\.\s*\n")


def agreements() -> dict[str, str]:
    """The texts of the development half, by name."""
    found = {}
    with closing(DocumentReader()) as reader:
        for path in sorted((EVALUATION / "kleister_nda/dev/pdfs").glob("*.pdf")):
            pages = [one for one in reader.read(path, None, CancelToken()) if isinstance(one, Page)]
            found[path.stem] = "\n".join(one.text for one in pages)
    return found


def planted(text: str, clause: str) -> str:
    ends = [one.end() for one in _PARAGRAPH.finditer(text)] or [one.end() for one in _SENTENCE.finditer(text)]
    at = ends[len(ends) // 2]
    return f"{text[:at]}\n{clause}\n\n{text[at:]}"


def quotes(one: Judged, clause: str, *, others: bool) -> bool:
    said = (one.sentence, *(one.others if others else ()))
    return any(part is not None and clause[10:70] in part.text for part in said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", choices=SETS, dest="sets")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    texts, known = agreements(), dict[str, NDArray[Any]]()
    with closing(EmbedderProcess(model_path(EMBEDDER), EMBEDDER)) as embedder:

        def embed(said: Sequence[str]) -> NDArray[Any]:
            import numpy as np

            new = [one for one in dict.fromkeys(said) if one not in known]
            known.update(zip(new, embedder.embed(new, CancelToken()), strict=True) if new else ())
            return np.array([known[one] for one in said])

        found = {
            name: measured(name, texts, embed, asked.seed, show=asked.show) for name in asked.sets or SETS
        }
        found["clean"] = clean(texts, embed, show=asked.show)
    print(json.dumps(found))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "playbook.json").write_text(json.dumps(found, indent=1), encoding="utf-8")


def measured(
    name: str, texts: dict[str, str], embed: Callable[..., Any], seed: int, *, show: bool
) -> dict[str, Any]:
    book = parsed(built_in_text("nda"))
    groups = tomllib.loads((PLANTS / f"{name}.toml").read_text("utf-8"))["plants"]
    clauses = [(group["position"], text) for group in groups for text in group["texts"]]
    names = sorted(texts)
    random.Random(seed).shuffle(names)
    quoted = seen = 0
    for place, (position, clause) in enumerate(clauses):
        told = judged(book, planted(texts[names[place % len(names)]], clause), (), embed)
        bad = [one for one in told if one.stance is Stance.UNACCEPTABLE]
        own = any(one.position.name == position and quotes(one, clause, others=False) for one in bad)
        quoted += own
        seen += any(quotes(one, clause, others=True) for one in bad)
        if show and not own:
            print(name, position, "|", clause)
    return {
        "clauses": len(clauses),
        "quoted": quoted,
        "found": seen,
        "share": round(quoted / len(clauses), 3),
    }


def clean(texts: dict[str, str], embed: Callable[..., Any], *, show: bool) -> dict[str, Any]:
    book, counted = parsed(built_in_text("nda")), Counter[str]()
    for name, text in texts.items():
        for one in judged(book, text, (), embed):
            if one.stance is Stance.UNACCEPTABLE and one.sentence is not None:
                counted[one.position.name] += 1
                if show:
                    print(
                        name[:6], one.position.name, one.why, "|", " ".join(one.sentence.text.split())[:300]
                    )
    return {"agreements": len(texts), "unacceptable": counted.total(), "by": dict(counted.most_common())}


if __name__ == "__main__":
    main()
