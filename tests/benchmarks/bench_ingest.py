"""Indexing: pages a second from drop to answerable, and what is left of it when it is killed 100 times.

    python make.py bench ingest [--kills N] [--seed N] [--only speed|kills] [--real]

Speed: the evaluation data's regulations and two annual reports go through the real library, with the reader's
and the embedder's processes; beside it, in the same run, the reader alone and the embedder alone on the same
passages. The embedder is loaded before the clock starts, as behind the window.

Kills: a program that follows a folder of twelve documents is killed (SIGKILL) at random moments and started
again until it is done; then files are changed, renamed, deleted and added, and it is killed on its way to
follow that; and so on with a new library until N kills. Each library is compared with that of an undisturbed
run: documents, pages, sections, passages, index, vectors. Vectors come from a small deterministic embedder,
with `--real` from the embedding model.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

from house import House  # noqa: E402 - found through the line above
from models import evaluation, model_path  # noqa: E402
from programs.kills import Tally, follow, follow_killed  # noqa: E402
from vault_picture import picture_of  # noqa: E402

from engine.cancel import CancelToken  # noqa: E402
from engine.cores import default_threads  # noqa: E402
from engine.embedding.embedder import EmbedderProcess  # noqa: E402
from rag.reading.reader import DocumentReader  # noqa: E402
from rag.types import Document, Page, Structure  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "ingest.json"
EMBEDDER = "all-minilm-l6-v2"
REPORTS = ("BOEING_2022_10K.pdf", "AMCOR_2023_10K.pdf")
_BARE_TEXTS = 512  # what one request to the embedder holds at most
_PATIENCE_SECONDS = 1800
_SOON = 0.6  # of the time an undisturbed run takes: within it a program is killed
_KILLS_A_STEP = 12  # then it may come to its end, so that every moment gets its share


@dataclass(frozen=True, slots=True)
class Speed:
    documents: list[dict[str, Any]]
    pages: int
    passages: int
    seconds: float  # from drop to the last document answerable, in the best round
    seconds_of_rounds: list[float]
    bare_seconds_of_rounds: list[float]
    pages_per_second: float
    passages_per_second: float
    reader_pages_per_second: float
    bare_passages_per_second: float  # of the embedder alone, in the same run
    share_of_bare: float  # goal 0.9
    load_before: float  # of the machine, over the last minute
    threads: int


@dataclass(frozen=True, slots=True)
class Kills:
    kills: int
    starts: int
    libraries: int
    documents: int  # compared, over all libraries
    lost: int  # documents that are missing, doubled or other than in an undisturbed run
    faults: list[str]
    embedder: str
    seed: int
    seconds: float


def speed(place: Path, paths: Sequence[Path], rounds: int) -> Speed:
    """The best of some rounds, each of the library and of the embedder alone: others may use the machine."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    runs: list[list[tuple[Document, float]]] = []
    with ExitStack() as stack:
        reader = stack.enter_context(closing(DocumentReader()))
        embedder = stack.enter_context(closing(EmbedderProcess(model_path(EMBEDDER), EMBEDDER)))
        embedder.start()
        embedder.embed_passages(["It warms up."] * 64, CancelToken())
        began = time.perf_counter()
        texts = [text for path in paths for text in _passages(reader, path)]
        read = time.perf_counter() - began
        bare = []
        for number in range(rounds):
            bare.append(_bare(embedder, texts))
            runs.append(_indexed(place / str(number), reader, embedder, paths))
        bare.append(_bare(embedder, texts))
    best = min(runs, key=lambda run: run[-1][1])
    seconds = best[-1][1]
    pages, passages = sum(one.pages for one, _ in best), sum(one.passages for one, _ in best)
    assert passages == len(texts), "the library cuts as the reader does"
    return Speed(
        documents=[
            {
                "document": one.name,
                "state": one.state.value,
                "pages": one.pages,
                "passages": one.passages,
                "answerable_after": round(after, 2),
            }
            for one, after in best
        ],
        pages=pages,
        passages=passages,
        seconds=round(seconds, 2),
        seconds_of_rounds=[round(run[-1][1], 2) for run in runs],
        bare_seconds_of_rounds=[round(one, 2) for one in bare],
        pages_per_second=round(pages / seconds, 2),
        passages_per_second=round(passages / seconds, 2),
        reader_pages_per_second=round(pages / read, 2),
        bare_passages_per_second=round(passages / min(bare), 2),
        share_of_bare=round(min(bare) / seconds, 3),
        load_before=round(load, 2),
        threads=default_threads(),
    )


def _indexed(
    home: Path, reader: DocumentReader, embedder: EmbedderProcess, paths: Sequence[Path]
) -> list[tuple[Document, float]]:
    """Each document of a new library, and how many seconds after the drop it could be asked."""
    house: Any = House(home, reader=reader, embedder=embedder)  # type: ignore[arg-type]  # a real one
    with closing(house):
        house.library.wait_idle()
        began = time.perf_counter()
        ready = []
        for addition in house.library.add(paths):
            document = addition.outcome.result(_PATIENCE_SECONDS)
            ready.append((document, time.perf_counter() - began))
        return ready


