"""What was kept of documents, taken into another vault: kept work that speaks of the documents there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from damage import KEY
from programs.command import PASSPHRASE

from app.security.keys import open_or_create_key
from rag.runs.store import RunStore
from rag.storing.conversations import ChatStore
from rag.storing.documents import DocumentStore
from rag.storing.merging import take_conversations, take_runs
from rag.storing.taking import take_document
from rag.storing.vault import Vault
from rag.types import DocumentState

HELD = Path(__file__).parents[3] / "data" / "vault_before_runs"


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Vault]:
    """A vault in which summaries, tables and a comparison are kept."""
    home = Path(shutil.copytree(HELD, tmp_path / "home"))
    with closing(
        Vault.open(home / "vault.db", open_or_create_key(home, PASSPHRASE, keyring_allowed=False))
    ) as vault:
        yield vault


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Vault]:
    """One in which numbers are given already."""
    with closing(Vault.create(tmp_path / "target" / "vault.db", KEY)) as vault:
        with vault.write() as db:
            for number in range(1, 8):
                db.execute(
                    "INSERT INTO documents (name, path, collection, state, size, added)"
                    " VALUES (?1, ?1, '', 'failed', 1, 0.0)",
                    (f"before{number}",),
                )
        yield vault


def cited(value: Any) -> set[int]:
    """The documents that are cited anywhere in it."""
    if isinstance(value, dict):
        own = {value["document_id"]} if "document_id" in value else set()
        return own.union(*map(cited, value.values()))
    return set().union(*map(cited, value)) if isinstance(value, list) else set()


def test_kept_work_speaks_of_the_documents_that_came_along(source: Vault, target: Vault) -> None:
    here, there = DocumentStore(source), DocumentStore(target)
    ready = [one for one in here.list() if one.state is DocumentState.READY]
    ids: dict[int, int] = {}
    for document in ready:
        ids |= take_document(source, target, document.id, "beside").ids
    assert min(ids.values()) > 7
    before, after = RunStore(source), RunStore(target)
    kept = before.runs()
    assert take_runs(source, target, ids, of_many=True) == len(kept) > 3
    assert take_conversations(source, target, ids) == len(ChatStore(source).conversations())
    taken = {(run.maker, run.title, run.created): run for run in after.runs()}
    for run in kept:
        now = taken[run.maker, run.title, run.created]
        assert (now.document, now.other, now.columns, now.total) == (
            run.document,
            run.other,
            run.columns,
            run.total,
        )
        assert now.document_id == (None if run.document_id is None else ids[run.document_id])
        assert [one.points and one.points[0].text for one in after.blocks(now.id)] == [
            one.points and one.points[0].text for one in before.blocks(run.id)
        ]
        assert {one.part.document_id for one in after.results(now.id)} == {
            ids.get(one.part.document_id, 0) for one in before.results(run.id)
        }
    with target.read() as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        told = [json.loads(text) for (text,) in db.execute("SELECT blocks FROM runs")]
        assert cited(told)
        assert cited(told) <= {*ids.values(), 0}
    for run in after.runs():
        for block in after.blocks(run.id):
            for point in block.points:
                for one in point.citations:
                    assert there.text(one.document_id, one.start, one.end)
    assert take_runs(source, target, ids, of_many=True) == 0, "what is there is not there twice"


def test_work_of_several_documents_stays_where_one_does(source: Vault, target: Vault) -> None:
    comparison = next(run for run in RunStore(source).runs() if run.maker == "comparison")
    assert comparison.document_id is not None
    ids = dict(take_document(source, target, comparison.document_id, "beside").ids)
    alone = [
        run
        for run in RunStore(source).runs()
        if run.document_id == comparison.document_id and run.other_id is None
    ]
    assert take_runs(source, target, ids, of_many=False) == len(alone)
    assert "comparison" not in {run.maker for run in RunStore(target).runs()}
