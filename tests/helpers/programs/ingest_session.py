"""Follows a folder into a library and ends: a program that can be killed at any moment.

python ingest_session.py HOME FOLDER [EMBEDDER-FOLDER]

Prints "begun" once the library is open and "done" when every file is followed. Without an embedding model
texts get the vectors of `words.WordEmbedder`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

from fakes.words import WordEmbedder  # noqa: E402
from house import House  # noqa: E402 - found through the line above

from app.library.folder_sync import Timing  # noqa: E402
from engine.embedding.embedder import EmbedderProcess  # noqa: E402
from rag.reading.reader import DocumentReader  # noqa: E402

TIMING = Timing(settle=0.0, settled_age=0.0, grace=0.0, refused=0.5)


def main() -> None:
    home, folder, *model = (Path(one) for one in sys.argv[1:])
    embedder: Any = EmbedderProcess(model[0], model[0].name) if model else WordEmbedder()
    reader = DocumentReader()
    house = House(home, reader=reader, embedder=embedder, timing=TIMING)
    try:
        print("begun", flush=True)
        house.folders.add(folder)
        house.folders.sync()
        house.library.wait_idle()
        print("done", flush=True)
    finally:
        house.close()
        reader.close()
        if model:
            embedder.close()


if __name__ == "__main__":
    main()
