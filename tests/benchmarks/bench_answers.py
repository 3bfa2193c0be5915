"""Answers to what people type, by intent, by language and by model: `field_answers` (137 questions in five
languages over nine small files), `strangers` (380 questions in seven languages over three libraries of eleven
or twelve files, written by people who did not know the program) and three regulations (twelve questions,
three follow-ups, four the documents do not answer). Every question goes through the real reader, vault,
search, embedder and model.

Run `python make.py bench answers [--model ID]… [--set NAME]… [--only WORD]… [--home DIR]`.
Without --model: every chat model that is installed, one after the other; `--model none` asks a model that
always says that the sources are silent: what the documents answer by themselves, in a few minutes. With a
home the documents are read once. --only takes ids, intents and languages. The README says what the columns
mean.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

from models import evaluation, model_path, models_dir  # noqa: E402 - found through the line above

if TYPE_CHECKING:
    from engine.protocols import TextGenerator
    from rag.answering.assistant import Assistant
    from rag.storing.documents import DocumentStore
    from rag.types import Answer, Turn

QUESTIONS = CHECKOUT / "tests" / "data" / "questions_regulations.json"
RESULTS = Path(__file__).parent / "results" / "answers.json"
EMBEDDER = "all-minilm-l6-v2"
NO_MODEL = "none"
ACROSS = "x"  # the language of questions over texts in another one
STRANGERS = CHECKOUT / "tests" / "data" / "strangers"
SETS = ("field", "strangers", "regulations")
_KINDS = {"answered": "fact", "follow_ups": "follow_up", "silent": "silent"}  # of the regulations: intents


@dataclass(frozen=True, slots=True)
class Result:
    """One question, one model."""

    set: str
    id: str
    intent: str
    lang: str
    question: str
    answer: str
    outcome: str
    faults: list[str]  # none: right
    first_quote_seconds: float | None
    first_seconds: float | None  # until the first text is shown
    seconds: float

    @property
    def false_silent(self) -> bool:
        """It said that the documents are silent, or nothing, where something was to be said."""
        return "false_silent" in self.faults

    @property
    def false_answer(self) -> bool:
        """It stated what the documents do not say."""
        return "false_answer" in self.faults


@contextmanager
def house(home: Path, documents: Sequence[Path]) -> Iterator[tuple[DocumentStore, Any, Any]]:
    """Store, retriever and embedder with the documents indexed, as the application puts them together."""
    from engine.embedding.embedder import EmbedderProcess
    from engine.provision.catalogue import Catalogue
    from rag.finding.retriever import Retriever
    from rag.indexing.indexer import Indexer
    from rag.indexing.lexical import LexicalIndex
    from rag.indexing.vectors import VectorIndex
    from rag.reading.reader import DocumentReader
    from rag.storing.documents import DocumentStore
    from rag.storing.vault import Vault

    with ExitStack() as stack:
        vault = stack.enter_context(closing(Vault.open_or_create(home / "bench.vault", bytes(32))))
        scale = Catalogue.load().get(EMBEDDER).scale
        embedder = stack.enter_context(closing(EmbedderProcess(model_path(EMBEDDER), EMBEDDER, scale=scale)))
        reader = stack.enter_context(closing(DocumentReader()))
        vectors = stack.enter_context(closing(VectorIndex()))
        store = DocumentStore(vault)
        indexer = Indexer(store, reader, embedder, vectors)
        indexer.load_vectors()
        for path in documents:
            document = indexer.index(path)
            print(
                f"{document.name}: {document.pages} pages, {document.passages} passages, {document.state}",
                file=sys.stderr,
            )
        yield store, Retriever(store, LexicalIndex(vault), vectors, embedder), embedder


def ask(answerer: Assistant, question: str, history: Sequence[Turn]) -> tuple[Answer, float | None]:
    """The answer, and the seconds until its first text."""
    from rag.types import AnswerDelta, AnswerDone

    started = time.perf_counter()
    first: float | None = None
    for event in answerer.answer(question, history):
        if isinstance(event, AnswerDelta) and first is None:
            first = time.perf_counter() - started
        if isinstance(event, AnswerDone):
            return event.answer, first
    raise AssertionError("an answer that never ends")


Wanted = Callable[[str, str, str], bool]  # whether a question is to be asked: its id, intent and language
Ask = Callable[["TextGenerator"], Iterator[Result]]


def regulations(home: Path, wanted: Wanted) -> Iterator[Ask]:
    """Asks a model the regulations' questions, the follow-ups after theirs."""
    rows = json.loads(QUESTIONS.read_text("utf-8"))
    data = evaluation("regulation_files") / "dev"
    with house(home, [data / name for name in rows["documents"].values()]) as (store, retriever, embedder):
        yield lambda generator: _regulations(
            assistant(generator, store, retriever, embedder), store, rows, wanted
        )


