"""All that a library holds, in formats that other programs read: texts, conversations, kept work.

The layout: `documents/` with a `.txt` for each document's text and a `.json` of what is known of it,
`conversations/` with a `.md` and a `.json` each, `runs/` likewise, and `library.json` that lists all three.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import FileUnwritable
from app.exporting import talks
from app.exporting.formats.json import moment
from app.exporting.formats.markdown import markdown_text
from app.exporting.records import record_of
from app.exporting.runs import markdown, title_of
from rag.types import Document

if TYPE_CHECKING:
    from app.chat import Chats
    from app.library.library import Library
    from app.runs.runs import Runs

_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*\ud800-\udfff]+')
_LONGEST = 80  # characters of a name, so that any file system takes it

Record = dict[str, Any]


def export_everything(
    folder: Path,
    library: Library,
    chats: Chats,
    runs: Runs,
    told: Callable[[str], None] = lambda _: None,
) -> Record:
    """Write it all into a new or empty folder; returns how many of each. `told` hears each file's name.

    What is written is not encrypted. Raises `FileUnwritable`, also where the folder holds something already.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise FileUnwritable(path=str(folder), detail="not empty")
        listed: dict[str, list[Record]] = {"documents": [], "conversations": [], "runs": []}
        for document in library.documents():
            base = _base(folder / "documents", document.id, document.name)
            _write(base, ".txt", library.text(document.id))
            listed["documents"].append(_row(base, folder, _document(document)))
            told(document.name)
        for conversation in chats.conversations():
            base = _base(folder / "conversations", conversation.id, conversation.title)
            shown, every = chats.turns(conversation.id), chats.versions(conversation.id)
            _write(base, ".md", markdown_text(talks.paper_of(conversation, shown, every, every=True)))
            record = talks.record_of(conversation, shown, every)
            listed["conversations"].append(_row(base, folder, record))
            told(conversation.title)
        for run in runs.runs():
            report = runs.report(run.id)
            base = _base(folder / "runs", run.id, title_of(report))
            _write(base, ".md", markdown(report))
            record = {"id": run.id, "maker": run.maker, "title": title_of(report), "made": record_of(report)}
            listed["runs"].append(_row(base, folder, record))
            told(title_of(report))
        _write(folder / "library", ".json", _json(listed))
    except OSError as error:
        raise FileUnwritable(path=str(folder), detail=error.strerror or "") from error
    return {name: len(rows) for name, rows in listed.items()}


def _base(folder: Path, number: int, name: str) -> Path:
    """A file's path without its ending: its number keeps names apart that are the same once made fit."""
    folder.mkdir(exist_ok=True)
    fit = _UNFIT.sub("_", name).strip(" ._")[:_LONGEST]
    return folder / f"{number:05} {fit}".rstrip()


def _write(base: Path, ending: str, text: str) -> None:
    data = text.encode("utf-8", "replace")
    base.with_name(base.name + ending).write_bytes(data)


def _row(base: Path, folder: Path, record: Record) -> Record:
    """Write what is known of one, and tell of it in the list."""
    _write(base, ".json", _json(record))
    title = record.get("name") or record.get("title")
    return {"id": record["id"], "title": title, "file": base.relative_to(folder).as_posix()}


def _document(document: Document) -> Record:
    return asdict(document) | {"added": moment(document.added)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)
