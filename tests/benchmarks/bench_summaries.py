"""Summaries of government reports, beside the same model given one prompt and the report's first words.

Each report of the evaluation data (L-Eval) is added to a library as a plain text file and summarised on the
real path, as long as its reference. Prints and writes, for each model: ROUGE-1, 2 and L as the evaluation
data's `score.py` counts them, numbers of the summary that the report does not have (of sentences not marked,
and of marked ones), seconds of the first lines and of the whole, words, and the share of sentences marked.

    python make.py bench summaries [--models ID ...] [--longest N] [--words N] [--texts DIR]
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexed import EVALUATION, RESULTS, rows

if TYPE_CHECKING:
    from app.services import Services
    from rag.runs.types import Point, Report

DATA = EVALUATION / "summarisation_leval" / "dev" / "gov_report_summ.jsonl"
MODELS = ("qwen2.5-coder-0.5b-instruct-q4_k_m", "qwen2.5-coder-1.5b-instruct-q4_k_m")
_TOKENS_A_WORD = 1.35  # of English, to fill the one prompt
_ANSWER_TOKENS_A_WORD = 1.6
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class Score:
    rouge_1: float
    rouge_2: float
    rouge_l: float
    words: float
    numbers_not_in_source: int  # of sentences that are not marked


@dataclass(frozen=True, slots=True)
class Ours:
    score: Score
    numbers_not_in_source_marked: int
    sentences: int
    marked: int
    first_lines_seconds: float  # median
    seconds: float  # median
    seconds_a_thousand_words: float


@dataclass(frozen=True, slots=True)
class Figures:
    reports: int
    lead: Score
    ours: dict[str, Ours]
    one_prompt: dict[str, Score]
    one_prompt_seconds: dict[str, float]


def run(models: Sequence[str], longest: int | None, words: int | None, texts: Path | None) -> Figures:
    reports = sorted(rows(DATA), key=lambda row: str(row["id"]))
    reports = [one for one in reports if longest is None or len(one["input"].split()) <= longest]
    wanted = [words or len(report["references"][0].split()) for report in reports]
    lead = [" ".join(report["input"].split()[:most]) for report, most in zip(reports, wanted, strict=True)]
    ours, prompted, prompted_seconds = {}, {}, {}
    for model in models:
        with tempfile.TemporaryDirectory() as home:
            ours[model], told, seconds = _asked(Path(home), model, reports, wanted, texts)
        prompted[model] = _score(reports, told, told)
        prompted_seconds[model] = round(statistics.median(seconds), 1)
    return Figures(len(reports), _score(reports, lead, lead), ours, prompted, prompted_seconds)


def _asked(
    home: Path, model: str, reports: Sequence[dict[str, Any]], wanted: Sequence[int], texts: Path | None
) -> tuple[Ours, list[str], list[float]]:
    from models import models_dir

    from app.paths import resolve
    from app.services import open_services

    made, firsts, seconds, prompted, prompted_seconds = [], [], [], [], []
    paths = resolve(home / "home", models_dir())
    with closing(
        open_services(paths, "benchmark", keyring_allowed=False, model=model, watch=False)
    ) as services:
        services.warm_up()
        for report, words in zip(reports, wanted, strict=True):
            file = home / f"{report['id']}.txt"
            file.write_text(report["input"], encoding="utf-8")
            first, whole, ours = _ours(services, file, words)
            made.append(ours)
            firsts.append(first)
            seconds.append(whole)
            started = time.monotonic()
            prompted.append(_one_prompt(services, report["input"], words))
            prompted_seconds.append(time.monotonic() - started)
            print(
                f"  {model} {report['id']}: {whole:.0f} s, one prompt {prompted_seconds[-1]:.0f} s",
                file=sys.stderr,
            )
            if texts is not None:
                _keep(texts, f"{model} {report['id']}", ours, prompted[-1])
    points = [[point for block in one.blocks for point in block.points] for one in made]
    unmarked = [" ".join(one.text for one in some if _sure(one)) for some in points]
    marked = [" ".join(one.text for one in some if not _sure(one)) for some in points]
    everything = [" ".join(one.text for one in some) for some in points]
    length = sum(len(report["input"].split()) for report in reports)
    figures = Ours(
        _score(reports, everything, unmarked),
        _strange_numbers(reports, marked),
        sum(map(len, points)),
        sum(not _sure(one) for some in points for one in some),
        round(statistics.median(firsts), 1),
        round(statistics.median(seconds), 1),
        round(sum(seconds) / length * 1000, 1),
    )
    return figures, prompted, prompted_seconds


def _ours(services: Services, file: Path, words: int) -> tuple[float, float, Report]:
    """Seconds of the first lines and of the whole, from a document that is READY; and the summary."""
    from engine.cancel import CancelToken
    from rag.runs.types import Quick

    document = services.library.add([file])[0].document_id
    services.library.wait_idle()
    started = time.monotonic()
    (summary,) = services.summaries.create([document], "executive", words=words)
    first = 0.0
    for event in services.runs.run(summary.id, CancelToken()):
        if isinstance(event, Quick) and not first:
            first = time.monotonic() - started
    return first, time.monotonic() - started, services.runs.report(summary.id)


def _one_prompt(services: Services, text: str, words: int) -> str:
    """What the same model says of as much of the report as its context takes."""
    from engine.cancel import CancelToken
    from engine.types import Message, Sampling, Speaker
    from rag.prompting.prompts import fill, template
    from rag.prompting.writing import written

    generator = services.models.generator
    tokens = int(words * _ANSWER_TOKENS_A_WORD)
    room = generator.info().context_length - tokens - 300
    cut = " ".join(text.split()[: int(room / _TOKENS_A_WORD)])
    while generator.count_tokens(cut) > room:
        cut = cut[: int(len(cut) * 0.97)]
    instruction = services.summaries.kinds()[0].instruction.replace("{words}", str(words))
    messages = [
        Message(Speaker.SYSTEM, template("summary_rules")),
        Message(Speaker.USER, fill("summary_part", text=cut, instruction=instruction)),
    ]
    return written(generator, messages, Sampling(max_tokens=tokens), CancelToken()).text


def _score(reports: Sequence[dict[str, Any]], said: Sequence[str], sure: Sequence[str]) -> Score:
    """ROUGE of all that is said; numbers of what is not marked."""
    sys.path.append(str(EVALUATION))
    from score import rouge

    each = []
    for report, text in zip(reports, said, strict=True):
        tokens = [re.findall(r"[a-z0-9]+", one.lower()) for one in (report["references"][0], text)]
        each.append(rouge(*tokens))
    means = [round(statistics.mean(values), 4) for values in zip(*each, strict=True)]
    words = statistics.mean(len(text.split()) for text in said)
    return Score(*means, round(words, 1), _strange_numbers(reports, sure))


def _strange_numbers(reports: Sequence[dict[str, Any]], said: Sequence[str]) -> int:
    strange = 0
    for report, text in zip(reports, said, strict=True):
        source = re.sub(r"[,\s]", "", report["input"])
        strange += sum(number.replace(",", "").rstrip(".") not in source for number in _NUMBER.findall(text))
    return strange


def _sure(point: Point) -> bool:
    from rag.types import Support

    return point.support is Support.SUPPORTED


def _keep(folder: Path, name: str, ours: Report, prompted: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{'' if _sure(point) else '⚠ '}{point.text}" for block in ours.blocks for point in block.points]
    quick = [point.text for point in ours.quick]
    whole = "\n".join(["AT FIRST GLANCE", *quick, "", "SUMMARY", *lines, "", "ONE PROMPT", prompted])
    (folder / f"{name}.txt").write_text(whole, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", nargs="+", default=MODELS, metavar="ID")
    parser.add_argument("--longest", type=int, metavar="N", help="only reports of no more words")
    parser.add_argument("--words", type=int, metavar="N", help="this long, not as long as the reference")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="keep the summaries here, to be read")
    chosen = parser.parse_args(arguments)
    if not DATA.is_file():
        print("The evaluation data is not beside this checkout; nothing to measure.")
        return 0
    figures = run(chosen.models, chosen.longest, chosen.words, chosen.texts)
    RESULTS.mkdir(exist_ok=True)
    values = json.dumps(asdict(figures), indent=1)
    (RESULTS / "summaries.json").write_text(values + "\n", "utf-8")
    print(values)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
