"""Whole contracts under German and French law with deviations planted in them: what do the playbooks say?

    python make.py bench playbook_contracts [--language de] [--show]

The contracts were written before the playbooks (`playbook/contracts.*.toml`). `quoted`: the position that
a planted clause is about is unacceptable and quotes it, first or among its `others`. `missing`: of the
positions that a contract lacks, how many are called so. `false`: further positions called unacceptable or
missing, of all of them. By rules alone, as where the embedder does not tell sentences of a language apart.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexed import RESULTS  # puts the checkout and the helpers on the path

from rag.language.languages import language_of
from rag.vetting.judging import Judged, judged
from rag.vetting.playbook import Stance, built_in_in

PLANTS = Path(__file__).with_name("playbook")
LANGUAGES = ("de", "fr")
_BAD = (Stance.UNACCEPTABLE, Stance.MISSING)


@dataclass
class Counted:
    plants: int = 0
    quoted: int = 0
    lacking: int = 0
    missing: int = 0
    false: int = 0
    positions: int = 0
    by: Counter[str] = field(default_factory=Counter)


def quotes(one: Judged, clause: str) -> bool:
    said = (one.sentence, *one.others)
    return any(part is not None and clause in " ".join(part.text.split()) for part in said)


def count(contract: dict[str, Any], into: Counted, *, show: bool) -> None:
    text = contract["text"]
    language = language_of(text).code
    book = built_in_in(contract["playbook"], language)
    # As the table does it: what a playbook in another language does not find is to be reviewed, not missing.
    found = [
        one
        for one in judged(book, text)
        if one.stance in _BAD and (one.sentence is not None or language == book.language)
    ]
    expected = {plant["position"] for plant in contract["plants"]} | set(contract.get("missing", ()))
    for plant in contract["plants"]:
        good = any(
            one.position.name == plant["position"] and quotes(one, plant["clause"])
            for one in found
            if one.stance is Stance.UNACCEPTABLE
        )
        into.plants, into.quoted = into.plants + 1, into.quoted + good
        if show and not good:
            print("  not quoted:", contract["name"], "|", plant["position"], "|", plant["clause"])
    for name in contract.get("missing", ()):
        good = any(one.position.name == name and one.stance is Stance.MISSING for one in found)
        into.lacking, into.missing = into.lacking + 1, into.missing + good
        if show and not good:
            print("  not missed:", contract["name"], "|", name)
    into.positions += len(book.positions)
    for one in found:
        if one.position.name not in expected:
            into.false += 1
            into.by[one.position.name] += 1
            if show:
                said = " ".join(one.sentence.text.split())[:220] if one.sentence else ""
                print(
                    "  false:", contract["name"], "|", one.position.name, one.stance.value, one.why, "|", said
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", action="append", choices=LANGUAGES, dest="languages")
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    told = {}
    for language in asked.languages or LANGUAGES:
        given = tomllib.loads((PLANTS / f"contracts.{language}.toml").read_text("utf-8"))["contracts"]
        for clean in (False, True):
            counted = Counted()
            for one in given:
                if clean != bool(one["plants"]):
                    count(one, counted, show=asked.show)
            told[f"{language} {'clean' if clean else 'planted'}"] = vars(counted)
    print(json.dumps(told, ensure_ascii=False))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "playbook_contracts.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
