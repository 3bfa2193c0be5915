"""Documents moved between vaults: copied without being read again, gone where they were, never in none."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from matters import CANARY, Chambers, in_clear
from surroundings import HELPERS, environment

from app.errors import MovesWithFile, NotReadYet
from app.matters.matters import Matter, Matters
from app.matters.moving import Moved, Side, finish_moves, merge, move
from engine.cancel import CancelToken
from rag.errors import MatterReadOnly
from rag.storing.conversations import ChatStore
from rag.storing.documents import DocumentStore
from rag.storing.taking import How
from rag.storing.terms import Terms, keep_terms
from rag.storing.vault import Vault
from rag.types import DocumentState

NAME = "Crane"
TEXT = f"1. Birds\n\nThe {CANARY} was seen in May.\n\n2. Others\n\nNobody saw the tiger, as clause 1 says.\n"
KEPT = {
    "pages": "number, start, length, source, confidence, width, height, label, text, lines, words, headings",
    "sections": "place, parent, level, label, title, page, start, end",
    "passages": "section, start, end, page_start, page_end, key, body, ancestors",
    "vectors": "embedder, first, count, dimension, block",
    "called": "key, called_by",
    "cross_references": "start, end, target",
}


@pytest.fixture
def chambers(tmp_path: Path) -> Chambers:
    return Chambers(tmp_path / "home")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


@contextmanager
def sides(chambers: Chambers, matter: Matter) -> Iterator[tuple[Matters, Side, Side]]:
    """The library and a matter of it."""
    with chambers.matters() as matters, matters.opened(matter) as vault:
        yield matters, Side(matters.vault, "", "Library"), Side(vault, matter.id, matter.name)


def moved(chambers: Chambers, matter: Matter, *, back: bool = False) -> list[Moved]:
    """Move every document into a matter, or out of it."""
    with sides(chambers, matter) as (matters, library, other):
        source, target = (other, library) if back else (library, other)
        documents = [one for one in DocumentStore(source.vault).list() if one.container is None]
        return [move(matters, source, target, one) for one in documents]


def content(vault: Vault, name: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that was read of a document."""
    with vault.read() as db:
        (id_,) = db.execute("SELECT id FROM documents WHERE name = ?", (name,)).fetchone()
        found = {
            table: [
                tuple(row) for row in db.execute(f"SELECT {what} FROM {table} WHERE document_id = ?", (id_,))
            ]
            for table, what in KEPT.items()
        }
        codes = db.execute(
            "SELECT t.embedder, t.codes FROM token_codes t JOIN passages p ON p.id = t.passage_id"
            " WHERE p.document_id = ? ORDER BY p.id",
            (id_,),
        )
        return found | {"codes": codes.fetchall()}


def test_what_is_moved_is_the_same_there_and_gone_here(chambers: Chambers, files: Path) -> None:
    crane = chambers.new(NAME)
    chambers.add(files / "before.txt", "Something else stands here already.", crane)
    chambers.add(files / "first.txt", "A first one.")
    chambers.add(files / "birds.txt", TEXT)
    with chambers.matters() as matters:
        before = content(matters.vault, "birds.txt")
        assert before["passages"]
        assert before["vectors"]
    assert [one.how for one in moved(chambers, crane)] == [How.TAKEN, How.TAKEN]
    with sides(chambers, crane) as (matters, library, other):
        assert content(other.vault, "birds.txt") == before
        assert matters.store.moves() == []
        for vault in (library.vault, other.vault):
            assert vault.damage() == []
            with vault.read() as db:
                assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        with library.vault.read() as db:
            for table in (*KEPT, "documents", "token_codes"):
                assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    assert chambers.finds(CANARY, crane) == ["birds.txt"]
    assert chambers.finds(CANARY) == []
    assert in_clear(chambers.home, CANARY) == []
    log = chambers.home / "vault.db-wal"
    assert not log.exists() or log.stat().st_size == 0, "no earlier state of a page stays"


