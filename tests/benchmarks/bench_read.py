"""How fast documents are read: pages per second from a file to its sections and passages.

    python tests/benchmarks/bench_read.py FILE…

Prints a JSON object for each file: pages, sections, passages, seconds (the reader's process and its start
included), pages per second, and the parent's peak memory in bytes.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.cancel import CancelToken
from engine.errors import Fault
from rag.reading.reader import DocumentReader
from rag.types import Page, Structure


def measure(reader: DocumentReader, path: Path) -> dict[str, object]:
    """The figures of one file, or the code of the fault that refused it."""
    started = time.perf_counter()
    pages = words = 0
    structure = Structure((), ())
    try:
        for event in reader.read(path, None, CancelToken()):
            if isinstance(event, Page):
                pages += 1
                words += len(event.text.split())
            elif isinstance(event, Structure):
                structure = event
    except Fault as fault:
        return {"document": path.name, "error": fault.code}
    seconds = time.perf_counter() - started
    return {
        "document": path.name,
        "pages": pages,
        "words": words,
        "sections": len(structure.sections),
        "passages": len(structure.passages),
        "seconds": round(seconds, 3),
        "pages_per_second": round(pages / seconds, 1),
        "window_memory": psutil.Process().memory_info().rss,
    }


def main() -> None:
    reader = DocumentReader()
    try:
        for name in sys.argv[1:]:
            print(json.dumps(measure(reader, Path(name))), flush=True)
    finally:
        reader.close()


if __name__ == "__main__":
    main()
