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
from app.exporting.places import citation_row
from app.exporting.records import record_of
from app.exporting.runs import markdown, title_of
from app.exporting.text import marked_up
from rag.types import Answer, Document, Turn

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
            turns = chats.turns(conversation.id)
            _write(base, ".md", _talk(conversation.title, turns))
            record = asdict(conversation) | {"turns": [_turn(turn) for turn in turns]}
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
    return asdict(document)


def _turn(turn: Turn) -> Record:
    row: Record = {"id": turn.id, "question": turn.question, "asked": turn.created, "answer": None}
    if turn.answer is not None:
        row["answer"] = {
            "text": turn.answer.text,
            "outcome": turn.answer.outcome.value,
            "model": turn.answer.model,
            "citations": [citation_row(one) for one in _cited(turn.answer)],
        }
    return row


def _talk(title: str, turns: list[Turn]) -> str:
    lines = [f"# {marked_up(title)}", ""]
    for turn in turns:
        lines += [f"## {marked_up(turn.question)}", ""]
        if turn.answer is None:
            continue
        lines += [f"{marked_up(line)}  " if line.strip() else "" for line in turn.answer.text.splitlines()]
        lines.append("")
        for one in _cited(turn.answer):
            lines += [f"> {marked_up(one.quote)}", ">", f"> {marked_up(one.document)}, {one.page}", ""]
    return "\n".join(lines) + "\n"


def _cited(answer: Answer) -> list[Any]:
    found = [one for sentence in answer.sentences for one in sentence.citations]
    return found or [quoted.citation for quoted in answer.quotes]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)