def test_what_quotes_a_document_goes_with_it_and_is_counted(chambers: Chambers, files: Path) -> None:
    crane = chambers.new(NAME)
    chambers.add(files / "boats.txt", "1. Boats\n\nThe ferry leaves at nine.\n")
    with chambers.house() as house:
        talk = house.chats.create("Boats")
        list(house.chats.ask(talk.id, "When does the ferry leave?", CancelToken()))
    chambers.add(files / "birds.txt", TEXT)
    with chambers.house() as house:
        list(house.chats.ask(talk.id, "Who was seen in May?", CancelToken()))
        quotes = [turn.answer.quotes for turn in house.chats.turns(talk.id) if turn.answer is not None]
        assert [any(CANARY in one.citation.quote for one in some) for some in quotes] == [False, True]
    with sides(chambers, crane) as (matters, library, other):
        (birds,) = (one for one in DocumentStore(library.vault).list() if one.name == "birds.txt")
        gone = move(matters, library, other, birds).forgotten
        assert gone.answers == 1
        first, second = ChatStore(library.vault).turns(talk.id)
        assert (first.answer is None, second.answer is None) == (False, True)
        assert second.question == "Who was seen in May?"
        with library.vault.read() as db:
            tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            assert "turns" in tables
            for table in tables:
                assert CANARY not in str(db.execute(f'SELECT * FROM "{table}"').fetchall()), table
    with sides(chambers, crane) as (matters, library, other):
        (boats,) = DocumentStore(library.vault).list()
        assert move(matters, library, other, boats).forgotten.answers == 1


def test_a_move_back_keeps_all_there_is(chambers: Chambers, files: Path) -> None:
    crane = chambers.new(NAME)
    chambers.add(files / "birds.txt", TEXT)
    moved(chambers, crane)
    chambers.add(files / "later.txt", "Read meanwhile.")
    assert [one.how for one in moved(chambers, crane, back=True)] == [How.TAKEN]
    assert chambers.names(crane) == []
    assert chambers.finds(CANARY) == ["birds.txt"]
    assert chambers.finds("meanwhile") == ["later.txt"]


def test_what_is_there_already_is_not_there_twice(chambers: Chambers, files: Path) -> None:
    crane = chambers.new(NAME)
    chambers.add(files / "birds.txt", TEXT)
    chambers.add(files / "birds.txt", TEXT, crane)
    assert [one.how for one in moved(chambers, crane)] == [How.THERE]
    assert chambers.names(crane) == ["birds.txt"]
    assert chambers.names() == []
    chambers.add(files / "birds.txt", TEXT + "Another edition.\n")
    (other,) = moved(chambers, crane)
    assert (other.how, other.collection) == (How.BESIDE, "Library")
    with chambers.house(crane) as house:
        assert [one.collection for one in house.library.documents()] == ["", "Library"]


def test_only_what_was_read_is_moved(chambers: Chambers, files: Path) -> None:
    crane = chambers.new(NAME)
    chambers.add(files / "birds.txt", TEXT)
    with sides(chambers, crane) as (matters, library, other):
        store = DocumentStore(library.vault)
        (document,) = store.list()
        with library.vault.write() as db:
            db.execute("UPDATE documents SET state = ?", (DocumentState.EMBEDDING,))
        with pytest.raises(NotReadYet):
            move(matters, library, other, store.get(document.id))
        with library.vault.write() as db:
            db.execute("UPDATE documents SET state = ?", (DocumentState.READY,))
            db.execute(
                "INSERT INTO documents (name, path, collection, state, size, added, container)"
                " VALUES ('m', 'm', '', 'ready', 1, 0.0, ?)",
                (document.id,),
            )
        message = next(one for one in store.list() if one.container is not None)
        with pytest.raises(MovesWithFile):
            move(matters, library, other, message)
        assert move(matters, library, other, store.get(document.id)).how is How.TAKEN
        assert [one.container is None for one in DocumentStore(other.vault).list()] == [True, False]
        keep_terms(other.vault, Terms(read_only=True))
    with sides(chambers, crane) as (matters, library, other):
        (document, _) = DocumentStore(other.vault).list()
        with pytest.raises(MatterReadOnly):
            move(matters, other, library, document)
        with pytest.raises(MatterReadOnly):
            merge(other, library)