def _regulations(
    answerer: Assistant, store: DocumentStore, rows: dict[str, Any], wanted: Wanted
) -> Iterator[Result]:
    from rag.types import Turn

    turns: dict[str, Turn] = {}
    for kind, intent in _KINDS.items():
        for row in rows[kind]:
            if not wanted(row["id"], intent, "en"):
                continue
            before = row.get("follow_up")
            if before and before not in turns:
                asked = next(other for other in rows["answered"] if other["id"] == before)
                turns[before] = Turn(0, 0, asked["question"], ask(answerer, asked["question"], ())[0], 0.0)
            answer, first = ask(answerer, row["question"], (turns[before],) if before else ())
            turns[row["id"]] = Turn(0, 0, row["question"], answer, 0.0)
            faults = _faults(kind, row, answer, store)
            yield _result("regulations", row["id"], intent, "en", answer, first, faults)


def _faults(kind: str, row: dict[str, Any], answer: Answer, store: DocumentStore) -> list[str]:
    """What is wrong, in the words of `field_answers`. Key facts are looked for in supported sentences, pages
    in their citations.
    """
    from rag.types import Outcome, Support

    if kind == "silent":
        return ["false_answer"] if answer.found else []
    if answer.outcome in (Outcome.SILENT, Outcome.CLOSEST):
        return ["false_silent" if answer.outcome is Outcome.SILENT else "outcome:closest"]
    sure = [sentence for sentence in answer.sentences if sentence.support is Support.SUPPORTED]
    text = _flat(" ".join(sentence.text for sentence in sure))
    faults = [f"lacks:{group[0]}" for group in row["facts"] if not any(_flat(form) in text for form in group)]
    placed = any(
        citation.document == row["document"]
        and (
            citation.page in row.get("pages", ())
            or ("anchor" in row and _flat(row["anchor"]) in _flat(_around(store, citation)))
        )
        for sentence in sure
        for citation in sentence.citations
    )
    return faults if placed else [*faults, "page"]


def field(home: Path, wanted: Wanted) -> Iterator[Ask]:
    """Asks a model the questions of `field_answers`."""
    yield from _judged("field", evaluation("field_answers"), home, wanted)


def strangers(home: Path, wanted: Wanted) -> Iterator[Ask]:
    """Asks a model the questions of the three libraries of `strangers`."""
    with ExitStack() as stack:
        asks = []
        for folder in sorted(STRANGERS.iterdir()):
            (home / folder.name).mkdir(exist_ok=True)
            made = contextmanager(_judged)("strangers", folder, home / folder.name, wanted)
            asks.append(stack.enter_context(made))
        yield lambda generator: (one for asked in asks for one in asked(generator))


def _judged(name: str, folder: Path, home: Path, wanted: Wanted) -> Iterator[Ask]:
    """Asks a model the questions of a folder over its library, judged as those of `field_answers` are."""
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    tools = evaluation("field_answers")
    run, score = _module(tools / "run.py"), _module(tools / "score.py")
    with house(home, sorted((folder / "library").iterdir())) as (store, retriever, embedder):
        yield lambda generator: _field(
            assistant(generator, store, retriever, embedder), name, rows, run, score, wanted
        )


def _field(
    answerer: Assistant,
    name: str,
    rows: list[dict[str, Any]],
    run: ModuleType,
    score: ModuleType,
    wanted: Wanted,
) -> Iterator[Result]:
    from app.cli.rows import answer_row
    from rag.types import Turn

    for row in rows:
        if wanted(row["id"], row["intent"], row["lang"]):
            before = [Turn(0, 0, earlier, None, 0.0) for earlier in row.get("history", ())]
            answer, first = ask(answerer, row["question"], before)
            given = run.answer_of(answer_row(answer, row["id"]))
            yield _result(
                name, row["id"], row["intent"], row["lang"], answer, first, score.judged(row, given)
            )


def _result(
    name: str, row: str, intent: str, lang: str, answer: Answer, first: float | None, faults: list[str]
) -> Result:
    quoted = answer.first_quote_seconds
    return Result(
        name,
        row,
        intent,
        lang,
        answer.question,
        answer.text,
        answer.outcome.value,
        faults,
        None if quoted is None else round(quoted, 3),
        None if first is None else round(first, 2),
        round(answer.seconds, 2),
    )


def assistant(generator: TextGenerator, store: DocumentStore, retriever: Any, embedder: Any) -> Assistant:
    """What answers, as the application puts it together."""
    from rag.answering.assistant import Assistant

    return Assistant(generator, retriever, store, embedder)


