"""Answers about companies' reports: FinanceBench's 32 development questions on 13 PDFs with 1,319 pages.

Every question is asked of all documents at once, through the real reader, vault, search, embedder and model,
and beside it the same model with a prompt of two lines and the same first passages (`--plain`, which takes as
long again). An answer is right where it says what `tests/data/answers_reports.json` asks of it; the page of
its first quotes where it is one with the evidence. Run `python make.py bench reports [--model ID]
[--home DIR] [--plain] [--only N]`; with a home the documents are indexed once.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench_answers import ask, house
from bench_pages import DATA, wanted
from indexed import CHECKOUT, RESULTS, rows
from models import model_path

if TYPE_CHECKING:
    from engine.protocols import TextGenerator
    from rag.types import Answer, Hit

FACTS = CHECKOUT / "tests" / "data" / "answers_reports.json"
MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
FLOOR = 0.40

_NEAR = 0.01
_NUMBER = re.compile(r"(?<![\d.,])(?!(?:19|20)\d\d(?![\d,.]*\d))\d[\d,]*(?:\.\d+)?")  # but for years
_PLAIN = "Answer the question from the passages. If they do not answer it, say so."
_READ = 5  # passages of the plain prompt
_ROOM = 220  # tokens of its answer


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    question: str
    outcome: str
    right: bool
    claimed: bool  # something was put before the user as so
    quoted: tuple[bool, bool]  # an evidence page is that of the first quote, of one of the first three
    seconds: float
    answer: str
    plain: str
    plain_right: bool


def says(groups: Sequence[Sequence[Any]], text: str) -> bool:
    """Whether a text says one form of every group."""
    flat = " ".join(text.lower().split())
    numbers = [float(found.replace(",", "").rstrip(".")) for found in _NUMBER.findall(flat)]
    return all(any(_holds(form, flat, numbers) for form in forms) for forms in groups)


def _holds(form: str | float, text: str, numbers: Sequence[float]) -> bool:
    if isinstance(form, str):
        return re.search(rf"(?<!\w){re.escape(form)}", text) is not None
    return any(abs(one / scale - form) <= _NEAR * form for one in numbers for scale in (1e-3, 1, 1e3, 1e6))


def plain_answer(generator: TextGenerator, question: str, hits: Sequence[Hit]) -> str:
    """What the model says to the passages and the question alone."""
    from engine.cancel import CancelToken
    from engine.types import Message, Sampling, Speaker, TextDelta

    passages = "\n\n".join(hit.text for hit in hits[:_READ])
    messages = [Message(Speaker.SYSTEM, _PLAIN), Message(Speaker.USER, f"{passages}\n\n{question}")]
    events = generator.generate(messages, Sampling(max_tokens=_ROOM), CancelToken())
    return "".join(event.text for event in events if isinstance(event, TextDelta))


def judged(row: dict[str, Any], answer: Answer, facts: Sequence[Sequence[Any]], plain: str) -> Row:
    pages = [(one.citation.document, one.citation.page) for one in answer.quotes] or [
        (one.document, one.page) for sentence in answer.sentences for one in sentence.citations
    ]
    right = wanted(row)
    return Row(
        id=row["id"],
        question=row["question"],
        outcome=answer.outcome,
        right=answer.found and says(facts, answer.text),
        claimed=answer.found,
        quoted=(bool(right & set(pages[:1])), bool(right & set(pages[:3]))),
        seconds=round(answer.seconds, 2),
        answer=answer.text,
        plain=plain,
        plain_right=bool(plain) and says(facts, plain),
    )


def run(model: str, home: Path, *, with_plain: bool, only: int | None) -> list[Row]:
    from engine.llama.generator import ModelProcess
    from rag.answering.assistant import Assistant

    facts = json.loads(FACTS.read_text("utf-8"))
    results = []
    with ExitStack() as stack:
        store, retriever, embedder = stack.enter_context(house(home, sorted((DATA / "pdfs").glob("*.pdf"))))
        generator = stack.enter_context(closing(ModelProcess(model_path(model), model)))
        assistant = Assistant(generator, retriever, store, embedder)
        for row in rows(DATA / "questions.jsonl")[:only]:
            answer, _ = ask(assistant, row["question"], ())
            plain = ""
            if with_plain:
                plain = plain_answer(generator, row["question"], retriever.search(row["question"], _READ))
            results.append(judged(row, answer, facts[row["id"]], plain))
            show(results[-1])
    return results


def show(row: Row) -> None:
    marks = f"{'right' if row.right else 'WRONG' if row.claimed else 'none'} {row.outcome}"
    quoted = "".join("y" if one else "-" for one in row.quoted)
    beside = f" plain {'right' if row.plain_right else 'wrong'}" if row.plain else ""
    print(f"{row.id} {marks} quotes {quoted} {row.seconds:.1f} s{beside}\n    Q {row.question}")
    print(f"    {' '.join(row.answer.split())[:600]}")
    if row.plain:
        print(f"    plain: {' '.join(row.plain.split())[:300]}")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench reports", description=__doc__)
    parser.add_argument("--model", default=MODEL, metavar="ID")
    parser.add_argument("--home", type=Path, help="keep the indexed documents here")
    parser.add_argument("--plain", action="store_true", help="ask the model with a plain prompt besides")
    parser.add_argument("--only", type=int, metavar="N", help="the first N questions")
    chosen = parser.parse_args()
    if not DATA.is_dir():
        print("The evaluation data is not beside this checkout; nothing to measure.")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        home = chosen.home or Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        results = run(chosen.model, home, with_plain=chosen.plain, only=chosen.only)
    figures: dict[str, Any] = {
        "model": chosen.model,
        "questions": len(results),
        "right": round(sum(row.right for row in results) / len(results), 3),
        "wrong": round(sum(row.claimed and not row.right for row in results) / len(results), 3),
        "first_quote": round(sum(row.quoted[0] for row in results) / len(results), 3),
        "first_three_quotes": round(sum(row.quoted[1] for row in results) / len(results), 3),
        "plain_right": round(sum(row.plain_right for row in results) / len(results), 3),
    }
    print(json.dumps(figures, indent=1))
    RESULTS.mkdir(exist_ok=True)
    told = {**figures, "rows": [asdict(row) for row in results]}
    (RESULTS / "reports.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0 if chosen.only or figures["right"] >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