def _passages(reader: DocumentReader, path: Path) -> list[str]:
    cut = Structure((), ())
    for event in reader.read(path, None, CancelToken()):
        if isinstance(event, Structure):
            cut = event
        else:
            assert isinstance(event, Page) or event.title is not None
    return [passage.text for passage in cut.passages]


def _bare(embedder: EmbedderProcess, texts: Sequence[str]) -> float:
    """Seconds the embedder takes on its own, asked for as much at a time as it takes."""
    began = time.perf_counter()
    for first in range(0, len(texts), _BARE_TEXTS):
        embedder.embed_passages(texts[first : first + _BARE_TEXTS], CancelToken())
    return time.perf_counter() - began


# --- kills --------------------------------------------------------------------------------------------------


def fill(folder: Path) -> None:
    """Twelve documents, most of them real."""
    data = evaluation("regulation_files") / "dev"
    folder.mkdir()
    real = [
        *sorted((data / "html_pra").iterdir()),
        data / "FedRAMP_OSCAL_Content_rev5_75p.pdf",
        data / "docling" / "word_sample.docx",
        data / "docling" / "word_tables.docx",
        data / "docling" / "multi_page.pdf",
        data / "docling" / "wiki_duck.html",
    ]
    for path in real:
        shutil.copyfile(path, folder / path.name)
    for number in range(4):
        _write(folder / f"rules {number}.txt", f"Rule of part {number}", 40 + 300 * number)
    shutil.copyfile(folder / "rules 1.txt", folder / "a copy of rules.txt")


def change(folder: Path) -> None:
    """What happens to files: changed, renamed, moved, deleted, added, overwritten with another."""
    _write(folder / "rules 2.txt", "Amended rule", 500)
    _write(folder / "rules 3.txt", "Another amended rule", 200)
    (folder / "done").mkdir()
    (folder / "multi_page.pdf").rename(folder / "done" / "signed.pdf")
    (folder / "word_tables.docx").rename(folder / "tables.docx")
    (folder / "wiki_duck.html").unlink()
    _write(folder / "a copy of rules.txt", "A rule of its own", 150)
    (folder / "rules 0.txt").unlink()
    shutil.copyfile(folder / "word_sample.docx", folder / "another copy.docx")
    _write(folder / "new.md", "A new rule", 120)


def _write(path: Path, what: str, count: int) -> None:
    text = "\n\n".join(
        f"{what} {n}. " + f"The holder of permit {n} keeps records. " * 9 for n in range(count)
    )
    path.write_text(text, encoding="utf-8")


def kill(folder: Path, wanted: int, seed: int, model: Path | None) -> Kills:
    chance, tally, began = random.Random(seed), Tally(), time.monotonic()
    libraries = compared = lost = 0
    faults: list[str] = []
    while tally.kills < wanted:
        work = folder / str(libraries)
        work.mkdir()
        libraries += 1
        for step in (fill, change):
            step(work / "matter")
            longest = _SOON * follow(work / "calm", work / "matter", model)
            most = min(wanted, tally.kills + _KILLS_A_STEP)
            follow_killed(
                work / "rough",
                work / "matter",
                longest,
                chance,
                tally,
                lambda most=most: tally.kills >= most,  # type: ignore[misc]  # mypy: lambda default
                model,
            )
            calm, rough = picture_of(work / "calm"), picture_of(work / "rough")
            assert not calm.faults, calm.faults
            names = calm.documents.keys() | rough.documents.keys()
            other = [name for name in names if calm.documents.get(name) != rough.documents.get(name)]
            compared, lost = compared + len(names), lost + len(other)
            found = [
                f"library {libraries}, {step.__name__}: {one}" for one in (*rough.faults, *sorted(other))
            ]
            print(*found, sep="\n", file=sys.stderr)
            faults += found
            print(f"{tally.kills} kills, {tally.starts} starts, {lost} of {compared} lost", file=sys.stderr)
        shutil.rmtree(work)
    return Kills(
        kills=tally.kills,
        starts=tally.starts,
        libraries=libraries,
        documents=compared,
        lost=lost,
        faults=faults,
        embedder=model.name if model else "words",
        seed=seed,
        seconds=round(time.monotonic() - began, 1),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=2, help="of the measurement of speed")
    parser.add_argument("--only", choices=("speed", "kills"))
    parser.add_argument(
        "--real", action="store_true", help="the embedding model's vectors, also while killed"
    )
    options = parser.parse_args(arguments)
    kept: dict[str, Any] = {}
    if RESULTS.exists():
        kept = json.loads(RESULTS.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as place:
        if options.only != "kills":
            regulations = sorted((evaluation("regulation_files") / "dev").glob("*.pdf"))
            reports = [evaluation("financebench") / "dev" / "pdfs" / name for name in REPORTS]
            kept["speed"] = asdict(speed(Path(place) / "speed", [*regulations, *reports], options.rounds))
        if options.only != "speed":
            model = model_path(EMBEDDER) if options.real else None
            name = "kills_real_embedder" if options.real else "kills"
            kept[name] = asdict(kill(Path(place), options.kills, options.seed, model))
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(kept, indent=2))
    return int(any(kept.get(name, {}).get("lost") for name in ("kills", "kills_real_embedder")))


if __name__ == "__main__":
    sys.exit(main())