def test_a_merge_brings_documents_and_what_was_kept_of_them(chambers: Chambers, files: Path) -> None:
    crane = chambers.new(NAME)
    chambers.add(files / "main.txt", "Something of the library's own.")
    chambers.add(files / "birds.txt", TEXT, crane)
    with chambers.house(crane) as house:
        (document,) = house.library.documents()
        talk = house.chats.create("Birds")
        for question in ("Who was seen in May?", "And who was not?"):
            list(house.chats.ask(talk.id, question, CancelToken()))
        house.store.set_whole(document.id, True)
        asked = house.chats.turns(talk.id)
        assert asked[0].answer is not None
    with sides(chambers, crane) as (_, library, other):
        merged = merge(other, library)
        assert [(one.document, one.how) for one in merged.documents] == [("birds.txt", How.TAKEN)]
        assert merged.conversations == 1
        again = merge(other, library)
        assert [one.how for one in again.documents] == [How.THERE]
        assert (again.conversations, again.runs) == (0, 0)
        ChatStore(other.vault).add_turn(talk.id, "Anything else?")
        assert merge(other, library).conversations == 1
    with chambers.house() as house:
        (talked,) = house.chats.conversations()
        turns = house.chats.turns(talked.id)
        assert [one.question for one in turns] == [one.question for one in asked] + ["Anything else?"]
        birds = next(one.id for one in house.library.documents() if one.name == "birds.txt")
        assert house.store.is_whole(birds)
        answers = [turn.answer for turn in turns[:2] if turn.answer is not None]
        assert len(answers) == 2
        assert {one.citation.document_id for answer in answers for one in answer.quotes} == {birds}
    assert chambers.names(crane) == ["birds.txt"], "a merge takes nothing away"


def names(side: Side) -> set[str]:
    return {one.name for one in DocumentStore(side.vault).list()}


def killed(home: Path, call: int) -> subprocess.CompletedProcess[str]:
    program = HELPERS / "programs" / "killed_move.py"
    return subprocess.run(
        [sys.executable, str(program), str(home), NAME, str(call)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment(),
    )


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX")
def test_a_move_that_is_killed_loses_nothing(chambers: Chambers, files: Path, tmp_path: Path) -> None:
    crane = chambers.new(NAME)
    chambers.add(files / "birds.txt", TEXT)
    chambers.add(files / "other.txt", "A second one, which goes too.")
    whole = shutil.copytree(chambers.home, tmp_path / "whole")
    lived = killed(chambers.home, 0)
    assert lived.returncode == 0, lived.stderr
    calls = int(lived.stdout)
    assert calls > 200
    at_once, both = 20, 0
    for point in range(at_once):
        shutil.rmtree(chambers.home)
        shutil.copytree(whole, chambers.home)
        ended = killed(chambers.home, 1 + (calls - 1) * point // (at_once - 1))
        assert ended.returncode in (-signal.SIGKILL, 0), ended.stderr
        with sides(chambers, crane) as (matters, library, other):
            here, there = (
                {one.name for one in DocumentStore(side.vault).list()} for side in (library, other)
            )
            assert here | there == {"birds.txt", "other.txt"}, point
            noted = {one.document for one in matters.store.moves()}
            assert here & there <= noted, "what is in both is told"
            both += bool(here & there)
            finish_moves(matters, library, other)
            for document in DocumentStore(library.vault).list():
                move(matters, library, other, document)
            assert matters.store.moves() == []
            assert (names(library), names(other)) == (set(), {"birds.txt", "other.txt"})
            assert library.vault.damage() == other.vault.damage() == []
            assert content(other.vault, "birds.txt")["passages"]
    assert both, "none of the points lay between the two vaults"
