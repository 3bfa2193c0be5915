"""Answers over pictures of letters of 1905: ten questions, two that the letters do not answer.

The pictures are read, indexed and asked as the program does it, through its own services. Of every answer is
judged: is the right letter cited, is the line cited that answers (against the transcription, since the
reading has errors), are the key words in its supported sentences, and do the citation's places lie on lines
of the page. Run

    python make.py bench letters [--model ID]… [--home DIR]

With a home the letters are read once. Writes results/letters.json, beside what other models answered before.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

import pytest  # noqa: E402 - found through the line above
from models import evaluation, model_path, models_dir  # noqa: E402

if TYPE_CHECKING:
    from app.library.library import Library
    from app.services import Services
    from rag.types import Answer, Citation

SET = "handwriting_stanford1905"
QUESTIONS = CHECKOUT / "tests" / "data" / "questions_letters.json"
RESULTS = Path(__file__).parent / "results" / "letters.json"
MODELS = ("qwen2.5-coder-1.5b-instruct-q4_k_m", "qwen2.5-coder-0.5b-instruct-q4_k_m")
_ALIKE = 70  # percent: a reading with errors against the transcription
_SHOWN = 120  # characters of a quote that are written down
_SLACK = 0.01  # of the page, between a citation's place and its line


@dataclass(frozen=True, slots=True)
class Result:
    """How a question fared. Of those the letters do not answer all four say: it was refused."""

    id: str
    kind: str  # how the line that answers is written, or "silent"
    question: str
    answer: str
    found: bool
    letter: bool  # a citation is of the right letter
    line: bool  # and quotes the line that answers
    words: bool  # the key words stand in supported sentences
    places: bool  # every citation has places, all of them on lines of its page
    cited: list[str]
    seconds: float

    @property
    def right(self) -> bool:
        return self.letter and self.line and self.words and self.places


def judge(kind: str, row: dict[str, Any], answer: Answer, library: Library) -> Result:
    """Compare an answer with what is known of the question."""
    from rag.types import Support

    sure = [sentence for sentence in answer.sentences if sentence.support is Support.SUPPORTED]
    cited = [citation for sentence in sure for citation in sentence.citations]
    if kind == "silent":
        letter = line = words = places = not answer.found
    else:
        right = [citation for citation in cited if citation.document == row["document"]]
        letter = bool(right)
        line = any(_alike(row["line"], citation.quote) for citation in right)
        text = " ".join(sentence.text for sentence in sure).lower()
        words = all(any(form in text for form in group) for group in row["facts"])
        places = bool(cited) and all(_on_lines(citation, library) for citation in cited)
    return Result(
        id=row["id"],
        kind=kind,
        question=row["question"],
        answer=answer.text,
        found=answer.found,
        letter=letter,
        line=line,
        words=words,
        places=places,
        cited=[f"{citation.document}: {' '.join(citation.quote.split())[:_SHOWN]}" for citation in cited],
        seconds=round(answer.seconds, 1),
    )


def _alike(gold: str, quote: str) -> bool:
    from rapidfuzz import fuzz

    wanted, said = " ".join(gold.lower().split()), " ".join(quote.lower().split())
    # The longer holds the shorter: a quote of a word or two would be found in any line.
    return 2 * len(said) >= len(wanted) and fuzz.partial_ratio(wanted, said) >= _ALIKE


def _on_lines(citation: Citation, library: Library) -> bool:
    return bool(citation.boxes) and all(
        any(
            line.box is not None
            and line.end > line.start
            and line.box.x0 - _SLACK <= (place.box.x0 + place.box.x1) / 2 <= line.box.x1 + _SLACK
            and line.box.y0 - _SLACK <= (place.box.y0 + place.box.y1) / 2 <= line.box.y1 + _SLACK
            for line in library.page(citation.document_id, place.page).lines
        )
        for place in citation.boxes
    )


def ask(services: Services, question: str) -> Answer:
    from engine.cancel import CancelToken
    from rag.types import AnswerDone

    for event in services.chats.answer(question, CancelToken()):
        if isinstance(event, AnswerDone):
            return event.answer
    raise AssertionError("an answer that never ends")


def read_letters(library: Library, folder: Path) -> None:
    """Index the pictures; what the library holds already is not read again."""
    from rag.types import DocumentState

    started = time.perf_counter()
    library.add([folder])
    library.wait_idle()
    for document in library.documents():
        if document.state is not DocumentState.READY:
            raise SystemExit(f"{document.name}: {document.error_code} {document.error_facts}")
    count, seconds = len(library.documents()), time.perf_counter() - started
    print(f"{count} letters read and indexed, or there already, in {seconds:.1f} s", file=sys.stderr)


def run(home: Path, model: str, folder: Path) -> list[Result]:
    """Ask everything once."""
    from app.paths import Paths
    from app.services import open_services

    rows = json.loads(QUESTIONS.read_text("utf-8"))
    results = []
    paths = Paths(home, models_dir())
    with closing(
        open_services(paths, "a benchmark", keyring_allowed=False, model=model, watch=False, mirror=False)
    ) as services:
        read_letters(services.library, folder)
        for row in [*rows["answered"], *rows["silent"]]:
            answer = ask(services, row["question"])
            results.append(judge(row.get("kind", "silent"), row, answer, services.library))
            show(results[-1])
    return results


def show(result: Result) -> None:
    marks = "  ".join(
        name if held else "-" * len(name)
        for name, held in (
            ("letter", result.letter),
            ("line", result.line),
            ("words", result.words),
            ("places", result.places),
        )
    )
    if result.kind == "silent":
        marks = f"{'refused' if result.right else 'ANSWERED':27}"
    print(f"{result.kind:12} {result.id:20} {marks}  {result.seconds:5.1f} s  {result.question}")
    print(f"{'':12} {' '.join(result.answer.split())[:160]}", flush=True)


def summary(results: Sequence[Result]) -> dict[str, str]:
    asked = [result for result in results if result.kind != "silent"]
    silent = [result for result in results if result.kind == "silent"]
    by_hand = [result for result in asked if result.kind == "handwritten"]

    def share(held: Sequence[bool]) -> str:
        return f"{sum(held)} of {len(held)}"

    return {
        "right": share([result.right for result in asked]),
        "right_by_hand": share([result.right for result in by_hand]),
        "letter": share([result.letter for result in asked]),
        "line": share([result.line for result in asked]),
        "words": share([result.words for result in asked]),
        "places": share([result.places for result in asked]),
        "refused": share([result.right for result in silent]),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bench letters", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", action="append", metavar="ID", help="default: 1.5B and 0.5B")
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep the letters that were read here")
    chosen = parser.parse_args()
    models = chosen.model or MODELS
    try:
        folder = evaluation(SET) / "dev" / "pages"
        for model in models:
            model_path(model)
    except pytest.skip.Exception as absent:
        print(f"Nothing to measure: {absent}.")
        return 0
    written = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    with ExitStack() as stack:
        home = chosen.home or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for model in models:
            print(f"== {model}")
            results = run(home, model, folder)
            figures = summary(results)
            print("== " + ", ".join(f"{name} {value}" for name, value in figures.items()))
            written[model] = {**figures, "questions": [asdict(result) for result in results]}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
