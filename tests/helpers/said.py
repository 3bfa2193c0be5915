"""A library in which something was said of its documents: answers, a table of answers, kept work of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from house import PATIENCE, House

from engine.cancel import CancelToken
from rag.runs.types import Block, Part, PartState, Point, Result, RunState, Verdict
from rag.storing.conversations import ChatStore
from rag.surveying.types import SurveyScope
from rag.types import Answer, Citation, Document, Outcome, Sentence, Support


def added(house: House, path: Path, text: str = "", collection: str = "") -> Document:
    """Write a text, where one is given, and read it into the library."""
    if text:
        path.write_text(text, encoding="utf-8")
    (addition,) = house.library.add([path], collection)
    return addition.outcome.result(PATIENCE)


def citation(document: Document, quote: str) -> Citation:
    fields: dict[str, Any] = {
        "document_id": document.id, "document": document.name, "page": 1, "section": "", "start": 0,
        "end": len(quote), "quote": quote,
    }  # fmt: skip
    return Citation(**fields)


@dataclass(slots=True)
class Said:
    """By the names of documents."""

    documents: dict[str, Document] = field(default_factory=dict)
    conversation: int = 0
    turns: dict[str, int] = field(default_factory=dict)  # of the answer that rests on each; "both" on all
    asked: int = 0  # a turn with a record, which names all
    table: int = 0  # a row and a point of each
    summaries: dict[str, int] = field(default_factory=dict)


def say_of(house: House, folder: Path, texts: dict[str, str], question: str) -> Said:
    """Read texts by their names, keep answers, a table and summaries of them, and ask a question."""
    said, chats = Said(), ChatStore(house.vault)
    for name, text in texts.items():
        said.documents[name] = added(house, folder / name, text)
    said.conversation = chats.create("What was asked").id
    cited = {name: citation(one, texts[name].splitlines()[0]) for name, one in said.documents.items()}
    for name, one in cited.items():
        said.turns[name] = _answered(chats, said.conversation, [one])
    said.turns["both"] = _answered(chats, said.conversation, list(cited.values()))
    list(house.chats.ask(said.conversation, question, CancelToken()))
    said.asked = chats.turns(said.conversation)[-1].id
    points = [Point(one.quote, (one,), Support.SUPPORTED, ("a cell",)) for one in cited.values()]
    parts = [
        Result(Part(place, said.documents[name].id, name), PartState.DONE, (point,), Verdict.FOUND)
        for place, (name, point) in enumerate(zip(cited, points, strict=True))
    ]
    said.table = house.kept.create("survey", "What does it say?", SurveyScope().encoded(), parts=parts).id
    house.kept.keep_quick(said.table, points)
    house.kept.keep_blocks(said.table, [Block("", 1, tuple(points))])
    house.kept.set_state(said.table, RunState.DONE)
    for (name, one), part, point in zip(said.documents.items(), parts, points, strict=True):
        made = house.kept.create(
            "summary", name, '{"kind": "brief", "length": "brief", "words": 90, "seed": 1}',
            document_id=one.id, parts=[part],
        )  # fmt: skip
        house.kept.keep_blocks(made.id, [Block("", 1, (point,))])
        house.kept.set_state(made.id, RunState.DONE)
        said.summaries[name] = made.id
    return said


def _answered(chats: ChatStore, conversation: int, cited: Sequence[Citation]) -> int:
    sentences, at = [], 0
    for one in cited:
        sentences.append(Sentence(at, at + len(one.quote), one.quote, Support.SUPPORTED, (one,)))
        at += len(one.quote) + 1
    text = " ".join(one.quote for one in cited)
    turn = chats.add_turn(conversation, f"What of {len(cited)}?").id
    answer = Answer("What?", text, tuple(sentences), Outcome.ANSWERED, "m", 0.0, 0.0)
    chats.save_answer(turn, answer)
    return turn


def all_rows(house: House) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but of the log and of indexes of others; JSON as it is meant."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with house.vault.read() as db:
        tables = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('audit', 'sqlite_sequence')"
            " AND name NOT LIKE 'passages!_fts%' ESCAPE '!' AND name NOT LIKE 'turns!_fts%' ESCAPE '!'"
            " AND name <> 'turn_vectors'"
        ).fetchall()
        for (table,) in tables:
            rows = db.execute(f"SELECT * FROM {table}").fetchall()
            found[table] = sorted((tuple(map(_meant, row)) for row in rows), key=repr)
    return found


def _meant(value: Any) -> Any:
    is_json = isinstance(value, str) and value[:1] in ("[", "{")
    return json.loads(value) if is_json else value


def seen(house: House, words: str) -> dict[str, Any]:
    """All that a person can come to see of documents, by every way there is."""
    library, chats = house.library, ChatStore(house.vault)
    runs = house.kept.runs()
    return {
        "documents": [one.name for one in library.documents()],
        "search": [hit.document for hit in library.search(words, 50)],
        "by words": sorted(_held(house, words)),
        "vectors": len(house.vectors),
        "answers": {
            turn.id: turn.answer and turn.answer.text
            for one in chats.conversations()
            for turn in chats.turns(one.id)
        },
        "runs": {run.title: run.id for run in runs},
        "points": {
            run.id: [point.text for block in house.kept.blocks(run.id) for point in block.points]
            + [point.text for point in house.kept.quick(run.id)]
            for run in runs
        },
        "parts": {run.id: [one.part.document for one in house.kept.results(run.id)] for run in runs},
        "recorded": {
            turn.id: house.services.evidence is not None and _recorded(house, turn.id)
            for one in chats.conversations()
            for turn in chats.turns(one.id)
        },
        "files": sorted(house.store.languages.counted().values()),
    }


def _held(house: House, words: str) -> list[tuple[str, int]]:
    from rag.indexing.lexical import LexicalIndex

    return list(LexicalIndex(house.vault).holding(words.lower().split()).items())


def _recorded(house: House, turn: int) -> bool:
    from rag.storing.records import RecordStore

    return RecordStore(house.vault).has(turn)