def show(result: Result) -> None:
    said = " ".join(result.answer.split())[:160]
    mark = "ok " if not result.faults else "BAD"
    print(f"{mark} {result.id:16} {result.outcome:12} {result.seconds:5.1f} s  {', '.join(result.faults)}")
    print(f"    {said}", flush=True)


def table(model: str, results: Sequence[Result]) -> Iterator[str]:
    """The rows of one model: all, each set, each intent, each language."""
    yield (
        f"{model:<44} {'asked':>5} {'right':>5} {'share':>6} {'silent!':>7} {'false!':>6} {'closest':>7}"
        f" {'quote p50':>9} {'p95':>6} {'whole p50':>9}"
    )
    parts: list[tuple[str, list[Result]]] = [("all", list(results))]
    for what in ("set", "intent", "lang"):
        for name in sorted({str(getattr(one, what)) for one in results}):
            told = "across languages" if what == "lang" and name == ACROSS else f"{what} {name}"
            parts.append((told, [one for one in results if getattr(one, what) == name]))
    for told, some in parts:
        right = sum(not one.faults for one in some)
        quoted = [one.first_quote_seconds for one in some if one.first_quote_seconds is not None]
        middle, late = np.quantile(quoted, (0.5, 0.95)) if quoted else (float("nan"), float("nan"))
        yield (
            f"{told:<44} {len(some):>5} {right:>5} {right / len(some):>6.2f}"
            f" {sum(one.false_silent for one in some):>7} {sum(one.false_answer for one in some):>6}"
            f" {sum(one.faults == ['outcome:closest'] for one in some):>7}"
            f" {middle:>9.2f} {late:>6.2f} {np.median([one.seconds for one in some]):>9.1f}"
        )
    counted = Counter(one.outcome for one in results)
    yield "outcomes: " + ", ".join(f"{name} {count}" for name, count in counted.most_common())


@contextmanager
def model_of(name: str) -> Iterator[TextGenerator]:
    """A model in its process, or one that always refuses."""
    if name == NO_MODEL:
        from fakes.generator import FakeGenerator

        yield FakeGenerator("The sources do not say.")
        return
    from engine.llama.generator import ModelProcess

    with closing(ModelProcess(model_path(name), name)) as generator:
        generator.info()
        yield generator


def installed() -> list[str]:
    """The chat models of this machine, smallest first; those for tests alone are left out."""
    from engine.provision.catalogue import Catalogue
    from engine.provision.forms.register import with_own
    from engine.types import ModelRole

    known = with_own(Catalogue.load(), models_dir()).models
    chat = [one for one in known if one.role in (ModelRole.CHAT, ModelRole.CODE)]
    usable = [one for one in chat if one.installed(models_dir()) and not one.id.startswith("smollm2-135m")]
    return [one.id for one in sorted(usable, key=lambda one: one.size)]


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bench answers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", action="append", metavar="ID", help="default: each that is installed")
    parser.add_argument("--set", action="append", choices=SETS, help="default: all")
    parser.add_argument("--only", action="append", metavar="WORD", help="an id, an intent or a language")
    parser.add_argument("--home", type=Path, help="keep the read documents here")
    chosen = parser.parse_args()
    only = frozenset(chosen.only or ())

    def wanted(row: str, intent: str, lang: str) -> bool:
        return not only or bool(only & {row, intent, lang})

    written: dict[str, list[dict[str, Any]]] = {}
    tables: list[str] = []
    with ExitStack() as stack:
        home = chosen.home or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        asks = []
        for name, make in (("field", field), ("strangers", strangers), ("regulations", regulations)):
            if name in (chosen.set or SETS):
                (home / name).mkdir(parents=True, exist_ok=True)
                asks.append(stack.enter_context(contextmanager(make)(home / name, wanted)))
        for model in chosen.model or installed():
            print(f"== {model}")
            results = []
            with model_of(model) as generator:
                for one in (found for asked in asks for found in asked(generator)):
                    show(one)
                    results.append(one)
            written[model] = [asdict(one) for one in results]
            if results:
                tables += [*table(model, results), ""]
    print("\n" + "\n".join(tables))
    if not (only or chosen.set):
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


def _module(path: Path) -> ModuleType:
    """A program of the evaluation data, as a module."""
    spec = importlib.util.spec_from_file_location(f"field_answers_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _around(store: DocumentStore, citation: Any) -> str:
    return store.text(citation.document_id, max(0, citation.start - 200), citation.end + 200)


def _flat(text: str) -> str:
    text = re.sub(r"(?<=\d), ?(?=\d{3})", " ", text)  # 20,000,000 and 20, 000, 000 are 20 000 000
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " ")).lower()


if __name__ == "__main__":
    sys.exit(main())
